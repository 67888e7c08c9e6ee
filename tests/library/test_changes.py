import json

import pytest
from hypothesis import given, strategies as st

from bot.errors import StoreError
from bot.library.changes import (
    VERSION,
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Right,
    Shelf,
    ShowQuote,
    Subject,
    Unreadable,
    dump_change,
    kind_of_change,
    load_change,
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
# Rows as version 1 wrote them. Databases hold such rows, so these lines never change and must stay
# readable.
STORED = set(Change.__args__) - {Unreadable}
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
        '{"deed":"erased","id":"0123","on":"2026-11-29","right":"author","shelf":"quote",'
        '"version":1}',
        Erased(Shelf.QUOTE, "0123", Right.AUTHOR, "2026-11-29"),
        Subject(Shelf.QUOTE, "0123"),
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
    (
        '{"deed":"put-quote","quote":{"id":"three","note":"N","positions":[{"point":"build-trams",'
        '"stance":"for"}],"quoting":{"writer":"reporter"},"source":"letter","speaker":"aldous",'
        '"status":"misattributed","text":"A \\ud83d\\ude8b\\n\\u201cline\\u201d"},"version":1}',
        PutQuote(
            Quote(
                "three",
                "A 🚋\n“line”",
                "letter",
                "aldous",
                positions=(Position("build-trams", Stance.FOR),),
                quoting=Quoting("reporter"),
                status=Status.MISATTRIBUTED,
                note="N",
            )
        ),
        Subject(Shelf.QUOTE, "three"),
    ),
    (
        '{"deed":"put-quote","quote":{"id":"","source":"","speaker":"","text":""},"version":1}',
        PutQuote(Quote("", "", "", "")),
        Subject(Shelf.QUOTE, ""),
    ),
    (
        '{"deed":"remove-quote","quote":"one","reason":"","version":1}',
        RemoveQuote("one", ""),
        Subject(Shelf.QUOTE, "one"),
    ),
    (
        '{"deed":"hide-quote","quote":"kerb","version":1}',
        HideQuote("kerb"),
        Subject(Shelf.QUOTE, "kerb"),
    ),
    (
        '{"deed":"put-topic","id":"trams","name":"Trams","version":1}',
        PutTopic("trams", "Trams"),
        Subject(Shelf.TOPIC, "trams"),
    ),
    (
        '{"deed":"put-point","point":{"id":"p-1","sentence":"S.","side_against":"A",'
        '"side_for":"F","topic":"trams"},"version":1}',
        PutPoint(Point("p-1", "trams", "S.", "F", "A")),
        Subject(Shelf.TOPIC, "p-1"),
    ),
    (
        '{"deed":"put-speaker","speaker":{"id":"zed","name":"Zed"},"version":1}',
        PutSpeaker(Speaker("zed", "Zed")),
        Subject(Shelf.SPEAKER, "zed"),
    ),
    (
        '{"deed":"put-source","source":{"author":"zed","id":"news","title":"News"},"version":1}',
        PutSource(Source("news", "News", "zed")),
        Subject(Shelf.SOURCE, "news"),
    ),
)


@pytest.mark.parametrize(("row", "change", "subject"), ROWS)
def test_a_row_of_version_1_stays_readable(row: str, change: Change, subject: Subject) -> None:
    assert load_change(row) == change
    assert subject_of(change) == subject


@pytest.mark.parametrize(("row", "change", "_subject"), ROWS)
def test_a_change_is_written_in_one_way(row: str, change: Change, _subject: Subject) -> None:
    assert dump_change(change) == row
    assert json.loads(row)["deed"] == kind_of_change(change)


def test_every_kind_of_change_has_a_row_here() -> None:
    kinds = {type(change) for _, change, _ in ROWS}
    assert kinds == STORED


def test_half_a_surrogate_pair_in_an_old_row_is_read_as_a_replacement_character() -> None:
    row = dump_change(PutTopic("odd", "\ud800half"))
    assert row == '{"deed":"put-topic","id":"odd","name":"\\ud800half","version":1}'
    assert load_change(row) == PutTopic("odd", "\ufffdhalf")


for record in (Source, Speaker):  # with any "inferred", whose default is made anew
    every = st.builds(record, **dict.fromkeys(record.__struct_fields__, ...))
    st.register_type_strategy(record, every)
CHANGES = st.one_of(*map(st.from_type, sorted(STORED, key=str)))


@given(CHANGES)
def test_any_change_comes_back_as_it_was(change: Change) -> None:
    row = dump_change(change)
    assert row.isascii()
    assert load_change(row) == change
    assert dump_change(load_change(row)) == row


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('"put-quote"', "not a JSON object"),
        ("{}", "has no version"),
        ('{"version":true,"deed":"show-quote","quote":"a"}', "has no version"),
        ('{"version":"1","deed":"show-quote","quote":"a"}', "has no version"),
        ('{"version":0,"deed":"show-quote","quote":"a"}', "has no version"),
        (f'{{"version":{VERSION + 1},"deed":"show-quote","quote":"a"}}', "install the newer"),
        ('{"version":1,"quote":"a"}', "of a kind"),
        ('{"version":1,"deed":"burn-quote","quote":"a"}', "of a kind"),
        ('{"version":1,"deed":["show-quote"],"quote":"a"}', "of a kind"),
        ('{"version":1,"deed":"show-quote"}', "missing required field `quote`"),
        (
            '{"version":1,"deed":"show-quote","quote":"a","loud":true}',
            "unknown field `loud`",
        ),
        (
            '{"version":1,"deed":"show-quote","quote":7}',
            r"got `int` - at `\$.quote`",
        ),
        ('{"version":1,"deed":"show-quote","quote":NaN}', "malformed"),
        (
            '{"version":1,"deed":"put-quote","quote":"a"}',
            r"got `str` - at `\$.quote`",
        ),
        (
            '{"version":1,"deed":"put-topic","id":"a","name":"b","aliases":"c"}',
            r"Expected `array`, got `str` - at `\$.aliases`",
        ),
        (
            '{"version":1,"deed":"put-quote","quote":{"id":"a","text":"b","source":"c",'
            '"speaker":"d","part":"margin"}}',
            r"Invalid enum value … - at `\$.quote.part`",
        ),
        (
            '{"version":1,"deed":"put-speaker","speaker":{"id":"a","name":"b","pseudonym":1}}',
            r"Expected `bool`, got `int` - at `\$.speaker.pseudonym`",
        ),
    ],
)
def test_a_line_that_dumps_cannot_have_written_is_a_store_error(row: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        load_change(row)
