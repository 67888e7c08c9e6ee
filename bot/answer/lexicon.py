"""A library's language: its words, compounds and abbreviations; and texts as terms in it.

A term is what an index holds: a stem, or the stem of a compound written as one word. A library's
texts and a request become terms by the same rules, so ``in-house``, ``in house`` and ``inhouse``
meet, and so do a short form and its phrase.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answer.abbreviations import Abbreviations, derive
from bot.answer.english import English
from bot.answer.spelling import Vocabulary, vocabulary
from bot.answer.words import STOP_WORDS, Token, stem, tokens
from bot.library.catalogue import Library

# A word of a label is worth as many words of a text when a correction has to choose.
_LABEL_WEIGHT = 10.0
_SENTENCE_WEIGHT = 3.0
_TEXT_WEIGHT = 1.0

Reader = Callable[[str], tuple[Token, ...]]
"""Text to tokens; the same text is read many times while a library is indexed, so it may cache."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one library.

    ``compounds`` are words it writes with a hyphen somewhere, joined; ``pairs`` two words that
    stand side by side in it.
    """

    vocabulary: Vocabulary
    compounds: frozenset[str]
    abbreviations: Abbreviations
    pairs: frozenset[tuple[str, str]]

    def terms(self, text: str, reader: Reader = tokens) -> tuple[str, ...]:
        """The terms of a library's text, repeated as often as they stand there."""
        read = reader(text)
        found = list(_plain(read))
        found += (stem(joined) for joined in _joined(read) if joined in self.compounds)
        found += self._other_forms(_pieces(read))
        return tuple(found)

    def _other_forms(self, pieces: tuple[str, ...]) -> Iterator[str]:
        """What stands for what is there: the words of a short form, the short form of a phrase."""
        long_of, begins = self.abbreviations.long_of, self.abbreviations.begins
        for place, piece in enumerate(pieces):
            short = piece if piece in long_of else piece.removesuffix("s")
            if short in long_of:
                for phrase in long_of[short]:
                    yield from _plain(tokens(phrase))
            if piece in begins:
                found = self.abbreviations.phrase_at(pieces, place)
                if found:
                    yield stem(self.abbreviations.short_of[found])


def _plain(read: Iterable[Token]) -> Iterator[str]:
    for token in read:
        if len(token.pieces) > 1:
            yield stem(token.folded)
        for piece in token.pieces:
            if token.capitals or piece not in STOP_WORDS:
                yield stem(piece)


def _joined(read: Sequence[Token]) -> Iterator[str]:
    return (first.folded + second.folded for first, second in pairwise(read))


def _pieces(read: Iterable[Token]) -> tuple[str, ...]:
    return tuple(piece for token in read for piece in token.pieces)


def lexicon_of(library: Library, english: English, reader: Reader = tokens) -> Lexicon:
    """The language of a library's names and quotes; its source texts only add abbreviations."""
    labels, sentences = tuple(_labels(library)), tuple(_sentences(library))
    texts = tuple(quote.text for quote in library.quotes.values())
    counts: defaultdict[str, float] = defaultdict(float)
    compounds: set[str] = set()
    in_capitals: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for weight, passages in (
        (_LABEL_WEIGHT, labels),
        (_SENTENCE_WEIGHT, sentences),
        (_TEXT_WEIGHT, texts),
    ):
        for passage in passages:
            read = reader(passage)
            pieces = _pieces(read)
            joined = [token.folded for token in read if len(token.pieces) > 1]
            for word in (*pieces, *joined):
                counts[word] += weight
            compounds.update(joined)
            in_capitals.update(token.folded for token in read if token.capitals)
            pairs.update(pairwise(pieces))
    weights = {
        word: weight
        for word, weight in counts.items()
        if word in in_capitals or word not in STOP_WORDS
    }
    running = (*texts, *sentences, *library.texts.values())
    return Lexicon(
        vocabulary=vocabulary(weights, english),
        compounds=frozenset(compounds),
        abbreviations=derive(running, labels, english.words),
        pairs=frozenset(pairs),
    )


def _labels(library: Library) -> Iterator[str]:
    for topic in library.topics.values():
        yield topic.name
        yield from topic.aliases
    for point in library.points.values():
        yield from point.aliases
    for speaker in library.speakers.values():
        yield speaker.name
        yield from speaker.aliases


def _sentences(library: Library) -> Iterator[str]:
    for point in library.points.values():
        yield from (point.sentence, point.side_for, point.side_against)
        yield from point.phrasings
    for source in library.sources.values():
        yield source.title
