"""The library's terms as the entries of its files: plain values, keys in the format's order.

What is empty where it may be is left out; so is nothing else.
"""

from collections.abc import Mapping
from typing import Any

from bot.library.model import Card, Point, Quote, Source, Speaker, Topic

Entry = dict[str, Any]


def card_entry(card: Card) -> Entry:
    """What the library says of itself."""
    return _filled({"title": card.title, "about": card.about, "contact": card.contact})


def topic_entry(topic: Topic) -> Entry:
    """A topic, without its points."""
    return {"id": topic.id, "name": topic.name, "aliases": list(topic.aliases)}


def point_entry(point: Point) -> Entry:
    """A point, without its topic."""
    return {
        "id": point.id,
        "sentence": point.sentence,
        "for": point.side_for,
        "against": point.side_against,
        "aliases": list(point.aliases),
        "phrasings": list(point.phrasings),
    }


def speaker_entry(speaker: Speaker) -> Entry:
    """A speaker."""
    entry = {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role,
        "pseudonym": speaker.pseudonym,
        "aliases": list(speaker.aliases),
        "inferred": dict(speaker.inferred),
    }
    return _filled(entry, "role")


def source_entry(source: Source) -> Entry:
    """A source, without its quotes."""
    optional = ("publication", "date", "date_text", "url", "file")
    entry: Entry = {"id": source.id, "title": source.title, "author": source.author}
    entry |= {name: getattr(source, name) for name in optional}
    return _filled(entry | {"inferred": dict(source.inferred)}, *optional)


def quote_entry(quote: Quote) -> Entry:
    """A quote, without its source."""
    positions = [{"point": held.point, "stance": held.stance.value} for held in quote.positions]
    entry: Entry = {
        "id": quote.id,
        "text": quote.text,
        "speaker": quote.speaker,
        "part": quote.part.value,
        "place": quote.place,
        "topics": list(quote.topics),
        "positions": positions,
        "quoting": None,
        "status": quote.status.value if quote.status else "",
        "note": quote.note,
    }
    if quote.quoting:
        entry["quoting"] = _filled({"writer": quote.quoting.writer, "work": quote.quoting.work})
    return _filled(entry, "place", "quoting", "status", "note")


def _filled(entry: Mapping[str, Any], *optional: str) -> Entry:
    """The entry without what is empty where it may be; anything may where nothing is named."""
    may_go = optional or tuple(entry)
    return {key: value for key, value in entry.items() if value or key not in may_go}
