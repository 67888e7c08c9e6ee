"""``make bench``: measure Counterpoint beside its alternatives, on this machine, in one run.

The figures are kept in ``docs/bench.json``, so that sizes can be measured one at a time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tools.bench.contenders import CONTENDERS, SLOW
from tools.bench.plot import plot
from tools.bench.quality import Quality, qualities
from tools.bench.speed import BY_WORDS, COMPLETION, NAMES, OURS, Speed
from tools.bench.tables import document

_DOCS = Path(__file__).parents[2] / "docs"
_KEPT = _DOCS / "bench.json"
SIZES = (1000, 10_000, 100_000)


def engines() -> Iterable[str]:
    """Return the names of the engines measured at each size."""
    yield from (OURS, BY_WORDS, COMPLETION, *CONTENDERS)
    yield from (f"{engine}{NAMES}" for engine in CONTENDERS if engine in SLOW)


def measured(size: int) -> Iterable[Speed]:
    """Measure every engine at a size, each in a separate process, over the same library."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "prepared"
        _run(file, str(size))
        for engine in engines():
            print(f"{engine}, {size:,} quotes", file=sys.stderr)
            yield Speed(**json.loads(_run(file, engine).splitlines()[-1]))


def _run(file: Path, wanted: str) -> str:
    command = [sys.executable, "-m", "tools.bench.speed", str(file), wanted]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - itself


def _read() -> tuple[list[Speed], dict[str, dict[str, Quality]]]:
    """Read the figures measured before."""
    if not _KEPT.exists():
        return [], {}
    held = json.loads(_KEPT.read_text("utf-8"))
    quality = {
        name: {engine: Quality(**one) for engine, one in found.items()}
        for name, found in held["quality"].items()
    }
    return [Speed(**one) for one in held["speed"]], quality


def _write(speeds: Sequence[Speed], quality: dict[str, dict[str, Quality]]) -> None:
    """Keep the figures, and write the page and the plots."""
    held = {
        "speed": [asdict(one) for one in speeds],
        "quality": {
            name: {engine: asdict(one) for engine, one in found.items()}
            for name, found in quality.items()
        },
    }
    _KEPT.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    (_DOCS / "bench.md").write_text(document(speeds, quality), "utf-8")
    for theme in ("light", "dark"):
        plot(speeds, _DOCS / "pictures" / f"bench-{theme}.svg", theme)


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes asked for, and write the figures to ``docs/``."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many quotes")
    parser.add_argument("--no-quality", action="store_true", help="leave the quality as it is")
    asked = parser.parse_args(arguments)
    speeds, quality = _read()
    if not asked.no_quality:
        print("quality", file=sys.stderr)
        quality = qualities()
    for size in asked.sizes:
        speeds = [one for one in speeds if one.size != size]
        speeds += measured(size)
        speeds.sort(key=lambda one: one.size)
        _write(speeds, quality)
    _write(speeds, quality)


if __name__ == "__main__":
    main(sys.argv[1:])
