"""Lines of a message: runs of text behind a prefix, written as markdown or as plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.discordapp.escape import escape, legible, on_one_line, weight
from bot.discordapp.limits import ENTRIES_OF_A_MESSAGE

PLAIN = ""
TITLE = "### "
QUOTED = "> "
SMALL = "-# "
ENTRY = "- "
UNDER_ENTRY = "  - "


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, without a line end in it; ``strong`` makes it bold."""

    text: str
    strong: bool = False

    @property
    def markdown(self) -> str:
        """The text escaped, bold where it is strong; white space at its ends stays outside."""
        core = self.text.strip()
        if not self.strong or not core:
            return escape(self.text)
        before, after = self.text.split(core, 1)
        return f"{before}**{escape(core)}**{after}"


@dataclass(frozen=True, slots=True)
class Text:
    """What one text display says: as markdown, and as it reads in a file.

    ``entries`` of a list begin in it. ``weight`` is what it counts against Discord's limit.
    """

    markdown: str
    plain: str
    entries: int = 0
    weight: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Weigh it once: it is asked for again and again while messages are filled."""
        object.__setattr__(self, "weight", weight(self.markdown))


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: a prefix that Discord understands, and what is said."""

    prefix: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> Text:
        """The line written out; in plain text only a quotation keeps its mark."""
        mark = self.prefix if self.prefix == QUOTED else ""
        return Text(
            self.prefix + "".join([run.markdown for run in self.runs]),
            mark + "".join([run.text for run in self.runs]),
            int(self.prefix == ENTRY),
        )


def line(prefix: str, text: str, *, strong: bool = False) -> tuple[TextLine, ...]:
    """The text on one line behind the prefix; no line where there is no text."""
    single = on_one_line(text)
    return (TextLine(prefix, (Run(single, strong),)),) if single else ()


def lines(prefix: str, runs: Iterable[Run]) -> tuple[TextLine, ...]:
    """The runs as written, line by line, the prefix before each; no blank ones at the ends."""
    rows: list[list[Run]] = [[]]
    for run in runs:
        first, *others = legible(run.text).split("\n")
        rows[-1].append(Run(first, run.strong))
        rows.extend([Run(other, run.strong)] for other in others)
    said = [any(run.text.strip() for run in row) for row in rows]
    if not any(said):
        return ()
    start, end = said.index(True), len(said) - said[::-1].index(True)
    return tuple(TextLine(prefix, tuple(run for run in row if run.text)) for row in rows[start:end])


def texts(written: Iterable[TextLine], room: int) -> tuple[Text, ...]:
    """The lines joined into as few texts of at most ``room`` as their order allows.

    ``room`` is a weight, at least 32. A line that is longer goes on in the next text. No text has
    more entries of a list than a message.
    """
    made: list[Text] = []
    held: list[Text] = []
    used, entries = -1, 0  # the first line has no line end before it
    for short in (part for whole in written for part in _parts(whole, room)):
        cost = short.weight + 1
        entries += short.entries
        if held and (used + cost > room or entries > ENTRIES_OF_A_MESSAGE):
            made.append(joined(held))
            held, used, entries = [], -1, short.entries
        held.append(short)
        used += cost
    return (*made, joined(held)) if held else tuple(made)


def parted(text: Text, room: int) -> tuple[Text, ...]:
    """A text with a list in two, the first at most ``room``; whole where no entry ends in there."""
    shown, plain = text.markdown.split("\n"), text.plain.split("\n")
    at, used, place = 0, -1, 0
    for place, one in enumerate(shown):
        if place and one.startswith(ENTRY):
            at = place
        used += weight(one) + 1
        if used > room:
            break
    if not at or text.entries < 2:
        return (text,)
    return tuple(
        Text("\n".join(lines), "\n".join(said), sum(one.startswith(ENTRY) for one in lines))
        for lines, said in ((shown[:at], plain[:at]), (shown[at:], plain[at:]))
    )


def joined(parts: Iterable[Text]) -> Text:
    """The texts as one, each on a line of its own."""
    parts = tuple(parts)
    return Text(
        "\n".join(part.markdown for part in parts),
        "\n".join(part.plain for part in parts),
        sum(part.entries for part in parts),
    )


def _parts(whole: TextLine, room: int) -> Iterator[Text]:
    text = whole.text
    if text.weight <= room:
        yield text
        return
    first = True
    for run in whole.runs:
        rest = run.text
        while rest:
            part = _fitting(replace(whole, runs=(replace(run, text=rest),)), room)
            yield part.text if first else replace(part.text, entries=0)
            first = False
            rest = rest[len(part.runs[0].text) :]


def _fitting(whole: TextLine, room: int) -> TextLine:
    """As much of the beginning of a line of one run as fits, up to the end of a word."""
    (run,) = whole.runs
    longest = room
    while True:
        at = len(run.text)
        if at > longest:
            at = run.text.rfind(" ", longest // 2, longest) + 1 or longest
        part = replace(whole, runs=(replace(run, text=run.text[:at]),))
        if part.text.weight <= room:
            return part
        # Escaping at most doubles a text, and adds two, so this ends soon.
        longest = longest * 3 // 4
