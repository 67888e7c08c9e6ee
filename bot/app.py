"""Wiring: settings to library to desk."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from bot.answers.desk import Desk
from bot.errors import StoreError
from bot.library.load import load_library
from bot.settings import Settings
from bot.store import is_missing_file

if TYPE_CHECKING:
    from bot.moderation import Servers

logger = logging.getLogger(__name__)

# What `import` brings at a terminal is this server's.
LOCAL = "local"


def open_desk(settings: Settings) -> Desk:
    """A desk over the library that is set.

    Raises LibraryError with every problem found if the library cannot be used.
    """
    return Desk(load_library(settings.library), meaning=settings.meaning)


@contextmanager
def open_servers(settings: Settings) -> "Iterator[Servers]":
    """The desks of all servers over that library, the store open as long as the context lasts.

    Raises LibraryError as above, SettingsError or StoreError where the store cannot be opened.
    """
    # The databases' libraries take longer to import than an answer takes in all.
    from bot.moderation import Servers  # noqa: PLC0415 - only when it is wanted
    from bot.store import open_store  # noqa: PLC0415 - only when it is wanted

    library = load_library(settings.library)
    with open_store(settings.database) as store:
        yield Servers(library, store, desk=lambda: Desk(library, meaning=settings.meaning))


@contextmanager
def open_local(settings: Settings) -> Iterator[Desk]:
    """The desk of a terminal: over the library and what was imported there.

    Where no database was made yet, none is made. Raises as above, but for a database that cannot
    be opened: then the library alone answers, and the log says so.
    """
    if is_missing_file(settings.database):
        yield open_desk(settings)
        return
    with ExitStack() as stack:
        try:
            desk = stack.enter_context(open_servers(settings)).desk(LOCAL)
        except StoreError as error:
            logger.warning("answers are from the library alone: %s", error)
            desk = open_desk(settings)
        yield desk
