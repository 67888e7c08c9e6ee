"""Find short forms and the phrases they stand for in a library's own texts and names.

There are three sources: a text that defines one, ``Long Name (LN)``; a capitalised phrase whose
initials are a word elsewhere; and a capitalised phrase of three words or more, whose initials a
member may type although the library never does.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from bot.search.text import STOP_WORDS, tokens

_SMALL = "and|for|in|of|on|the|to|with|&"
_SMALL_WORDS = frozenset(_SMALL.split("|"))
# Possessive and bounded: a hostile text of one endless word is read once, not once for each letter.
# The look-behind comes after the capital, so that the scan is for capitals.
_CAPITAL = r"[A-Z](?<!\w[A-Z])"
_CAPITAL_WORD = rf"{_CAPITAL}[\w'’-]{{0,40}}+"
_PHRASE = re.compile(rf"{_CAPITAL_WORD}(?:[ \t]+(?:(?:{_SMALL})[ \t]+){{0,2}}{_CAPITAL_WORD})+")
_SHORT = re.compile(_CAPITAL + r"(?:[A-Za-z&]{0,8}[A-Z]|\.(?:[A-Z]\.)+)s?(?!\w)")
_SHORT_IN_BRACKETS = re.compile(r"\(([A-Za-z][\w&.]{1,9})\)")
_LONG_IN_BRACKETS = re.compile(r"\b([A-Z][\w&.]{1,9})[ \t]+\(([^()\n]{3,100})\)")
_WORDS = re.compile(r"[\w'’&-]+")
_INITIAL = re.compile(r"[\w&]+")
# Characters before a short form in brackets that are searched for its phrase.
_LONGEST_DEFINITION = 150
# Two letters stand for too many things, unless a text defines them.
_SHORTEST_GUESSED = 3
# Words of a phrase at most.
LONGEST_PHRASE = 8


class Abbreviations(Struct, frozen=True):
    """Short forms and phrases.

    ``long_of`` leads from a folded short form to its phrases as written, ``short_of`` from the
    folded words of a phrase to its folded short form; ``begins`` are the first words of phrases.
    """

    long_of: Mapping[str, tuple[str, ...]]
    short_of: Mapping[tuple[str, ...], str]
    begins: frozenset[str]

    def phrase_at(self, words: tuple[str, ...], start: int) -> tuple[str, ...]:
        """Return the longest known phrase that begins at a place among folded words, or ()."""
        for length in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
            phrase = words[start : start + length]
            if phrase in self.short_of:
                return phrase
        return ()


def find_abbreviations(
    texts: Sequence[str], labels: Iterable[str], real_words: Container[str]
) -> Abbreviations:
    """Return the abbreviations of a library from its running texts and its labels.

    A label is a name or an alias: a phrase as a whole, in capitals or not. ``real_words`` are
    folded; none of them is taken for a short form unless a text defines it.
    """
    collector = _Collector(real_words)
    phrases: dict[str, None] = {}
    for text in texts:
        collector.add_short_forms(text)
        phrases.update(dict.fromkeys(_PHRASE.findall(text)))
        if "(" in text:
            collector.add_definitions(text)
    for label in labels:
        if not label.islower():
            collector.add_short_forms(label)
            phrases.update(dict.fromkeys(_PHRASE.findall(label)))
        collector.add_words(label.split(), whole=_may_have_initials(label))
    for phrase in phrases:
        collector.add_phrase(phrase)
    return collector.result()


def _may_have_initials(label: str) -> bool:
    """Whether a label may be known by its initials though the library never writes them.

    Electronic health record may be; "game of musical chairs" may not: nobody calls it GMC.
    """
    words = label.split()
    small = [word for word in words if word.lower() in STOP_WORDS or word.lower() in _SMALL_WORDS]
    return not small or all(word[0].isupper() for word in words if word not in small)


def initials(phrase: str) -> tuple[str, ...]:
    """Return the folded short forms of a phrase: with its small words and without.

    A word in capitals gives all its letters: National Programme for IT is NPfIT and NPIT.
    """
    with_small = without = ""
    for word in _INITIAL.findall(phrase):
        if word.lower() in _SMALL_WORDS:
            with_small += word[0].lower()
            continue
        letters = (word if word.isupper() else word[0]).lower()
        with_small += letters
        without += letters
    return (with_small,) if with_small == without else (with_small, without)


def defined_phrase(short: str, words: list[str]) -> str:
    """Return the shortest ending of ``words`` that has the letters of ``short`` in order, or "".

    The first letter must begin a word. After Schwartz and Hearst, A simple algorithm for
    identifying abbreviation definitions in biomedical text, PSB 2003.
    """
    text = " ".join(words)
    lower = text.replace("İ", "I").lower()  # of the same length
    first, *others = (letter for letter in short.lower() if letter.isalnum())
    place = len(text)
    for letter in reversed(others):
        place = lower.rfind(letter, 0, max(place, 0))
    begins = [
        at for at in range(place) if lower[at] == first and not (at and lower[at - 1].isalnum())
    ]
    return text[begins[-1] :] if begins else ""


class _Collector:
    """Collect short forms that were seen, defined in a text, and guessed from initials."""

    def __init__(self, real_words: Container[str]) -> None:
        self._real_words = real_words
        self._seen: set[str] = set()
        self._defined: dict[str, dict[str, None]] = {}
        self._guessed: dict[str, dict[str, None]] = {}

    def add_short_forms(self, text: str) -> None:
        self._seen |= {_folded(_singular(short)) for short in set(_SHORT.findall(text))}

    def add_definitions(self, text: str) -> None:
        for bracket in _SHORT_IN_BRACKETS.finditer(text):
            before = text[max(0, bracket.start() - _LONGEST_DEFINITION) : bracket.start()]
            self._define(bracket.group(1), _WORDS.findall(before))
        for short, after in _LONG_IN_BRACKETS.findall(text):
            self._define(short, _WORDS.findall(after))

    def _define(self, short: str, words: list[str]) -> None:
        if sum(letter.isupper() for letter in short) < 2:
            return
        written = _singular(short)
        most = min(len(written) + 5, 2 * len(written))
        phrase = defined_phrase(written, words[-most:])
        if len(phrase.split()) > 1:
            self._seen.add(_folded(written))
            self._defined.setdefault(_folded(written), {})[phrase] = None

    def add_phrase(self, phrase: str) -> None:
        words = phrase.split()
        while words and words[0].lower() in STOP_WORDS:
            words = words[1:]
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + LONGEST_PHRASE) + 1):
                self.add_words(words[start:end], whole=end - start == len(words))

    def add_words(self, words: list[str], *, whole: bool) -> None:
        if not 2 <= len(words) <= LONGEST_PHRASE:
            return
        if words[0].lower() in _SMALL_WORDS or words[-1].lower() in _SMALL_WORDS:
            return
        phrase = " ".join(words)
        for short in initials(phrase):
            if len(short) < _SHORTEST_GUESSED:
                continue
            if short in self._seen or (whole and short not in self._real_words):
                self._guessed.setdefault(short, {})[phrase] = None

    def result(self) -> Abbreviations:
        long_of: dict[str, tuple[str, ...]] = {}
        short_of: dict[tuple[str, ...], str] = {}
        for short in {**self._defined, **self._guessed}:
            # A text's own definition is surer than initials.
            phrases = tuple(self._defined.get(short) or self._guessed[short])
            distinct = {_folded_words(phrase): phrase for phrase in reversed(phrases)}
            long_of[short] = tuple(reversed(distinct.values()))
            for words in distinct:
                if len(words) > 1:
                    short_of.setdefault(words, short)
        return Abbreviations(long_of, short_of, frozenset(words[0] for words in short_of))


def _folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, hyphenated ones in pieces."""
    return tuple(piece for token in tokens(text) for piece in token.pieces)


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _folded(short: str) -> str:
    return "".join(letter for letter in short.lower() if letter.isalnum())
