"""What a form says the words stand in: a source that is known, or a new one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.library.changes import PutSource, Shelf
from bot.library.model import Kind, Quote, Source
from bot.library.view import View
from bot.moderation import form_fields as fields
from bot.moderation.form_fields import Refused
from bot.moderation.outcomes import SideEffect, SideEffectKind
from bot.moderation.resolve_speaker import free_id
from bot.moderation.servers import Snapshot
from bot.search.results import Suggestion

_SOURCE = (Kind.SOURCE,)
_NO_TITLE = "a message has no title of its own"


@dataclass(frozen=True, slots=True)
class Details:
    """What a form says of a source, read: empty where it says nothing.

    ``author`` is the speaker who wrote it if the form says so, ``speaker`` whose words are quoted.
    """

    title: str
    date: str
    date_text: str
    url: str
    publication: str
    author: str
    speaker: str


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """A source, what must be put for it, and what that makes; None for one known as it is."""

    source: Source
    change: PutSource | None = None
    side_effect: SideEffect | None = None


def source_given(details: Details, snapshot: Snapshot, before: Quote | None) -> ResolvedSource:
    """The source a form names, ``before`` the quote that is edited. Raises Refused for no name."""
    view = snapshot.view
    if not details.title:
        known = _at_address(details.url, view)
        if known is None:
            raise Refused("In what does it stand? Write the title of the text, talk or page.")
        return _completed(known, details, view)
    bearer = snapshot.desk.named_exactly(details.title, _SOURCE)
    if before is not None:
        current = view.library.sources[before.source]
        # Many a source has the title of another: then it is the one it was.
        same_title = details.title.casefold() == current.title.casefold()
        if same_title or (bearer is not None and bearer.id == current.id):
            return _corrected(current, details, view, before)
        near = {one.id for one in snapshot.desk.named_like(details.title, _SOURCE)}
        if bearer is None and current.id in near and _only_here(current, view, before):
            return _corrected(current, details, view, before)
    for known in _of_that_title(bearer, view):
        if _agrees(known, details):
            return _completed(known, details, view)
    return _new(details, snapshot, bearer)


def source_of_message(id_: str, details: Details, view: View) -> ResolvedSource:
    """The source that a message is: known by the message's id, so that it is one source for ever.

    ``details.speaker`` is the member who wrote it.
    """
    known = view.library.sources.get(id_)
    if known is not None:
        return ResolvedSource(known)
    made = replace(
        _made(details, id_), title=details.title or "message", inferred={"title": _NO_TITLE}
    )
    return ResolvedSource(made, PutSource(made))


def _of_that_title(bearer: Suggestion | None, view: View) -> Iterator[Source]:
    """The source that bears a name, then others of the very same title."""
    if bearer is None:
        return
    sources = view.library.sources
    title = sources[bearer.id].title.casefold()
    yield sources[bearer.id]
    for source in sources.values():
        if source.id != bearer.id and source.title.casefold() == title:
            yield source


def _agrees(known: Source, details: Details) -> bool:
    """Whether nothing that is said of a source speaks against its being the one known."""
    one, other = sorted((known.date, details.date), key=len)
    return (
        other.startswith(one)
        and (not (known.url and details.url) or _same_page(known.url, details.url))
        and (not details.author or details.author == known.author)
        and _same_or_unknown(known.publication, details.publication)
    )


def _completed(known: Source, details: Details, view: View) -> ResolvedSource:
    """A source with what the form knows and it does not."""
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


def _corrected(current: Source, details: Details, view: View, before: Quote) -> ResolvedSource:
    """The source of an edited quote as the form has it."""
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
    """The source without the grounds for what a moderator has written now."""
    kept = {
        field: ground
        for field, ground in current.inferred.items()
        if getattr(current, field) == getattr(corrected, field) and getattr(corrected, field)
    }
    return replace(corrected, inferred=kept)


def _changed(now: Source, view: View, but: str) -> ResolvedSource:
    others = set(view.library.by_source.get(now.id, ())) - {but}
    return ResolvedSource(
        now,
        PutSource(now),
        SideEffect(SideEffectKind.CHANGED_SOURCE, now.title, quotes=len(others)),
    )


def _new(details: Details, snapshot: Snapshot, bearer: Suggestion | None) -> ResolvedSource:
    source = _made(details, free_id(details.title, Shelf.SOURCE, snapshot.view))
    near = (bearer,) if bearer else snapshot.desk.named_like(details.title, _SOURCE)
    return ResolvedSource(
        source, PutSource(source), SideEffect(SideEffectKind.NEW_SOURCE, source.title, near)
    )


def _made(details: Details, id_: str) -> Source:
    return Source(
        id=id_,
        title=details.title,
        author=details.author or details.speaker,
        publication=details.publication,
        date=details.date,
        date_text=details.date_text,
        url=details.url,
    )


def _only_here(source: Source, view: View, quote: Quote) -> bool:
    """Whether the server put this source, and for this quote alone."""
    quotes = set(view.library.by_source.get(source.id, ())) | {
        id_ for id_ in view.removed if view.put[id_].source == source.id
    }
    own = source.id in view.own.sources and source.id not in view.shared.sources
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


def title_of(typed: str) -> str:
    """The title of a source as a form gives it; empty for nothing."""
    return fields.name("The source", typed, fields.LONGEST_TITLE)
