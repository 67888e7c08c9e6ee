"""Small talk, and requests for words that small talk has too."""

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, NotFound
from bot.library.library import Collection, Library, make_library
from bot.library.model import Card
from bot.search.results import Miss
from tests.libraries import POINTS, QUOTES, SOURCES, SPEAKERS, TOPICS

TEXT = "They bought Epic, and the sick still wait; the council should cancel the contract."


@pytest.fixture(scope="module")
def clinic() -> Desk:
    quotes = (replace(QUOTES[0], text=TEXT), *QUOTES[1:])
    card = Card("With a quote that has words of small talk")
    return Desk(make_library(Collection(card, TOPICS, POINTS, SPEAKERS, SOURCES, quotes)))


@pytest.mark.parametrize(
    "text",
    [
        "sick",
        "the sick",
        "cancel",
        "epic",
        "quote epic",
        "should we buy Epic?",
        "should they cancel it",
        "what about the wait",
        "can you show me the sick",
    ],
)
def test_word_of_small_talk_that_a_quote_has_finds_it(clinic: Desk, text: str) -> None:
    found = clinic.request("ask", text)
    assert isinstance(found, AskAnswer | NotFound)
    first = found.best if isinstance(found, AskAnswer) else found.excerpts[0]
    assert first.quote.id == QUOTES[0].id


@pytest.mark.parametrize(
    ("text", "miss"),
    [
        ("that's sick", Miss.SMALL_TALK),
        ("Thanks!", Miss.SMALL_TALK),
        ("why", Miss.SMALL_TALK),
        ("stop it", Miss.SMALL_TALK),
        ("you make no sense", Miss.SMALL_TALK),
        ("you wait", Miss.SMALL_TALK),
        ("can you be more specific", Miss.SMALL_TALK),
        ("helo", Miss.GREETING),
    ],
)
def test_phrase_of_small_talk_is_no_request(clinic: Desk, text: str, miss: Miss) -> None:
    found = clinic.request("ask", text)
    assert isinstance(found, NotFound)
    assert found.miss is miss


@pytest.mark.parametrize(
    "text", ["fhir", "who likes fhir", "should we buy epic", "tell me about gold"]
)
def test_word_that_the_library_lacks_is_not_found(library: Library, text: str) -> None:
    found = Desk(library).request("ask", text)
    assert isinstance(found, NotFound)
    assert found.miss is Miss.NOTHING
