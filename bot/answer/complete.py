"""What somebody who is typing most likely means."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.answer.answers import Cause, Kind, Suggestion
from bot.answer.debate import debatability
from bot.answer.match import Matcher
from bot.answer.names import Name
from bot.answer.suggest import suggestion
from bot.answer.words import plain_key, tokens
from bot.library.catalogue import Library

# Discord shows no more.
MOST_CHOICES = 25
# ``rapidfuzz.fuzz.ratio`` (0 to 100) of what is typed with as much of a name, from which the name
# may be meant: two letters wrong in seven.
_MEANT = 72.0
_SHORTEST_MISTYPED = 3
_LONGEST_TYPED = 100

KINDS = {
    "topic": (Kind.TOPIC, Kind.POINT, Kind.SPEAKER),
    "point": (Kind.POINT, Kind.TOPIC),
    "speaker": (Kind.SPEAKER,),
    "source": (Kind.SOURCE,),
}


class Completer:
    """Completes names of one library."""

    def __init__(self, matcher: Matcher) -> None:
        self._library = matcher.library
        self._by_option = {
            option: _Starts([name for name in matcher.names.all if name.kind in kinds])
            for option, kinds in KINDS.items()
        }
        self._liveliest = {option: self._in_order_of_life(kinds) for option, kinds in KINDS.items()}

    def complete(
        self, option: str, typed: str, limit: int = MOST_CHOICES
    ) -> tuple[Suggestion, ...]:
        """At most ``limit`` (25 and less) suggestions, likeliest first; none for other options.

        First names that begin with what is typed, then names with a word that does, then names
        that hold it in other words, then those that begin nearly so; in each, names before
        aliases, and what has most to say on both sides first.
        """
        if option not in KINDS:
            return ()
        most = max(0, min(limit, MOST_CHOICES))
        key = plain_key(tokens(typed[:_LONGEST_TYPED]))
        life = self._liveliest[option]
        if not key:
            return tuple(suggestion(*one, self._library) for one in tuple(life)[:most])
        ranks = self._by_option[option].ranked(key)
        ordered = sorted(ranks, key=lambda one: (ranks[one], life[one]))
        return tuple(suggestion(*one, self._library) for one in ordered[:most])

    def _in_order_of_life(self, kinds: tuple[Kind, ...]) -> dict[tuple[Kind, str], int]:
        """Everything of these kinds, that with most on both sides first, numbered from 0.

        What has no excerpt at all comes last of all.
        """
        library = self._library
        counted: list[tuple[tuple[int, int, int], tuple[Kind, str]]] = []
        for kind in kinds:
            for id_ in _ids(kind, library):
                quotes = suggestion(kind, id_, library).quotes
                points: Sequence[str] = ()
                if kind is Kind.POINT:
                    points = (id_,)
                elif kind is Kind.TOPIC:
                    points = library.topics[id_].points
                both = max((debatability(point, library)[0] for point in points), default=0)
                counted.append(((-bool(quotes), -both, -quotes), (kind, id_)))
        return {
            one: place for place, (_, one) in enumerate(sorted(counted, key=lambda entry: entry[0]))
        }


def _ids(kind: Kind, library: Library) -> Iterable[str]:
    match kind:
        case Kind.TOPIC:
            return library.topics
        case Kind.POINT:
            return library.points
        case Kind.SPEAKER:
            return library.speakers
        case Kind.SOURCE:
            return library.sources


class _Starts:
    """The beginnings of names and of the words in them."""

    def __init__(self, names: list[Name]) -> None:
        self._owners: list[tuple[Kind, str]] = []
        self._starts: list[str] = []
        self._places: list[int] = []
        for name in names:
            words = name.spaced.split()
            for place in range(len(words)):
                self._owners.append((name.kind, name.id))
                self._starts.append("".join(words[place:]))
                self._places.append(2 * bool(place) + (name.cause is Cause.PHRASING))
        self._cut = lru_cache(maxsize=_LONGEST_TYPED)(self._cut_to)

    def _cut_to(self, length: int) -> list[str]:
        return [start[:length] for start in self._starts]

    def ranked(self, key: str) -> dict[tuple[Kind, str], float]:
        """What begins with ``key`` or nearly so, with a rank: the lower, the likelier."""
        ranks: dict[tuple[Kind, str], float] = {}
        for number, start in enumerate(self._starts):
            if start.startswith(key):
                _lower(ranks, self._owners[number], float(self._places[number]))
        if len(key) >= _SHORTEST_MISTYPED:
            near = process.extract(
                key, self._cut(len(key)), scorer=fuzz.ratio, score_cutoff=_MEANT, limit=None
            )
            for _, ratio, number in near:
                rank = 10 + (100 - ratio) + self._places[number]
                _lower(ranks, self._owners[number], rank)
        return ranks


def _lower(ranks: dict[tuple[Kind, str], float], owner: tuple[Kind, str], rank: float) -> None:
    if rank < ranks.get(owner, float("inf")):
        ranks[owner] = rank
