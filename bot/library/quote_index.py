"""Update a library's lists of quotes by topic, point, speaker and source as quotes change."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.library.draft import Draft
from bot.library.library import Library, Sides
from bot.library.model import Point, Quote, Stance

# The name of an index and the key in it; for a point also a stance.
_Key = tuple[str, str, Stance | None]


def refiled(shared: Library, before: Library, now: Mapping[str, Quote], draft: Draft) -> Library:
    """Return ``before`` with its indexes updated for the quotes that the draft touched.

    ``now`` are all quotes as they are now. An index lists the shared quotes first, in their order,
    then the server's own in the order first put. Costs as much as the lists touched are long,
    whatever the size of the library.
    """
    arrived: dict[_Key, list[str]] = {}
    for id_ in draft.touched:
        for key in _keys(before.quotes.get(id_), draft.points):
            arrived.setdefault(key, [])
        for key in _keys(now.get(id_), draft.points):
            arrived.setdefault(key, []).append(id_)
    copies: dict[str, Any] = {
        index: dict(getattr(before, index)) for index in {"by_topic", *(key[0] for key in arrived)}
    }
    for topic in draft.topics:
        copies["by_topic"].setdefault(topic, ())
    lists = _Lists(shared, before, draft)
    for key, ids in arrived.items():
        _file(copies[key[0]], key, lists.with_arrived(key, ids))
    return replace(before, **copies)


class _Lists:
    """The lists under the keys of the indexes after the touched quotes moved."""

    def __init__(self, shared: Library, before: Library, draft: Draft) -> None:
        self._shared = shared
        self._before = before
        self._draft = draft
        self._shared_touched = any(id_ in shared.quotes for id_ in draft.touched)
        self._rank: dict[str, int] = {}
        if not draft.only_added:
            self._rank = {id_: number for number, id_ in enumerate(draft.put)}

    def with_arrived(self, key: _Key, ids: list[str]) -> tuple[str, ...]:
        """Return the list under a key, with the ids of touched quotes that belong there now."""
        listed, draft = _at(self._before, key), self._draft
        if draft.only_added:
            return (*listed, *ids)
        own_from = _own_from(listed, draft.put)
        first = _shown(_at(self._shared, key), draft) if self._shared_touched else listed[:own_from]
        own = [id_ for id_ in listed[own_from:] if id_ not in draft.touched]
        own += [id_ for id_ in ids if id_ in draft.put]
        return (*first, *sorted(own, key=self._rank.__getitem__))


def _keys(quote: Quote | None, points: Mapping[str, Point]) -> Iterator[_Key]:
    """Return the keys of a quote; a key may come twice."""
    if quote is None:
        return
    yield "by_speaker", quote.speaker, None
    yield "by_source", quote.source, None
    topics = (*quote.topics, *(points[held.point].topic for held in quote.positions))
    yield from (("by_topic", topic, None) for topic in dict.fromkeys(topics))
    yield from (("by_point", held.point, held.stance) for held in quote.positions)


def _at(library: Library, key: _Key) -> tuple[str, ...]:
    index, id_, stance = key
    if stance is not None:
        return library.sides(id_).of(stance)
    ids: tuple[str, ...] = getattr(library, index).get(id_, ())
    return ids


def _own_from(listed: tuple[str, ...], put: Mapping[str, Quote]) -> int:
    """Return where the server's own quotes begin in a list: they are its end."""
    at = len(listed)
    while at and listed[at - 1] in put:
        at -= 1
    return at


def _shown(ids: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """Return the shared quotes that are neither replaced nor hidden."""
    return tuple(id_ for id_ in ids if id_ not in draft.put and id_ not in draft.hidden)


def _file(copy: dict[str, Any], key: _Key, ids: tuple[str, ...]) -> None:
    """Put a list into the copy of its index; only topics keep an empty list."""
    index, id_, stance = key
    if stance is not None:
        field = "for_" if stance is Stance.FOR else stance.value
        sides = replace(copy.get(id_, Sides()), **{field: ids})
        if sides == Sides():
            copy.pop(id_, None)
        else:
            copy[id_] = sides
    elif ids or index == "by_topic":
        copy[id_] = ids
    else:
        copy.pop(id_, None)
