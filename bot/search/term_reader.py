"""Many texts to terms at once: each different word is looked at once, the rest is arithmetic."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from bot.search.abbreviations import LONGEST_PHRASE
from bot.search.lexicon import Lexicon, plain_terms
from bot.search.ragged import Numbering, Numbers, Rows, contained, rows_of
from bot.search.text import stem
from bot.search.token_cache import Worded, Wording


class TermReader:
    """Reads texts as rows of term numbers; ``terms`` are the terms by number, and grow.

    The terms of a text are those of :meth:`Lexicon.terms`, in another order.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.terms = Numbering()
        self._lexicon = lexicon

    def rows(self, texts: Iterable[str], before: Worded | None = None) -> Rows:
        """A row of terms for each text, after those of the texts ``before``, given in words."""
        wording = before.wording if before else Wording()
        more = wording.labels(texts)
        read = before.rows.followed_by(more) if before else more
        tokens = wording.tokens
        term = self.terms.__getitem__
        plain = rows_of(map(term, plain_terms((token,))) for token in tokens)
        found = read.expanded(plain)
        found = found.with_more(*self._compounds(read, [token.folded for token in tokens]))
        pieces = Numbering()
        parts = rows_of(map(pieces.__getitem__, token.pieces) for token in tokens)
        in_pieces = (
            read.expanded(parts)
            if len(parts.values) > len(tokens)
            else Rows(read.starts, parts.values[read.values])
        )
        found = found.with_more(*self._phrases_of_shorts(in_pieces, list(pieces)))
        return found.with_more(*self._shorts_of_phrases(in_pieces, pieces))

    def _compounds(self, read: Rows, folded: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Two words side by side that the library also writes as one: rows and terms."""
        numbers = Numbering()
        words = np.array([numbers[word] for word in folded], dtype=np.int32)
        terms = {
            (numbers[word[:cut]], numbers[word[cut:]]): self.terms[stem(word)]
            for word in self._lexicon.compounds
            for cut in range(1, len(word))
            if word[:cut] in numbers and word[cut:] in numbers
        }
        rows, found = [], []
        for place, row in _side_by_side(read, words, terms.keys(), len(numbers)):
            pair = int(words[read.values[place]]), int(words[read.values[place + 1]])
            rows.append(row)
            found.append(terms[pair])
        return _numbers(rows), _numbers(found)

    def _phrases_of_shorts(self, read: Rows, pieces: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The terms of the phrases that short forms stand for: rows and terms."""
        terms = rows_of(
            map(self.terms.__getitem__, self._lexicon.terms_of_short(piece)) for piece in pieces
        )
        if not len(terms.values):
            return _numbers(()), _numbers(())
        places = np.flatnonzero((terms.lengths > 0)[read.values])
        found = terms.taken(read.values[places])
        rows = np.repeat(_rows_at(read, places), found.lengths)
        return rows, found.values

    def _shorts_of_phrases(self, read: Rows, pieces: Numbering) -> tuple[Numbers, Numbers]:
        """The short forms of phrases: rows and terms."""
        pairs = {
            (pieces[phrase[0]], pieces[phrase[1]])
            for phrase in self._lexicon.abbreviations.short_of
            if phrase[0] in pieces and phrase[1] in pieces
        }
        names = list(pieces)
        rows, found = [], []
        same = np.arange(len(names), dtype=np.int32)
        for place, row in _side_by_side(read, same, pairs, len(names)):
            at = place - int(read.starts[row])
            near = read[row][at : at + LONGEST_PHRASE]
            for short in self._lexicon.short_at(tuple([names[one] for one in near.tolist()]), 0):
                rows.append(row)
                found.append(self.terms[short])
        return _numbers(rows), _numbers(found)


def _side_by_side(
    read: Rows, words: Numbers, pairs: Collection[tuple[int, int]], size: int
) -> Iterator[tuple[int, int]]:
    """Places, each with its row, where a word and the next one are one of the pairs."""
    first, second = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    for one, other in pairs:
        first[one] = second[other] = True
    if not first.any() or len(read.values) < 2:
        return
    begins, ends = first[words][read.values[:-1]], second[words][read.values[1:]]
    places = np.flatnonzero(begins & ends)
    codes = words[read.values[places]].astype(np.int64) * size + words[read.values[places + 1]]
    wanted = np.array([one * size + other for one, other in pairs], dtype=np.int64)
    places = places[contained(codes, wanted)]
    rows = _rows_at(read, places)
    inside = places + 1 < read.starts[rows + 1]
    yield from zip(places[inside].tolist(), rows[inside].tolist(), strict=True)


def _rows_at(read: Rows, places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Numbers:
    found = np.searchsorted(read.starts, places, side="right") - 1
    return found.astype(np.int32)


def _numbers(values: Sequence[int]) -> Numbers:
    return np.array(values, dtype=np.int32)
