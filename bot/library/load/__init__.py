"""Loading a library from a folder of YAML files. Nothing else in the program reads YAML."""

from bot.library.load.folder import UnreadableError, decode
from bot.library.load.loader import (
    Location,
    check_library,
    load_library,
    read_fragment,
)

__all__ = [
    "Location",
    "UnreadableError",
    "check_library",
    "decode",
    "load_library",
    "read_fragment",
]
