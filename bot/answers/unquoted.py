"""Answer a request for the words of somebody who is not quoted: say so, and suggest the subject.

"What did Tesla say about trams?" is not answered by what others say on trams: a name is never
ignored.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import Prefix

from bot.answers.model import AskAnswer, BothSides, DebateAnswer, NotFound, QuoteAnswer
from bot.library.library import Library
from bot.library.model import Kind, Speaker
from bot.search.frames import Frame, Intent
from bot.search.matcher import Matcher
from bot.search.names import Name
from bot.search.results import MOST_SUGGESTED, Cause, Miss, Suggestion, most_debated, suggestion
from bot.search.spelling import english, is_finger_slip, is_made_of_common_words
from bot.search.text import bare_of_accents, fold, reading_language

if TYPE_CHECKING:
    from bot.answers.framed import Framed

# A word with a capital that is no abbreviation such as GPs, or an initial.
_CAPITALISED = r"(?:\p{Lu}\.|\p{Lu}(?:\p{Ll}|['’]\p{Lu})[\p{L}\p{M}'’-]*)"
_PARTICLE = "al|bin|da|de|del|della|den|der|di|du|el|la|le|ten|ter|van|von|zu"
_PARTICLES = frozenset(_PARTICLE.split("|"))
_PERSON = regex.compile(rf"{_CAPITALISED}(?: (?:(?:{_PARTICLE}) )*{_CAPITALISED})*")
_LETTERS = regex.compile(r"\p{L}{2,}")
_NUMBER = regex.compile(r"\d+")
# Words of a name in small letters, without particles.
_MOST_NAMES = 3
_SHORTEST = 3
# "Tesla on trams" has one word beside the slots; a wording that asks has more.
_FEWEST_WORDS_OF_ASKING = 2
# Words of a subject after one word; a longer text is a message.
_LONGEST_SUBJECT = 5
# "GDPR" has none.
_VOWELS = frozenset("aeiouy")
# First letters that two forms of a word share.
_SHARED = 5


def by_somebody_unquoted(request: "Framed", readings: Sequence[Frame]) -> NotFound | None:
    """Return the answer to a request for what somebody says of whom there is no quote, or None.

    Of several speakers with a number, "commenter 4", it offers each. Others' excerpts are only to
    measure the ranking by; their points are suggested.
    """
    frame = readings[0]
    if frame.intent is Intent.ABOUT and frame.subject != request.text.strip():
        # "Show me Tesla on trams."
        readings = request.parser.parse(frame.subject)
        frame = readings[0]
    if frame.intent not in (Intent.SPEAKER, Intent.SPEAKER_ON) or not fold(frame.speaker).split():
        return None
    # A title is no part of a name: "Frau Müller".
    if request.speaker(frame.speaker) or request.speaker(frame.speaker.split()[-1]):
        return None
    numbered = _numbered(frame.speaker, request.matcher)
    if any(fold(one.name) in fold(request.text) for one in numbered):
        return None
    meant = numbered and _with_the_number(frame.speaker, numbered, request.matcher.library)
    if meant:
        return NotFound(frame.speaker, Miss.UNSURE, meant)
    matcher = request.matcher
    named = matcher.names.exact(matcher.parse(frame.speaker).key)
    is_name = _asks_for_words(frame, request) and (
        bool(numbered) or _is_written_like_a_name(frame, named, request)
    )
    if is_name or (named is None and _is_strange(frame, request, readings)):
        return _nobody(frame, named, request)
    return None


def _nobody(frame: Frame, named: Name | None, request: "Framed") -> NotFound:
    """Return the answer that nobody of a name is quoted, with what others say on the subject."""
    library = request.matcher.library
    others = request.by_words(frame.subject) if frame.subject else None
    near = dict.fromkeys(_suggested(others, library))
    if named and named.kind in (Kind.TOPIC, Kind.POINT):
        near[suggestion(named.kind, named.id, library)] = None
    kept = tuple(one for one in near if one.quotes)[:MOST_SUGGESTED]
    return NotFound(
        frame.speaker,
        Miss.NO_SPEAKER,
        kept or most_debated(library),
        excerpts=getattr(others, "excerpts", ()),
    )


def _asks_for_words(frame: Frame, request: "Framed") -> bool:
    """Whether a reading asks what somebody says, and not who somebody is."""
    if frame.intent is Intent.SPEAKER:
        return request.parser.has_signal("spoken", fold(request.text).replace("?", " ").split())
    return frame.intent is Intent.SPEAKER_ON


def _is_written_like_a_name(frame: Frame, named: Name | None, request: "Framed") -> bool:
    """Whether a name is written like that of a person, here or in an alias that it is.

    Every noun has a capital in German, and so has the word that begins a request: there, a name has
    two words. A single English plural is no person: "Londoners".
    """
    # People type names in small letters too; an alias has them as they are written.
    alike = request.matcher.names.of([named.thing]) if named else ()
    aliases = (one for one in alike if named and one.key == named.key)
    alias = next((one.text for one in aliases if one.cause is Cause.ALIAS), "")
    name = alias or frame.speaker
    begins = not alias and request.text.strip().startswith(name)
    words = name.split()
    if not _PERSON.fullmatch(name) or any(map(is_made_of_common_words, words)):
        return False
    language = reading_language()
    plural = name.endswith("s") and name.lower() in english().words
    german = language is not None and language.code == "de"
    return len(words) > 1 or not (begins or plural or german)


def _numbered(name: str, matcher: Matcher) -> tuple[Speaker, ...]:
    """Return the speakers whose names have the words of a name with a number: "commenter 4"."""
    words = matcher.parse(name).words
    if len(words) < 2 or not words[-1].is_count:
        return ()
    terms, called = {word.term for word in words[:-1]}, matcher.lexicon.terms
    return tuple(
        one for one in matcher.library.speakers.values() if terms.issubset(called(one.name))
    )


def _with_the_number(
    name: str, speakers: Iterable[Speaker], library: Library
) -> tuple[Suggestion, ...]:
    """Return the speakers with the number of a name as their first: "no. 4 of 12"."""
    number = _NUMBER.findall(name)[-1]
    return tuple(
        suggestion(Kind.SPEAKER, one.id, library)
        for one in speakers
        if _NUMBER.findall(one.name)[:1] == [number]
    )[:MOST_SUGGESTED]


def _is_strange(frame: Frame, request: "Framed", readings: Sequence[Frame]) -> bool:
    """Whether the words in a speaker's place can only be a name, in small letters too.

    The library has none of them, or only such as are names, and one is a name; or no word at all,
    where a verb says that they speak: "telehealth on wards" names nobody.
    """
    words, parser, matcher = fold(frame.speaker).split(), request.parser, request.matcher
    asked, around = _words(request.text), _around(frame, readings)
    spoken = not parser.signals("speaks").isdisjoint(asked)
    spoken = spoken or f"{' '.join(words)}'s" in fold(request.text)
    if frame.intent is Intent.SPEAKER and not (spoken or parser.has_signal("excerpt", asked)):
        return False
    if frame.subject and len(around) < _FEWEST_WORDS_OF_ASKING:
        # "Innovation by design", "digitisation of care", "Wales on the whole was ahead of that".
        told = len(words) > 1 or not parser.signals("before_subject").isdisjoint(around)
        if not told or len(frame.subject.split()) > _LONGEST_SUBJECT:
            return False
    plain = [word for word in words if word not in _PARTICLES]
    if words[0] in _PARTICLES or not _may_be_a_name(plain, request):
        return False
    held, names = matcher.lexicon.vocabulary.weights, english().names
    # The list of names has no accents: it holds "Burger", and no "Bürger".
    unaccented = frame.speaker.isascii()
    return any(
        (unaccented and word in names) or (spoken and _is_no_word(word, matcher))
        for word in plain
        if word not in held
    )


def _may_be_a_name(words: Sequence[str], request: "Framed") -> bool:
    """Whether a few folded words neither ask nor stand in the library, names aside."""
    held, names = request.matcher.lexicon.vocabulary.weights, english().names
    return (
        len(words) <= _MOST_NAMES
        and len(words[-1]) >= _SHORTEST
        and all(word.isalpha() and not request.parser.is_word_of_asking(word) for word in words)
        and all(word not in held or word in names for word in words)
    )


def _around(frame: Frame, readings: Sequence[Frame]) -> list[str]:
    """Return the folded words of a request beside a speaker and a subject, without courtesies."""
    texts = (one.subject for one in readings if one.intent is Intent.ABOUT)
    held = (text for text in texts if frame.speaker in text and frame.subject in text)
    bare = min(held, key=len, default=f"{frame.speaker} {frame.subject}")
    rest = bare.replace(frame.speaker, " ", 1)
    return _words(rest.replace(frame.subject, " ", 1) if frame.subject else rest)


def _words(text: str) -> list[str]:
    """Return the folded words of a text, of two letters or more."""
    return [found[0] for found in _LETTERS.finditer(fold(text))]


def _is_no_word(word: str, matcher: Matcher) -> bool:
    """Whether a folded word is no ordinary one, a slip in one, or a plural, as no name is."""
    vocabulary = matcher.lexicon.vocabulary
    if (
        word.endswith(("s", "x"))
        or _VOWELS.isdisjoint(bare_of_accents(word))
        or word in vocabulary.english.words
    ):
        return False
    read = matcher.parse(word).words
    meant = read[0].read if read else word
    alike = meant == word or not (
        is_finger_slip(word, meant) or Prefix.similarity(word, meant) >= _SHARED
    )
    return alike and not any(is_finger_slip(word, one) for one in vocabulary.english.common)


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
