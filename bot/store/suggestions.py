"""Members' suggestions and moderators' decisions on them."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from bot.errors import RequestError, StoreError
from bot.library.changes import Change
from bot.store.database import StorePart
from bot.store.history import append_within
from bot.store.records import (
    Act,
    Conflict,
    Decided,
    Decision,
    Member,
    Saved,
    StoredSuggestion,
    TooMany,
)
from bot.store.tables import SERVERS, SUGGESTIONS

logger = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_HOURLY = 5


class Suggestions(StorePart):
    """The queues of all servers. A decision and its changes are one transaction.

    Every method raises RequestError for a number that no suggestion has.
    """

    def put(
        self,
        server: str,
        member: Member,
        fields: Mapping[str, str],
        token: str,
        channel: str = "",
        *,
        an_hour: int = _HOURLY,
    ) -> StoredSuggestion | TooMany:
        """Add the fields of a form to the queue, once for a token, which then gets the same answer.

        A member may add ``an_hour`` (at least 1) within an hour. They are told the decision in the
        ``channel``, empty if unknown.
        """
        with self._database.write() as connection:
            counters = self._database.lock(connection, server)
            of_token = _of(server).where(SUGGESTIONS.c.token == token)
            if same := connection.execute(of_token).one_or_none():
                return _suggestion(same)
            at = self._database.now()
            of_member = select(SUGGESTIONS.c.at).filter_by(server=server, who=member.id)
            within_hour = of_member.where(SUGGESTIONS.c.at > at - _HOUR)
            lately = connection.scalars(within_hour.order_by(SUGGESTIONS.c.at.desc())).all()
            if len(lately) >= an_hour:
                return TooMany(lately[an_hour - 1] + _HOUR)
            number = counters.suggested + 1
            connection.execute(update(SERVERS).filter_by(id=server).values(suggested=number))
            person = {"who": member.id, "who_name": member.name, "channel": channel}
            given = {"token": token, "fields": json.dumps(dict(fields)), **person}
            row = {"server": server, "number": number, "at": at, **given}
            connection.execute(insert(SUGGESTIONS).values(row))
            return _suggestion(_row(connection, server, number))

    def open(self, server: str, *, limit: int = 25, after: int = 0) -> tuple[StoredSuggestion, ...]:
        """Return the undecided ones after a number, oldest first."""
        wanted = _of(server).where(SUGGESTIONS.c.accepted.is_(None), SUGGESTIONS.c.number > after)
        return self._all(wanted.order_by(SUGGESTIONS.c.number).limit(limit))

    def of_member(
        self, server: str, member: str, *, limit: int = 25
    ) -> tuple[StoredSuggestion, ...]:
        """Return those of one member by their id, decided or not, newest first."""
        wanted = _of(server).where(SUGGESTIONS.c.who == member)
        return self._all(wanted.order_by(SUGGESTIONS.c.number.desc()).limit(limit))

    def get(self, server: str, number: int) -> StoredSuggestion:
        """Return the suggestion of a number."""
        with self._database.read() as connection:
            return _suggestion(_row(connection, server, number))

    def _all(self, wanted: Select[Any]) -> tuple[StoredSuggestion, ...]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        found = []
        for row in rows:
            try:
                found.append(_suggestion(row))
            except StoreError as error:
                logger.warning("a suggestion is left out: %s", error)
        return tuple(found)

    def accept(
        self, server: str, number: int, changes: Sequence[Change], act: Act
    ) -> Decided | Conflict:
        """Accept a suggestion; save the changes and ``act.why`` as :meth:`History.append` does."""
        return self._decide(server, number, changes, act)

    def decline(self, server: str, number: int, act: Act) -> Decided:
        """Decline a suggestion; its member is told the reason ``act.why``."""
        decided = self._decide(server, number, None, act)
        assert isinstance(decided, Decided)  # noqa: S101 - no change, no conflict
        return decided

    def _decide(
        self, server: str, number: int, changes: Sequence[Change] | None, act: Act
    ) -> Decided | Conflict:
        """Decide; declined without changes. The first decision stays."""
        with self._database.write(server) as connection:
            row = _row(connection, server, number)
            if row.accepted is not None:
                return Decided(_suggestion(row), earlier=row.decision_token != act.token)
            saved = None
            if changes is not None:
                saved = append_within(connection, self._database, server, changes, act)
            if isinstance(saved, Conflict):
                return saved
            decision = {
                "accepted": bool(saved),
                "decided_at": saved.at if saved else self._database.now(),
                "decider": act.member.id,
                "decider_name": act.member.name,
                "reason": act.why,
                "decision_token": act.token,
                "first": saved.first if saved else None,
                "last": saved.last if saved else None,
            }
            of_row = update(SUGGESTIONS).filter_by(server=server, number=number)
            connection.execute(of_row.values(decision))
            return Decided(_suggestion(_row(connection, server, number)))


def _of(server: str) -> Select[Any]:
    return select(SUGGESTIONS).filter_by(server=server)


def _row(connection: Connection, server: str, number: int) -> Row[Any]:
    row = connection.execute(_of(server).where(SUGGESTIONS.c.number == number)).one_or_none()
    if row is None:
        raise RequestError(f"There is no suggestion {number} here.")
    return row


def _suggestion(row: Row[Any]) -> StoredSuggestion:
    decision = None
    if row.accepted is not None:
        saved = Saved(row.first, row.last, row.decided_at) if row.accepted else None
        decider = Member(row.decider, row.decider_name)
        decision = Decision(decider, row.decided_at, row.reason, saved)
    try:
        fields = json.loads(row.fields)
    except ValueError as error:
        raise StoreError(f"suggestion {row.number} of a server is not JSON") from error
    member = Member(row.who, row.who_name)
    return StoredSuggestion(row.number, row.at, member, row.channel, fields, decision)
