"""Resolve the speaker and the source that a form names. Each is a known one or a new one.

Functions raise Refused, with a sentence for the person who filled in the form.
"""

from collections.abc import Container
from dataclasses import dataclass, replace

from bot.i18n import gettext as _
from bot.library.changes import (
    SOURCE_OF_MESSAGE,
    SPEAKER_OF_MEMBER,
    PutSource,
    PutSpeaker,
    Shelf,
)
from bot.library.model import Kind, Quote, Source, Speaker
from bot.library.rules import new_id
from bot.library.view import View
from bot.moderation import typed_fields as fields
from bot.moderation.outcomes import SideEffect, SideEffectKind
from bot.moderation.servers import Snapshot
from bot.moderation.typed_fields import Refused, echoed
from bot.search.names import spelling
from bot.search.results import Suggestion

_SPEAKER = (Kind.SPEAKER,)
_SOURCE = (Kind.SOURCE,)
# Discord's ids are numbers of 64 bits.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class ResolvedSpeaker:
    """A speaker, with the change that adds or corrects them, if one is needed."""

    speaker: Speaker
    change: PutSpeaker | None = None
    side_effect: SideEffect | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """A source, with the change that adds or completes it, if one is needed."""

    source: Source
    change: PutSource | None = None
    side_effect: SideEffect | None = None


def named_speaker(
    typed: str, role: str, snapshot: Snapshot, before: Quote | None
) -> ResolvedSpeaker:
    """Return the speaker of a form; ``before`` is the edited quote.

    Raises Refused for a blank name, and for a known name with a role other than the known one.
    """
    name = fields.name(_("The speaker"), typed)
    if not name:
        raise Refused(_("Who said it? Write the speaker’s name as the source gives it."))
    role = fields.line(_("The role"), role, fields.LONGEST_PHRASE)
    if before is not None:
        current = snapshot.view.library.speakers[before.speaker]
        if not snapshot.desk.spelled(name, _SPEAKER) or _has_name(current, name):
            return _corrected_speaker(current, name, role, snapshot, before)
    return _known_or_new(name, role, snapshot)


def named_member(
    member: str, typed: str, snapshot: Snapshot, before: Quote | None
) -> ResolvedSpeaker:
    """Return the member whose message is saved, identified by their id, under their name.

    A known member keeps the known name, unless an edited quote gives another.
    """
    id_ = f"{SPEAKER_OF_MEMBER}{_number(member)}"
    known = snapshot.view.library.speakers.get(id_)
    if known is not None and before is None:
        return ResolvedSpeaker(known)
    name = fields.name(_("The speaker"), typed)
    if known is not None and name in ("", known.name):
        return ResolvedSpeaker(known)
    if known is not None and before is not None:
        return _changed_speaker(replace(known, name=name), snapshot, before.id)
    if not name:
        raise Refused(_("Who wrote the message? Write the name that Discord shows."))
    return _new_speaker(Speaker(id_, name), snapshot)


def named_writer(typed: str, snapshot: Snapshot) -> ResolvedSpeaker | None:
    """Return the writer of the source; None if the field is blank."""
    name = fields.name(_("The writer"), typed)
    return _known_or_new(name, "", snapshot) if name else None


def source_of_message(message: str) -> str:
    """Return the id of the source that is a message. Raises Refused for a malformed id."""
    return f"{SOURCE_OF_MESSAGE}{_number(message)}"


def free_id(words: str, shelf: Shelf, taken: Container[str]) -> str:
    """Return a new id made from words, never one that stands for a member or a message."""
    found = new_id(words, taken, shelf.value)
    if found.startswith((SPEAKER_OF_MEMBER, SOURCE_OF_MESSAGE)):
        return new_id(f"{shelf.value} {words}", taken, shelf.value)
    return found


def one_speaker(name: str, role: str, bearers: list[Speaker]) -> Speaker | None:
    """Return the one of the speakers called ``name``, of several that of the role; None of none.

    Raises Refused if several are left.
    """
    if len(bearers) > 1 and role:
        bearers = [one for one in bearers if one.role == role] or bearers
    if len(bearers) > 1:
        raise Refused(
            _("Several speakers are called {name}. Write the id instead: {ids}.").format(
                name=echoed(name), ids=", ".join(one.id for one in bearers)
            )
        )
    return next(iter(bearers), None)


def _known_or_new(name: str, role: str, snapshot: Snapshot) -> ResolvedSpeaker:
    speakers = snapshot.view.library.speakers
    bearers = [speakers[one.id] for one in snapshot.desk.spelled(name, _SPEAKER)]
    known = one_speaker(name, role, bearers)
    if known is None:
        id_ = free_id(name, Shelf.SPEAKER, snapshot.view.taken(Shelf.SPEAKER))
        return _new_speaker(Speaker(id_, name, role), snapshot)
    if not role or role == known.role:
        return ResolvedSpeaker(known)
    if known.role:
        raise Refused(
            _(
                "{name} is known here as {role}. If it is the same person, leave the role "
                "empty; if not, write a name that tells the two apart."
            ).format(name=echoed(known.name), role=echoed(known.role))
        )
    return _changed_speaker(replace(known, role=role), snapshot, "")


def _corrected_speaker(
    known: Speaker, name: str, role: str, snapshot: Snapshot, before: Quote
) -> ResolvedSpeaker:
    """Return the speaker of an edited quote with corrections, or another speaker that it names."""
    corrected_name = known.name
    member = known.id.startswith(SPEAKER_OF_MEMBER)
    alone = not member and _only_here(Kind.SPEAKER, known.id, snapshot.view, before)
    if not _has_name(known, name):
        near = {one.id for one in snapshot.desk.named_like(name, _SPEAKER)}
        if not alone or known.id not in near:
            return _known_or_new(name, role, snapshot)
        corrected_name = name
    elif alone and spelling(name) == spelling(known.name):
        corrected_name = name
    corrected = replace(known, name=corrected_name, role=role)
    if corrected == known:
        return ResolvedSpeaker(known)
    return _changed_speaker(corrected, snapshot, before.id)


def _has_name(known: Speaker, name: str) -> bool:
    names = (known.id, known.name, *known.aliases)
    return spelling(name) in map(spelling, names)


def _new_speaker(speaker: Speaker, snapshot: Snapshot) -> ResolvedSpeaker:
    near = snapshot.desk.named_like(speaker.name, _SPEAKER)
    effect = SideEffect(SideEffectKind.NEW_SPEAKER, speaker.name, near)
    return ResolvedSpeaker(speaker, PutSpeaker(speaker), effect)


def _changed_speaker(speaker: Speaker, snapshot: Snapshot, but: str) -> ResolvedSpeaker:
    others = set(snapshot.view.library.by_speaker.get(speaker.id, ())) - {but}
    effect = SideEffect(SideEffectKind.CHANGED_SPEAKER, speaker.name, quotes=len(others))
    return ResolvedSpeaker(speaker, PutSpeaker(speaker), effect)


def _number(id_: str) -> str:
    if id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_NUMBER:
        return id_
    raise Refused(_("That message can’t be found any more. Save it again from the message itself."))


def named_source(details: Source, snapshot: Snapshot, before: Quote | None) -> ResolvedSource:
    """Return the source of a form; ``before`` is the edited quote.

    ``details`` are the fields of the form as a source without an id, which has an author only if
    the form names one. Without a title, a known link is enough; Refused if neither names a source.
    """
    view = snapshot.view
    if not details.title:
        for source in view.library.sources.values():
            if details.url and _same_page(source.url, details.url):
                return _completed(source, details, view)
        raise Refused(_("Where is it from? Write the title of the text, talk or page."))
    bearers = snapshot.desk.spelled(details.title, _SOURCE)
    if before is not None and _means_current(details.title, bearers, snapshot, before):
        return _corrected_source(details, view, before)
    for bearer in bearers:
        known = view.library.sources[bearer.id]
        if _agrees(known, details):
            return _completed(known, details, view)
    return _new_source(details, snapshot, bearers)


def message_source(id_: str, details: Source, author: str, view: View) -> ResolvedSource:
    """Return the source that is a message, identified by its id; ``author`` may be unknown."""
    known = view.library.sources.get(id_)
    if known is not None:
        return ResolvedSource(known)
    source = replace(
        details,
        id=id_,
        title=details.title or "message",
        author=details.author or author,
        inferred={"title": _("a message has no title of its own")},
    )
    return ResolvedSource(source, PutSource(source))


def _means_current(
    title: str, bearers: tuple[Suggestion, ...], snapshot: Snapshot, before: Quote
) -> bool:
    """Whether the title of an edited quote's form means the source that the quote has."""
    current = snapshot.view.library.sources[before.source]
    # Several sources may have one title: then it is the one it was.
    if spelling(title) == spelling(current.title):
        return True
    if bearers:
        return any(bearer.id == current.id for bearer in bearers)
    near = {one.id for one in snapshot.desk.named_like(title, _SOURCE)}
    return current.id in near and _only_here(Kind.SOURCE, current.id, snapshot.view, before)


def _agrees(known: Source, details: Source) -> bool:
    """Whether the details do not contradict a known source."""
    one, other = sorted((known.date, details.date), key=len)
    ours, theirs = known.publication.casefold(), details.publication.casefold()
    return (
        other.startswith(one)
        and (not (known.url and details.url) or _same_page(known.url, details.url))
        and details.author in ("", known.author)
        and (not ours or not theirs or ours == theirs)
    )


def _completed(known: Source, details: Source, view: View) -> ResolvedSource:
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
    return _changed_source(_without_grounds(known, completed), view, "")


def _corrected_source(details: Source, view: View, before: Quote) -> ResolvedSource:
    """Return the source of an edited quote with the form's corrections."""
    current = view.library.sources[before.source]
    alone = _only_here(Kind.SOURCE, current.id, view, before)
    as_shown = details.date_text and details.date_text == current.date_text
    corrected = replace(
        current,
        title=details.title if alone else current.title,
        date=current.date if as_shown else details.date,
        date_text=details.date_text,
        url=details.url,
        publication=details.publication,
        author=(details.author if alone else "") or current.author,
    )
    if corrected == current:
        return ResolvedSource(current)
    return _changed_source(_without_grounds(current, corrected), view, before.id)


def _without_grounds(current: Source, corrected: Source) -> Source:
    """Return the source without the grounds of inferred fields that a moderator now wrote."""
    kept = {
        field: ground
        for field, ground in current.inferred.items()
        if getattr(current, field) == getattr(corrected, field) and getattr(corrected, field)
    }
    return replace(corrected, inferred=kept)


def _changed_source(now: Source, view: View, but: str) -> ResolvedSource:
    others = set(view.library.by_source.get(now.id, ())) - {but}
    effect = SideEffect(SideEffectKind.CHANGED_SOURCE, now.title, quotes=len(others))
    return ResolvedSource(now, PutSource(now), effect)


def _new_source(
    details: Source, snapshot: Snapshot, bearers: tuple[Suggestion, ...]
) -> ResolvedSource:
    taken = snapshot.view.taken(Shelf.SOURCE)
    source = replace(details, id=free_id(details.title, Shelf.SOURCE, taken))
    near = bearers[:1] or snapshot.desk.named_like(details.title, _SOURCE)
    effect = SideEffect(SideEffectKind.NEW_SOURCE, source.title, near)
    return ResolvedSource(source, PutSource(source), effect)


def _same_page(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _only_here(kind: Kind, id_: str, view: View, quote: Quote) -> bool:
    """Whether the server added this speaker or source, for this quote alone."""
    library = view.library
    held = library.by_speaker if kind is Kind.SPEAKER else library.by_source
    removed = (each for each in view.removed if getattr(view.put[each], kind.value) == id_)
    quotes = {*held.get(id_, ()), *removed}
    own = id_ in view.own.get(kind, ()) and id_ not in view.shared.things(kind)
    return own and quotes <= {quote.id}
