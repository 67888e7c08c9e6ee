"""Wiring: from the settings to the library, the store and the desk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from bot import i18n
from bot.answers.desk import Desk
from bot.errors import StoreError
from bot.library.library import Library
from bot.library.load import load_library
from bot.settings import SHIPPED_LIBRARY, Settings
from bot.store import is_missing_file

if TYPE_CHECKING:
    from bot.moderation.servers import Servers
    from bot.store.store import Store

logger = logging.getLogger(__name__)

# The server that the terminal's own imports belong to, over the library first used with a database.
LOCAL = "local"
_OF_LIBRARY = "library"
# Told what is under way, before each part of a start that may take long.
Step = Callable[[str], None]


def open_desk(settings: Settings, step: Step = lambda _work: None) -> Desk:
    """Open a desk over the library of the settings.

    Raises LibraryError with every problem found if the library cannot be used.
    """
    step("Reading the library")
    return _index(load_library(settings.library), settings, step)


def _index(library: Library, settings: Settings, step: Step) -> Desk:
    step("Indexing the library")
    return Desk(library, meaning=settings.meaning)


@contextmanager
def open_servers(settings: Settings, step: Step = lambda _work: None) -> "Iterator[Servers]":
    """Open the desks of all servers over that library; the store is open within the context.

    Raises LibraryError like :func:`open_desk`, SettingsError or StoreError if the store cannot be
    opened.
    """
    # Importing the database libraries takes longer than an answer.
    from bot.moderation.servers import Servers
    from bot.store.store import open_store

    step("Reading the library")
    library = load_library(settings.library)
    step("Opening the database")
    with open_store(settings.database) as store:
        yield Servers(
            library,
            store,
            desk=lambda: _index(library, settings, step),
            most_quotes=settings.most_quotes,
        )


@contextmanager
def open_local(settings: Settings, step: Step = lambda _work: None) -> Iterator[Desk]:
    """Open the desk of a terminal: the library and the terminal's own imports.

    Makes no database. If the database cannot be opened, the library alone answers and the log says
    so; otherwise raises like :func:`open_servers`.
    """
    desk: Desk | None = None
    with ExitStack() as stack:
        if not is_missing_file(settings.database):
            try:
                servers = stack.enter_context(open_servers(settings, step))
                desk = servers.desk(local_server(settings, servers))
            except StoreError as error:
                logger.warning("answers come from the library alone: %s", error)
        if desk is None:
            desk = open_desk(settings, step)
        languages = desk.library.card.languages or desk.languages
        stack.enter_context(i18n.speaking(i18n.spoken(languages)))
        yield desk


def local_server(settings: Settings, servers: "Servers") -> str:
    """Return the id of the server that holds the terminal's imports over the library in use.

    ``local`` belongs to the library first used with its imports, also after the folder was moved;
    every other library has a server of its own, named after its folder. Raises StoreError.
    """
    if servers.store is None or not servers.store.history.revision(LOCAL):
        return LOCAL
    shipped = settings.library == SHIPPED_LIBRARY
    folder = "" if shipped else str(settings.library.resolve())
    here = {"folder": folder, "title": servers.shared.card.title}
    stored = servers.store.settings.all(LOCAL).get(_OF_LIBRARY)
    bound = stored or here
    gone = bound["folder"] and not Path(bound["folder"]).exists()
    if bound["folder"] != folder and not (gone and bound["title"] == here["title"]):
        return f"{LOCAL}-{blake2b(folder.encode(), digest_size=4).hexdigest()}"
    if stored != here:
        servers.store.settings.put(LOCAL, _OF_LIBRARY, here)
    return LOCAL


def unbind_local(store: "Store") -> None:
    """Let the terminal's imports belong to the library used next: in a copy, folders differ."""
    if _OF_LIBRARY in store.settings.all(LOCAL):
        store.settings.put(LOCAL, _OF_LIBRARY, None)
