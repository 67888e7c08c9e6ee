"""Servers that removed the bot: their collections are kept for a time, then erased."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import RequestError
from bot.store.store import Store

logger = logging.getLogger(__name__)

_KEY = "presence"


@dataclass(slots=True)
class Departed:
    """The servers whose state changed at a check: those found, left, and erased since."""

    here: list[str]
    left: list[str]
    erased: list[str]


class Departures:
    """Notes which bot is in which server, and erases what was left behind for ``keep``.

    Bots of several applications may share the database: each erases only what it left itself, and
    nothing of a server that another one is in.
    """

    def __init__(self, store: Store, keep: timedelta) -> None:
        self._store = store
        self._keep = keep

    def check(self, bot: str, is_in: Callable[[str], bool | None], now: datetime) -> Departed:
        """Note where the bot of this id is at a moment; return the servers that changed.

        ``is_in`` says whether it is in a server; None if this process cannot know. Raises
        StoreError.
        """
        noted = self._store.settings.of_key(_KEY)
        changed = Departed([], [], [])
        for server in self._store.servers():
            inside = is_in(server)
            stored = noted.get(server)
            presence: Mapping[str, Any] = stored if isinstance(stored, dict) else {}
            if inside and presence != {"bot": bot}:
                self._store.settings.put(server, _KEY, {"bot": bot})
                changed.here.append(server)
            elif inside is False and presence.get("bot") == bot:
                self._leave(server, presence, now, changed)
        if changed.here or changed.left or changed.erased:
            logger.info(
                "servers with a collection: in %d more, left %d, erased %d",
                len(changed.here),
                len(changed.left),
                len(changed.erased),
            )
        return changed

    def _leave(
        self, server: str, presence: Mapping[str, Any], now: datetime, changed: Departed
    ) -> None:
        """Note that the bot has left a server, or erase it if that was long ago."""
        left = presence.get("left")
        if not left:
            self._store.settings.put(server, _KEY, {**presence, "left": now.isoformat()})
            changed.left.append(server)
        elif datetime.fromisoformat(left) + self._keep <= now:
            try:
                self._store.forget_server(server, self._store.history.revision(server))
            except RequestError:
                # Somebody changed it meanwhile, at a terminal: the next check looks again.
                return
            changed.erased.append(server)
