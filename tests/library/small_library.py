"""A small library in a folder, and the problems that the check finds in it."""

from collections.abc import Mapping
from pathlib import Path

from bot.library.load import check_library

TOPICS = """\
topics:
  - id: money
    name: Money
    points:
      - {id: spend-more, sentence: More should be spent., for: Spend, against: Save}
"""
SPEAKERS = """\
speakers:
  - {id: ann-lee, name: Ann Lee}
  - {id: bo-diaz, name: Bo Diaz}
"""
SOURCE = """\
source:
  id: budget-talk
  title: The budget
  author: ann-lee
  file: budget.txt
quotes:
  - id: not-free
    text: nothing is free
    positions: [{point: spend-more, stance: against}]
"""
BUDGET = "They say that nothing is free, and they’re right.\n\nWe disagree with them.\n"
WHOLE: Mapping[str, str] = {
    "topics.yaml": TOPICS,
    "speakers.yaml": SPEAKERS,
    "talk.yaml": SOURCE,
    "seeds/budget.txt": BUDGET,
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into the folder and return it; names may contain folders."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def problems(folder: Path, changed: Mapping[str, str | bytes]) -> list[str]:
    """Return the problems of the small library with these files changed, as text."""
    write(folder, {**WHOLE, **changed})
    return [str(problem) for problem in check_library(folder).problems]


def place_of_mark(text: str) -> tuple[str, str]:
    """Return the text without its ``‸``, and the mark's place as ``line:column``."""
    before, _, after = text.partition("‸")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return before + after, f"{line}:{column}"
