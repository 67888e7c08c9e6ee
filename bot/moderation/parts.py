"""What the moderators' work is shared out to."""

from dataclasses import dataclass

from bot.moderation.commit import Saving
from bot.moderation.previews import Previews
from bot.moderation.quotes import Quotes
from bot.moderation.servers import Servers
from bot.moderation.suggestions import Suggesting
from bot.moderation.topics_points import Filing
from bot.store import Store
from bot.store.clock import Clock


@dataclass(frozen=True, slots=True)
class Parts:
    """What the work is shared out to, over one store."""

    saving: Saving
    previews: Previews
    quotes: Quotes
    filing: Filing
    suggesting: Suggesting

    @classmethod
    def over(cls, servers: Servers, store: Store, clock: Clock) -> "Parts":
        """The parts over a store."""
        saving = Saving(servers, store)
        previews = Previews(servers, store, clock)
        return cls(
            saving=saving,
            previews=previews,
            quotes=Quotes(saving, previews),
            filing=Filing(saving),
            suggesting=Suggesting(saving, previews, clock),
        )
