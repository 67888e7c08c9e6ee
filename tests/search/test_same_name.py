"""One idea of the same name: the exact spelling first, then the folded one."""

import unicodedata

import pytest

from bot.answers.desk import Desk
from bot.answers.library_warnings import warnings
from bot.answers.model import QuoteAnswer
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card, Kind, Quote, Source, Speaker, Topic
from bot.search.names import folded, spelled_key

NAMES = {
    "bar": "Bar",
    "baer": "Bär",
    "clang": "C",
    "csharp": "C#",
    "cpp": "C++",
    "karasu": "カラス",
    "garasu": "ガラス",
    "boi": "Бои",
    "boj": "Бой",
    "enquiry": "Enquiry",
    "paediatrics": "Paediatrics",
    "oestrogen": "Oestrogen",
    "net": "Net",
    "dotnet": ".NET",
    "masse": "Masse",
    "masze": "Maße",
    "nineteen": "1984",
    "ninety": "19.84",
    "will": "Will",
    "article": "The",
    "bee": "🐝",
    "bees": "🐝🐝",
    "heart": "❤️",
    "r": "R",
    "research": "R&D",
}


def made(*speakers: Speaker) -> Library:
    return make_library(
        Collection(
            card=Card("Names"),
            topics=tuple(Topic(id_, name) for id_, name in NAMES.items()),
            speakers=(Speaker("ada", "Ada"), *speakers),
            sources=(Source("talk", "A talk", "ada"),),
            quotes=tuple(
                Quote(f"on-{id_}", f"Words number {at}.", "talk", "ada", topics=(id_,))
                for at, id_ in enumerate(NAMES)
            ),
        )
    )


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(made())


@pytest.mark.parametrize(("id_", "name"), NAMES.items())
def test_each_of_similar_names_answers_to_its_own(desk: Desk, id_: str, name: str) -> None:
    spellings = (name, name.lower(), unicodedata.normalize("NFD", name), f" {name}", f"“{name}”?")
    for typed in (*spellings, id_):
        found = desk.quote(typed)
        assert isinstance(found, QuoteAnswer)
        assert found.excerpts[0].quote.id == f"on-{id_}", typed
        (first, *_) = desk.complete("topic", name)
        assert first.id == id_


@pytest.mark.parametrize("id_", ["enquiry", "paediatrics", "oestrogen"])
def test_a_name_is_offered_at_each_letter_typed(desk: Desk, id_: str) -> None:
    name = NAMES[id_]
    for length in range(2, len(name) + 1):
        assert id_ in [one.id for one in desk.complete("topic", name[:length])]


def test_names_that_cannot_be_told_apart_are_reported() -> None:
    told = "masse and masze (topic), ada and ada-2 (speaker)"
    wanted = f"Names that only their ids tell apart: {told}"
    assert wanted in warnings(made(Speaker("ada-2", "ADA")))


def test_a_speaker_called_by_an_emoji_is_known_by_it() -> None:
    desk = Desk(made(Speaker("bo", "🦉")))
    assert [one.id for one in desk.spelled("🦉\ufe0f", (Kind.SPEAKER,))] == ["bo"]
    assert [one.id for one in desk.complete("speaker", "🦉")] == ["bo"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "Jose\u0301 Nu\u0301n\u0303ez"),
        ("Mary O’Brien", "mary o'brien"),
        ("Tide — notes", "Tide - notes"),
        ("“Tides” and us", '"Tides" and us'),
        ("Mike  Bracken.", "MIKE BRACKEN"),
        ("L.T.N.", "LTN"),
        ("Cycle lanes", "Cyclelanes"),
        ("ガラス", "カ\u3099ラス"),
        ("❤️", "❤"),
        ("Ｎｉｎａ　Ｖａｌｅ", "Nina Vale"),
        ("ｶﾞﾗｽ", "ガラス"),
    ],
)
def test_names_are_spelled_alike_whatever_their_case_spaces_and_marks(one: str, other: str) -> None:
    assert spelled_key(one) == spelled_key(other)
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bar", "Bär"),
        ("C", "C#"),
        ("C++", "C#"),
        ("カラス", "ガラス"),
        ("Бои", "Бой"),
        ("Version 3.1", "Version 31"),
        ("Talk 1 2", "Talk 12"),
        ("Nurse’s", "Nurses"),
        ("Mike Bracken", "Dr Mike Bracken"),
        ("🐝", "🐞"),
        (".NET", "Net"),
    ],
)
def test_names_with_other_letters_or_signs_are_spelled_apart(one: str, other: str) -> None:
    assert spelled_key(one) != spelled_key(other)


def test_a_picked_id_means_its_thing_and_no_other() -> None:
    topics = (Topic("hash", "C"), Topic("c-plus", "hash"), Topic("ada", "Numbers"))
    library = make_library(
        Collection(
            card=Card("Names"),
            topics=topics,
            speakers=(Speaker("ada", "Ada"), Speaker("hash", "Bo Hash")),
            sources=(Source("talk", "A talk", "ada"),),
            quotes=(
                Quote("one", "Words number one.", "talk", "ada", topics=("hash",)),
                Quote("two", "Words number two.", "talk", "hash", topics=("c-plus",)),
                Quote("c-plus", "Words number three.", "talk", "ada", topics=("ada",)),
            ),
        )
    )
    desk = Desk(library)
    offered = {desk.value_of(one) for one in desk.complete("topic", "")}
    assert offered == {"hash", "topic:c-plus", "ada", "speaker:ada", "speaker:hash"}
    shown = {"hash": "one", "topic:c-plus": "two", "ada": "c-plus"}
    for value, quote in shown.items():
        found = desk.request("quote", value)
        assert isinstance(found, QuoteAnswer)
        assert found.excerpts[0].quote.id == quote
    for value, speaker in (("speaker:ada", "ada"), ("speaker:hash", "hash")):
        found = desk.request("quote", value)
        assert isinstance(found, QuoteAnswer)
        assert found.excerpts[0].quote.speaker == speaker
