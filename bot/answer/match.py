"""To be written."""

from bot.library.catalogue import Library


class Matcher:
    def __init__(self, library: Library) -> None: ...
