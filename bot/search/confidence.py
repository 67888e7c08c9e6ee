"""Measure how much of a question the library has, and how sure that makes an answer."""

from collections.abc import Collection, Container, Mapping
from math import exp, log

from msgspec import Struct

from bot.library.library import Library
from bot.library.model import Kind
from bot.search.documents import Documents
from bot.search.request import ParsedRequest, Word
from bot.search.results import Cause
from bot.search.spelling import English

# The 4,000 most common English words say less about a question than their idf in a small library
# suggests. (Halving their weight lost fewest questions at the same false answers; 1, 0.6 and 0.4
# were tried.)
_COMMON = 0.5
# A corrected word is only a guess.
_CORRECTED = 0.9
# Words that only the quotes of a point have say less about it than words of its own names.
_QUOTED = 0.7
# The idf of a word that the library lacks, in the library used for fitting.
_RAREST = 6.0
# Longer questions are not doubted: that they share a name and nothing else is no accident.
LONGEST_DOUBTED = 5
# A question loses so much of its odds if less than half of its words stand together in some line or
# quote, and if of two or three words no two do. (0.6 to 2 were tried.)
_SCATTERED, _APART = 0.6, 1.2
_FEW = 3
# The whole question, also with corrected words, less rounding.
_WHOLE = _CORRECTED - 0.001


class WeightedWord(Struct, frozen=True):
    """A word of a question and whether some document has it.

    ``weight`` is its idf, the highest for a word that no document has; less for one that is not
    striking: a number of things, or one of the commonest English words, also as corrected.
    """

    word: Word
    weight: float
    known: bool
    is_striking: bool

    @property
    def worth(self) -> float:
        """The part of the weight that counts when the word is found."""
        return self.weight * (_CORRECTED if self.word.cause is Cause.CORRECTION else 1.0)


def weight_words(
    request: ParsedRequest, documents: Documents, english: English
) -> tuple[WeightedWord, ...]:
    """Return the words of a question with their weights."""
    weighted = []
    for word in request.words:
        held = documents.idf.get(word.term)
        rarity = documents.idf.unknown if held is None else held
        common = word.read in english.common or word.is_count
        weight = rarity * (_COMMON if common else 1.0)
        weighted.append(WeightedWord(word, weight, held is not None, not common))
    return tuple(weighted)


def share_held(
    worths: Mapping[str, float],
    asked_weight: float,
    own: Collection[Container[str]],
    quoted: Container[str] = (),
) -> float:
    """Return the share of a question (0 to 1) found among some terms.

    ``worths`` are the worths of the question's terms, ``asked_weight`` the weight of all its words.
    Terms that only ``quoted`` has count less than those of ``own``.
    """
    held = 0.0
    for term, worth in worths.items():
        if any(term in terms for terms in own):
            held += worth
        elif term in quoted:
            held += worth * _QUOTED
    return held / asked_weight if asked_weight else 0.0


def terms_around(quote_id: str, library: Library, documents: Documents) -> list[Container[str]]:
    """Return the terms of a quote's text, of its topics and of its points."""
    quote = library.quotes[quote_id]
    points = [held.point for held in quote.positions]
    topics = {*quote.topics, *(library.points[point].topic for point in points)}
    return [
        documents.text_terms[quote_id],
        *(documents.own_terms[Kind.TOPIC, topic] for topic in topics),
        *(documents.own_terms[Kind.POINT, point] for point in points),
    ]


def confidence(
    around: float,
    line: float,
    text: float,
    words: int,
    near: float | None = None,
    *,
    striking: bool = True,
) -> float:
    """Return how sure an answer is, 0 to 1; 0 if nothing was found.

    ``around`` is the share (0 to 1) of the question's weight in a quote with its topics and points,
    or in a point with its quotes, whichever is more; ``text`` the share in one quote's text.
    ``line`` is the weight (0 up) that the question shares with one name, alias, phrasing or
    sentence, divided by the weight of a word that the library lacks. It is not divided by the
    weight of the question: a message may say more than it asks. ``words`` counts the question's
    words. ``near`` is the similarity in meaning of the best point (a cosine), if it is known.
    ``striking`` says that a word is not among the commonest of English, or that one word was typed
    alone.

    A logistic regression (ridge 0.3) with rounded coefficients. It was fitted on the requests to
    tune by in ``quotes/requests.jsonl`` and ``tests/answers/shipped_requests.txt`` that the ranking
    got right, against requests out of scope: 228, with ``tests/answers/other_subjects.txt``, many
    worded to share striking words with the library. At the same share a longer question is surer:
    fewer words are in common by chance. Tried without gain in cross-validation: the share in one
    line instead of its weight, similarity to a line, the lead of the best point, and the number of
    words that names have in common.

    If the similarity in meaning of the best point is known, a second regression adds it. That one
    was fitted on the same requests, 422 phrasings left out of the library, 303 requests on other
    subjects that share a word with it, and 1,360 claims and opinions of Perspectrum. Tried with
    little or no gain: the similarity of the nearest thing of any kind, of the nearest quote and of
    any English text, the lead of the best, and the number of rare words.
    """
    length = log(max(words, 1))
    by_words = 3.1 * around + 1.4 * log(1 + _RAREST * line) + 0.6 * text
    odds = by_words + 0.5 * length + 2.2 * around * length - 6.4
    if near is not None:
        odds = 0.7 * odds + 3.8 * near - 2.1
    elif around == 0:
        return 0.0
    # A request that is made of the words of a quote, even of one word, is for that quote; but many
    # a quote has "time" and "money" somewhere.
    verbatim = 3.5 if text > _WHOLE and striking else 0.0
    return 1 / (1 + exp(-odds - verbatim))


class Standing(Struct, frozen=True):
    """How the words of a short question stand in a library.

    ``words`` is their number, ``together`` how many of them are in one line or quote, ``named``
    whether a name or alias is whole among them.
    """

    words: int
    together: int
    named: bool


def doubted(score: float, around: float, line: float, near: float, standing: Standing) -> float:
    """Return how sure the answer to a short question is, 0 to 1, at most ``score``.

    "Should nurses strike?" shares a rare word with a library about nurses, and "strike" stands
    somewhere in it too. ``around``, ``line`` and ``near`` are as in :func:`confidence`.

    The second regression was fitted on the questions of up to five words with a whole name in them
    among the labelled requests to tune by, 470 phrasings left out of the library, and 762 questions
    off its subject made of an alias and a predicate: "should political appointments learn French?"
    A rare word of the name counts against it, as it is sure to be found. Its constant is the one at
    which no request to tune by is lost that was answered rightly. Of the 762 questions 27 % are
    answered, not 43 %; of the phrasings 90 %, not 93 %. Tried with little or no gain: how much of
    the words one line has by meaning, how near the other words are to those beside the name, and
    their number.
    """
    words, together = standing.words, standing.together
    odds = log(max(score, 1e-9) / max(1 - score, 1e-9))
    if words <= _FEW:
        odds -= _APART if together < 2 else 0.0
    elif 2 * together < words:
        odds -= _SCATTERED
    if standing.named:
        beside = 8.4 * around - 2.15 * log(1 + _RAREST * line) + 6.2 * log(words)
        odds = min(odds, beside + 5.3 * near + 1.55 * together / words - 13.15)
    return 1 / (1 + exp(-odds))
