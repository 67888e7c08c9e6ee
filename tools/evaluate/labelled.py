"""Requests with the answers a careful reader would accept."""

from dataclasses import dataclass
from enum import StrEnum

# The kind of the requests that the library has nothing on.
OUT = "out"


class Split(StrEnum):
    """What a request is for: to tune by, or to report on and never look at while tuning."""

    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request as somebody would type it, and what rightly answers it.

    ``command`` is quote, debate or ask. ``quotes`` are the ids of all excerpts that a careful
    reader accepts as the first one shown; ``points`` the ids of the points the request is about.
    Both are empty for the kind OUT, and ``quotes`` for no other. ``line`` counts from 1 in the
    file.
    """

    id: str
    kind: str
    command: str
    text: str
    quotes: frozenset[str]
    points: tuple[str, ...]
    split: Split
    line: int = 1

    @property
    def in_scope(self) -> bool:
        """Whether the library has something on it."""
        return self.kind != OUT


def of_split(requests: tuple[Labelled, ...], split: Split | None) -> tuple[Labelled, ...]:
    """Those of one split, in order; all of them for None."""
    return tuple(request for request in requests if split in (None, request.split))
