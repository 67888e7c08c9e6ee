"""An editor's additions to quotes: holders, order, questions answered, the passage meant."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.answers.actions import Context
from bot.answers.desk import Desk
from bot.answers.model import ContextAnswer
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutTopic,
    dump_change,
    load_change,
)
from bot.library.export import exported, own_part, whole_view
from bot.library.load import check_library, load_library, read_fragment
from bot.library.model import Position, Quote, Sides, Span, Stance, State
from bot.library.verify import SourceText
from bot.library.view import view_of
from tests.libraries import town
from tests.library.small_library import WHOLE, place_of_mark, problems, write

_TOPICS = """\
topics:
  - id: money
    name: Money
    {topic}
    points:
      - {{id: spend-more, sentence: More should be spent., for: Spend, against: Save, {point}}}
"""
_EDITED = {
    "topics.yaml": _TOPICS.format(
        topic="first: [not-free]", point="first: {against: [not-free, they-say]}"
    ),
    "talk.yaml": f"""{WHOLE["talk.yaml"]}
    reported: those who save
    phrasings: [Is anything free?]
  - id: they-say
    text: them
    occurrence: 1
    positions: [{{point: spend-more, stance: against, reported: the treasury}}]
""",
}


def test_the_fields_of_an_editor_are_read(tmp_path: Path) -> None:
    library = load_library(write(tmp_path, {**WHOLE, **_EDITED}))
    assert library.topics["money"].first == ("not-free",)
    assert library.points["spend-more"].first == Sides((), ("not-free", "they-say"))
    first, second = library.quotes.values()
    assert (first.reported, first.phrasings) == ("those who save", ("Is anything free?",))
    assert first.reported_on("spend-more") == "those who save"
    assert second.positions == (Position("spend-more", Stance.AGAINST, "the treasury"),)
    assert second.reported_on("spend-more") == "the treasury"


def test_the_fields_of_an_editor_are_written_and_read_again(tmp_path: Path) -> None:
    library = load_library(write(tmp_path / "one", {**WHOLE, **_EDITED}))
    files = exported(library.collection)
    assert "occurrence" not in files["budget-talk.yaml"]
    assert load_library(write(tmp_path / "two", files)) == library


@pytest.mark.parametrize(
    ("topic", "point", "said"),
    [
        (
            "aliases: []",
            "first: {against: [‸not-fre]}",
            "there is no quote “not-fre”; did you mean “not-free”?",
        ),
        (
            "aliases: []",
            "first: {for: [‸not-free]}",
            "the quote “not-free” does not speak for this point; "
            "file it there, or take it out of “first”",
        ),
        (
            "aliases: []",
            "first: {against: [not-free, ‸not-free]}",
            "the quote “not-free” is listed twice; keep one",
        ),
        (
            "aliases: []",
            "first: {against: ‸[q1, q2, q3, q4, q5, q6, q7]}",
            "“against” has 7 entries, more than the 6 allowed; keep those that matter most",
        ),
        (
            "aliases: []",
            "first: {‸mixed: [not-free]}",
            "this “first” has no key “mixed”; take it out; the keys are for, against",
        ),
        (
            "first: [‸weather]",
            "aliases: []",
            "there is no quote “weather”; take it out, or name another",
        ),
        (
            "first: [‸7]",
            "aliases: []",
            "an entry of “first” must be text, but 7 without quotation marks is a number; "
            'write "7" with quotation marks',
        ),
    ],
)
def test_a_fault_in_what_is_shown_first_is_told_at_its_place(
    tmp_path: Path, topic: str, point: str, said: str
) -> None:
    text, place = place_of_mark(_TOPICS.format(topic=topic, point=point))
    assert f"topics.yaml:{place}: {said}" in problems(tmp_path, {"topics.yaml": text})


def test_a_quote_of_another_topic_cannot_be_shown_first(tmp_path: Path) -> None:
    text, place = place_of_mark(
        f"{WHOLE['topics.yaml']}  - id: weather\n    name: Weather\n    first: [‸not-free]\n"
    )
    assert problems(tmp_path, {"topics.yaml": text}) == [
        f"topics.yaml:{place}: the quote “not-free” is not under this topic; "
        "file it there, or take it out of “first”"
    ]


def test_a_quote_in_a_file_that_cannot_be_read_is_not_missed(tmp_path: Path) -> None:
    text = _TOPICS.format(topic="first: [not-free]", point="aliases: []")
    found = problems(tmp_path, {"topics.yaml": text, "talk.yaml": b"\xff"})
    assert len(found) == 1
    assert found[0].startswith("talk.yaml:1:")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("occurrence: ‸0", "“occurrence” cannot be 0; write 1 for the first, 2 for the second"),
        (
            "occurrence: ‸two",
            "“occurrence” must be a whole number, but “two” is a text; "
            "write 1 for the first, 2 for the second",
        ),
        ("reported: ‸' '", "“reported” is blank; write something, or take the line out"),
        ("phrasings: ‸why", "“phrasings” must be a list, but “why” is a text; put “- ” before"),
    ],
)
def test_a_wrong_value_of_a_quote_is_told_at_its_place(
    tmp_path: Path, rest: str, said: str
) -> None:
    text, place = place_of_mark(f"{WHOLE['talk.yaml']}    {rest}\n")
    found = problems(tmp_path, {"talk.yaml": text})
    assert found[0].startswith(f"talk.yaml:{place}: {said}")


def test_the_occurrence_says_which_passage_is_meant() -> None:
    source = SourceText("We can win. They say we can win.")
    assert source.verify("we can win.", 1).spans == (Span(21, 32),)
    assert source.verify("can win.", 2).spans == (Span(24, 32),)
    missing = source.verify("can win.", 3)
    assert (missing.state, missing.difference) == (
        State.DIFFERS,
        "the source has the text only 2 times",
    )
    assert source.verify("we can win.", 2).difference == "the source has the text only once"


def test_the_occurrence_counts_passages_with_words_left_out() -> None:
    source = SourceText("I said so then. I said so again, then. I was wrong then.")
    assert source.verify("said so […] I was wrong").spans == (Span(18, 25), Span(39, 50))
    assert source.verify("I said […] was wrong", 2).state is State.DIFFERS


def test_the_same_words_may_be_quoted_from_two_places(tmp_path: Path) -> None:
    talk = WHOLE["talk.yaml"] + "  - {id: again, text: nothing is free, topics: [money]"
    budget = f"{WHOLE['seeds/budget.txt']}And nothing is free.\n"
    said = problems(tmp_path, {"talk.yaml": f"{talk}}}\n", "seeds/budget.txt": budget})
    assert len(said) == 1
    assert "quotes the same text" in said[0]
    changed = {"talk.yaml": f"{talk}, occurrence: 2}}\n", "seeds/budget.txt": budget}
    assert problems(tmp_path, changed) == []


def test_check_asks_which_passage_a_repeated_text_means(tmp_path: Path) -> None:
    budget = "Is nothing is free true?\n\nNo,\nnothing is free. Nothing is free.\n"
    report = check_library(write(tmp_path, {**WHOLE, "seeds/budget.txt": budget}))
    assert report.problems == ()
    assert [str(warning) for warning in report.warnings] == [
        "talk.yaml:8:11: the text of “not-free” stands in budget.txt more than once: on lines 1 "
        "and 4; write “occurrence: 1” if the first is meant, else its number"
    ]
    for said in ("1", "2"):
        talk = f"{WHOLE['talk.yaml']}    occurrence: {said}\n"
        assert check_library(write(tmp_path, {"talk.yaml": talk})).warnings == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("said that again and again for years, and then once more", (1, 2)),
        ("I said […] again and again for years, and then once more.", (1, 2)),
        ("I said [...] and again for years, and then once", (1, 2)),
        ("nowhere said that again and again for years, and then once more", ()),
        ("said that again and again for years, and then once more. We all", ()),
        ("学是学是学是学是学是学是学是学是学是学是学是学是学是学是", (3, 3)),
        ("We", (1, 1, 2)),
    ],
)
def test_every_passage_with_a_text_is_counted(text: str, lines: tuple[int, ...]) -> None:
    said = "I said that again and again for years, and then once more. "
    source = SourceText(f"We: {said}We all heard.\nWe: {said}\nWe: {'学是' * 15}。")
    assert source.lines_of(text, 3) == lines


def test_link_and_context_lead_to_the_occurrence_meant(tmp_path: Path) -> None:
    talk = WHOLE["talk.yaml"].replace("  author", "  url: https://a.b/c\n  author")
    budget = "Before: nothing is free.\n\nA middle.\n\nNo, they say nothing is free.\n"
    files = {**WHOLE, "talk.yaml": f"{talk}    occurrence: 2\n", "seeds/budget.txt": budget}
    library = load_library(write(tmp_path, files))
    link = library.excerpt("not-free").link
    assert link == "https://a.b/c#:~:text=No%2C%20they%20say-,nothing%20is%20free"
    answer = Desk(library).follow(Context("not-free"))
    assert isinstance(answer, ContextAnswer)
    assert answer.before == "A middle.\n\nNo, they say "


_QUOTE = Quote("bus", "Free buses.", "forum-2023", "aldous", topics=("buses",))


@pytest.mark.parametrize(
    ("change", "rest"),
    [
        (
            PutQuote(replace(_QUOTE, reported="drivers", phrasings=("Who pays?",), occurrence=2)),
            '"occurrence":2,"phrasings":["Who pays?"],"reported":"drivers",',
        ),
        (PutQuote(_QUOTE), ""),
        (
            PutQuote(replace(_QUOTE, positions=(Position("free-buses", Stance.FOR, "drivers"),))),
            '"positions":[{"point":"free-buses","reported":"drivers","stance":"for"}],',
        ),
    ],
)
def test_a_stored_quote_has_the_new_fields_only_where_they_say_something(
    change: PutQuote, rest: str
) -> None:
    line = (
        f'{{"deed":"put-quote","quote":{{"id":"bus",{rest}"source":"forum-2023","speaker":"aldous",'
        '"text":"Free buses.","topics":["buses"]},"version":1}'
    )
    assert dump_change(change) == line
    assert load_change(line) == change


def test_a_stored_topic_or_point_has_its_order_only_where_it_has_one() -> None:
    point = town().points["free-buses"]
    led = replace(point, first=Sides(("bus",)))
    assert '"first"' not in dump_change(PutPoint(point))
    assert '"first":{"for_":["bus"]}' in dump_change(PutPoint(led))
    assert load_change(dump_change(PutPoint(led))) == PutPoint(led)
    assert '"first"' not in dump_change(PutTopic("buses", "Buses"))
    assert load_change(dump_change(PutTopic("buses", "Buses", (), ()))) == PutTopic(
        "buses", "Buses", (), ()
    )


def test_a_topic_put_without_an_order_keeps_the_one_it_has() -> None:
    ordered = PutTopic("buses", "Buses", (), ("bus",))
    renamed = PutTopic("buses", "Omnibuses")
    cleared = PutTopic("buses", "Buses", (), ())
    view = view_of(town()).after([ordered, renamed], 2)
    assert view.library.topics["buses"].first == ("bus",)
    assert view.after([cleared], 3).library.topics["buses"].first == ()


def _led() -> tuple[Change, ...]:
    library = town()
    sides = library.sides("free-buses")
    first = Sides(sides.for_[:1], sides.against[:1])
    return (
        PutPoint(replace(library.points["free-buses"], first=first)),
        HideQuote(sides.for_[0]),
    )


def test_a_whole_collection_leads_only_with_what_is_in_it() -> None:
    every = whole_view(view_of(town()).after(_led(), 2))
    against = town().sides("free-buses").against[:1]
    assert [point.first for point in every.points if point.id == "free-buses"] == [
        Sides((), against)
    ]


def test_an_exported_part_leads_only_with_its_own_quotes() -> None:
    view = view_of(town()).after((*_led(), PutQuote(_QUOTE)), 3)
    part = own_part(view)
    assert [point.first for point in part.points if point.id == "free-buses"] == [Sides()]


def test_a_file_laid_over_a_library_may_lead_with_its_quotes() -> None:
    library = town()
    known = library.sides("free-buses").for_[0]
    point = library.points["free-buses"]
    head = f"topics:\n  - id: buses\n    name: Buses\n    first: [{known}]\n    points:\n      - "
    text = f"{head}{{id: free-buses, sentence: '{point.sentence}', for: A, against: B, first: "
    assert (
        read_fragment({"topics.yaml": f"{text}{{for: [{known}]}}}}".encode()}, library).problems
        == ()
    )
    wrong = read_fragment({"topics.yaml": f"{text}{{against: [{known}]}}}}".encode()}, library)
    assert [problem.wrong for problem in wrong.problems] == [
        f"the quote “{known}” does not speak against this point"
    ]


def test_a_quote_on_a_shared_point_may_lead_its_topic() -> None:
    library = town()
    text = "topics:\n  - {id: buses, name: Buses, first: [new-one]}\n"
    source = (
        "source: {id: new-talk, title: A talk}\nquotes:\n  - id: new-one\n    text: It is so.\n"
        f"    speaker: {next(iter(library.speakers))}\n"
        "    positions: [{point: free-buses, stance: for}]\n"
    )
    read = read_fragment({"topics.yaml": text.encode(), "talk.yaml": source.encode()}, library)
    assert read.problems == ()
