"""Pages for moderators: every word the moderators' desk says is chosen here."""

from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    EditConflict,
    Gaps,
    HistoryPage,
    InvalidForm,
    ModerationAnswer,
    OwnSuggestions,
    Preview,
    Review,
    SaveResult,
    SettingsShown,
    Suggested,
    TooManySuggestions,
)
from bot.pages.moderation.clash import clash_page
from bot.pages.moderation.done import done_page
from bot.pages.moderation.gaps import gaps_page
from bot.pages.moderation.history import history_page
from bot.pages.moderation.preview import preview_page, review_page, unfit_page
from bot.pages.moderation.settings import settings_page
from bot.pages.moderation.suggestions import (
    decided_before_page,
    decided_now_page,
    enough_page,
    fates_page,
    suggested_page,
    told_page,
)
from bot.pages.page import Page

__all__ = ["curation_page_of", "told_page"]


def curation_page_of(answer: ModerationAnswer) -> Page:  # noqa: C901, PLR0911, PLR0912 - one case an answer
    """The page that says this answer."""
    match answer:
        case Preview():
            return preview_page(answer)
        case Review():
            return review_page(answer)
        case InvalidForm():
            return unfit_page(answer)
        case SaveResult():
            return done_page(answer)
        case EditConflict():
            return clash_page(answer)
        case HistoryPage():
            return history_page(answer)
        case Suggested():
            return suggested_page(answer)
        case TooManySuggestions():
            return enough_page(answer)
        case DecisionMade():
            return decided_now_page(answer)
        case DecidedEarlier():
            return decided_before_page(answer)
        case OwnSuggestions():
            return fates_page(answer)
        case Gaps():
            return gaps_page(answer)
        case SettingsShown():
            return settings_page(answer)
