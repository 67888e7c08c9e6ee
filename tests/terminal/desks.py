"""A desk with a fault in it."""

from bot.answers.desk import Desk
from bot.answers.model import AskAnswer, NotFound


class FaultyDesk(Desk):
    """A desk that fails at every question and answers everything else."""

    def ask(self, question: str) -> AskAnswer | NotFound:
        raise ZeroDivisionError(f"a secret of the inside: {question}")
