"""How much of a question a quote or a point holds: the ground for being sure of an answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer.answers import Cause, Kind
from bot.answer.documents import Documents, Line
from bot.answer.english import English
from bot.answer.reading import Reading, Word
from bot.library.catalogue import Library

# A word everybody uses says little of what a question is about when the library lacks it.
_COMMON_UNKNOWN = 0.6
# A corrected word is a guess, if a good one.
_CORRECTED = 0.9
# Words only in the quotes of a point say less of it than words in its own names.
_QUOTED = 0.7


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
    known = [documents.rarities[term] for term in word.terms if term in documents.rarities]
    if known:
        return Weighed(word, max(known), known=True)
    share = _COMMON_UNKNOWN if word.read in english.common else 1.0
    return Weighed(word, documents.unknown_rarity * share, known=False)


def share_held(words: Iterable[Weighed], fields: Iterable[tuple[float, frozenset[str]]]) -> float:
    """The share of the words' weight (0 to 1) that the fields hold, each word where it counts most.

    A field is how much a word in it counts (0 to 1) with the terms in it.
    """
    fields = tuple(fields)
    asked = held = 0.0
    for weighed in words:
        asked += weighed.weight
        held += weighed.worth * max(
            (share for share, terms in fields if any(term in terms for term in weighed.word.terms)),
            default=0.0,
        )
    return held / asked if asked else 0.0


def quote_fields(
    quote_id: str, library: Library, documents: Documents
) -> tuple[tuple[float, frozenset[str]], ...]:
    """A quote's own words, and those of its topics and points."""
    quote = library.quotes[quote_id]
    topics = {*quote.topics, *(library.points[held.point].topic for held in quote.positions)}
    return (
        (1.0, documents.texts[quote_id]),
        *((1.0, documents.own[Kind.TOPIC, topic]) for topic in sorted(topics)),
        *((1.0, documents.own[Kind.POINT, held.point]) for held in quote.positions),
    )


def point_fields(
    point_id: str, library: Library, documents: Documents
) -> tuple[tuple[float, frozenset[str]], ...]:
    """A point's own words, those of its topic, and those of its quotes."""
    sides = library.sides(point_id)
    quotes = (*sides.for_, *sides.against, *sides.mixed)
    return (
        (1.0, documents.own[Kind.POINT, point_id]),
        (1.0, documents.own[Kind.TOPIC, library.points[point_id].topic]),
        *((_QUOTED, documents.texts[quote]) for quote in quotes),
    )


def likeness(words: Iterable[Weighed], line: Line, documents: Documents) -> float:
    """How much a question and a line have in common by weight, 0 to 1; 1 where all is shared.

    Twice the shared weight over the weight of both (Dice's coefficient).
    """
    terms = tuple(words)
    asked = sum(weighed.weight for weighed in terms)
    shared_terms = {term for weighed in terms for term in weighed.word.terms if term in line.terms}
    shared = sum(
        weighed.worth for weighed in terms if any(term in line.terms for term in weighed.word.terms)
    )
    said = sum(documents.rarities.get(term, 0.0) for term in line.terms - shared_terms)
    total = asked + shared + said
    return 2 * shared / total if total else 0.0
