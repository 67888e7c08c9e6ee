"""``evaluate``: how well the labelled requests of a library are answered."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answers.desk import Desk
from bot.library.load import load_library
from bot.pages.wording import counted
from bot.terminal.arguments import Evaluate
from bot.terminal.jsonlines import write_record
from bot.terminal.safety import fit_for_terminal
from tools.evaluate.asking import ask_all
from tools.evaluate.labelled import Split, of_split
from tools.evaluate.measures import Figures, Ranking, Share, measure
from tools.evaluate.reading import find_requests, read_requests
from tools.evaluate.report import Miss, misses, record_of_figures, record_of_miss

_BY_WORDS = "by words"


def evaluate(folder: Path, wanted: Evaluate, stdout: TextIO, *, meaning: bool = True) -> int:
    """Write the figures of the library in ``folder``, as it is wanted; return 0.

    With ``meaning`` beside them those by words alone, so that one sees what it is worth.
    Raises RequestError without labelled requests, LibraryError for what is wrong with them or
    with the library.
    """
    path = find_requests(folder)
    library = load_library(folder)
    requests = of_split(read_requests(path, library), Split(wanted.split) if wanted.split else None)
    outcomes = ask_all(Desk(library, meaning=meaning), requests)
    figures = [measure(outcomes, library)]
    if meaning:
        figures.append(measure(ask_all(Desk(library, meaning=False), requests), library))
    missed = misses(outcomes, library) if wanted.failures else ()
    if wanted.json:
        write_record(_record(figures, missed if wanted.failures else None), stdout)
        return 0
    console = Console(file=stdout, highlight=False, markup=False, emoji=False)
    for miss in missed:
        for line in _told(miss):
            console.print(line, soft_wrap=True)
    console.print(_by_kind(figures))
    console.print()
    console.print(_over_all(figures))
    return 0


def _record(figures: Sequence[Figures], missed: Sequence[Miss] | None) -> dict[str, Any]:
    record = record_of_figures(figures[0])
    for by_words in figures[1:]:
        record["by_words_alone"] = record_of_figures(by_words)
    if missed is not None:
        record["failures"] = [record_of_miss(miss) for miss in missed]
    return record


def _by_kind(figures: Sequence[Figures]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("", no_wrap=True)
    headings = [(one, _BY_WORDS)[: len(figures)] for one in ("first", "in three")]
    for heading in ("requests", *chain.from_iterable(headings), "MRR of six"):
        table.add_column(heading, justify="right", no_wrap=True)
    for kinds in zip(*(one.kinds for one in figures), strict=True):
        table.add_row(fit_for_terminal(kinds[0][0]), *_cells([ranking for _, ranking in kinds]))
    table.add_section()
    table.add_row("all in scope", *_cells([one.all for one in figures]), style="bold")
    return table


def _over_all(figures: Sequence[Figures]) -> Table:
    table = Table(box=None, show_header=len(figures) > 1, pad_edge=False)
    for heading in ("", *("", _BY_WORDS)[: len(figures)], ""):
        table.add_column(heading, justify="right" if table.columns else "left")
    table.columns[-1].justify = "left"
    outside = f"of {counted(figures[0].out_of_scope, 'request')} out of scope"
    two_sided = f"of {counted(figures[0].two_sided, 'request')} with both"
    rows: tuple[tuple[str, Callable[[Figures], Share], str], ...] = (
        ("answered, and right in three", attrgetter("answered_in_three"), "of all in scope"),
        ("false answers", attrgetter("false_answers"), outside),
        ("in three at 10 % false answers", attrgetter("in_three_at_10"), ""),
        ("in three at 5 % false answers", attrgetter("in_three_at_5"), ""),
        ("both sides in six excerpts", attrgetter("both_sides"), two_sided),
    )
    for name, share, of in rows:
        table.add_row(name, *(_share(share(one)) for one in figures), of)
    return table


def _cells(rankings: Sequence[Ranking]) -> tuple[str, ...]:
    firsts, in_three = zip(*((one.first, one.in_three) for one in rankings), strict=True)
    shares = (*firsts, *in_three, rankings[0].mrr)
    return str(rankings[0].requests), *map(_share, shares)


def _share(share: Share) -> str:
    return "–" if share is None else f"{share:.3f}"


def _told(miss: Miss) -> Iterator[Text]:
    """A miss in a few lines, and a blank one."""
    outcome, request = miss.outcome, miss.outcome.request
    asked = json.dumps(request.text, ensure_ascii=False)
    head = Text(fit_for_terminal(f"{request.id}  "), style="dim")
    head.append(fit_for_terminal(f"{request.command} {asked}"), "not dim bold")
    head.append(f"  {miss.wrong}", "not dim")
    yield head
    lines = {
        "expected": ", ".join(sorted(request.quotes)) or "nothing",
        "got": ", ".join(outcome.excerpts) or "nothing",
        "why": outcome.why,
        "score": f"{outcome.score:.3f}",
        "offered": ", ".join(outcome.suggestions),
    }
    for name, said in lines.items():
        if said:
            yield Text(fit_for_terminal(f"    {name}: {said}"))
    yield Text()
