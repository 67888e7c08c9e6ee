"""A library's language: its words, compounds and abbreviations; and texts as terms in it.

A term is what an index holds: a stem, or the stem of a compound written as one word. A library's
texts and a request become terms by the same rules, so ``in-house``, ``in house`` and ``inhouse``
meet, and so do a short form and its phrase.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.library.model import Point, Quote, Source, Speaker, Topic
from bot.library.overlay import Overlay
from bot.search.abbreviations import Abbreviations, find_abbreviations
from bot.search.ragged import Numbering, Rows, distinct, rows_of
from bot.search.spelling import English, Vocabulary, vocabulary
from bot.search.text import STOP_WORDS, Token, stem, tokens
from bot.search.token_cache import Worded, Wording

# A word of a label is worth as many words of a text when a correction has to choose.
_LABEL_WEIGHT = 10.0
_SENTENCE_WEIGHT = 3.0
_TEXT_WEIGHT = 1.0


class Pairs(Container[tuple[str, str]]):
    """Two words that stand side by side somewhere; 8 bytes for each pair."""

    def __init__(self, pieces: Mapping[str, int], seconds: Rows) -> None:
        self._pieces = pieces
        self._codes = np.zeros(0, dtype=np.int64)
        if not len(seconds.values):
            return
        left, right = seconds.values[:-1].astype(np.int64), seconds.values[1:]
        inside = np.ones(len(seconds.values), dtype=np.bool_)
        inside[seconds.starts[1:] - 1] = False
        self._codes = distinct((left * len(pieces) + right)[inside[:-1]])

    def __contains__(self, pair: object) -> bool:
        if not isinstance(pair, tuple):
            return False
        first, second = (self._pieces.get(piece) for piece in pair)
        if first is None or second is None or not len(self._codes):
            return False
        code = first * len(self._pieces) + second
        place = min(int(np.searchsorted(self._codes, code)), len(self._codes) - 1)
        return bool(self._codes[place] == code)


class _Either(Container[tuple[str, str]]):
    def __init__(self, *parts: Container[tuple[str, str]]) -> None:
        self._parts = parts

    def __contains__(self, pair: object) -> bool:
        return any(pair in part for part in self._parts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one library.

    ``compounds`` are words it writes with a hyphen somewhere, joined; ``pairs`` two words that
    stand side by side in it.
    """

    vocabulary: Vocabulary
    compounds: frozenset[str]
    abbreviations: Abbreviations
    pairs: Container[tuple[str, str]]

    def terms(self, text: str) -> tuple[str, ...]:
        """The terms of a library's text, repeated as often as they stand there."""
        read = tokens(text)
        found = list(plain_terms(read))
        found += (stem(joined) for joined in _joined(read) if joined in self.compounds)
        found += self._other_forms(_pieces(read))
        return tuple(found)

    def _other_forms(self, pieces: tuple[str, ...]) -> Iterator[str]:
        """What stands for what is there: the words of a short form, the short form of a phrase."""
        begins = self.abbreviations.begins
        for place, piece in enumerate(pieces):
            yield from self.terms_of_short(piece)
            if piece in begins:
                yield from self.short_at(pieces, place)

    def terms_of_short(self, piece: str) -> Iterator[str]:
        """The terms of the phrases that a short form stands for; none for any other word."""
        long_of = self.abbreviations.long_of
        short = piece if piece in long_of else piece.removesuffix("s")
        for phrase in long_of.get(short, ()):
            yield from plain_terms(tokens(phrase))

    def short_at(self, pieces: tuple[str, ...], place: int) -> Iterator[str]:
        """The term of the short form of the phrase at a place, if one is there."""
        found = self.abbreviations.phrase_at(pieces, place)
        if found:
            yield stem(self.abbreviations.short_of[found])


def plain_terms(read: Iterable[Token]) -> Iterator[str]:
    """The terms of words by themselves: of what hyphens join, and of each piece."""
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


@dataclass(frozen=True, slots=True)
class Passages:
    """What a language is learnt from: words of labels, of sentences, of quotes.

    ``running`` are texts that only add abbreviations.
    """

    labels: tuple[str, ...]
    sentences: tuple[str, ...]
    texts: tuple[str, ...]
    running: tuple[str, ...] = ()


Labelled = Topic | Point | Speaker | Source


def passages_of(
    named: Iterable[Labelled], quotes: Iterable[Quote], running: Iterable[str] = ()
) -> Passages:
    """The passages of these topics, points, speakers, sources and quotes."""
    labels: list[str] = []
    sentences: list[str] = []
    for one in named:
        match one:
            case Point():
                labels += one.aliases
                sentences += (one.sentence, one.side_for, one.side_against, *one.phrasings)
            case Source():
                sentences.append(one.title)
            case _:
                labels += (one.name, *one.aliases)
    return Passages(
        tuple(labels), tuple(sentences), tuple(quote.text for quote in quotes), tuple(running)
    )


def lexicon_of(passages: Passages, english: English, texts: Worded | None = None) -> Lexicon:
    """The language of these passages; ``texts`` are theirs in words, if these are at hand."""
    pieces = Numbering()
    weighted = (
        (_LABEL_WEIGHT, passages.labels),
        (_SENTENCE_WEIGHT, passages.sentences),
        (_TEXT_WEIGHT, passages.texts),
    )
    texts = texts or Wording().texts(passages.texts)
    read = texts.wording.labels((*passages.labels, *passages.sentences)).followed_by(texts.rows)
    found = texts.wording.tokens
    parts = rows_of([pieces[piece] for piece in token.pieces] for token in found)
    compounds = {token.folded for token in found if len(token.pieces) > 1}
    weights = _weights(found, read, [(weight, len(texts)) for weight, texts in weighted])
    return Lexicon(
        vocabulary=vocabulary(weights, english),
        compounds=frozenset(compounds),
        abbreviations=find_abbreviations(
            (*passages.texts, *passages.sentences, *passages.running),
            passages.labels,
            english.words,
        ),
        pairs=Pairs(pieces, read.expanded(parts)),
    )


def _weights(
    found: Sequence[Token], read: Rows, weighted: Iterable[tuple[float, int]]
) -> dict[str, float]:
    """How much each word weighs; ``weighted`` says what a word weighs in so many rows."""
    counts: npt.NDArray[np.float64] = np.zeros(len(found))
    row = 0
    for weight, rows in weighted:
        first, row = read.starts[row], row + rows
        counts += weight * np.bincount(read.values[first : read.starts[row]], minlength=len(found))
    capitals = {token.folded for token in found if token.capitals}
    weights: dict[str, float] = {}
    for token, count in zip(found, counts.tolist(), strict=True):
        for word in (*token.pieces, token.folded)[: -1 if len(token.pieces) == 1 else None]:
            if word in capitals or word not in STOP_WORDS:
                weights[word] = weights.get(word, 0.0) + count
    return weights


def laid_over(base: Lexicon, passages: Passages) -> Lexicon:
    """The language with that of a few passages more.

    A word stays known whatever is taken out. What these passages teach of hyphens and
    abbreviations holds for requests and for texts read from now on, not for those indexed before.
    """
    vocabulary_, short = base.vocabulary, base.abbreviations
    more = lexicon_of(passages, vocabulary_.english)
    fresh = more.vocabulary.weights
    weights = {word: vocabulary_.weights.get(word, 0.0) + fresh[word] for word in fresh}
    return Lexicon(
        vocabulary=Vocabulary(
            weights=Overlay(vocabulary_.weights, weights, frozenset()),
            by_initial=_joined_groups(vocabulary_.by_initial, more.vocabulary.by_initial),
            by_sound=_joined_groups(vocabulary_.by_sound, more.vocabulary.by_sound),
            english=vocabulary_.english,
        ),
        compounds=base.compounds | more.compounds,
        abbreviations=Abbreviations(
            long_of=Overlay(more.abbreviations.long_of, short.long_of, frozenset()),
            short_of={**more.abbreviations.short_of, **short.short_of},
            begins=short.begins | more.abbreviations.begins,
        ),
        pairs=_Either(base.pairs, more.pairs),
    )


def _joined_groups(
    groups: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Groups of words with some more words in them, each group in alphabetical order."""
    touched = {key: tuple(sorted({*groups.get(key, ()), *words})) for key, words in more.items()}
    return Overlay(groups, touched, frozenset())
