"""Whose words a form says they are: somebody known, or somebody new."""

from dataclasses import dataclass, replace

from bot.library.changes import PutSpeaker, Shelf
from bot.library.ids import new_id
from bot.library.model import Kind, Quote, Speaker
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
    """A speaker, what must be put for it, and what that makes; None for one who is known."""

    speaker: Speaker
    change: PutSpeaker | None = None
    side_effect: SideEffect | None = None


def speaker_named(
    typed: str, role: str, snapshot: Snapshot, before: Quote | None
) -> ResolvedSpeaker:
    """The speaker a form names, ``before`` the quote that is edited.

    Raises Refused for no name, and for a known name with another role than the one known.
    """
    name = fields.name("The speaker", typed)
    if not name:
        raise Refused("Who said it? Write the speaker’s name as the source gives it.")
    role = fields.line("The role", role, fields.LONGEST_PHRASE)
    known = snapshot.desk.named_exactly(name, _SPEAKER)
    if before is not None:
        current = snapshot.view.library.speakers[before.speaker]
        if known is None or known.id == current.id or _calls(current, name):
            return _corrected(current, name, role, snapshot, before)
    return _known_or_new(name, role, snapshot)


def member_named(
    member: str, typed: str, snapshot: Snapshot, before: Quote | None
) -> ResolvedSpeaker:
    """The member whose message is saved, under the name displayed; known by the member's id.

    One who is known keeps the name they are known by, unless an edited quote gives another.
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
        raise Refused("Who wrote the message? Write the name as it is displayed.")
    return _new(Speaker(id_, name), snapshot)


def writer_named(typed: str, snapshot: Snapshot) -> ResolvedSpeaker | None:
    """Who wrote the source, where that is said; None where it is not."""
    name = fields.name("The writer", typed)
    return _known_or_new(name, "", snapshot) if name else None


def source_of_message(message: str) -> str:
    """The id of the source that a message is. Raises Refused for what is no id of a message."""
    return f"{SOURCE_OF_MESSAGE}{_number(message)}"


def free_id(words: str, shelf: Shelf, view: View) -> str:
    """A new id from words: never one that stands for a member or a message."""
    taken = view.taken(shelf)
    found = new_id(words, taken, shelf.value)
    if found.startswith((SPEAKER_OF_MEMBER, SOURCE_OF_MESSAGE)):
        return new_id(f"{shelf.value} {words}", taken, shelf.value)
    return found


def _known_or_new(name: str, role: str, snapshot: Snapshot) -> ResolvedSpeaker:
    view = snapshot.view
    bearer = snapshot.desk.named_exactly(name, _SPEAKER)
    if bearer is None:
        return _new(Speaker(free_id(name, Shelf.SPEAKER, view), name, role), snapshot)
    known = view.library.speakers[bearer.id]
    if not role or role == known.role:
        return ResolvedSpeaker(known)
    if known.role:
        raise Refused(
            f"{echoed(known.name)} is known here as {echoed(known.role)}. For the same person "
            "leave the role empty; for another, write the name so that the two can be told apart."
        )
    return _changed(replace(known, role=role), snapshot, "")


def _corrected(
    known: Speaker, name: str, role: str, snapshot: Snapshot, before: Quote
) -> ResolvedSpeaker:
    """The speaker of an edited quote with what the form corrects, or whoever else it names."""
    called = known.name
    if name != known.name and not _calls(known, name):
        near = snapshot.desk.named_like(name, _SPEAKER)
        if not (_only_here(known, snapshot.view, before) and known.id in {one.id for one in near}):
            return _known_or_new(name, role, snapshot)
        called = name
    elif name.casefold() == known.name.casefold() and _only_here(known, snapshot.view, before):
        called = name
    corrected = replace(known, name=called, role=role)
    return (
        ResolvedSpeaker(known) if corrected == known else _changed(corrected, snapshot, before.id)
    )


def _calls(known: Speaker, name: str) -> bool:
    names = (known.id, known.name, *known.aliases)
    return name.casefold() in {one.casefold() for one in names}


def _only_here(speaker: Speaker, view: View, quote: Quote) -> bool:
    """Whether the server put this speaker, and for this quote alone."""
    quotes = set(view.library.by_speaker.get(speaker.id, ())) | {
        id_ for id_ in view.removed if view.put[id_].speaker == speaker.id
    }
    own = speaker.id in view.own.speakers and speaker.id not in view.shared.speakers
    return own and quotes <= {quote.id} and not speaker.id.startswith(SPEAKER_OF_MEMBER)


def _new(speaker: Speaker, snapshot: Snapshot) -> ResolvedSpeaker:
    near = snapshot.desk.named_like(speaker.name, _SPEAKER)
    return ResolvedSpeaker(
        speaker, PutSpeaker(speaker), SideEffect(SideEffectKind.NEW_SPEAKER, speaker.name, near)
    )


def _changed(speaker: Speaker, snapshot: Snapshot, but: str) -> ResolvedSpeaker:
    others = set(snapshot.view.library.by_speaker.get(speaker.id, ())) - {but}
    made = SideEffect(SideEffectKind.CHANGED_SPEAKER, speaker.name, quotes=len(others))
    return ResolvedSpeaker(speaker, PutSpeaker(speaker), made)


def _number(id_: str) -> str:
    if id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_NUMBER:
        return id_
    raise Refused("That message cannot be found any more. Save it from the message itself.")
