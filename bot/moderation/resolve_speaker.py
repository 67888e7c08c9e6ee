"""Whose words a form says they are: somebody known, or somebody new."""

from dataclasses import dataclass, replace

from bot.library.changes import PutSpeaker, Shelf
from bot.library.ids import new_id
from bot.library.model import Kind, Quote, Speaker
from bot.library.view import View
from bot.moderation import form_fields as fields
from bot.moderation.form_fields import Refused, echoed
from bot.moderation.forms import SOURCE_OF_MESSAGE, SPEAKER_OF_MEMBER
from bot.moderation.outcomes import Made, MadeKind
from bot.moderation.servers import Standing

_SPEAKER = (Kind.SPEAKER,)
# Discord's ids are numbers of 64 bits.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker, what must be put for it, and what that makes; None for one who is known."""

    speaker: Speaker
    change: PutSpeaker | None = None
    made: Made | None = None


def speaker_named(typed: str, role: str, standing: Standing, before: Quote | None) -> Person:
    """The speaker a form names, ``before`` the quote that is edited.

    Raises Refused for no name, and for a known name with another role than the one known.
    """
    name = fields.name("The speaker", typed)
    if not name:
        raise Refused("Who said it? Write the speaker’s name as the source gives it.")
    role = fields.line("The role", role, fields.LONGEST_PHRASE)
    known = standing.desk.bearer(name, _SPEAKER)
    if before is not None:
        current = standing.view.library.speakers[before.speaker]
        if known is None or known.id == current.id or _calls(current, name):
            return _corrected(current, name, role, standing, before)
    return _known_or_new(name, role, standing)


def member_named(member: str, typed: str, standing: Standing, before: Quote | None) -> Person:
    """The member whose message is saved, under the name displayed; known by the member's id.

    One who is known keeps the name they are known by, unless an edited quote gives another.
    """
    id_ = f"{SPEAKER_OF_MEMBER}{_number(member)}"
    known = standing.view.library.speakers.get(id_)
    if known is not None and before is None:
        return Person(known)
    name = fields.name("The speaker", typed)
    if known is not None and name in ("", known.name):
        return Person(known)
    if known is not None and before is not None:
        return _changed(replace(known, name=name), standing, before.id)
    if not name:
        raise Refused("Who wrote the message? Write the name as it is displayed.")
    return _new(Speaker(id_, name), standing)


def writer_named(typed: str, standing: Standing) -> Person | None:
    """Who wrote the source, where that is said; None where it is not."""
    name = fields.name("The writer", typed)
    return _known_or_new(name, "", standing) if name else None


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


def _known_or_new(name: str, role: str, standing: Standing) -> Person:
    view = standing.view
    bearer = standing.desk.bearer(name, _SPEAKER)
    if bearer is None:
        return _new(Speaker(free_id(name, Shelf.SPEAKER, view), name, role), standing)
    known = view.library.speakers[bearer.id]
    if not role or role == known.role:
        return Person(known)
    if known.role:
        raise Refused(
            f"{echoed(known.name)} is known here as {echoed(known.role)}. For the same person "
            "leave the role empty; for another, write the name so that the two can be told apart."
        )
    return _changed(replace(known, role=role), standing, "")


def _corrected(known: Speaker, name: str, role: str, standing: Standing, before: Quote) -> Person:
    """The speaker of an edited quote with what the form corrects, or whoever else it names."""
    called = known.name
    if name != known.name and not _calls(known, name):
        near = standing.desk.near(name, _SPEAKER)
        if not (_only_here(known, standing.view, before) and known.id in {one.id for one in near}):
            return _known_or_new(name, role, standing)
        called = name
    elif name.casefold() == known.name.casefold() and _only_here(known, standing.view, before):
        called = name
    corrected = replace(known, name=called, role=role)
    return Person(known) if corrected == known else _changed(corrected, standing, before.id)


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


def _new(speaker: Speaker, standing: Standing) -> Person:
    near = standing.desk.near(speaker.name, _SPEAKER)
    return Person(speaker, PutSpeaker(speaker), Made(MadeKind.NEW_SPEAKER, speaker.name, near))


def _changed(speaker: Speaker, standing: Standing, but: str) -> Person:
    others = set(standing.view.library.by_speaker.get(speaker.id, ())) - {but}
    made = Made(MadeKind.CHANGED_SPEAKER, speaker.name, quotes=len(others))
    return Person(speaker, PutSpeaker(speaker), made)


def _number(id_: str) -> str:
    if id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_NUMBER:
        return id_
    raise Refused("That message cannot be found any more. Save it from the message itself.")
