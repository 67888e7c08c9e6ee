"""Wiring: settings to library to desk."""

from bot.desk import Desk
from bot.library.load import load_library
from bot.settings import Settings


def open_desk(settings: Settings) -> Desk:
    """A desk over the library that is set.

    Raises LibraryError with every problem found if the library cannot be used.
    """
    return Desk(load_library(settings.library))
