"""What has a name in a library, and the whole request against those names.

Compared with ``rapidfuzz.fuzz.ratio`` over the whole of both (0 to 100; 100 is equal). Not with
``WRatio``, which compares parts too: at the same cutoff it answers 39 % of questions on other
subjects, ``ratio`` none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.answer.answers import Cause, Kind
from bot.answer.lexicon import Reader
from bot.answer.words import plain_key, spaced_key, tokens
from bot.library.catalogue import Library

# From here a name was meant, provided that what differs is no real word (see Reading).
MEANT = 82.0
# From here a name is near enough to be offered.
NEAR = 70.0
# A name is at most so long; nobody types more of one.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Name:
    """A name for something.

    ``key`` and ``spaced`` are :func:`bot.answer.words.plain_key` and ``spaced_key`` of ``text``.
    """

    kind: Kind
    id: str
    cause: Cause
    text: str
    key: str
    spaced: str


# Which name wins where two things share one: ids and names first.
_ORDER = (Cause.NAME, Cause.ALIAS, Cause.PHRASING, Cause.SPEAKER, Cause.SOURCE)


class Names:
    """All names of a library, to be found exactly or nearly."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.all = tuple(sorted(names, key=lambda name: _ORDER.index(name.cause)))
        self._keys = [name.key for name in self.all]
        self._exact: dict[str, list[Name]] = {}
        for name in self.all:
            self._exact.setdefault(name.key, []).append(name)
        self._by_last_name: dict[str, dict[str, Name]] = {}
        for name in self.all:
            if name.kind is Kind.SPEAKER and " " in name.spaced:
                last = name.spaced.rpartition(" ")[2]
                self._by_last_name.setdefault(last, {}).setdefault(name.id, name)

    def exact(self, key: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> Name | None:
        """What bears exactly this name, the first of ``kinds`` that does."""
        bearers = self._exact.get(key, ())
        return next((name for kind in kinds for name in bearers if name.kind is kind), None)

    def with_last_name(self, key: str) -> Name | None:
        """The only speaker whose name of several words ends so."""
        bearers = self._by_last_name.get(key, {})
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def near(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), cutoff: float = NEAR, most: int = 10
    ) -> tuple[tuple[Name, float], ...]:
        """The names most like ``key`` with their ratio (``cutoff`` to 100), each thing once.

        Highest first, then in the order of the library.
        """
        if not key or len(key) > _LONGEST_NAME:
            return ()
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
        ranked = sorted((-round(ratio, 4), place) for _, ratio, place in found)
        nearest: dict[tuple[Kind, str], tuple[Name, float]] = {}
        for ratio, place in ranked:
            name = self.all[place]
            if name.kind in kinds:
                nearest.setdefault((name.kind, name.id), (name, -ratio))
        return tuple(nearest.values())[:most]


def names_of(library: Library, reader: Reader = tokens) -> Names:
    """The names of a library's topics, points, speakers and sources."""
    return Names(
        Name(kind, id_, cause, text, plain_key(read), spaced_key(read))
        for kind, id_, cause, texts in _names(library)
        for text in texts
        if (read := reader(text))
    )


def _names(library: Library) -> Iterator[tuple[Kind, str, Cause, tuple[str, ...]]]:
    for topic in library.topics.values():
        yield Kind.TOPIC, topic.id, Cause.NAME, (topic.name, topic.id)
        yield Kind.TOPIC, topic.id, Cause.ALIAS, topic.aliases
    for point in library.points.values():
        yield Kind.POINT, point.id, Cause.NAME, (point.sentence, point.id)
        yield Kind.POINT, point.id, Cause.ALIAS, point.aliases
        yield Kind.POINT, point.id, Cause.PHRASING, point.phrasings
    for speaker in library.speakers.values():
        named = (speaker.name, speaker.id, *speaker.aliases)
        yield Kind.SPEAKER, speaker.id, Cause.SPEAKER, named
    for source in library.sources.values():
        yield Kind.SOURCE, source.id, Cause.SOURCE, (source.title, source.id)
