"""The measurements as a page and a plot."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tools.bench.quality import Quality
from tools.bench.speed import OURS, Speed

_HEAD = """# Speed and quality, measured

`make bench` measures Counterpoint beside what one would use instead, in one run on one machine,
and writes this page. Sizes can be chosen: `make bench SIZES="1000 10000 100000"`.

- **Counterpoint** is asked through its desk as `/ask` does: it corrects words, finds points and
  quotes, weighs how sure that is, chooses both sides, and says why. The others only rank the texts
  of the quotes (*over names*: sentences and aliases of points, names of topics).
- Requests: a phrasing, an alias, six words of a quote, a sentence with a letter missing, a message
  of twenty words, in turn. Each is timed three times and the best taken; *median* and *99 %* are
  over 300 requests (once, and over 20 or 5, for rapidfuzz over 10,000 or 100,000 texts).
- Libraries are made up, with the word frequencies of real texts, a point for every 40 quotes.
- *Memory* is what the process held more after building than before, the quotes not counted.
- *Times* compares the median with Counterpoint's in the same run: above 1 is slower than it.
"""


def document(speeds: Sequence[Speed], qualities: Mapping[str, Mapping[str, Quality]]) -> str:
    """The page, in Markdown."""
    parts = [_HEAD, f"Measured on a machine with {os.cpu_count()} cores, shared with others.\n"]
    for size in dict.fromkeys(speed.size for speed in speeds):
        parts.append(f"## {size:,} quotes\n")
        parts.append("\n".join(_speeds([speed for speed in speeds if speed.size == size])) + "\n")
    parts.append("![Median time of a request by the number of quotes](bench.svg)\n")
    parts.append("## Quality\n")
    parts.append(
        "The share of requests with a right quote first, and with one among the first three.\n"
        "The labelled requests are those to report on, over the library that ships; Perspectrum's\n"
        "test claims are asked over the sentences that take a side on them, which Counterpoint is\n"
        "told and the others cannot be.\n"
    )
    parts.append("\n".join(_qualities(qualities)) + "\n")
    return "\n".join(parts)


def _speeds(speeds: Sequence[Speed]) -> Iterator[str]:
    ours = next((speed.median_ms for speed in speeds if speed.engine == OURS), 0.0)
    yield "| engine | median, ms | 99 %, ms | times | build, s | memory, MB |"
    yield "|---|--:|--:|--:|--:|--:|"
    for one in speeds:
        times = f"{one.median_ms / ours:.2f}" if ours else ""
        yield (
            f"| {one.engine} | {one.median_ms:.2f} | {one.p99_ms:.2f} | {times} "
            f"| {one.build_s:.2f} | {one.memory_mb:.0f} |"
        )


def _qualities(qualities: Mapping[str, Mapping[str, Quality]]) -> Iterator[str]:
    yield "| engine | " + " | ".join(f"{name}: first | in three" for name in qualities) + " |"
    yield "|---|" + "--:|--:|" * len(qualities)
    for engine in dict.fromkeys(engine for found in qualities.values() for engine in found):
        shares = (found[engine] for found in qualities.values())
        cells = " | ".join(f"{one.first:.2f} | {one.in_three:.2f}" for one in shares)
        yield f"| {engine} | {cells} |"


def plot(speeds: Iterable[Speed], path: Path) -> None:
    """The median of each engine over the sizes, both axes logarithmic, as SVG."""
    by_engine: dict[str, list[Speed]] = {}
    for speed in speeds:
        by_engine.setdefault(speed.engine, []).append(speed)
    with mpl.rc_context({"svg.hashsalt": "bench", "font.size": 9}):
        figure = Figure(figsize=(8, 5), layout="constrained")
        axes = figure.subplots()
        for engine, measured in by_engine.items():
            axes.plot(
                [one.size for one in measured],
                [one.median_ms for one in measured],
                marker="o",
                linewidth=2.5 if engine == OURS else 1,
                label=engine,
            )
        axes.set(xscale="log", yscale="log", xlabel="quotes", ylabel="median of a request, ms")
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize=7)
        figure.savefig(path, format="svg", metadata={"Date": None})
