from pathlib import Path

import pytest

from bot.errors import LibraryError
from bot.library.load import check_library, load_library
from bot.library.model import Card, Part, Position, Quoting, Stance, State, Status
from tests.library.small_library import BUDGET, SOURCE, SPEAKERS, TOPICS, WHOLE, problems, write
from tests.stopwatch import Stopwatch

_SHIPPED = Path(__file__).parents[2]
_RICH = """\
source:
  id: rich
  title: " A title "
  author: ann-lee
  publication: The Paper
  date: 1999
  date_text: some day in 1999
  url: https://example.org/a
  inferred: {publication: its letterhead}
retired: [old-one]
quotes:
  - id: told
    text: >-
      So it
      is.
    speaker: bo-diaz
    part: comment
    place: comment 1 of 2
    topics: [money]
    positions: [{point: spend-more, stance: for}]
    quoting: {work: a book}
    status: misattributed
    note: |
      It was
      another.
"""


def test_a_whole_library_is_loaded(tmp_path: Path) -> None:
    library = load_library(write(tmp_path, {**WHOLE, "rich.yml": _RICH}))
    assert list(library.quotes) == ["told", "not-free"]  # files by name: rich before talk
    quote = library.quotes["told"]
    assert (quote.text, quote.note) == ("So it is.", "It was\nanother.")
    assert (quote.speaker, quote.part, quote.place) == ("bo-diaz", Part.COMMENT, "comment 1 of 2")
    assert quote.positions == (Position("spend-more", Stance.FOR),)
    assert (quote.quoting, quote.status) == (Quoting("ann-lee", "a book"), Status.MISATTRIBUTED)
    source = library.sources["rich"]
    assert (source.title, source.date, source.file) == ("A title", "1999", "")
    assert source.inferred == {"publication": "its letterhead"}
    assert library.quotes["not-free"].speaker == "ann-lee"
    assert library.sides("spend-more").both
    assert library.card == Card("Quotations")
    assert library.texts == {"budget-talk": BUDGET}
    assert library.excerpt("told").verdict.state is State.UNCHECKED
    assert library.excerpt("not-free").verdict.state is State.VERIFIED


def test_the_counts_say_how_much_there_is(tmp_path: Path) -> None:
    report = check_library(write(tmp_path, {**WHOLE, "rich.yaml": _RICH}))
    assert report.problems == ()
    assert report.library is not None
    assert [report.library.count(state) for state in State] == [1, 0, 1]


def test_the_card_is_read(tmp_path: Path) -> None:
    card = "library: {title: Town, about: All of it., contact: us@example.org}\n"
    library = load_library(write(tmp_path, {**WHOLE, "topics.yaml": card + TOPICS}))
    assert library.card == Card("Town", "All of it.", "us@example.org")


def test_a_quote_that_differs_is_loaded_and_reported_by_the_check(tmp_path: Path) -> None:
    write(tmp_path, {**WHOLE, "talk.yaml": SOURCE.replace("nothing is", "nothing was")})
    verdict = load_library(tmp_path).excerpt("not-free").verdict
    assert (verdict.state, verdict.nearest) == (State.DIFFERS, "nothing is free")
    report = check_library(tmp_path)
    assert report.library is not None
    assert report.library.count(State.DIFFERS) == 1
    assert [str(problem) for problem in report.problems] == [
        "talk.yaml:8:11: the text of “not-free” differs from budget.txt: the source has "
        "“is” where the text has “was” (nearest passage: “nothing is free”); "
        "copy the words from the source, and mark what is left out with […]"
    ]


def test_a_long_nearest_passage_is_cut(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(100))
    (said,) = problems(
        tmp_path,
        {"seeds/budget.txt": words, "talk.yaml": SOURCE.replace("nothing is free", f"{words} x")},
    )
    assert "…”); copy the words" in said
    assert len(said) < 700


def test_all_problems_are_raised_in_file_order(tmp_path: Path) -> None:
    write(tmp_path, {**WHOLE, "x.yaml": "", "a.yaml": "a: b: c", "b.yaml": "[1]"})
    with pytest.raises(LibraryError) as caught:
        load_library(tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["a.yaml", "b.yaml", "x.yaml"]


@pytest.mark.parametrize("given", [".", "quotes"])
@pytest.mark.parametrize("seeds", ["seeds", "quotes/seeds"])
def test_the_folder_may_be_the_quotes_or_the_one_that_holds_them(
    tmp_path: Path, given: str, seeds: str
) -> None:
    files = {f"quotes/{name}": text for name, text in WHOLE.items() if "/" not in name}
    write(tmp_path, {**files, f"{seeds}/budget.txt": BUDGET, "other.yaml": "not: ours"})
    assert load_library(tmp_path / given).excerpt("not-free").verdict.state is State.VERIFIED


@pytest.mark.parametrize(
    ("given", "said"),
    [(".", "quotes/x.yaml:1:1:"), ("quotes", "x.yaml:1:1:")],
)
def test_problems_name_files_from_the_folder_given(tmp_path: Path, given: str, said: str) -> None:
    write(tmp_path, {f"quotes/{name}": text for name, text in {**WHOLE, "x.yaml": ""}.items()})
    (problem,) = check_library(tmp_path / given).problems
    assert str(problem).startswith(said)


def test_only_yaml_files_directly_in_the_folder_are_read(tmp_path: Path) -> None:
    others = {".x.yaml": "[", "x.yaml.bak": "[", "drafts/x.yaml": "[", "schema/x.json": "["}
    assert problems(tmp_path, others) == []
    assert problems(tmp_path, {"X.YML": ""}) != []


def test_missing_topics_and_speakers_are_reported(tmp_path: Path) -> None:
    write(tmp_path, {"talk.yaml": SOURCE, "seeds/budget.txt": BUDGET})
    assert [str(problem) for problem in check_library(tmp_path).problems] == [
        "speakers.yaml:1:1: the file is missing; write it; it lists the speakers of the library",
        "topics.yaml:1:1: the file is missing; write it; it lists the topics of the library",
    ]


def test_two_files_of_topics_are_reported(tmp_path: Path) -> None:
    assert problems(tmp_path, {"topics.yml": "topics: []\n"}) == [
        "topics.yml:1:1: topics.yaml lists the topics too; make one file of the two"
    ]


@pytest.mark.parametrize("name", ["nowhere", "a\0b", "x" * 5000, "file.txt/quotes"])
def test_a_folder_that_is_not_there_is_reported(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file.txt": "x"})
    (problem,) = check_library(tmp_path / name).problems
    assert problem.wrong == "there is no such folder, or you may not open it"
    assert problem.remedy == "give the folder that holds topics.yaml"


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"file.txt": "x"})
    (problem,) = check_library(tmp_path / "file.txt").problems
    assert problem.wrong == "this is not a folder"


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    report = check_library(tmp_path)
    assert [problem.file for problem in report.problems] == ["speakers.yaml", "topics.yaml"]
    assert report.library is None


def test_a_library_without_quotes_is_a_library(tmp_path: Path) -> None:
    write(tmp_path, {"topics.yaml": "topics: []\n", "speakers.yaml": "speakers: []\n"})
    assert not load_library(tmp_path).quotes


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("budgt.txt", "there is no text “budgt.txt” in seeds/; did you mean “budget.txt”?"),
        ("weather", "there is no text “weather” in seeds/; put it there, or take the line out"),
        ("é" * 200, f"there is no text “{'é' * 59}…” in seeds/; put it there"),
        ("elsewhere", "there is no text “elsewhere” in seeds/; put it there"),
    ],
)
def test_a_missing_source_text_is_reported(tmp_path: Path, file: str, said: str) -> None:
    write(tmp_path, {"private.txt": "nothing is free", "seeds/budget.txt": ""})
    (tmp_path / "seeds" / "elsewhere").symlink_to(tmp_path / "private.txt")
    found = problems(tmp_path, {"talk.yaml": SOURCE.replace("budget.txt", file)})
    assert found[0].startswith(f"talk.yaml:5:9: {said}")


def test_a_source_text_that_is_not_utf8_is_reported_at_its_place(tmp_path: Path) -> None:
    latin = "nothing\nis frée".encode("latin-1")
    assert problems(tmp_path, {"seeds/budget.txt": latin}) == [
        "seeds/budget.txt:2:6: the byte 0xe9 is not UTF-8; save the file as UTF-8"
    ]


def test_a_source_text_keeps_its_characters_and_has_plain_line_ends(tmp_path: Path) -> None:
    write(tmp_path, {**WHOLE, "seeds/budget.txt": "\ufeff a\u00a0b\r\nnothing is free\r"})
    assert load_library(tmp_path).texts["budget-talk"] == " a\u00a0b\nnothing is free\n"


def test_a_text_too_long_to_quote_is_not_compared(tmp_path: Path) -> None:
    long = SOURCE.replace("nothing is free", "word " * 100_000)
    (said,) = problems(tmp_path, {"talk.yaml": long})
    assert "“text” has 499,999 characters, more than the 2,000 allowed; shorten it" in said


def test_the_shipped_library_is_whole_and_every_quote_verified() -> None:
    report = check_library(_SHIPPED)
    assert [str(problem) for problem in report.problems] == []
    assert report.library is not None
    assert report.library.count(State.VERIFIED) == len(report.library.quotes)


@pytest.mark.timing
def test_a_large_library_is_loaded_in_a_few_seconds(tmp_path: Path) -> None:
    quotes = "".join(
        f"  - id: quote-{n}\n    text: nothing is free in the year {n}\n"
        "    positions:\n      - {point: spend-more, stance: against}\n"
        for n in range(10_000)
    )
    text = " ".join(f"Nobody denies that nothing is free in the year {n}." for n in range(10_000))
    source = SOURCE.partition("  - id")[0] + quotes
    write(tmp_path, {"topics.yaml": TOPICS, "speakers.yaml": SPEAKERS, "talk.yaml": source,
                     "seeds/budget.txt": text})  # fmt: skip
    with Stopwatch() as watch:
        report = check_library(tmp_path)
    assert watch.took_s < 8
    assert report.problems == ()
    assert report.library is not None
    assert report.library.count(State.VERIFIED) == 10_000
