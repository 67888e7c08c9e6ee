"""Wiring: settings to library to desk."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.curation import Servers
from bot.desk import Desk
from bot.library.load import load_library
from bot.settings import Settings
from bot.store import open_store


def open_desk(settings: Settings) -> Desk:
    """A desk over the library that is set.

    Raises LibraryError with every problem found if the library cannot be used.
    """
    return Desk(load_library(settings.library))


@contextmanager
def open_servers(settings: Settings) -> Iterator[Servers]:
    """The desks of all servers over that library, the store open as long as the context lasts.

    Raises LibraryError as above, SettingsError or StoreError where the store cannot be opened.
    """
    library = load_library(settings.library)
    with open_store(settings.database) as store:
        yield Servers(library, store)
