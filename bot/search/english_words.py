"""The English words nobody should correct, read once when first needed.

The list is made from SCOWL by ``tools/english_words.py``; its copyright notice lies beside it.
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby


@dataclass(frozen=True, slots=True)
class English:
    """Folded words: ``common`` are the most used few thousand of ``words``."""

    words: frozenset[str]
    common: frozenset[str]
    common_by_initial: Mapping[str, tuple[str, ...]]


def by_initial(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by their first letter, each group in alphabetical order."""
    return {
        initial: tuple(group) for initial, group in groupby(sorted(words), key=lambda word: word[0])
    }


@cache
def english() -> English:
    """The list; about 30 ms the first time, nothing after."""
    packed = resources.files("bot.search").joinpath("wordlist", "english.txt.gz").read_bytes()
    common, _, others = gzip.decompress(packed).decode("ascii").partition("\n\n")
    often = common.split("\n")
    return English(
        words=frozenset([*often, *others.rstrip("\n").split("\n")]),
        common=frozenset(often),
        common_by_initial=by_initial(often),
    )
