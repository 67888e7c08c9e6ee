"""A collection as the YAML files of a library folder, for people to read, change and keep.

The style is a person's: block style, 120 columns, quotation marks only where needed. No YAML
library writes it: they wrap where that changes a text, quote every date, and know only the words of
YAML 1.1. These files read the same in YAML 1.1 and 1.2.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.library.entries import (
    Entry,
    card_entry,
    point_entry,
    quote_entry,
    source_entry,
    speaker_entry,
    topic_entry,
)
from bot.library.library import UNNAMED, Collection
from bot.library.load.yaml_nodes import resolve
from bot.library.model import Quote, Source

# Names that the format or Windows reserves.
_RESERVED = frozenset({"topics", "speakers", "con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}

WIDTH = 120
# Lists and mappings under these keys are written in brackets if they fit on a line.
_IN_BRACKETS = frozenset({"aliases", "topics", "retired", "positions", "quoting"})
# A blank line separates the entries of these lists.
_APART = frozenset({"topics", "quotes"})

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` ~=<")
_MARKS_WITHIN = re.compile(r": | #|:$")
_NOT_IN_BRACKETS = re.compile(r"[][{},:?#]")
# YAML 1.1 has more words and more numbers than 1.2: https://yaml.org/type/
_OTHER_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_OTHER_NUMBERS = re.compile(r"[-+.]?[0-9][0-9a-fA-FoxbXO_.,:eE+-]*")
# Characters that a reader of the file would not see, or that would turn its lines around: controls,
# soft hyphen, zero-width and direction marks, byte order mark, tags. The joiners U+200C and U+200D
# stay: some scripts and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_LOOSE_SPACE = re.compile(r"\A\s|\s\Z|[ \t]\n")
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def exported(collection: Collection) -> dict[str, str]:
    """Return the files of a collection by name.

    First topics.yaml and speakers.yaml, then one file for each source by its id, then the source
    texts as ``seeds/NAME``. Nothing is lost when they are read again, and the same collection is
    always the same characters. Quotes of several sources on one thing come back in the order of the
    sources' ids.
    """
    by_source: dict[str, list[Quote]] = {source.id: [] for source in collection.sources}
    for quote in collection.quotes:
        by_source[quote.source].append(quote)
    sources = sorted(collection.sources, key=lambda source: source.id)
    names = _file_names(sources)
    speakers = {"speakers": list(map(speaker_entry, collection.speakers))}
    files = {
        "topics.yaml": document("topics", _topics(collection)),
        "speakers.yaml": document("speakers", speakers),
    }
    for source in sources:
        entries = _source(source, by_source[source.id], collection)
        files[names[source.id]] = document("source", entries)
    for source in sources:
        if source.file and source.id in collection.texts:
            files[f"seeds/{source.file}"] = collection.texts[source.id]
    return files


def _file_names(sources: list[Source]) -> dict[str, str]:
    ids = {source.id for source in sources}
    names = {}
    for id_ in ids:
        name = id_
        while name in _RESERVED or (name != id_ and name in ids):
            name += "-source"
        names[id_] = f"{name}.yaml"
    return names


def _topics(collection: Collection) -> Entry:
    under: dict[str, list[Entry]] = {topic.id: [] for topic in collection.topics}
    for point in collection.points:
        under[point.topic].append(point_entry(point))
    topics = [topic_entry(topic, under[topic.id]) for topic in collection.topics]
    card = {} if collection.card == UNNAMED else {"library": card_entry(collection.card)}
    return {**card, "topics": topics}


def _source(source: Source, quotes: list[Quote], collection: Collection) -> Entry:
    hidden = collection.hidden.get(source.id, ())
    lists = {
        "retired": list(collection.retired.get(source.id, ())),
        "hidden": [{"quote": each.quote} | _reason(each.reason) for each in hidden],
        "quotes": [_quote(quote, source) for quote in quotes],
    }
    filled = {key: entries for key, entries in lists.items() if entries or key == "quotes"}
    return {"source": source_entry(source), **filled}


def _reason(reason: str) -> Entry:
    return {"reason": reason} if reason else {}


def _quote(quote: Quote, source: Source) -> Entry:
    """The entry of a quote without the format's defaults."""
    entry = quote_entry(quote)
    if entry["speaker"] == source.author:
        del entry["speaker"]
    if entry["part"] == "article":
        del entry["part"]
    if entry["occurrence"] == 1:
        del entry["occurrence"]
    if "quoting" in entry and entry["quoting"].get("writer") == source.author:
        del entry["quoting"]["writer"]
    return entry


def document(schema: str, entries: Mapping[str, Any]) -> str:
    """Return a file: a line that names its schema for editors, then its entries."""
    lines = [f"# yaml-language-server: $schema=schema/{schema}.json", *_mapping(entries, 0)]
    return "\n".join(lines) + "\n"


def _mapping(entries: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in entries.items():
        if indent == 0 and key in _APART and key != next(iter(entries)):
            yield ""
        yield from _pair(key, value, indent)


def _pair(key: str, value: Any, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}{key}:"
    bracketed = key in _IN_BRACKETS and (indent > 0 or key == "retired")
    short = _in_brackets(value) if bracketed or not value else ""
    if isinstance(value, bool):
        yield f"{head} {'true' if value else 'false'}"
    elif isinstance(value, int):
        yield f"{head} {value}"
    elif isinstance(value, str):
        yield from _text(head, value, indent + 2, dated=key == "date" and len(value) <= 10)
    elif short and len(head) + 1 + len(short) <= WIDTH:
        yield f"{head} {short}"
    elif isinstance(value, Mapping):
        yield head
        yield from _mapping(value, indent + 2)
    else:
        yield head
        yield from _list(value, indent + 2, apart=indent == 0 and key in _APART)


def _list(values: Sequence[Any], indent: int, *, apart: bool) -> Iterator[str]:
    for number, value in enumerate(values):
        if apart and number:
            yield ""
        if isinstance(value, str):
            yield from _text(f"{' ' * indent}-", value, indent + 2)
            continue
        if value.keys() == {"point", "stance"}:
            yield f"{' ' * indent}- {_in_brackets(value)}"
            continue
        lines = list(_mapping(value, indent + 2))
        yield f"{' ' * indent}- {lines[0].lstrip(' ')}"
        yield from lines[1:]


def _in_brackets(value: Any) -> str:
    """The value in brackets on one line; empty if something in it cannot be written so."""
    match value:
        case str():
            if not is_plain(value):
                return quoted(value)
            return "" if _NOT_IN_BRACKETS.search(value) else value
        case Mapping():
            parts = {key: _in_brackets(each) for key, each in value.items()}
            pairs = ", ".join(f"{key}: {part}" for key, part in parts.items())
            return f"{{{pairs}}}" if all(parts.values()) else ""
        case list():
            parts_of_list = [_in_brackets(each) for each in value]
            return f"[{', '.join(parts_of_list)}]" if all(parts_of_list) else ""
        case _:
            return ""


def _text(head: str, text: str, indent: int, *, dated: bool = False) -> Iterator[str]:
    """A text after its key or dash: plain, in quotation marks, or as a block below."""
    room = WIDTH - len(head) - 1
    as_it_is = is_plain(text) and len(text) <= room
    if as_it_is or (dated and str(resolve(text or " ")) == text):
        yield f"{head} {text}"
    elif _UNSEEN.search(text) or _LOOSE_SPACE.search(text) or not text:
        first, *rest = _wrapped(quoted(text), WIDTH - indent)
        yield f"{head} {first}"
        yield from (" " * indent + line for line in rest)
    elif "\n" not in text and len(quoted(text)) <= room:
        yield f"{head} {quoted(text)}"
    else:
        yield from _block(head, text, indent)


def _block(head: str, text: str, indent: int) -> Iterator[str]:
    """A text below its key: line by line if its lines are short, else folded."""
    pad, width = " " * indent, WIDTH - indent
    lines = text.split("\n")
    begins_inside = any(line.startswith(" ") for line in lines)
    if len(lines) > 1 and (begins_inside or max(map(len, lines)) <= width):
        yield f"{head} |-"
        yield from (pad + line if line else "" for line in lines)
        return
    yield f"{head} >-"
    for number, line in enumerate(lines):
        if number:
            yield ""  # a blank line between folded ones is one line end
        yield from (pad + part for part in _wrapped(line, width) if part)


def _wrapped(line: str, width: int) -> list[str]:
    """The line cut at single spaces between words; a reader turns each break into such a space."""
    parts: list[str] = []
    for word in _BREAK.split(line):
        if parts and len(parts[-1]) + 1 + len(word) <= width:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def is_plain(text: str) -> bool:
    """Return whether any reader reads the text as text without quotation marks."""
    if not text or text[0] in _INDICATORS or "\n" in text or text.endswith(" "):
        return False
    if _UNSEEN.search(text) or _LOOSE_SPACE.search(text) or _MARKS_WITHIN.search(text):
        return False
    word_of_yaml = text.casefold() in _OTHER_WORDS or _OTHER_NUMBERS.fullmatch(text)
    return not word_of_yaml and isinstance(resolve(text), str)


def quoted(text: str) -> str:
    """Return the text in quotation marks on one line; in ' marks if that saves escapes."""
    if '"' in text and "'" not in text and not _UNSEEN.search(text) and "\n" not in text:
        return f"'{text}'"
    plain = "".join(_ESCAPES.get(letter, letter) for letter in text)
    return f'"{_UNSEEN.sub(_escape, plain)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
