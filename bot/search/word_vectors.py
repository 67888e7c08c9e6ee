"""The table of word vectors, read once when first needed, and sums of them.

The vector of a text is the sum of its words' vectors. Its direction says what the text is about,
the length of a word's vector how much the word says. Distilled from a sentence encoder by
``tools/word_vectors``; licence, notice and checksum lie beside the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from bot.search.index import RaggedArray

Vectors = npt.NDArray[np.float32]
"""One vector a row."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A vector for each of many stems, as :func:`bot.search.text.stem` makes them.

    ``rows`` is the row of each stem. A row of ``packed`` has two numbers to a byte: those of the
    vector's first half in the low four bits, of its second in the high, 8 added to each. ``scales``
    are the factors of the rows. The last row, of zeros, is for stems without a vector.
    """

    rows: Mapping[str, int]
    packed: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]

    @property
    def dimensions(self) -> int:
        """The number of dimensions of a vector."""
        return 2 * int(self.packed.shape[1])

    def rows_of(self, stems: Iterable[str]) -> npt.NDArray[np.int32]:
        """Return the row of each stem."""
        known, none = self.rows, len(self.rows)
        return np.array([known.get(stem, none) for stem in stems], dtype=np.int32)

    def direction(self, stems: Iterable[str]) -> Vectors:
        """Return the direction of a text, of length 1, or 0 where no stem of it has a vector."""
        return unit(self._unpacked(self.rows_of(stems)).sum(axis=0))

    def directions(
        self, texts: RaggedArray, weights: npt.NDArray[np.float32] | None = None
    ) -> Vectors:
        """Return the directions of texts, given as rows of the table, each with its weight."""
        if len(texts.values) > len(self.packed):
            return self._directions_of_many(texts, weights)
        summed = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        vectors = self._unpacked(texts.values)
        if weights is not None:
            vectors *= weights[:, None]
        full = texts.lengths.nonzero()[0]
        if len(full):
            summed[full] = np.add.reduceat(vectors, texts.starts[full])
        return unit(summed)

    def _directions_of_many(
        self, texts: RaggedArray, weights: npt.NDArray[np.float32] | None = None
    ) -> Vectors:
        """Sum a word of every text at a time: for many words five times as fast."""
        vectors = self._unpacked(np.arange(len(self.packed)))
        order = np.argsort(-texts.lengths, kind="stable")
        starts = texts.starts[:-1][order]
        # The number of texts with more words than one, two and so on: a prefix of those in order.
        longer = len(texts) - np.cumsum(np.bincount(texts.lengths, minlength=1))
        summed = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for word, count in enumerate(longer[:-1].tolist()):
            places = starts[:count] + word
            added = vectors[texts.values[places]]
            if weights is not None:
                added *= weights[places, None]
            summed[:count] += added
        found = np.empty_like(summed)
        found[order] = unit(summed)
        return found

    def _unpacked(self, rows: npt.NDArray[np.integer]) -> Vectors:
        held, half = self.packed[rows], self.packed.shape[1]
        numbers = np.empty((len(rows), 2 * half), dtype=np.float32)
        numbers[:, :half] = held & 15
        numbers[:, half:] = held >> 4
        numbers -= 8
        numbers *= self.scales[rows, None]
        return numbers


def unit(vectors: Vectors) -> Vectors:
    """Scale the vectors to length 1; one of length 0 stays."""
    lengths = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled


@cache
def word_vectors() -> WordVectors:
    """Return the table that ships; it takes some 10 ms to read, once."""
    path = resources.files("bot.search").joinpath("vectors", "vectors.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
        stems = held["stems"].tobytes().decode("ascii").split("\n")
        return WordVectors(
            rows=dict(zip(stems, range(len(stems)), strict=True)),
            packed=held["vectors"],
            # Stored in half as many bits; converting them for each request would take longer than
            # everything else done with a vector.
            scales=held["scales"].astype(np.float32),
        )
