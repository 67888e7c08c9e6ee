"""In what a library differs from the one it lies over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.library.library import Library
from bot.library.model import Kind, Quote, Source, Speaker
from bot.library.overlay import Overlay

V = TypeVar("V")

Thing = tuple[Kind, str]
"""A topic, point, speaker or source by its id."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The ids of what is new or not what it was, each in the order of the library now.

    ``arrived`` are quotes as they are now: new, changed, or by a speaker or from a source that
    changed. ``gone`` are the quotes as they were that do not count any more.
    """

    topics: tuple[str, ...]
    points: tuple[str, ...]
    speakers: tuple[str, ...]
    sources: tuple[str, ...]
    arrived: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def things(self) -> frozenset[Thing]:
        """All but the quotes."""
        return frozenset(
            (kind, id_)
            for kind, ids in (
                (Kind.TOPIC, self.topics),
                (Kind.POINT, self.points),
                (Kind.SPEAKER, self.speakers),
                (Kind.SOURCE, self.sources),
            )
            for id_ in ids
        )


def changed(before: Library, now: Library) -> Changed:
    """What changed. Topics, points, speakers and sources are never taken out of a library.

    Costs as much as the change where the quotes lie over those before, and a look at each topic,
    point, speaker and source; else a look at each quote.
    """
    speakers = _anew(before.speakers, now.speakers)
    sources = _anew(before.sources, now.sources)
    arrived, gone = _quotes(before.quotes, now.quotes)
    told = {*arrived, *gone}
    # A quote is found by its speaker's name and by its source's title.
    renamed = [id_ for id_ in speakers if _name(before.speakers, id_) != now.speakers[id_].name]
    retitled = [id_ for id_ in sources if _title(before.sources, id_) != now.sources[id_].title]
    also = [
        quote
        for index, ids in ((now.by_speaker, renamed), (now.by_source, retitled))
        for id_ in ids
        for quote in index.get(id_, ())
        if quote in before.quotes and quote not in told
    ]
    also = list(dict.fromkeys(also))
    return Changed(
        topics=_anew(before.topics, now.topics),
        points=_anew(before.points, now.points),
        speakers=speakers,
        sources=sources,
        arrived=(*also, *arrived),
        gone=(*also, *gone),
    )


def _name(speakers: Mapping[str, Speaker], id_: str) -> str:
    return speakers[id_].name if id_ in speakers else ""


def _title(sources: Mapping[str, Source], id_: str) -> str:
    return sources[id_].title if id_ in sources else ""


def _anew(before: Mapping[str, V], now: Mapping[str, V]) -> tuple[str, ...]:
    if before is now:
        return ()
    return tuple(id_ for id_, one in now.items() if before.get(id_) is not one)


def _quotes(
    before: Mapping[str, Quote], now: Mapping[str, Quote]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if before is now:
        return (), ()
    found = now.beside(before) if isinstance(now, Overlay) else None
    if found is not None:
        return found
    arrived = _anew(before, now)
    return arrived, tuple(id_ for id_, quote in before.items() if now.get(id_) is not quote)
