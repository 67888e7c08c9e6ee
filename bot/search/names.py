"""The names of a library's topics, points, speakers and sources, found exactly or nearly.

Compared with ``rapidfuzz.fuzz.ratio`` over the whole of both (0 to 100; 100 is equal). Not with
``WRatio``, which compares parts too: at the same cutoff it answers 39 % of questions on other
subjects, ``ratio`` none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process

from bot.library.diff import Thing
from bot.library.model import Kind, Point, Source, Speaker, Topic
from bot.library.overlay import Layer, lay_over, overlaid
from bot.search.results import Cause
from bot.search.same_name import folded, nearness, spelling
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

    ``spaced`` is :func:`bot.search.text.spaced_key` of ``text``, or :func:`folded` if no word is in
    it; ``key`` is the same without spaces.
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


def near_keys(key: str, keys: Sequence[str], cutoff: float) -> Iterator[tuple[int, float]]:
    """Yield the numbers of the keys like ``key``, nearest first, each with its ratio.

    The ratio is ``cutoff`` to 100, rounded to four places. 100,000 keys take some 15 ms.
    """
    for _, ratio, number in process.extract(
        key, keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
    ):
        yield number, round(ratio, 4)


class NameTable:
    """The names of some things, in no particular order."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.of: dict[Thing, list[Name]] = {}
        self.exact: dict[str, list[Name]] = {}
        self.with_last_name: dict[str, list[Name]] = {}
        self._by_kind: dict[Kind, list[Name]] = {kind: [] for kind in Kind}
        for name in names:
            self.of.setdefault(name.thing, []).append(name)
            self.exact.setdefault(name.key, []).append(name)
            self._by_kind[name.kind].append(name)
            if name.kind is Kind.SPEAKER and " " in name.spaced:
                last = name.spaced.rpartition(" ")[2]
                self.with_last_name.setdefault(last, []).append(name)
        self._keys = {kind: [name.key for name in held] for kind, held in self._by_kind.items()}

    def like(
        self, key: str, kinds: tuple[Kind, ...], cutoff: float
    ) -> Iterator[tuple[Name, float]]:
        """Return the names like ``key`` with their ratio, ``cutoff`` to 100."""
        for kind in kinds:
            for number, ratio in near_keys(key, self._keys[kind], cutoff):
                yield self._by_kind[kind][number], ratio


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
        """Return the name that this is, of the first of ``kinds`` that has one; or None.

        ``key`` is the folded name, ``typed`` the name as it was typed. Names that are spelled like
        it come before those that are only folded like it, ids among them. ``speaker:ada`` is the
        id of a speaker and nothing else.
        """
        kind, _, id_ = typed.strip().partition(":")
        if id_ and kind in kinds:
            return next(self.of([(Kind(kind), id_)]), None)
        found = self._counting(lambda table: table.exact.get(key, ()))
        found = [name for name in found if name.kind in kinds]
        if typed and len(found) > 1:
            alike = [name for name in found if spelling(name.text) == spelling(typed)]
            found = sorted(alike or found, key=lambda name: _distance(name, typed))
        return next((name for kind in kinds for name in found if name.kind is kind), None)

    def spelled(self, typed: str, kinds: tuple[Kind, ...]) -> tuple[Name, ...]:
        """Return the names spelled like this, one of each thing; ids come before names.

        An id counts before names if it is typed as it is, else only where nothing has that name.
        """
        found = [
            name
            for name in self._counting(lambda table: table.exact.get(folded(typed), ()))
            if name.kind in kinds and spelling(name.text) == spelling(typed)
        ]
        its_id = [name for name in found if name.id == typed.strip()]
        names = [name for name in found if name.text != name.id]
        return tuple({name.thing: name for name in its_id or names or found}.values())

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


def _distance(name: Name, typed: str) -> tuple[int, bool]:
    """Sort names that are written most like what is typed first, ids before other names."""
    return nearness(name.text, typed), name.text != name.id


NO_NAMES = Names()


def names_of(changed: Iterable[Topic | Point | Speaker | Source], base: Names) -> Names:
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
            # A name of emoji or other signs is its own key.
            spaced = spaced_key(tokens(text)) or folded(text)
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
