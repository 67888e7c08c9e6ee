"""Measure one engine at one size: ``python -m tools.bench.speed FILE ENGINE``.

Prints the times and the memory as one line of JSON. A number instead of an engine first writes
``FILE``, a library of that many quotes with requests.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bot.answers.desk import Desk
from bot.library.library import Library
from tools.bench.contenders import CONTENDERS, Build
from tools.bench.prepared import Prepared, prepare, read_prepared

# A slow engine gets fewer requests: until this time is over, but at least a few.
_LONGEST_S, _FEWEST = 20.0, 5
# Each request is timed this often and the least time counts: the machine may have other load.
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
    """Milliseconds for a request, number of requests, seconds and megabytes to build."""

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


def _builder(engine: str, library: Library) -> Callable[[], Asked]:
    """Return a function that builds an engine."""
    if engine in _DESKS:
        return partial(_desk, library, engine)
    if engine.endswith(NAMES):
        texts = [point.sentence for point in library.points.values()]
        texts += [alias for point in library.points.values() for alias in point.aliases]
        texts += [topic.name for topic in library.topics.values()]
    else:
        texts = [quote.text for quote in library.quotes.values()]
    return partial(_search, CONTENDERS[engine.removesuffix(NAMES)], texts)


def measure(engine: str, prepared: Prepared) -> Speed:
    """Build an engine over the library and ask it; all times are of the processor."""
    library, asked = prepared.library, prepared.requests
    if engine == COMPLETION:
        asked = tuple(request[: 2 + number % 12] for number, request in enumerate(asked))
    build = _builder(engine, library)
    before, began = _memory_mb(), time.process_time()
    search = build()
    built, after = time.process_time() - began, _memory_mb()
    times = sorted(_times_ms(search, asked))
    return Speed(
        engine=engine,
        size=len(library.quotes),
        median_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, round(0.99 * len(times)))],
        build_s=built,
        memory_mb=after - before,
        requests=len(times),
    )


def _times_ms(search: Asked, requests: Sequence[str]) -> list[float]:
    """Measure the least time of each request, of as many as there is time for.

    All are asked in turn before one is asked again, so that no answer is one just remembered.
    """
    until = time.process_time() + _LONGEST_S
    for request in requests[:_FEWEST]:
        search(request)
        if time.process_time() > until:
            break
    least: list[float] = []
    for number, request in enumerate(requests):
        if time.process_time() > until and number >= _FEWEST:
            break
        least.append(_time_ms(search, request))
    for _ in range(_TIMES - 1):
        for number, request in enumerate(requests[: len(least)]):
            if time.process_time() > until:
                return least
            least[number] = min(least[number], _time_ms(search, request))
    return least


def _time_ms(search: Asked, request: str) -> float:
    began = time.process_time()
    search(request)
    return (time.process_time() - began) * 1000


def _memory_mb() -> float:
    """Return the memory that this process holds, as Linux counts it."""
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
