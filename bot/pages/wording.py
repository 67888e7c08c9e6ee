"""Small turns of phrase that several pages share."""

from collections.abc import Sequence

from bot.library import text_cleaning

# Two lines on a phone.
_LONGEST_ECHO = 80


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 excerpt``, ``2 excerpts``, ``no excerpts``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count or 'no'} {plural or noun + 's'}"


def shortened(text: str, limit: int = _LONGEST_ECHO) -> str:
    """Return the text on one line, cut after a word: :func:`text_cleaning.shortened`."""
    return text_cleaning.shortened(text, limit)


def dotted(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, with a dot between them."""
    return " · ".join(part for part in parts if part)
