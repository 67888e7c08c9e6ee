"""The texts of a page as Markdown: lines of runs behind a prefix.

Markdown has commands to press and times in the reader's zone:
https://docs.discord.com/developers/reference#message-formatting
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.discordapp.limits import ENTRIES_OF_A_MESSAGE, REPEATED_TEXT, ROOM, ROOM_FOR_REPEATED_TEXT
from bot.i18n import before_text, moment
from bot.library import text_cleaning
from bot.library.text_cleaning import legible
from bot.pages import page

# Active anywhere: emphasis, code, spoilers, links; every ``<…>`` (mentions, channels, roles,
# timestamps, emoji, commands, links); @everyone and @here; ``:emoji:`` and ``scheme://``.
_ACTIVE = re.compile(r"[\\*_~`|\[\]<@]|:(?=\S|\Z)")
# Active at the start of a line, also after white space: headings, quotations, lists and, by their
# hyphen, small print. The backslash goes before the last character matched.
_LINE_START = re.compile(r"[ \t]*(?:[#>+-]|\d+[.)])")


def on_one_line(text: str) -> str:
    """Return the legible text with every run of white space as one space."""
    return " ".join(legible(text).split())


def escape(text: str) -> str:
    """Return the legible text with a backslash before everything Discord would read as markup.

    At most twice as long as ``text`` by :func:`weight`, plus two.
    """
    return "\n".join(map(_escaped_line, legible(text).split("\n")))


def weight(text: str) -> int:
    """Return the length of the text against Discord's limits, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """Return the legible text on one line, at most ``limit`` by weight; ``…`` marks a cut end."""
    return text_cleaning.shortened(legible(text), limit, weight)


def _escaped_line(line: str) -> str:
    start = _LINE_START.match(line)
    at = start.end() if start else 0
    escaped = _ACTIVE.sub(r"\\\g<0>", line[at:])
    return f"{line[: at - 1]}\\{line[at - 1]}{escaped}" if at else escaped


PLAIN = ""
TITLE = "### "
QUOTED = "> "
SMALL = "-# "
ENTRY = "- "
UNDER_ENTRY = "  - "
# Our marks, of which quotations keep theirs; a backslash and what it escapes; commands and times.
_OURS = re.compile(
    rf"^(?:{TITLE}|{SMALL}|{ENTRY}|{UNDER_ENTRY})|\*\*|\\(.)|</([a-z ]+):\d+>|<t:(\d+):f>",
    re.MULTILINE,
)


class Run(Struct, frozen=True):
    """A stretch of text without a line end; ``strong`` makes it bold.

    ``own`` are the bot's own words, in which commands and times are Discord's.
    """

    text: str
    strong: bool = False
    own: bool = False

    @property
    def markdown(self) -> str:
        """The text escaped, and bold if strong; white space at its ends stays outside."""
        core = self.text.strip()
        if not self.strong or not core:
            return self._escaped(self.text)
        before, after = self.text.split(core, 1)
        return f"{before}**{self._escaped(core)}**{after}"

    def _escaped(self, text: str) -> str:
        return with_command_links_and_times(escape(text)) if self.own else escape(text)


class TextLine(Struct, frozen=True):
    """One line: a Markdown prefix and the runs after it."""

    prefix: str
    runs: tuple[Run, ...]

    @property
    def markdown(self) -> str:
        """The line as Markdown."""
        return self.prefix + "".join([run.markdown for run in self.runs])


def line(
    prefix: str, text: str, *, strong: bool = False, own: bool = False
) -> tuple[TextLine, ...]:
    """Return the text on one line behind the prefix; no line for an empty text."""
    single = on_one_line(text)
    return (TextLine(prefix, (Run(single, strong, own),)),) if single else ()


def split_lines(prefix: str, runs: Iterable[Run]) -> tuple[TextLine, ...]:
    """Return the runs split into lines behind the prefix, without blank lines at the ends."""
    rows: list[list[Run]] = [[]]
    for run in runs:
        first, *others = legible(run.text).split("\n")
        rows[-1].append(replace(run, text=first))
        rows.extend([replace(run, text=other)] for other in others)
    filled = [any(run.text.strip() for run in row) for row in rows]
    if not any(filled):
        return ()
    start, end = filled.index(True), len(filled) - filled[::-1].index(True)
    return tuple(TextLine(prefix, tuple(run for run in row if run.text)) for row in rows[start:end])


def pack(text_lines: Iterable[TextLine], room: int = ROOM) -> tuple[str, ...]:
    """Join the lines into as few texts of at most ``room`` as their order allows.

    ``room`` is a weight, at least 32. A longer line continues in the next text. No text has more
    list entries than a message may have.
    """
    packed: list[str] = []
    held: list[str] = []
    used, begun = -1, 0  # the first line has no line end before it
    for part in (part for text_line in text_lines for part in _parts(text_line, room)):
        cost = weight(part) + 1
        begun += entries(part)
        if held and (used + cost > room or begun > ENTRIES_OF_A_MESSAGE):
            packed.append("\n".join(held))
            held, used, begun = [], -1, entries(part)
        held.append(part)
        used += cost
    return (*packed, "\n".join(held)) if held else tuple(packed)


def entries(markdown: str) -> int:
    """Return the number of list entries; no other line begins like one, as all are escaped."""
    return sum(text_line.startswith(ENTRY) for text_line in markdown.split("\n"))


def split_list(markdown: str, room: int) -> tuple[str, ...]:
    """Split a list into two texts, the first at most ``room``; whole if no entry ends in there."""
    shown = markdown.split("\n")
    at, used = 0, -1
    for place, text_line in enumerate(shown):
        if place and text_line.startswith(ENTRY):
            at = place
        used += weight(text_line) + 1
        if used > room:
            break
    if not at or entries(markdown) < 2:
        return (markdown,)
    return "\n".join(shown[:at]), "\n".join(shown[at:])


def plain(markdown: str) -> str:
    """Return a text of ours for a file: without our marks, but with those of quotations."""
    return _OURS.sub(_unmarked, markdown)


def _unmarked(found: re.Match[str]) -> str:
    escaped, command, at_s = found.groups(default="")
    if at_s:
        return moment(datetime.fromtimestamp(int(at_s), UTC))
    return f"/{command}" if command else escaped


def _parts(whole: TextLine, room: int) -> Iterator[str]:
    """Yield the line in texts of at most ``room``, if possible cut at the ends of words."""
    if weight(whole.markdown) <= room:
        yield whole.markdown
        return
    for run in whole.runs:
        rest, longest = run.text, room
        while rest:
            at = len(rest)
            if at > longest:
                at = rest.rfind(" ", longest // 2, longest) + 1 or longest
            part = TextLine(whole.prefix, (replace(run, text=rest[:at]),)).markdown
            if weight(part) <= room:
                yield part
                rest, longest = rest[at:], room
            else:
                # Escaping doubles a text at most and adds two, so this ends soon.
                longest = longest * 3 // 4


# Parts this short are not broken over two lines of a phone: "2 voices for, none against" in a list
# with bullets, "Social care" in another.
_UNBROKEN_IN_A_LIST, _UNBROKEN = 26, 16
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_SEPARATOR = " · "


def texts_of(blocks: Iterable[page.Block]) -> Iterator[str]:
    """Yield the texts of the blocks; consecutive lines of small print are one text."""
    small: list[TextLine] = []
    for block in blocks:
        if isinstance(block, page.Line) and block.small:
            small.extend(line(SMALL, block.text, own=True))
            continue
        yield from pack(small)
        small = []
        yield from _texts_of_block(block)
    yield from pack(small)


def _texts_of_block(block: page.Block) -> tuple[str, ...]:
    match block:
        case page.Heading():
            return pack(line(TITLE, block.text))
        case page.Labelled():
            label = Run(before_text(block.label))
            return pack([TextLine(SMALL, (label, Run(on_one_line(block.text), strong=True)))])
        case page.Line():
            return pack(split_lines(PLAIN, (Run(block.text, own=True),)))
        case page.QuoteBlock():
            return tuple(quote_texts(block))
        case page.ContextBlock():
            runs = (Run(block.before), Run(block.passage, strong=True), Run(block.after))
            return pack(split_lines(QUOTED, runs))
        case page.ListBlock():
            rows = () if block.on_buttons else block.rows
            prefix = ENTRY if block.bullets else PLAIN
            return pack(entry for row in rows for entry in _entry(row, prefix))


def _entry(row: page.Row, prefix: str) -> tuple[TextLine, ...]:
    name = line(prefix, row.name, strong=True, own=True)
    note = line(prefix, row.text, own=True)
    under = tuple(one for text in row.under for one in line(UNDER_ENTRY, text))
    if not name or not note:
        return (*name, *note, *under)
    most = _UNBROKEN_IN_A_LIST if prefix == ENTRY else _UNBROKEN
    unbroken = (replace(run, text=_unbroken(run.text, most)) for run in note[0].runs)
    return (TextLine(prefix, (*name[0].runs, Run(" "), *unbroken)), *under)


def _unbroken(text: str, most: int) -> str:
    """Return the text with no-break spaces in its parts of up to ``most`` characters."""
    parts = (
        part.replace(" ", _NO_BREAK_SPACE) if len(part) <= most else part
        for part in text.split(_SEPARATOR)
    )
    return f"{_NO_BREAK_SPACE}· ".join(parts)


def quote_texts(quote: page.QuoteBlock) -> Iterator[str]:
    """Yield the label, the words, the speaker and the source of a quote.

    Every line of the words is in a Markdown quotation, so that no text in it can pass for our
    attribution. If the words take several texts, each has the whole attribution, or the beginning
    of one that is longer than half a message.
    """
    label = line(SMALL, quote.label, strong=True)
    words = split_lines(QUOTED, (Run(quote.text),))
    attribution = (
        *_who_and_where(quote),
        *(one for text in quote.remarks for one in line(SMALL, text)),
    )
    before, after = pack(label), pack(attribution)
    around = sum(weight(text) + 1 for text in (*before, *after))
    if not words:
        yield from pack((*label, *attribution))
        return
    if around <= ROOM // 2:
        for part in pack(words, ROOM - around):
            yield "\n".join((*before, part, *after))
        return
    who, where = shortened(quote.who, REPEATED_TEXT), shortened(quote.where, REPEATED_TEXT)
    brief = _who_and_where(replace(quote, who=who, where=where))
    yield from before
    for part in pack(words, ROOM - 2 * ROOM_FOR_REPEATED_TEXT):
        yield "\n".join((part, *pack(brief)))
    yield from pack(attribution)


def _who_and_where(quote: page.QuoteBlock) -> tuple[TextLine, ...]:
    """Return the attribution in one line of small print, the speaker in bold."""
    who = line(SMALL, quote.who, strong=True)
    where = line(SMALL, quote.where)
    if not who or not where:
        return (*who, *where)
    return (TextLine(SMALL, (*who[0].runs, Run(_SEPARATOR), *where[0].runs)),)


_COMMAND = re.compile(r"(?<![\w/<.])/([a-z]+)(?: ([a-z]+))?\b(?!/|\.\w)")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d \d\d\\?:\d\d UTC\b")
# Every process registers the same commands, so that the ids are the same everywhere.
_ids: dict[str, int] = {}


def remember_commands(commands: Iterable[Mapping[str, Any]]) -> None:
    """Remember the ids of registered commands, from the payloads that Discord returned."""
    _ids.clear()
    for command in commands:
        parts = [one["name"] for one in command.get("options") or () if one.get("type") == 1]
        names = [f"{command['name']} {part}" for part in parts] or [command["name"]]
        _ids.update(dict.fromkeys(names, int(command["id"])))


def with_command_links_and_times(markdown: str) -> str:
    """Return escaped Markdown with ``</ask:id>`` for ``/ask``, and ``<t:…:f>`` for a moment.

    A moment is written ``2026-03-02 17:49 UTC``. A command whose id is unknown stays text.
    """
    return _MOMENT.sub(_timestamp, _COMMAND.sub(_mention, markdown))


def _mention(found: re.Match[str]) -> str:
    for name in (f"{found[1]} {found[2]}", found[1]):
        if name in _ids:
            return f"</{name}:{_ids[name]}>{found[0][len(name) + 1 :]}"
    return found[0]


def _timestamp(found: re.Match[str]) -> str:
    try:
        at = datetime.strptime(found[0].replace("\\", ""), "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
    except ValueError:
        return found[0]
    return f"<t:{int(at.timestamp())}:f>"
