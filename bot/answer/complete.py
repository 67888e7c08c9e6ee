"""What somebody who is typing most likely means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

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
# may be meant: one letter wrong in four, two in seven.
_MEANT = 71.0
_SHORTEST_MISTYPED = 3
_LONGEST_TYPED = 100

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "topic": (Kind.TOPIC, Kind.POINT, Kind.SPEAKER),
    "point": (Kind.POINT, Kind.TOPIC),
    "speaker": (Kind.SPEAKER,),
    "source": (Kind.SOURCE,),
}

Thing = tuple[Kind, str]
"""A topic, point, speaker or source by its id."""


class Completer:
    """Completes names of one library."""

    def __init__(self, matcher: Matcher) -> None:
        self._library = matcher.library
        self._starts = {
            kind: _Starts([name for name in matcher.names.all if name.kind is kind])
            for kind in Kind
        }
        self._liveliness = {
            (kind, id_): _liveliness(kind, id_, self._library)
            for kind in Kind
            for id_ in _ids(kind, self._library)
        }
        self._liveliest = {option: self._in_order(kinds) for option, kinds in KINDS.items()}

    def _in_order(self, kinds: tuple[Kind, ...]) -> tuple[Thing, ...]:
        every = ((kind, id_) for kind in kinds for id_ in _ids(kind, self._library))
        return tuple(sorted(every, key=self._liveliness.__getitem__))[:MOST_CHOICES]

    def complete(
        self, option: str, typed: str, limit: int = MOST_CHOICES
    ) -> tuple[Suggestion, ...]:
        """At most ``limit`` (25 and less) suggestions, likeliest first; none for other options.

        First names that begin with what is typed, then names with a word that does, then those
        that begin nearly so; within each, what has most to say on both sides first.
        """
        kinds = KINDS.get(option, ())
        most = max(0, min(limit, MOST_CHOICES))
        key = plain_key(tokens(typed[:_LONGEST_TYPED]))
        if key:
            ranks = [one for kind in kinds for one in self._starts[kind].ranked(key).items()]
            ranks.sort(key=lambda one: (one[1], self._liveliness[one[0]]))
            things: Iterable[Thing] = (thing for thing, _ in ranks[:most])
        else:
            things = self._liveliest.get(option, ())[:most]
        return tuple(suggestion(*thing, self._library) for thing in things)


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


def _liveliness(kind: Kind, id_: str, library: Library) -> tuple[bool, int, int]:
    """Sorts what has quotes before what has none, then by both sides, then by how many."""
    quotes = suggestion(kind, id_, library).quotes
    points: Sequence[str] = ()
    if kind is Kind.POINT:
        points = (id_,)
    elif kind is Kind.TOPIC:
        points = library.topics[id_].points
    both = max((debatability(point, library)[0] for point in points), default=0)
    return not quotes, -both, -quotes


class _Starts:
    """The beginnings of names and of the words in them, without spaces."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._things: list[Thing] = []
        self._starts: list[str] = []
        self._ranks: list[int] = []
        for name in names:
            words = name.spaced.split()
            for place in range(len(words)):
                self._things.append((name.kind, name.id))
                self._starts.append("".join(words[place:]))
                self._ranks.append(2 * bool(place) + (name.cause is Cause.PHRASING))
        self._cut = lru_cache(maxsize=_LONGEST_TYPED)(self._cut_to)

    def _cut_to(self, length: int) -> list[str]:
        return [start[:length] for start in self._starts]

    def ranked(self, key: str) -> dict[Thing, float]:
        """What begins with ``key`` or nearly so, with a rank: the lower, the likelier."""
        ranks: dict[Thing, float] = {}
        for number, slips in self._near(key):
            thing, rank = self._things[number], slips + self._ranks[number]
            ranks[thing] = min(rank, ranks.get(thing, rank))
        return ranks

    def _near(self, key: str) -> Iterator[tuple[int, float]]:
        """Numbers of starts with a rank of how far they are from ``key``, 0 for not at all.

        Compared with as many letters of a start, and with one more: a letter may be missing.
        """
        mistyped = len(key) >= _SHORTEST_MISTYPED
        for length in (len(key), len(key) + 1) if mistyped else (len(key),):
            near = process.extract(
                key,
                self._cut(length),
                scorer=fuzz.ratio,
                score_cutoff=_MEANT if mistyped else 100.0,
                limit=None,
            )
            for start, ratio, number in near:
                # Nothing near comes before a start that is exactly what was typed. Jaro-Winkler
                # (0 to 1) ranks the others: it counts the first letters for more.
                far = 10 + 100 * (1 - JaroWinkler.similarity(key, start))
                yield number, far if ratio < 100 else 0.0
