"""A desk with a fault in it."""

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, NotFound


class FaultyDesk(Desk):
    """Fails at every question as nobody foresaw, and answers everything else."""

    def ask(self, question: str) -> AskAnswer | NotFound:
        raise ZeroDivisionError(f"a secret of the inside: {question}")
