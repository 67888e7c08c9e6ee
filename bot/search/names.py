"""What has a name in a library, and the whole request against those names.

Compared with ``rapidfuzz.fuzz.ratio`` over the whole of both (0 to 100; 100 is equal). Not with
``WRatio``, which compares parts too: at the same cutoff it answers 39 % of questions on other
subjects, ``ratio`` none.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bot.library.diff import Changed, Thing
from bot.library.library import Library
from bot.library.model import Kind, Point, Source, Speaker, Topic
from bot.library.overlay import Overlay
from bot.search.char_mask import CharMaskFilter
from bot.search.results import Cause
from bot.search.token_cache import Wording

# From here a name was meant, provided that what differs is no real word (see Reading).
MEANT = 82.0
# From here a name is near enough to be offered.
NEAR = 70.0
# A name is at most so long; nobody types more of one.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Name:
    """A name for something.

    ``key`` and ``spaced`` are :func:`bot.search.text.plain_key` and ``spaced_key`` of ``text``.
    """

    kind: Kind
    id: str
    cause: Cause
    text: str
    key: str
    spaced: str


# Which name wins where two things share one: ids and names first.
_ORDER = (Cause.NAME, Cause.ALIAS, Cause.PHRASING, Cause.SPEAKER, Cause.SOURCE)
_KINDS = {
    kind: place for place, kind in enumerate((Kind.TOPIC, Kind.POINT, Kind.SPEAKER, Kind.SOURCE))
}


class Names:
    """All names of a library, to be found exactly or nearly."""

    def __init__(self, names: Iterable[Name]) -> None:
        names = tuple(names)
        things = dict.fromkeys((name.kind, name.id) for name in names)
        self.places: Mapping[Thing, int] = {thing: place for place, thing in enumerate(things)}
        self._all = tuple(sorted(names, key=lambda name: _ORDER.index(name.cause)))
        of_kind: dict[Kind, list[int]] = {kind: [] for kind in Kind}
        for place, name in enumerate(self._all):
            of_kind[name.kind].append(place)
        self._sketches = {
            kind: (CharMaskFilter([self._all[place].key for place in places]), array("i", places))
            for kind, places in of_kind.items()
        }
        self._exact: dict[str, list[Name]] = {}
        for name in self._all:
            self._exact.setdefault(name.key, []).append(name)
        self._by_last_name: dict[str, dict[str, Name]] = {}
        for name in self._all:
            if name.kind is Kind.SPEAKER and " " in name.spaced:
                last = name.spaced.rpartition(" ")[2]
                self._by_last_name.setdefault(last, {}).setdefault(name.id, name)

    @property
    def all(self) -> Sequence[Name]:
        """Every name, in order."""
        return self._all

    def exact(self, key: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> Name | None:
        """What bears exactly this name, the first of ``kinds`` that does."""
        bearers = self.bearers(key)
        return next((name for kind in kinds for name in bearers if name.kind is kind), None)

    def with_last_name(self, key: str) -> Name | None:
        """The only speaker whose name of several words ends so."""
        bearers = self.called_last(key)
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def near(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), cutoff: float = NEAR, most: int = 10
    ) -> tuple[tuple[Name, float], ...]:
        """The names most like ``key`` with their ratio (``cutoff`` to 100), each thing once.

        Highest first, then in the order of the library.
        """
        if not key or len(key) > _LONGEST_NAME:
            return ()
        nearest: dict[tuple[Kind, str], tuple[Name, float]] = {}
        for ratio, name in self.like(key, kinds, cutoff):
            nearest.setdefault((name.kind, name.id), (name, ratio))
        return tuple(nearest.values())[:most]

    def bearers(self, key: str) -> Sequence[Name]:
        """What bears exactly this name, in order."""
        return self._exact.get(key, ())

    def called_last(self, key: str) -> Mapping[str, Name]:
        """The speakers whose name of several words ends so."""
        return self._by_last_name.get(key, {})

    def like(self, key: str, kinds: tuple[Kind, ...], cutoff: float) -> list[tuple[float, Name]]:
        """The names like ``key`` with their ratio, highest first, then in order."""
        found = sorted(
            (-ratio, places[number])
            for sketches, places in map(self._sketches.__getitem__, kinds)
            for number, ratio in sketches.near(key, cutoff)
        )
        return [(-ratio, self._all[place]) for ratio, place in found]


class LaidNames(Names):
    """The names of a few things over those of a library: new things, and known ones named anew.

    ``own`` are the names of ``changed`` things; others of these do not count any more. The order is
    that of names made anew: a known thing keeps its place, a new one comes after those known.
    """

    def __init__(self, base: Names, own: Names, changed: Set[Thing]) -> None:
        self._base = base
        self._own = own
        self.changed = changed
        known = base.places
        fresh = (thing for thing in own.places if thing not in known)
        self.places = Overlay(
            known, {thing: len(known) + number for number, thing in enumerate(fresh)}, frozenset()
        )

    @property
    def all(self) -> Sequence[Name]:
        """Every name of the library as it is now."""
        return self._merged(self._base.all, self._own.all)

    @property
    def own(self) -> Sequence[Name]:
        """The names of what changed."""
        return self._own.all

    def counts(self, name: Name) -> bool:
        """Whether a name of the library beneath is one still."""
        return (name.kind, name.id) not in self.changed

    def bearers(self, key: str) -> Sequence[Name]:
        """What bears exactly this name, in order."""
        return self._merged(self._base.bearers(key), self._own.bearers(key))

    def called_last(self, key: str) -> Mapping[str, Name]:
        """The speakers whose name of several words ends so."""
        kept = self._merged(
            self._base.called_last(key).values(), self._own.called_last(key).values()
        )
        return {name.id: name for name in kept}

    def like(self, key: str, kinds: tuple[Kind, ...], cutoff: float) -> list[tuple[float, Name]]:
        """The names like ``key`` with their ratio, highest first, then in order."""
        kept = [one for one in self._base.like(key, kinds, cutoff) if self.counts(one[1])]
        own = self._own.like(key, kinds, cutoff)
        return sorted((*kept, *own), key=lambda one: (-one[0], self._place(one[1])))

    def _merged(self, base: Iterable[Name], own: Collection[Name]) -> Sequence[Name]:
        kept = [name for name in base if self.counts(name)]
        return sorted((*kept, *own), key=self._place) if own else kept

    def _place(self, name: Name) -> tuple[int, int, int]:
        return _ORDER.index(name.cause), _KINDS[name.kind], self.places[name.kind, name.id]


def names_of(library: Library, wording: Wording) -> Names:
    """The names of a library's topics, points, speakers and sources."""
    return Names(named(library.topics, library.points, library.speakers, library.sources, wording))


def laid_over(base: Names, library: Library, changed: Changed) -> LaidNames:
    """The names of a library that differs in a few things from the one ``base`` is of."""
    own = Names(
        named(
            {id_: library.topics[id_] for id_ in changed.topics},
            {id_: library.points[id_] for id_ in changed.points},
            {id_: library.speakers[id_] for id_ in changed.speakers},
            {id_: library.sources[id_] for id_ in changed.sources},
        )
    )
    return LaidNames(base, own, changed.things)


def named(
    topics: Mapping[str, Topic],
    points: Mapping[str, Point],
    speakers: Mapping[str, Speaker],
    sources: Mapping[str, Source],
    wording: Wording | None = None,
) -> Iterator[Name]:
    """The names of these things; ``wording`` is what their words may have been read by."""
    wording = wording or Wording()
    for kind, id_, cause, texts in _names(topics, points, speakers, sources):
        for text in texts:
            key, spaced = wording.keys(text)
            if spaced:
                yield Name(kind, id_, cause, text, key, spaced)


def _names(
    topics: Mapping[str, Topic],
    points: Mapping[str, Point],
    speakers: Mapping[str, Speaker],
    sources: Mapping[str, Source],
) -> Iterator[tuple[Kind, str, Cause, tuple[str, ...]]]:
    for topic in topics.values():
        yield Kind.TOPIC, topic.id, Cause.NAME, (topic.name, topic.id)
        yield Kind.TOPIC, topic.id, Cause.ALIAS, topic.aliases
    for point in points.values():
        yield Kind.POINT, point.id, Cause.NAME, (point.sentence, point.id)
        yield Kind.POINT, point.id, Cause.ALIAS, point.aliases
        yield Kind.POINT, point.id, Cause.PHRASING, point.phrasings
    for speaker in speakers.values():
        yield Kind.SPEAKER, speaker.id, Cause.SPEAKER, (speaker.name, speaker.id, *speaker.aliases)
    for source in sources.values():
        yield Kind.SOURCE, source.id, Cause.SOURCE, (source.title, source.id)
