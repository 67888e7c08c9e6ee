"""Resolve the speaker that a form names: a known one, or a new one."""

from collections.abc import Container
from dataclasses import dataclass, replace

from bot.library.changes import PutSpeaker, Shelf
from bot.library.model import Kind, Quote, Speaker
from bot.library.rules import new_id
from bot.library.view import View
from bot.moderation import form_fields as fields
from bot.moderation.form_fields import Refused, echoed
from bot.moderation.forms import SOURCE_OF_MESSAGE, SPEAKER_OF_MEMBER
from bot.moderation.outcomes import SideEffect, SideEffectKind
from bot.moderation.servers import Snapshot

_SPEAKER = (Kind.SPEAKER,)
# Discord's ids are numbers of 64 bits.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class ResolvedSpeaker:
    """A speaker, with the change that adds or corrects them, if one is needed."""

    speaker: Speaker
    change: PutSpeaker | None = None
    side_effect: SideEffect | None = None


def named_speaker(
    typed: str, role: str, snapshot: Snapshot, before: Quote | None
) -> ResolvedSpeaker:
    """Return the speaker of a form; ``before`` is the edited quote.

    Raises Refused for a blank name, and for a known name with a role other than the known one.
    """
    name = fields.name("The speaker", typed)
    if not name:
        raise Refused("Who said it? Write the speaker’s name as the source gives it.")
    role = fields.line("The role", role, fields.LONGEST_PHRASE)
    known = snapshot.desk.named_exactly(name, _SPEAKER)
    if before is not None:
        current = snapshot.view.library.speakers[before.speaker]
        if known is None or known.id == current.id or _has_name(current, name):
            return _corrected(current, name, role, snapshot, before)
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
    name = fields.name("The speaker", typed)
    if known is not None and name in ("", known.name):
        return ResolvedSpeaker(known)
    if known is not None and before is not None:
        return _changed(replace(known, name=name), snapshot, before.id)
    if not name:
        raise Refused("Who wrote the message? Write the name that Discord shows.")
    return _new(Speaker(id_, name), snapshot)


def named_writer(typed: str, snapshot: Snapshot) -> ResolvedSpeaker | None:
    """Return the writer of the source; None if the field is blank."""
    name = fields.name("The writer", typed)
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


def _known_or_new(name: str, role: str, snapshot: Snapshot) -> ResolvedSpeaker:
    bearer = snapshot.desk.named_exactly(name, _SPEAKER)
    if bearer is None:
        id_ = free_id(name, Shelf.SPEAKER, snapshot.view.taken(Shelf.SPEAKER))
        return _new(Speaker(id_, name, role), snapshot)
    known = snapshot.view.library.speakers[bearer.id]
    if not role or role == known.role:
        return ResolvedSpeaker(known)
    if known.role:
        raise Refused(
            f"{echoed(known.name)} is known here as {echoed(known.role)}. If it is the same "
            "person, leave the role empty; if not, write a name that tells the two apart."
        )
    return _changed(replace(known, role=role), snapshot, "")


def _corrected(
    known: Speaker, name: str, role: str, snapshot: Snapshot, before: Quote
) -> ResolvedSpeaker:
    """Return the speaker of an edited quote with corrections, or another speaker that it names."""
    corrected_name = known.name
    if name != known.name and not _has_name(known, name):
        near = snapshot.desk.named_like(name, _SPEAKER)
        if not (_only_here(known, snapshot.view, before) and known.id in {one.id for one in near}):
            return _known_or_new(name, role, snapshot)
        corrected_name = name
    elif name.casefold() == known.name.casefold() and _only_here(known, snapshot.view, before):
        corrected_name = name
    corrected = replace(known, name=corrected_name, role=role)
    if corrected == known:
        return ResolvedSpeaker(known)
    return _changed(corrected, snapshot, before.id)


def _has_name(known: Speaker, name: str) -> bool:
    names = (known.id, known.name, *known.aliases)
    return name.casefold() in {one.casefold() for one in names}


def _only_here(speaker: Speaker, view: View, quote: Quote) -> bool:
    """Whether the server added this speaker, for this quote alone."""
    quotes = set(view.library.by_speaker.get(speaker.id, ())) | {
        id_ for id_ in view.removed if view.put[id_].speaker == speaker.id
    }
    own = speaker.id in view.own.get(Kind.SPEAKER, ()) and speaker.id not in view.shared.speakers
    return own and quotes <= {quote.id} and not speaker.id.startswith(SPEAKER_OF_MEMBER)


def _new(speaker: Speaker, snapshot: Snapshot) -> ResolvedSpeaker:
    near = snapshot.desk.named_like(speaker.name, _SPEAKER)
    effect = SideEffect(SideEffectKind.NEW_SPEAKER, speaker.name, near)
    return ResolvedSpeaker(speaker, PutSpeaker(speaker), effect)


def _changed(speaker: Speaker, snapshot: Snapshot, but: str) -> ResolvedSpeaker:
    others = set(snapshot.view.library.by_speaker.get(speaker.id, ())) - {but}
    effect = SideEffect(SideEffectKind.CHANGED_SPEAKER, speaker.name, quotes=len(others))
    return ResolvedSpeaker(speaker, PutSpeaker(speaker), effect)


def _number(id_: str) -> str:
    if id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_NUMBER:
        return id_
    raise Refused("That message can’t be found any more. Save it again from the message itself.")
