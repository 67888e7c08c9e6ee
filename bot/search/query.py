"""What the words of a request look for, and the lines of a library that share one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.search.confidence import WeightedWord
from bot.search.documents import Documents
from bot.search.index import Scores
from bot.search.meaning import Meaning
from bot.search.nearness import Nearness, nearness
from bot.search.ragged import Numbers, distinct
from bot.search.spare import Spare

_NONE: Numbers = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, and the ``lines`` that share a word of it.

    ``worths`` are what known terms are worth, ``rarities`` the idf of every term, ``asked`` the
    weight of all words. ``likeness`` says how like each line is, 0 to 1: twice the weight that is
    shared over both (Dice). ``held`` is the most that a line has of the words, by weight.
    """

    worths: Mapping[str, float]
    rarities: Mapping[str, float]
    asked: float
    lines: Numbers
    likeness: Scores
    held: float
    near: Nearness | None


def sought_in(
    documents: Documents, words: tuple[WeightedWord, ...], meaning: Meaning | None, spare: Spare
) -> Sought:
    """What these words look for in a library of these documents."""
    worths = {one.word.term: one.worth for one in words if one.known}
    asked = sum(one.weight for one in words)
    rarities = {one.word.term: one.rarity for one in words}
    lines, shared = _lines(documents, worths, spare)
    both = np.float32(asked) + documents.lines.weights[lines]
    likeness: Scores = np.float32(2) * shared / np.maximum(both, np.float32(1e-9))
    most = float(shared.max(initial=0.0))
    near = nearness(meaning, words, worths, asked)
    return Sought(worths, rarities, asked, lines, likeness, most, near)


def _lines(
    documents: Documents, worths: Mapping[str, float], spare: Spare
) -> tuple[Numbers, Scores]:
    """The lines that share a word, and the weight that each shares."""
    lines = documents.lines
    with spare.zeros(lines.index.size) as total:
        touched = lines.index.add(total, tuple(worths.items()))
        found = distinct(np.concatenate([_NONE, *touched]))
        shared = total[found]
        total[found] = 0
    return found[shared > 0], shared[shared > 0]
