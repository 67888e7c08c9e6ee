"""A server's collection: the shared library with the server's changes over it, at one revision."""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library import integrity
from bot.library.changes import (
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    Unreadable,
    digest,
    subject_of,
)
from bot.library.entries import entry_of
from bot.library.integrity import missing_reference, require, validate_change
from bot.library.library import Library, indexes_of
from bot.library.model import (
    UNCHECKED,
    Excerpt,
    Kind,
    Point,
    Quote,
    Sides,
    Source,
    Speaker,
    Stance,
    Topic,
    Verdict,
)
from bot.library.overlay import AnyOf, Overlay
from bot.library.text_cleaning import shown
from bot.library.verify import SourceText

Own = Mapping[Kind, tuple[str, ...]]
"""The ids of what a server added or changed, by kind, in the order first put."""


class View(Struct, frozen=True):
    """A server's collection at one revision. Immutable; make one with :func:`view_of`.

    ``library`` is what answers come from, ``shared`` the library beneath it. ``put`` are the
    server's own quotes in the order first put, removed ones included, with their ``verdicts``.
    ``removed`` (own quotes) and ``hidden`` (shared ones) map ids that are out of the answers to the
    reason. ``own`` are the ids of things that the server added or changed. No other quote gets the
    id of one in ``put``, which keeps removed ones. No other thing gets the id of one in ``erased``.
    ``stranded`` are stored changes that no longer apply, because the shared library has changed.
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
    stranded: tuple[Change, ...] = ()

    def quote(self, id_: str) -> Quote | None:
        """Return a quote, also one that is out of the answers; None if there is none."""
        return self.put.get(id_) or self.shared.quotes.get(id_)

    def excerpt(self, id_: str) -> Excerpt | None:
        """Return a quote of :meth:`quote` with its attribution."""
        quote = self.quote(id_)
        if quote is None:
            return None
        verdicts = self.verdicts if id_ in self.put else self.shared.verdicts
        held = {id_: verdicts.get(id_, UNCHECKED)}
        return replace(self.library, quotes={id_: quote}, verdicts=held).excerpt(id_)

    def out_of_sight(self, id_: str) -> str:
        """Return ``removed`` or ``hidden``; empty for a quote in the answers."""
        if id_ in self.removed:
            return "removed"
        return "hidden" if id_ in self.hidden else ""

    def after(self, changes: Iterable[Change], revision: int) -> "View":
        """Return the view with stored changes applied, at their last revision.

        A change that no longer applies, because the shared library lost the source it refers to, is
        skipped and added to ``stranded``; so references always hold.
        """
        draft = Draft(self)
        stranded = list(self.stranded)
        for change in changes:
            try:
                draft.apply(change)
            except RequestError:
                stranded.append(change)
        return draft.view(revision, stranded)

    def preview(self, changes: Iterable[Change]) -> "View":
        """Return the view with new changes applied in order; stores nothing.

        Raises RequestError for a change that breaks a rule of :mod:`bot.library.integrity`.
        """
        draft = Draft(self)
        for change in changes:
            validate_change(change)
            draft.apply(change)
        return draft.view(self.revision, self.stranded)

    def taken(self, shelf: Shelf) -> Container[str]:
        """Return all ids that were ever used, also by removed quotes; a new thing needs another."""
        used: list[Container[str]] = [self.library.things(kind) for kind in shelf.kinds]
        if shelf is Shelf.QUOTE:
            used = [self.shared.quotes, self.put, set(chain(*self.shared.retired.values()))]
        subjects = map(subject_of, self.stranded)
        stranded = {subject.id for subject in subjects if subject.shelf is shelf}
        return AnyOf(*used, stranded, _ErasedIds(shelf, self.erased))


def view_of(shared: Library) -> View:
    """Return the view of a server without changes."""
    return View(shared, shared)


class Draft:
    """Mutable copies of the things of a view; each change is applied whole or not at all."""

    def __init__(self, view: View) -> None:
        self._before, self._shared = view, view.shared
        self._things: dict[Kind, dict[str, Any]] = {
            kind: dict(view.library.things(kind)) for kind in Kind
        }
        self._own = {kind: dict.fromkeys(view.own.get(kind, ())) for kind in Kind}
        self._put = dict(view.put)
        self._removed = dict(view.removed)
        self._hidden = dict(view.hidden)
        self._erased = dict(view.erased)

    def apply(self, change: Change) -> None:  # noqa: C901 - one case for each kind of change
        """Apply one change.

        Raises RequestError if it breaks a rule of :mod:`.integrity`, or if the quote is not in the
        state that the change starts from.
        """
        put, removed, hidden, shared = self._put, self._removed, self._hidden, self._shared.quotes
        match change:
            case PutQuote(quote):
                self._put_quote(quote)
            case RemoveQuote(quote=id_, reason=reason):
                wrong = N_("{id} is a shared quote; hide it here instead.")
                _refuse_if(id_ not in put and id_ in shared, wrong, id_)
                _refuse_if(id_ in removed, N_("{id} is already removed."), id_)
                _refuse_if(id_ not in put, N_("There is no quote {id} here."), id_)
                removed[id_] = reason
            case RestoreQuote(id_):
                _refuse_if(id_ not in removed, N_("There is no removed quote {id} here."), id_)
                del removed[id_]
            case HideQuote(quote=id_, reason=reason):
                wrong = N_("{id} was added or changed here; remove it instead.")
                _refuse_if(id_ in put, wrong, id_)
                _refuse_if(id_ in hidden, N_("{id} is already hidden."), id_)
                _refuse_if(id_ not in shared, N_("There is no quote {id} here."), id_)
                hidden[id_] = reason
            case ShowQuote(id_):
                _refuse_if(id_ not in hidden, N_("There is no hidden quote {id} here."), id_)
                del hidden[id_]
            case PutTopic():
                self._put_topic(change)
            case PutPoint(point):
                self._put_point(point)
            case PutSpeaker(speaker):
                require(integrity.inferred_faults(entry_of(speaker)))
                self._keep(Kind.SPEAKER, speaker)
            case PutSource(source):
                self._refuse_erased(Shelf.SOURCE, source.id)
                require(integrity.source_faults(entry_of(source), self._things))
                self._keep(Kind.SOURCE, source)
            case Erased(shelf, id_):
                self._erased[Subject(shelf, id_)] = change
            case Unreadable(id=id_):
                raise RequestError(_("The change of {id} cannot be read."), id=shown(id_))

    def view(self, revision: int, stranded: Sequence[Change]) -> View:
        """Return the view after the changes, at the cost of the server's own quotes."""
        before, shared = self._before, self._shared
        left_out = self._removed.keys() | self._hidden.keys()
        verdicts = dict(before.verdicts)
        for id_, quote in self._put.items():
            if quote is not before.put.get(id_):
                verdicts[id_] = verdict_of(quote, shared)
        # Mappings that did not change stay the same objects, so that views share them.
        things: dict[str, Any] = {
            f"{kind}s": known if (known := before.library.things(kind)) == now else now
            for kind, now in self._things.items()
        }
        library = replace(
            before.library,
            **things,
            quotes=Overlay(shared.quotes, self._put, left_out),
            verdicts=Overlay(shared.verdicts, verdicts, left_out),
            **self._indexes(),
        )
        return replace(
            before,
            library=library,
            revision=revision,
            put=self._put,
            removed=self._removed,
            hidden=self._hidden,
            verdicts=verdicts,
            own={kind: tuple(ids) for kind, ids in self._own.items() if ids},
            erased=self._erased,
            stranded=tuple(stranded),
        )

    def _indexes(self) -> dict[str, Any]:
        """The indexes, in which a list that does not change is the one of the shared library."""
        shared = self._shared
        gone = [shared.quotes[id_] for id_ in (*self._put, *self._hidden) if id_ in shared.quotes]
        own = [quote for id_, quote in self._put.items() if id_ not in self._removed]
        lost, added = (indexes_of(quotes, self._things[Kind.POINT]) for quotes in (gone, own))
        left_out = {quote.id for quote in gone}
        indexes: dict[str, Any] = {}
        for name, lists in added.items():
            before = getattr(shared, name)
            changed = {**lost[name], **lists}
            merge = _merged_sides if name == "by_point" else _merged_ids
            merged = {key: merge(before.get(key), lists.get(key), left_out) for key in changed}
            together = indexes[name] = {**before, **merged}
            for key in [key for key, ids in merged.items() if ids in ((), Sides())]:
                del together[key]
        # Only topics are listed with nothing under them.
        indexes["by_topic"] = {
            one: indexes["by_topic"].get(one, ()) for one in self._things[Kind.TOPIC]
        }
        return indexes

    def _put_quote(self, quote: Quote) -> None:
        self._refuse_erased(Shelf.QUOTE, quote.id)
        wrong = N_("{id} was removed here; restore it before you change it.")
        _refuse_if(quote.id in self._removed, wrong, quote.id)
        wrong = N_("{id} is hidden here; show it before you change it.")
        _refuse_if(quote.id in self._hidden, wrong, quote.id)
        require(missing_reference((), quote.source, Kind.SOURCE, self._things))
        author = self._things[Kind.SOURCE][quote.source].author
        require(integrity.quote_faults(entry_of(quote), author, self._things))
        self._put[quote.id] = quote

    def _put_topic(self, change: PutTopic) -> None:
        if change.id in self._things[Kind.POINT]:
            require([integrity.id_clash(Kind.TOPIC, change.id)])
        before = self._things[Kind.TOPIC].get(change.id, Topic(change.id, change.name))
        first = before.first if change.first is None else change.first
        topic = replace(before, name=change.name, aliases=change.aliases, first=first)
        self._keep(Kind.TOPIC, topic)

    def _put_point(self, point: Point) -> None:
        topics, before = self._things[Kind.TOPIC], self._things[Kind.POINT].get(point.id)
        if point.id in topics:
            require([integrity.id_clash(Kind.POINT, point.id)])
        require(missing_reference((), point.topic, Kind.TOPIC, self._things))
        if before is None:
            topic = topics[point.topic]
            topics[topic.id] = replace(topic, points=(*topic.points, point.id))
        else:
            wrong = N_("The point {id} cannot move; leave it under its topic {topic}.")
            _refuse_if(before.topic != point.topic, wrong, point.id, topic=shown(before.topic))
        self._keep(Kind.POINT, point)

    def _keep(self, kind: Kind, thing: Topic | Point | Speaker | Source) -> None:
        self._things[kind][thing.id] = thing
        self._own[kind][thing.id] = None

    def _refuse_erased(self, shelf: Shelf, id_: str) -> None:
        wrong = N_("{id} was erased here because its author asked for it; it can’t be added again.")
        _refuse_if(Subject(shelf, digest(id_)) in self._erased, wrong, id_)


def _refuse_if(wrong: bool, sentence: str, id_: str, **parts: str) -> None:
    """Raise RequestError with a sentence about the thing of that id if something is wrong."""
    if wrong:
        raise RequestError(_(sentence), id=shown(id_), **parts)


def _merged_ids(
    shared: tuple[str, ...] | None, own: tuple[str, ...] | None, left_out: Set[str]
) -> tuple[str, ...]:
    """Return the shared ids that are not left out, then the server's own."""
    if not left_out:  # a new quote replaces none, and its source may list all quotes
        return (*(shared or ()), *(own or ()))
    return (*(id_ for id_ in shared or () if id_ not in left_out), *(own or ()))


def _merged_sides(shared: Sides | None, own: Sides | None, left_out: Set[str]) -> Sides:
    one, other = shared or Sides(), own or Sides()
    return Sides(*(_merged_ids(one.of(stance), other.of(stance), left_out) for stance in Stance))


class _ErasedIds(Container[str]):
    """The ids of one shelf that were erased."""

    def __init__(self, shelf: Shelf, erased: Mapping[Subject, Erased]) -> None:
        self._shelf = shelf
        self._erased = erased

    def __contains__(self, id_: object) -> bool:
        return Subject(self._shelf, digest(str(id_))) in self._erased


def verdict_of(quote: Quote, shared: Library) -> Verdict:
    """Return whether the text of a quote is in that of its source, if the library has this."""
    return _verdict(shared.texts.get(quote.source), quote.text, quote.occurrence)


# The same quotes are checked again whenever a view is rebuilt.
@lru_cache(maxsize=4096)
def _verdict(source_text: str | None, text: str, occurrence: int) -> Verdict:
    return UNCHECKED if source_text is None else _prepared(source_text).verify(text, occurrence)


@lru_cache(maxsize=32)
def _prepared(source_text: str) -> SourceText:
    return SourceText(source_text)
