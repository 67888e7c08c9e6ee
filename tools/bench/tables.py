"""Write the measurements as a page."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence

from tools.bench.quality import Quality
from tools.bench.speed import OURS, Speed

_HEAD = """# Speed and quality, measured

`make bench` measures Counterpoint beside other search engines, in one run on one machine, and
writes this page. `make bench SIZES=100000` measures one size again and keeps the others.

- **Counterpoint** is asked through its desk, as `/ask` does: it corrects words, finds points
  and quotes, computes its confidence, chooses both sides, and says why; *by words alone* is
  without [meaning](meaning.md), *completion* completes the beginning of a name. The others only
  rank the texts of the quotes (*over names*: sentences and aliases of points, names of topics).
- Requests in turn: a phrasing, an alias, six words of a quote, a sentence with a letter
  missing, a message of twenty words. All are asked three times, one after the other, so that no
  answer is one just remembered, and the least time of each counts. A run takes 20 seconds, so
  slow engines answer fewer requests, some only once.
- The libraries are synthetic, with the word frequencies of real texts and a point for every 40
  quotes.
- Each engine has a process of its own. Times are processor times, because other work ran on the
  same machine. Compare ratios: *times* is the median divided by Counterpoint's at the same
  size; above 1 is slower.
- *Memory* is the growth of the process while building, without the quotes.
"""


def document(speeds: Sequence[Speed], qualities: Mapping[str, Mapping[str, Quality]]) -> str:
    """Return the page, in Markdown."""
    parts = [
        _HEAD,
        f"Measured on {time.strftime('%d %B %Y').lstrip('0')} on a virtual machine with "
        f"{os.cpu_count()} cores, on which other work ran.\n",
    ]
    parts.append("""<picture>
<source media="(prefers-color-scheme: dark)" srcset="pictures/bench-dark.svg">
<img src="pictures/bench-light.svg" alt="The median time of a request, by the number of quotes">
</picture>
""")
    parts.append("## Speed\n")
    parts.append("\n".join(_speeds(speeds)) + "\n")
    parts.append("## Quality\n")
    parts.append(
        "The share of requests with a right quote first, and with one among the first three.\n"
        "The labelled requests are the `report` split, over the shipped library. Perspectrum's\n"
        "test claims are asked over the sentences for and against them. Counterpoint knows which\n"
        "claim a sentence belongs to; the other engines cannot be told.\n"
    )
    parts.append("\n".join(_qualities(qualities)) + "\n")
    return "\n".join(parts)


def _speeds(speeds: Sequence[Speed]) -> Iterator[str]:
    yield "| quotes | engine | median, ms | 99 %, ms | times | requests | build, s | memory, MB |"
    yield "|--:|---|--:|--:|--:|--:|--:|--:|"
    ours = {one.size: one.median_ms for one in speeds if one.engine == OURS}
    for one in speeds:
        times = f"{one.median_ms / ours[one.size]:,.2f}" if ours.get(one.size) else ""
        yield (
            f"| {one.size:,} | {one.engine} | {one.median_ms:,.2f} | {one.p99_ms:,.2f} | {times} "
            f"| {one.requests} | {one.build_s:,.1f} | {one.memory_mb:,.0f} |"
        )


def _qualities(qualities: Mapping[str, Mapping[str, Quality]]) -> Iterator[str]:
    yield "| engine | " + " | ".join(f"{name}: first | in three" for name in qualities) + " |"
    yield "|---|" + "--:|--:|" * len(qualities)
    for engine in dict.fromkeys(engine for found in qualities.values() for engine in found):
        shares = (found[engine] for found in qualities.values())
        cells = " | ".join(f"{one.first:.2f} | {one.in_three:.2f}" for one in shares)
        yield f"| {engine} | {cells} |"
