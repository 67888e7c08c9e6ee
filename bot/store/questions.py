"""Questions that found nothing: counted, with no person attached."""

import re
import unicodedata
from datetime import date

from sqlalchemy import Connection, delete, func, select

from bot.store.database import Database
from bot.store.tables import QUESTIONS
from bot.store.types import Unanswered

LONGEST = 200
MOST = 500
# Mentions and mail addresses say who somebody is.
_PERSONAL = re.compile(r"<[@#][!&]?\d+>|\S+@\S+|@\S+")
_NOT_WORDS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Questions:
    """How often each question found nothing, up to 500 for each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, server: str, question: str, day: date) -> None:
        """Count a question. Where there are too many, the one asked least and longest ago goes."""
        asked = normalised_question(question)
        if not asked:
            return
        key = {"server": server, "question": asked}
        with self._database.write_relaxed() as connection:
            self._database.lock(connection, server)
            before = connection.scalar(select(QUESTIONS.c.asked).filter_by(**key)) or 0
            if not before:
                self._make_room(connection, server)
            row = {"asked": before + 1, "last_day": day}
            self._database.put(connection, QUESTIONS, key, row)

    def most_asked(self, server: str, limit: int = 25) -> tuple[Unanswered, ...]:
        """Those asked most often first, then those asked last."""
        wanted = (
            select(QUESTIONS.c.question, QUESTIONS.c.asked, QUESTIONS.c.last_day)
            .where(QUESTIONS.c.server == server)
            .order_by(QUESTIONS.c.asked.desc(), QUESTIONS.c.last_day.desc(), QUESTIONS.c.question)
            .limit(limit)
        )
        with self._database.read_one() as connection:
            return tuple(Unanswered(*row) for row in connection.execute(wanted).all())

    def clear(self, server: str) -> int:
        """Forget those of a server, as when it turns the counting off; how many there were."""
        with self._database.write() as connection:
            gone = delete(QUESTIONS).where(QUESTIONS.c.server == server)
            return connection.execute(gone).rowcount

    def _make_room(self, connection: Connection, server: str) -> None:
        of_server = QUESTIONS.c.server == server
        held = connection.scalar(select(func.count()).select_from(QUESTIONS).where(of_server)) or 0
        if held < MOST:
            return
        least = (
            select(QUESTIONS.c.question)
            .where(of_server)
            .order_by(QUESTIONS.c.asked, QUESTIONS.c.last_day, QUESTIONS.c.question)
            .limit(held - MOST + 1)
        )
        connection.execute(
            delete(QUESTIONS).where(of_server, QUESTIONS.c.question.in_(least.scalar_subquery()))
        )


def normalised_question(question: str) -> str:
    """A question as it is counted: small letters, single spaces, no mentions, 200 characters."""
    known = _PERSONAL.sub(" ", question[: 10 * LONGEST])
    seen = "".join(
        letter if unicodedata.category(letter) not in _NOT_WORDS else " " for letter in known
    )
    return " ".join(seen.casefold().split())[:LONGEST].strip(" ?!.,;:")
