"""Pages of the moderation commands: every word they say is chosen here."""

from bot.moderation import outcomes
from bot.pages.moderation import changes, overview, quote_preview, suggestions
from bot.pages.moderation.suggestions import notice_page
from bot.pages.page import Page
from bot.store.records import StoredSuggestion, TooMany

__all__ = ["moderation_page_of", "notice_page"]


def moderation_page_of(  # noqa: C901, PLR0911 - one case for each answer
    answer: outcomes.ModerationAnswer, token: str = ""
) -> Page:
    """Return the page that says this answer; ``token`` is that of the form it answers, if any."""
    match answer:
        case outcomes.Preview():
            return quote_preview.preview_page(answer)
        case outcomes.InvalidForm():
            return quote_preview.invalid_form_page(answer, token)
        case outcomes.SaveResult():
            return changes.saved_page(answer)
        case outcomes.EditConflict():
            return changes.conflict_page(answer, token)
        case outcomes.HistoryPage():
            return changes.history_page(answer)
        case StoredSuggestion():
            return suggestions.suggested_page(answer)
        case TooMany():
            return suggestions.too_many_page(answer)
        case outcomes.Review():
            return suggestions.review_page(answer)
        case outcomes.DecisionMade():
            return suggestions.decision_page(answer)
        case outcomes.DecidedEarlier():
            return suggestions.earlier_decision_page(answer)
        case outcomes.Gaps():
            return overview.gaps_page(answer)
        case outcomes.SettingsShown():
            return overview.settings_page(answer)
