"""Export a server's collection as the YAML files of a library folder, to read, change and keep.

The style is a person's: block style, 120 columns, quotation marks only where needed, the same in
YAML 1.1 and 1.2. No YAML library writes it: they wrap where that changes a text, quote every date,
and know only the words of YAML 1.1.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from bot.library.changes import HideQuote
from bot.library.entries import Entry, entry_of
from bot.library.library import UNNAMED, Collection, Library
from bot.library.load.yaml_nodes import resolve
from bot.library.model import Kind, Point, Quote, Sides, Source, Topic
from bot.library.view import View

_T = TypeVar("_T")


def whole_view(view: View) -> Collection:
    """Return everything that a server's members see, as a library of its own.

    The ids of removed and hidden quotes are retired in it.
    """
    retired = {source: dict.fromkeys(ids) for source, ids in view.shared.retired.items()}
    for id_ in (*view.removed, *view.hidden):
        quote = view.put.get(id_) or view.shared.quotes[id_]
        retired.setdefault(quote.source, {})[id_] = None
    every = _led(view.library.collection, view.library)
    return replace(every, retired={source: tuple(ids) for source, ids in retired.items()})


def own_part(view: View) -> Collection:
    """Return what a server added and changed, with the shared things that it refers to.

    - its quotes that are not removed, unless they equal the shared ones;
    - its topics, points, speakers and sources that differ from the shared ones, and all others that
      its quotes refer to, so that the part can be read alone or into a server over another library;
    - as hidden, the shared quotes that it does not show, also if its own version was removed.

    Source texts and the names of their files are left out: they belong to the shared library.
    """
    shared, library = view.shared, view.library
    quotes = tuple(
        quote
        for id_, quote in view.put.items()
        if id_ not in view.removed and shared.quotes.get(id_) != quote
    )
    hidden = _hidden(view)
    points = _changed(view, Kind.POINT)
    points |= {held.point for quote in quotes for held in quote.positions}
    topics = _changed(view, Kind.TOPIC) | {library.points[point].topic for point in points}
    topics |= {topic for quote in quotes for topic in quote.topics}
    sources = _changed(view, Kind.SOURCE) | {quote.source for quote in quotes} | hidden.keys()
    speakers = _changed(view, Kind.SPEAKER)
    speakers |= {library.sources[source].author for source in sources} - {""}
    speakers |= {quote.speaker for quote in quotes}
    speakers |= {quote.quoting.writer for quote in quotes if quote.quoting}
    part = Collection(
        topics=_among(topics, library.topics),
        points=_among(points, library.points),
        speakers=_among(speakers, library.speakers),
        sources=tuple(replace(source, file="") for source in _among(sources, library.sources)),
        quotes=quotes,
        hidden=hidden,
    )
    return _led(part, library)


def _among(ids: Container[str], things: Mapping[str, _T]) -> tuple[_T, ...]:
    return tuple(thing for id_, thing in things.items() if id_ in ids)


def _led(part: Collection, library: Library) -> Collection:
    """Return the collection; ``first`` keeps only its quotes that are under the topic or point."""
    quotes = {quote.id for quote in part.quotes}

    def kept(ids: tuple[str, ...], under: Container[str]) -> tuple[str, ...]:
        return tuple(id_ for id_ in ids if id_ in quotes and id_ in under)

    def of_point(point: Point) -> Sides:
        first, sides = point.first, library.sides(point.id)
        return Sides(kept(first.for_, sides.for_), kept(first.against, sides.against))

    return replace(
        part,
        topics=tuple(
            replace(topic, first=kept(topic.first, library.by_topic.get(topic.id, ())))
            for topic in part.topics
        ),
        points=tuple(replace(point, first=of_point(point)) for point in part.points),
    )


def _changed(view: View, kind: Kind) -> set[str]:
    """The ids of a kind whose things differ from the shared ones.

    A topic with a new point under it does not count as changed, nor a source without its file.
    """

    def alone(thing: object) -> object:
        match thing:
            case Topic():
                return replace(thing, points=())
            case Source():
                return replace(thing, file="")
            case _:
                return thing

    now, shared = view.library.things(kind), view.shared.things(kind)
    return {
        id_
        for id_ in view.own.get(kind, ())
        if id_ not in shared or alone(now[id_]) != alone(shared[id_])
    }


def _hidden(view: View) -> dict[str, tuple[HideQuote, ...]]:
    """The shared quotes that are not shown, with reasons, by source, in the order of their ids."""
    reasons = {**view.hidden, **view.removed}
    by_source: dict[str, tuple[HideQuote, ...]] = {}
    for id_ in sorted(id_ for id_ in reasons if id_ in view.shared.quotes):
        source = view.shared.quotes[id_].source
        by_source[source] = (*by_source.get(source, ()), HideQuote(id_, reasons[id_]))
    return by_source


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


def exported(collection: Collection) -> dict[str, str]:
    """Return the files of a collection by name.

    First topics.yaml and speakers.yaml, then one file for each source by its id, then the source
    texts as ``seeds/NAME``. Nothing is lost when they are read again, but the order of quotes of
    several sources; the same collection is always the same characters.
    """
    by_source: dict[str, list[Quote]] = {source.id: [] for source in collection.sources}
    for quote in collection.quotes:
        by_source[quote.source].append(quote)
    sources = sorted(collection.sources, key=lambda source: source.id)
    names = _file_names(sources)
    speakers = {"speakers": list(map(entry_of, collection.speakers))}
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
        under[point.topic].append(entry_of(point))
    topics = [
        entry_of(topic) | ({"points": under[topic.id]} if under[topic.id] else {})
        for topic in collection.topics
    ]
    card = {} if collection.card == UNNAMED else {"library": entry_of(collection.card)}
    return {**card, "topics": topics}


def _source(source: Source, quotes: list[Quote], collection: Collection) -> Entry:
    lists = {
        "retired": list(collection.retired.get(source.id, ())),
        "hidden": list(map(entry_of, collection.hidden.get(source.id, ()))),
        "quotes": [_quote(quote, source) for quote in quotes],
    }
    filled = {key: entries for key, entries in lists.items() if entries or key == "quotes"}
    return {"source": entry_of(source), **filled}


def _quote(quote: Quote, source: Source) -> Entry:
    """The entry of a quote, without a speaker and a writer who are the author."""
    entry = entry_of(quote)
    if entry["speaker"] == source.author:
        del entry["speaker"]
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
    if isinstance(value, int):  # true and false among them
        yield f"{head} {json.dumps(value)}"
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
    return _UNSEEN.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
