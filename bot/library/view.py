"""A server's collection: the shared library with the server's changes over it, at one revision."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any

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
from bot.library.integrity import Known, missing_reference, require, validate_change
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


@dataclass(frozen=True, slots=True)
class View:
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
        library, shared = self.library, self.shared
        used: dict[Shelf, tuple[Container[str], ...]] = {
            Shelf.QUOTE: (shared.quotes, self.put, set(chain(*shared.retired.values()))),
            Shelf.TOPIC: (library.topics, library.points),
            Shelf.SPEAKER: (library.speakers,),
            Shelf.SOURCE: (library.sources,),
        }
        subjects = map(subject_of, self.stranded)
        stranded = {subject.id for subject in subjects if subject.shelf is shelf}
        return AnyOf(*used[shelf], stranded, _ErasedIds(shelf, self.erased))


def view_of(shared: Library) -> View:
    """Return the view of a server without changes."""
    return View(shared, shared)


class Draft:
    """Mutable copies of the things of a view; each change is applied whole or not at all."""

    def __init__(self, view: View) -> None:
        self._shared = view.shared
        self._before = view
        library = view.library
        self.topics = dict(library.topics)
        self.points = dict(library.points)
        self.speakers = dict(library.speakers)
        self.sources = dict(library.sources)
        self.put = dict(view.put)
        self.removed = dict(view.removed)
        self.hidden = dict(view.hidden)
        self.erased = dict(view.erased)
        self._own = {kind: dict.fromkeys(view.own.get(kind, ())) for kind in Kind}
        self._known: Known = {kind: getattr(self, f"{kind}s") for kind in Kind}

    def apply(self, change: Change) -> None:  # noqa: C901 - one case for each kind of change
        """Apply one change.

        Raises RequestError if it breaks a rule of :mod:`.integrity`, or if the quote is not in the
        state that the change starts from.
        """
        match change:
            case PutQuote(quote):
                self._put_quote(quote)
            case RemoveQuote(quote=id_, reason=reason):
                self._remove(id_, reason)
            case RestoreQuote(id_):
                self._bring_back(id_, self.removed, N_("There is no removed quote {id} here."))
            case HideQuote(quote=id_, reason=reason):
                self._hide(id_, reason)
            case ShowQuote(id_):
                self._bring_back(id_, self.hidden, N_("There is no hidden quote {id} here."))
            case PutTopic():
                self._put_topic(change)
            case PutPoint(point):
                self._put_point(point)
            case PutSpeaker(speaker):
                self._put_speaker(speaker)
            case PutSource(source):
                self._put_source(source)
            case Erased(shelf, id_):
                self.erased[Subject(shelf, id_)] = change
            case Unreadable(id=id_):
                raise RequestError(_("The change of {id} cannot be read."), id=shown(id_))

    def view(self, revision: int, stranded: Sequence[Change]) -> View:
        """Return the view after the changes, at the cost of the server's own quotes."""
        before, shared = self._before, self._shared
        left_out = self.removed.keys() | self.hidden.keys()
        verdicts = dict(before.verdicts)
        for id_, quote in self.put.items():
            if quote is not before.put.get(id_):
                text = shared.texts.get(quote.source)
                verdicts[id_] = _verdict(text, quote.text, quote.occurrence)
        # Mappings that did not change stay the same objects, so that views share them.
        things: dict[str, Any] = {
            f"{kind}s": known if (known := before.library.things(kind)) == now else now
            for kind, now in self._known.items()
        }
        library = replace(
            before.library,
            **things,
            quotes=Overlay(shared.quotes, self.put, left_out),
            verdicts=Overlay(shared.verdicts, verdicts, left_out),
            **self._indexes(),
        )
        return replace(
            before,
            library=library,
            revision=revision,
            put=self.put,
            removed=self.removed,
            hidden=self.hidden,
            verdicts=verdicts,
            own={kind: tuple(ids) for kind, ids in self._own.items() if ids},
            erased=self.erased,
            stranded=tuple(stranded),
        )

    def _indexes(self) -> dict[str, Any]:
        """The indexes, in which a list that does not change is the one of the shared library."""
        shared = self._shared
        gone = [shared.quotes[id_] for id_ in (*self.put, *self.hidden) if id_ in shared.quotes]
        own = [quote for id_, quote in self.put.items() if id_ not in self.removed]
        lost, added = (indexes_of(quotes, self.points) for quotes in (gone, own))
        left_out = {quote.id for quote in gone}
        indexes: dict[str, Any] = {}
        for name, lists in added.items():
            before = getattr(shared, name)
            changed = {**lost[name], **lists}
            indexes[name] = dict(before) if changed else before
            for key in changed:
                merge = _merged_sides if name == "by_point" else _merged_ids
                ids = merge(before.get(key), lists.get(key), left_out)
                if ids in ((), Sides()):
                    del indexes[name][key]
                else:
                    indexes[name][key] = ids
        # Only topics are listed with nothing under them.
        indexes["by_topic"] = {one: indexes["by_topic"].get(one, ()) for one in self.topics}
        return indexes

    def _put_quote(self, quote: Quote) -> None:
        self._refuse_erased(Shelf.QUOTE, quote.id)
        name = shown(quote.id)
        if quote.id in self.removed:
            refusal = _("{name} was removed here; restore it before you change it.")
            raise RequestError(refusal, name=name)
        if quote.id in self.hidden:
            refusal = _("{name} is hidden here; show it before you change it.")
            raise RequestError(refusal, name=name)
        require(missing_reference((), quote.source, Kind.SOURCE, self._known))
        author = self.sources[quote.source].author
        require(integrity.quote_faults(entry_of(quote), author, self._known))
        self.put[quote.id] = quote

    def _remove(self, id_: str, reason: str) -> None:
        if id_ not in self.put and id_ in self._shared.quotes:
            raise RequestError(_("{id} is a shared quote; hide it here instead."), id=shown(id_))
        self._take_out(id_, self.removed, self.put, N_("{id} is already removed."), reason)

    def _hide(self, id_: str, reason: str) -> None:
        if id_ in self.put:
            refusal = _("{id} was added or changed here; remove it instead.")
            raise RequestError(refusal, id=shown(id_))
        self._take_out(id_, self.hidden, self._shared.quotes, N_("{id} is already hidden."), reason)

    def _take_out(
        self, id_: str, left_out: dict[str, str], held: Mapping[str, Quote], how: str, reason: str
    ) -> None:
        if id_ in left_out:
            raise RequestError(_(how), id=shown(id_))
        if id_ not in held:
            raise RequestError(_("There is no quote {id} here."), id=shown(id_))
        left_out[id_] = reason

    def _bring_back(self, id_: str, left_out: dict[str, str], how: str) -> None:
        if id_ not in left_out:
            raise RequestError(_(how), id=shown(id_))
        del left_out[id_]

    def _put_topic(self, change: PutTopic) -> None:
        if change.id in self.points:
            require([integrity.id_clash(Kind.TOPIC, change.id)])
        before = self.topics.get(change.id, Topic(change.id, change.name))
        first = before.first if change.first is None else change.first
        topic = replace(before, name=change.name, aliases=change.aliases, first=first)
        self.topics[change.id] = topic
        self._own[Kind.TOPIC][change.id] = None

    def _put_point(self, point: Point) -> None:
        if point.id in self.topics:
            require([integrity.id_clash(Kind.POINT, point.id)])
        require(missing_reference((), point.topic, Kind.TOPIC, self._known))
        before = self.points.get(point.id)
        if before is None:
            topic = self.topics[point.topic]
            self.topics[topic.id] = replace(topic, points=(*topic.points, point.id))
        elif before.topic != point.topic:
            refusal = _("The point {id} cannot move; leave it under its topic {topic}.")
            raise RequestError(refusal, id=shown(point.id), topic=shown(before.topic))
        self.points[point.id] = point
        self._own[Kind.POINT][point.id] = None

    def _put_speaker(self, speaker: Speaker) -> None:
        require(integrity.inferred_faults(entry_of(speaker)))
        self.speakers[speaker.id] = speaker
        self._own[Kind.SPEAKER][speaker.id] = None

    def _put_source(self, source: Source) -> None:
        self._refuse_erased(Shelf.SOURCE, source.id)
        require(integrity.source_faults(entry_of(source), self._known))
        self.sources[source.id] = source
        self._own[Kind.SOURCE][source.id] = None

    def _refuse_erased(self, shelf: Shelf, id_: str) -> None:
        if Subject(shelf, digest(id_)) in self.erased:
            refusal = _(
                "{id} was erased here because its author asked for it; it can’t be added again."
            )
            raise RequestError(refusal, id=shown(id_))


def _merged_ids(
    shared: tuple[str, ...] | None, own: tuple[str, ...] | None, left_out: Container[str]
) -> tuple[str, ...]:
    """Return the shared ids that are not left out, then the server's own."""
    return (*(id_ for id_ in shared or () if id_ not in left_out), *(own or ()))


def _merged_sides(shared: Sides | None, own: Sides | None, left_out: Container[str]) -> Sides:
    one, other = shared or Sides(), own or Sides()
    return Sides(*(_merged_ids(one.of(stance), other.of(stance), left_out) for stance in Stance))


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
