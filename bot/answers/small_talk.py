"""Tell small talk from a request: "that's sick" from "the sick", of which a quote may speak."""

from collections.abc import Iterable, Set as AbstractSet
from itertools import pairwise

from bot.answers.mentions import Mentions
from bot.search.frames import Frame, FrameParser, Intent
from bot.search.frames.parser import SMALL_TALK
from bot.search.matcher import Matcher
from bot.search.results import Miss
from bot.search.text import fold, plain_key, stop_words, tokens

# Words of small talk alone, up to which no quote is looked for.
_LONGEST_CHAT = 6
_LISTS = (Intent.NEWEST, Intent.OLDEST, Intent.RANDOM, Intent.TOPICS, Intent.SPEAKERS)
_MISSES = {Intent.GREETING: Miss.GREETING} | dict.fromkeys(
    SMALL_TALK - {Intent.GREETING}, Miss.SMALL_TALK
)


def miss_of(intent: Intent) -> Miss:
    """Return the kind of page for an intent of small talk or one that follows up an answer."""
    return _MISSES.get(intent, Miss.FOLLOW_UP)


def without_chat(
    readings: tuple[Frame, ...], text: str, matcher: Matcher, parser: FrameParser
) -> tuple[Frame, ...]:
    """Return the readings, without those as chat for one word that the library has: "sick"."""
    word = plain_key(tokens(text))
    if not _holds({word} - parser.asking - stop_words(), matcher):
        return readings
    return tuple(frame for frame in readings if frame.intent is not Intent.CHAT)


def is_chat(
    mentions: Mentions,
    readings: tuple[Frame, ...],
    text: str,
    matcher: Matcher,
    parser: FrameParser,
) -> bool:
    """Whether a few words are all words of small talk, in an order that no frame has.

    Words of asking are too if they speak of "you" or "that" and ask for nothing. A word that the
    library has is looked for, unless it is said to the bot: "what about the wait", but not "you
    wait". So is any word after "about": "tell me about gold".
    """
    few = text.count(" ") < _LONGEST_CHAT
    if not few or mentions.names_anything:
        return False
    if any(parser.has_signal(one, mentions.words) for one in _LISTS):
        return False
    asking = parser.asking | stop_words()
    told = mentions.words - (asking - parser.signals("talk"))
    subjects = told & _subjects(readings, text)
    addressed = not parser.signals("addressed").isdisjoint(mentions.words)
    if _holds(subjects if addressed else told, matcher) or subjects & _named_after(text, parser):
        return False
    if mentions.words <= parser.chat:
        return not mentions.doubtful
    personal = mentions.words & parser.signals("personal")
    spoken = mentions.words <= (asking | parser.chat if addressed else asking)
    return bool(personal) and spoken and not parser.has_signal("excerpt", mentions.words)


def _subjects(readings: Iterable[Frame], text: str) -> frozenset[str]:
    """Return the subjects of one word, besides stop words, that a part of the request is."""
    subjects = {fold(frame.subject) for frame in readings if frame.subject != text.strip()}
    words = (set(subject.split()) - stop_words() for subject in subjects)
    return frozenset(next(iter(told)) for told in words if len(told) == 1)


def _named_after(text: str, parser: FrameParser) -> frozenset[str]:
    """Return the words after "about" and the like, stop words left out."""
    before = parser.signals("before_subject")
    typed = (token.folded for token in tokens(text))
    telling = [word for word in typed if word in before or word not in stop_words()]
    return frozenset(second for first, second in pairwise(telling) if first in before)


def _holds(words: AbstractSet[str], matcher: Matcher) -> bool:
    """Whether a quote or name of the library has one of the folded words."""
    held = matcher.lexicon.vocabulary.weights
    return any(word in held for word in words)
