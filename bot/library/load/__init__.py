"""Loading a library from a folder of YAML files. Nothing else in the program reads YAML."""

from bot.library.load.folder import decode
from bot.library.load.loader import check_library, load_library, read_fragment
from bot.library.load.yaml_nodes import Location

__all__ = ["Location", "check_library", "decode", "load_library", "read_fragment"]
