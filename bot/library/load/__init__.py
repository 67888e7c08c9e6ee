"""A folder of YAML files read into a library. Nothing else in the program reads YAML."""

from bot.library.load.files import UnreadableError
from bot.library.load.part import Read, Where, read_part, readable
from bot.library.load.reading import Counts, Report, check_library, count, load_library

__all__ = [
    "Counts",
    "Read",
    "Report",
    "UnreadableError",
    "Where",
    "check_library",
    "count",
    "load_library",
    "read_part",
    "readable",
]
