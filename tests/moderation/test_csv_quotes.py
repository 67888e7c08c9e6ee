"""Quotes read from CSV tables in the formats that spreadsheets write."""

import itertools
from collections.abc import Mapping
from datetime import date

import pytest

from bot.errors import RequestError
from bot.library.changes import PutQuote, PutSource, Shelf
from bot.library.model import Part, Position, Quote, Stance, Status
from bot.library.view import View, view_of
from bot.moderation.csv_table import read_table
from bot.moderation.import_plan import ImportPlan, plan_import
from bot.pages.attribution import place
from tests.libraries import town
from tests.stopwatch import Stopwatch

TODAY = date(2026, 3, 1)
HEAD = "text,speaker,source,date,link,topic,point,stance\n"
ROW = "Free buses pay.,Mary Aldous,A leaflet,2024-05,https://a.b/c,Buses,free-buses,for\n"


def looked_at(octets: str | bytes, view: View | None = None, **others: str) -> ImportPlan:
    table = octets.encode() if isinstance(octets, str) else octets
    files = {f"{name}.yaml": text.encode() for name, text in others.items()}
    return plan_import(view or view_of(town()), {"t.csv": table, **files}, TODAY)


def quotes(planned: ImportPlan) -> list[Quote]:
    assert planned.wrong == ()
    return [change.quote for change in planned.changes if isinstance(change, PutQuote)]


def told(planned: ImportPlan) -> list[str]:
    assert planned.changes == ()
    return [str(problem) for problem in planned.wrong]


def library(planned: ImportPlan) -> Mapping[str, object]:
    return view_of(town()).preview(planned.changes).library.quotes


def test_a_row_is_a_quote_with_its_source() -> None:
    planned = looked_at(HEAD + ROW)
    (quote,) = quotes(planned)
    assert quote == Quote(
        "free-buses-pay",
        "Free buses pay.",
        "a-leaflet",
        "aldous",
        topics=("buses",),
        positions=(Position("free-buses", Stance.FOR),),
    )
    source = view_of(town()).preview(planned.changes).library.sources["a-leaflet"]
    assert (source.title, source.author, source.date) == ("A leaflet", "", "2024-05")
    assert source.url == "https://a.b/c"
    assert planned.new[-1].where.line == 2


def test_an_author_is_never_taken_from_the_speaker() -> None:
    rows = "A bus.,Ada,Panel talk,,,buses,,\nA tram.,Bo,Panel talk,,,buses,,\n"
    planned = looked_at(HEAD + rows)
    view = view_of(town()).after(planned.changes, 1)
    (source,) = {view.library.quotes[quote.id].source for quote in quotes(planned)}
    assert view.library.sources[source].author == ""
    by_bo = quotes(planned)[1]
    assert place(view.library.excerpt(by_bo.id)) == "“Panel talk”"


def test_an_author_that_the_table_names_is_kept() -> None:
    head = "text,speaker,source,topic,author\n"
    planned = looked_at(head + "A bus.,Ada,Panel talk,buses,Bo Lee\n")
    (source,) = [one.source for one in planned.changes if isinstance(one, PutSource)]
    assert source.author == "bo-lee"


def test_a_space_after_the_comma_is_no_part_of_a_cell() -> None:
    spaced = (
        'text, speaker, source, topic\n"A space, then a mark.", "Nina Vale", "Leaflet 8", buses\n'
    )
    planned = looked_at(spaced)
    (quote,) = quotes(planned)
    assert quote.text == "A space, then a mark."
    assert [entry.name for entry in planned.new[:2]] == ["Nina Vale", "Leaflet 8"]


def test_the_same_words_in_several_rows_are_one_quote_with_all_their_topics_and_points() -> None:
    rows = (
        "Free buses pay.,Ada,A leaflet,,,buses,,\n"
        "Free buses pay.,Ada,A leaflet,,,money,,\n"
        "Free buses pay.,Ada,A leaflet,,,,free-buses,for\n"
    )
    planned = looked_at(HEAD + rows)
    (quote,) = quotes(planned)
    assert quote.topics == ("buses", "money")
    assert quote.positions == (Position("free-buses", Stance.FOR),)
    assert [(entry.where.line, entry.added) for entry in planned.merged] == [
        (3, "money"),
        (4, "free-buses (for)"),
    ]
    again = looked_at(HEAD + rows, view_of(town()).after(planned.changes, 1))
    assert (again.new, again.changed, again.merged) == ((), (), ())


def test_a_later_import_adds_its_topics_to_the_quote_that_is_there() -> None:
    first = looked_at(HEAD + "Free buses pay.,Ada,A leaflet,,,buses,,\n")
    view = view_of(town()).after(first.changes, 1)
    later = looked_at(HEAD + "Free buses pay.,Ada,A leaflet,,,money,,\n", view)
    (quote,) = quotes(later)
    assert quote.topics == ("buses", "money")
    assert [(entry.where.line, entry.added) for entry in later.merged] == [(2, "money")]


def test_the_same_words_on_both_sides_of_a_point_are_wrong() -> None:
    rows = (
        "Free buses pay.,Ada,A leaflet,,,,free-buses,for\n"
        "Free buses pay.,Ada,A leaflet,,,,free-buses,against\n"
    )
    (problem,) = told(looked_at(HEAD + rows))
    assert "another side of “free-buses”" in problem


def test_names_and_words_in_another_encoding_or_with_other_marks_are_the_same() -> None:
    head = "text,speaker,source,topic\n"
    rows = (
        "The caf\u00e9 shut.,Jos\u00e9 N\u00fa\u00f1ez,Tide — notes,buses\n"
        "The cafe\u0301 shut.,Jose\u0301 Nu\u0301n\u0303ez,Tide - notes,buses\n"
        "It’s shut.,Mary O’Brien,“Tides” and us,buses\n"
        'It\'s shut.,Mary O\'Brien,"""Tides"" and us",buses\n'
    )
    planned = looked_at(head + rows)
    assert len(quotes(planned)) == 2
    assert len([one for one in planned.new if one.subject.shelf is Shelf.SPEAKER]) == 2
    assert len([one for one in planned.new if one.subject.shelf is Shelf.SOURCE]) == 2


@pytest.mark.parametrize(
    "octets",
    [
        (HEAD + ROW).encode("utf-8-sig"),
        (HEAD + ROW).replace("\n", "\r\n").encode(),
        (HEAD + ROW).replace(",", ";").encode(),
        ("sep=;\r\n" + (HEAD + ROW).replace(",", ";")).encode("utf-8-sig"),
        (HEAD + ROW).replace(",", "\t").encode(),
        (HEAD.upper() + ROW).encode(),
        (HEAD.replace("text", '"Quote"').replace("link", " URL ") + ROW).encode(),
        (HEAD + "\n,,,,,,,\n" + ROW + "\n").encode(),
    ],
)
def test_however_a_spreadsheet_wrote_it_the_table_says_the_same(octets: bytes) -> None:
    assert [quote.id for quote in quotes(looked_at(octets))] == ["free-buses-pay"]


def test_cells_in_marks_hold_delimiters_marks_and_lines() -> None:
    text = '"He said ""no"",\nand left."'
    (quote,) = quotes(looked_at(HEAD + ROW.replace("Free buses pay.", text)))
    assert quote.text == 'He said "no",\nand left.'


def test_rows_share_the_speaker_and_source_that_the_first_of_them_makes() -> None:
    new = ROW.replace("Mary Aldous", "Zoë New")
    planned = looked_at(HEAD + new + new.replace("pay.", "cost."))
    assert [found.subject.id for found in planned.new] == [
        "zoe-new",
        "a-leaflet",
        "free-buses-pay",
        "free-buses-cost",
    ]


def test_a_source_of_another_day_is_another_source() -> None:
    planned = looked_at(HEAD + ROW + ROW.replace("pay.", "cost.").replace("2024-05", "2025"))
    assert [quote.source for quote in quotes(planned)] == ["a-leaflet", "a-leaflet-2"]


def test_a_table_imported_twice_adds_nothing() -> None:
    planned = looked_at(HEAD + ROW + ROW)
    assert len(quotes(planned)) == 1
    again = looked_at(HEAD + ROW, view_of(town()).preview(planned.changes))
    assert again.changes == ()
    assert [found.subject.id for found in again.duplicate] == ["free-buses-pay"]


def test_every_column_is_read() -> None:
    head = (
        "id,text,speaker,role,source,author,publication,topic,point,stance,part,place,status,note\n"
    )
    row = (
        "my-id,Words.,Zoë,mate,Talk,Haddad H,The Paper,buses|trams,free-buses|helmets,"
        "mixed|against,comment,comment 2 of 3,disputed,Said in jest.\n"
    )
    planned = looked_at(head + row)
    (quote,) = quotes(planned)
    assert (quote.id, quote.part, quote.place) == ("my-id", Part.COMMENT, "comment 2 of 3")
    assert quote.topics == ("buses", "trams")
    assert [held.stance for held in quote.positions] == [Stance.MIXED, Stance.AGAINST]
    assert (quote.status, quote.note) == (Status.DISPUTED, "Said in jest.")
    now = view_of(town()).preview(planned.changes).library
    assert now.speakers["zoe"].role == "mate"
    assert now.sources["talk"].author == "haddad-h"
    assert now.sources["talk"].publication == "The Paper"


def test_a_table_may_name_what_comes_in_a_file_beside_it() -> None:
    topics = "topics: [{id: ferries, name: Ferries, points: []}]"
    planned = looked_at(HEAD + "Words.,Aldous,A talk,,,Ferries,,\n", topics=topics)
    assert [quote.topics for quote in quotes(planned)] == [("ferries",)]


@pytest.mark.parametrize("topic", ["BUSES", "public transport", "Public-Transport", " buses "])
@pytest.mark.parametrize("speaker", ["ALDOUS", "mary aldous", "Mary  Aldous."])
def test_names_are_compared_as_in_a_form(topic: str, speaker: str) -> None:
    (quote,) = quotes(looked_at(HEAD + f"Words.,{speaker},A leaflet,,,{topic},,\n"))
    assert (quote.topics, quote.speaker) == (("buses",), "aldous")


def test_a_name_with_other_letters_is_a_speaker_of_its_own_and_the_near_one_is_named() -> None:
    planned = looked_at(HEAD + "Words.,Máry Aldous,A leaflet,,,Buses,,\n")
    assert [(one.name, one.near) for one in planned.new] == [
        ("Máry Aldous", "Mary Aldous (aldous)"),
        ("A leaflet", ""),
        ("Words.", ""),
    ]


def test_names_that_only_a_fold_makes_equal_are_kept_apart() -> None:
    names = ("Bar", "Bär", "C", "C#", "C++", "カラス", "ガラス", "Бои", "Бой")
    rows = "".join(f"Words of {at}.,{name},A leaflet,,,Buses,,\n" for at, name in enumerate(names))
    planned = looked_at(HEAD + rows)
    made = [one.name for one in planned.new if one.subject.shelf is Shelf.SPEAKER]
    assert made == list(names)


def test_a_name_of_several_speakers_is_refused_and_their_ids_are_named() -> None:
    speakers = "speakers: [{id: ann-one, name: Ann Lee}, {id: ann-two, name: Ann Lee}]"
    row = "Words.,Ann Lee,A leaflet,,,Buses,,\n"
    (problem,) = told(looked_at(HEAD + row, speakers=speakers))
    assert (
        "Several speakers are called “Ann Lee”; write the id instead: ann-one, ann-two" in problem
    )
    by_id = looked_at(HEAD + row.replace("Ann Lee", "ann-two"), speakers=speakers)
    assert [quote.speaker for quote in quotes(by_id)] == ["ann-two"]


def test_a_title_of_several_sources_is_refused_unless_a_detail_tells_them_apart() -> None:
    rows = "One.,Ann,A talk,2023,,Buses,,\nTwo.,Ann,A talk,2024,,Buses,,\n"
    view = view_of(town()).after(looked_at(HEAD + rows).changes, 1)
    (problem,) = told(looked_at(HEAD + "Three.,Ann,A talk,,,Buses,,\n", view))
    assert "Several sources are called “A talk”; write the id instead" in problem
    (quote,) = quotes(looked_at(HEAD + "Three.,Ann,A talk,2024,,Buses,,\n", view))
    assert view.library.sources[quote.source].date == "2024"


def test_no_row_makes_a_speaker_with_the_id_of_a_member() -> None:
    (quote,) = quotes(looked_at(HEAD + "Words.,Member 1003,Message 7,,,Buses,,\n"))
    assert (quote.speaker, quote.source) == ("speaker-member-1003", "source-message-7")


@pytest.mark.parametrize(
    ("row", "place", "wrong"),
    [
        (",Mary Aldous,A leaflet,,,Buses,,", "3:1", "The text is empty"),
        ("Words.,,A leaflet,,,Buses,,", "3:8", "There is no speaker in this row"),
        ("Words.,🙂,A leaflet,,,Buses,,", "3:8", "has no letter in it"),
        ("Words.,<@123>,A leaflet,,,Buses,,", "3:8", "The speaker is a mention"),
        ("Words.,Ann,,,,Buses,,", "3:12", "There is no source in this row"),
        ("Words.,Ann,A leaflet,,,,,", "3:24", "There is neither a topic nor a point"),
        (
            '"W, o\nr""d""s.", "Ann",A leaflet,,,Busses,,',
            "4:30",
            "There is no topic “Busses”; did you mean “buses”?",
        ),
        ("Words.,Ann,A leaflet,,,,free-buses,", "3:36", "There is not one stance for each point"),
        ("Words.,Ann,A leaflet,,,,free-buses,pro", "3:36", "“pro” is not a stance"),
        ('"Words.",Ann,A leaflet,,,,free-buses,"pro"', "3:38", "“pro” is not a stance"),
        ("Words.,Ann,A leaflet,last spring,,Buses,,", "3:22", "“last spring” is not a date"),
        ("Words.,Ann,A leaflet,2027,,Buses,,", "3:22", "“2027” is in the future"),
        (
            "Words.,Ann,A leaflet,,javascript:alert(1),Buses,,",
            "3:23",
            "is not the address of a web page",
        ),
        (
            "Words.,Ann,A leaflet,,,Buses,,,,more",
            "3:32",
            "this row has 10 cells, and there are 8 columns; put quotation marks around a cell "
            "that has a comma or semicolon in it",
        ),
        (f"{'w' * 100_000},Ann,A leaflet,,,Buses,,", "3:1", "has 100,000 characters"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_column(row: str, place: str, wrong: str) -> None:
    (line,) = told(looked_at(f"{HEAD}{ROW}{row}\n"))
    assert line.startswith(f"t.csv:{place}: ")
    assert wrong in line


def test_a_wrong_cell_of_another_column_is_told_with_its_place() -> None:
    table = (
        "sep=;\n id ;status;author;part;publication;text;speaker;source;topic\n"
        f";disputed;🙂;letter;{'p' * 1000};W.;Ann;A leaflet;Buses\nb;c;d\n"
    )
    places = [(one.line, one.column) for one in looked_at(table).wrong]
    assert places == [(3, 1), (3, 11), (3, 13), (3, 20), *[(4, 1)] * 4, (4, 3)]


def test_everything_wrong_in_all_rows_is_told_at_once() -> None:
    planned = looked_at(HEAD + ",,,last spring,,,,\n" + ROW + "Words.,Ann,A leaflet,,,Busses,,\n")
    assert [problem.line for problem in planned.wrong] == [2, 2, 2, 2, 2, 4]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("", "the first line does not name the columns"),
        ("a,b\n1,2\n", "the first line does not name the columns"),
        ("text,speaker,source\n", "there is no row below the names of the columns"),
        ("text,speaker\n", "there is no column “source”"),
        (HEAD.replace("stance", "stanse"), "1:43: there is no column “stanse”; did you mean “sta"),
        (HEAD.replace("stance", "quote"), "1:43: the column “text” is there twice"),
        (HEAD + ROW + '"never closed,x\n', "a quotation mark is opened in this row"),
        (HEAD + "\x00", "an invisible control character"),
    ],
)
def test_a_broken_table_is_told(table: str, wrong: str) -> None:
    assert any(wrong in line for line in told(looked_at(table)))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_told_with_what_to_do(encoding: str) -> None:
    (line,) = told(looked_at((HEAD + ROW.replace("pay", "paÿ’")).encode(encoding)))
    assert "this is not UTF-8; save the table as “CSV UTF-8”" in line


def test_a_table_that_is_wrong_throughout_is_not_told_of_without_end() -> None:
    planned = looked_at(HEAD + "Words.,Ann,A leaflet,,,Busses,,\n" * 1500)
    assert len(planned.wrong) == 1001
    assert planned.wrong[-1].wrong == "more than 1,000 problems"


def test_a_table_of_nothing_but_long_rows_is_read_to_the_limit_only() -> None:
    rows, problems = read_table("table.csv", b"text,speaker,source\n" + b",,,a\n" * 60_000)
    assert (rows, len(problems)) == ([], 50_002)
    assert problems[-1].wrong == "more than 50,000 rows"


def test_a_table_of_blank_lines_can_be_stopped() -> None:
    calls = itertools.count()

    def check() -> None:
        if next(calls) == 100:
            raise RequestError("Stop.")

    with pytest.raises(RequestError, match="Stop"):
        plan_import(
            view_of(town()), {"t.csv": b"text,speaker,source\n" + b"\n" * 200}, TODAY, check
        )


@pytest.mark.parametrize("many", ["links", "columns", "topics"])
def test_reading_a_table_takes_time_in_proportion_to_its_size(many: str) -> None:
    def table(size: int) -> str:
        if many == "columns":
            return ",".join(f"column {one}" for one in range(20 * size))
        rows = (
            f"Words number {one}.,Ada,One title,,"
            + (f"https://e.org/{one},buses,," if many == "links" else f",unknown {one},,")
            for one in range(size)
        )
        return HEAD + "\n".join(rows)

    def seconds(size: int) -> float:
        octets = table(size)
        with Stopwatch() as stopwatch:
            looked_at(octets)
        return stopwatch.took_s

    # Ten times as much takes a hundred times as long if it is quadratic.
    assert seconds(2000) < 40 * max(seconds(200), 0.005)


def test_a_row_says_who_is_reported_which_questions_it_answers_and_which_passage_is_meant() -> None:
    head = HEAD.replace("stance", "stance,reported,questions,occurrence")
    planned = looked_at(head + ROW.replace("for\n", "for,drivers,Who pays? | How much?,2\n"))
    (quote,) = quotes(planned)
    assert (quote.reported, quote.occurrence) == ("drivers", 2)
    assert quote.phrasings == ("Who pays?", "How much?")


def test_the_same_words_from_two_passages_are_two_quotes() -> None:
    head = HEAD.replace("stance", "stance,occurrence")
    planned = looked_at(head + ROW.replace("for\n", "for,\n") + ROW.replace("for\n", "for,2\n"))
    assert [(quote.id, quote.occurrence) for quote in quotes(planned)] == [
        ("free-buses-pay", 1),
        ("free-buses-pay-2", 2),
    ]
    assert planned.merged == ()


def test_rows_with_the_same_words_add_their_questions_and_reports() -> None:
    head = HEAD.replace("stance", "stance,reported,questions")
    first = ROW.replace("for\n", "for,,Who pays?\n")
    second = ROW.replace("free-buses,for\n", "kerbs,against,drivers,Who pays?|Why?\n")
    (*_, quote) = quotes(looked_at(head + first + second))
    assert quote.phrasings == ("Who pays?", "Why?")
    assert quote.positions == (
        Position("free-buses", Stance.FOR),
        Position("kerbs", Stance.AGAINST, "drivers"),
    )


def test_a_row_may_name_a_source_by_its_id_that_a_file_beside_it_changes() -> None:
    forum = "source: {id: forum-2023, title: The forum, author: aldous}\nquotes: []\n"
    planned = looked_at(HEAD + "More buses.,Ada,forum-2023,,,Buses,,\n", forum=forum)
    assert [quote.source for quote in quotes(planned)] == ["forum-2023"]
    assert [each.subject.id for each in planned.changed] == ["forum-2023"]


@pytest.mark.parametrize("wrong", ["second", "0", "-1", "1.5", "9" * 4300])
def test_an_occurrence_that_is_no_number_is_told(wrong: str) -> None:
    head = HEAD.replace("stance", "stance,occurrence")
    (said,) = told(looked_at(head + ROW.replace("for\n", f"for,{wrong}\n")))
    assert "is not the number of a passage" in said or "more than the 120 allowed" in said


def test_more_questions_than_a_quote_can_have_are_told() -> None:
    head = HEAD.replace("stance", "stance,questions")
    many = "|".join(f"Who pays {number}?" for number in range(13))
    (said,) = told(looked_at(head + ROW.replace("for\n", f"for,{many}\n")))
    assert "There are 13 questions; the limit is 12" in said
