"""Build quotes from the rows of a table, with the speakers and sources they need."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations

from msgspec.structs import replace

from bot.errors import RequestError
from bot.i18n import N_, gettext as _
from bot.library.changes import PutQuote, PutSource, PutSpeaker, Shelf, Subject, subject_of
from bot.library.library import Collection
from bot.library.load import Location
from bot.library.model import Kind, Part, Position, Quote, Source, Speaker, Stance
from bot.library.overlay import AnyOf
from bot.library.rules import LONGEST_PHRASE, MOST_PHRASINGS
from bot.library.view import View
from bot.moderation import typed_fields as fields
from bot.moderation.csv_table import TableRow
from bot.moderation.form_values import form_from_fields
from bot.moderation.outcomes import Resolved
from bot.moderation.previews import compared
from bot.moderation.quote_form import Filing, QuoteBuilder
from bot.moderation.resolve import free_id, one_speaker
from bot.search.names import NO_NAMES, folded, names_of, spelled_key

WordsKey = tuple[str, str, str, int]
"""The text as it is compared, the speaker, the source, and which passage of it is meant."""
_ABSENT = {
    Kind.POINT: N_("There is no point {name}."),
    Kind.TOPIC: N_("There is no topic {name}."),
}
_BETWEEN = "|"
# The fields of a form for columns with other names.
_FIELDS = {"author": "writer", "id": "quote"}
_Details = tuple[tuple[str, str], ...]


class SourceTable:
    """Sources by id or title and by each detail: thousands may share a title, but not a link."""

    _DETAILS = ("author", "publication", "date", "date_text", "url")
    # Enough to tell that there are several, and to name some.
    _MOST = 4

    def __init__(self) -> None:
        self._same: dict[tuple[str, _Details], Source] = {}
        self._having: dict[tuple[str, _Details], tuple[Source, ...]] = {}

    def add(self, source: Source) -> None:
        """Add a source."""
        details = self._given(source)
        # No title has the key of another source's id.
        for key in (source.id, f"title {spelled_key(source.title)}"):
            self._same.setdefault((key, details), source)
            for count in range(len(details) + 1):
                for some in combinations(details, count):
                    having = self._having.get((key, some), ())
                    # A file may change a source: then it is there twice.
                    if len(having) < self._MOST and source.id not in {one.id for one in having}:
                        self._having[key, some] = (*having, source)

    def find(self, wanted: Source) -> Source | None:
        """Return the source of that id or title from which no given detail differs.

        Of several, the one with the same details and no others; RequestError if there is none.
        """
        given = self._given(wanted)
        by_id, by_title = (wanted.title, given), (f"title {spelled_key(wanted.title)}", given)
        if same := self._same.get(by_id) or self._same.get(by_title):
            return same
        found = self._having.get(by_id) or self._having.get(by_title, ())
        if len(found) > 1:
            several = _("Several sources are called {title}. Write the id instead: {ids}.")
            ids = ", ".join(one.id for one in found)
            raise RequestError(several, title=fields.echoed(wanted.title), ids=ids)
        return next(iter(found), None)

    def _given(self, source: Source) -> _Details:
        details = ((name, getattr(source, name)) for name in self._DETAILS)
        return tuple((name, value) for name, value in details if value)


class KnownThings:
    """The things a row may name: of the library, of files imported with the table, of other rows.

    ``speakers``, ``sources`` and ``quotes`` are those of the files and the rows, by id. ``places``
    says which row added what, ``merged`` which rows have the words of a quote that is known
    already, with its id and what they add.
    """

    def __init__(self, view: View, beside: Collection) -> None:
        library = view.library
        topics = (*beside.topics, *library.topics.values())
        points = (*beside.points, *library.points.values())
        speakers = (*beside.speakers, *library.speakers.values())
        self.names = names_of((*topics, *points, *speakers), NO_NAMES)
        self._new_speakers: dict[str, Speaker] = {}
        self._by_title = SourceTable()
        for source in chain(beside.sources, library.sources.values()):
            self._by_title.add(source)
        self._same_words: dict[WordsKey, Quote] = {}
        for quote in chain(beside.quotes, library.quotes.values()):
            self._same_words.setdefault(words_of(quote), quote)
        self.speakers = {one.id: one for one in beside.speakers}
        self.sources = {one.id: one for one in beside.sources}
        self.quotes = {one.id: one for one in beside.quotes}
        self.merged: list[tuple[str, Location, str]] = []
        self.places: dict[Subject, Location] = {}
        self._known_speakers = ChainMap(self.speakers, dict(library.speakers))
        self._taken = {
            Shelf.SPEAKER: AnyOf(view.taken(Shelf.SPEAKER), self.speakers),
            Shelf.SOURCE: AnyOf(view.taken(Shelf.SOURCE), self.sources),
            Shelf.QUOTE: AnyOf(view.taken(Shelf.QUOTE), self.quotes),
        }

    def speaker(self, name: str, role: str) -> Resolved[Speaker]:
        """Return the speaker of that name, or a new one. Raises RequestError if several have it."""
        spelled = self.names.spelled(name, (Kind.SPEAKER,))
        bearers = [self._known_speakers[one.id] for one in spelled]
        if not bearers:
            new = self._new_speakers.get(name) or self._new_speakers.get(spelled_key(name))
            bearers = [new] if new else []
        if known := one_speaker(name, role, bearers):
            return Resolved(known)
        id_ = free_id(name, Shelf.SPEAKER, self._taken[Shelf.SPEAKER])
        speaker = Speaker(id_, name, role)
        return Resolved(speaker, PutSpeaker(speaker))

    def source(self, details: Source) -> Resolved[Source]:
        """Return a known source of that title which the details do not contradict, or a new one."""
        if known := self._by_title.find(details):
            return Resolved(known)
        id_ = free_id(details.title, Shelf.SOURCE, self._taken[Shelf.SOURCE])
        source = replace(details, id=id_)
        return Resolved(source, PutSource(source))

    def merged_with(self, quote: Quote) -> Quote:
        """Return the known quote of these words, with what is new in the given one.

        Return the given quote with a new id if no known quote has the words. Raises RequestError if
        the two take different sides of a point, or have too many questions together.
        """
        known = self._same_words.get(words_of(quote))
        if known is None:
            id_ = free_id(quote.text, Shelf.QUOTE, self._taken[Shelf.QUOTE])
            return replace(quote, id=id_)
        stances = {held.point: held.stance for held in known.positions}
        # A row with the words of another may add a point that they only report a view on.
        reported = "" if quote.reported == known.reported else quote.reported
        added = []
        for held in quote.positions:
            if held.point not in stances:
                added.append(replace(held, reported=reported))
            elif held.stance is not stances[held.point]:
                other = _(
                    "The same words take another side of “{point}” in another row or quote. "
                    "Keep one of them."
                )
                raise RequestError(other, point=held.point)
        phrasings = tuple(dict.fromkeys((*known.phrasings, *quote.phrasings)))
        if len(phrasings) > MOST_PHRASINGS:
            many = _(
                "The rows with these words have {count} questions; the limit is {most_phrasings}."
            )
            raise RequestError(many, count=len(phrasings), most_phrasings=MOST_PHRASINGS)
        return replace(
            known,
            topics=tuple(dict.fromkeys((*known.topics, *quote.topics))),
            positions=(*known.positions, *added),
            place=known.place or quote.place,
            note=known.note or quote.note,
            phrasings=phrasings,
        )

    def add(self, puts: Iterable[PutSpeaker | PutSource | PutQuote], where: Location) -> None:
        """Add what a row says; the rows after it may name it."""
        for put in puts:
            self.places.setdefault(subject_of(put), where)
            match put:
                case PutSpeaker(speaker):
                    self.speakers.setdefault(speaker.id, speaker)
                    for name in (speaker.id, spelled_key(speaker.name)):
                        self._new_speakers.setdefault(name, speaker)
                case PutSource(source):
                    self.sources.setdefault(source.id, source)
                    self._by_title.add(source)
                case PutQuote(quote):
                    words = words_of(quote)
                    before = self._same_words.get(words)
                    if before and before.id == quote.id:
                        self.merged.append((quote.id, where, _added(before, quote)))
                    self.quotes[quote.id] = quote
                    self._same_words[words] = quote


@dataclass
class RowBuilder(QuoteBuilder):
    """Read a row over everything known so far; it adds speakers and sources but changes none."""

    known: KnownThings = field(kw_only=True)
    part: Part = field(default=Part.ARTICLE, kw_only=True)

    def _speaker(self) -> Resolved[Speaker]:
        given = (_("The role"), self.form.role, LONGEST_PHRASE)
        role = self.read("role", "", fields.line, *given)
        name = fields.name(_("The speaker"), self.form.speaker)
        if not name:
            raise RequestError(_("There is no speaker in this row. Write who said it."))
        return self.known.speaker(name, role)

    def _writer(self) -> Resolved[Speaker] | None:
        name = fields.name(_("The author"), self.form.writer)
        return self.known.speaker(name, "") if name else None

    def _source(self, details: Source) -> Resolved[Source]:
        if not details.title:
            raise RequestError(_("There is no source in this row. Write the title of the text."))
        return self.known.source(details)

    def _text(self) -> str:
        return fields.passage(self.form.text).strip()

    def _filing(self) -> Filing:
        """Return positions and topics: several are separated by ``|``."""
        form = self.form
        topics = [self._found(Kind.TOPIC, name) for name in _several(form.topic)]
        points = [self._found(Kind.POINT, name) for name in _several(form.point)]
        stances = self.read("stance", None, _stances, form.stance)
        if stances is not None and len(points) != len(stances):
            each = _(
                "There is not one stance for each point. Write for, against or mixed for each, "
                "with “{between}” between several."
            )
            self.note("stance", each.format(between=_BETWEEN))
        if not (form.topic or form.point):
            self.note("topic", _("There is neither a topic nor a point in this row. Write one."))
        pairs = {point: side for point, side in zip(points, stances or (), strict=False) if point}
        positions = tuple(Position(point, side) for point, side in pairs.items())
        return positions, tuple(dict.fromkeys(id_ for id_ in topics if id_))

    def _finished(self, quote: Quote) -> Quote:
        """Return the quote with the id in the row; without one, merged with the same words."""
        quote = replace(quote, part=self.part, id=self.form.quote.strip())
        return quote if quote.id else self.read("point", quote, self.known.merged_with, quote)

    def _found(self, kind: Kind, typed: str) -> str:
        names = self.known.names
        if found := names.exact(folded(typed), (kind,), typed):
            return found.id
        hint = _("Add it first, or import topics.yaml.")
        if near := names.near(folded(typed), (kind,), most=1):
            hint = _("Did you mean “{meant}”?").format(meant=near[0][0].id)
        self.note(kind.value, f"{_(_ABSENT[kind]).format(name=fields.echoed(typed))} {hint}")
        return ""


def take_row(row: TableRow, file: str, known: KnownThings, today: date) -> Mapping[str, str]:
    """Add a row to the known things; or return what is wrong, each sentence with its column."""
    cells = {_FIELDS.get(name, name): cell for name, cell in row.filled.items()}
    builder = RowBuilder(form_from_fields(cells), today, known=known)
    builder.part = builder.read("part", Part.ARTICLE, _part, cells.get("part", ""))
    quote = builder.quote()
    if quote is not None and not builder.problems:
        resolved = (builder.speaker, builder.writer, builder.source)
        puts = (*(each.change for each in resolved if each and each.change), PutQuote(quote))
        known.add(puts, Location(file, row.line, 1))
    columns = {field_: column for column, field_ in _FIELDS.items()}
    return {one.sentence: columns.get(one.field, one.field) for one in reversed(builder.problems)}


def _added(before: Quote, quote: Quote) -> str:
    """Return the topics of a quote, and its points with the stances, that it had not before."""
    topics = [topic for topic in quote.topics if topic not in before.topics]
    held = {one.point for one in before.positions}
    points = [f"{one.point} ({one.stance})" for one in quote.positions if one.point not in held]
    return ", ".join((*topics, *points))


def words_of(quote: Quote) -> WordsKey:
    """Return the key of a quote's words."""
    return compared(quote.text), quote.speaker, quote.source, quote.occurrence


def _several(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(_BETWEEN) if part.strip()]


def _stances(typed: str) -> tuple[Stance, ...]:
    read = (fields.stance(part) for part in typed.split(_BETWEEN))
    return tuple(stance for stance in read if stance)


def _part(typed: str) -> Part:
    try:
        return Part(typed.strip().casefold() or Part.ARTICLE)
    except ValueError as error:
        wrong = _("{typed} is not a part. Write article or comment.")
        raise RequestError(wrong, typed=fields.echoed(typed)) from error
