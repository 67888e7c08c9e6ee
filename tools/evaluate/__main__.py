"""``python -m tools.evaluate [LIBRARY]``: measure the answers to a library's labelled requests."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answers.desk import Desk
from bot.i18n import plural
from bot.library.load import load_library
from bot.settings import read_settings
from bot.terminal.arguments import Parser
from bot.terminal.io import (
    Streams,
    exit_status_of,
    fit_for_terminal,
    standard_streams,
    write_record,
)
from tools.evaluate.asking import ask_all
from tools.evaluate.labelled import Split, find_requests, of_split, read_requests
from tools.evaluate.measures import Figures, Ranking, Share, measure
from tools.evaluate.report import Miss, misses, record_of_figures, record_of_miss

_BY_WORDS = "by words"


def main(
    arguments: Sequence[str] | None = None,
    streams: Streams | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Measure as the command line asks; return the exit status, as ``python -m bot`` does.

    The defaults are the arguments, streams and environment of this process.
    """
    streams = streams or standard_streams()
    given = sys.argv[1:] if arguments is None else arguments
    return exit_status_of(lambda: _run(given, environment, streams.stdout), streams)


def _run(arguments: Sequence[str], environment: Mapping[str, str] | None, stdout: TextIO) -> int:
    asked = _parser().parse_args(arguments)
    settings = read_settings(environment)
    folder = Path(asked.folder or asked.named or settings.library)
    return evaluate(folder, asked, stdout, meaning=settings.meaning)


def _parser() -> Parser:
    parser = Parser(
        prog="python -m tools.evaluate",
        description="Measures the answers to a library's labelled requests.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "folder", metavar="LIBRARY", nargs="?", default="", help="its folder; else the one set"
    )
    parser.add_argument(
        "--library", metavar="LIBRARY", dest="named", default="", help="The same, as an option"
    )
    parser.add_argument(
        "--requests", metavar="FILE", default="", help="The labelled requests; else those beside it"
    )
    parser.add_argument(
        "--split", choices=("tune", "report"), default="", help="Only these requests; else all"
    )
    parser.add_argument("--failures", action="store_true", help="List every miss, and why")
    parser.add_argument("--json", action="store_true", help="The figures as JSON, for programs")
    return parser


def evaluate(folder: Path, asked: Namespace, stdout: TextIO, *, meaning: bool = True) -> int:
    """Write the figures of the library in ``folder``; return 0.

    With ``meaning``, the figures without it are beside them, to show its effect; not for a library
    in a language other than English, for which it is off. Raises RequestError without labelled
    requests, LibraryError for problems in them or in the library.
    """
    path = Path(asked.requests) if asked.requests else find_requests(folder)
    library = load_library(folder)
    requests = of_split(read_requests(path, library), Split(asked.split) if asked.split else None)
    desk = Desk(library, meaning=meaning)
    meaning = meaning and desk.about().english
    outcomes = ask_all(desk, requests)
    figures = [measure(outcomes, library)]
    if meaning:
        figures.append(measure(ask_all(Desk(library, meaning=False), requests), library))
    missed = misses(outcomes, library) if asked.failures else ()
    if asked.json:
        write_record(_record(figures, missed if asked.failures else None), stdout)
        return 0
    console = Console(file=stdout, highlight=False, markup=False, emoji=False)
    for miss in missed:
        for line in _miss_lines(miss):
            console.print(line, soft_wrap=True)
    console.print(_kinds_table(figures))
    console.print()
    console.print(_totals_table(figures))
    return 0


def _record(figures: Sequence[Figures], missed: Sequence[Miss] | None) -> dict[str, Any]:
    record = record_of_figures(figures[0])
    for by_words in figures[1:]:
        record["by_words_alone"] = record_of_figures(by_words)
    if missed is not None:
        record["failures"] = [record_of_miss(miss) for miss in missed]
    return record


def _kinds_table(figures: Sequence[Figures]) -> Table:
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


def _totals_table(figures: Sequence[Figures]) -> Table:
    table = Table(box=None, show_header=len(figures) > 1, pad_edge=False)
    for heading in ("", *("", _BY_WORDS)[: len(figures)], ""):
        table.add_column(heading, justify="right" if table.columns else "left")
    table.columns[-1].justify = "left"
    outside = f"of {plural(figures[0].out_of_scope, 'request')} out of scope"
    two_sided = f"of {plural(figures[0].two_sided, 'request')} with both"
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


def _miss_lines(miss: Miss) -> Iterator[Text]:
    """Yield a miss as a few lines and a blank one."""
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


if __name__ == "__main__":
    sys.exit(main())
