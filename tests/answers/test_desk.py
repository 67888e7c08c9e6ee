"""The desk answers every request: quickly, the same each time, and within its limits."""

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from bot.answers.actions import Another, Context, Opposing
from bot.answers.desk import Desk
from bot.answers.model import (
    AboutAnswer,
    Answer,
    AskAnswer,
    ContextAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    TopicsAnswer,
)
from bot.commands import COMMANDS
from bot.library.model import Kind
from bot.search.results import Miss
from bot.search.scope import Scope
from bot.search.text import LONGEST_REQUEST
from tests.libraries import nothing, town
from tests.stopwatch import Stopwatch

_TOWN = Desk(town())
_NOTHING = Desk(nothing())

_VOCABULARY = """
kerb kerbs lanes cycle parking bus buses helmets LTN free twenty paint tomato
brennan should the what why of pollutoin trafic in-house café ليلى 🚲 ? , @everyone `x` **b**"""
_WORDS = st.lists(st.sampled_from(_VOCABULARY.split()), max_size=12).map(" ".join)
_REQUESTS = st.one_of(st.text(max_size=200), _WORDS)


def _excerpts(answer: Answer) -> list[str]:
    match answer:
        case QuoteAnswer(excerpts=excerpts) | AskAnswer(excerpts=excerpts):
            return [excerpt.quote.id for excerpt in excerpts]
        case DebateAnswer(sides=sides, mixed=mixed):
            held = [*sides[0].excerpts, *sides[1].excerpts, *mixed]
            return [excerpt.quote.id for excerpt in held]
        case _:
            return []


def test_a_publication_stands_for_its_sources() -> None:
    published = {source.publication for source in town().sources.values() if source.publication}
    for name in published:
        ids = {one.id for one in town().sources.values() if one.publication == name}
        answer = _TOWN.quote("", source=name.upper().replace("’", ""))
        assert isinstance(answer, QuoteAnswer)
        assert {one.source.id for one in answer.excerpts} <= ids
    assert published


def test_a_publication_of_several_texts_gives_the_surest_of_their_answers() -> None:
    library = town()
    sources = {one.id: replace(one, publication="The Gazette") for one in library.sources.values()}
    gazette = Desk(replace(library, sources=sources), meaning=False)
    answer = gazette.quote("kerbs", source="the gazette")
    assert isinstance(answer, QuoteAnswer)
    alone = [gazette.quote("kerbs", source=id_) for id_ in library.sources]
    assert answer.score == max(one.score for one in alone if isinstance(one, QuoteAnswer))
    assert isinstance(gazette.quote("tomatoes", source="the gazette"), NotFound)


# The order of /random differs each time.
_REPEATABLE = [command for command in COMMANDS if command.name != "random"]


@given(st.sampled_from(_REPEATABLE), _REQUESTS, _REQUESTS, _REQUESTS)
def test_any_text_gets_an_answer_and_the_same_one_again(
    command: object, text: str, speaker: str, source: str
) -> None:
    chosen = next(one for one in COMMANDS if one is command)
    given_ = {"speaker": speaker, "source": source}
    given_ |= {option.name: text for option in chosen.options if option.main}
    answer = chosen.answer(_TOWN, given_)
    assert answer == chosen.answer(_TOWN, given_)
    if not isinstance(answer, AboutAnswer | ContextAnswer):
        assert 0 <= answer.score <= 1


@given(_REQUESTS)
def test_never_more_than_six_excerpts_and_none_twice(text: str) -> None:
    for answer in (_TOWN.quote(text), _TOWN.debate(text), _TOWN.ask(text)):
        shown = _excerpts(answer)
        assert len(shown) == len(set(shown)) <= 6
        assert shown or isinstance(answer, NotFound)


@given(_REQUESTS)
def test_every_answer_says_why(text: str) -> None:
    for answer in (_TOWN.quote(text), _TOWN.debate(text), _TOWN.ask(text)):
        assert isinstance(answer, NotFound) or answer.why


@given(_REQUESTS)
def test_a_miss_offers_one_to_five_suggestions(text: str) -> None:
    for answer in (_TOWN.quote(text), _TOWN.debate(text), _TOWN.ask(text), _TOWN.topics(text)):
        if isinstance(answer, NotFound):
            assert 1 <= len(answer.suggestions) <= 5
            assert len(set(answer.suggestions)) == len(answer.suggestions)


@given(_REQUESTS, st.integers(-5, 50))
def test_sides_are_equal_unless_one_is_empty(text: str, page: int) -> None:
    answer = _TOWN.debate(text, page)
    if isinstance(answer, DebateAnswer):
        counts = {len(side.excerpts) for side in answer.sides if side.total}
        assert len(counts) <= 1
        assert 0 <= answer.page < answer.pages
        assert bool(answer.mixed) <= (0 in {side.total for side in answer.sides})


@given(_REQUESTS)
def test_the_first_excerpt_meets_an_opponent_among_the_six_where_there_is_one(text: str) -> None:
    answer = _TOWN.quote(text)
    if isinstance(answer, QuoteAnswer) and answer.opposed and answer.scope.kind is not Kind.SPEAKER:
        opposed = _TOWN.follow(Opposing(answer.excerpts[0].quote.id))
        assert isinstance(opposed, DebateAnswer)
        speaks = {excerpt.quote.id for excerpt in answer.excerpts[1:]}
        library = _TOWN.library
        stances = {
            (held.point, held.stance.opposite) for held in answer.excerpts[0].quote.positions
        }
        opponents = {
            quote for point, stance in stances for quote in library.sides(point).of(stance)
        }
        assert speaks & opponents or answer.scope.kind is Kind.SOURCE


@pytest.mark.parametrize("method", ["quote", "debate", "ask"])
@pytest.mark.parametrize("text", ["", "  \n", "🚲🎉", "?!", "\u200b\u202e\u200f", "—…«»"])
def test_a_request_without_words_is_blank(method: str, text: str) -> None:
    answer = getattr(_TOWN, method)(text)
    assert isinstance(answer, NotFound)
    assert answer.miss is Miss.BLANK
    assert answer.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "kerb " * 20_000,
        "a" * 100_000,
        "ab " * 33_333,
        "(" * 100_000,
        "A.B." * 25_000,
        "in-" * 33_333,
        "'" * 100_000,
        "\u202e\u200b" * 50_000,
        "é" * 100_000,
        "by from on about " * 6_000,
        "".join(f"wrod{number}x " for number in range(10_000)),
    ],
    ids=range(11),
)
def test_a_hundred_thousand_characters_are_answered_in_time(text: str) -> None:
    with Stopwatch() as watch:
        for answer in (_TOWN.quote(text), _TOWN.debate(text), _TOWN.ask(text), _TOWN.topics(text)):
            assert isinstance(answer, Answer)
        _TOWN.complete("topic", text)
    assert watch.took_s < 2.0


def test_only_the_longest_request_is_read() -> None:
    beginning = "parking charges " + " " * LONGEST_REQUEST
    assert _excerpts(_TOWN.ask(beginning + "kerbs")) == _excerpts(_TOWN.ask(beginning))


def test_an_empty_library_answers_everything() -> None:
    for text in ("", "parking", "🚲", "what does anybody think?"):
        for answer in (_NOTHING.quote(text), _NOTHING.debate(text), _NOTHING.ask(text)):
            assert isinstance(answer, NotFound)
            assert answer.suggestions == ()
    assert isinstance(_NOTHING.quote("", speaker="x", source="y"), NotFound)
    assert isinstance(_NOTHING.follow(Opposing("x")), NotFound)
    assert isinstance(_NOTHING.follow(Context("x")), NotFound)
    assert isinstance(_NOTHING.follow(Another(Scope(Kind.TOPIC, "x"), "y", 3)), NotFound)
    assert isinstance(_NOTHING.topics(""), TopicsAnswer)
    assert _NOTHING.about().examples == ()
    assert _NOTHING.complete("topic", "") == ()


def test_two_desks_on_one_library_answer_alike() -> None:
    other = Desk(town())
    for text in ("bike lanes", "is it safe", "pollutoin", "tomatoes", "brennan on buses"):
        assert other.quote(text) == _TOWN.quote(text)
        assert other.debate(text) == _TOWN.debate(text)
        assert other.ask(text) == _TOWN.ask(text)


def test_a_warm_answer_is_quick() -> None:
    requests = ("bike lanes", "is paint enough for lanes", "trafic moved elsewhere", "tomatoes")
    for text in requests:
        _TOWN.ask(text)
    with Stopwatch() as watch:
        for text in requests * 25:
            _TOWN.ask(text)
    assert watch.took_s / 100 < 0.005
