"""``make bench``: Counterpoint beside what one would use instead, on this machine, in one run."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.bench.contenders import CONTENDERS, SLOW
from tools.bench.quality import Quality, qualities
from tools.bench.speed import NAMES, OURS, Speed
from tools.bench.tables import document, plot

_DOCS = Path(__file__).parents[2] / "docs"
# A comparison with every text takes seconds a request from here.
_MOST_FOR_SLOW = 100_000


def engines(size: int) -> Iterable[str]:
    """What is measured at a size."""
    yield OURS
    yield f"{OURS}, completion"
    for engine in CONTENDERS:
        if engine not in SLOW or size <= _MOST_FOR_SLOW:
            yield engine
    if size <= _MOST_FOR_SLOW:
        yield from (f"{engine}{NAMES}" for engine in CONTENDERS if engine in SLOW)


def timed(engine: str, size: int) -> Speed:
    """One measurement, in a process of its own."""
    print(f"{engine}, {size:,} quotes", file=sys.stderr)
    command = [sys.executable, "-m", "tools.bench.speed", engine, str(size)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - itself
    return Speed(**json.loads(run.stdout.splitlines()[-1]))


def main(arguments: Sequence[str]) -> None:
    """Measure, print the tables and write them and the plot to ``docs/``."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument(
        "sizes", nargs="*", type=int, default=[1000, 10_000], help="how many quotes"
    )
    parser.add_argument("--keep", action="store_true", help="leave docs/ as it is")
    asked = parser.parse_args(arguments)
    speeds = [timed(engine, size) for size in asked.sizes for engine in engines(size)]
    print("quality", file=sys.stderr)
    found: dict[str, dict[str, Quality]] = qualities()
    text = document(speeds, found)
    print(text)
    if not asked.keep:
        (_DOCS / "bench.md").write_text(text, "utf-8")
        plot(speeds, _DOCS / "bench.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
