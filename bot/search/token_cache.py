"""Many texts as rows of words: each different word is looked at once, and so is each label."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.search.ragged import Numbering, Rows, rows_of
from bot.search.text import Token, spaced_key, token_of, words_in


class Wording:
    """Words by number, and texts as the numbers of their words.

    Names, fields and lines have many texts in common: what is asked for as a label is kept.
    """

    def __init__(self) -> None:
        self.words = Numbering()
        self._labels: dict[str, tuple[int, ...]] = {}
        self._tokens: list[Token] = []
        self._spaced: list[str] = []

    @property
    def tokens(self) -> Sequence[Token]:
        """All words so far as tokens, by number."""
        if len(self._tokens) < len(self.words):
            new = islice(self.words, len(self._tokens), None)
            self._tokens.extend([token_of(word) for word in new])
        return self._tokens

    def texts(self, texts: Iterable[str]) -> "Worded":
        """These texts as rows."""
        number = self.words.__getitem__
        return Worded(self, rows_of(map(number, words_in(text)) for text in texts))

    def labels(self, texts: Iterable[str]) -> Rows:
        """These texts as rows, read once each."""
        return rows_of(map(self._label, texts))

    def keys(self, label: str) -> tuple[str, str]:
        """The ``plain_key`` and ``spaced_key`` of :mod:`bot.search.text`; empty for no words."""
        row, spaced = self._label(label), self._spaced
        if len(spaced) < len(self.words):
            spaced.extend([spaced_key((token,)) for token in self.tokens[len(spaced) :]])
        key = " ".join([spaced[number] for number in row])
        return key.replace(" ", ""), key

    def _label(self, text: str) -> tuple[int, ...]:
        found = self._labels.get(text)
        if found is None:
            found = self._labels[text] = tuple([self._number(word) for word in words_in(text)])
        return found

    def _number(self, word: str) -> int:
        number = self.words[word]
        if number == len(self._tokens):
            self._tokens.append(token_of(word))
        return number


@dataclass(frozen=True, slots=True)
class Worded:
    """Texts as rows of words, and the words; more may be numbered later."""

    wording: Wording
    rows: Rows
