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

from pydantic import BaseModel

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
from bot.library.schema import (
    CardEntry,
    PointEntry,
    PositionEntry,
    QuoteEntry,
    QuotingEntry,
    SourceEntry,
    SpeakerEntry,
    TopicEntry,
)

Entry = dict[str, Any]
Described = Card | Topic | Point | Speaker | Source | Quote | Quoting | Position


def card_entry(card: Card) -> Entry:
    """Return a library's description of itself as an entry."""
    languages = list(card.languages)
    said = languages[0] if len(languages) == 1 else languages
    entry = _entry(card, CardEntry, language=said)
    return entry if said else {key: value for key, value in entry.items() if key != "language"}


def topic_entry(topic: Topic, points: list[Entry]) -> Entry:
    """Return a topic with these entries of its points as an entry."""
    return _entry(topic, TopicEntry, points=points)


def point_entry(point: Point) -> Entry:
    """Return a point as an entry; its topic is where the entry stands."""
    first = {"for": list(point.first.for_), "against": list(point.first.against)}
    return _entry(
        point,
        PointEntry,
        for_=point.side_for,
        against=point.side_against,
        first={side: ids for side, ids in first.items() if ids},
    )


def speaker_entry(speaker: Speaker) -> Entry:
    """Return a speaker as an entry."""
    return _entry(speaker, SpeakerEntry)


def source_entry(source: Source) -> Entry:
    """Return a source, without its quotes, as an entry."""
    return _entry(source, SourceEntry)


def quote_entry(quote: Quote) -> Entry:
    """Return a quote as an entry that names its speaker and part; its source is the file's."""
    return _entry(
        quote,
        QuoteEntry,
        positions=[_entry(position, PositionEntry) for position in quote.positions],
        quoting=_entry(quote.quoting, QuotingEntry) if quote.quoting else None,
    )


def card_of(entry: CardEntry) -> Card:
    """Return a library's description of itself."""
    values = _values(entry)
    said = values.pop("language", ())
    return Card(**values, languages=(said,) if isinstance(said, str) else said)


def topic_of(entry: TopicEntry) -> Topic:
    """Return a topic, with its points as ids."""
    return Topic(**{**_values(entry), "points": tuple(point.id for point in entry.points)})


def points_of(entry: TopicEntry) -> tuple[Point, ...]:
    """Return the points of a topic."""
    return tuple(_point_of(point, entry.id) for point in entry.points)


def speaker_of(entry: SpeakerEntry) -> Speaker:
    """Return a speaker."""
    return Speaker(**{**_values(entry), "inferred": _grounds(entry.inferred)})


def source_of(entry: SourceEntry) -> Source:
    """Return a source."""
    return Source(**{**_values(entry), "inferred": _grounds(entry.inferred)})


def quote_of(entry: QuoteEntry, source: SourceEntry) -> Quote:
    """Return a quote of a source, with the defaults of the format filled in."""
    values = _values(entry) | {
        "source": source.id,
        "speaker": intern(entry.speaker or source.author or ""),
        "part": Part(entry.part),
        "topics": tuple(map(intern, entry.topics)),
        "positions": tuple(
            _position(each.point, each.stance, each.reported or "") for each in entry.positions
        ),
    }
    if entry.quoting:
        values["quoting"] = Quoting(
            entry.quoting.writer or source.author or "", entry.quoting.work or ""
        )
    if entry.status:
        values["status"] = Status(entry.status)
    return Quote(**values)


def _entry(described: Described, model: type[BaseModel], **given: Any) -> Entry:
    """The fields of the model in its order, ``given`` ones first; empty optional ones left out."""
    optional = {
        each.name
        for each in fields(described)
        if each.default is not MISSING or each.default_factory is not MISSING
    }
    entry: Entry = {}
    for name, field in model.model_fields.items():
        value = given[name] if name in given else getattr(described, name)
        if value or name not in optional:
            entry[field.alias or name] = _plain(value)
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _values(entry: BaseModel) -> dict[str, Any]:
    """The values that are given, lists as tuples; the caller converts those that are entries."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry
        if value is not None
    }


def _point_of(entry: PointEntry, topic: str) -> Point:
    values = _values(entry)
    sides = {"side_for": values.pop("for_"), "side_against": values.pop("against")}
    first = values.pop("first", None)
    leading = Leading(tuple(first.for_), tuple(first.against)) if first else Leading()
    return Point(topic=topic, **sides, first=leading, **values)


# Many quotes share a point and a stance: one object for all of them.
@lru_cache(maxsize=1 << 15)
def _position(point: str, stance: str, reported: str) -> Position:
    return Position(intern(point), Stance(stance), reported)


def _grounds(entry: BaseModel | None) -> dict[str, str]:
    return entry.model_dump(exclude_none=True) if entry else {}
