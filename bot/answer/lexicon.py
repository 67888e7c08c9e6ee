"""A library's language: its words, compounds and abbreviations; and texts as terms in it.

A term is what an index holds: a stem, or the stem of a compound written as one word. A library's
texts and a request become terms by the same rules, so ``in-house``, ``in house`` and ``inhouse``
meet, and so do a short form and its phrase.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answer.abbreviations import Abbreviations, derive
from bot.answer.english import English
from bot.answer.spelling import Vocabulary, vocabulary
from bot.answer.words import STOP_WORDS, Token, stem, tokens
from bot.library.catalogue import Library

# A word of a name is worth as many words of a text when a correction has to choose.
_NAME_WEIGHT = 10.0
_TEXT_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one library.

    ``compounds`` are words it writes with a hyphen somewhere, joined; ``pairs`` two
    words that stand side by side in it.
    """

    vocabulary: Vocabulary
    compounds: frozenset[str]
    abbreviations: Abbreviations
    pairs: frozenset[tuple[str, str]]

    def terms(self, text: str) -> list[str]:
        """The terms of a library's text, repeated as often as they stand there, in order."""
        return list(self._terms(tokens(text)))

    def _terms(self, read: Sequence[Token]) -> Iterator[str]:
        pieces = tuple(piece for token in read for piece in token.pieces)
        for token in read:
            if len(token.pieces) > 1:
                yield stem(token.folded)
            for piece in token.pieces:
                if piece not in STOP_WORDS:
                    yield stem(piece)
        yield from self._pairs_written_apart(read)
        yield from self._other_forms(pieces)

    def _pairs_written_apart(self, read: Sequence[Token]) -> Iterator[str]:
        for first, second in pairwise(read):
            if first.folded + second.folded in self.compounds:
                yield stem(first.folded + second.folded)

    def _other_forms(self, pieces: tuple[str, ...]) -> Iterator[str]:
        for place, piece in enumerate(pieces):
            for phrase in self.abbreviations.long_of.get(short_form(piece), ()):
                for token in tokens(phrase):
                    yield from (stem(part) for part in token.pieces if part not in STOP_WORDS)
            phrase_here = self.abbreviations.phrase_at(pieces, place)
            if phrase_here:
                yield stem(short_form(self.abbreviations.short_of[phrase_here]))


def short_form(word: str) -> str:
    """A word as the key of an abbreviation."""
    return "".join(letter for letter in word.lower() if letter.isalnum())


def lexicon_of(library: Library, english: English) -> Lexicon:
    """The language of a library's names and quotes; its source texts only add abbreviations."""
    names = tuple(_names(library))
    texts = tuple(quote.text for quote in library.quotes.values())
    counts: defaultdict[str, float] = defaultdict(float)
    compounds: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for weight, passages in ((_NAME_WEIGHT, names), (_TEXT_WEIGHT, texts)):
        for passage in passages:
            read = tokens(passage)
            for token in read:
                if len(token.pieces) > 1:
                    compounds.add(token.folded)
                    counts[token.folded] += weight
                for piece in token.pieces:
                    if piece not in STOP_WORDS:
                        counts[piece] += weight
            pairs.update(pairwise(_pieces(read)))
    running = (*texts, *library.texts.values())
    return Lexicon(
        vocabulary=vocabulary(dict(counts), english),
        compounds=frozenset(compounds),
        abbreviations=derive(running, names, english.words),
        pairs=frozenset(pairs),
    )


def _pieces(read: Iterable[Token]) -> list[str]:
    return [piece for token in read for piece in token.pieces]


def _names(library: Library) -> Iterator[str]:
    for topic in library.topics.values():
        yield topic.name
        yield from topic.aliases
    for point in library.points.values():
        yield from (point.sentence, point.side_for, point.side_against)
        yield from point.aliases
        yield from point.phrasings
    for speaker in library.speakers.values():
        yield speaker.name
        yield from speaker.aliases
    for source in library.sources.values():
        yield source.title
