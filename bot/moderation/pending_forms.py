"""The cache of forms that are being filled in, previewed, or planned as an import."""

from dataclasses import dataclass
from enum import StrEnum

from bot.lru import LruCache
from bot.moderation.forms import ADDING, Form, PointForm, Purpose, TopicForm
from bot.moderation.importing.plan import ImportPlan
from bot.moderation.outcomes import Preview

_MOST_FORMS = 500
# A plan holds everything that is to be imported, up to 32 MB.
_MOST_PLANS = 32


class FormKind(StrEnum):
    """The kinds of forms. The value is part of a form's custom_id, so it never changes."""

    QUOTE = "quote"
    FILING = "filing"
    SUGGESTION = "suggest"
    TOPIC = "topic"
    POINT = "point"
    REMOVAL = "remove"
    DECLINING = "decline"


@dataclass(frozen=True, slots=True)
class PendingForm:
    """A form with the values filled in so far.

    ``purpose`` says what a quote is filled in for; ``seen`` is the revision that a topic or a point
    was read from.
    """

    kind: FormKind
    form: Form | TopicForm | PointForm
    purpose: Purpose = ADDING
    seen: int | None = None


class PendingForms:
    """The latest forms and import plans by server, member and token.

    In memory only: after a restart they are gone, and the front end gives back the values that were
    typed. Safe to use from many threads.
    """

    def __init__(self) -> None:
        self._forms: LruCache[tuple[str, str, str], PendingForm | Preview] = LruCache(_MOST_FORMS)
        self._plans: LruCache[tuple[str, str, str], ImportPlan] = LruCache(_MOST_PLANS)

    def put(self, server: str, member: str, token: str, form: PendingForm) -> None:
        """Keep a form."""
        self._forms.put((server, member, token), form)

    def put_preview(self, preview: Preview) -> None:
        """Keep a preview in place of its form."""
        self._forms.put((preview.server, preview.member, preview.token), preview)

    def get(self, server: str, member: str, token: str) -> PendingForm | None:
        """Return the form as it was last filled in, if it is still kept."""
        held = self._forms.get((server, member, token))
        if isinstance(held, Preview):
            return PendingForm(FormKind.QUOTE, held.form, held.purpose)
        return held

    def preview(self, server: str, member: str, token: str) -> Preview | None:
        """Return the latest preview, if it is still kept."""
        held = self._forms.get((server, member, token))
        return held if isinstance(held, Preview) else None

    def put_plan(self, server: str, member: str, token: str, plan: ImportPlan) -> None:
        """Keep the plan of an import."""
        self._plans.put((server, member, token), plan)

    def plan(self, server: str, member: str, token: str) -> ImportPlan | None:
        """Return the plan of an import, if it is still kept."""
        return self._plans.get((server, member, token))
