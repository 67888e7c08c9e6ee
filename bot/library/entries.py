"""The library's terms as entries of its files, and back.

An entry is plain values under the keys of :mod:`bot.library.schema`, in the format's order. A field
with the same name in the model and in the schema needs nothing here.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET, to_builtins
from msgspec.structs import asdict

from bot.library import schema
from bot.library.changes import HideQuote, plain
from bot.library.library import UNNAMED, Collection
from bot.library.model import (
    NOBODY_LEADS,
    Card,
    Point,
    Position,
    Quote,
    Quoting,
    Sides,
    Source,
    Speaker,
    Topic,
)

Entry = dict[str, Any]
Described = Card | Topic | Point | Speaker | Source | Quote | HideQuote
MODELS: dict[type[Described], type[schema.Model]] = {
    Card: schema.CardEntry,
    Topic: schema.TopicEntry,
    Point: schema.PointEntry,
    Speaker: schema.SpeakerEntry,
    Source: schema.SourceEntry,
    Quote: schema.QuoteEntry,
    HideQuote: schema.HiddenEntry,
}


def entry_of(described: Described) -> Entry:
    """Return the entry without empty and default values.

    That of a topic is without points, and that of a quote names its speaker but not its source.
    """
    values: Entry = plain(described)
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
    model = MODELS[type(described)]
    keys = zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True)
    return {key: values[name] for name, key in keys if name in values}


def collection_of(files: Iterable[schema.FileModel]) -> Collection:
    """Return the content of files in their order, without source texts; references may dangle."""
    card = UNNAMED
    kinds = ("topics", "points", "speakers", "sources", "quotes")
    things: dict[str, list[Any]] = {kind: [] for kind in kinds}
    retired, hidden = {}, {}
    for file in files:
        match file:
            case schema.TopicsFile():
                card = _card(file.library) if file.library and card is UNNAMED else card
                for topic in file.topics:
                    ids = tuple(point.id for point in topic.points)
                    things["topics"].append(Topic(**_values(topic) | {"points": ids}))
                    things["points"] += [_point(point, topic.id) for point in topic.points]
            case schema.SpeakersFile():
                things["speakers"] += [Speaker(**_values(each)) for each in file.speakers]
            case schema.SourceFile():
                source = Source(**_values(file.source))
                things["sources"].append(source)
                things["quotes"] += [_quote(each, source) for each in file.quotes]
                if file.retired:
                    retired[source.id] = file.retired
                if file.hidden:
                    hidden[source.id] = tuple(HideQuote(**_values(each)) for each in file.hidden)
    held: dict[str, Any] = {kind: tuple(each) for kind, each in things.items()}
    return Collection(card, retired=retired, hidden=hidden, **held)


def _card(entry: schema.CardEntry) -> Card:
    said = entry.language or ()
    languages = (said,) if isinstance(said, str) else said
    return Card(entry.title, entry.about or "", entry.contact or "", languages)


def _point(entry: schema.PointEntry, topic: str) -> Point:
    first = entry.first
    leading = Sides(first.for_, first.against) if first else NOBODY_LEADS
    return Point(**_values(entry) | {"topic": topic, "first": leading})


def _quote(entry: schema.QuoteEntry, source: Source) -> Quote:
    """The quote, with the defaults of the format filled in."""
    values = _values(entry) | {"source": source.id, "speaker": entry.speaker or source.author}
    values["positions"] = tuple(Position(**_values(each)) for each in entry.positions)
    if entry.quoting is not UNSET:
        writer = entry.quoting.writer or source.author
        values["quoting"] = Quoting(writer, entry.quoting.work or "")
    return Quote(**values)


def _values(entry: schema.Model) -> dict[str, Any]:
    """The values that are given: grounds by field, other entries as they are."""
    values = {name: value for name, value in asdict(entry).items() if value is not UNSET}
    if "inferred" in values:
        values["inferred"] = to_builtins(values["inferred"])
    return values
