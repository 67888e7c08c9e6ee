"""Find and rewrite the rows of one server that are about a member, or hold one saved message.

A member's words are the quotes that name them as the speaker, or are from a message of theirs. The
rows about a member are those that erasing changes.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Column, Connection, Row, Table, and_, delete, select, update

from bot.library.changes import (
    SOURCE_OF_MESSAGE,
    SPEAKER_OF_MEMBER,
    Change,
    Erased,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    Right,
    Shelf,
    Unreadable,
    digest,
    dump_change,
    load_change,
    subject_of,
)
from bot.library.model import Quote, Sides
from bot.store.history import columns_of, read_change
from bot.store.questions import normalised_question
from bot.store.records import PersonalKind, PersonalRecord
from bot.store.tables import HISTORY, QUESTIONS, SETTINGS, SUGGESTIONS

# A shorter name is a part of too many words.
_SHORTEST_NAME = 3
_QUOTE_OF_MESSAGE = f'"source":"{SOURCE_OF_MESSAGE}'
# In place of an id or a name: in an id, and in words, where brackets mark an omission.
_IN_ID, _IN_WORDS = "forgotten", "[…]"
_SLUG = re.compile(r"[a-z0-9-]+")
_NEVER = re.compile(r"(?!)")


def never(_name: str) -> bool:
    """Return False: no name is an ordinary word."""
    return False


class Trace(Struct, frozen=True):
    """A row to change, the new ``values`` of its columns, and what it says about the member.

    Without values the row is to be deleted.
    """

    row: Row[Any]
    table: Table
    values: Mapping[str, Any]
    record: PersonalRecord


class Eraser:
    """The rows of one server, and those of them that are about a member or one quote.

    ``names`` are all names of the member, ``accepted`` the revisions that accepted a suggestion of
    the member, whose reason names them. ``quotes`` are the ids of the quotes to erase, ``authored``
    the sources that name the member as their author, ``messages`` those of them to erase. The
    ``tombstone`` takes the place of a change; ``now`` is when suggestions are closed.
    """

    def __init__(self, connection: Connection, server: str, right: Right, now: datetime) -> None:
        self._connection = connection
        self._server = server
        self.tombstone = Erased(Shelf.SPEAKER, "", right, now.date().isoformat())
        self._now = now
        self._history = self._rows(HISTORY.c.revision)
        self._suggestions = self._rows(SUGGESTIONS.c.number)
        self.quotes: set[str] = set()
        self._member = self._message = ""
        self._names: set[str] = set()
        self._accepted: set[int] = set()
        self._authored: set[str] = set()
        self._messages: set[str] = set()
        self._id = self._in_reasons = self._in_words = self._in_questions = _NEVER
        self._marks: tuple[str, ...] = ()

    def seek_member(
        self, member: str, given: Collection[str] = (), ordinary: Callable[[str], bool] = never
    ) -> None:
        """Look for a member, under the names ``given`` and all recorded ones.

        Recorded names that are ``ordinary`` words are not looked for in what others wrote.
        """
        self._member = member
        self._id = re.compile(rf"(?:<@!?)?(?<!\d){re.escape(member)}(?!\d)>?")
        names = self._names = set(given)
        for row in self._suggestions:
            fields = _fields_of(row)
            names.update(
                name
                for id_, name in (
                    (row.who, row.who_name),
                    (row.decider, row.decider_name),
                    (fields.get("author"), str(fields.get("speaker", ""))),
                )
                if id_ == member
            )
            if row.who == member and row.first:
                self._accepted.update(range(row.first, row.last + 1))
        for row in self._history:
            if row.who == member:
                names.add(row.who_name)
            if member in row.change:
                self._note_own(read_change(row))
        names.discard("")
        self._messages = {one for one in self._authored if one.startswith(SOURCE_OF_MESSAGE)}
        messages = self._quotes_of_messages()
        self.quotes |= {quote.id for quote in messages if quote.source in self._messages}
        long = [
            name
            for name in names
            if len(name) >= _SHORTEST_NAME and (name in given or not ordinary(name))
        ]
        self._in_reasons, self._in_words = self._id_or(names), self._id_or(long)
        self._in_questions = self._id_or(filter(None, map(normalised_question, long)))
        self._marks = (member, *(json.dumps(name)[1:-1] for name in long))

    def seek_quote(self, quote: str, source: str) -> None:
        """Look for a quote saved from a message, and for this ``source`` if no other is from it."""
        self.quotes.add(quote)
        self._message = source.removeprefix(SOURCE_OF_MESSAGE)
        of_message = (other for other in self._quotes_of_messages() if other.source == source)
        if all(other.id == quote for other in of_message):
            self._messages.add(source)

    def message_of(self, quote: str) -> str:
        """Return the member's message that a quote was saved from; empty for any other quote."""
        sources = [put.source for put in self._quotes_of_messages() if put.id == quote]
        return sources[-1] if sources and sources[-1] in self._messages else ""

    def erase(self) -> int:
        """Rewrite the rows; return how many changed."""
        traces = self.traces()
        for trace in traces:
            table = trace.table
            this = and_(*(key == getattr(trace.row, key.name) for key in table.primary_key))
            rewritten = update(table).values(trace.values) if trace.values else delete(table)
            self._connection.execute(rewritten.where(this))
        return len(traces)

    def traces(self) -> list[Trace]:
        """Return the rows that erasing changes."""
        return [*self._entries(), *self._suggested(), *self._settings(), *self._questions()]

    def _entries(self) -> Iterator[Trace]:
        for row in self._history:
            if values := _changed(row, self._new_entry(row)):
                change, kind = read_change(row), PersonalKind.MENTION
                subject = subject_of(change)
                if subject.shelf is Shelf.QUOTE and subject.id in self.quotes:
                    kind = PersonalKind.WORDS
                elif row.who == self._member:
                    kind = PersonalKind.CHANGE
                text = change.quote.text if isinstance(change, PutQuote) else subject.id
                record = PersonalRecord(self._server, kind, row.at, text, change)
                yield Trace(row, HISTORY, values, record)

    def _suggested(self) -> Iterator[Trace]:
        for row in self._suggestions:
            fields, kind, at = _fields_of(row), PersonalKind.WORDS, row.at
            values = self._new_suggestion(row, fields)
            if row.decider == self._member:
                values |= {"decider": "", "decider_name": ""}
                kind, at = PersonalKind.DECISION, row.decided_at
            if row.who == self._member:
                values |= {"who": "", "who_name": "", "channel": ""}
                kind, at = PersonalKind.SUGGESTION, row.at
            if values := _changed(row, values):
                record = PersonalRecord(self._server, kind, at, str(fields.get("text", "")))
                yield Trace(row, SUGGESTIONS, values, record)

    def _settings(self) -> Iterator[Trace]:
        for row in self._rows(SETTINGS.c.key):
            if self._holds_id(row.value):
                try:
                    value = json.dumps(self._without(json.loads(row.value)))
                except ValueError:
                    value = self._id.sub("", row.value)
                record = PersonalRecord(self._server, PersonalKind.SETTING, None, row.key)
                yield Trace(row, SETTINGS, {"value": value}, record)

    def _questions(self) -> Iterator[Trace]:
        for row in self._rows(QUESTIONS.c.question):
            if self._in_questions.search(row.question):
                record = PersonalRecord(self._server, PersonalKind.MENTION, None, row.question)
                yield Trace(row, QUESTIONS, {}, record)

    def _new_entry(self, row: Row[Any]) -> dict[str, str]:
        in_words = self._in_reasons if row.revision in self._accepted else self._in_words
        values = {"why": in_words.sub(_IN_WORDS, row.why)}
        if row.who == self._member:
            values |= {"who": "", "who_name": ""}
        if self._may_be_in(row):
            before = read_change(row)
            change = self._rewritten(before, row.change)
            if change != before:  # else it is left as it was written
                values |= columns_of(change)
            if isinstance(change, Erased):
                values["why"] = ""
        return values

    def _new_suggestion(self, row: Row[Any], fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the new fields and reason; a suggestion of their words is closed and emptied."""
        in_fields = self._holds_id(row.fields)
        own = fields.get("author") == self._member or fields.get("message") == self._message
        if not own and (fields or not in_fields):
            in_words = self._in_reasons if row.who == self._member else self._in_words
            kept = json.dumps(self._without(fields)) if in_fields else row.fields
            return {"fields": kept, "reason": row.reason and in_words.sub(_IN_WORDS, row.reason)}
        erased = {"erased": self.tombstone.right.value, "on": self.tombstone.on}
        values: dict[str, Any] = {"fields": json.dumps(erased), "reason": row.reason and ""}
        if row.accepted is None:
            nobody = {"decider": "", "decider_name": "", "decision_token": row.token}
            values |= {"accepted": False, "decided_at": self._now, "reason": "", **nobody}
        return values

    def _may_be_in(self, row: Row[Any]) -> bool:
        """Whether the change of a row is worth reading: few are in a large history."""
        own = row.subject in self.quotes or row.subject in self._messages
        first = self.quotes and '"first":' in row.change
        return bool(own or first or any(mark in row.change for mark in self._marks))

    def _rewritten(self, change: Change, line: str) -> Change:
        """Return a change, stored as ``line``, without the member, or its tombstone.

        One that cannot be read is erased if it holds the id; else it is left alone.
        """
        if isinstance(change, Erased):
            return change
        subject = subject_of(change)
        if isinstance(change, PutSpeaker) and subject.id == self._speaker:
            return replace(self.tombstone, shelf=Shelf.SPEAKER, id="")
        own = {Shelf.QUOTE: self.quotes, Shelf.SOURCE: self._messages}.get(subject.shelf, ())
        unreadable = isinstance(change, Unreadable)
        if subject.id in own or (unreadable and self._holds_id(line)):
            return replace(self.tombstone, shelf=subject.shelf, id=digest(subject.id))
        if unreadable:
            return change
        fields = self._without(json.loads(dump_change(self._unattributed(change))))
        for entry in (fields, fields.get("quote")):
            for name in ("reason", "note"):
                if isinstance(entry, dict) and entry.get(name):
                    entry[name] = self._in_words.sub(_IN_WORDS, entry[name])
        return load_change(json.dumps(fields))

    def _unattributed(self, change: Change) -> Change:
        """Return a change in which the member is no author, and no erased quote is shown first."""
        match change:
            case PutSource(source) if source.author == self._speaker:
                grounds = {name: why for name, why in source.inferred.items() if name != "author"}
                return PutSource(replace(source, author="", inferred=grounds))
            case PutQuote(quote) if quote.source in self._authored:
                # The member passes on the words if nobody else is named.
                named = quote.quoting and quote.quoting.writer
                return PutQuote(replace(quote, quoting=quote.quoting if named else None))
            case PutTopic(first=first) if first:
                return replace(change, first=self._others(first))
            case PutPoint(point):
                sides = Sides(self._others(point.first.for_), self._others(point.first.against))
                return PutPoint(replace(point, first=sides))
            case _:
                return change

    def _others(self, quotes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(quote for quote in quotes if quote not in self.quotes)

    def _without(self, value: Any) -> Any:
        """Return JSON without the member's id; an address or a speaker becomes empty."""
        match value:
            case str() if self._id.fullmatch(value.removeprefix(SPEAKER_OF_MEMBER)) or (
                value.startswith("http") and self._holds_id(value)
            ):
                return ""
            case str():
                return self._id.sub(_IN_ID if _SLUG.fullmatch(value) else _IN_WORDS, value)
            case list():
                return [self._without(one) for one in value]
            case dict():
                return {name: self._without(one) for name, one in value.items()}
            case _:
                return value

    def _note_own(self, change: Change) -> None:
        match change:
            case PutSpeaker(held) if held.id == self._speaker:
                self._names.update((held.name, *held.aliases))
            case PutSource(source) if source.author == self._speaker:
                self._authored.add(source.id)
            case PutQuote(quote):
                if self._speaker in (quote.speaker, quote.quoting.writer if quote.quoting else ""):
                    self.quotes.add(quote.id)
            case _:
                return

    def _quotes_of_messages(self) -> Iterator[Quote]:
        """Yield the quotes that were saved from messages, in each of their versions."""
        for row in self._history:
            if _QUOTE_OF_MESSAGE in row.change:
                change = read_change(row)
                if isinstance(change, PutQuote):
                    yield change.quote

    @property
    def _speaker(self) -> str:
        return f"{SPEAKER_OF_MEMBER}{self._member}"

    def _holds_id(self, text: str) -> bool:
        """Whether a text holds the member's id, and not only a longer number."""
        return self._member in text and self._id.search(text) is not None

    def _id_or(self, names: Iterable[str]) -> re.Pattern[str]:
        """Return a pattern that finds the id and these names as whole words."""
        longest_first = sorted(names, key=len, reverse=True)
        words = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first)
        return re.compile("|".join((self._id.pattern, *words)))

    def _rows(self, ordered: Column[Any]) -> Sequence[Row[Any]]:
        """Return the rows of the server in the table of a column, ordered by it."""
        of_server = select(ordered.table).where(ordered.table.c.server == self._server)
        return self._connection.execute(of_server.order_by(ordered)).all()


def _changed(row: Row[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _fields_of(row: Row[Any]) -> Mapping[str, Any]:
    """Return the fields of a suggestion; none if they cannot be read."""
    try:
        fields = json.loads(row.fields)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
