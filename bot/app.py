"""Wiring: from the settings to the library, the store and the desk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from bot.answers.desk import Desk
from bot.errors import StoreError
from bot.library.library import Library
from bot.library.load import load_library
from bot.settings import Settings
from bot.store import is_missing_file

if TYPE_CHECKING:
    from bot.moderation.servers import Servers

logger = logging.getLogger(__name__)

# The server that the terminal's own imports belong to.
LOCAL = "local"
# Told what is under way, before each part of a start that may take long.
Step = Callable[[str], None]


def _untold(_work: str) -> None:
    pass


def open_desk(settings: Settings, step: Step = _untold) -> Desk:
    """Open a desk over the library of the settings.

    Raises LibraryError with every problem found if the library cannot be used.
    """
    return _index(_read(settings, step), settings, step)


def _read(settings: Settings, step: Step) -> Library:
    step("Reading the library")
    return load_library(settings.library)


def _index(library: Library, settings: Settings, step: Step) -> Desk:
    step("Indexing the library")
    return Desk(library, meaning=settings.meaning)


@contextmanager
def open_servers(settings: Settings, step: Step = _untold) -> "Iterator[Servers]":
    """Open the desks of all servers over that library; the store is open within the context.

    Raises LibraryError like :func:`open_desk`, SettingsError or StoreError if the store cannot be
    opened.
    """
    # Importing the database libraries takes longer than an answer.
    from bot.moderation.servers import Servers
    from bot.store.store import open_store

    library = _read(settings, step)
    step("Opening the database")
    with open_store(settings.database) as store:
        yield Servers(
            library,
            store,
            desk=lambda: _index(library, settings, step),
            most_quotes=settings.most_quotes,
        )


@contextmanager
def open_local(settings: Settings, step: Step = _untold) -> Iterator[Desk]:
    """Open the desk of a terminal: the library and the terminal's own imports.

    Makes no database. If the database cannot be opened, the library alone answers and the log says
    so; otherwise raises like :func:`open_servers`.
    """
    if is_missing_file(settings.database):
        yield open_desk(settings, step)
        return
    with ExitStack() as stack:
        try:
            desk = stack.enter_context(open_servers(settings, step)).desk(LOCAL)
        except StoreError as error:
            logger.warning("answers come from the library alone: %s", error)
            desk = open_desk(settings, step)
        yield desk
