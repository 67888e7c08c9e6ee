"""The library's terms as types. All are immutable; ids are stable and never used again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of named things in a library."""

    TOPIC = "topic"
    POINT = "point"
    SPEAKER = "speaker"
    SOURCE = "source"


class Stance(StrEnum):
    """Where a quote stands on a point."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"

    @property
    def opposite(self) -> "Stance":
        """The stance an opposing view takes; of MIXED it is MIXED."""
        return {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}.get(self, self)


class Part(StrEnum):
    """Which part of a source an excerpt stands in."""

    ARTICLE = "article"
    COMMENT = "comment"


class Status(StrEnum):
    """What is known against an attribution; the quote's note gives the reason."""

    DISPUTED = "disputed"
    MISATTRIBUTED = "misattributed"


class State(StrEnum):
    """Whether an excerpt was found in the source text held. Near is never VERIFIED."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Point:
    """One debatable sentence under a topic, with the words people use for it.

    ``side_for`` and ``side_against`` are the short names of the two sides.
    """

    id: str
    topic: str
    sentence: str
    side_for: str
    side_against: str
    aliases: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What quotes are filed under. ``points`` are ids, in the curator's order."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody quoted. ``role`` is as the source gives it.

    ``inferred`` maps the name of a field to the ground on which a curator filled it in
    although the source does not say it; such a field is shown in square brackets.
    """

    id: str
    name: str
    role: str = ""
    pseudonym: bool = False
    aliases: tuple[str, ...] = ()
    inferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A text that quotes are taken from.

    ``date`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as much as is known, or empty;
    ``date_text`` is how to say it in words where the figures alone would claim too much.
    ``file`` names the text in ``seeds/``; empty where none is held. ``inferred`` as in Speaker.
    """

    id: str
    title: str
    author: str
    publication: str = ""
    date: str = ""
    date_text: str = ""
    url: str = ""
    file: str = ""
    inferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """The stance of a quote on a point."""

    point: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Quoting:
    """How another's words came into a source: ``writer`` passes them on, from ``work``.

    ``work`` is empty where the writer does not say where the words were taken from.
    """

    writer: str
    work: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage somebody wrote or said.

    ``speaker`` is the one whose words they are; where the source's writer only passes them on,
    ``quoting`` says who does. ``place`` is where in the part: ``comment 5 of 12``.
    """

    id: str
    text: str
    source: str
    speaker: str
    part: Part = Part.ARTICLE
    place: str = ""
    topics: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    quoting: Quoting | None = None
    status: Status | None = None
    note: str = ""

    def stance_on(self, point: str) -> Stance | None:
        """Return the stance of the quote on a point; None if it takes no position on it."""
        return next((held.stance for held in self.positions if held.point == point), None)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece stands in a source text: character offsets, ``end`` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verbatim check found.

    ``spans`` has one span for each piece between ``[…]`` when VERIFIED, else none. When DIFFERS,
    ``nearest`` is the passage most like the text, ``likeness`` how like (0 to 100), and
    ``difference`` one sentence on what differs.
    """

    state: State
    spans: tuple[Span, ...] = ()
    nearest: str = ""
    likeness: float = 0.0
    difference: str = ""


UNCHECKED = Verdict(State.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text with its attribution, never without.

    ``writer`` is who passes the words on, where it is not the speaker. ``link`` leads to the
    passage where an address is known, else it is empty.
    """

    quote: Quote
    speaker: Speaker
    source: Source
    author: Speaker
    writer: Speaker | None
    verdict: Verdict
    link: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a library says of itself: its title, one sentence on it, and whom to write to."""

    title: str
    about: str = ""
    contact: str = ""
