"""What the bot may do in a channel, asked before anything is done there."""

from collections.abc import Iterable

import discord

# As Discord's settings call them in English, by the names of discord.py.
_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "read_message_history": "Read Message History",
    "send_polls": "Create Polls",
}
OF_A_DISCUSSION = (
    "view_channel",
    "create_public_threads",
    "send_messages_in_threads",
    "read_message_history",
    "send_polls",
)
OF_A_POST = ("view_channel", "send_messages")


def missing(allowed: discord.Permissions, needed: Iterable[str]) -> tuple[str, ...]:
    """What is needed and not allowed, as Discord calls it, in the order needed."""
    if allowed.administrator:
        return ()
    return tuple(_NAMES[name] for name in needed if not getattr(allowed, name))


def listed(names: tuple[str, ...]) -> str:
    """``A, B and C``."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
