"""Draw the measurements as lines, each with its name at its end, separate marks and strokes."""

from collections.abc import Iterable, Sequence
from itertools import cycle
from math import log10
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tools.bench.speed import BY_WORDS, COMPLETION, NAMES, OURS, Speed

# Ink, paper, and Counterpoint's colour: each pair has a contrast of 4.5 or more.
_THEMES = {
    "light": ("#1f2328", "#ffffff", "#0b57d0"),
    "dark": ("#e6edf3", "#0d1117", "#79b8ff"),
}
_STROKES = ("-", "--", "-.", ":")
_MARKS = "osD^vPX*"
# The least distance of two names, as a share of a power of ten.
_APART = 0.27


def plot(speeds: Iterable[Speed], path: Path, theme: str) -> None:
    """Write the median of each engine over the sizes as SVG, both axes logarithmic."""
    ink, paper, ours = _THEMES[theme]
    lines: dict[str, list[Speed]] = {}
    for speed in speeds:
        if speed.engine != COMPLETION and not speed.engine.endswith(NAMES):
            lines.setdefault(speed.engine, []).append(speed)
    with mpl.rc_context({"svg.hashsalt": "bench", "font.size": 10, "svg.fonttype": "none"}):
        figure = Figure(figsize=(9, 5.5), facecolor=paper, layout="constrained")
        axes = figure.subplots()
        axes.set_facecolor(paper)
        looks = zip(cycle(_STROKES), cycle(_MARKS))
        for (engine, measured), (stroke, mark) in zip(lines.items(), looks, strict=False):
            mine = engine in {OURS, BY_WORDS}
            axes.plot(
                [one.size for one in measured],
                [one.median_ms for one in measured],
                color=ours if mine else ink,
                linestyle=stroke,
                marker=mark,
                linewidth=2.5 if mine else 1,
            )
        for engine, last, height in _labels([measured[-1] for measured in lines.values()]):
            axes.annotate(
                engine,
                (last.size, last.median_ms),
                xytext=(last.size * 1.25, height),
                color=ours if engine in {OURS, BY_WORDS} else ink,
                va="center",
                arrowprops={"arrowstyle": "-", "color": ink, "linewidth": 0.5},
                annotation_clip=False,
            )
        axes.set(xscale="log", yscale="log")
        axes.set_xlabel("quotes", color=ink)
        axes.set_ylabel("median of a request, ms", color=ink)
        axes.tick_params(which="both", colors=ink)
        axes.grid(visible=True, alpha=0.25, color=ink)
        for side, spine in axes.spines.items():
            spine.set_visible(side in {"left", "bottom"})
            spine.set_color(ink)
        figure.savefig(path, format="svg", facecolor=paper, metadata={"Date": None})


def _labels(ends: Sequence[Speed]) -> Iterable[tuple[str, Speed, float]]:
    """Return each line's name, its end, and the height of the name, so that none overlap."""
    height = -10.0
    for last in sorted(ends, key=lambda one: one.median_ms):
        height = max(height + _APART, log10(max(last.median_ms, 1e-4)))
        yield last.engine, last, 10**height
