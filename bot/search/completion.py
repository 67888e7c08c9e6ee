"""Complete the names that somebody is typing."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from bot.library.model import Kind
from bot.library.overlay import EMPTY_LIBRARY, Layer, Thing, lay_over, relisted
from bot.search.matcher import Matcher
from bot.search.names import Name, folded, nearness, spelled_key
from bot.search.prefix_index import SHORTEST_MISTYPED, PrefixIndex
from bot.search.results import Suggestion, debatability, name_of, suggestion
from bot.search.text import plain_key, tokens, typed_spacing

# Discord shows no more.
MOST_CHOICES = 25
_LONGEST_TYPED = 100

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "topic": (Kind.TOPIC, Kind.POINT, Kind.SPEAKER),
    "point": (Kind.POINT, Kind.TOPIC),
    "speaker": (Kind.SPEAKER,),
    "source": (Kind.SOURCE,),
}

Liveliness = tuple[bool, int, int]
"""Sorts things with quotes first, then by both sides, then by how many."""

_LookUp = Callable[[PrefixIndex, int], list[tuple[str, float]]]
"""Looks up at most so many ids, each with its rank."""


class Completer:
    """Complete names of one library."""

    def __init__(self, matcher: Matcher, base: "Completer | None" = None) -> None:
        """``base`` is a completer of the library that this one's lies over, if it does."""
        self.library = matcher.library
        self._places = matcher.names.places
        # Most of the time of a completion would go into counting the sides of its suggestions.
        self._liveliness: Callable[[Thing], Liveliness] = cache(self._count_quotes)
        before = base.library if base else EMPTY_LIBRARY
        # A thing with other quotes than before has another place among the suggestions.
        change = matcher.change
        changed = relisted(change, before, self.library).union(change.things)
        own = self._prefixes(matcher, sorted(changed, key=self._places.__getitem__))
        self.layers: tuple[Layer[Mapping[Kind, PrefixIndex], frozenset[Thing]], ...] = lay_over(
            base.layers if base else (), own, changed, nothing=frozenset()
        )

    def _prefixes(self, matcher: Matcher, things: list[Thing]) -> dict[Kind, PrefixIndex]:
        """Index the names of some things, those with most to say on both sides first."""
        library = self.library
        things = sorted(things, key=self._liveliness)
        indexes = {}
        for kind in Kind:
            own = [thing for thing in things if thing[0] is kind]
            names = (each for name in matcher.names.of(own) for each in _spellings(name))
            shown = ((name, name_of(kind, name.id, library)) for name in names)
            indexes[kind] = PrefixIndex(shown, [id_ for _, id_ in own])
        return indexes

    def complete(
        self,
        option: str,
        typed: str,
        limit: int = MOST_CHOICES,
        among: tuple[Kind, ...] = tuple(Kind),
    ) -> tuple[Suggestion, ...]:
        """Return at most ``limit`` (up to 25) suggestions, likeliest first; none for other options.

        They are of the kinds that the option takes and ``among`` names.

        First what has exactly this name, then what begins with what is typed, in the order of
        :meth:`PrefixIndex.found`, then what begins nearly so; within each, what has most to say on
        both sides first.
        """
        kinds = tuple(kind for kind in KINDS.get(option, ()) if kind in among)
        most = max(0, min(limit, MOST_CHOICES))
        read = tokens(typed[:_LONGEST_TYPED])
        # The beginning of a word may not show yet which of two spellings it has.
        keys = dict.fromkeys((typed_spacing(read).replace(" ", ""), plain_key(read)))
        if not read and typed.strip():
            # The name may be of emoji; if none is, all are offered.
            keys = dict.fromkeys((folded(typed[:_LONGEST_TYPED]), ""))
        ranks: dict[Thing, float] = {}
        for key in keys if most else ():
            found_by = self._ranks(key, kinds, most)
            ranks |= {one: min(rank, ranks.get(one, rank)) for one, rank in found_by.items()}
            if not read and ranks:
                break

        wanted = spelled_key(typed)

        def place(thing: Thing) -> tuple[bool, float, int, bool, Liveliness, int, int]:
            name = name_of(*thing, self.library)
            spelled = spelled_key(name)
            whole = bool(wanted) and spelled == wanted
            return (
                not whole,
                ranks[thing],
                nearness(name, typed) if whole else 0,
                not spelled.startswith(wanted),
                self._liveliness(thing),
                kinds.index(thing[0]),
                self._places[thing],
            )

        found = sorted(ranks, key=place)[:most]
        return tuple(suggestion(*thing, self.library) for thing in found)

    def _ranks(self, key: str, kinds: tuple[Kind, ...], most: int) -> dict[Thing, float]:
        """Return the first of each kind, at least ``most`` where there are, with their ranks."""
        if not key:
            return dict(self._found(kinds, most, PrefixIndex.first))
        ranks = dict(self._found(kinds, most, lambda index, few: index.found(key, few)))
        # Near matches come after all exact ones, which are near as well.
        if len(ranks) < most and len(key) >= SHORTEST_MISTYPED:
            several = most + len(ranks)
            near = self._found(kinds, several, lambda index, few: index.near(key, few))
            ranks = {**dict(near), **ranks}
        return ranks

    def _found(
        self, kinds: tuple[Kind, ...], most: int, look_up: _LookUp
    ) -> Iterator[tuple[Thing, float]]:
        """Look up in each layer, without what is gone from it."""
        for kind in kinds:
            for layer in self.layers:
                for id_, rank in look_up(layer.part[kind], most + len(layer.gone)):
                    if (kind, id_) not in layer.gone:
                        yield (kind, id_), rank

    def _count_quotes(self, thing: Thing) -> Liveliness:
        kind, id_ = thing
        quotes = suggestion(kind, id_, self.library).quotes
        points: tuple[str, ...] = ()
        if kind is Kind.POINT:
            points = (id_,)
        elif kind is Kind.TOPIC:
            points = self.library.topics[id_].points
        both = max((debatability(point, self.library)[0] for point in points), default=0)
        return not quotes, -both, -quotes


def _spellings(name: Name) -> Iterator[Name]:
    """Yield a name, and again as it is typed if its key is in the other English spelling."""
    yield name
    typed = typed_spacing(tokens(name.text))
    if typed and typed != name.spaced:
        yield replace(name, key=typed.replace(" ", ""), spaced=typed)
