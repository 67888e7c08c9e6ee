"""Resolve the source that a form names: a known one, perhaps completed, or a new one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.library.changes import PutSource, Shelf
from bot.library.model import Kind, Quote, Source
from bot.library.view import View
from bot.moderation.form_fields import Refused
from bot.moderation.outcomes import SideEffect, SideEffectKind
from bot.moderation.resolve_speaker import free_id
from bot.moderation.servers import Snapshot
from bot.search.results import Suggestion

_SOURCE = (Kind.SOURCE,)
_NO_TITLE = "a message has no title of its own"


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """The fields of a form about the source; empty where it says nothing.

    ``author`` is the id of the writer if the form names one, ``speaker`` that of the speaker.
    """

    title: str
    date: str
    date_text: str
    url: str
    publication: str
    author: str
    speaker: str

    def new_source(self, id_: str) -> Source:
        """Return a new source with these details."""
        return Source(
            id=id_,
            title=self.title,
            author=self.author or self.speaker,
            publication=self.publication,
            date=self.date,
            date_text=self.date_text,
            url=self.url,
        )


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """A source, with the change that adds or completes it, if one is needed."""

    source: Source
    change: PutSource | None = None
    side_effect: SideEffect | None = None


def named_source(
    details: SourceDetails, snapshot: Snapshot, before: Quote | None
) -> ResolvedSource:
    """Return the source of a form; ``before`` is the edited quote.

    Without a title, a known link is enough. Raises Refused if neither names a source.
    """
    view = snapshot.view
    if not details.title:
        known = _at_address(details.url, view)
        if known is None:
            raise Refused("Where is it from? Write the title of the text, talk or page.")
        return _completed(known, details, view)
    bearer = snapshot.desk.named_exactly(details.title, _SOURCE)
    if before is not None:
        current = view.library.sources[before.source]
        # Several sources may have one title: then it is the one it was.
        same_title = details.title.casefold() == current.title.casefold()
        if same_title or (bearer is not None and bearer.id == current.id):
            return _corrected(current, details, view, before)
        near = {one.id for one in snapshot.desk.named_like(details.title, _SOURCE)}
        if bearer is None and current.id in near and _only_here(current, view, before):
            return _corrected(current, details, view, before)
    for known in _with_title_of(bearer, view):
        if _agrees(known, details):
            return _completed(known, details, view)
    return _new(details, snapshot, bearer)


def message_source(id_: str, details: SourceDetails, view: View) -> ResolvedSource:
    """Return the source that is a message, identified by the message's id for good.

    ``details.speaker`` is the member who wrote it.
    """
    known = view.library.sources.get(id_)
    if known is not None:
        return ResolvedSource(known)
    source = replace(
        details.new_source(id_),
        title=details.title or "message",
        inferred={"title": _NO_TITLE},
    )
    return ResolvedSource(source, PutSource(source))


def _with_title_of(bearer: Suggestion | None, view: View) -> Iterator[Source]:
    """Yield the source that has a name, then others with exactly the same title."""
    if bearer is None:
        return
    sources = view.library.sources
    title = sources[bearer.id].title.casefold()
    yield sources[bearer.id]
    for source in sources.values():
        if source.id != bearer.id and source.title.casefold() == title:
            yield source


def _agrees(known: Source, details: SourceDetails) -> bool:
    """Whether the details do not contradict a known source."""
    one, other = sorted((known.date, details.date), key=len)
    return (
        other.startswith(one)
        and (not (known.url and details.url) or _same_page(known.url, details.url))
        and (not details.author or details.author == known.author)
        and _same_or_unknown(known.publication, details.publication)
    )


def _completed(known: Source, details: SourceDetails, view: View) -> ResolvedSource:
    """Return a known source with the details that it lacks."""
    more = len(details.date) > len(known.date)
    completed = replace(
        known,
        date=details.date if more else known.date,
        date_text=known.date_text or (details.date_text if more else ""),
        url=known.url or details.url,
        publication=known.publication or details.publication,
    )
    if completed == known:
        return ResolvedSource(known)
    return _changed(_without_grounds(known, completed), view, "")


def _corrected(
    current: Source, details: SourceDetails, view: View, before: Quote
) -> ResolvedSource:
    """Return the source of an edited quote with the form's corrections."""
    alone = _only_here(current, view, before)
    as_shown = details.date_text and details.date_text == current.date_text
    by_speaker = current.author == before.speaker and alone
    corrected = replace(
        current,
        title=details.title if alone else current.title,
        date=current.date if as_shown else details.date,
        date_text=details.date_text,
        url=details.url,
        publication=details.publication,
        author=(details.author or details.speaker) if by_speaker else current.author,
    )
    if corrected == current:
        return ResolvedSource(current)
    return _changed(_without_grounds(current, corrected), view, before.id)


def _without_grounds(current: Source, corrected: Source) -> Source:
    """Return the source without the grounds of inferred fields that a moderator now wrote."""
    kept = {
        field: ground
        for field, ground in current.inferred.items()
        if getattr(current, field) == getattr(corrected, field) and getattr(corrected, field)
    }
    return replace(corrected, inferred=kept)


def _changed(now: Source, view: View, but: str) -> ResolvedSource:
    others = set(view.library.by_source.get(now.id, ())) - {but}
    effect = SideEffect(SideEffectKind.CHANGED_SOURCE, now.title, quotes=len(others))
    return ResolvedSource(now, PutSource(now), effect)


def _new(details: SourceDetails, snapshot: Snapshot, bearer: Suggestion | None) -> ResolvedSource:
    taken = snapshot.view.taken(Shelf.SOURCE)
    source = details.new_source(free_id(details.title, Shelf.SOURCE, taken))
    near = (bearer,) if bearer else snapshot.desk.named_like(details.title, _SOURCE)
    effect = SideEffect(SideEffectKind.NEW_SOURCE, source.title, near)
    return ResolvedSource(source, PutSource(source), effect)


def _only_here(source: Source, view: View, quote: Quote) -> bool:
    """Whether the server added this source, for this quote alone."""
    quotes = set(view.library.by_source.get(source.id, ())) | {
        id_ for id_ in view.removed if view.put[id_].source == source.id
    }
    own = source.id in view.own.get(Kind.SOURCE, ()) and source.id not in view.shared.sources
    return own and quotes <= {quote.id}


def _at_address(url: str, view: View) -> Source | None:
    if not url:
        return None
    sources = view.library.sources.values()
    return next((source for source in sources if _same_page(source.url, url)), None)


def _same_page(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _same_or_unknown(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()
