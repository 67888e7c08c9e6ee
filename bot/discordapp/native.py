"""Discord's own means in the bot's words: commands to press, and times in the reader's zone.

https://docs.discord.com/developers/reference#message-formatting
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

_COMMAND = re.compile(r"(?<![\w/<.])/([a-z]+)(?: ([a-z]+))?\b(?!/|\.\w)")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d \d\d\\?:\d\d UTC\b")
# Every process registers the same commands, so that the ids are the same everywhere.
_ids: dict[str, int] = {}


def remember(commands: Iterable[Mapping[str, Any]]) -> None:
    """Remember the ids of registered commands, from the payloads that Discord returned."""
    _ids.clear()
    for command in commands:
        parts = [one["name"] for one in command.get("options") or () if one.get("type") == 1]
        names = [f"{command['name']} {part}" for part in parts] or [command["name"]]
        _ids.update(dict.fromkeys(names, int(command["id"])))


def with_native_means(markdown: str) -> str:
    """Return escaped Markdown with ``</ask:id>`` for ``/ask``, and ``<t:…:f>`` for a moment.

    A moment is written ``2026-03-02 17:49 UTC``. A command whose id is unknown stays text.
    """
    if "/" in markdown and _ids:
        markdown = _COMMAND.sub(_mention, markdown)
    return _MOMENT.sub(_timestamp, markdown) if " UTC" in markdown else markdown


def _mention(found: re.Match[str]) -> str:
    both = f"{found[1]} {found[2]}"
    if found[2] and both in _ids:
        return f"</{both}:{_ids[both]}>"
    if found[1] in _ids:
        return f"</{found[1]}:{_ids[found[1]]}>{found[0][len(found[1]) + 1 :]}"
    return found[0]


def _timestamp(found: re.Match[str]) -> str:
    try:
        at = datetime.strptime(found[0].replace("\\", ""), "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
    except ValueError:
        return found[0]
    return f"<t:{int(at.timestamp())}:f>"
