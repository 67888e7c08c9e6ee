"""A vector for each stem, fitted so that the sum over a text has the encoder's direction.

It begins with the encoder's own vectors of the words, weighted by rarity as in Arora, Liang and Ma,
"A Simple but Tough-to-Beat Baseline for Sentence Embeddings" (2017), and follows the gradient of
two losses over sentences by Adam (Kingma and Ba, 2015): the cosine distance between sum and
encoder, and the squared difference of the cosines between any two of a thousand sentences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from bot.search.text import STOP_WORDS, stem, tokens

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

DIMENSIONS = 128
STEMS = 38_000
# Arora's a: a stem this frequent (share of all words) weighs half.
_HALVED_AT = 1e-3
_EPOCHS = 7
_BATCH = 4096
_PAIRED = 1024
_RATE = 6e-3
_FIRST, _SECOND = 0.9, 0.99
# The weight of the second loss, and of single words as texts of their own.
_PAIRS_WEIGHT = 10.0
_WORDS_WEIGHT = 0.3
_HELD_OUT = 3000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as numbers of stems: of text t, ``stems[starts[t]:starts[t + 1]]``, none empty.

    ``targets`` are their vectors by the encoder, of length 1, with all its dimensions.
    """

    starts: Numbers
    stems: Numbers
    targets: Matrix

    def some(self, chosen: Numbers) -> "Texts":
        """Return the texts of these numbers."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[chosen] - starts[:-1], lengths)
        return Texts(starts, self.stems[places], self.targets[chosen])

    def sums(self, vectors: Matrix) -> Matrix:
        """Return the sum of the vectors over each text."""
        total: Matrix = np.add.reduceat(vectors[self.stems], self.starts[:-1])
        return total

    def spread(self, gradient: Matrix, size: int) -> Matrix:
        """Return a gradient by sums as a gradient by the vectors of ``size`` stems."""
        order = np.argsort(self.stems, kind="stable")
        held = np.repeat(gradient, np.diff(self.starts), axis=0)[order]
        found, first = np.unique(self.stems[order], return_index=True)
        total = np.zeros((size, gradient.shape[1]), dtype=np.float32)
        total[found] = np.add.reduceat(held, first)
        return total


def terms(text: str) -> list[str]:
    """Return the stems of a text without its stop words, as a library's index has them."""
    return [
        stem(piece) for token in tokens(text) for piece in token.pieces if piece not in STOP_WORDS
    ]


def vocabulary(sizes: Mapping[str, int], sentences: Sequence[list[str]]) -> list[str]:
    """Return the stems for the table, ordered by size in SCOWL, then by frequency in sentences."""
    counts = Counter(chain.from_iterable(sentences))
    smallest: dict[str, int] = {}
    for word, size in sizes.items():
        if word not in STOP_WORDS:
            smallest[stem(word)] = min(size, smallest.get(stem(word), size))
    ranked = sorted(smallest, key=lambda one: (smallest[one], -counts[one], one))
    return sorted(ranked[:STEMS])


def texts_of(read: Sequence[list[str]], targets: Matrix, stems: Sequence[str]) -> Texts:
    """Return the texts that hold a stem, with their targets."""
    numbers = {one: number for number, one in enumerate(stems)}
    known = [[numbers[term] for term in text if term in numbers] for text in read]
    kept = [place for place, text in enumerate(known) if text]
    lengths = [len(known[place]) for place in kept]
    return Texts(
        starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        stems=np.array(list(chain.from_iterable(known[place] for place in kept)), dtype=np.int64),
        targets=targets[kept],
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The space of the vectors: the principal axes of the encoder's space, less its mean."""

    mean: Matrix
    axes: Matrix

    def of(self, targets: Matrix, mean: Matrix | None = None) -> Matrix:
        """Return targets in this space, of length 1; with another mean if one is given."""
        return unit(np.asarray((targets - (self.mean if mean is None else mean)) @ self.axes))


def frame_of(sentences: Matrix) -> Frame:
    """Return the principal axes of these sentences."""
    mean: Matrix = sentences.mean(axis=0)
    centred = (sentences - mean).astype(np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return Frame(mean, axes[:, ::-1][:, :DIMENSIONS].astype(np.float32))


def unit(rows: Matrix) -> Matrix:
    """Return the rows at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def first_vectors(words: Texts, sentences: Texts, frame: Frame, size: int) -> Matrix:
    """Return the mean of the words of each stem, weighted by its rarity in the sentences."""
    targets = frame.of(words.targets, words.targets.mean(axis=0))
    vectors: Matrix = np.zeros((size, DIMENSIONS), dtype=np.float32)
    np.add.at(vectors, words.stems, targets)
    share = np.bincount(sentences.stems, minlength=size) / len(sentences.stems)
    weights = _HALVED_AT / (_HALVED_AT + share)
    weighted: Matrix = unit(vectors) * weights[:, None].astype(np.float32)
    return weighted


def fitted(words: Texts, sentences: Texts, frame: Frame, size: int) -> Iterator[Matrix]:
    """Yield the vectors after each epoch; the last :data:`_HELD_OUT` sentences are not used."""
    random = np.random.default_rng(_SEED)
    vectors = first_vectors(words, sentences, frame, size)
    targets, word_targets = (
        frame.of(sentences.targets),
        frame.of(words.targets, words.targets.mean(axis=0)),
    )
    seen = len(targets) - _HELD_OUT
    steps = _EPOCHS * (seen // _BATCH)
    mean, spread = np.zeros_like(vectors), np.zeros_like(vectors)
    step = 0
    for _ in range(_EPOCHS):
        order = random.permutation(seen)
        for begin in range(0, seen - _BATCH + 1, _BATCH):
            chosen = order[begin : begin + _BATCH]
            slope = _slope(sentences.some(chosen), targets[chosen], vectors, paired=True)
            single = random.integers(0, len(word_targets), _BATCH)
            slope += _WORDS_WEIGHT * _slope(
                words.some(single), word_targets[single], vectors, paired=False
            )
            step += 1
            mean += (1 - _FIRST) * (slope - mean)
            spread += (1 - _SECOND) * (slope * slope - spread)
            rate = _RATE * (1 - step / (steps + 1)) / (1 - _FIRST**step)
            vectors -= rate * mean / (np.sqrt(spread / (1 - _SECOND**step)) + 1e-8)
        yield vectors


def _slope(texts: Texts, targets: Matrix, vectors: Matrix, *, paired: bool) -> Matrix:
    """Return the gradient of the losses over these texts by the vectors."""
    sums = texts.sums(vectors)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    pointing = sums / lengths
    slope = -targets / len(sums)
    if paired:
        slope = slope + _PAIRS_WEIGHT * _pairs_slope(pointing, texts.targets)
    # Only the part of the gradient that changes the direction counts.
    slope = slope - (slope * pointing).sum(axis=1, keepdims=True) * pointing
    return texts.spread((slope / lengths).astype(np.float32), len(vectors))


def _pairs_slope(pointing: Matrix, targets: Matrix) -> Matrix:
    """Return the gradient of the squared differences of cosines, a thousand texts at a time."""
    slope = np.zeros_like(pointing)
    blocks = range(0, len(pointing) - _PAIRED + 1, _PAIRED)
    for begin in blocks:
        block = slice(begin, begin + _PAIRED)
        apart = pointing[block] @ pointing[block].T - targets[block] @ targets[block].T
        slope[block] = 4 * (apart @ pointing[block]) / _PAIRED**2 / len(blocks)
    return slope


def held_out(sentences: Texts, vectors: Matrix, frame: Frame) -> tuple[float, float]:
    """Measure how near the table is to the encoder on sentences that it was not fitted to.

    Returns the mean cosine to the encoder's vectors in the frame, and the correlation of the
    cosines between two sentences, by the table and by the encoder with all its dimensions.
    """
    last = sentences.some(np.arange(len(sentences.targets) - _HELD_OUT, len(sentences.targets)))
    pointing = unit(last.sums(vectors))
    cosine = float((pointing * frame.of(last.targets)).sum(axis=1).mean())
    above = np.triu_indices(_HELD_OUT, k=1)
    ours, theirs = (pointing @ pointing.T)[above], (last.targets @ last.targets.T)[above]
    return cosine, float(np.corrcoef(ours, theirs)[0, 1])
