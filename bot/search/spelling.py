"""Correct mistyped words of a request to words of a library.

An English word is never corrected, even if the library lacks it: without that rule 29 % of real
words would be "corrected" (measured on public questions).
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from pathlib import Path

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Prefix

from bot.search.languages import every_stop_word
from bot.search.text import in_english, tokens

# Edits (a letter missing, added or changed, or two swapped) that a word of some length may have.
# A word of four letters may only have a slip of the fingers: almost any other change makes another
# word.
_SHORTEST = 4
# First letters that two forms of a word share.
_SHARED = 5
_TWO_EDITS_FROM = 6
_THREE_EDITS_FROM = 13
# Jaro-Winkler similarity (0 to 1) below which two words are never the same, however few the edits.
_LEAST_SIMILARITY = 0.8
# A word of this length may be found by its sound too, from this similarity of letters.
_HEARD_FROM = 6
_LEAST_SIMILARITY_BY_EAR = 0.7
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
# The rows of a keyboard; each begins half a key further right than the one above.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _adjacent_keys() -> frozenset[str]:
    pairs = {one + other for row in _ROWS for one, other in pairwise(row)}
    for above, below in pairwise(_ROWS):
        pairs |= {key + low for place, low in enumerate(below) for key in above[place : place + 2]}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


# Two letters whose keys touch, in either order.
ADJACENT_KEYS = _adjacent_keys()


def is_finger_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the fingers turns ``meant`` into ``typed``; both are folded.

    A slip swaps two neighbouring letters, doubles a letter or leaves one of a double out, leaves
    out a letter within the word, or hits the key beside the right one. Any other change more likely
    makes another word. ``"privte"`` for ``"private"``, ``"teh"`` for ``"the"``; not ``"nasa"`` for
    ``"nasal"``.
    """
    if OSA.distance(typed, meant, score_cutoff=1) != 1:
        return False
    place = Prefix.similarity(typed, meant)
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant) or typed[place] + meant[place] in ADJACENT_KEYS
    longer = max(typed, meant, key=len)
    doubled = place > 0 and longer[place] == longer[place - 1]
    return doubled or (longer is meant and 0 < place < len(meant) - 1)


# A group of words is parted when it has been asked for so often: that takes as long as the asking.
_OFTEN = 40


class WordList:
    """Words by their first two letters, each group a text until it is asked for often.

    A set of all 130,000 would take 25 ms to make, and most starts answer one request.
    """

    def __init__(self, groups: Iterable[str]) -> None:
        """Take the words of each group as a line, with spaces between."""
        self._lines = {line[:2]: f" {line} " for line in groups}
        self._parted: dict[str, frozenset[str]] = {}
        self._asked: Counter[str] = Counter()

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or " " in word:
            return False
        first = word[:2]
        if first in self._parted:
            return word in self._parted[first]
        line = self._lines.get(first, "")
        self._asked[first] += 1
        if self._asked[first] > _OFTEN:
            self._parted[first] = frozenset(line.split())
        return f" {word} " in line


class English(Struct, frozen=True):
    """English words, folded; ``common`` are the few thousand most used of ``words``.

    ``names`` are proper names, some of them ``words`` too, but no common ones: "thatcher".
    """

    words: Container[str]
    common: frozenset[str]
    names: Container[str]


_NO_WORDS = English(frozenset(), frozenset(), frozenset())


def common_words() -> English:
    """Return the English words that a request may have; none if texts are read in another."""
    return english() if in_english() else _NO_WORDS


@cache
def english() -> English:
    """Read the word list: a line of common words, then a line for each two first letters.

    After an empty line, names follow in lines of the same kind.

    The list is made from SCOWL by ``tools/english_words.py``; its copyright notice lies beside it.
    """
    path = Path(__file__).parent / "wordlist" / "english.txt"
    words, _, names = path.read_text("ascii").partition("\n\n")
    common, *groups = words.splitlines()
    return English(WordList(groups), frozenset(common.split()), WordList(names.splitlines()))


def is_made_of_common_words(name: str) -> bool:
    """Whether a name is made of words that everybody writes, such as "Will", "The" or "buses".

    Such are stop words of any language and the commonest English words, and in small letters every
    English word.
    """
    words = [token.folded for token in tokens(name)]
    known = english().words if name.islower() else english().common
    return bool(words) and all(word in known or word in every_stop_word() for word in words)


def by_initial(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Group the words by their first letter, each group in alphabetical order."""
    return {
        initial: tuple(group) for initial, group in groupby(sorted(words), key=lambda word: word[0])
    }


class Vocabulary(Struct, frozen=True):
    """A library's own folded words with their weights in it, grouped by initial.

    ``by_sound`` group the longer ones by :func:`sound_key` when first called, one for each layer.
    """

    weights: Mapping[str, float]
    by_initial: Mapping[str, tuple[str, ...]]
    by_sound: tuple[Callable[[], Mapping[str, Sequence[str]]], ...]
    english: English

    def knows(self, word: str) -> bool:
        """Whether a folded word is the library's or English, so that it is never corrected."""
        return word in self.weights or word in self.english.words

    def correct(self, word: str) -> str:
        """Return the library's word meant by a folded word; empty for a known word or no match.

        Fewest edits first, then similarity (Jaro-Winkler), then weight in the library, then the
        alphabet. If a common English word has fewer edits, nothing is corrected.
        """
        allowed = edits_allowed(len(word))
        if not allowed or self.knows(word) or not word.isalpha():
            return ""
        nearest = self._nearest(word, allowed)
        if not nearest:
            return self._heard(word)
        edits = OSA.distance(word, nearest)
        if edits > 1 and self._common_within(word, edits - 1):
            return ""
        return nearest

    def begins_like(self, word: str) -> str:
        """Return the word that shares most first letters: five at least, most of the shorter word.

        It joins forms that a stemmer leaves apart, such as a verb and its noun; only for languages
        with more forms than English.
        """
        if not word.isalpha():
            return ""
        shared = [
            (Prefix.similarity(word, other), other)
            for other in self.by_initial.get(word[:1], ())
            if other[:_SHARED] == word[:_SHARED]
        ]
        most, other = max(shared, default=(0, ""))
        return other if most >= max(_SHARED, 0.6 * min(len(word), len(other))) else ""

    def _nearest(self, word: str, allowed: int) -> str:
        found = _near(word, self.by_initial.get(word[0], ()), allowed)
        if not found and len(word) >= _TWO_EDITS_FROM:
            # A wrong first letter is rare, so it must be the only edit.
            found = [
                near
                for initial, words in self.by_initial.items()
                if initial != word[0]
                for near in _near(word, words, 1)
            ]
        return self._likeliest(word, found)

    def _heard(self, word: str) -> str:
        """Return the word of the same sound, unless a common word is as near by letters."""
        if len(word) < _HEARD_FROM:
            return ""
        sound = sound_key(word)
        alike = [
            (near, OSA.distance(word, near))
            for grouped in self.by_sound
            for near in grouped().get(sound, ())
            if JaroWinkler.similarity(word, near) >= _LEAST_SIMILARITY_BY_EAR
        ]
        heard = self._likeliest(word, alike)
        if heard and self._common_within(word, min(OSA.distance(word, heard), 2)):
            return ""
        return heard

    def _common_within(self, word: str, edits: int) -> bool:
        """Whether a common English word with the same initial lies within so many edits."""
        words = [common for common in self.english.common if common[0] == word[0]]
        return process.extractOne(word, words, scorer=OSA.distance, score_cutoff=edits) is not None

    def _likeliest(self, word: str, found: Iterable[tuple[str, int]]) -> str:
        ranked = [
            (edits, -round(JaroWinkler.similarity(word, near), 2), -self.weights.get(near, 0), near)
            for near, edits in found
        ]
        return min(ranked)[3] if ranked else ""


def vocabulary(weights: Mapping[str, float], english: English) -> Vocabulary:
    """Return the vocabulary of weighted words.

    Numbers and words under 4 letters are known, but nothing is corrected to them.
    """
    targets = [word for word in weights if len(word) >= _SHORTEST and word.isalpha()]
    return Vocabulary(
        weights=weights,
        by_initial=by_initial(targets),
        by_sound=(cache(partial(_by_sound, targets)),),
        english=english,
    )


def _by_sound(words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _HEARD_FROM and word.isascii():
            grouped.setdefault(sound_key(word), []).append(word)
    return grouped


def sound_key(word: str) -> str:
    """Return the consonants of a folded word roughly as they sound: equal for spellings by ear."""
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def edits_allowed(length: int) -> int:
    """Return how many edits a word of this length may have, 0 to 3."""
    return bisect((_SHORTEST, _TWO_EDITS_FROM, _THREE_EDITS_FROM), length)


def _near(word: str, words: tuple[str, ...], allowed: int) -> list[tuple[str, int]]:
    """Return the words within the allowed edits, each with its edits."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [
        (near, int(edits))
        for near, edits, _ in found
        if JaroWinkler.similarity(word, near) >= _LEAST_SIMILARITY
        and (len(word) > _SHORTEST or is_finger_slip(word, near))
    ]
