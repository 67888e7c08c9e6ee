"""What is being filled in: kept while a form is open, so that it can be opened again as typed."""

from dataclasses import dataclass
from enum import StrEnum

from bot.discordapp.moderation.requester import Asker
from bot.lru import LruCache
from bot.moderation import Form, PointForm, Purpose, TopicForm
from bot.moderation.forms import ADDING
from bot.moderation.importing.plan import ImportPlan

_ROOM = 512


class Sheet(StrEnum):
    """Which form it is. The value goes into forms, so it never changes."""

    QUOTE = "quote"
    FILING = "filing"
    SUGGESTION = "suggest"
    TOPIC = "topic"
    POINT = "point"
    REMOVAL = "remove"
    DECLINING = "decline"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form with what stands in it so far.

    ``purpose`` is what a quote is filled in for; ``seen`` the revision that a topic or a point was
    looked up in.
    """

    sheet: Sheet
    form: Form | TopicForm | PointForm
    purpose: Purpose = ADDING
    seen: int | None = None


class Drafts:
    """The latest drafts and import plans, each found by who made it, where, under which token.

    In memory alone: after a restart they are gone, and whoever sends a form off then gets back
    what they typed.
    """

    def __init__(self) -> None:
        self._drafts: LruCache[tuple[str, str, str], Draft] = LruCache(_ROOM)
        self._plans: LruCache[tuple[str, str, str], ImportPlan] = LruCache(_ROOM // 16)

    def put(self, asker: Asker, token: str, draft: Draft) -> None:
        """Keep a draft."""
        self._drafts.put((asker.server, asker.member.id, token), draft)

    def get(self, asker: Asker, token: str) -> Draft | None:
        """The draft, if it is still kept."""
        return self._drafts.get((asker.server, asker.member.id, token))

    def put_plan(self, asker: Asker, token: str, plan: ImportPlan) -> None:
        """Keep what an import would do."""
        self._plans.put((asker.server, asker.member.id, token), plan)

    def plan(self, asker: Asker, token: str) -> ImportPlan | None:
        """What an import would do, if it is still kept."""
        return self._plans.get((asker.server, asker.member.id, token))
