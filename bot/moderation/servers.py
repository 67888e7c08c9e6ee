"""The reading desk of every server, kept in step with the store."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.answers.desk import Desk
from bot.errors import StoreError
from bot.library.library import Library
from bot.library.view import View, view_of
from bot.moderation.server_settings import preferences_of
from bot.store import Store

logger = logging.getLogger(__name__)

# Each look at a database that does not answer takes a second or two, and a member waits three.
_REST_S = 5.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A server's view and the desk over it, of one revision."""

    view: View
    desk: Desk


class _Kept:
    """What is at hand of a server. ``lock`` is held by whoever replaces either."""

    __slots__ = ("desk", "lock", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.desk: Desk | None = None
        self.lock = threading.Lock()


class Servers:
    """Desks over the views of servers, made when asked for and kept, ``most`` of them at a time.

    Safe to use from many threads. ``store`` None: nobody changes anything, every server has the
    shared library. ``seconds`` is a clock that never goes back. ``desk`` makes the desk over the
    shared library, once; by default a new one.
    """

    def __init__(
        self,
        shared: Library,
        store: Store | None,
        most: int = 64,
        seconds: Callable[[], float] = time.monotonic,
        *,
        desk: Callable[[], Desk] | None = None,
    ) -> None:
        self.shared = shared
        self.store = store
        self._most = most
        self._make_desk = desk or (lambda: Desk(shared))
        self._seconds = seconds
        self._rest_until = float("-inf")
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._shared_lock = threading.Lock()
        self._shared_desk: Desk | None = None

    def desk(self, server: str) -> Desk:
        """The desk that answers in a server; of the shared library alone where ``server`` is empty.

        Never raises StoreError: where the store cannot be read, the desk at hand goes on, and the
        store is left alone for some seconds.
        """
        kept = self._at_hand(server)
        if server and self.store is not None and self._seconds() >= self._rest_until:
            try:
                kept = self._now(self.store, server)
            except StoreError as error:
                self._rest_until = self._seconds() + _REST_S
                logger.warning("answers go on from the views at hand: %s", error)
        return self._desk_of(kept) if kept else self._desk_of_shared()

    def glance(self, server: str) -> Desk | None:
        """The desk that answers in a server, if that can be told without waiting; None if not.

        For one who must not wait: looks into a file at most, never over a network, and makes no
        desk. The same desk as :meth:`desk` gives, as long as nothing is changed.
        """
        if not server or self.store is None:
            return self._shared_desk
        if not self.store.database.is_local or self._seconds() < self._rest_until:
            return None
        try:
            revision = self.store.history.revision(server)
        except StoreError:
            return None
        kept = self._at_hand(server)
        if kept is None:
            return self._shared_desk if revision == 0 else None
        desk = kept.desk
        here = kept.view.revision == revision and desk and desk.library is kept.view.library
        return desk if here else None

    def snapshot(self, server: str) -> Snapshot:
        """The view of a server as it is now and the desk over it, for one who is about to change.

        Raises StoreError where the store cannot be read.
        """
        kept = self._now(self.store, server) if server and self.store else None
        if kept is None:
            return Snapshot(view_of(self.shared), self._desk_of_shared())
        with kept.lock:
            return Snapshot(kept.view, self._brought_up(kept))

    def view(self, server: str) -> View:
        """The view of a server as it is now, for one who is about to change or export it.

        Raises StoreError where the store cannot be read.
        """
        kept = self._now(self.store, server) if server and self.store else None
        return kept.view if kept else view_of(self.shared)

    def note_unanswered(self, server: str, question: str, day: date) -> None:
        """Count a question that found nothing, unless the server turned that off.

        For what was asked of the bot (a command, a mention), never for the text of a message that
        somebody else wrote. May take as long as a write: call it after the answer is sent. Never
        raises StoreError.
        """
        if not server or self.store is None or self._seconds() < self._rest_until:
            return
        try:
            if preferences_of(self.store, server).note_questions:
                self.store.questions.note(server, question, day)
        except StoreError as error:
            logger.warning("a question that found nothing was not counted: %s", error)

    def _now(self, store: Store, server: str) -> _Kept | None:
        """What is at hand of a server, brought up to what the store has; None for no changes."""
        revision = store.history.revision(server)
        self._rest_until = float("-inf")
        kept = self._at_hand(server)
        if kept is None and revision == 0:
            return None
        kept = kept or self._keep(server)
        if kept.view.revision != revision:
            with kept.lock:
                self._read_news(store, server, kept)
        return kept

    def _read_news(self, store: Store, server: str, kept: _Kept) -> None:
        news = store.history.changes(server, kept.view.revision)
        if news.anew:
            kept.view = view_of(self.shared).after(news.changes, news.revision)
        elif news.revision != kept.view.revision:
            kept.view = kept.view.after(news.changes, news.revision)

    def _at_hand(self, server: str) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(server)
            if kept:
                self._kept.move_to_end(server)
            return kept

    def _keep(self, server: str) -> _Kept:
        made = _Kept(view_of(self.shared))
        with self._lock:
            kept = self._kept.setdefault(server, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept

    def _desk_of(self, kept: _Kept) -> Desk:
        desk = kept.desk
        if desk is not None and desk.library is kept.view.library:
            return desk
        with kept.lock:
            return self._brought_up(kept)

    def _brought_up(self, kept: _Kept) -> Desk:
        """The desk over the view at hand; the lock is held."""
        desk = kept.desk
        if desk is None or desk.library is not kept.view.library:
            # Over the shared desk, not the last one of this server: changes do not pile up.
            kept.desk = desk = self._desk_of_shared().over(kept.view.library)
        return desk

    def _desk_of_shared(self) -> Desk:
        with self._shared_lock:
            if self._shared_desk is None:
                self._shared_desk = self._make_desk()
            return self._shared_desk
