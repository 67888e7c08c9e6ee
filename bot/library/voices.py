"""Voices: who holds the views on a point, and which sides of it anybody takes.

A voice is a speaker, or for a report whoever the view is reported of. Comments that do not say who
wrote them have a speaker each, so each counts as one voice.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.library.library import Library, Sides
from bot.library.model import Quote

_Voice = tuple[str, str]


def voices(ids: Iterable[str], library: Library, point: str = "") -> int:
    """Return how many voices some quotes are; with ``point``, as they stand on that point."""
    return len({_voice(library.quotes[id_], point) for id_ in ids})


def _voice(quote: Quote, point: str) -> _Voice:
    holder = quote.reported_on(point) if point else quote.reported
    return ("reported", holder.casefold()) if holder else ("speaker", quote.speaker)


def debated(point: str, library: Library) -> Sides:
    """Return the quotes on a point by stance, without a side that nobody here takes.

    Nobody takes a side that is only reported, if all those on the other side are the writers of
    these reports: nobody is shown to argue with themselves.
    """
    sides = library.sides(point)
    if _is_only_reported(sides.for_, sides.against, point, library):
        return replace(sides, for_=())
    if _is_only_reported(sides.against, sides.for_, point, library):
        return replace(sides, against=())
    return sides


def _is_only_reported(
    side: tuple[str, ...], others: tuple[str, ...], point: str, library: Library
) -> bool:
    if not side or not others:
        return False
    quotes = library.quotes
    if not all(quotes[id_].reported_on(point) for id_ in side):
        return False
    writers = {quotes[id_].speaker for id_ in side}
    return all(
        quotes[id_].speaker in writers and not quotes[id_].reported_on(point) for id_ in others
    )
