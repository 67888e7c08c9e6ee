"""Small libraries in several languages, asked as their readers would.

``asks.tsv`` holds a command, what is typed, and what should come: a topic, a point, a speaker
(``spk``, ``spk2``), a quote among the first two, or ``-`` for nothing.
"""

from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.library_warnings import warnings
from bot.answers.model import Answer, AskAnswer, DebateAnswer, NotFound, QuoteAnswer, SpeakerAnswer
from bot.library.load import load_library

FOLDER = Path(__file__).parent
LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "asks.tsv").is_file())
# The requests that are still answered wrongly. A test fails when one of them becomes right.
WRONG = {
    ("ar-school", "الأطفال"),  # a broken plural
    ("ar-school", "شاشات"),
    ("ja-school", "子供"),  # the same word with other characters
    ("nl-school", "kinderen"),  # an irregular plural
    ("ru-school", "ребенок"),  # a vowel that comes and goes
    ("uk", "шкіл"),  # the vowel of a stem changes
    ("tr", "köy"),
}


def came(answer: Answer) -> set[str]:
    match answer:
        case NotFound():
            return {"-"}
        case QuoteAnswer() | AskAnswer():
            first = answer.excerpts[0].quote
            points = {held.point for held in first.positions}
            debate = answer.debate if isinstance(answer, AskAnswer) else None
            points |= {debate.point.id, debate.topic.id} if debate else set()
            return {
                *(one.quote.id for one in answer.excerpts[:2]),
                *first.topics,
                *points,
                first.speaker,
            }
        case DebateAnswer():
            return {answer.point.id, answer.topic.id}
        case SpeakerAnswer():
            return {answer.speaker.id}
        case _:
            return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_find_what_they_ask_for(language: str) -> None:
    library = load_library(FOLDER / language / "quotes")
    desk = Desk(library)
    speakers = list(library.speakers)
    wrong = set()
    for line in (FOLDER / language / "asks.tsv").read_text("utf-8").splitlines():
        command, typed, wanted = line.split("\t")
        named = {"spk": speakers[0], "spk2": speakers[-1]}.get(wanted, wanted)
        if named not in came(desk.request(command, typed)):
            wrong.add((language, typed))
    assert wrong == {one for one in WRONG if one[0] == language}


def test_meaning_is_off_outside_english() -> None:
    assert not Desk(load_library(FOLDER / "fr" / "quotes")).about().english


def test_every_language_is_told_by_its_words() -> None:
    told = {}
    for language in ("de", "fr", "ja", "ru", "zh"):
        language_read = Desk(load_library(FOLDER / language / "quotes")).reading_language
        told[language] = language_read.code if language_read else "en"
    assert told == {language: language for language in told}


def test_a_source_may_be_in_a_language_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "quotes"
    copytree(FOLDER / "it" / "quotes", folder)
    (folder / "other.yaml").write_text(
        "source:\n  id: brief\n  title: Brief\n  author: speaker-one\n  language: de\nquotes:\n"
        "  - id: q9\n    text: Die Wohnungen am Bahnhof bleiben leer.\n    topics: [scuole]\n",
        "utf-8",
    )
    desk = Desk(load_library(folder))
    assert desk.languages == ("it", "de")
    for typed, wanted in (("Wohnung", "q9"), ("wohnungen", "q9"), ("anziano", "q6")):
        assert wanted in came(desk.request("quote", typed)), typed
    assert "q9" in came(desk.request("ask", "Was wird über die Wohnungen gesagt?"))
    assert "chiudere-scuole" in came(desk.request("ask", "Bisogna chiudere le scuole?"))


def test_an_english_library_keeps_its_meaning_beside_a_source_in_italian(tmp_path: Path) -> None:
    folder = tmp_path / "quotes"
    copytree(FOLDER / "it" / "quotes", folder)
    for name, before, after in (
        ("topics.yaml", "language: it", "language: en"),
        ("source.yaml", "id: source\n", "id: source\n  language: it\n"),
    ):
        said = (folder / name).read_text("utf-8").replace(before, after)
        (folder / name).write_text(said, "utf-8")
    desk = Desk(load_library(folder))
    assert desk.about().english
    assert desk.languages == ("en", "it")
    assert "q6" in came(desk.request("quote", "anziano"))


def test_dates_are_read_in_the_language_of_the_library() -> None:
    for code, typed in (("es-more", "citas de marzo de 2024"), ("de-school", "Zitate seit 2023")):
        desk = Desk(load_library(FOLDER / code / "quotes"))
        assert not isinstance(desk.request("quote", typed), NotFound), typed
    desk = Desk(load_library(FOLDER / "es-more" / "quotes"))
    assert isinstance(desk.request("quote", "citas de abril de 2019"), NotFound)


def test_check_names_a_language_without_stems() -> None:
    library = load_library(FOLDER / "vi" / "quotes")
    rule = "Languages without rules of their own, read word by word"
    assert f"{rule}: vi" in warnings(library)
    source = replace(library.sources["source"], language="sw")
    assert f"{rule}: vi, sw" in warnings(replace(library, sources={"source": source}))


def test_words_of_asking_are_no_evidence_for_a_quote(tmp_path: Path) -> None:
    folder = tmp_path / "quotes"
    copytree(FOLDER / "es-more" / "quotes", folder)
    with (folder / "source.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - id: q9\n    text: Hay opiniones y argumentos que dice la gente.\n"
            "    topics: [agua]\n"
        )
    desk = Desk(load_library(folder))
    assert "q9" in came(desk.request("quote", "opiniones"))
    for typed in (
        "¿Qué opiniones hay?",
        "argumentos a favor de las bicicletas",
        "¿Qué dice la gente de las bicicletas?",
    ):
        assert came(desk.request("ask", typed)) == {"-"}, typed


def test_words_of_asking_within_an_unspaced_question_find_no_point() -> None:
    # The library has a point with 应该 ("should"), and a quote on hospitals without a point.
    desk = Desk(load_library(FOLDER / "zh" / "quotes"))
    questions = {one.id: one.sentence for one in desk.library.points.values()}
    assert any("应该" in sentence for sentence in questions.values())
    found = desk.request("ask", "月亮应该关闭吗？")
    assert isinstance(found, NotFound) or getattr(found, "debate", None) is None
