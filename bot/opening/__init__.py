"""A library opened: read and checked once, and soon at hand again at the next start."""

from bot.opening.opened import Opened, open_library

__all__ = ["Opened", "open_library"]
