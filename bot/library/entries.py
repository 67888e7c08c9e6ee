"""The library's terms as entries of its files, and back.

An entry is plain values under the keys of :mod:`bot.library.schema`, in the format's order. A field
with the same name in the model and in the schema needs nothing here.
"""

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.library import schema
from bot.library.changes import HideQuote
from bot.library.model import (
    Card,
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Sides,
    Source,
    Speaker,
    Stance,
    Status,
    Topic,
)

Entry = dict[str, Any]
Described = Card | Topic | Point | Speaker | Source | Quote | HideQuote
MODELS: dict[type[Described], type[BaseModel]] = {
    Card: schema.CardEntry,
    Topic: schema.TopicEntry,
    Point: schema.PointEntry,
    Speaker: schema.SpeakerEntry,
    Source: schema.SourceEntry,
    Quote: schema.QuoteEntry,
    HideQuote: schema.HiddenEntry,
}


@cache
def _adapters() -> dict[type[Described], TypeAdapter[Any]]:
    return {type_: TypeAdapter(type_) for type_ in MODELS}


def entry_of(described: Described) -> Entry:
    """Return the entry without empty and default values.

    That of a topic is without points, and that of a quote names its speaker but not its source.
    """
    # A mapping of grounds need not be a dict, of which pydantic would warn.
    values: Entry = _adapters()[type(described)].dump_python(
        described, mode="json", exclude_defaults=True, warnings=False
    )
    match described:
        case Card(languages=(language,)):
            values["language"] = language
        case Card(languages=languages) if languages:
            values["language"] = list(languages)
        case Topic():
            values.pop("points", None)
        case Point(first=first) if "first" in values:
            sides = {"for": list(first.for_), "against": list(first.against)}
            values["first"] = {side: ids for side, ids in sides.items() if ids}
        case _:
            pass
    fields = MODELS[type(described)].model_fields.items()
    return {field.alias or name: values[name] for name, field in fields if name in values}


def card_of(entry: schema.CardEntry) -> Card:
    """Return a library's description of itself."""
    values = _values(entry)
    said = values.pop("language", ())
    return Card(**values, languages=(said,) if isinstance(said, str) else said)


def topic_of(entry: schema.TopicEntry) -> Topic:
    """Return a topic, with its points as ids."""
    return Topic(**{**_values(entry), "points": tuple(point.id for point in entry.points)})


def points_of(entry: schema.TopicEntry) -> tuple[Point, ...]:
    """Return the points of a topic."""
    points = []
    for point in entry.points:
        first = point.first or schema.FirstEntry()
        leading = Sides(tuple(first.for_), tuple(first.against))
        points.append(Point(**{**_values(point), "topic": entry.id, "first": leading}))
    return tuple(points)


def speaker_of(entry: schema.SpeakerEntry) -> Speaker:
    """Return a speaker."""
    return Speaker(**_values(entry))


def source_of(entry: schema.SourceEntry) -> Source:
    """Return a source."""
    return Source(**_values(entry))


def quote_of(entry: schema.QuoteEntry, source: schema.SourceEntry) -> Quote:
    """Return a quote of a source, with the defaults of the format filled in."""
    values = _values(entry) | {
        "source": source.id,
        "speaker": entry.speaker or source.author or "",
        "part": Part(entry.part),
        "positions": tuple(
            Position(each.point, Stance(each.stance), each.reported or "")
            for each in entry.positions
        ),
    }
    if entry.quoting:
        values["quoting"] = Quoting(
            entry.quoting.writer or source.author or "", entry.quoting.work or ""
        )
    if entry.status:
        values["status"] = Status(entry.status)
    return Quote(**values)


def _values(entry: BaseModel) -> dict[str, Any]:
    """The values that are given: lists as tuples, grounds by field, other entries as they are."""
    values: dict[str, Any] = {}
    for name, value in entry:
        if name == "inferred" and value:
            values[name] = value.model_dump(exclude_none=True)
        elif value is not None:
            values[name] = tuple(value) if isinstance(value, list) else value
    return values
