"""``check``: everything that is wrong with a library, or how much it holds."""

from pathlib import Path
from typing import TextIO

from bot.errors import Problem, RequestError
from bot.library.load import Counts, check_library
from bot.pages.wording import counted
from bot.terminal.safety import fit_for_terminal


def check(folder: Path, stdout: TextIO) -> int:
    """Write every problem, or a summary; return 1 or 0. Raises RequestError without a folder."""
    if not folder.is_dir():
        raise RequestError(f"There is no folder {folder} to check.")
    report = check_library(folder)
    stdout.writelines(f"{_in_one_line(problem)}\n" for problem in report.problems)
    if report.problems:
        stdout.write(f"\n{counted(len(report.problems), 'problem')} in {folder}\n")
        return 1
    if report.counts:
        stdout.write(f"All is well in {folder}\n\n")
        stdout.writelines(f"{count:>6}  {said}\n" for count, said in _summary(report.counts))
    return 0


def _in_one_line(problem: Problem) -> str:
    """The problem so that an editor can follow it, whatever the file's words hold."""
    return fit_for_terminal(str(problem)).replace("\n", " ")


def _summary(counts: Counts) -> tuple[tuple[int, str], ...]:
    unchecked = ((counts.unchecked, "without a source text to check"),) if counts.unchecked else ()
    return (
        (counts.quotes, "quotes"),
        (counts.verified, "verified against their source texts"),
        *unchecked,
        (counts.speakers, "speakers"),
        (counts.sources, "sources"),
        (counts.topics, "topics"),
        (counts.points, "points"),
        (counts.both_sides, "points with both sides"),
    )
