"""The words of a reason as people wrote them: readers are never shown a folded form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

import regex

from bot.library.library import Library
from bot.search.languages import speech
from bot.search.results import Cause, Why
from bot.search.text import fold

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
_Answer = TypeVar("_Answer")
_CORRECTED = (Cause.CORRECTION, Cause.ABBREVIATION)


def as_written(answer: _Answer, library: Library) -> _Answer:
    """Return the answer with the words of its corrections as the request and the library have them.

    A word that stands neither in the request nor in a name or an excerpt shown stays folded.
    """
    why = getattr(answer, "why", ())
    if not any(one.cause in _CORRECTED for one in why):
        return answer
    asked = tuple(_WORD.findall(getattr(answer, "asked", "")))
    changed = tuple(_written(one, asked, answer, library) for one in why)
    return replace(answer, why=changed)  # type: ignore[type-var] # only dataclasses have reasons


def _written(why: Why, asked: tuple[str, ...], answer: object, library: Library) -> Why:
    if why.cause not in _CORRECTED:
        return why
    typed = _like(why.asked, asked)
    if why.cause is Cause.ABBREVIATION:
        return replace(why, asked=typed)
    words = chain.from_iterable(map(_WORD.findall, _texts(answer, library)))
    return replace(why, asked=typed, found=_like(why.found, words))


def _like(folded: str, words: Iterable[str]) -> str:
    """Return the first of the words that is folded so; in English only one with other letters."""
    for word in words:
        if word != folded and fold(word) == folded:
            return word if speech() is not None or word.lower() != folded else folded
    return folded


def _texts(answer: object, library: Library) -> Iterator[str]:
    """Yield the texts in which a word that was found may stand, those of the answer first."""
    for excerpt in getattr(answer, "excerpts", ()):
        yield excerpt.quote.text
    for why in getattr(answer, "why", ()):
        yield why.found
    for topic in library.topics.values():
        yield topic.name
        yield from topic.aliases
    for point in library.points.values():
        yield point.sentence
        yield from point.aliases
        yield from point.phrasings
    yield from (speaker.name for speaker in library.speakers.values())
    yield from (source.title for source in library.sources.values())
