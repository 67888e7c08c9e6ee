"""A folder of YAML files read into a library. Nothing else in the program reads YAML."""

from bot.library.load.reading import Counts, Report, check_library, count, load_library

__all__ = ["Counts", "Report", "check_library", "count", "load_library"]
