"""``evaluate``: how well the labelled requests of a library are answered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.console.arguments import Evaluate
from bot.console.jsonlines import write_record
from bot.console.safety import fit_for_terminal
from bot.desk import Desk
from bot.evaluate.asking import ask_all
from bot.evaluate.labelled import Split, of_split
from bot.evaluate.measures import Figures, Ranking, Share, measure
from bot.evaluate.reading import find_requests, read_requests
from bot.evaluate.report import Miss, misses, record_of_figures, record_of_miss
from bot.library.load import load_library
from bot.pages.wording import counted


def evaluate(folder: Path, wanted: Evaluate, stdout: TextIO) -> int:
    """Write the figures of the library in ``folder``, as it is wanted; return 0.

    Raises RequestError without labelled requests, LibraryError for what is wrong with them or
    with the library.
    """
    path = find_requests(folder)
    library = load_library(folder)
    requests = of_split(read_requests(path, library), Split(wanted.split) if wanted.split else None)
    outcomes = ask_all(Desk(library), requests)
    figures = measure(outcomes, library)
    missed = misses(outcomes, library) if wanted.failures else ()
    if wanted.json:
        failures = [record_of_miss(miss) for miss in missed]
        record = record_of_figures(figures)
        write_record(record | ({"failures": failures} if wanted.failures else {}), stdout)
        return 0
    console = Console(file=stdout, highlight=False, markup=False, emoji=False)
    for miss in missed:
        for line in _told(miss):
            console.print(line, soft_wrap=True)
    console.print(_by_kind(figures))
    console.print(_over_all(figures))
    return 0


def _by_kind(figures: Figures) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("")
    for heading in ("requests", "right first", "in three", "MRR of six"):
        table.add_column(heading, justify="right")
    for kind, one in figures.kinds:
        table.add_row(fit_for_terminal(kind), *_cells(one))
    table.add_section()
    table.add_row("all in scope", *_cells(figures.all), style="bold")
    return table


def _over_all(figures: Figures) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column("")
    table.add_column("", justify="right")
    table.add_column("")
    outside = f"of {counted(figures.out_of_scope, 'request')} out of scope"
    table.add_row("")
    table.add_row(
        "answered, and right in three", _share(figures.answered_in_three), "of all in scope"
    )
    table.add_row("false answers", _share(figures.false_answers), outside)
    table.add_row("in three at 10 % false answers", _share(figures.in_three_at_10), "")
    table.add_row("in three at 5 % false answers", _share(figures.in_three_at_5), "")
    two_sided = f"of {counted(figures.two_sided, 'request')} on points with both sides"
    table.add_row("both sides in six excerpts", _share(figures.both_sides), two_sided)
    return table


def _cells(one: Ranking) -> tuple[str, ...]:
    return str(one.requests), _share(one.first), _share(one.in_three), _share(one.mrr)


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
