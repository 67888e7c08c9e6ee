"""A collection as the files of a library folder, for people to read, change and keep."""

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

# Names that the format or Windows reserves.
_RESERVED = frozenset({"topics", "speakers", "con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


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
    files = {
        "topics.yaml": document("topics", _topics(collection)),
        "speakers.yaml": document(
            "speakers", {"speakers": list(map(speaker_entry, collection.speakers))}
        ),
    }
    for source in sources:
        entries = _source(source, by_source[source.id], collection)
        files[names[source.id]] = document("source", entries)
    for source in sources:
        if source.file and source.id in collection.texts:
            files[f"seeds/{source.file}"] = collection.texts[source.id]
    return files


def _file_names(sources: list[Source]) -> dict[str, str]:
    taken = {source.id for source in sources} | _RESERVED
    names = {}
    for source in sources:
        name = source.id
        while name in _RESERVED or (name != source.id and name in taken):
            name += "-source"
        names[source.id] = f"{name}.yaml"
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
        "hidden": [_without_empty({"quote": each.quote, "reason": each.reason}) for each in hidden],
    }
    return {
        "source": source_entry(source),
        **_without_empty(lists),
        "quotes": [_quote(quote, source) for quote in quotes],
    }


def _quote(quote: Quote, source: Source) -> Entry:
    """The entry of a quote without the format's defaults."""
    entry = quote_entry(quote)
    if entry["speaker"] == source.author:
        del entry["speaker"]
    if entry["part"] == "article":
        del entry["part"]
    if "quoting" in entry and entry["quoting"].get("writer") == source.author:
        del entry["quoting"]["writer"]
    return entry


def _without_empty(entry: Entry) -> Entry:
    """The entry without empty values, which the format does not need."""
    return {key: value for key, value in entry.items() if value}
