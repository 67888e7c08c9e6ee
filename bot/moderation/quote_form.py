"""A form side_effects into changes, or everything that is wrong in it at once. Stores nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import TypeVar

from bot.errors import RequestError
from bot.library.changes import Change, PutQuote, Shelf
from bot.library.model import Excerpt, Part, Position, Quote, Quoting, State, Status
from bot.library.rules import LONGEST_PASSAGE
from bot.library.verify import Original
from bot.moderation import dates
from bot.moderation import form_fields as fields
from bot.moderation import resolve_position as placing
from bot.moderation.form_fields import Refused
from bot.moderation.forms import Form
from bot.moderation.outcomes import FormProblem, Remark, SideEffect
from bot.moderation.resolve_source import Details, ResolvedSource, source_given, title_of
from bot.moderation.resolve_source import source_of_message as source_made
from bot.moderation.resolve_speaker import (
    ResolvedSpeaker,
    free_id,
    member_named,
    source_of_message,
    speaker_named,
    writer_named,
)
from bot.moderation.servers import Snapshot

_Read = TypeVar("_Read")
_NO_FILING = "Where does it stand? Name a point with a stance, or a topic."
_LONGEST_FILING = 300
_NO_CHANGE = "Nothing in this form is changed."


@dataclass(frozen=True, slots=True)
class Built:
    """What a form comes to: ``changes`` to save and the ``excerpt`` they make, or the problems.

    ``speaker`` is whose words they are, as far as that could be read: an id, or empty.
    """

    problems: tuple[FormProblem, ...]
    remarks: tuple[Remark, ...] = ()
    side_effects: tuple[SideEffect, ...] = ()
    changes: tuple[Change, ...] = ()
    quote: Quote | None = None
    excerpt: Excerpt | None = None
    text: str = ""
    speaker: str = ""


def build(form: Form, snapshot: Snapshot, today: date, editing: str = "") -> Built:
    """What the form comes to over a server's view; ``editing`` is the id of the quote it changes.

    Raises KeyError for an unknown one.
    """
    return _Build(form, snapshot, today, editing).built()


def problems_of_suggestion(form: Form, snapshot: Snapshot, today: date) -> tuple[FormProblem, ...]:
    """What is wrong in a form that a member suggests: a moderator can still file it."""
    build = _Build(form, snapshot, today, "")
    build.read_words()
    build.read_rest()
    return build.in_order()


@dataclass
class _Build:
    """The reading of one form: each step notes what is wrong and goes on."""

    form: Form
    snapshot: Snapshot
    today: date
    editing: str
    problems: list[FormProblem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        library = self.snapshot.view.library
        self.before = library.quotes[self.editing] if self.editing else None

    def built(self) -> Built:
        """All of it."""
        text, speaker, writer, source = self.read_words()
        positions, topics = self._filing()
        place = self._read("place", "", fields.line, "The place", self.form.place)
        note = self._read("note", "", fields.note, self.form.note)
        status = self._status(note)
        if speaker is None or source is None or self.problems:
            known = speaker.speaker.id if speaker else ""
            return Built(self.in_order(), tuple(self.remarks), text=text, speaker=known)
        part = Part.COMMENT if "comment" in place.casefold() else Part.ARTICLE
        quote = Quote(
            id=self.editing or free_id(text, Shelf.QUOTE, self.snapshot.view),
            text=text,
            source=source.source.id,
            speaker=speaker.speaker.id,
            part=self.before.part if self.before and place == self.before.place else part,
            place=place,
            topics=topics,
            positions=positions,
            quoting=self._quoting(speaker, writer),
            status=status,
            note=note,
        )
        passed_on = writer is not None and quote.quoting is not None
        return self._finished(
            quote, [speaker, writer] if writer and passed_on else [speaker], source
        )

    def read_words(
        self,
    ) -> tuple[str, ResolvedSpeaker | None, ResolvedSpeaker | None, ResolvedSource | None]:
        """The text, whose it is, who passes it on, and what it stands in."""
        form, snapshot = self.form, self.snapshot
        if form.author:
            speaker = self._read(
                "speaker", None, member_named, form.author, form.speaker, snapshot, self.before
            )
        else:
            speaker = self._read(
                "speaker", None, speaker_named, form.speaker, form.role, snapshot, self.before
            )
        writer = self._read("writer", None, writer_named, form.writer, snapshot)
        source = self._source(speaker, writer)
        return self._text(source), speaker, writer, source

    def in_order(self) -> tuple[FormProblem, ...]:
        """What is wrong, in the order of the form's fields."""
        order = [held.name for held in dataclass_fields(Form)]
        return tuple(sorted(self.problems, key=lambda trouble: order.index(trouble.field)))

    def read_rest(self) -> None:
        """What a moderator files a suggestion by: any words, as long as they are not too many."""
        form = self.form
        self._read("point", "", fields.line, "The point", form.point, _LONGEST_FILING)
        self._read("stance", "", fields.line, "The stance", form.stance)
        self._read("topic", "", fields.line, "The topic", form.topic, _LONGEST_FILING)
        self._read("place", "", fields.line, "The place", form.place)
        self._read("status", "", fields.line, "The status", form.status)
        self._read("note", "", fields.note, form.note)

    def _source(
        self, speaker: ResolvedSpeaker | None, writer: ResolvedSpeaker | None
    ) -> ResolvedSource | None:
        form = self.form
        title = self._read("source", None, title_of, form.source)
        day, words = self._read("date", ("", ""), self._date, form.date)
        url = self._read("link", "", fields.link, form.link)
        publication = self._read("source", "", fields.line, "The publication", form.publication)
        details = Details(
            title=title or "",
            date=day,
            date_text=words,
            url=url,
            publication=publication,
            author=writer.speaker.id if writer else "",
            speaker=speaker.speaker.id if speaker else "",
        )
        if title is None:
            return None
        if form.message and self.before is None:
            id_ = self._read("source", "", source_of_message, form.message)
            return source_made(id_, details, self.snapshot.view) if id_ else None
        found = self._read("source", None, source_given, details, self.snapshot, self.before)
        if found is not None:
            self._remark_on(found)
        return found

    def _date(self, typed: str) -> tuple[str, str]:
        if self.before is not None:
            known = self.snapshot.view.library.sources[self.before.source]
            # As the form was filled in: words may say less than the figures kept beside them.
            if typed.strip() == (known.date_text or known.date):
                return known.date, known.date_text
        return dates.read_date(typed, self.today)

    def _remark_on(self, found: ResolvedSource) -> None:
        source = found.source
        if not source.date:
            self.remarks.append(Remark.NO_DATE)
        if not source.url:
            self.remarks.append(Remark.NO_LINK)
        if source.date_text and found.change is not None:
            self.remarks.append(Remark.DATE_IN_WORDS)

    def _text(self, source: ResolvedSource | None) -> str:
        """The words, without what nobody sees and marks around them unless those are the source's.

        Empty where they cannot be taken.
        """
        typed = self.form.text
        if self.before is not None and typed == self.before.text:
            return typed
        seen, left_out = fields.without_unseen(typed)
        text = self._read("text", "", fields.passage, fields.without_marks(seen))
        if not text:
            return ""
        if fields.mentions(text):
            self.remarks.append(Remark.MENTION)
        held = self.snapshot.view.shared.texts.get(source.source.id) if source else None
        as_held = _as_it_stands(held, text, (typed.strip(), seen)) if held else ""
        if as_held:
            return as_held
        if left_out:
            self.remarks.append(Remark.INVISIBLE)
        if text != seen:
            self.remarks.append(Remark.MARKS)
        return text

    def _filing(self) -> tuple[tuple[Position, ...], tuple[str, ...]]:
        form, snapshot, before = self.form, self.snapshot, self.before
        count = len(self.problems)
        put = self._read(
            "point", None, placing.position_of, form.point, form.stance, snapshot, before
        )
        off = ""
        if before is not None and len(self.problems) == count:
            off = self._read("point", "", placing.taken_off, form.point, form.stance, snapshot)
        none: tuple[str, ...] = ()
        topics = self._read("topic", none, placing.topics_of, form.topic, snapshot.desk)
        positions = placing.positions_after(before.positions if before else (), put, off)
        if before is not None and not topics:
            topics = before.topics
        library = snapshot.view.library
        if before is None or form.topic.strip():
            topics = placing.topics_beside(topics, positions, library)
        if not (positions or topics) and len(self.problems) == count:
            self.problems.append(FormProblem("point", _NO_FILING))
        if not positions:
            self.remarks.append(Remark.NO_POINT)
        return positions, topics

    def _status(self, note: str) -> Status | None:
        status = self._read("status", None, fields.status, self.form.status)
        if status and not note:
            sentence = f"Why is it {status.value}? Write the reason into the note."
            self.problems.append(FormProblem("note", sentence))
        return status

    def _quoting(self, speaker: ResolvedSpeaker, writer: ResolvedSpeaker | None) -> Quoting | None:
        if writer is None or writer.speaker.id == speaker.speaker.id:
            return None
        known = self.before.quoting if self.before else None
        return replace(known or Quoting(""), writer=writer.speaker.id)

    def _finished(
        self, quote: Quote, people: list[ResolvedSpeaker], source: ResolvedSource
    ) -> Built:
        described: list[ResolvedSpeaker | ResolvedSource] = [*people, source]
        changes: list[Change] = [each.change for each in described if each.change is not None]
        if quote != self.before:
            changes.append(PutQuote(quote))
        if not changes:
            return self._failed("", _NO_CHANGE, quote)
        try:
            view = self.snapshot.view.preview(changes)
        except RequestError as error:
            return self._failed("", str(error), quote)
        return Built(
            problems=(),
            remarks=tuple(self.remarks),
            side_effects=tuple(each.side_effect for each in described if each.side_effect),
            changes=tuple(changes),
            quote=quote,
            excerpt=view.library.excerpt(quote.id),
            text=quote.text,
            speaker=quote.speaker,
        )

    def _failed(self, name: str, sentence: str, quote: Quote) -> Built:
        trouble = FormProblem(name, sentence)
        return Built((trouble,), tuple(self.remarks), text=quote.text, speaker=quote.speaker)

    def _read(
        self, name: str, otherwise: _Read, reader: Callable[..., _Read], *given: object
    ) -> _Read:
        """What a reader makes of a field; ``otherwise``, and a trouble noted, where it refuses."""
        try:
            return reader(*given)
        except Refused as refused:
            self.problems.append(FormProblem(name, str(refused)))
            return otherwise


def _as_it_stands(held: str, text: str, nearer: tuple[str, ...]) -> str:
    """The one nearer to what was typed that stands in the source, if ``text`` does not; or empty.

    A source may have characters that nobody sees, or its own marks around a passage.
    """
    others = [other for other in nearer if other != text and len(other) <= LONGEST_PASSAGE]
    if not others:
        return ""
    original = Original(held)
    if original.verify(text).state is State.VERIFIED:
        return ""
    return next((one for one in others if original.verify(one).state is State.VERIFIED), "")
