"""The rows of one server that name a member or hold words saved from their messages.

A member's words are the quotes that name them as the speaker, or are from a message of theirs.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, or_, select

from bot.library.changes import (
    SOURCE_OF_MESSAGE,
    SPEAKER_OF_MEMBER,
    Change,
    PutQuote,
    PutSource,
    PutSpeaker,
    Shelf,
    subject_of,
)
from bot.library.model import Quote
from bot.store.history import read_change
from bot.store.questions import normalised_question
from bot.store.records import PersonalKind, PersonalRecord
from bot.store.tables import HISTORY, QUESTIONS, SETTINGS, SUGGESTIONS

# A shorter name is a part of too many words.
_SHORTEST_NAME = 3
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_QUOTE_OF_MESSAGE = f'"source":"{SOURCE_OF_MESSAGE}'


def never(_name: str) -> bool:
    """Return False: no name is an ordinary word."""
    return False


@dataclass(slots=True)
class Traces:
    """The rows to change, by their numbers, and the subjects that are a member's own words.

    ``authored`` are all sources that name the member as their author. ``names`` are all names of
    the member. The operator named those in ``given``; ``ordinary`` tells which of the others are
    everyday words. ``accepted`` are the revisions that accepted a suggestion of the member; the
    reason in these rows names them.
    """

    member: str
    names: set[str] = field(default_factory=set)
    given: frozenset[str] = frozenset()
    ordinary: Callable[[str], bool] = never
    accepted: set[int] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)
    authored: set[str] = field(default_factory=set)
    history: dict[int, Row[Any]] = field(default_factory=dict)
    suggestions: dict[int, Row[Any]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    @property
    def speaker(self) -> str:
        """The id of the member as a speaker."""
        return f"{SPEAKER_OF_MEMBER}{self.member}"

    @property
    def messages(self) -> set[str]:
        """The ids of the sources that are messages of the member."""
        return {source for source in self.authored if source.startswith(SOURCE_OF_MESSAGE)}

    @property
    def number(self) -> re.Pattern[str]:
        """A pattern that finds the member's id, and no longer number that contains it."""
        return re.compile(rf"(?:<@!?)?(?<!\d){re.escape(self.member)}(?!\d)>?")

    def named_in(self, *texts: str) -> bool:
        """Whether one of the texts holds the member's id."""
        return any(self.member in text and self.number.search(text) for text in texts)

    def in_words(self, *, short: bool = False) -> re.Pattern[str]:
        """Return a pattern that finds the id and the names as whole words; ``short`` finds all."""
        return self.id_or(sorted(self.names if short else self.long_names(), key=len, reverse=True))

    def id_or(self, names: Iterable[str]) -> re.Pattern[str]:
        """Return a pattern that finds the id and these names as whole words."""
        words = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in names)
        return re.compile("|".join((self.number.pattern, *words)))

    def long_names(self) -> Iterator[str]:
        """Yield the names to look for in running text: neither too short nor ordinary words."""
        for name in self.names:
            if len(name) >= _SHORTEST_NAME and (name in self.given or not self.ordinary(name)):
                yield name

    def is_empty(self) -> bool:
        """Whether nothing in the server is about the member."""
        return not (self.history or self.suggestions or self.settings or self.questions)


def servers_about(connection: Connection, member: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the servers that may have something about a member, in the order to lock them.

    A name that is not among ``names`` is looked for only where the member's id is.
    """
    escaped = [member, *names, *(json.dumps(name)[1:-1] for name in names)]
    asked = [member, *filter(None, map(normalised_question, names))]
    history, suggestions = HISTORY.c, SUGGESTIONS.c
    wanted: tuple[tuple[tuple[Column[Any], ...], list[str]], ...] = (
        ((history.who, history.why, history.subject, history.change), escaped),
        ((suggestions.who, suggestions.decider, suggestions.reason, suggestions.fields), escaped),
        ((SETTINGS.c.value,), [member]),
        ((QUESTIONS.c.question,), asked),
    )
    found: set[str] = set()
    for columns, texts in wanted:
        holds = (column.contains(text, autoescape=True) for column in columns for text in texts)
        server = columns[0].table.c.server
        found.update(connection.scalars(select(server).where(or_(*holds)).distinct()))
    return tuple(sorted(found))


def traces_of_member(
    connection: Connection,
    server: str,
    member: str,
    names: Collection[str] = (),
    ordinary: Callable[[str], bool] = never,
) -> Traces:
    """Return everything about a member in a server; ``names`` are further names.

    Recorded names that are ``ordinary`` words are not looked for in what others wrote.
    """
    traces = Traces(member, set(names), frozenset(names), ordinary)
    suggestions = _rows(connection, server, SUGGESTIONS.c.number)
    history = _rows(connection, server, HISTORY.c.revision)
    _find_suggestions(suggestions, traces)
    _find_own(history, traces)
    _find_quotes(history, traces)
    _find_names(history, suggestions, traces)
    settings = _rows(connection, server, SETTINGS.c.key)
    traces.settings = {row.key: row.value for row in settings if traces.named_in(row.value)}
    wanted = {normalised_question(name) for name in traces.long_names()} - {""}
    asked = (row.question for row in _rows(connection, server, QUESTIONS.c.question))
    traces.questions = tuple(filter(traces.id_or(wanted).search, asked))
    return traces


def traces_of_quote(connection: Connection, server: str, quote: str, source: str) -> Traces:
    """Return the rows that hold the words of one quote saved from a message, its ``source``.

    The source counts as a trace if no other quote is from it.
    """
    traces = Traces("", quotes={quote})
    history = _rows(connection, server, HISTORY.c.revision)
    if all(put.id == quote for put in _quotes_of_messages(history) if put.source == source):
        traces.authored.add(source)
        traces.history = {
            row.revision: row for row in history if _is_about(row, Shelf.SOURCE, source)
        }
    _find_quotes(history, traces)
    message = source.removeprefix(SOURCE_OF_MESSAGE)
    for row in _rows(connection, server, SUGGESTIONS.c.number):
        if fields_of(row).get("message") == message:
            traces.suggestions[row.number] = row
    return traces


def source_by(connection: Connection, server: str, quote: str, member: str) -> str:
    """Return the message that a quote was saved from, if the member wrote it; else empty."""
    history = _rows(connection, server, HISTORY.c.revision)
    changes = [read_change(row) for row in history if _is_about(row, Shelf.QUOTE, quote)]
    put = [change.quote.source for change in changes if isinstance(change, PutQuote)]
    source = put[-1] if put else ""
    authors = {
        change.source.author
        for row in history
        if _is_about(row, Shelf.SOURCE, source)
        and isinstance(change := read_change(row), PutSource)
    }
    of_member = source.startswith(SOURCE_OF_MESSAGE) and f"{SPEAKER_OF_MEMBER}{member}" in authors
    return source if of_member else ""


def fields_of(row: Row[Any]) -> Mapping[str, Any]:
    """Return the fields of a suggestion; none if they cannot be read."""
    try:
        fields = json.loads(row.fields)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def records_of(server: str, traces: Traces) -> list[PersonalRecord]:
    """Return what the rows say about the member; each row is one record."""
    found: list[PersonalRecord] = []
    for row in traces.history.values():
        change = read_change(row)
        subject = subject_of(change)
        text = change.quote.text if isinstance(change, PutQuote) else subject.id
        if subject.shelf is Shelf.QUOTE and subject.id in traces.quotes:
            kind = PersonalKind.WORDS
        elif row.who == traces.member:
            kind = PersonalKind.CHANGE
        else:
            kind = PersonalKind.MENTION
        found.append(PersonalRecord(server, kind, row.at, text, change))
    for row in traces.suggestions.values():
        text = str(fields_of(row).get("text", ""))
        if row.who == traces.member:
            kind = PersonalKind.SUGGESTION
        elif row.decider == traces.member:
            kind = PersonalKind.DECISION
        else:
            kind = PersonalKind.WORDS
        at = row.decided_at if kind is PersonalKind.DECISION else row.at
        found.append(PersonalRecord(server, kind, at, text))
    found.sort(key=lambda record: record.at or _EARLIEST, reverse=True)
    settings = (PersonalRecord(server, PersonalKind.SETTING, None, key) for key in traces.settings)
    asked = (PersonalRecord(server, PersonalKind.MENTION, None, q) for q in traces.questions)
    return [*found, *settings, *asked]


def _find_suggestions(suggestions: Iterable[Row[Any]], traces: Traces) -> None:
    member = traces.member
    for row in suggestions:
        fields = fields_of(row)
        if row.who == member:
            traces.names.add(row.who_name)
            traces.accepted.update(range(row.first, row.last + 1) if row.first else ())
        if row.decider == member:
            traces.names.add(row.decider_name)
        if fields.get("author") == member:
            traces.names.add(str(fields.get("speaker", "")))
        if member in (row.who, row.decider) or traces.named_in(row.fields, row.reason or ""):
            traces.suggestions[row.number] = row


def _find_own(history: Sequence[Row[Any]], traces: Traces) -> None:
    """Note the changes that the member made or that hold their id, and their quotes."""
    for row in history:
        if row.who == traces.member:
            traces.names.add(row.who_name)
        if traces.member in row.change:
            _note_own(read_change(row), traces)
        if row.who == traces.member or traces.named_in(row.change, row.why, row.subject):
            traces.history[row.revision] = row
    traces.names.discard("")
    messages = traces.messages
    traces.quotes |= {put.id for put in _quotes_of_messages(history) if put.source in messages}


def _note_own(change: Change, traces: Traces) -> None:
    speaker = traces.speaker
    match change:
        case PutSpeaker(held) if held.id == speaker:
            traces.names.update((held.name, *held.aliases))
        case PutSource(source) if source.author == speaker:
            traces.authored.add(source.id)
        case PutQuote(quote):
            if speaker in (quote.speaker, quote.quoting.writer if quote.quoting else ""):
                traces.quotes.add(quote.id)
        case _:
            return


def _find_quotes(history: Iterable[Row[Any]], traces: Traces) -> None:
    """Note the changes of the quotes, and those that name them as the first to show."""
    named = tuple(f'"{quote}"' for quote in traces.quotes)
    for row in history:
        of_quote = row.shelf == Shelf.QUOTE and row.subject in traces.quotes
        leads = row.deed in ("put-topic", "put-point") and "first" in row.change
        if of_quote or (leads and any(name in row.change for name in named)):
            traces.history[row.revision] = row


def _find_names(
    history: Iterable[Row[Any]], suggestions: Iterable[Row[Any]], traces: Traces
) -> None:
    in_words = traces.in_words()
    for row in history:
        accepted = row.revision in traces.accepted
        if accepted or any(map(in_words.search, (row.why, *_remarks(row.change)))):
            traces.history[row.revision] = row
    reasons = (row for row in suggestions if in_words.search(row.reason or ""))
    traces.suggestions.update((row.number, row) for row in reasons)


def _quotes_of_messages(history: Iterable[Row[Any]]) -> Iterator[Quote]:
    """Yield the quotes that were saved from messages, in each of their versions."""
    for row in history:
        if _QUOTE_OF_MESSAGE in row.change and isinstance(change := read_change(row), PutQuote):
            yield change.quote


def _is_about(row: Row[Any], shelf: Shelf, subject: str) -> bool:
    return bool(row.shelf == shelf and row.subject == subject)


def _remarks(line: str) -> Iterator[str]:
    if '"reason"' not in line and '"note"' not in line:
        return  # nearly every line, and ten times as fast
    try:
        fields = json.loads(line)
    except ValueError:
        return
    for entry in (fields, fields.get("quote")):
        if isinstance(entry, dict):
            yield from (str(entry[name]) for name in ("reason", "note") if entry.get(name))


def _rows(connection: Connection, server: str, ordered: Column[Any]) -> Sequence[Row[Any]]:
    """Return the rows of a server in the table of a column, ordered by it."""
    of_server = select(ordered.table).where(ordered.table.c.server == server)
    return connection.execute(of_server.order_by(ordered)).all()
