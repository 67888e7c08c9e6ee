"""Resolve the names in a form: a speaker and a source may be new, points and topics are known.

Functions raise RequestError, with a sentence for the person who filled in the form.
"""

import re
from collections.abc import Container, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library.changes import SOURCE_OF_MESSAGE, SPEAKER_OF_MEMBER, PutSource, PutSpeaker, Shelf
from bot.library.model import Kind, Position, Quote, Source, Speaker, Stance
from bot.library.rules import LONGEST_PHRASE, new_id
from bot.library.view import View
from bot.moderation import typed_fields as fields
from bot.moderation.outcomes import Resolved, SideEffectKind
from bot.search.names import spelled_key
from bot.search.results import Suggestion

_SPEAKER = (Kind.SPEAKER,)
_SOURCE = (Kind.SOURCE,)
LONGEST_FILING = 300
_MOST_OFFERED = 3
_Thing = TypeVar("_Thing", bound=Speaker | Source)
_UNKNOWN = {
    Kind.POINT: (
        N_("There is no point called {name}. {hint}"),
        N_("Choose one of those offered, or add the point first."),
    ),
    Kind.TOPIC: (
        N_("There is no topic called {name}. {hint}"),
        N_("Choose one of those offered, or add the topic first."),
    ),
}


def free_id(words: str, shelf: Shelf, taken: Container[str]) -> str:
    """Return a new id made from words, never one that stands for a member or a message."""
    found = new_id(words, taken, shelf.value)
    if found.startswith((SPEAKER_OF_MEMBER, SOURCE_OF_MESSAGE)):
        return new_id(f"{shelf.value} {words}", taken, shelf.value)
    return found


def one_speaker(name: str, role: str, bearers: list[Speaker]) -> Speaker | None:
    """Return the bearer of a name, of several that of the role; RequestError if several remain."""
    if len(bearers) > 1 and role:
        bearers = [one for one in bearers if one.role == role] or bearers
    if len(bearers) > 1:
        several = _("Several speakers are called {name}. Write the id instead: {ids}.")
        raise RequestError(
            several, name=fields.echoed(name), ids=", ".join(one.id for one in bearers)
        )
    return next(iter(bearers), None)


class Resolver(Struct, frozen=True):
    """Find or make the speaker and the source of a form; ``before`` is the quote it edits."""

    view: View
    desk: Desk
    before: Quote | None

    def speaker(self, typed: str, role: str) -> Resolved[Speaker]:
        """Return the speaker of that name. RequestError if blank, or known in another role."""
        name = fields.name(_("The speaker"), typed)
        if not name:
            raise RequestError(_("Who said it? Write the speaker’s name as the source gives it."))
        role = fields.line(_("The role"), role, LONGEST_PHRASE)
        if self.before is not None:
            current = self.view.library.speakers[self.before.speaker]
            if not self.desk.spelled(name, _SPEAKER) or _has_name(current, name):
                return self._corrected_speaker(current, name, role)
        return self.known_or_new(name, role)

    def member(self, member: str, typed: str) -> Resolved[Speaker]:
        """Return the member of that id; a known one keeps the name, but in an edited quote."""
        id_ = f"{SPEAKER_OF_MEMBER}{member}"
        known = self.view.library.speakers.get(id_)
        if known is not None and self.before is None:
            return Resolved(known)
        name = fields.name(_("The speaker"), typed)
        if known is not None:
            return self._changed(known, replace(known, name=name or known.name))
        if not name:
            raise RequestError(_("Who wrote the message? Write the name that Discord shows."))
        return self._new_speaker(Speaker(id_, name))

    def known_or_new(self, name: str, role: str = "") -> Resolved[Speaker]:
        """Return the speaker of that name; a known one without a role gets the role."""
        speakers = self.view.library.speakers
        bearers = [speakers[one.id] for one in self.desk.spelled(name, _SPEAKER)]
        known = one_speaker(name, role, bearers)
        if known is None:
            id_ = free_id(name, Shelf.SPEAKER, self.view.taken(Shelf.SPEAKER))
            return self._new_speaker(Speaker(id_, name, role))
        if role and known.role and role != known.role:
            another = _(
                "{name} is known here as {role}. If it is the same person, leave the role "
                "empty; if not, write a name that tells the two apart."
            )
            raise RequestError(
                another, name=fields.echoed(known.name), role=fields.echoed(known.role)
            )
        return self._changed(known, replace(known, role=role or known.role))

    def _corrected_speaker(self, known: Speaker, name: str, role: str) -> Resolved[Speaker]:
        """Return the speaker of an edited quote with corrections, or another that it names."""
        member = known.id.startswith(SPEAKER_OF_MEMBER)
        alone = not member and self._only_here(Kind.SPEAKER, known.id)
        corrected = known.name
        if not _has_name(known, name):
            near = {one.id for one in self.desk.named_like(name, _SPEAKER)}
            if not alone or known.id not in near:
                return self.known_or_new(name, role)
            corrected = name
        elif alone and spelled_key(name) == spelled_key(known.name):
            corrected = name
        return self._changed(known, replace(known, name=corrected, role=role))

    def _new_speaker(self, speaker: Speaker) -> Resolved[Speaker]:
        near = self.desk.named_like(speaker.name, _SPEAKER)
        return Resolved(speaker, PutSpeaker(speaker), SideEffectKind.NEW_SPEAKER, near)

    def _changed(self, known: _Thing, now: _Thing) -> Resolved[_Thing]:
        """Return a speaker or a source as it is now, with the number of other quotes of it."""
        if now == known:
            return Resolved(known)
        edited = {self.before.id} if self.before else set()
        if isinstance(now, Speaker):
            quotes = {*self.view.library.by_speaker.get(now.id, ())} - edited
            kind, put = SideEffectKind.CHANGED_SPEAKER, PutSpeaker(now)
            return Resolved(now, put, kind, quotes=len(quotes))
        quotes = {*self.view.library.by_source.get(now.id, ())} - edited
        return Resolved(now, PutSource(now), SideEffectKind.CHANGED_SOURCE, quotes=len(quotes))

    def source(self, details: Source) -> Resolved[Source]:
        """Return the source with the details of a form, which may name an author.

        Without a title, a known link is enough.
        """
        sources = self.view.library.sources
        if not details.title:
            for source in sources.values():
                if details.url and source.url.rstrip("/") == details.url.rstrip("/"):
                    return self._completed(source, details)
            raise RequestError(_("Where is it from? Write the title of the text, talk or page."))
        bearers = self.desk.spelled(details.title, _SOURCE)
        if self.before is not None:
            current = sources[self.before.source]
            if self._means(current, details.title, bearers):
                return self._corrected_source(current, details)
        for bearer in bearers:
            if _agrees(sources[bearer.id], details):
                return self._completed(sources[bearer.id], details)
        id_ = free_id(details.title, Shelf.SOURCE, self.view.taken(Shelf.SOURCE))
        source = replace(details, id=id_)
        near = bearers[:1] or self.desk.named_like(details.title, _SOURCE)
        return Resolved(source, PutSource(source), SideEffectKind.NEW_SOURCE, near)

    def message(self, id_: str, details: Source, author: str) -> Resolved[Source]:
        """Return the source that is a message, identified by its id; ``author`` may be unknown."""
        known = self.view.library.sources.get(id_)
        if known is not None:
            return Resolved(known)
        source = replace(
            details,
            id=id_,
            title=details.title or "message",
            author=details.author or author,
            inferred={"title": _("a message has no title of its own")},
        )
        return Resolved(source, PutSource(source))

    def _means(self, current: Source, title: str, bearers: tuple[Suggestion, ...]) -> bool:
        """Whether the title of an edited quote's form means the source that the quote has."""
        # Several sources may have one title: then it is the one it was.
        if spelled_key(title) == spelled_key(current.title):
            return True
        if bearers:
            return any(bearer.id == current.id for bearer in bearers)
        near = {one.id for one in self.desk.named_like(title, _SOURCE)}
        return current.id in near and self._only_here(Kind.SOURCE, current.id)

    def _completed(self, known: Source, details: Source) -> Resolved[Source]:
        """Return a known source with the details that it lacks."""
        more = len(details.date) > len(known.date)
        completed = replace(
            known,
            date=details.date if more else known.date,
            date_text=known.date_text or (details.date_text if more else ""),
            url=known.url or details.url,
            publication=known.publication or details.publication,
        )
        return self._changed(known, _without_grounds(known, completed))

    def _corrected_source(self, current: Source, details: Source) -> Resolved[Source]:
        """Return the source of an edited quote with the form's corrections."""
        alone = self._only_here(Kind.SOURCE, current.id)
        corrected = replace(
            current,
            title=details.title if alone else current.title,
            date=details.date,
            date_text=details.date_text,
            url=details.url,
            publication=details.publication,
            author=(details.author if alone else "") or current.author,
        )
        return self._changed(current, _without_grounds(current, corrected))

    def _only_here(self, kind: Kind, id_: str) -> bool:
        """Whether the server added this speaker or source, for the edited quote alone."""
        view, library = self.view, self.view.library
        held = library.by_speaker if kind is Kind.SPEAKER else library.by_source
        removed = (each for each in view.removed if getattr(view.put[each], kind.value) == id_)
        own = id_ in view.own.get(kind, ()) and id_ not in view.shared.things(kind)
        edited = {self.before.id} if self.before else set()
        return own and {*held.get(id_, ()), *removed} <= edited


def _has_name(known: Speaker, name: str) -> bool:
    return spelled_key(name) in map(spelled_key, (known.id, known.name, *known.aliases))


def _agrees(known: Source, details: Source) -> bool:
    """Whether the details do not contradict a known source."""
    one, other = sorted((known.date, details.date), key=len)
    ours, theirs = known.publication.casefold(), details.publication.casefold()
    return (
        other.startswith(one)
        and (not (known.url and details.url) or known.url.rstrip("/") == details.url.rstrip("/"))
        and details.author in ("", known.author)
        and (not ours or not theirs or ours == theirs)
    )


def _without_grounds(current: Source, corrected: Source) -> Source:
    """Return the source without the grounds of inferred fields that a moderator now wrote."""
    if corrected == current:
        return current
    kept = {
        field: ground
        for field, ground in current.inferred.items()
        if getattr(current, field) == getattr(corrected, field) and getattr(corrected, field)
    }
    return replace(corrected, inferred=kept)


def named_position(
    point: str, stance: str, desk: Desk, edited: bool
) -> tuple[Position | None, str]:
    """Return the position to put, and the id of the point to take an edited quote off.

    Either may be missing; the stance ``none`` takes off. Raises RequestError for a point without a
    stance, a stance without a point, and an unknown one.
    """
    name = fields.name(_("The point"), point, LONGEST_FILING)
    given = fields.line(_("The stance"), stance)
    if not name:
        if given:
            raise RequestError(_("Which point is that stance on? Name the point."))
        return None, ""
    id_ = named(Kind.POINT, name, desk)
    if edited and given.casefold() == "none":
        return None, id_
    known = desk.library.points[id_]
    sides = {known.side_for.casefold(): Stance.FOR, known.side_against.casefold(): Stance.AGAINST}
    taken = sides.get(given.casefold()) or fields.stance(given)
    if taken is None:
        which = _("Which side does it take on {sentence}? Write for, against or mixed.")
        raise RequestError(which, sentence=fields.echoed(known.sentence))
    return Position(id_, taken), ""


def named(kind: Kind, name: str, desk: Desk) -> str:
    """Return the id of the topic or point of that name. RequestError names similar ones."""
    other = Kind.TOPIC if kind is Kind.POINT else Kind.POINT
    bearer = desk.named_exactly(name, (kind, other))
    if bearer is not None and bearer.kind is kind:
        return bearer.id
    if bearer is None:
        unknown, hint = map(_, _UNKNOWN[kind])
        offered = (*desk.named_like(name, (kind,)), *desk.complete(kind.value, name))
        names = list({one.id: one.name for one in offered if one.kind is kind}.values())
        if names:
            hint = _("Did you mean {names}?").format(names=_listed(names, _(" or ")))
        raise RequestError(unknown, name=fields.echoed(name), hint=hint)
    if kind is Kind.TOPIC:
        said = _("{name} is a point, not a topic. Write it in the field for the point.")
        raise RequestError(said, name=fields.echoed(name))
    library = desk.library
    points = [library.points[id_].sentence for id_ in library.topics[bearer.id].points]
    said = _("{name} is a topic, not a point. It has no points yet.")
    if points:
        said = _("{name} is a topic, not a point. Its points: {points}.")
    raise RequestError(said, name=fields.echoed(name), points=_listed(points))


def named_topics(typed: str, desk: Desk) -> tuple[str, ...]:
    """Return the ids of topics separated by commas. Raises RequestError with all unknown ones."""
    whole = fields.line(_("The topic"), typed, 1000)
    if not whole:
        return ()
    # A name may contain a comma itself.
    if len(whole) <= LONGEST_FILING and desk.named_exactly(whole, (Kind.TOPIC,)):
        return (named(Kind.TOPIC, whole, desk),)
    parts = (part.strip() for part in re.split(r"[,;]", whole))
    names = [fields.name(_("The topic"), part, LONGEST_FILING) for part in parts if part]
    found: dict[str, None] = {}
    refusals = []
    for name in names:
        try:
            found[named(Kind.TOPIC, name, desk)] = None
        except RequestError as refused:
            refusals.append(str(refused))
    if refusals:
        raise RequestError(" ".join(refusals))
    return tuple(found)


def _listed(names: Sequence[str], between: str = ", ") -> str:
    return between.join(fields.echoed(name) for name in names[:_MOST_OFFERED])
