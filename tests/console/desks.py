"""A desk with a fault in it."""

from bot.answer.answers import AskAnswer, NotFound
from bot.desk import Desk


class FaultyDesk(Desk):
    """Fails at every question as nobody foresaw, and answers everything else."""

    def ask(self, question: str) -> AskAnswer | NotFound:
        raise ZeroDivisionError(f"a secret of the inside: {question}")
