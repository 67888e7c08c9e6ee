"""One engine over one size, in a process of its own: ``python -m tools.bench.speed FILE ENGINE``.

Prints the times and the memory as one line of JSON. A number instead of an engine first writes
``FILE``, a library of so many quotes with requests.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.desk import Desk
from bot.library.catalogue import Library
from tools.bench.contenders import CONTENDERS, SLOW, Build
from tools.bench.prepared import REQUESTS, Prepared, prepare, read_prepared

# What looks at every text is asked less: so many comparisons in all, but some requests at least.
_COMPARISONS, _FEWEST = 500_000, 5
# Each request is timed so often and the least time taken: others may be using the machine.
_TIMES = 3
_MOST = 6
OURS = "Counterpoint"
BY_WORDS = f"{OURS}, by words alone"
COMPLETION = f"{OURS}, completion"
NAMES = " over names"
_DESKS = {OURS: True, BY_WORDS: False, COMPLETION: False}

Asked = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for a request, of so many, seconds to build, megabytes that building took."""

    engine: str
    size: int
    median_ms: float
    p99_ms: float
    build_s: float
    memory_mb: float
    requests: int


def _desk(library: Library, engine: str) -> Asked:
    desk = Desk(library, meaning=_DESKS[engine])
    return partial(desk.complete, "topic") if engine == COMPLETION else desk.ask


def _search(build: Build, texts: Sequence[str]) -> Asked:
    search = build(texts)
    return lambda request: search(request, _MOST)


def _builder(engine: str, library: Library) -> tuple[Callable[[], Asked], int]:
    """What builds an engine, and how many texts it compares each request with."""
    if engine in _DESKS:
        return partial(_desk, library, engine), 0
    if engine.endswith(NAMES):
        texts = [point.sentence for point in library.points.values()]
        texts += [alias for point in library.points.values() for alias in point.aliases]
        texts += [topic.name for topic in library.topics.values()]
    else:
        texts = [quote.text for quote in library.quotes.values()]
    name = engine.removesuffix(NAMES)
    return partial(_search, CONTENDERS[name], texts), len(texts) if name in SLOW else 0


def measure(engine: str, prepared: Prepared) -> Speed:
    """Build an engine over the library and ask it; all times are of the processor."""
    library, asked = prepared.library, list(prepared.requests)
    build, compared = _builder(engine, library)
    few = max(_FEWEST, _COMPARISONS // compared) if compared else REQUESTS
    asked = asked[:few]
    if engine == COMPLETION:
        asked = [request[: 2 + number % 12] for number, request in enumerate(asked)]
    before, began = _memory_mb(), time.process_time()
    search = build()
    built, after = time.process_time() - began, _memory_mb()
    for request in asked[: 1 if few < REQUESTS else 10]:
        search(request)
    times = sorted(_least_ms(search, each, _TIMES if few == REQUESTS else 1) for each in asked)
    return Speed(
        engine=engine,
        size=len(library.quotes),
        median_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, round(0.99 * len(times)))],
        build_s=built,
        memory_mb=after - before,
        requests=len(asked),
    )


def _least_ms(search: Asked, request: str, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.process_time()
        search(request)
        taken.append(time.process_time() - began)
    return min(taken) * 1000


def _memory_mb() -> float:
    """What this process holds in memory, as Linux counts it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main(arguments: Sequence[str]) -> None:
    """Measure the engine named over what the file holds; for a number, write the file."""
    file, engine = arguments
    if engine.isdecimal():
        prepare(int(engine), Path(file))
        return
    print(json.dumps(asdict(measure(engine, read_prepared(Path(file))))))


if __name__ == "__main__":
    main(sys.argv[1:])
