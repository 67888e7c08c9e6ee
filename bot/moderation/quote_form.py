"""Build a quote from a form: the changes that add it, or every problem of the form at once.

:class:`QuoteBuilder` reads the fields in order. Its subclasses resolve the names in them:
:class:`ModeratorBuilder` for a moderator's form, which may also edit a quote, and
:class:`bot.moderation.csv_quotes.RowBuilder` for a row of a table.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.changes import SOURCE_OF_MESSAGE, Change, PutQuote, Shelf
from bot.library.model import Part, Position, Quote, Quoting, Source, Speaker, State, Status
from bot.library.rules import LONGEST_PASSAGE, LONGEST_TITLE
from bot.library.verify import SourceText
from bot.moderation import typed_fields as fields
from bot.moderation.form_values import FORM_FIELDS, Form
from bot.moderation.outcomes import FormProblem, Preview, Remark, Resolved
from bot.moderation.resolve import (
    LONGEST_FILING,
    Resolver,
    free_id,
    named_position,
    named_topics,
)
from bot.moderation.servers import Snapshot

_Value = TypeVar("_Value")
Filing = tuple[tuple[Position, ...], tuple[str, ...]]
"""The positions and the topics of a quote."""


# A dataclass, as its subclasses are: no Struct can have abstract methods.
@dataclass
class FieldReader:
    """Read the fields of one form and note the problems of each."""

    problems: list[FormProblem] = field(default_factory=list, init=False)

    def note(self, name: str, sentence: str) -> None:
        """Note a problem of a field."""
        self.problems.append(FormProblem(name, sentence))

    def read(
        self, name: str, otherwise: _Value, reader: Callable[..., _Value], *given: object
    ) -> _Value:
        """Return the value of a field; note a problem and return ``otherwise`` if it is refused."""
        try:
            return reader(*given)
        except RequestError as refused:
            self.note(name, str(refused))
            return otherwise


@dataclass
class QuoteBuilder(FieldReader, ABC):
    """Read one form into a quote: each step notes its problems and goes on.

    ``speaker``, ``writer`` (who passes the text on) and ``source`` are None if they cannot be read.
    The abstract methods raise RequestError, but ``_filing`` and ``_finished`` note problems
    themselves. ``_finished`` returns the quote with its id, its part (article or comment) and, if
    its words are passed on by somebody else, ``quoting``.
    """

    form: Form
    today: date
    remarks: list[Remark] = field(default_factory=list, init=False)
    text: str = field(default="", init=False)
    speaker: Resolved[Speaker] | None = field(default=None, init=False)
    writer: Resolved[Speaker] | None = field(default=None, init=False)
    source: Resolved[Source] | None = field(default=None, init=False)

    @abstractmethod
    def _speaker(self) -> Resolved[Speaker]: ...

    @abstractmethod
    def _writer(self) -> Resolved[Speaker] | None: ...

    @abstractmethod
    def _source(self, details: Source) -> Resolved[Source]: ...

    @abstractmethod
    def _text(self) -> str: ...

    @abstractmethod
    def _filing(self) -> Filing: ...

    @abstractmethod
    def _finished(self, quote: Quote) -> Quote: ...

    def read_attribution(self) -> None:
        """Read the text, its speaker, who passes it on, and its source."""
        self.speaker = self.read("speaker", None, self._speaker)
        self.writer = self.read("writer", None, self._writer)
        if details := self._source_details():
            self.source = self.read("source", None, self._source, details)
        self.text = self.read("text", "", self._text)

    def quote(self) -> Quote | None:
        """Read everything; None if anything is wrong."""
        self.read_attribution()
        form = self.form
        none: tuple[str, ...] = ()
        positions, topics = self._filing()
        place = self.read("place", "", fields.line, _("The place"), form.place)
        note = self.read("note", "", fields.note, _("The note"), form.note)
        status = self.read("status", None, self._status, note)
        reported = self.read("reported", "", fields.line, _("Who holds the view"), form.reported)
        phrasings = self.read("phrasings", none, fields.phrasings, form.phrasings)
        occurrence = self.read("occurrence", 1, fields.occurrence, form.occurrence)
        if self.speaker is None or self.source is None or self.problems:
            return None
        unfinished = Quote(
            id="",
            text=self.text,
            source=self.source.thing.id,
            speaker=self.speaker.thing.id,
            place=place,
            topics=topics,
            positions=positions,
            status=status,
            note=note,
            reported=reported,
            phrasings=phrasings,
            occurrence=occurrence,
        )
        return self._finished(unfinished)

    def _status(self, note: str) -> Status | None:
        status = fields.status(self.form.status)
        if status and not note:
            why = _("The note does not say why it is {value}. Write the reason into it.")
            self.note("note", why.format(value=_(status.value)))
        return status

    def _date(self, typed: str) -> tuple[str, str]:
        return fields.read_date(typed, self.today)

    def problems_in_order(self) -> tuple[FormProblem, ...]:
        """Return the problems in the order of the form's fields."""
        return tuple(sorted(self.problems, key=lambda problem: FORM_FIELDS.index(problem.field)))

    def _source_details(self) -> Source | None:
        form = self.form
        given = (_("The source"), form.source, LONGEST_TITLE)
        title = self.read("source", None, fields.name, *given)
        day, words = self.read("date", ("", ""), self._date, form.date)
        url = self.read("link", "", fields.link, form.link)
        publication = self.read(
            "publication", "", fields.line, _("The publication"), form.publication
        )
        if title is None:
            return None
        by = self.writer.thing.id if self.writer else ""
        return Source("", title, by, publication, date=day, date_text=words, url=url)


@dataclass
class ModeratorBuilder(QuoteBuilder):
    """Read a moderator's form over a server's view; ``before`` is the quote it edits, if any."""

    snapshot: Snapshot = field(kw_only=True)
    before: Quote | None = field(default=None, kw_only=True)

    def fill(self, preview: Preview) -> Preview:
        """Return the preview with the changes of the form, or with its problems."""
        quote = self.quote()
        preview = replace(preview, remarks=tuple(dict.fromkeys(self.remarks)))
        if quote is None or self.speaker is None or self.source is None:
            return replace(preview, problems=self.problems_in_order())
        passed_on = (self.writer,) if self.writer and quote.quoting else ()
        resolved = (self.speaker, *passed_on, self.source)
        changes: list[Change] = [each.change for each in resolved if each.change is not None]
        if quote != self.before:
            changes.append(PutQuote(quote))
        if not changes:
            problem = FormProblem("", _("Nothing in this form has changed."))
            return replace(preview, problems=(problem,))
        try:
            library = self.snapshot.view.preview(changes).library
        except RequestError as error:
            return replace(preview, problems=(FormProblem("", str(error)),))
        return replace(
            preview,
            excerpt=library.excerpt(quote.id),
            positions=tuple((library.points[held.point], held.stance) for held in quote.positions),
            topics=tuple(library.topics[id_] for id_ in quote.topics),
            changes=tuple(changes),
            side_effects=tuple(each for each in resolved if each.kind),
        )

    def check_suggestion(self) -> tuple[FormProblem, ...]:
        """Return the problems of a suggestion, whose filing may be any words of limited length."""
        form = self.form
        self.read_attribution()
        self.read("point", "", fields.line, _("The point"), form.point, LONGEST_FILING)
        self.read("stance", "", fields.line, _("The stance"), form.stance)
        self.read("topic", "", fields.line, _("The topic"), form.topic, LONGEST_FILING)
        self.read("place", "", fields.line, _("The place"), form.place)
        self.read("status", "", fields.line, _("The status"), form.status)
        self.read("note", "", fields.note, _("The note"), form.note)
        return self.problems_in_order()

    @property
    def _resolver(self) -> Resolver:
        return Resolver(self.snapshot.view, self.snapshot.desk, self.before)

    def _speaker(self) -> Resolved[Speaker]:
        form = self.form
        if form.author:
            return self._resolver.member(form.author, form.speaker)
        return self._resolver.speaker(form.speaker, form.role)

    def _writer(self) -> Resolved[Speaker] | None:
        name = fields.name(_("The writer"), self.form.writer)
        return self._resolver.known_or_new(name) if name else None

    def _source(self, details: Source) -> Resolved[Source]:
        """Return the source named, or the message that is saved; note its gaps."""
        if self.form.message and self.before is None:
            id_ = f"{SOURCE_OF_MESSAGE}{self.form.message}"
            author = self.speaker.thing.id if self.form.author and self.speaker else ""
            return self._resolver.message(id_, details, author)
        found = self._resolver.source(details)
        if not found.thing.date:
            self.remarks.append(Remark.NO_DATE)
        if not found.thing.url:
            self.remarks.append(Remark.NO_LINK)
        if found.thing.date_text and found.change is not None:
            self.remarks.append(Remark.DATE_IN_WORDS)
        return found

    def _date(self, typed: str) -> tuple[str, str]:
        if self.before is not None:
            known = self.snapshot.view.library.sources[self.before.source]
            # The words in the form may say less than the figures stored beside them.
            if typed.strip() == (known.date_text or known.date):
                return known.date, known.date_text
        return super()._date(typed)

    def _text(self) -> str:
        """Return the text without invisible characters and quotation marks around it.

        They stay if only the text with them is in the source letter for letter.
        """
        typed = self.form.text
        if self.before is not None and typed == self.before.text:
            return typed
        seen, left_out = fields.without_unseen(typed)
        text = fields.passage(fields.without_marks(seen))
        if fields.mentions(text):
            self.remarks.append(Remark.MENTION)
        id_, texts = self.source.thing.id if self.source else "", self.snapshot.view.shared.texts
        as_in_source = _verified(texts.get(id_, ""), text, (typed.strip(), seen))
        if as_in_source:
            return as_in_source
        if left_out:
            self.remarks.append(Remark.INVISIBLE)
        if text != seen:
            self.remarks.append(Remark.MARKS)
        return text

    def _filing(self) -> Filing:
        """Return positions and topics; for an edited quote a blank field changes nothing."""
        form, before, count = self.form, self.before, len(self.problems)
        desk, library = self.snapshot.desk, self.snapshot.view.library
        nothing: tuple[Position | None, str] = (None, "")
        given = (form.point, form.stance, desk, before is not None)
        put, off = self.read("point", nothing, named_position, *given)
        none: tuple[str, ...] = ()
        topics = self.read("topic", none, named_topics, form.topic, desk)
        held = {position.point: position for position in (before.positions if before else ())}
        held.pop(off, None)
        if put is not None and (put.point not in held or held[put.point].stance is not put.stance):
            held[put.point] = put
        positions = tuple(held.values())
        if before is not None and not topics:
            topics = before.topics
        if before is None or form.topic.strip():
            # A point implies its topic.
            implied = {library.points[point].topic for point in held}
            topics = tuple(topic for topic in topics if topic not in implied)
        if not (positions or topics) and len(self.problems) == count:
            self.note("point", _("Name a point with a stance, or a topic."))
        if not positions:
            self.remarks.append(Remark.NO_POINT)
        return positions, topics

    def _finished(self, quote: Quote) -> Quote:
        before, writer = self.before, self.writer
        quoting = None
        if writer is not None and writer.thing.id != quote.speaker:
            known = before.quoting if before else None
            quoting = replace(known or Quoting(""), writer=writer.thing.id)
        if before is not None and quote.place == before.place:
            part = before.part
        else:
            part = Part.COMMENT if "comment" in quote.place.casefold() else Part.ARTICLE
        taken = self.snapshot.view.taken(Shelf.QUOTE)
        id_ = before.id if before else free_id(quote.text, Shelf.QUOTE, taken)
        if before and quote.text != before.text and quote.occurrence == before.occurrence:
            quote = replace(quote, occurrence=1)  # it was said of other words
        return replace(quote, id=id_, part=part, quoting=quoting)


def _verified(source_text: str, text: str, variants: tuple[str, ...]) -> str:
    """Return the first variant that is in the source if ``text`` is not; else empty.

    A source may have invisible characters, or its own marks around a passage.
    """
    others = [other for other in variants if other != text and len(other) <= LONGEST_PASSAGE]
    if not (others and source_text):
        return ""
    original = SourceText(source_text)
    if original.verify(text).state is State.VERIFIED:
        return ""
    return next((one for one in others if original.verify(one).state is State.VERIFIED), "")
