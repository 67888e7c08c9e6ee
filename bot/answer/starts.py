"""The beginnings of names and of the words in them, to be completed though mistyped."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import itemgetter

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.answer.answers import Cause
from bot.answer.changed import Thing
from bot.answer.names import Name
from bot.answer.sketches import Beginnings

# ``rapidfuzz.fuzz.ratio`` (0 to 100) of what is typed with as much of a name, from which the name
# may be meant: one letter wrong in four, two in seven.
_MEANT = 71.0
SHORTEST_MISTYPED = 3
# Above every letter.
_AFTER = "\U0010ffff"


class Starts:
    """The beginnings of names and of the words in them, without spaces, in alphabetical order."""

    def __init__(self, names: Iterable[Name]) -> None:
        found: list[tuple[str, Thing, int]] = []
        for name in names:
            words = name.spaced.split()
            thing, phrasing = (name.kind, name.id), name.cause is Cause.PHRASING
            found += (
                ("".join(words[place:]), thing, 2 * bool(place) + phrasing)
                for place in range(len(words))
            )
        found.sort(key=itemgetter(0))
        self._starts = [start for start, _, _ in found]
        self._things = [thing for _, thing, _ in found]
        self._ranks = [rank for _, _, rank in found]
        self._beginnings = Beginnings(self._starts)

    def found(self, key: str, *, exactly: bool) -> Iterator[tuple[Thing, float]]:
        """What begins with ``key``, or nearly so; the lower the rank beside it, the likelier.

        A thing may come several times. What begins nearly so has a rank above all others.
        """
        if exactly:
            first = bisect_left(self._starts, key)
            last = bisect_left(self._starts, key + _AFTER, first)
            yield from zip(self._things[first:last], self._ranks[first:last], strict=True)
        else:
            for number, slips in self._near(key):
                yield self._things[number], slips + self._ranks[number]

    def _near(self, key: str) -> Iterator[tuple[int, float]]:
        """Numbers of starts with a rank of how far they are from ``key``.

        Compared with as many letters of a start, and with one more: a letter may be missing.
        """
        for length in (len(key), len(key) + 1):
            able = self._beginnings.able(key, length, _MEANT)
            near = process.extract(
                key,
                [self._starts[number][:length] for number in able],
                scorer=fuzz.ratio,
                score_cutoff=_MEANT,
                limit=None,
            )
            for start, ratio, place in near:
                if ratio < 100:
                    # Jaro-Winkler (0 to 1) counts the first letters for more.
                    yield able[place], 10 + 100 * (1 - JaroWinkler.similarity(key, start))
