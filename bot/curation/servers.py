"""The reading desk of every server, kept in step with the store."""

from datetime import date

from bot.desk import Desk
from bot.library.catalogue import Library
from bot.library.view import View
from bot.store import Store


class Servers:
    """Desks over the views of servers, made when asked for and kept, ``most`` of them at a time.

    Safe to use from many threads. ``store`` None: nobody changes anything, every server has the
    shared library.
    """

    def __init__(self, shared: Library, store: Store | None, most: int = 64) -> None:
        self.shared = shared
        self.store = store
        self._most = most

    def desk(self, server: str) -> Desk:
        """The desk that answers in a server; of the shared library alone where ``server`` is empty.

        Never raises StoreError: where the store cannot be read, the desk at hand goes on.
        """
        raise NotImplementedError

    def view(self, server: str) -> View:
        """The view of a server as it is now, for one who is about to change or export it.

        Raises StoreError where the store cannot be read.
        """
        raise NotImplementedError

    def note_unanswered(self, server: str, question: str, day: date) -> None:
        """Count a question that found nothing, unless the server turned that off.

        For what was asked of the bot (a command, a mention), never for the text of a message that
        somebody else wrote. May take as long as a write: call it after the answer is sent. Never
        raises StoreError.
        """
        raise NotImplementedError
