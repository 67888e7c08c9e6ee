"""Names that come from a command line, made safe to use."""

import re

from bot.errors import RequestError

_SERVER = re.compile(r"[0-9A-Za-z_-]{1,64}")


def server_named(typed: str) -> str:
    """The id of a server. Raises RequestError for what is none."""
    if not _SERVER.fullmatch(typed):
        raise RequestError(
            "That is no server's id. In Discord, turn on Developer Mode in the advanced settings, "
            "then right-click the server and copy its id; the terminal's own is local."
        )
    return typed
