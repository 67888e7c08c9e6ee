"""A collection as the files of a library folder, fit to be read, changed and kept by hand."""

from collections.abc import Iterator

from bot.library.collection import UNNAMED, Collection
from bot.library.entries import (
    Entry,
    card_entry,
    point_entry,
    quote_entry,
    source_entry,
    speaker_entry,
    topic_entry,
)
from bot.library.model import Quote, Source
from bot.library.yaml_text import document

# Names that the format or Windows keeps for something else.
_KEPT = frozenset({"topics", "speakers", "con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


def exported(collection: Collection) -> dict[str, str]:
    """The files of a collection by name, in the order of a folder's listing by kind.

    First topics.yaml and speakers.yaml, then a file for each source by its id, then the texts held
    as ``seeds/NAME``. Nothing is lost: read again, they say the same, and the same collection is
    always the same characters. Where several sources hold quotes on one thing, their order is that
    of the sources' ids when read again.
    """
    by_source: dict[str, list[Quote]] = {source.id: [] for source in collection.sources}
    for quote in collection.quotes:
        by_source[quote.source].append(quote)
    sources = sorted(collection.sources, key=lambda source: source.id)
    names = _file_names(sources)
    files = {
        "topics.yaml": document("topics", _topics(collection)),
        "speakers.yaml": document("speakers", {"speakers": list(_speakers(collection))}),
    }
    for source in sources:
        entries = _source(source, by_source[source.id], collection)
        files[names[source.id]] = document("source", entries)
    for source in sources:
        if source.file and source.id in collection.texts:
            files[f"seeds/{source.file}"] = collection.texts[source.id]
    return files


def _file_names(sources: list[Source]) -> dict[str, str]:
    taken = {source.id for source in sources} | _KEPT
    names = {}
    for source in sources:
        name = source.id
        while name in _KEPT or (name != source.id and name in taken):
            name += "-source"
        names[source.id] = f"{name}.yaml"
    return names


def _topics(collection: Collection) -> Entry:
    under: dict[str, list[Entry]] = {topic.id: [] for topic in collection.topics}
    for point in collection.points:
        under[point.topic].append(_without_empty(point_entry(point)))
    topics = [
        _without_empty({**topic_entry(topic), "points": under[topic.id]})
        for topic in collection.topics
    ]
    card = {} if collection.card == UNNAMED else {"library": card_entry(collection.card)}
    return {**card, "topics": topics}


def _speakers(collection: Collection) -> Iterator[Entry]:
    for speaker in collection.speakers:
        yield _without_empty(speaker_entry(speaker))


def _source(source: Source, quotes: list[Quote], collection: Collection) -> Entry:
    hidden = collection.hidden.get(source.id, ())
    entries: Entry = {
        "source": _without_empty(source_entry(source)),
        "retired": list(collection.retired.get(source.id, ())),
        "hidden": [_without_empty({"quote": each.quote, "reason": each.reason}) for each in hidden],
    }
    return _without_empty(entries) | {"quotes": [_quote(quote, source) for quote in quotes]}


def _quote(quote: Quote, source: Source) -> Entry:
    """The quote without what the format takes for granted."""
    entry = quote_entry(quote)
    if entry["speaker"] == source.author:
        del entry["speaker"]
    if entry["part"] == "article":
        del entry["part"]
    if "quoting" in entry and entry["quoting"].get("writer") == source.author:
        del entry["quoting"]["writer"]
    return {key: value for key, value in entry.items() if value or key == "quoting"}


def _without_empty(entry: Entry) -> Entry:
    """The entry without what is empty, or false, as the format takes it to be."""
    return {key: value for key, value in entry.items() if value}
