"""Whom a request means: a speaker by name, by last name, or within what is asked of them."""

import re

from bot.library.model import Kind
from bot.search.matcher import Matcher, NamedMatch
from bot.search.results import Cause, Why
from bot.search.text import fold

# What stands between a name and a topic where the name is meant as a speaker's.
_SAYS = (
    r"(?:(?:has |have |had )?(?:said|says?|thinks?|thought|wrote|writes?)\s+)?"
    r"(?:on|about|of|regarding)"
)
_NAME_FIRST = re.compile(
    r"^(?:what (?:does|did|do|has|have) )?(?P<name>[^,:]{2,60}?)(?:'s views?)?"
    rf"\s+{_SAYS}\s+(?P<topic>.+?)\??$"
)
_NAME_LAST = re.compile(
    r"^(?P<topic>.+?)[\s,]+(?:by|from|according to)\s+(?P<name>[^,:]{2,60}?)\??$"
)
_OF_NAME = re.compile(
    r"^(?P<name>[^,:]{2,60}?)'s?\s+(?:lines?|opinions?|quips?|quotes?|remarks?|sayings?|views?|words)$"
)
# Nobody names a speaker beyond this in a message of any length.
_LONGEST = 300
_BY_LAST_NAME = 0.9


def speaker_in(text: str, matcher: Matcher) -> tuple[str, str] | None:
    """The speaker a request names, as typed, and what is left of it as the topic, or None.

    The name must stand where a speaker's does and not be what the library calls something else:
    ``bracken on platforms``, ``platforms, by Mike Bracken``, ``Mike Bracken``.
    """
    asked = fold(text[:_LONGEST]).replace("’", "'").strip()
    for pattern in (_NAME_FIRST, _NAME_LAST):
        found = pattern.match(asked)
        if found and _means_a_speaker(found.group("name"), matcher):
            return found.group("name"), found.group("topic")
    of_name = _OF_NAME.match(asked)
    if of_name and _means_a_speaker(of_name.group("name"), matcher):
        return of_name.group("name"), ""
    return (text.strip(), "") if _means_a_speaker(asked, matcher) else None


def _means_a_speaker(name: str, matcher: Matcher) -> bool:
    reading = matcher.parse(name)
    if reading.blank or matcher.names.exact(reading.key, (Kind.TOPIC, Kind.POINT)):
        return False
    return speaker_named(name, matcher) is not None


def speaker_named(name: str, matcher: Matcher) -> NamedMatch | None:
    """The speaker of this name, mistyped or not, or the only one of this last name."""
    reading = matcher.parse(name)
    named = matcher.named(reading, (Kind.SPEAKER,))
    if named:
        return named
    only = matcher.names.with_last_name(reading.key) or matcher.names.with_last_name(
        reading.read_key
    )
    if only is None:
        return None
    return NamedMatch(only, _BY_LAST_NAME, (Why(Cause.SPEAKER, name.strip(), only.text),))
