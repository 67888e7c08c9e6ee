"""A speaker named within a request: ``bracken on platforms``, ``what does Joe say about rain``."""

import re

from bot.answer.answers import Cause, Kind
from bot.answer.match import Matcher
from bot.answer.words import fold

# What follows a name that is meant as a speaker's.
_SAYS = (
    r"(?:(?:has |have |had )?(?:said|says?|thinks?|thought|wrote|writes?)\s+)?"
    r"(?:on|about|of|regarding)"
)
_BEFORE_TOPIC = re.compile(
    r"^(?:what (?:does|did|do|has|have) )?(?P<name>[^,:]{2,60}?)(?:'s views?)?"
    rf"\s+{_SAYS}\s+(?P<topic>.+?)\??$"
)
_AFTER_TOPIC = re.compile(
    r"^(?P<topic>.+?)[\s,]+(?:by|from|according to|says)\s+(?P<name>[^,:]{2,60}?)\??$"
)
_LONGEST = 300


def speaker_in(text: str, matcher: Matcher) -> tuple[str, str] | None:
    """The speaker a request names, and what is left of it as the topic; None where none is.

    The name must stand where a speaker's does, be exact or a speaker's last name alone, and not
    be what the library calls something else.
    """
    folded = fold(text[:_LONGEST]).strip()
    for pattern in (_BEFORE_TOPIC, _AFTER_TOPIC):
        found = pattern.match(folded)
        speaker = _speaker(found.group("name"), matcher) if found else ""
        if found and speaker:
            return speaker, found.group("topic")
    speaker = _speaker(folded, matcher)
    return (speaker, "") if speaker else None


def _speaker(name: str, matcher: Matcher) -> str:
    reading = matcher.read(name)
    if reading.blank or matcher.names.exact(reading.key, (Kind.TOPIC, Kind.POINT)):
        return ""
    named = matcher.named(reading, (Kind.SPEAKER,))
    if named:
        return named.name.text
    bearers = [
        one.text
        for one in matcher.names.all
        if one.cause is Cause.SPEAKER
        and len(one.text.split()) > 1
        and one.spaced.split()[-1] == reading.key
    ]
    return bearers[0] if len(set(bearers)) == 1 else ""
