"""Show and erase personal data: of a member, of one message, and of old suggestions.

Erasing is one transaction over all servers. In the history a tombstone replaces each change that is
erased, and a last one says when and by which right. Its revision becomes the ``since`` of the
server, so that every process reads the history again.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.library.changes import (
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
from bot.library.model import Sides
from bot.store.database import Database
from bot.store.history import columns_of, note_token, read_change, row_of, saved_before
from bot.store.records import Act, Entry, Forgotten, Member, PersonalRecord, Saved
from bot.store.tables import HISTORY, QUESTIONS, SERVERS, SETTINGS, SUGGESTIONS
from bot.store.traces import (
    Traces,
    fields_of,
    never,
    records_of,
    servers_about,
    source_by,
    traces_of_member,
    traces_of_quote,
)

DECLINED_KEPT = timedelta(days=90)
_DECLINED = "declined"
# The reason under which 0.1.0 removed a quote at its author's wish.
_TAKEN_OUT = "taken out by its author"
# In place of an id or a name: in an id, and in words, where brackets mark an omission.
_IN_ID, _IN_WORDS = "forgotten", "[…]"
_SLUG = re.compile(r"[a-z0-9-]+")
_NOBODY = Member("", "")


class Privacy:
    """Everything that is stored about a member, to be shown or erased.

    An empty ``server`` means every server. Every method raises StoreError if the database cannot be
    used; nothing is erased then.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def records(
        self, member: str, server: str = "", ordinary: Callable[[str], bool] = never
    ) -> tuple[PersonalRecord, ...]:
        """Return the records about a member, server by server, newest first of each kind.

        ``ordinary`` is as for :meth:`forget`.
        """
        found: list[PersonalRecord] = []
        with self._database.read() as connection:
            self._database.allow_long(connection)
            for one in [server] if server else servers_about(connection, member, ()):
                traces = traces_of_member(connection, one, member, ordinary=ordinary)
                found += records_of(one, traces)
        return tuple(found)

    def forget(
        self,
        member: str,
        right: Right,
        server: str = "",
        names: Iterable[str] = (),
        ordinary: Callable[[str], bool] = never,
    ) -> Forgotten:
        """Take a member's id and names out of every record, and erase their own words.

        ``names`` are further names that others wrote in reasons. A recorded name of ``ordinary``
        words, such as "Will", is taken out of the records about the member only: elsewhere it is
        most likely the word.
        """
        servers = records = quotes = 0
        with self._database.write() as connection:
            self._database.allow_long(connection)
            tombstone = Erased(Shelf.SPEAKER, "", right, self._day())
            known = tuple(names)
            for one in servers_about(connection, member, known):
                if server not in ("", one):
                    continue
                # Locked before it is read: somebody may have written in between.
                self._database.lock(connection, one)
                traces = traces_of_member(connection, one, member, known, ordinary)
                if traces.is_empty():
                    continue
                servers, quotes = servers + 1, quotes + len(traces.quotes)
                records += self._erase(connection, one, traces, tombstone)
                self._append(connection, one, tombstone, _NOBODY)
        if servers:
            self._database.scrub()
        return Forgotten(servers, records, quotes)

    def erase_quote(self, server: str, quote: str, source: str, act: Act) -> Saved:
        """Erase a quote saved from a message, ``source``, and its suggestions, for its author.

        The message cannot be saved again. A token erases once and gets the same answer again.
        """
        with self._database.write() as connection:
            self._database.allow_long(connection)
            self._database.lock(connection, server)
            if before := saved_before(connection, server, act.token):
                return before
            tombstone = Erased(Shelf.SOURCE, digest(source), Right.AUTHOR, self._day())
            traces = traces_of_quote(connection, server, quote, source)
            self._erase(connection, server, traces, tombstone)
            saved = self._append(connection, server, tombstone, act.member)
            note_token(connection, server, act.token, saved)
        self._database.scrub()
        return saved

    def erase_withdrawn(self) -> int:
        """Erase and count the quotes that authors took out under 0.1.0, which kept the words."""
        removed = (
            HISTORY.c.deed == "remove-quote",
            HISTORY.c.change.contains(json.dumps(_TAKEN_OUT)),
        )
        with self._database.read() as connection:
            rows = connection.execute(select(HISTORY).where(*removed)).all()
        erased = 0
        for row in rows:
            with self._database.read() as connection:
                source = source_by(connection, row.server, row.subject, row.who)
            if source:
                member = Member(row.who, row.who_name)
                act = Act(member, 0, f"withdrawn-{row.revision}")
                self.erase_quote(row.server, row.subject, source, act)
                erased += 1
        return erased

    def drop_declined(self, now: datetime) -> int:
        """Delete suggestions declined more than 90 days before; return how many, and count them."""
        old = (SUGGESTIONS.c.accepted.is_(False), SUGGESTIONS.c.decided_at < now - DECLINED_KEPT)
        with self._database.read() as connection:
            servers = connection.scalars(select(SUGGESTIONS.c.server).where(*old).distinct()).all()
        dropped = 0
        for server in sorted(servers):
            with self._database.write() as connection:
                self._database.lock(connection, server)
                of_server = SUGGESTIONS.c.server == server
                count = connection.execute(delete(SUGGESTIONS).where(of_server, *old)).rowcount
                key = {"server": server, "key": _DECLINED}
                stored = connection.scalar(select(SETTINGS.c.value).filter_by(**key))
                row = {"value": json.dumps(int(stored or 0) + count)}
                self._database.put(connection, SETTINGS, key, row)
                dropped += count
        if dropped:
            self._database.scrub()
        return dropped

    def declined(self, server: str) -> int:
        """Return how many declined suggestions of a server were deleted and are only counted."""
        key = {"server": server, "key": _DECLINED}
        with self._database.read() as connection:
            return int(connection.scalar(select(SETTINGS.c.value).filter_by(**key)) or 0)

    def _day(self) -> str:
        return self._database.now().date().isoformat()

    def _append(
        self, connection: Connection, server: str, tombstone: Erased, member: Member
    ) -> Saved:
        """Append the tombstone at a new revision; views of older ones are rebuilt."""
        revision = self._database.lock(connection, server).revision + 1
        of_server = update(SERVERS).filter_by(id=server)
        connection.execute(of_server.values(revision=revision, since=revision))
        entry = Entry(revision, self._database.now(), member, "", tombstone)
        connection.execute(insert(HISTORY).values(row_of(server, entry)))
        return Saved(revision, revision, entry.at)

    def _erase(self, connection: Connection, server: str, traces: Traces, tombstone: Erased) -> int:
        """Rewrite the rows of one server; return how many changed."""
        for revision, row in traces.history.items():
            of_row = update(HISTORY).filter_by(server=server, revision=revision)
            connection.execute(of_row.values(_history_row(row, traces, tombstone)))
        for number, row in traces.suggestions.items():
            of_row = update(SUGGESTIONS).filter_by(server=server, number=number)
            connection.execute(of_row.values(self._suggestion_row(row, traces, tombstone)))
        for key, value in traces.settings.items():
            of_row = update(SETTINGS).filter_by(server=server, key=key)
            connection.execute(of_row.values(value=_setting_without(value, traces.number)))
        for question in traces.questions:
            connection.execute(delete(QUESTIONS).filter_by(server=server, question=question))
        rows = len(traces.history) + len(traces.suggestions)
        return rows + len(traces.settings) + len(traces.questions)

    def _suggestion_row(self, row: Row[Any], traces: Traces, tombstone: Erased) -> dict[str, Any]:
        """Return the new values of a row; a suggestion of their words is closed and emptied."""
        fields = fields_of(row)
        own = not traces.member or fields.get("author") == traces.member
        values: dict[str, Any] = {}
        if traces.member and row.who == traces.member:
            values |= {"who": "", "who_name": "", "channel": ""}
        if traces.member and row.decider == traces.member:
            values |= {"decider": "", "decider_name": ""}
        if not own and (fields or row.fields == "{}"):
            in_words = traces.in_words(short=row.who == traces.member)
            values["fields"] = json.dumps(_without(fields, traces.number))
            values["reason"] = row.reason and in_words.sub(_IN_WORDS, row.reason)
            return values
        values["fields"] = json.dumps({"erased": tombstone.right.value, "on": tombstone.on})
        if row.accepted is None:
            values |= {"accepted": False, "decided_at": self._database.now()}
            values |= {"decider": "", "decider_name": "", "decision_token": row.token}
        return values | {"reason": None if row.reason is None and row.accepted else ""}


def _history_row(row: Row[Any], traces: Traces, tombstone: Erased) -> dict[str, str]:
    change = _rewritten(row, traces, tombstone)
    values: dict[str, str] = {"why": row.why}
    if not isinstance(change, Unreadable):
        values |= columns_of(change)
    if isinstance(change, Erased):
        values["why"] = ""
    elif traces.member:
        in_words = traces.in_words(short=row.revision in traces.accepted)
        values["why"] = in_words.sub(_IN_WORDS, row.why)
    if traces.member and row.who == traces.member:
        values |= {"who": "", "who_name": ""}
    return values


def _rewritten(row: Row[Any], traces: Traces, tombstone: Erased) -> Change:
    """Return the change of a row without the member, or its tombstone.

    One that cannot be read is erased if it holds the id; else it is returned, to be left alone.
    """
    change = read_change(row)
    if isinstance(change, Erased):
        return change
    subject = subject_of(change)
    if isinstance(change, PutSpeaker) and subject.id == traces.speaker:
        return replace(tombstone, shelf=Shelf.SPEAKER, id="")
    own = traces.quotes if subject.shelf is Shelf.QUOTE else traces.messages
    is_own = subject.shelf in (Shelf.QUOTE, Shelf.SOURCE) and subject.id in own
    unreadable = isinstance(change, Unreadable)
    if is_own or (unreadable and traces.number.search(row.change)):
        return replace(tombstone, shelf=subject.shelf, id=digest(subject.id))
    if unreadable:
        return change
    change = _unattributed(change, traces)
    if not traces.member:
        return change
    line = json.loads(dump_change(change))
    return load_change(json.dumps(_change_without(line, traces)))


def _unattributed(change: Change, traces: Traces) -> Change:
    """Return a change in which the member is no author, and no erased quote is shown first."""
    match change:
        case PutSource(source) if traces.member and source.author == traces.speaker:
            grounds = {name: why for name, why in source.inferred.items() if name != "author"}
            return PutSource(replace(source, author="", inferred=grounds))
        case PutQuote(quote) if traces.member and quote.source in traces.authored:
            # The member passes on the words if nobody else is named.
            named = quote.quoting and quote.quoting.writer
            return PutQuote(replace(quote, quoting=quote.quoting if named else None))
        case PutTopic(first=first) if first:
            return replace(change, first=_others(first, traces))
        case PutPoint(point):
            sides = (_others(side, traces) for side in (point.first.for_, point.first.against))
            return PutPoint(replace(point, first=Sides(*sides)))
        case _:
            return change


def _others(quotes: tuple[str, ...], traces: Traces) -> tuple[str, ...]:
    return tuple(quote for quote in quotes if quote not in traces.quotes)


def _change_without(line: Mapping[str, Any], traces: Traces) -> Any:
    """Return a change's fields without the id; reasons and notes without the names too."""
    without = {name: _without(value, traces.number) for name, value in line.items()}
    for entry in (without, without.get("quote")):
        for name in ("reason", "note"):
            if isinstance(entry, dict) and entry.get(name):
                entry[name] = traces.in_words().sub(_IN_WORDS, entry[name])
    return without


def _without(value: Any, number: re.Pattern[str]) -> Any:
    """Return JSON without the id that ``number`` finds; an address or a speaker becomes empty."""
    match value:
        case str() if number.fullmatch(value.removeprefix(SPEAKER_OF_MEMBER)) or (
            value.startswith("http") and number.search(value)
        ):
            return ""
        case str():
            return number.sub(_IN_ID if _SLUG.fullmatch(value) else _IN_WORDS, value)
        case list():
            return [_without(one, number) for one in value]
        case dict():
            return {name: _without(one, number) for name, one in value.items()}
        case _:
            return value


def _setting_without(value: str, number: re.Pattern[str]) -> str:
    try:
        return json.dumps(_without(json.loads(value), number))
    except ValueError:
        return number.sub("", value)
