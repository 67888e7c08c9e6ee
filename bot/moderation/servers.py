"""The desks of all servers, kept up to date with the store; their settings and departures."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from msgspec import Struct, convert, field, to_builtins

from bot.answers.desk import Desk
from bot.errors import RequestError, StoreError
from bot.i18n import languages, spoken
from bot.library.library import Library
from bot.library.view import View, view_of
from bot.settings import MOST_QUOTES
from bot.store.store import Store

logger = logging.getLogger(__name__)

# A query to an unreachable database takes a second or two; a member waits three at most.
_RETRY_AFTER_S = 5.0
_PRESENCE = "presence"
# Seconds after which a language that another process may have changed is looked up again.
_SAME_LANGUAGE_S = 60.0
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """At most ``size`` values by key; the least recently used goes first. Safe for many threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: dict[K, V] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return the value of the key, or None; it counts as used."""
        with self._lock:
            if key in self._values:
                self._values[key] = self._values.pop(key)
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Add or replace the value of the key."""
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = value
            if len(self._values) > self._size:
                del self._values[next(iter(self._values))]

    def drop(self, unwanted: Callable[[K, V], bool]) -> None:
        """Drop every value for which ``unwanted`` is true of the key and the value."""
        with self._lock:
            kept = {key: value for key, value in self._values.items() if not unwanted(key, value)}
            self._values = kept


class Snapshot(Struct, frozen=True):
    """A server's view and the desk over it, at one revision."""

    view: View
    desk: Desk


class _Cached(Struct, eq=False):
    """The cached view and desk of a server; hold ``lock`` to replace either."""

    view: View
    desk: Desk | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Servers:
    """Desks over the views of servers, at most ``most`` of them cached. Safe for many threads.

    Without a ``store`` every server has the shared library. ``seconds`` is a monotonic clock.
    ``desk`` makes the desk over the shared library, once. ``most_quotes`` is how many quotes of its
    own a server may have.
    """

    def __init__(
        self,
        shared: Library,
        store: Store | None,
        most: int = 64,
        seconds: Callable[[], float] = time.monotonic,
        *,
        desk: Callable[[], Desk] | None = None,
        most_quotes: int = MOST_QUOTES,
    ) -> None:
        self.shared = shared
        self._unchanged = view_of(shared)
        self.store = store
        self.most_quotes = most_quotes
        self._make_desk = desk or (lambda: Desk(shared))
        self._seconds = seconds
        self._retry_at = float("-inf")
        self._cache: LruCache[str, _Cached] = LruCache(most)
        self._cache_lock = threading.Lock()
        self._languages: dict[str, tuple[str, float]] = {}
        self._shared_lock = threading.Lock()
        self._shared_desk: Desk | None = None

    @property
    def cached(self) -> int:
        """The number of servers whose views are in memory."""
        return len(self._cache)

    def desk(self, server: str) -> Desk:
        """Return the desk of a server; if ``server`` is empty, that of the shared library.

        If the store cannot be read, the cached desk answers, and the store is not asked again for
        some seconds.
        """
        cached = self._cache.get(server)
        if self._seconds() >= self._retry_at:
            try:
                cached = self._updated(server)
            except StoreError as error:
                self._retry_at = self._seconds() + _RETRY_AFTER_S
                logger.warning("answers go on from the cached views: %s", error)
        return self._snapshot_of(cached).desk

    def snapshot(self, server: str) -> Snapshot:
        """Return the current view of a server and the desk over it. Raises StoreError."""
        return self._snapshot_of(self._updated(server))

    def view(self, server: str) -> View:
        """Return the current view of a server. Raises StoreError if the store cannot be read."""
        cached = self._updated(server)
        return cached.view if cached else self._unchanged

    def language_at_hand(self, server: str) -> str:
        """Return the language of a server if it was looked up in the last minute, else empty."""
        language, until_s = self._languages.get(server, ("", 0.0))
        return language if self._seconds() < until_s else ""

    def languages_read(self, server: str) -> tuple[str, ...]:
        """Return the languages of replies: the library's, the server's as last read, English."""
        made, own = self._shared_desk, self._languages.get(server, ("", 0.0))[0]
        shared = made.languages if made else self.shared.card.languages
        return tuple(dict.fromkeys(filter(None, (*shared, own, "en"))))

    def language(self, server: str) -> str:
        """Return the language that the bot speaks in a server, one of :func:`i18n.languages`.

        It is that of the server's settings, else the library's. If the database cannot be used, it
        is the one looked up last.
        """
        language = spoken(self.shared.card.languages or self._desk_of_shared().languages)
        if server and self.store is not None:
            try:
                chosen = preferences_of(self.store, server).language
                language = chosen if chosen in languages() else language
            except StoreError as error:
                language, _until = self._languages.get(server, (language, 0.0))
                logger.warning("the language of a server could not be read: %s", error)
        self._languages[server] = (language, self._seconds() + _SAME_LANGUAGE_S)
        return language

    def forget_language(self, server: str) -> None:
        """Look the language of a server up again: its settings changed."""
        self._languages.pop(server, None)

    def note_unanswered(self, server: str, question: str, day: date) -> None:
        """Count a question that found nothing, unless the server turned that off.

        For a question to the bot (a command, a mention), never for the text of somebody's message.
        It may take as long as a write. A StoreError is only logged.
        """
        if not server or self.store is None or self._seconds() < self._retry_at:
            return
        try:
            if preferences_of(self.store, server).note_questions:
                self.store.questions.note(server, question, day)
        except StoreError as error:
            logger.warning("a question that found nothing was not counted: %s", error)

    def _updated(self, server: str) -> _Cached | None:
        """Return the cache entry of a server at the store's revision; None without changes."""
        store = self.store
        if not server or store is None:
            return None
        revision = store.history.revision(server)
        self._retry_at = float("-inf")
        with self._cache_lock:
            cached = self._cache.get(server)
            if cached is None and revision == 0:
                return None
            if cached is None:
                cached = _Cached(self._unchanged)
                self._cache.put(server, cached)
        if cached.view.revision != revision:
            with cached.lock:
                news = store.history.changes(server, cached.view.revision)
                if news.anew:
                    cached.view = self._unchanged.after(news.changes, news.revision)
                elif news.revision != cached.view.revision:
                    cached.view = cached.view.after(news.changes, news.revision)
        return cached

    def _snapshot_of(self, cached: _Cached | None) -> Snapshot:
        if cached is None:
            return Snapshot(self._unchanged, self._desk_of_shared())
        with cached.lock:
            if cached.desk is None or cached.desk.library is not cached.view.library:
                # Over the shared desk, not the server's last one, so that layers do not pile up.
                cached.desk = self._desk_of_shared().over(cached.view.library)
            return Snapshot(cached.view, cached.desk)

    def _desk_of_shared(self) -> Desk:
        with self._shared_lock:
            if self._shared_desk is None:
                self._shared_desk = self._make_desk()
            return self._shared_desk


class Preferences(Struct, frozen=True, rename="kebab"):
    """A server's settings: ids of a role and of a channel (digits, or empty).

    ``note_questions``: questions that found nothing are counted. ``language`` is that of the bot's
    sentences, one of :func:`i18n.languages`; empty for the library's. The store keeps each under
    its name with hyphens, unless it is the default.
    """

    curator_role: str = ""
    review_channel: str = ""
    note_questions: bool = True
    language: str = ""


def preferences_of(store: Store, server: str) -> Preferences:
    """Return a server's settings. Raises StoreError if they cannot be read."""
    return convert(store.settings.all(server), Preferences)


def put_preferences(store: Store, server: str, preferences: Preferences) -> None:
    """Store all settings. Questions not counted any more are forgotten."""
    known = (preferences_of(store, server), Preferences(), preferences)
    before, default, now = map(to_builtins, known)
    for key, value in now.items():
        if value != before[key]:
            store.settings.put(server, key, None if value == default[key] else value)
    if not preferences.note_questions:
        store.questions.clear(server)


def note_departures(
    store: Store, keep: timedelta, bot: str, is_in: Callable[[str], bool | None], now: datetime
) -> tuple[str, ...]:
    """Note where the bot of this id is; erase and return the servers that it left ``keep`` ago.

    ``is_in`` returns None if this process cannot know. Bots of several applications may share the
    database: each erases only what it left itself, and nothing of a server that another one is in.
    """
    noted = store.settings.of_key(_PRESENCE)
    here: list[str] = []
    left: list[str] = []
    erased: list[str] = []
    for server in store.servers():
        inside, stored = is_in(server), noted.get(server)
        presence: Mapping[str, Any] = stored if isinstance(stored, dict) else {}
        if inside and presence != {"bot": bot}:
            store.settings.put(server, _PRESENCE, {"bot": bot})
            here.append(server)
        elif inside is False and presence.get("bot") == bot:
            since = presence.get("left")
            if not since:
                store.settings.put(server, _PRESENCE, {**presence, "left": now.isoformat()})
                left.append(server)
            elif datetime.fromisoformat(since) + keep <= now:
                # Somebody may change it meanwhile, at a terminal: the next check looks again.
                with contextlib.suppress(RequestError):
                    store.forget_server(server, store.history.revision(server))
                    erased.append(server)
    if here or left or erased:
        counts = len(here), len(left), len(erased)
        logger.info("servers with a collection: in %d more, left %d, erased %d", *counts)
    return tuple(erased)
