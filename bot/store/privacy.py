"""Show and erase personal data: of a member, of one message, and of old suggestions.

Erasing is one transaction over all servers. In the history a tombstone replaces each change that is
erased, and a last one says when and by which right. Its revision becomes the ``since`` of the
server, so that every process reads the history again.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Column, Connection, delete, insert, or_, select, update

from bot.library.changes import Erased, Right, Shelf, digest
from bot.store.database import StorePart
from bot.store.eraser import Eraser, never
from bot.store.history import note_token, row_of, saved_before
from bot.store.questions import normalised_question
from bot.store.records import Act, Entry, Forgotten, Member, PersonalRecord, Saved
from bot.store.tables import HISTORY, QUESTIONS, SERVERS, SETTINGS, SUGGESTIONS

DECLINED_KEPT = timedelta(days=90)
_DECLINED = "declined"
# The reason under which 0.1.0 removed a quote at its author's wish.
_TAKEN_OUT = "taken out by its author"
_NOBODY = Member("", "")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Privacy(StorePart):
    """Everything that is stored about a member, to be shown or erased.

    An empty ``server`` means every server. Every method raises StoreError if the database cannot be
    used; nothing is erased then.
    """

    def records(
        self, member: str, server: str = "", ordinary: Callable[[str], bool] = never
    ) -> tuple[PersonalRecord, ...]:
        """Return the records about a member, server by server, newest first of each kind."""
        found: list[PersonalRecord] = []
        with self._database.read() as connection:
            self._database.allow_long(connection)
            for one in [server] if server else _servers_about(connection, member, ()):
                eraser = self._eraser(connection, one, Right.MEMBER)
                eraser.seek_member(member, ordinary=ordinary)
                records = [trace.record for trace in eraser.traces()]
                found += sorted(records, key=lambda it: it.at or _EARLIEST, reverse=True)
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
            known = tuple(names)
            for one in _servers_about(connection, member, known):
                if server not in ("", one):
                    continue
                # Locked before it is read: somebody may have written in between.
                self._database.lock(connection, one)
                eraser = self._eraser(connection, one, right)
                eraser.seek_member(member, known, ordinary)
                if erased := eraser.erase():
                    servers, records = servers + 1, records + erased
                    quotes += len(eraser.quotes)
                    self._append(connection, one, eraser.tombstone, _NOBODY)
        if servers:
            self._database.scrub()
        return Forgotten(servers, records, quotes)

    def erase_quote(self, server: str, quote: str, source: str, act: Act) -> Saved:
        """Erase a quote saved from a message, ``source``, and its suggestions, for its author.

        The message cannot be saved again. A token erases once and gets the same answer again.
        """
        with self._database.write(server) as connection:
            self._database.allow_long(connection)
            if before := saved_before(connection, server, act.token):
                return before
            eraser = self._eraser(connection, server, Right.AUTHOR)
            eraser.seek_quote(quote, source)
            eraser.erase()
            tombstone = replace(eraser.tombstone, shelf=Shelf.SOURCE, id=digest(source))
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
                eraser = self._eraser(connection, row.server, Right.AUTHOR)
            eraser.seek_member(row.who)
            if source := eraser.message_of(row.subject):
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
            with self._database.write(server) as connection:
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

    def _eraser(self, connection: Connection, server: str, right: Right) -> Eraser:
        return Eraser(connection, server, right, self._database.now())

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


def _servers_about(connection: Connection, member: str, names: Sequence[str]) -> tuple[str, ...]:
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
