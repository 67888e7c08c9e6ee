"""Answer a request for the words of somebody who is not quoted: say so, and suggest the subject.

"What did Tesla say about trams?" is not answered by what others say on trams: a name is never
ignored.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from bot.answers.model import AskAnswer, BothSides, DebateAnswer, NotFound, QuoteAnswer
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.frames import Frame, Intent
from bot.search.results import MOST_SUGGESTED, Cause, Miss, Suggestion, most_debated, suggestion
from bot.search.spelling import english, is_made_of_common_words
from bot.search.text import fold, reading_language

if TYPE_CHECKING:
    from bot.answers.framed import Framed

# A word with a capital that is no abbreviation such as GPs, or an initial.
_CAPITALISED = r"(?:\p{Lu}\.|\p{Lu}(?:\p{Ll}|['’]\p{Lu})[\p{L}\p{M}'’-]*)"
_PARTICLE = r"(?:al|bin|da|de|del|della|den|der|di|du|el|la|le|ten|ter|van|von|zu)"
_PERSON = regex.compile(rf"{_CAPITALISED}(?: (?:{_PARTICLE} )*{_CAPITALISED})*")


def by_somebody_unquoted(request: "Framed", readings: Sequence[Frame]) -> NotFound | None:
    """Return the answer to a request for what somebody says of whom there is no quote, or None.

    Others' excerpts are only to measure the ranking by; their points are suggested.
    """
    frame = readings[0]
    if not _asks_for_words(frame, request) or not frame.speaker:
        return None
    # A title is no part of a name: "Frau Müller".
    if request.speaker(frame.speaker) or request.speaker(frame.speaker.split()[-1]):
        return None
    names = request.matcher.names
    named = names.exact(request.matcher.parse(frame.speaker).key)
    alike = names.of([named.thing]) if named else ()
    # People type names in small letters too; an alias has them as they are written.
    aliases = [
        one.text for one in alike if named and one.key == named.key and one.cause is Cause.ALIAS
    ]
    written = next(iter(aliases), frame.speaker)
    begins = not aliases and request.text.strip().startswith(frame.speaker)
    if not _is_a_person(written, begins=begins):
        return None
    others = request.by_words(frame.subject) if frame.subject else None
    near = dict.fromkeys(_suggested(others, request.matcher.library))
    if named and named.kind in (Kind.TOPIC, Kind.POINT):
        near[suggestion(named.kind, named.id, request.matcher.library)] = None
    kept = tuple(one for one in near if one.quotes)[:MOST_SUGGESTED]
    return NotFound(
        frame.speaker,
        Miss.NO_SPEAKER,
        kept or most_debated(request.matcher.library),
        excerpts=getattr(others, "excerpts", ()),
    )


def _asks_for_words(frame: Frame, request: "Framed") -> bool:
    """Whether a reading asks what somebody says, and not who somebody is."""
    words = fold(request.text).replace("?", " ").split()
    if frame.intent is Intent.SPEAKER:
        return request.parser.has_signal("spoken", words)
    return frame.intent is Intent.SPEAKER_ON


def _is_a_person(name: str, *, begins: bool) -> bool:
    """Whether a name is written like that of a person.

    Every noun has a capital in German, and so has the word that begins a request, which ``begins``
    tells: there, a name has two words. A single English plural is no person: "Londoners".
    """
    words = name.split()
    if not _PERSON.fullmatch(name) or any(map(is_made_of_common_words, words)):
        return False
    language = reading_language()
    plural = name.endswith("s") and name.lower() in english().words
    german = language is not None and language.code == "de"
    return len(words) > 1 or not (begins or plural or german)


def _suggested(others: object, library: Library) -> Iterator[Suggestion]:
    """Yield what others say on the subject: the point of their answer, or what is near."""
    match others:
        case DebateAnswer(point=point) | AskAnswer(debate=BothSides(point=point)):
            yield suggestion(Kind.POINT, point.id, library)
        case QuoteAnswer(scope=scope) if scope.id:
            yield suggestion(scope.kind, scope.id, library)
        case NotFound(suggestions=suggestions):
            yield from suggestions
        case _:
            pass
