"""The library's terms as immutable types. Ids are stable and never reused."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from bot.i18n import N_, gettext as _


class Kind(StrEnum):
    """The kinds of named things in a library."""

    TOPIC = N_("topic")
    POINT = N_("point")
    SPEAKER = N_("speaker")
    SOURCE = N_("source")

    # That of Enum is a Python function; a library is indexed by kinds.
    __hash__ = str.__hash__


def kind_named(kind: Kind) -> str:
    """Return the word for a kind in the language of this task."""
    return _(kind.value)


class Stance(StrEnum):
    """The side that a quote takes on a point."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"

    @property
    def opposite(self) -> "Stance":
        """The stance of an opposing view; for MIXED it is MIXED."""
        return {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}.get(self, self)


class Part(StrEnum):
    """The part of a source that an excerpt is from."""

    ARTICLE = "article"
    COMMENT = "comment"


class Status(StrEnum):
    """A doubt about an attribution; the quote's note gives the reason."""

    DISPUTED = "disputed"
    MISATTRIBUTED = "misattributed"


class State(StrEnum):
    """The result of looking for an excerpt in its source text. Near is never VERIFIED."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    UNCHECKED = "unchecked"


class Stored(Struct, frozen=True, forbid_unknown_fields=True):
    """The base of records that are stored as JSON. Reading them refuses an unknown key."""


class Sides(Stored, frozen=True):
    """The ids of quotes on a point by stance, each in the curator's order."""

    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()

    @property
    def both(self) -> bool:
        """Whether there is a quote for and a quote against."""
        return bool(self.for_ and self.against)

    @property
    def total(self) -> int:
        """How many quotes are on the point."""
        return len(self.for_) + len(self.against) + len(self.mixed)

    def of(self, stance: Stance) -> tuple[str, ...]:
        """Return the ids of one stance."""
        ids: tuple[str, ...] = getattr(self, "for_" if stance is Stance.FOR else stance.value)
        return ids


NOBODY_LEADS = Sides()


class Point(Stored, frozen=True):
    """One debatable sentence under a topic, the short names of its sides, and other words for it.

    ``first`` are the quotes that lead each side. Ids of quotes that are missing or do not take that
    side are ignored.
    """

    id: str
    topic: str
    sentence: str
    side_for: str
    side_against: str
    aliases: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    first: Sides = NOBODY_LEADS


class Topic(Stored, frozen=True):
    """A subject that quotes are filed under, with the ids of its points in the curator's order.

    ``first`` are the ids of the quotes shown first; ids that are not under the topic are ignored.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


class Speaker(Stored, frozen=True):
    """A person or body that is quoted. ``role`` is as the source gives it.

    ``inferred`` maps the name of a field that the source does not state to the ground on which a
    curator filled it in; such a field is shown in square brackets.
    """

    id: str
    name: str
    role: str = ""
    pseudonym: bool = False
    aliases: tuple[str, ...] = ()
    inferred: Mapping[str, str] = field(default_factory=dict)


class Source(Stored, frozen=True):
    """A text that quotes are taken from.

    ``date`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as much as is known; ``date_text`` is the
    date in words if figures would claim too much. ``file`` names the text in ``seeds/``.
    ``language`` is a BCP 47 tag if it is not the library's. ``inferred`` is as in Speaker.
    """

    id: str
    title: str
    author: str = ""
    publication: str = ""
    date: str = ""
    date_text: str = ""
    url: str = ""
    file: str = ""
    inferred: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


class Position(Stored, frozen=True):
    """The stance of a quote on a point; ``reported`` as in Quote."""

    point: str
    stance: Stance
    reported: str = ""


class Quoting(Stored, frozen=True):
    """The writer who passes on another's words, and the work they are from, if it is named."""

    writer: str
    work: str = ""


class Quote(Stored, frozen=True):
    """A passage somebody wrote or said.

    The words are the ``speaker``'s; ``quoting`` says who passes them on, if somebody does.
    ``place`` is the place in the part: ``comment 5 of 12``. ``reported`` names who holds the views,
    if the words only report them; a position may name somebody else. ``phrasings`` are questions
    that the words answer. ``occurrence`` counts from 1 the passages with the text in the source.
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
    reported: str = ""
    phrasings: tuple[str, ...] = ()
    occurrence: int = 1

    def stance_on(self, point: str) -> Stance | None:
        """Return the stance of the quote on a point; None if it takes no position on it."""
        return next((held.stance for held in self.positions if held.point == point), None)

    def reported_on(self, point: str) -> str:
        """Return who holds the view on a point; empty if it is the speaker's own."""
        for held in self.positions:
            if held.reported and held.point == point:
                return held.reported
        return self.reported


class Span(Struct, frozen=True):
    """The place of a piece in a source text: character offsets, ``end`` excluded."""

    start: int
    end: int


class Verdict(Struct, frozen=True):
    """The result of the verbatim check.

    If VERIFIED, ``spans`` has one span for each piece between ``[…]``. If DIFFERS, ``nearest`` is
    the passage most like the text, and ``difference`` one sentence on the first difference.
    """

    state: State
    spans: tuple[Span, ...] = ()
    nearest: str = ""
    difference: str = ""


UNCHECKED = Verdict(State.UNCHECKED)


class Excerpt(Struct, frozen=True):
    """A quote with its attribution; the text never goes without it.

    ``writer`` passes the words on, if that is not the speaker. ``link`` leads to the passage.
    """

    quote: Quote
    speaker: Speaker
    source: Source
    author: Speaker | None
    writer: Speaker | None
    verdict: Verdict
    link: str = ""


class Card(Struct, frozen=True):
    """A library's title, one sentence on it, whom to write to, its languages as BCP 47 tags."""

    title: str
    about: str = ""
    contact: str = ""
    languages: tuple[str, ...] = ()
