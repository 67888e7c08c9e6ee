"""The names of a library's topics, points, speakers and sources, found exactly or nearly.

Compared with ``rapidfuzz.fuzz.ratio`` over the whole of both (0 to 100; 100 is equal). Not with
``WRatio``, which compares parts too: at the same cutoff it answers 39 % of questions on other
subjects, ``ratio`` none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.library.diff import Thing
from bot.library.model import Kind, Point, Source, Speaker, Topic
from bot.library.overlay import Layer, lay_over, overlaid
from bot.library.text_cleaning import spelling
from bot.search.char_mask import CharMaskFilter
from bot.search.results import Cause
from bot.search.text import spaced_key, tokens

# The ratio from which a name was meant, provided that what differs is no real word.
MEANT = 82.0
# The ratio from which a name is near enough to be offered.
NEAR = 70.0
# Longer requests are not compared with names.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a topic, point, speaker or source.

    ``key`` and ``spaced`` are :func:`bot.search.text.plain_key` and ``spaced_key`` of ``text``.
    """

    kind: Kind
    id: str
    cause: Cause
    text: str
    key: str
    spaced: str

    @property
    def thing(self) -> Thing:
        """The thing it is a name of."""
        return self.kind, self.id


# Where two things share a name, the first kind of name wins, then the first kind of thing.
_CAUSES = {
    cause: place
    for place, cause in enumerate(
        (Cause.NAME, Cause.ALIAS, Cause.PHRASING, Cause.SPEAKER, Cause.SOURCE)
    )
}
_KINDS = {
    kind: place for place, kind in enumerate((Kind.TOPIC, Kind.POINT, Kind.SPEAKER, Kind.SOURCE))
}


class NameTable:
    """The names of some things, in no particular order."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.of: dict[Thing, list[Name]] = {}
        self.exact: dict[str, list[Name]] = {}
        self.with_last_name: dict[str, list[Name]] = {}
        by_kind: dict[Kind, list[Name]] = {kind: [] for kind in Kind}
        for name in names:
            self.of.setdefault(name.thing, []).append(name)
            self.exact.setdefault(name.key, []).append(name)
            by_kind[name.kind].append(name)
            if name.kind is Kind.SPEAKER and " " in name.spaced:
                last = name.spaced.rpartition(" ")[2]
                self.with_last_name.setdefault(last, []).append(name)
        self._by_kind = {
            kind: (named, CharMaskFilter([name.key for name in named]))
            for kind, named in by_kind.items()
        }

    def like(
        self, key: str, kinds: tuple[Kind, ...], cutoff: float
    ) -> Iterator[tuple[Name, float]]:
        """Return the names like ``key`` with their ratio, ``cutoff`` to 100."""
        for names, filter_ in map(self._by_kind.__getitem__, kinds):
            for number, ratio in filter_.near(key, cutoff):
                yield names[number], ratio


class Names:
    """All names of a library, in layers: the names of a changed thing replace those it had.

    The order is that of names made anew: a changed thing keeps its place, a new one comes after
    those known. ``places`` are the places of things in that order.
    """

    def __init__(
        self,
        layers: tuple[Layer[NameTable, frozenset[Thing]], ...] = (),
        places: Mapping[Thing, int] | None = None,
    ) -> None:
        self.layers = layers
        self.places = places or {}

    @property
    def all(self) -> Sequence[Name]:
        """Every name, in order."""
        return self._counting(lambda table: chain.from_iterable(table.of.values()))

    def of(self, things: Iterable[Thing]) -> Iterator[Name]:
        """Return the names of some things."""
        for thing in things:
            for layer in self.layers:
                if thing not in layer.gone:
                    yield from layer.part.of.get(thing, ())

    def exact(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), typed: str = ""
    ) -> Name | None:
        """Return the name that is exactly this, of the first of ``kinds`` that has one.

        Of several names with one key, those spelled as ``typed`` come first, ids before them.
        """
        found = self._counting(lambda table: table.exact.get(key, ()))
        if typed and len(found) > 1:
            wanted = spelling(typed)
            found.sort(key=lambda name: (name.id != typed.strip(), spelling(name.text) != wanted))
        return next((name for kind in kinds for name in found if name.kind is kind), None)

    def with_last_name(self, key: str) -> Name | None:
        """Return the name of the only speaker whose name of several words ends so."""
        found = self._counting(lambda table: table.with_last_name.get(key, ()))
        return found[0] if len({name.id for name in found}) == 1 else None

    def near(
        self, key: str, kinds: tuple[Kind, ...] = tuple(Kind), cutoff: float = NEAR, most: int = 10
    ) -> tuple[tuple[Name, float], ...]:
        """Return the names most like ``key`` with their ratio (``cutoff`` to 100), each thing once.

        Highest first, then in the order of the library.
        """
        if not key or len(key) > _LONGEST_NAME:
            return ()
        found = [
            (name, ratio)
            for layer in self.layers
            for name, ratio in layer.part.like(key, kinds, cutoff)
            if name.thing not in layer.gone
        ]
        found.sort(key=lambda one: (-one[1], self.place(one[0])))
        nearest: dict[Thing, tuple[Name, float]] = {}
        for name, ratio in found:
            nearest.setdefault(name.thing, (name, ratio))
        return tuple(nearest.values())[:most]

    def _counting(self, look_up: Callable[[NameTable], Iterable[Name]]) -> list[Name]:
        """Return the names found in each layer that are not gone from it, in order."""
        found = [
            name
            for layer in self.layers
            for name in look_up(layer.part)
            if name.thing not in layer.gone
        ]
        return sorted(found, key=self.place) if len(found) > 1 else found

    def place(self, name: Name) -> tuple[int, int, int]:
        """Return the place of a name in the order of all."""
        return _CAUSES[name.cause], _KINDS[name.kind], self.places[name.thing]


NO_NAMES = Names()


def names_of(changed: Iterable[Topic | Point | Speaker | Source], base: Names = NO_NAMES) -> Names:
    """Lay the names of new and changed things over those of a library."""
    table = NameTable(chain.from_iterable(map(_names, changed)))
    fresh = (thing for thing in table.of if thing not in base.places)
    places = {thing: place for place, thing in enumerate(fresh, start=len(base.places))}
    return Names(
        lay_over(base.layers, table, frozenset(table.of), nothing=frozenset()),
        overlaid(base.places, places),
    )


def _names(one: Topic | Point | Speaker | Source) -> Iterator[Name]:
    for kind, cause, texts in _texts(one):
        for text in texts:
            spaced = spaced_key(tokens(text))
            if spaced:
                yield Name(kind, one.id, cause, text, spaced.replace(" ", ""), spaced)


def _texts(
    one: Topic | Point | Speaker | Source,
) -> Iterator[tuple[Kind, Cause, tuple[str, ...]]]:
    match one:
        case Topic():
            yield Kind.TOPIC, Cause.NAME, (one.name, one.id)
            yield Kind.TOPIC, Cause.ALIAS, one.aliases
        case Point():
            yield Kind.POINT, Cause.NAME, (one.sentence, one.id)
            yield Kind.POINT, Cause.ALIAS, one.aliases
            yield Kind.POINT, Cause.PHRASING, one.phrasings
        case Speaker():
            yield Kind.SPEAKER, Cause.SPEAKER, (one.name, one.id, *one.aliases)
        case Source():
            yield Kind.SOURCE, Cause.SOURCE, (one.title, one.id)
