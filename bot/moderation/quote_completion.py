"""Complete a quote while a moderator types: by the words in it, its speaker or its id."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain, islice

from rapidfuzz import fuzz, process

from bot.library.model import Quote
from bot.library.view import View

# ``fuzz.ratio``, 0 to 100, from which a word may be a mistyped one.
_MISTYPED = 75.0


class Among(StrEnum):
    """The quotes that an option offers."""

    ANY = "quote"
    LIVE = "live"
    OWN = "own"
    REMOVED = "removed"
    SHARED = "shared"
    HIDDEN = "hidden"


def quotes_like(view: View, among: Among, typed: str, limit: int) -> tuple[Quote, ...]:
    """Return at most ``limit`` quotes with every typed word in text, speaker or id.

    The server's own come first, the newest at the top. Nothing typed matches all. If no quote
    matches, mistyped words of speakers' names are corrected.
    """
    words = typed.casefold().split()
    return _with(view, among, words, limit) or _with(view, among, _as_names(view, words), limit)


def _with(view: View, among: Among, words: list[str], limit: int) -> tuple[Quote, ...]:
    return tuple(islice((one for one in _among(view, among) if _has(view, one, words)), limit))


def _as_names(view: View, words: list[str]) -> list[str]:
    """Replace each word that is nearly one of a speaker's name by that one."""
    names = {word for one in view.library.speakers.values() for word in one.name.casefold().split()}
    found = (
        process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=_MISTYPED) for word in words
    )
    return [near[0] if near else word for near, word in zip(found, words, strict=True)]


def _among(view: View, among: Among) -> Iterable[Quote]:
    match among:
        case Among.LIVE:
            return chain(_own(view), _shared(view))
        case Among.OWN:
            return _own(view)
        case Among.REMOVED:
            return (view.put[id_] for id_ in reversed(tuple(view.removed)) if id_ in view.put)
        case Among.SHARED:
            return _shared(view)
        case Among.HIDDEN:
            quotes = view.shared.quotes
            return (quotes[id_] for id_ in reversed(tuple(view.hidden)) if id_ in quotes)
        case Among.ANY:
            every = (_among(view, one) for one in (Among.LIVE, Among.REMOVED, Among.HIDDEN))
            return chain.from_iterable(every)


def _own(view: View) -> Iterator[Quote]:
    return (view.put[id_] for id_ in reversed(tuple(view.put)) if id_ not in view.removed)


def _shared(view: View) -> Iterator[Quote]:
    out = view.put.keys() | view.hidden.keys()
    return (quote for id_, quote in view.shared.quotes.items() if id_ not in out)


def _has(view: View, quote: Quote, words: list[str]) -> bool:
    if not words:
        return True
    speaker = view.library.speakers.get(quote.speaker)
    name = speaker.name if speaker else ""
    held = f"{quote.id} {quote.text} {name}".casefold()
    return all(word in held for word in words)
