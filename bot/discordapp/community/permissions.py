"""The bot's permissions in a channel, checked before anything is done there."""

from collections.abc import Iterable

import discord

# discord.py's names, and those in Discord's settings.
_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "read_message_history": "Read Message History",
    "send_polls": "Create Polls",
}
FOR_DISCUSSIONS = (
    "view_channel",
    "create_public_threads",
    "send_messages_in_threads",
    "read_message_history",
    "send_polls",
)
FOR_POSTS = ("view_channel", "send_messages")


def missing(allowed: discord.Permissions, needed: Iterable[str]) -> str:
    """Return the needed permissions that are not allowed, as ``A, B and C``; empty if none."""
    if allowed.administrator:
        return ""
    return listed([_NAMES[name] for name in needed if not getattr(allowed, name)])


def listed(names: list[str]) -> str:
    """Return ``A, B and C``; empty for no names."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
