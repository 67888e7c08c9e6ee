"""A server's view: the shared library with the server's changes over it, at one revision."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    PutPoint,
    PutSource,
    PutSpeaker,
    PutTopic,
    Shelf,
    subject_of,
)
from bot.library.draft import Draft
from bot.library.library import Library
from bot.library.model import UNCHECKED, Point, Quote, Source, Speaker, Topic, Verdict
from bot.library.overlay import Overlay
from bot.library.quote_index import refiled
from bot.library.validate_change import refuse_unsound
from bot.library.verify import Original

_Described = TypeVar("_Described", Topic, Point, Speaker, Source)


@dataclass(frozen=True, slots=True)
class Stranded:
    """A stored change that does not hold, since the shared library is not what it was then."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """The ids a server put, by kind, each in the order first put.

    An id that is also in the shared library is the server's own version of what stands there.
    """

    topics: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A server's collection at one revision. Immutable; make one with :func:`view_of`.

    ``library`` is what answers are made from, ``shared`` what it lies over. ``put`` are the
    server's own quotes in the order first put, the removed among them; ``removed`` (of those) and
    ``hidden`` (shared ones) are out of the answers, each with its reason. ``verdicts`` are those
    of ``put``. Nothing that is put is ever taken out of a view, so an id in it is never free again.
    """

    shared: Library
    library: Library
    revision: int = 0
    put: Mapping[str, Quote] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    own: Own = Own()
    stranded: tuple[Stranded, ...] = ()

    def after(self, changes: Iterable[Change], revision: int) -> "View":
        """The view with stored changes folded over it, at their last revision.

        One that does not hold any more (the shared library has lost what it refers to) is left out
        of the library and listed in ``stranded``; so references always hold.
        """
        draft = self._draft()
        applied: list[Change] = []
        stranded = list(self.stranded)
        for change in changes:
            try:
                draft.apply(change)
            except RequestError as error:
                stranded.append(Stranded(change, str(error)))
            else:
                applied.append(change)
        return self._with(draft, applied, revision, stranded)

    def preview(self, changes: Iterable[Change]) -> "View":
        """The view as it would be with new changes, each seeing those before; stores nothing.

        Raises RequestError for one that breaks a rule of the format or would leave a reference
        dangling.
        """
        draft = self._draft()
        applied = tuple(changes)
        for change in applied:
            refuse_unsound(change)
            draft.apply(change)
        return self._with(draft, applied, self.revision, self.stranded)

    def taken(self, shelf: Shelf) -> Container[str]:
        """The ids that were ever used, also those of removed quotes: none for a new thing."""
        library = self.library
        stranded = {
            subject.id
            for subject in (subject_of(each.change) for each in self.stranded)
            if subject.shelf is shelf
        }
        match shelf:
            case Shelf.QUOTE:
                retired = {id_ for ids in self.shared.retired.values() for id_ in ids}
                return _AnyOf(self.shared.quotes, self.put, stranded, retired)
            case Shelf.TOPIC:
                return _AnyOf(library.topics, library.points, stranded)
            case Shelf.SPEAKER:
                return _AnyOf(library.speakers, stranded)
            case Shelf.SOURCE:
                return _AnyOf(library.sources, stranded)

    def _draft(self) -> Draft:
        return Draft(self.shared, self.library, self.put, self.removed, self.hidden)

    def _with(
        self, draft: Draft, applied: Sequence[Change], revision: int, stranded: Sequence[Stranded]
    ) -> "View":
        """The draft as a view."""
        shared, library = self.shared, self.library
        verdicts = dict(self.verdicts)
        for id_ in draft.touched:
            quote = draft.put.get(id_)
            if quote is not None and quote is not self.put.get(id_):
                verdicts[id_] = _verdict(shared.texts.get(quote.source), quote.text)
        gone = draft.removed.keys() | draft.hidden.keys()
        quotes = Overlay(shared.quotes, draft.put, gone)
        library = replace(
            refiled(shared, library, quotes, draft),
            topics=_either(library.topics, draft.topics),
            points=_either(library.points, draft.points),
            speakers=_either(library.speakers, draft.speakers),
            sources=_either(library.sources, draft.sources),
            quotes=quotes,
            verdicts=Overlay(shared.verdicts, verdicts, gone),
        )
        return View(
            shared=shared,
            library=library,
            revision=revision,
            put=draft.put,
            removed=draft.removed,
            hidden=draft.hidden,
            verdicts=verdicts,
            own=_own(self.own, applied),
            stranded=tuple(stranded),
        )


def view_of(shared: Library) -> View:
    """The view of a server that changed nothing."""
    return View(shared, shared)


def fold(library: Library, changes: Iterable[Change]) -> Library:
    """A library with changes over it; what does not hold in it is left out."""
    return view_of(library).after(changes, 0).library


class _AnyOf(Container[str]):
    """What any of several hold, without a copy of them."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, id_: object) -> bool:
        return any(id_ in part for part in self._parts)


def _either(
    before: Mapping[str, _Described], now: Mapping[str, _Described]
) -> Mapping[str, _Described]:
    """The mapping there was where nothing in it changed, so that views share it."""
    return before if before == now else now


def _own(own: Own, applied: Iterable[Change]) -> Own:
    put: dict[str, dict[str, None]] = {
        kind: dict.fromkeys(getattr(own, kind))
        for kind in ("topics", "points", "speakers", "sources")
    }
    for change in applied:
        match change:
            case PutTopic(id=id_):
                put["topics"][id_] = None
            case PutPoint(point):
                put["points"][point.id] = None
            case PutSpeaker(speaker):
                put["speakers"][speaker.id] = None
            case PutSource(source):
                put["sources"][source.id] = None
            case _:
                continue
    return Own(**{kind: tuple(ids) for kind, ids in put.items()})


# The same quotes are checked again whenever a view is folded anew.
@lru_cache(maxsize=4096)
def _verdict(source_text: str | None, text: str) -> Verdict:
    return UNCHECKED if source_text is None else _original(source_text).verify(text)


@lru_cache(maxsize=32)
def _original(source_text: str) -> Original:
    return Original(source_text)
