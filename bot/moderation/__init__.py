"""Changes to a server's collection by moderators, and suggestions by members."""

from bot.moderation.forms import (
    ChatMessage,
    Editing,
    Form,
    Moderator,
    PointForm,
    TopicForm,
    form_from_message,
)
from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    EditConflict,
    Gaps,
    InvalidForm,
    ModerationAnswer,
    OwnSuggestions,
    Preview,
    Remark,
    Review,
    SaveKind,
    SaveResult,
    SideEffectKind,
    Suggested,
    SuggesterNotice,
    TooManySuggestions,
)
from bot.moderation.pending_forms import FormKind, PendingForm
from bot.moderation.server_settings import Preferences
from bot.moderation.servers import Servers
from bot.moderation.service import MemberActions, Moderation, ModerationService

__all__ = [
    "ChatMessage",
    "DecidedEarlier",
    "DecisionMade",
    "EditConflict",
    "Editing",
    "Form",
    "FormKind",
    "Gaps",
    "InvalidForm",
    "MemberActions",
    "Moderation",
    "ModerationAnswer",
    "ModerationService",
    "Moderator",
    "OwnSuggestions",
    "PendingForm",
    "PointForm",
    "Preferences",
    "Preview",
    "Remark",
    "Review",
    "SaveKind",
    "SaveResult",
    "Servers",
    "SideEffectKind",
    "Suggested",
    "SuggesterNotice",
    "TooManySuggestions",
    "TopicForm",
    "form_from_message",
]
