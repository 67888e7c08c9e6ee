"""What the moderators' work is shared out to."""

from dataclasses import dataclass

from bot.curation.filing import Filing
from bot.curation.previews import Previews
from bot.curation.quotes import Quotes
from bot.curation.saving import Saving
from bot.curation.servers import Servers
from bot.curation.suggesting import Suggesting
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
