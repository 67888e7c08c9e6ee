"""How much of a question the library holds, and how sure that makes an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from bot.library.library import Library
from bot.library.model import Kind
from bot.search.documents import Documents
from bot.search.request import ParsedRequest, Word
from bot.search.results import Cause
from bot.search.spelling import English

# The 4,000 most common English words say less of what a question is about than their idf in a
# small library claims. (Halving their weight lost fewest questions at the same false answers;
# 1, 0.6 and 0.4 were tried.)
_COMMON = 0.5
# A corrected word is a guess, if a good one.
_CORRECTED = 0.9
# Words only in the quotes of a point say less of it than words in its own names.
_QUOTED = 0.7
# The idf of a word the library lacks, in the library that was fitted on.
_RAREST = 6.0
# All of it, corrected words too, but for rounding.
_WHOLE = _CORRECTED - 0.001


@dataclass(frozen=True, slots=True)
class WeightedWord:
    """A word of a question with its rarity, its idf in the library, the most where unknown.

    ``weight`` is that as far as the word says what the question is about.
    """

    word: Word
    rarity: float
    weight: float
    known: bool

    @property
    def worth(self) -> float:
        """What finding it counts, at most its weight."""
        return self.weight * (_CORRECTED if self.word.cause is Cause.CORRECTION else 1.0)


def weight_words(
    reading: ParsedRequest, documents: Documents, english: English
) -> tuple[WeightedWord, ...]:
    """The words of a question with their weights."""
    return tuple(_weigh(word, documents, english) for word in reading.words)


def _weigh(word: Word, documents: Documents, english: English) -> WeightedWord:
    held = documents.rarities.get(word.term)
    rarity = documents.unknown_rarity if held is None else held
    share = _COMMON if word.read in english.common else 1.0
    return WeightedWord(word, rarity, rarity * share, held is not None)


Fields = Iterable[tuple[float, frozenset[str]]]
"""Where words may be found: how much a word there counts (0 to 1), and the terms there."""


def share_held(worths: Mapping[str, float], asked: float, fields: Fields) -> float:
    """The share of ``asked`` (0 to 1) that the fields hold, each word where it counts most.

    ``worths`` are what the question's terms are worth, ``asked`` the weight of all its words.
    """
    counted: dict[str, float] = {}
    for share, terms in fields:
        for term in worths:
            if term in terms:
                counted[term] = max(share, counted.get(term, 0.0))
    # In the order of the question: a sum of floats depends on its order, a set's is not fixed.
    held = sum(worth * counted.get(term, 0.0) for term, worth in worths.items())
    return held / asked if asked else 0.0


def quote_fields(
    quote_id: str, said: frozenset[str], library: Library, documents: Documents
) -> Fields:
    """A quote's own words, which are ``said``, and those of its topics and points."""
    quote = library.quotes[quote_id]
    topics = {*quote.topics, *(library.points[held.point].topic for held in quote.positions)}
    return (
        (1.0, said),
        *((1.0, documents.own[Kind.TOPIC, topic]) for topic in topics),
        *((1.0, documents.own[Kind.POINT, held.point]) for held in quote.positions),
    )


def point_fields(
    point_id: str, quoted: frozenset[str], library: Library, documents: Documents
) -> Fields:
    """A point's own words, those of its topic, and ``quoted``, those of its quotes."""
    return (
        (1.0, documents.own[Kind.POINT, point_id]),
        (1.0, documents.own[Kind.TOPIC, library.points[point_id].topic]),
        (_QUOTED, quoted),
    )


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """How much of a question's weight was found, and how many words it has.

    ``around``: the share (0 to 1) in a quote with its topics and points, or in a point with its
    quotes, whichever has most; ``text``: the share in one quote's text. ``line``: the weight in
    one name, alias, phrasing or sentence, in words as rare as one the library lacks (0 up): no
    share, as a message that says more than it asks should not be the less sure of what it asks.
    ``near``: how near in meaning the best point is (a cosine), where that is known.
    """

    around: float
    line: float
    text: float
    words: int
    near: float | None = None


def confidence(evidence: ConfidenceFeatures) -> float:
    """How sure an answer is, 0 to 1; 0 where nothing was found.

    A logistic regression (ridge 0.3), its coefficients rounded, on what the ranking got right of
    the requests to tune by in ``quotes/requests.jsonl`` (and of those in
    ``tests/answer/shipped_requests.txt``) against those out of scope, 228 of these with
    ``tests/answer/other_subjects.txt``, many worded to share striking words with the library.
    Found to the same share, a longer question is surer: fewer words meet by chance. The share in
    one line instead of its weight, likeness to a line, the lead of the best point, and how many
    words names have in common were tried, and gained nothing in cross-validation.

    Where it is known how near in meaning the best point is, that joins as a second regression, on
    the same requests, 422 phrasings left out of the library, 303 requests on other subjects that
    share a word with it and 1,360 claims and opinions of Perspectrum. How near the nearest of all
    is, the nearest quote, how far the best leads, how near English text of any kind is and how many
    words are rare were tried and gained little or nothing.
    """
    odds = _odds(evidence)
    if evidence.near is not None:
        odds = 0.7 * odds + 3.8 * evidence.near - 2.1
    elif evidence.around == 0:
        return 0.0
    # Whoever types the very words of a quote, if only one, looks for that quote.
    verbatim = 3.5 if evidence.text > _WHOLE else 0.0
    return 1 / (1 + exp(-odds - verbatim))


def _odds(evidence: ConfidenceFeatures) -> float:
    """The logarithm of the odds by words alone."""
    length = log(max(evidence.words, 1))
    return (
        3.1 * evidence.around
        + 1.4 * log(1 + _RAREST * evidence.line)
        + 0.6 * evidence.text
        + 0.5 * length
        + 2.2 * evidence.around * length
        - 6.4
    )
