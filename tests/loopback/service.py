"""What a route gets and gives: the request as parsed, the answer, and the parts of the server."""

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
    """One request. ``at_s`` is when it came, on the clock of :func:`time.monotonic`."""

    service: Service
    what: str
    at_s: float
    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: Mapping[int, Upload] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """An id in the path; what is none names nothing, so it is 0."""
        said = self.params[name]
        return int(said) if said.isdecimal() else 0

    @property
    def guild_id(self) -> int | None:
        return self.number("guild_id") if "guild_id" in self.params else None

    def flag(self, name: str) -> bool:
        """A switch in the query."""
        return self.query.get(name, "").lower() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back; 204 where there is nothing to say."""

    body: object = None
    status: int = 200


NOTHING = Answer(status=204)
Handler = Callable[[Ask], Answer]
Routes = tuple[tuple[str, str, Handler], ...]
