"""The words and the sentences to fit a table to: SCOWL's lists, WordNet's glosses.

Both are Debian packages with licences that allow use and changes: ``scowl``, unpacked in a
folder (see ``tools/english_words.py``), and ``wordnet-base``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.search.text import fold
from tools.english_words import CHAT, REGIONS

# SCOWL's sizes, most common first; beyond 60 come words that few people know.
SIZES = (10, 20, 35, 40, 50, 55, 60)
MOST_SENTENCES = 120_000
_CLASSES = ("words", "contractions", "upper")
_LONGEST_GLOSS = 200
_SEED = 7


def sized_words(scowl: Path) -> dict[str, int]:
    """Return every word, folded, with the smallest size whose list has it; common words first.

    Chat words count as size 35.
    """
    lists = sorted((scowl / "usr/share/dict/scowl").iterdir())
    sizes: dict[str, int] = {}
    for size in SIZES:
        for path in (path for path in lists if _wanted(path.name, size)):
            for word in path.read_text("latin-1").split():
                plain = _plain(word)
                if plain:
                    sizes.setdefault(plain, size)
    return sizes | {word: min(sizes.get(word, 35), 35) for word in sorted(CHAT)}


def _wanted(name: str, size: int) -> bool:
    listed, _, of_size = name.rpartition(".")
    region, _, kind = listed.rpartition("-")
    return of_size == str(size) and region in REGIONS and kind in _CLASSES


def _plain(word: str) -> str:
    folded = fold(word)
    plain = "" if folded.endswith("'s") else folded.replace("'", "")
    return plain if plain.isascii() and plain.isalpha() and len(plain) > 1 else ""


def sentences(wordnet: Path) -> list[str]:
    """Return a fixed choice of WordNet's definitions, each after its word, and examples."""
    found = [
        sentence
        for part in ("noun", "verb", "adj", "adv")
        for line in (wordnet / f"data.{part}").read_text("utf-8").split("\n")
        if line and not line.startswith("  ")
        for sentence in _said(line)
    ]
    order = np.random.default_rng(_SEED).permutation(len(found))
    return [found[place] for place in order[:MOST_SENTENCES]]


def _said(line: str) -> Iterator[str]:
    gloss = line.rpartition("| ")[2]
    definition, *examples = re.split(r'; (?=")', gloss.strip())
    lemma = next(
        (word for word in line.split()[4::2] if re.fullmatch(r"[A-Za-z_'-]+", word)), ""
    ).replace("_", " ")
    yield (f"{lemma}: " if lemma else "") + definition[:_LONGEST_GLOSS]
    yield from (one.strip('"; ') for one in examples if len(one.split()) > 3)
