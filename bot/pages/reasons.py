"""Why something matched, in one line."""

from bot.answer.answers import Cause, Why
from bot.pages.wording import shortened

_LONGEST_WORD = 40
_LIMITS = {Cause.PHRASING: 80, Cause.WORDS: 80, Cause.SOURCE: 80}
_SAID = {
    Cause.CORRECTION: "“{asked}” read as “{found}”",
    Cause.ABBREVIATION: "“{asked}” read as “{found}”",
    Cause.NAME: "the name “{found}”",
    Cause.ALIAS: "the name “{found}”",
    Cause.PHRASING: "the question “{found}”",
    Cause.SPEAKER: "the speaker {found}",
    Cause.SOURCE: "the text “{found}”",
    Cause.WORDS: "the words {asked}",
}


def reasons(why: tuple[Why, ...], name: str = "") -> str:
    """The reasons in one line, beginning ``Matched:``; nothing where there are none.

    ``name`` is what an alias stands for, where that is known.
    """
    said = dict.fromkeys(_reason(one, name) for one in why)
    return f"Matched: {', '.join(said)}" if said else ""


def _reason(why: Why, name: str) -> str:
    limit = _LIMITS.get(why.cause, _LONGEST_WORD)
    asked, found = shortened(why.asked, limit), shortened(why.found, limit)
    said = _SAID[why.cause].format(asked=asked, found=found)
    if why.cause is Cause.ALIAS and name and name.casefold() != why.found.casefold():
        return f"{said}, another name for {name}"
    return said
