"""A folder of YAML files read into a library. Nothing else in the program reads YAML."""

from bot.library.load.files import LARGEST_BYTES, UnreadableError, read_text
from bot.library.load.folder import Folder, find_folder
from bot.library.load.folder_loader import Counts, Report, check_library, count, load_library
from bot.library.load.fragment import Read, Where, read_part, readable
from bot.library.load.wording import nearest

__all__ = [
    "LARGEST_BYTES",
    "Counts",
    "Folder",
    "Read",
    "Report",
    "UnreadableError",
    "Where",
    "check_library",
    "count",
    "find_folder",
    "load_library",
    "nearest",
    "read_part",
    "read_text",
    "readable",
]
