"""Loading a library from a folder of YAML files. Nothing else in the program reads YAML."""

from bot.library.load.folder import LARGEST_BYTES, UnreadableError, find_folder
from bot.library.load.loader import (
    Fragment,
    LibraryCounts,
    Location,
    check_library,
    count,
    decode,
    load_library,
    read_fragment,
)

__all__ = [
    "LARGEST_BYTES",
    "Fragment",
    "LibraryCounts",
    "Location",
    "UnreadableError",
    "check_library",
    "count",
    "decode",
    "find_folder",
    "load_library",
    "read_fragment",
]
