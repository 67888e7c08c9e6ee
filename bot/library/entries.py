"""The library's terms as entries of its files, and back.

An entry is plain values under the keys of :mod:`bot.library.schema`, in the format's order. A field
with the same name in the model and in the schema needs nothing here.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import lru_cache
from sys import intern
from typing import Any

from bot.library.model import (
    Card,
    Leading,
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Speaker,
    Stance,
    Status,
    Topic,
)
from bot.library.schema import CARD, POINT, POSITION, QUOTE, QUOTING, SOURCE, SPEAKER, TOPIC
from bot.library.shapes import Record

Entry = dict[str, Any]
Described = Card | Topic | Point | Speaker | Source | Quote | Quoting | Position


def card_entry(card: Card) -> Entry:
    """Return a library's description of itself as an entry."""
    languages = list(card.languages)
    said = languages[0] if len(languages) == 1 else languages
    entry = _entry(card, CARD, language=said)
    return entry if said else {key: value for key, value in entry.items() if key != "language"}


def topic_entry(topic: Topic, points: list[Entry]) -> Entry:
    """Return a topic with these entries of its points as an entry."""
    return _entry(topic, TOPIC, points=points)


def point_entry(point: Point) -> Entry:
    """Return a point as an entry; its topic is where the entry stands."""
    first = {"for": list(point.first.for_), "against": list(point.first.against)}
    sides = {"for": point.side_for, "against": point.side_against}
    return _entry(point, POINT, **sides, first={side: ids for side, ids in first.items() if ids})


def speaker_entry(speaker: Speaker) -> Entry:
    """Return a speaker as an entry."""
    return _entry(speaker, SPEAKER)


def source_entry(source: Source) -> Entry:
    """Return a source, without its quotes, as an entry."""
    return _entry(source, SOURCE)


def quote_entry(quote: Quote) -> Entry:
    """Return a quote as an entry that names its speaker and part; its source is the file's."""
    return _entry(
        quote,
        QUOTE,
        positions=[_entry(position, POSITION) for position in quote.positions],
        quoting=_entry(quote.quoting, QUOTING) if quote.quoting else None,
    )


def card_of(entry: Entry) -> Card:
    """Return a library's description of itself."""
    values = _values(entry)
    said = values.pop("language", ())
    return Card(**values, languages=(said,) if isinstance(said, str) else said)


def topic_of(entry: Entry) -> Topic:
    """Return a topic, with its points as ids."""
    points = tuple(point["id"] for point in entry.get("points", ()))
    return Topic(**{**_values(entry), "points": points})


def points_of(entry: Entry) -> tuple[Point, ...]:
    """Return the points of a topic."""
    return tuple(_point_of(point, entry["id"]) for point in entry.get("points", ()))


def speaker_of(entry: Entry) -> Speaker:
    """Return a speaker."""
    return Speaker(**_values(entry))


def source_of(entry: Entry) -> Source:
    """Return a source."""
    return Source(**_values(entry))


def quote_of(entry: Entry, source: Entry) -> Quote:
    """Return a quote of a source, with the defaults of the format filled in."""
    author: str = source.get("author", "")
    values = _values(entry) | {
        "source": source["id"],
        "speaker": intern(entry.get("speaker", author)),
        "part": Part(entry.get("part", Part.ARTICLE)),
        "topics": tuple(map(intern, entry.get("topics", ()))),
        "positions": tuple(
            _position(each["point"], each["stance"], each.get("reported", ""))
            for each in entry.get("positions", ())
        ),
    }
    if "quoting" in entry:
        quoting = entry["quoting"]
        values["quoting"] = Quoting(quoting.get("writer", author), quoting.get("work", ""))
    if "status" in entry:
        values["status"] = Status(entry["status"])
    return Quote(**values)


def _entry(described: Described, shape: Record, **given: Any) -> Entry:
    """The keys of the shape in its order, ``given`` ones first; empty optional ones left out."""
    optional = {
        each.name
        for each in fields(described)
        if each.default is not MISSING or each.default_factory is not MISSING
    }
    entry: Entry = {}
    for name in shape.keys:
        value = given[name] if name in given else getattr(described, name)
        if value or name not in optional:
            entry[name] = _plain(value)
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _values(entry: Entry) -> Entry:
    """The values, lists as tuples; the caller converts those that are entries."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }


def _point_of(entry: Entry, topic: str) -> Point:
    values = _values(entry)
    sides = {"side_for": values.pop("for"), "side_against": values.pop("against")}
    first = {side: tuple(ids) for side, ids in values.pop("first", {}).items()}
    leading = Leading(first.get("for", ()), first.get("against", ()))
    return Point(topic=topic, **sides, first=leading, **values)


# Many quotes share a point and a stance: one object for all of them.
@lru_cache(maxsize=1 << 15)
def _position(point: str, stance: str, reported: str) -> Position:
    return Position(intern(point), Stance(stance), reported)
