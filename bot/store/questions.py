"""Questions that found nothing, counted without any person."""

import re
from datetime import date

import regex
from sqlalchemy import Connection, delete, func, select

from bot.store.database import StorePart
from bot.store.records import Unanswered
from bot.store.tables import QUESTIONS

LONGEST = 200
MOST = 500
# Mentions and mail addresses identify people.
_PERSONAL = re.compile(r"<[@#][!&]?\d+>|\S+@\S+|@\S+")
# Controls, format characters, surrogates, private use, unassigned.
_UNSEEN = regex.compile(r"\p{C}")


class Questions(StorePart):
    """The number of times each question found nothing; up to 500 questions for each server."""

    def note(self, server: str, question: str, day: date) -> None:
        """Count a question. Beyond the limit, the question asked least and longest ago goes."""
        asked = normalised_question(question)
        if not asked:
            return
        key = {"server": server, "question": asked}
        with self._database.write(server) as connection:
            before = connection.scalar(select(QUESTIONS.c.asked).filter_by(**key)) or 0
            if not before:
                self._make_room(connection, server)
            row = {"asked": before + 1, "last_day": day}
            self._database.put(connection, QUESTIONS, key, row)

    def most_asked(self, server: str, limit: int = 25) -> tuple[Unanswered, ...]:
        """Return the questions asked most often first; of equals, the one asked last first."""
        wanted = (
            select(QUESTIONS.c.question, QUESTIONS.c.asked, QUESTIONS.c.last_day)
            .where(QUESTIONS.c.server == server)
            .order_by(QUESTIONS.c.asked.desc(), QUESTIONS.c.last_day.desc(), QUESTIONS.c.question)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(Unanswered(*row) for row in connection.execute(wanted).all())

    def clear(self, server: str) -> int:
        """Delete the questions of a server, as when it turns counting off; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(QUESTIONS).filter_by(server=server)).rowcount

    def _make_room(self, connection: Connection, server: str) -> None:
        of_server = select(QUESTIONS.c.question).filter_by(server=server)
        count = connection.scalar(select(func.count()).select_from(of_server.subquery())) or 0
        if count < MOST:
            return
        order = (QUESTIONS.c.asked, QUESTIONS.c.last_day, QUESTIONS.c.question)
        least = of_server.order_by(*order).limit(count - MOST + 1).scalar_subquery()
        oldest = delete(QUESTIONS).where(QUESTIONS.c.question.in_(least))
        connection.execute(oldest.filter_by(server=server))


def normalised_question(question: str) -> str:
    """Return a question as counted: lower case, single spaces, no mentions, 200 characters."""
    text = _UNSEEN.sub(" ", _PERSONAL.sub(" ", question[: 10 * LONGEST]))
    return " ".join(text.casefold().split())[:LONGEST].strip(" ?!.,;:")
