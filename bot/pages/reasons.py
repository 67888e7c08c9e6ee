"""The reasons for a match, in one line."""

from collections.abc import Mapping

from bot.pages.wording import shortened
from bot.search.results import Cause, Why

_LONGEST_WORD = 40
_LIMITS = dict.fromkeys(
    (Cause.PHRASING, Cause.WORDS, Cause.MEANING, Cause.SOURCE, Cause.QUOTES), 80
)
_READINGS = (Cause.CORRECTION, Cause.ABBREVIATION)
# These are told by the words that were typed; nothing found has a name.
_SAID_BY_ASKED = (Cause.WORDS, Cause.QUOTES)
# These are left out if the line has the same words already.
_SAID_ONCE = (Cause.NAME, Cause.WORDS)
_SAID = {
    Cause.CORRECTION: "“{asked}” read as “{found}”",
    Cause.ABBREVIATION: "“{asked}” read as “{found}”",
    Cause.NAME: "the name “{found}”",
    Cause.ALIAS: "the name “{found}”",
    Cause.PHRASING: "the question “{found}”",
    Cause.SPEAKER: "the speaker {found}",
    Cause.SOURCE: "the text “{found}”",
    Cause.WORDS: "the words {asked}",
    Cause.MEANING: "close in meaning to “{found}”",
    Cause.QUOTES: "the point that most quotes on “{asked}” are about",
}


def reasons(why: tuple[Why, ...], named: Mapping[str, str], owner: str = "") -> str:
    """Return the reasons in one line that begins with ``Matched:``; empty without any.

    ``named`` maps ids to names, and to an empty name whatever the page shows anyway. ``owner`` is
    the name of what an alias stands for, or empty.
    """
    # Corrections come before the names that the corrected words were found in.
    in_order = sorted(why, key=lambda one: one.cause not in _READINGS)
    said: dict[str, None] = {}
    told: set[str] = set()
    for one in in_order:
        name = named.get(one.found, one.found)
        by_asked = one.cause in _SAID_BY_ASKED
        words = (one.asked if by_asked else name).casefold()
        if (name or by_asked) and not (one.cause in _SAID_ONCE and words in told):
            said[_reason(one, name, owner)] = None
            told.add(words)
    return f"Matched: {', '.join(said)}" if said else ""


def _reason(why: Why, name: str, owner: str) -> str:
    limit = _LIMITS.get(why.cause, _LONGEST_WORD)
    asked, found = shortened(why.asked, limit), shortened(name, limit)
    said = _SAID[why.cause].format(asked=asked, found=found)
    if why.cause is Cause.ALIAS and owner and owner.casefold() != name.casefold():
        return f"{said}, another name for {owner}"
    return said
