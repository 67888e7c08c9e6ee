"""Pages as lines of text, fitted to the width of the terminal, plain through a pipe.

Colours follow the tone, but the text says everything that a colour says. rich honours ``NO_COLOR``
and writes no colours when the output is not a terminal.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console, OverflowMethod
from rich.text import Text

from bot.i18n import before_text
from bot.pages.page import (
    Block,
    ContextBlock,
    Heading,
    Labelled,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    Tone,
)
from bot.terminal.io import fit_for_terminal

# Longer lines are hard to read.
_WIDEST = 88
_COLOURS = {
    Tone.PLAIN: "bold",
    Tone.FOR: "bold bright_blue",
    Tone.AGAINST: "bold dark_orange3",
    Tone.MIXED: "bold magenta",
    Tone.NOTICE: "bold",
    Tone.ERROR: "bold red",
}

# A no-break space, and the noncharacter of Unicode that stands for it while a text is wrapped.
_NO_BREAK, _KEPT = "\u00a0", "\ufdd0"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Let the error through; rich would exit with status 1, which means nothing found."""
        raise  # noqa: PLE0704 - rich calls this while it handles the error


class Screen:
    """Write pages to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self._console = _Console(
            file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True
        )

    @property
    def _width(self) -> int:
        return min(self._console.width, _WIDEST)

    def show(self, page: Page) -> None:
        """Write the blocks, with a blank line between those that stand apart."""
        before: Block | None = None
        for block in page.blocks:
            if before is not None and _stands_apart(before, block):
                self._console.print()
            for text in self._block(block):
                self._console.print(text)
            before = block

    def say_small(self, text: str) -> None:
        """Write one line of small text, wrapped."""
        for line in self._wrapped(text, "dim"):
            self._console.print(line)

    def say_apart(self, lines: Sequence[str]) -> None:
        """Write small lines after an empty one; nothing if there are none."""
        if lines:
            self.pause()
        for line in lines:
            self.say_small(line)

    def pause(self) -> None:
        """Write an empty line."""
        self._console.print()

    def _block(self, block: Block) -> Iterator[Text]:
        match block:
            case Heading() | Labelled():
                yield from self._title(block)
            case Line():
                yield from self._wrapped(block.text, "dim" if block.small else "")
            case QuoteBlock():
                yield from self._quote(block)
            case ContextBlock():
                yield from self._context(block)
            case ListBlock():
                for row in block.rows:
                    yield from self._row(row)

    def _title(self, block: Heading | Labelled) -> Iterator[Text]:
        title = Text(fit_for_terminal(block.text), style="bold")
        if isinstance(block, Heading):
            title.stylize("underline")
        else:
            title = Text(before_text(block.label)).append_text(title)
        yield from self._lines(title)

    def _quote(self, passage: QuoteBlock) -> Iterator[Text]:
        colour = _COLOURS[passage.tone]
        if passage.label:
            yield from self._wrapped(passage.label, colour)
        yield from self._wrapped(passage.text, "", "│ ", colour)
        who = Text(fit_for_terminal(passage.who), style="bold")
        where = f" · {fit_for_terminal(passage.where)}" if passage.where else ""
        yield from self._lines(who.append(where, "dim not bold"), "  ", first="— ")
        for text in passage.remarks:
            yield from self._wrapped(text, "dim", "  ")

    def _context(self, marked: ContextBlock) -> Iterator[Text]:
        """Yield the excerpt between arrows, so that it stands out without colour."""
        around = Text(style="dim")
        around.append(fit_for_terminal(marked.before))
        around.append("»", "bold").append(fit_for_terminal(marked.passage), "not dim bold")
        around.append("«", "bold").append(fit_for_terminal(marked.after))
        yield from self._lines(around, "│ ")

    def _row(self, row: Row) -> Iterator[Text]:
        """Yield the name and its text on one line, or on one each if they do not fit."""
        name = Text(fit_for_terminal(row.name), style="bold")
        said = Text(fit_for_terminal(row.text))
        if row.text and name.cell_len + said.cell_len + 4 <= self._width:
            name.append("  ").append(said.plain, "not bold")
            said = Text()
        yield from self._lines(name, "  ")
        if said:
            yield from self._lines(said, "    ")
        for text in row.under:
            yield from self._wrapped(text, "dim", "    ")

    def _wrapped(self, text: str, style: str, margin: str = "", colour: str = "") -> Iterator[Text]:
        if text:
            line = Text(fit_for_terminal(text), style=style)
            yield from self._lines(line, margin, colour=colour)

    def _lines(
        self, text: Text, margin: str = "", *, first: str = "", colour: str = ""
    ) -> Iterator[Text]:
        """Yield the text wrapped to the width, each line after the margin, or ``first`` instead."""
        room = max(self._width - len(margin), 10)
        # A broken address leads nowhere; other long words have to be broken.
        overflow: OverflowMethod = "ignore" if "://" in text.plain else "fold"
        # rich would break lines at no-break spaces, before a quotation mark or a colon of French.
        text.plain = text.plain.replace(_NO_BREAK, _KEPT)
        for number, line in enumerate(text.wrap(self._console, room, overflow=overflow)):
            line.rstrip()
            line.plain = line.plain.replace(_KEPT, _NO_BREAK)
            yield Text.assemble((margin if number or not first else first, colour), line)


def _stands_apart(before: Block, block: Block) -> bool:
    """Whether a blank line separates two blocks: not small lines, nor a list from its lead."""
    if isinstance(block, Line) and block.small:
        return not (isinstance(before, Line) and before.small)
    return not (isinstance(before, Line) and isinstance(block, ListBlock | Line))
