"""Small turns of phrase that several pages share."""

from collections.abc import Sequence

# Two lines on a phone.
_LONGEST_ECHO = 80


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 excerpt``, ``2 excerpts``, ``no excerpts``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count or 'no'} {plural or noun + 's'}"


def shortened(text: str, limit: int = _LONGEST_ECHO) -> str:
    """The text in one line of at most ``limit`` characters, cut after a word and marked ``…``."""
    # More than is ever kept is not looked at: what was typed may be very long.
    words = " ".join(text[: limit * 8].split())
    unseen = text[limit * 8 :].strip()
    if len(words) <= limit:
        return f"{words[: limit - 1]}…" if unseen else words
    head = words[:limit]
    at_a_word = head.rpartition(" ")[0]
    # A single endless word, or a script without spaces, is cut where it must be.
    kept = at_a_word if len(at_a_word) > limit // 2 else head[: limit - 1]
    return f"{kept.rstrip(' ,.;:')}…"


def dotted(parts: Sequence[str]) -> str:
    """The parts that say something, with a dot between."""
    return " · ".join(part for part in parts if part)
