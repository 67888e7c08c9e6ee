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
)
from bot.moderation.previews import FormKind, PendingForm
from bot.moderation.servers import Preferences, Servers
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
    "TopicForm",
    "form_from_message",
]
