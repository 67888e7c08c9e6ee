"""A server's collection: the shared library with the server's changes over it, at one revision."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.errors import RequestError
from bot.library.changes import Change, Erased, Shelf, Subject, digest, subject_of
from bot.library.draft import Draft, Own
from bot.library.integrity import validate_change
from bot.library.library import Library
from bot.library.model import UNCHECKED, Quote, Verdict
from bot.library.overlay import Overlay
from bot.library.verify import SourceText


@dataclass(frozen=True, slots=True)
class Stranded:
    """A stored change that no longer applies because the shared library has changed since."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """A server's collection at one revision. Immutable; make one with :func:`view_of`.

    ``library`` is the base of answers, ``shared`` the library beneath it. ``put`` are the server's
    own quotes in the order first put, removed ones included. ``removed`` (own quotes) and
    ``hidden`` (shared ones) map ids that are out of the answers to the reason. ``verdicts`` belong
    to ``put``. ``own`` are the ids of what the server added or changed; one that is in ``shared``
    too is the server's version of it. Nothing put is ever dropped, so an id is never free again;
    neither is that of something ``erased``, whose tombstones it maps from their subjects.
    """

    shared: Library
    library: Library
    revision: int = 0
    put: Mapping[str, Quote] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    own: Own = field(default_factory=dict)
    erased: Mapping[Subject, Erased] = field(default_factory=dict)
    stranded: tuple[Stranded, ...] = ()

    def after(self, changes: Iterable[Change], revision: int) -> "View":
        """Return the view with stored changes applied, at their last revision.

        A change that no longer applies, for example because the shared library lost the source it
        refers to, is skipped and listed in ``stranded``; so references always hold.
        """
        draft = self.draft()
        stranded = list(self.stranded)
        for change in changes:
            try:
                draft.apply(change)
            except RequestError as error:
                stranded.append(Stranded(change, str(error)))
        return self._with(draft, revision, stranded)

    def preview(self, changes: Iterable[Change]) -> "View":
        """Return the view with new changes applied in order; stores nothing.

        Raises RequestError for a change that breaks a rule of :mod:`bot.library.integrity`.
        """
        draft = self.draft()
        for change in changes:
            validate_change(change)
            draft.apply(change)
        return self._with(draft, self.revision, self.stranded)

    def taken(self, shelf: Shelf) -> Container[str]:
        """Return all ids that were ever used, also by removed quotes; a new thing needs another."""
        library = self.library
        stranded = {
            subject.id
            for subject in (subject_of(each.change) for each in self.stranded)
            if subject.shelf is shelf
        }
        match shelf:
            case Shelf.QUOTE:
                retired = {id_ for ids in self.shared.retired.values() for id_ in ids}
                return AnyOf(self.shared.quotes, self.put, stranded, retired, self._erased(shelf))
            case Shelf.TOPIC:
                return AnyOf(library.topics, library.points, stranded)
            case Shelf.SPEAKER:
                return AnyOf(library.speakers, stranded)
            case Shelf.SOURCE:
                return AnyOf(library.sources, stranded, self._erased(shelf))

    def _erased(self, shelf: Shelf) -> Container[str]:
        return _ErasedIds(shelf, self.erased)

    def draft(self) -> Draft:
        """Return a copy to apply changes to, one by one."""
        return Draft(self)

    def _with(self, draft: Draft, revision: int, stranded: Sequence[Stranded]) -> "View":
        """The view after the changes of a draft."""
        verdicts = dict(self.verdicts)
        for id_ in draft.touched & draft.put.keys():
            quote = draft.put[id_]
            if quote is not self.put.get(id_):
                text = self.shared.texts.get(quote.source)
                verdicts[id_] = _verdict(text, quote.text, quote.occurrence)
        gone = draft.removed.keys() | draft.hidden.keys()
        shown = Overlay(self.shared.verdicts, verdicts, gone)
        return View(
            shared=self.shared,
            library=replace(draft.library(), verdicts=shown),
            revision=revision,
            put=draft.put,
            removed=draft.removed,
            hidden=draft.hidden,
            verdicts=verdicts,
            own=draft.own,
            erased=draft.erased,
            stranded=tuple(stranded),
        )


def view_of(shared: Library) -> View:
    """Return the view of a server without changes."""
    return View(shared, shared)


class AnyOf(Container[str]):
    """The union of several containers, without a copy."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, id_: object) -> bool:
        return any(id_ in part for part in self._parts)


class _ErasedIds(Container[str]):
    """The ids of one shelf that were erased."""

    def __init__(self, shelf: Shelf, erased: Mapping[Subject, Erased]) -> None:
        self._shelf = shelf
        self._erased = erased

    def __contains__(self, id_: object) -> bool:
        return Subject(self._shelf, digest(str(id_))) in self._erased


# The same quotes are checked again whenever a view is rebuilt.
@lru_cache(maxsize=4096)
def _verdict(source_text: str | None, text: str, occurrence: int) -> Verdict:
    return UNCHECKED if source_text is None else _prepared(source_text).verify(text, occurrence)


@lru_cache(maxsize=32)
def _prepared(source_text: str) -> SourceText:
    return SourceText(source_text)
