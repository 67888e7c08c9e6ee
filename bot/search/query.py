"""What the words of a request look for, and the lines of a library that share one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.search.confidence import WeightedWord
from bot.search.documents import Documents
from bot.search.index import Scores
from bot.search.meaning import Meaning
from bot.search.nearness import Nearness, nearness
from bot.search.ragged import Numbers


@dataclass(frozen=True, slots=True)
class Sought:
    """The weighted terms of a request, and the ``lines`` of a library that share a word with it.

    ``worths`` are the worths of known terms, ``asked`` is the weight of all words. ``likeness`` is
    how like the request each line is, 0 to 1: twice the weight they share over the weight of both
    (Dice). ``held`` is the most that one line has of the words, by weight.
    """

    worths: Mapping[str, float]
    asked: float
    lines: Numbers
    likeness: Scores
    held: float
    near: Nearness | None


def sought_in(
    documents: Documents, words: tuple[WeightedWord, ...], meaning: Meaning | None
) -> Sought:
    """What these words look for in a library of these documents."""
    worths = {one.word.term: one.worth for one in words if one.known}
    asked = sum(one.weight for one in words)
    lines, shared = _lines(documents, worths)
    both = np.float32(asked) + documents.lines.weights[lines]
    likeness: Scores = np.float32(2) * shared / np.maximum(both, np.float32(1e-9))
    most = float(shared.max(initial=0.0))
    near = nearness(meaning, words, worths, asked)
    return Sought(worths, asked, lines, likeness, most, near)


def _lines(documents: Documents, worths: Mapping[str, float]) -> tuple[Numbers, Scores]:
    """The lines that share a word, and the weight that each shares."""
    shared = documents.lines.index.scores(worths.items())
    lines = shared.nonzero()[0].astype(np.int32)
    return lines, shared[lines]
