"""Answer to page: every word an answer says is chosen here; no front end adds any."""

from bot.answers import model
from bot.pages.browse import about_page, speaker_page, speakers_page, topics_page
from bot.pages.debate import ask_page, debate_page
from bot.pages.notices import error_page, hint_page, missing_page, on_a_message, request_page
from bot.pages.page import Page
from bot.pages.quote import context_page, quote_page

__all__ = ["error_page", "hint_page", "on_a_message", "page_of", "request_page"]


def page_of(answer: model.Answer) -> Page:  # noqa: C901, PLR0911 - one return for each kind
    """Return the page that says this answer."""
    match answer:
        case model.QuoteAnswer():
            return quote_page(answer)
        case model.DebateAnswer():
            return debate_page(answer)
        case model.AskAnswer():
            return ask_page(answer)
        case model.TopicsAnswer():
            return topics_page(answer)
        case model.SpeakerAnswer():
            return speaker_page(answer)
        case model.SpeakersAnswer():
            return speakers_page(answer)
        case model.AboutAnswer():
            return about_page(answer)
        case model.ContextAnswer():
            return context_page(answer)
        case model.NotFound():
            return missing_page(answer)
