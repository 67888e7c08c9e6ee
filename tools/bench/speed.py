"""One engine over one size, in a process of its own: ``python -m tools.bench.speed ours 1000``.

Prints the times and the memory as one line of JSON.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.desk import Desk
from bot.library.catalogue import Library
from tests.evaluate.perspectrum import corpus_folder, read_corpus
from tools.bench.contenders import CONTENDERS, SLOW, Build
from tools.bench.synthetic import Words, synthetic

_SEEDS = Path(__file__).parents[2] / "seeds"
_REQUESTS = 300
# What looks at every text is asked less: 20 times over 10,000 quotes, 5 times over more.
_COMPARISONS, _FEWEST = 200_000, 5
# Each request is timed so often and the best time taken: others may be using the machine.
_TIMES = 3
_MOST = 6
OURS = "Counterpoint"
NAMES = " over names"


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for a request, seconds to build, megabytes that building took."""

    engine: str
    size: int
    median_ms: float
    p99_ms: float
    build_s: float
    memory_mb: float


def vocabulary() -> Words:
    """The words of the source texts that ship, and of Perspectrum where it is at hand."""
    texts = [path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    folder = corpus_folder()
    if folder:
        texts += read_corpus(folder).texts.values()
    return Words(texts)


def requests(library: Library, words: Words, count: int) -> list[str]:
    """In turn a phrasing, an alias, six words of a quote, a mistyped sentence, a message."""
    chance = random.Random(5)  # noqa: S311 - to measure with
    points, quotes = tuple(library.points.values()), tuple(library.quotes.values())
    asked = []
    for number in range(count):
        point, quote = chance.choice(points), chance.choice(quotes)
        slip = chance.randrange(5, len(point.sentence) - 2)
        asked.append(
            (
                point.phrasings[1],
                point.aliases[0],
                " ".join(chance.sample(quote.text.split(), 6)),
                point.sentence[:slip] + point.sentence[slip + 1 :],
                " ".join(words.some(chance, 20)),
            )[number % 5]
        )
    return asked


def _ask(library: Library) -> Callable[[str], object]:
    return Desk(library).ask


def _complete(library: Library) -> Callable[[str], object]:
    return partial(Desk(library).complete, "topic")


def _search(build: Build, texts: Sequence[str]) -> Callable[[str], object]:
    search = build(texts)
    return lambda request: search(request, _MOST)


def _builder(engine: str, library: Library) -> Callable[[], Callable[[str], object]]:
    if engine == OURS:
        return partial(_ask, library)
    if engine == f"{OURS}, completion":
        return partial(_complete, library)
    if engine.endswith(NAMES):
        texts = [point.sentence for point in library.points.values()]
        texts += [alias for point in library.points.values() for alias in point.aliases]
        texts += [topic.name for topic in library.topics.values()]
    else:
        texts = [quote.text for quote in library.quotes.values()]
    return partial(_search, CONTENDERS[engine.removesuffix(NAMES)], texts)


def measure(engine: str, size: int) -> Speed:
    """Build an engine over a library of this size and ask it."""
    words = vocabulary()
    library = synthetic(size, words)
    slow = engine in SLOW and size > 1000
    few = max(_FEWEST, _COMPARISONS // size)
    asked = requests(library, words, few if slow else _REQUESTS)
    if "completion" in engine:
        asked = [request[: 2 + number % 12] for number, request in enumerate(asked)]
    build = _builder(engine, library)
    before, began = _memory_mb(), time.perf_counter()
    search = build()
    built, after = time.perf_counter() - began, _memory_mb()
    for request in asked[: 1 if slow else 10]:
        search(request)
    times = sorted(_best_ms(search, request, 1 if slow else _TIMES) for request in asked)
    return Speed(
        engine=engine,
        size=size,
        median_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, round(0.99 * len(times)))],
        build_s=built,
        memory_mb=after - before,
    )


def _best_ms(search: Callable[[str], object], request: str, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        search(request)
        taken.append(time.perf_counter() - began)
    return min(taken) * 1000


def _memory_mb() -> float:
    """What this process holds in memory, as Linux counts it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main(arguments: Sequence[str]) -> None:
    """Measure the engine named, over the size named."""
    engine, size = arguments
    print(json.dumps(asdict(measure(engine, int(size)))))


if __name__ == "__main__":
    main(sys.argv[1:])
