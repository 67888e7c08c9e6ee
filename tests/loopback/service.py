"""Input and output of a route: the parsed request, the answer, and the server's parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.gateway import Gateway
from tests.loopback.journal import Journal
from tests.loopback.messages import Upload
from tests.loopback.world import World


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the server that routes work on."""

    world: World
    gateway: Gateway
    journal: Journal


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``at_s`` is its time of arrival on the clock of :func:`time.monotonic`."""

    service: Service
    what: str
    at_s: float
    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: Mapping[int, Upload] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Return an id of the path; 0, which names nothing, if it is not a number."""
        said = self.params[name]
        return int(said) if said.isdecimal() else 0

    @property
    def guild_id(self) -> int | None:
        return self.number("guild_id") if "guild_id" in self.params else None

    def flag(self, name: str) -> bool:
        """Return a boolean parameter of the query."""
        return self.query.get(name, "").lower() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to a request; 204 if it has no body."""

    body: object = None
    status: int = 200


NOTHING = Answer(status=204)
Handler = Callable[[Ask], Answer]
Routes = tuple[tuple[str, str, Handler], ...]
