import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.library.change_codec import VERSION, deed_of, read_change, written
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    subject_of,
)
from bot.library.model import (
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Speaker,
    Stance,
    Status,
)

WHOLE_QUOTE = Quote(
    "one",
    "“Build it,” she said […] – now.",
    "letter",
    "aldous",
    part=Part.COMMENT,
    place="comment 5 of 12",
    topics=("buses", "trams"),
    positions=(Position("free-buses", Stance.AGAINST), Position("helmets", Stance.MIXED)),
    quoting=Quoting("reporter", "a speech"),
    status=Status.DISPUTED,
    note="Nobody was there.",
)
# Rows as version 1 wrote them. They are in databases: whatever becomes of the code, these lines
# stay as they are and go on being read.
ROWS: tuple[tuple[str, Change, Subject], ...] = (
    (
        '{"deed":"put-quote","quote":{"id":"one","note":"Nobody was there.","part":"comment",'
        '"place":"comment 5 of 12","positions":[{"point":"free-buses","stance":"against"},'
        '{"point":"helmets","stance":"mixed"}],"quoting":{"work":"a speech","writer":"reporter"},'
        '"source":"letter","speaker":"aldous","status":"disputed",'
        '"text":"\\u201cBuild it,\\u201d she said [\\u2026] \\u2013 now.",'
        '"topics":["buses","trams"]},"version":1}',
        PutQuote(WHOLE_QUOTE),
        Subject(Shelf.QUOTE, "one"),
    ),
    (
        '{"deed":"put-quote","quote":{"id":"two","source":"letter","speaker":"aldous",'
        '"text":"No.","topics":["buses"]},"version":1}',
        PutQuote(Quote("two", "No.", "letter", "aldous", topics=("buses",))),
        Subject(Shelf.QUOTE, "two"),
    ),
    (
        '{"deed":"remove-quote","quote":"one","reason":"A joke.","version":1}',
        RemoveQuote("one", "A joke."),
        Subject(Shelf.QUOTE, "one"),
    ),
    (
        '{"deed":"restore-quote","quote":"one","version":1}',
        RestoreQuote("one"),
        Subject(Shelf.QUOTE, "one"),
    ),
    (
        '{"deed":"hide-quote","quote":"kerb","reason":"Off topic.","version":1}',
        HideQuote("kerb", "Off topic."),
        Subject(Shelf.QUOTE, "kerb"),
    ),
    (
        '{"deed":"show-quote","quote":"kerb","version":1}',
        ShowQuote("kerb"),
        Subject(Shelf.QUOTE, "kerb"),
    ),
    (
        '{"aliases":["streetcars"],"deed":"put-topic","id":"trams","name":"Trams","version":1}',
        PutTopic("trams", "Trams", ("streetcars",)),
        Subject(Shelf.TOPIC, "trams"),
    ),
    (
        '{"deed":"put-point","point":{"aliases":["rails"],"id":"build-trams",'
        '"phrasings":["Why no trams?"],"sentence":"The town should build trams.",'
        '"side_against":"Leave it","side_for":"Build","topic":"trams"},"version":1}',
        PutPoint(
            Point(
                "build-trams",
                "trams",
                "The town should build trams.",
                "Build",
                "Leave it",
                ("rails",),
                ("Why no trams?",),
            )
        ),
        Subject(Shelf.TOPIC, "build-trams"),
    ),
    (
        '{"deed":"put-speaker","speaker":{"aliases":["Z"],"id":"zed",'
        '"inferred":{"name":"the masthead","role":"the letter"},"name":"Zed","pseudonym":true,'
        '"role":"editor"},"version":1}',
        PutSpeaker(
            Speaker(
                "zed", "Zed", "editor", True, ("Z",), {"role": "the letter", "name": "the masthead"}
            )
        ),
        Subject(Shelf.SPEAKER, "zed"),
    ),
    (
        '{"deed":"put-source","source":{"author":"zed","date":"2024-06","date_text":"June",'
        '"file":"a.txt","id":"news","inferred":{"date":"the postmark"},"publication":"The Echo",'
        '"title":"News","url":"https://echo.example/a"},"version":1}',
        PutSource(
            Source(
                "news",
                "News",
                "zed",
                "The Echo",
                "2024-06",
                "June",
                "https://echo.example/a",
                "a.txt",
                {"date": "the postmark"},
            )
        ),
        Subject(Shelf.SOURCE, "news"),
    ),
)


@pytest.mark.parametrize(("row", "change", "subject"), ROWS)
def test_a_row_of_version_1_reads_for_ever(row: str, change: Change, subject: Subject) -> None:
    assert read_change(row) == change
    assert subject_of(change) == subject


@pytest.mark.parametrize(("row", "change", "_subject"), ROWS)
def test_a_change_is_written_in_one_way(row: str, change: Change, _subject: Subject) -> None:
    assert written(change) == row
    assert json.loads(row)["deed"] == deed_of(change)


def test_every_kind_of_change_has_a_row_here() -> None:
    kinds = {type(change) for _, change, _ in ROWS}
    assert kinds == set(Change.__args__)


CHANGES = st.one_of(*(st.from_type(kind) for kind in Change.__args__))


@given(CHANGES)
def test_any_change_comes_back_as_it_was(change: Change) -> None:
    row = written(change)
    assert row.isascii()
    assert read_change(row) == change
    assert written(read_change(row)) == row


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('"put-quote"', "not a JSON object"),
        ("{}", "does not say its version"),
        ('{"version":true,"deed":"show-quote","quote":"a"}', "does not say its version"),
        ('{"version":"1","deed":"show-quote","quote":"a"}', "does not say its version"),
        ('{"version":0,"deed":"show-quote","quote":"a"}', "does not say its version"),
        (f'{{"version":{VERSION + 1},"deed":"show-quote","quote":"a"}}', "install the newer"),
        ('{"version":1,"quote":"a"}', "does something"),
        ('{"version":1,"deed":"burn-quote","quote":"a"}', "does something"),
        ('{"version":1,"deed":["show-quote"],"quote":"a"}', "does something"),
        ('{"version":1,"deed":"show-quote"}', "has no quote"),
        ('{"version":1,"deed":"show-quote","quote":"a","loud":true}', "unknown key 'loud'"),
        ('{"version":1,"deed":"show-quote","quote":7}', "quote is not of type str"),
        ('{"version":1,"deed":"put-quote","quote":"a"}', "quote is not of type dict"),
        ('{"version":1,"deed":"put-topic","id":"a","name":"b","aliases":"c"}', "type list"),
        (
            '{"version":1,"deed":"put-quote","quote":{"id":"a","text":"b","source":"c",'
            '"speaker":"d","part":"margin"}}',
            "part is not one of article, comment",
        ),
        (
            '{"version":1,"deed":"put-speaker","speaker":{"id":"a","name":"b","pseudonym":1}}',
            "pseudonym is not of type bool",
        ),
    ],
)
def test_what_cannot_have_been_written_is_a_store_error(row: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        read_change(row)
