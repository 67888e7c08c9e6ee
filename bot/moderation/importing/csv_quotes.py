"""The rows of a table as quotes, with the speakers and sources that they need and nobody knows."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from bot.errors import RequestError
from bot.library.changes import PutQuote, PutSource, PutSpeaker, Shelf, Subject
from bot.library.collection import Collection
from bot.library.ids import new_id
from bot.library.load import Where, nearest
from bot.library.model import Part, Position, Quote, Source, Speaker, Stance
from bot.library.validate_change import refuse_unsound
from bot.library.view import View
from bot.moderation import form_fields as fields
from bot.moderation.dates import read_date
from bot.moderation.duplicates import compared
from bot.moderation.form_fields import Refused, echoed
from bot.moderation.importing.csv_table import TableRow
from bot.moderation.name_lookup import (
    NameLookup,
    names_of_points,
    names_of_speakers,
    names_of_topics,
    said,
)

_Read = TypeVar("_Read")
_BETWEEN = "|"


@dataclass(slots=True)
class _Made:
    """What rows made so far."""

    speakers: dict[str, Speaker] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    quotes: dict[str, Quote] = field(default_factory=dict)


class RowReader:
    """Reads rows one after the other; each may name what one before it made."""

    def __init__(self, view: View, beside: Collection, today: date) -> None:
        """``beside`` is what other files imported with the table say."""
        self._view = view
        self._today = today
        self._topics = names_of_topics(view.library, beside)
        self._points = names_of_points(view.library, beside)
        self._speakers = names_of_speakers(view.library, beside)
        self._sources: dict[str, list[Source]] = {}
        for source in (*beside.sources, *view.library.sources.values()):
            self._sources.setdefault(said(source.title), []).append(source)
            self._sources.setdefault(source.id, []).append(source)
        self._said: dict[tuple[str, str, str], str] = {}
        for quote in (*beside.quotes, *view.library.quotes.values()):
            self._said.setdefault(words_of(quote), quote.id)
        self._beside = beside
        self._made = _Made()
        made, others = self._made, _ids(beside)
        self._taken = {
            Shelf.SPEAKER: _AnyOf(view.taken(Shelf.SPEAKER), made.speakers, others),
            Shelf.SOURCE: _AnyOf(view.taken(Shelf.SOURCE), made.sources, others),
            Shelf.QUOTE: _AnyOf(view.taken(Shelf.QUOTE), made.quotes, others),
        }
        self.places: dict[Subject, Where] = {}

    def made(self) -> Collection:
        """Everything that the rows say, in their order."""
        made = self._made
        return Collection(
            speakers=tuple(made.speakers.values()),
            sources=tuple(made.sources.values()),
            quotes=tuple(made.quotes.values()),
        )

    def take(self, row: TableRow, file: str) -> tuple[str, ...]:
        """Take a row in; everything wrong with it, each a sentence, and then nothing is taken."""
        troubles: list[str] = []
        cell = _Cells(row.cells, troubles)
        speaker = self._speaker(cell)
        author = self._author(cell) or speaker
        source = self._source(cell, author)
        quote = self._quote(cell, speaker, source)
        if not troubles:
            puts = (PutSpeaker(speaker), PutSpeaker(author), PutSource(source), PutQuote(quote))
            for put in puts:
                try:
                    refuse_unsound(put)
                except RequestError as error:
                    troubles.append(str(error))
        if not troubles:
            self._keep(speaker, author, source, quote, Where(file, row.line, 1))
        return tuple(dict.fromkeys(troubles))

    def _speaker(self, cell: "_Cells") -> Speaker:
        name = cell.read("speaker", lambda typed: fields.name("The speaker", typed), "")
        if not name and not cell.failed("speaker"):
            cell.refuse("There is no speaker in this row. Write who said it.")
        role = cell.read("role", lambda typed: fields.line("The role", typed, 200), "")
        return self._person(name, role)

    def _author(self, cell: "_Cells") -> Speaker | None:
        name = cell.read("author", lambda typed: fields.name("The author", typed), "")
        return self._person(name, "") if name else None

    def _person(self, name: str, role: str) -> Speaker:
        """The speaker of that name, or one that is not known yet."""
        known = self._speakers.find(name)
        if known:
            for speakers in (self._made.speakers, self._view.library.speakers):
                if known in speakers:
                    return speakers[known]
            return next(each for each in self._beside.speakers if each.id == known)
        return Speaker(new_id(name, self._taken[Shelf.SPEAKER], "speaker"), name, role)

    def _source(self, cell: "_Cells", author: Speaker) -> Source:
        title = cell.read("source", lambda typed: fields.name("The source", typed, 300), "")
        if not title and not cell.failed("source"):
            cell.refuse("There is no source in this row. Write the title of the text.")
        day, words = cell.read("date", lambda typed: read_date(typed, self._today), ("", ""))
        wanted = Source(
            id="",
            title=title,
            author=author.id,
            publication=cell.read(
                "publication", lambda typed: fields.name("The publication", typed), ""
            ),
            date=day,
            date_text=words,
            url=cell.read("link", fields.link, ""),
        )
        for known in self._sources.get(title, self._sources.get(said(title), [])):
            if _is_the_same(wanted, known, named=cell.has("author")):
                return known
        return replace(wanted, id=new_id(title, self._taken[Shelf.SOURCE], "source"))

    def _quote(self, cell: "_Cells", speaker: Speaker, source: Source) -> Quote:
        text = cell.read("text", lambda typed: fields.passage(typed).strip(), "")
        if not text and not cell.failed("text"):
            cell.refuse(
                "There is no text in this row. Paste the words as they stand in the source."
            )
        topics = self._topics_of(cell)
        positions = self._positions(cell)
        if not (topics or positions or cell.has("topic") or cell.has("point")):
            cell.refuse("There is neither a topic nor a point in this row. Write one of them.")
        quote = Quote(
            id=cell.read("id", str.strip, ""),
            text=text,
            source=source.id,
            speaker=speaker.id,
            part=cell.read("part", _part, Part.ARTICLE),
            place=cell.read("place", lambda typed: fields.line("The place", typed), ""),
            topics=topics,
            positions=positions,
            status=cell.read("status", fields.status, None),
            note=cell.read("note", fields.note, ""),
        )
        if quote.id or not text:
            return quote
        # The same words again are the quote there is: a table imported twice adds nothing.
        known = self._said.get(words_of(quote))
        return replace(quote, id=known or new_id(text, self._taken[Shelf.QUOTE], "quote"))

    def _topics_of(self, cell: "_Cells") -> tuple[str, ...]:
        named = [self._found(cell, "topic", name, self._topics) for name in cell.several("topic")]
        return tuple(dict.fromkeys(id_ for id_ in named if id_))

    def _positions(self, cell: "_Cells") -> tuple[Position, ...]:
        points = cell.several("point")
        none: tuple[Stance, ...] = ()
        stances = cell.read("stance", _stances, none)
        if len(points) != len(stances) and (points or stances) and not cell.failed("stance"):
            cell.refuse(
                "Each point needs a stance, and each stance a point. "
                f"Write for, against or mixed; put “{_BETWEEN}” between several."
            )
        found = [self._found(cell, "point", name, self._points) for name in points]
        pairs = {point: stance for point, stance in zip(found, stances, strict=False) if point}
        return tuple(Position(point, stance) for point, stance in pairs.items())

    def _found(self, cell: "_Cells", noun: str, name: str, names: NameLookup) -> str:
        id_ = names.find(name)
        if not id_:
            meant = nearest(said(name), names.known())
            hint = f"Did you mean “{meant}”?" if meant else "Add it first, or import topics.yaml."
            cell.refuse(f"There is no {noun} {echoed(name)}. {hint}")
        return id_

    def _keep(
        self, speaker: Speaker, author: Speaker, source: Source, quote: Quote, where: Where
    ) -> None:
        made = self._made
        for person in (speaker, author):
            if self._speakers.find(person.id) != person.id:
                made.speakers[person.id] = person
                self._speakers.add(person.id, person.name)
                self.places[Subject(Shelf.SPEAKER, person.id)] = where
        if source not in self._sources.get(source.id, ()):
            made.sources[source.id] = source
            self._sources.setdefault(source.id, []).append(source)
            self._sources.setdefault(said(source.title), []).append(source)
            self.places[Subject(Shelf.SOURCE, source.id)] = where
        made.quotes.setdefault(quote.id, quote)
        self._said.setdefault(words_of(quote), quote.id)
        self.places.setdefault(Subject(Shelf.QUOTE, quote.id), where)


def words_of(quote: Quote) -> tuple[str, str, str]:
    """What makes two quotes the same words: the text as it is compared, the speaker, the source."""
    return compared(quote.text), quote.speaker, quote.source


class _Cells:
    """The cells of a row, each read once; what cannot be read goes into ``troubles``."""

    def __init__(self, cells: Mapping[str, str], troubles: list[str]) -> None:
        self._cells = cells
        self._troubles = troubles
        self._failed: set[str] = set()

    def has(self, column: str) -> bool:
        return column in self._cells

    def failed(self, column: str) -> bool:
        return column in self._failed

    def several(self, column: str) -> list[str]:
        parts = self._cells.get(column, "").split(_BETWEEN)
        return [part.strip() for part in parts if part.strip()]

    def read(self, column: str, reader: Callable[[str], _Read], otherwise: _Read) -> _Read:
        if column not in self._cells:
            return otherwise
        try:
            return reader(self._cells[column])
        except Refused as refusal:
            self._failed.add(column)
            self.refuse(str(refusal))
            return otherwise

    def refuse(self, sentence: str) -> None:
        self._troubles.append(sentence)


class _AnyOf(Container[str]):
    """What any of several hold."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, id_: object) -> bool:
        return any(id_ in part for part in self._parts)


def _ids(beside: Collection) -> Container[str]:
    kinds: tuple[Iterable[Speaker | Source | Quote], ...] = (
        beside.speakers,
        beside.sources,
        beside.quotes,
    )
    return {each.id for kind in kinds for each in kind}


def _is_the_same(wanted: Source, known: Source, *, named: bool) -> bool:
    """Whether a known source of that title is the one a row means: nothing said differs."""
    if named and wanted.author != known.author:
        return False
    told = ("publication", "date", "date_text", "url")
    return all(getattr(wanted, name) in ("", getattr(known, name)) for name in told)


def _stances(typed: str) -> tuple[Stance, ...]:
    read = (fields.stance(part) for part in typed.split(_BETWEEN))
    return tuple(stance for stance in read if stance)


def _part(typed: str) -> Part:
    try:
        return Part(typed.strip().casefold())
    except ValueError as error:
        raise Refused(f"{echoed(typed)} is no part. Write article or comment.") from error
