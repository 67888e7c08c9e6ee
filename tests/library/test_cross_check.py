from pathlib import Path

import pytest

from tests.library.small_library import SOURCE, SPEAKERS, TOPICS, place_of_mark, problems

_HEAD = "source: {id: talk, title: T, author: ann-lee}\nquotes:\n"
_QUOTE = "  - {id: q1, text: so it is, topics: [money]}\n"


def _one_quote(rest: str) -> str:
    return f"{_HEAD}  - {{id: q1, text: so it is, {rest}}}\n"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("topics: [‸mony]", "there is no topic “mony”; did you mean “money”?"),
        (
            "topics: [‸weather]",
            "there is no topic “weather”; add the topic first, or name another",
        ),
        (
            "positions: [{point: ‸spend-mor, stance: for}]",
            "there is no point “spend-mor”; did you mean “spend-more”?",
        ),
        (
            "topics: [money], speaker: ‸ann-le",
            "there is no speaker “ann-le”; did you mean “ann-lee”?",
        ),
        (
            "topics: [money], speaker: bo-diaz, quoting: {writer: ‸anlee}",
            "there is no speaker “anlee”; did you mean “ann-lee”?",
        ),
        (
            "note: x",
            "this quote has neither a topic nor a position on a point; give it one, "
            "for example “topics: [id of a topic]”",
        ),
        (
            "topics: []",
            "this quote has neither a topic nor a position on a point; give it one, "
            "for example “topics: [id of a topic]”",
        ),
        ("topics: [money, ‸money]", "the topic “money” is listed twice; keep one"),
        (
            "positions: [{point: spend-more, stance: for}, ‸{point: spend-more, stance: for}]",
            "this quote is listed twice on the point “spend-more”; keep one position; "
            "“mixed” is for words that take neither side entirely",
        ),
        (
            "positions: [{point: spend-more, stance: for}, ‸{point: spend-more, stance: against}]",
            "this quote is both for and against the point “spend-more”; "
            "keep one position; “mixed” is for words that take neither side entirely",
        ),
        (
            "topics: [money], ‸status: disputed",
            "“status” has no note that explains it; add “note: …” with the reason",
        ),
        (
            "topics: [money], ‸quoting: {work: a book}",
            "“quoting” says that “ann-lee” passes on the words of somebody else, but "
            "“ann-lee” is also the speaker; name the speaker whose words they are, "
            "or take “quoting” out",
        ),
    ],
)
def test_a_fault_of_a_quote_is_reported_at_its_place(tmp_path: Path, rest: str, said: str) -> None:
    marked = _one_quote(rest)
    text, place = place_of_mark(marked if "‸" in marked else marked.replace("{id: q1", "‸{id: q1"))
    assert problems(tmp_path, {"talk.yaml": text}) == [f"talk.yaml:{place}: {said}"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "topics.yaml",
            TOPICS + "  - {id: ‸money, name: More}\n",
            "the topic id “money” is used twice, first in topics.yaml:2; give this one another id",
        ),
        (
            "topics.yaml",
            TOPICS + "      - {id: ‸spend-more, sentence: S., for: F, against: A}\n",
            "the point id “spend-more” is used twice, first in topics.yaml:5; "
            "give this one another id",
        ),
        (
            "topics.yaml",
            TOPICS + "      - {id: ‸money, sentence: S., for: F, against: A}\n",
            "the point id “money” is also the id of a topic, in topics.yaml:2; "
            "give the point another id",
        ),
        (
            "speakers.yaml",
            SPEAKERS + "  - {id: ‸bo-diaz, name: Bo}\n",
            "the speaker id “bo-diaz” is used twice, first in speakers.yaml:3; "
            "give this one another id",
        ),
        (
            "speakers.yaml",
            SPEAKERS + "  - {id: cy, name: Cy, inferred: {‸role: his badge}}\n",
            "“inferred” gives a reason for “role”, which is not filled in; "
            "fill in “role”, or take its reason out",
        ),
        (
            "second.yaml",
            "source: {id: talk, title: T, author: ‸zed}\nquotes: []\n",
            "there is no speaker “zed”; add the speaker first, or name another",
        ),
        (
            "second.yaml",
            "source: {id: talk, title: T, author: bo-diaz, inferred: {‸date: x}}\nquotes: []\n",
            "“inferred” gives a reason for “date”, which is not filled in; "
            "fill in “date”, or take its reason out",
        ),
        (
            "second.yaml",
            "retired: [q1]\n" + _HEAD + _QUOTE.replace("q1", "‸q1"),
            "the quote id “q1” is retired, in second.yaml:1; "
            "give the quote an id that was never used",
        ),
        (
            "second.yaml",
            _HEAD + _QUOTE + "  - {id: q2, text: ‸so  it is, topics: [money]}\n",
            "line 3 quotes the same text, as “q1”; "
            "keep one of the two quotes, and put the topics and positions of both there",
        ),
        (
            "second.yaml",
            _HEAD + _QUOTE.replace("id: q1", "occurrence: ‸[1], id: q1"),
            "“occurrence” must be a whole number, but this is a list; "
            "write 1 for the first, 2 for the second",
        ),
    ],
)
def test_a_fault_between_files_is_reported_at_its_place(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    written, place = place_of_mark(text)
    assert problems(tmp_path, {name: written}) == [f"{name}:{place}: {said}"]


def test_an_id_used_in_two_files_is_reported_in_the_later_one(tmp_path: Path) -> None:
    other = (
        "source: {id: budget-talk, title: T, author: ann-lee}\n"
        "quotes:\n  - {id: not-free, text: so it is, topics: [money]}\n"
    )
    assert problems(tmp_path, {"second.yaml": other}) == [
        "talk.yaml:2:7: the source id “budget-talk” is used twice, first in second.yaml:1; "
        "give this one another id",
        "talk.yaml:7:9: the quote id “not-free” is used twice, first in second.yaml:3; "
        "give this one another id",
    ]


def test_the_same_words_may_be_quoted_from_two_sources(tmp_path: Path) -> None:
    again = _HEAD + "  - {id: q1, text: nothing is free, topics: [money]}\n"
    assert problems(tmp_path, {"second.yaml": again}) == []


def test_a_writer_may_pass_on_the_words_of_another(tmp_path: Path) -> None:
    rest = "topics: [money], speaker: bo-diaz, quoting: {work: a book}"
    assert problems(tmp_path, {"talk.yaml": _one_quote(rest)}) == []


def test_references_into_an_unreadable_file_are_not_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, {"topics.yaml": "topics: [", "speakers.yaml": "speakers: ["})
    assert [line.split(":")[0] for line in found] == ["speakers.yaml", "topics.yaml"]


def test_references_may_name_ids_of_a_partly_wrong_file(tmp_path: Path) -> None:
    found = problems(tmp_path, {"topics.yaml": TOPICS.replace("name: Money", "name: 7")})
    assert len(found) == 1


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "topics.yaml": TOPICS.replace("name: Money", "nam: Money"),
            "speakers.yaml": SPEAKERS + "  - {id: bo-diaz, name: 3}\n",
            "talk.yaml": SOURCE.replace("nothing", "something").replace("spend-more", "spend-less"),
            "x.yaml": "a: [",
        },
    )
    assert [line.split(": ")[0] for line in found] == [
        "speakers.yaml:4:10",
        "speakers.yaml:4:25",
        "talk.yaml:8:11",
        "talk.yaml:9:25",
        "topics.yaml:3:5",
        "x.yaml:1:5",
    ]
