"""The page of an excerpt in its source."""

from msgspec.structs import replace

from bot.answers.actions import Another, Debate, DebatePage, QuoteOf
from bot.answers.model import ContextAnswer
from bot.library.model import Kind, Stance, State, Verdict
from bot.pages import page_of
from bot.pages.page import ContextBlock, Heading, OpenLink
from bot.search.scope import Scope
from tests.pages.answers import ECHO, an_excerpt, follow_ups, passages, said, taking


def test_the_passage_is_marked_in_the_text_around_it() -> None:
    page = page_of(ContextAnswer(an_excerpt(), "Before. ", "Paint.", " After."))
    assert page.blocks[:2] == (
        Heading("The marked words: Mary Aldous, councillor"),
        ContextBlock("Before. ", "Paint.", " After."),
    )


def test_its_attribution_check_and_grounds_follow() -> None:
    source = replace(ECHO, inferred={"date": "the postmark"})
    words = said(page_of(ContextAnswer(an_excerpt(source=source), "", "Paint.", "")))
    assert words.endswith(
        "“Lanes of discontent”, Harrowmere Echo, [3 June 2024]\n"
        "✓\N{NO-BREAK SPACE}verbatim: found in the source text, letter for letter\n"
        "[3 June 2024]: the postmark"
    )


def test_without_a_text_held_it_says_so_and_shows_the_excerpt() -> None:
    page = page_of(ContextAnswer(an_excerpt(verdict=Verdict(State.UNCHECKED)), "", "", ""))
    assert passages(page)[0].text == "Paint never stopped a lorry."
    assert "The source text isn’t in this library, so there is no context to show." in said(page)


def test_where_the_text_differs_the_nearest_passage_is_shown() -> None:
    verdict = Verdict(State.DIFFERS, nearest="Paint never stopped a lory.")
    words = said(page_of(ContextAnswer(an_excerpt(verdict=verdict), "", "", "")))
    assert "The nearest passage in the source text: “Paint never stopped a lory.”" in words


def test_a_known_address_is_a_way_on() -> None:
    page = page_of(ContextAnswer(an_excerpt(link="https://echo.example/"), "", "Paint.", ""))
    assert follow_ups(page) == {"Source": OpenLink("https://echo.example/")}


def test_it_leads_on_to_the_debate_of_the_excerpt_or_to_its_topic() -> None:
    page = page_of(ContextAnswer(taking(Stance.FOR), "", "Some words.", ""))
    assert follow_ups(page) == {"The whole debate": Debate("kerbs")}
    quote = replace(an_excerpt().quote, topics=("lanes",))
    page = page_of(ContextAnswer(an_excerpt(quote), "", "Paint.", ""))
    assert follow_ups(page) == {"More on this topic": QuoteOf(Scope(Kind.TOPIC, "lanes"))}


def test_it_leads_back_to_the_excerpt_of_a_walk_or_to_the_debate() -> None:
    walk, debate = Another(Scope(Kind.TOPIC, "lanes"), "paint", 1), DebatePage("kerbs", 2)
    page = page_of(ContextAnswer(an_excerpt(), "", "Paint.", "", walk))
    assert follow_ups(page) == {"Back to the excerpt": walk}
    page = page_of(ContextAnswer(taking(Stance.FOR), "", "Some words.", "", debate))
    assert follow_ups(page) == {"Back to the debate": debate}
