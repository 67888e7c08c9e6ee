"""How much of a question the library holds, and how sure that makes an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from bot.answer.answers import Cause, Kind
from bot.answer.documents import Documents
from bot.answer.english import English
from bot.answer.reading import Reading, Word
from bot.library.catalogue import Library

# The 4,000 most common English words say less of what a question is about than their idf in a
# small library claims. (Halving their weight lost fewest questions at the same false answers;
# 1, 0.6 and 0.4 were tried.)
_COMMON = 0.5
# A corrected word is a guess, if a good one.
_CORRECTED = 0.9
# Words only in the quotes of a point say less of it than words in its own names.
_QUOTED = 0.7
# All of it, but for rounding.
_WHOLE = 0.999


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word of a question with its weight: its idf in the library, the most where unknown."""

    word: Word
    weight: float
    known: bool

    @property
    def worth(self) -> float:
        """What finding it counts, at most its weight."""
        return self.weight * (_CORRECTED if self.word.cause is Cause.CORRECTION else 1.0)


def weigh(reading: Reading, documents: Documents, english: English) -> tuple[Weighed, ...]:
    """The words of a question with their weights."""
    return tuple(_weigh(word, documents, english) for word in reading.words)


def _weigh(word: Word, documents: Documents, english: English) -> Weighed:
    known = word.term in documents.rarities
    weight = documents.rarities.get(word.term, documents.unknown_rarity)
    return Weighed(word, weight * (_COMMON if word.read in english.common else 1.0), known)


Fields = Iterable[tuple[float, frozenset[str]]]
"""Where words may be found: how much a word there counts (0 to 1), and the terms there."""


def share_held(worths: Mapping[str, float], asked: float, fields: Fields) -> float:
    """The share of ``asked`` (0 to 1) that the fields hold, each word where it counts most.

    ``worths`` are what the question's terms are worth, ``asked`` the weight of all its words.
    """
    counted: dict[str, float] = {}
    for share, terms in fields:
        for term in worths.keys() & terms:
            counted[term] = max(share, counted.get(term, 0.0))
    # In the order of the question: a sum of floats depends on its order, a set's is not fixed.
    held = sum(worth * counted.get(term, 0.0) for term, worth in worths.items())
    return held / asked if asked else 0.0


def quote_fields(quote_id: str, library: Library, documents: Documents) -> Fields:
    """A quote's own words, and those of its topics and points."""
    quote = library.quotes[quote_id]
    topics = {*quote.topics, *(library.points[held.point].topic for held in quote.positions)}
    return (
        (1.0, documents.texts[quote_id]),
        *((1.0, documents.own[Kind.TOPIC, topic]) for topic in topics),
        *((1.0, documents.own[Kind.POINT, held.point]) for held in quote.positions),
    )


def point_fields(point_id: str, library: Library, documents: Documents) -> Fields:
    """A point's own words, those of its topic, and those of its quotes."""
    return (
        (1.0, documents.own[Kind.POINT, point_id]),
        (1.0, documents.own[Kind.TOPIC, library.points[point_id].topic]),
        (_QUOTED, documents.quoted[point_id]),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0 to 1) of a question's weight that were found, and how many words it has.

    ``around``: in a quote with its topics and points, or in a point with its quotes, whichever
    has most; ``line``: in one name, alias, phrasing or sentence; ``text``: in one quote's text.
    """

    around: float
    line: float
    text: float
    words: int


def confidence(evidence: Evidence) -> float:
    """How sure an answer is, 0 to 1; 0 where nothing was found.

    A logistic regression (ridge 0.1), its coefficients rounded, on 138 requests that the library
    in ``quotes/`` could answer and 143 that it could not, many of these worded to share striking
    words with it; and on 376 claims and opinions of Perspectrum's development part, which are on
    other subjects, and 69 long messages made of them. Found to the same share, a longer question
    is surer: fewer words meet by chance. The words of a quote alone came after the fit.
    """
    if evidence.around == 0:
        return 0.0
    length = log(max(evidence.words, 1))
    # Whoever types the very words of a quote, if only one, looks for that quote.
    verbatim = 2.0 if evidence.text > _WHOLE else 0.0
    odds = (
        5.8 * evidence.around
        + 4.4 * evidence.line
        + 1.9 * evidence.text
        + 1.5 * length
        + 2.3 * evidence.around * length
        + verbatim
        - 9.0
    )
    return 1 / (1 + exp(-odds))
