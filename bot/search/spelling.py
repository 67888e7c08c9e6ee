"""What a mistyped word was meant to be, among the words of a library.

A word that is English is never touched, also where the library lacks it: without that rule 29 %
of real words would be "corrected" (measured on public questions).
"""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

# How many slips (a letter missing, doubled, changed, or two swapped) a word of a length bears.
# A word of four letters bears a slip of the fingers alone: almost any other change makes another
# word.
_SHORTEST = 4
_TWO_SLIPS_FROM = 6
_THREE_SLIPS_FROM = 13
# A word this long may be looked for by its sound, too; it then shares at least so much by letters.
_HEARD_FROM = 6
_LEAST_LIKE_BY_EAR = 0.7
_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"^(?:ps|pn|kn|gn|wr)", lambda found: found[0][1]),
        (r"ph", "f"),
        (r"[sc]h|[tsc]i(?=o|a)", "x"),
        (r"c(?=[eiy])|z", "s"),
        (r"c|q|k+", "k"),
        (r"g(?=[eiy])|dg", "j"),
        (r"(?<!^)[aeiouyhw]+", ""),
        (r"^[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
)
# Jaro-Winkler (0 to 1) below which two words are not taken for one, however few the slips.
_LEAST_LIKENESS = 0.8


# A keyboard's rows; each begins half a key further right than the one above.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> frozenset[str]:
    pairs = {row[place : place + 2] for row in _ROWS for place in range(len(row) - 1)}
    for above, below in pairwise(_ROWS):
        pairs |= {above[place] + letter for place, letter in enumerate(below)}
        pairs |= {above[place + 1] + letter for place, letter in enumerate(below)}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


# Two letters whose keys touch, in either order.
BESIDE = _beside()


def is_finger_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the fingers makes ``typed`` of ``meant``; both are folded.

    Two letters side by side swapped, a letter typed twice or once instead of twice, one left out
    within the word, or the key beside the right one. Other changes are more likely another word.
    ``"privte"`` for ``"private"``, ``"teh"`` for ``"the"``; not ``"nasa"`` for ``"nasal"``.
    """
    if len(typed) == len(meant):
        apart = [place for place, letter in enumerate(typed) if letter != meant[place]]
        if len(apart) == 1:
            return typed[apart[0]] + meant[apart[0]] in BESIDE
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and typed[apart[0]] + typed[apart[1]] == meant[apart[1]] + meant[apart[0]]
        )
    if len(typed) == len(meant) + 1:
        return any(
            typed[place] == typed[place - 1] and typed[:place] + typed[place + 1 :] == meant
            for place in range(1, len(typed))
        )
    if len(typed) == len(meant) - 1:
        doubled = typed + typed[-1:] == meant
        return doubled or any(
            meant[:place] + meant[place + 1 :] == typed for place in range(1, len(meant) - 1)
        )
    return False


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


def sound_key(word: str) -> str:
    """The consonants of a folded word as they are heard, roughly: one key for spellings by ear."""
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def edits_allowed(length: int) -> int:
    """How many slips a word of so many letters may have."""
    if length < _SHORTEST:
        return 0
    if length < _TWO_SLIPS_FROM:
        return 1
    return 2 if length < _THREE_SLIPS_FROM else 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A library's own folded words with how much each weighs in it, by initial and by sound."""

    weights: Mapping[str, float]
    by_initial: Mapping[str, tuple[str, ...]]
    by_sound: Mapping[str, tuple[str, ...]]
    english: English

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of the library's or English, so never corrected."""
        return word in self.weights or word in self.english.words

    def correct(self, word: str) -> str:
        """The library's word that was meant, or nothing.

        Fewest slips first, then likeness (Jaro-Winkler), then weight in the library, then the
        alphabet. A common English word with fewer slips wins, and then nothing was meant.
        """
        allowed = edits_allowed(len(word))
        if not allowed or self.knows(word) or not word.isalpha():
            return ""
        nearest = self._nearest(word, allowed)
        if not nearest:
            return self._heard(word)
        slips = OSA.distance(word, nearest)
        if slips > 1 and _closer(word, self.english.common_by_initial.get(word[0], ()), slips - 1):
            return ""
        return nearest

    def common(self, word: str) -> str:
        """The common English word that the fingers slipped on, or lost the end of; or nothing."""
        if len(word) < _SHORTEST or not word.isalpha():
            return ""
        words = self.english.common_by_initial.get(word[0], ())
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=1, limit=None)
        return self._likeliest(
            word,
            (
                (other, int(slips))
                for other, slips, _ in near
                if is_finger_slip(word, other) or other[:-1] == word
            ),
        )

    def _nearest(self, word: str, allowed: int) -> str:
        found = _near(word, self.by_initial.get(word[0], ()), allowed)
        if not found and len(word) >= _TWO_SLIPS_FROM:
            # A wrong first letter is rare, so it must be the only slip.
            found = [
                near
                for initial, words in self.by_initial.items()
                if initial != word[0]
                for near in _near(word, words, 1)
            ]
        return self._likeliest(word, found)

    def _heard(self, word: str) -> str:
        """The word that sounds the same, where no common English word is as near by letters."""
        if len(word) < _HEARD_FROM:
            return ""
        alike = [
            (near, OSA.distance(word, near))
            for near in self.by_sound.get(sound_key(word), ())
            if JaroWinkler.similarity(word, near) >= _LEAST_LIKE_BY_EAR
        ]
        heard = self._likeliest(word, alike)
        common = self.english.common_by_initial.get(word[0], ())
        if heard and _closer(word, common, min(OSA.distance(word, heard), 2)):
            return ""
        return heard

    def _likeliest(self, word: str, found: Iterable[tuple[str, int]]) -> str:
        ranked = sorted(
            (slips, -round(JaroWinkler.similarity(word, near), 2), -self.weights.get(near, 0), near)
            for near, slips in found
        )
        return ranked[0][3] if ranked else ""


def _near(word: str, words: tuple[str, ...], allowed: int) -> list[tuple[str, int]]:
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [
        (near, int(slips))
        for near, slips, _ in found
        if JaroWinkler.similarity(word, near) >= _LEAST_LIKENESS
        and (len(word) > _SHORTEST or is_finger_slip(word, near))
    ]


def _closer(word: str, words: tuple[str, ...], allowed: int) -> bool:
    return process.extractOne(word, words, scorer=OSA.distance, score_cutoff=allowed) is not None


def vocabulary(weights: Mapping[str, float], english: English) -> Vocabulary:
    """The vocabulary of these weighted words; numbers and words under 4 letters are no targets."""
    targets = {
        word: weight
        for word, weight in weights.items()
        if len(word) >= _SHORTEST and word.isalpha()
    }
    by_sound: dict[str, list[str]] = {}
    for word in targets:
        if len(word) >= _HEARD_FROM and word.isascii():
            by_sound.setdefault(sound_key(word), []).append(word)
    return Vocabulary(
        weights=weights,
        by_initial=by_initial(targets),
        by_sound={heard: tuple(words) for heard, words in by_sound.items()},
        english=english,
    )
