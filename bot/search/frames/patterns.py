"""A small pattern language for request frames, compiled to regular expressions.

A pattern is a line of words. ``(a|b c)`` is a choice, ``[a]`` is optional, ``{subject}`` is a slot
that holds any words, and ``<name>`` stands for a choice defined elsewhere in the same file. Case
and accents do not matter; between two words any spaces, commas, colons and dashes may stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.search.text import bare_of_accents

# Between two words, after :func:`plain`.
GAP = " +"
_BETWEEN_WORDS = '\t\n\r\f\v\xa0\u3000,;:.!?…–—@|"“”„«»()¿¡،؛؟।，、。；：！？「」『』（）《》'
_PLAIN = str.maketrans(dict.fromkeys(_BETWEEN_WORDS, " ") | dict.fromkeys("’‘`´", "'"))
# Follows a name without a space; of "Wells'" only the apostrophe.
_POSSESSIVE = "'s"
_SIDE = re.compile(r"\b(pro|anti)-(?=\w)", re.IGNORECASE)
_TOKEN = re.compile(r"\{\w+\}|<\w+>|[()\[\]|]|[^\s(){}<>\[\]|]+")
WORDS = re.compile(r"(?<![<{\w])[^\s(){}<>\[\]|]+(?![>}\w])")
"""Words in a pattern, without slots and the names of choices."""
_MONTH = r"[^\W\d_]{3,12} +(?:de +)?"
_DATE = rf"(?:{_MONTH}|\d{{1,2}} +(?:de +)?{_MONTH})?\d{{4}}(?:-\d\d){{0,2}}"
SLOTS: Mapping[str, str] = {
    "subject": "[^ ].*?",
    "speaker": "[^ ].{0,70}?",
    "source": "[^ ].{0,120}?",
    "from": _DATE,
    "to": _DATE,
}
"""The expression of each slot. A date slot takes a year, a month and a year, or a day."""


class PatternError(ValueError):
    """A pattern that cannot be read; the message shows it."""


def plain(text: str) -> str:
    """Return the text with a space for each mark between words, straight apostrophes, no accents.

    It has the same length, so that what a slot matches can be cut from the text itself. Hyphens
    and slashes are parts of words, except after "pro" and "anti".
    """
    text = in_two_words(text.translate(_PLAIN))
    return text if text.isascii() else "".join(map(_bare, text))


def in_two_words(text: str) -> str:
    """Return the text with a space for the hyphen of "pro-trams" and "anti-trams"."""
    return _SIDE.sub(r"\1 ", text)


@lru_cache(maxsize=1 << 12)
def _bare(letter: str) -> str:
    found = bare_of_accents(letter)
    return found if len(found) == 1 else letter


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several sequences of words, slots and choices.

    ``needed`` are the words of which a text must have one to match; none where anything may match.
    """

    options: tuple["_Sequence", ...]
    optional: bool = False
    needed: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        # Worked out once for each choice: hundreds of patterns share the named ones.
        options = () if self.optional else tuple(map(_telling_words, self.options))
        if all(options):
            object.__setattr__(self, "needed", frozenset().union(*options))


_Sequence = tuple["str | Alternatives", ...]
"""Words and slots (with their braces) as strings, and choices."""


Macros = Mapping[str, Alternatives]
"""Choices by the names that patterns call them."""


def read_macros(options: Mapping[str, Sequence[str]]) -> Macros:
    """Read the options of each choice: patterns that name no choices.

    Raises PatternError as :class:`Pattern` does.
    """
    return {
        name: Alternatives(tuple(_Reader(option, {}).whole() for option in held))
        for name, held in options.items()
    }


class Pattern:
    """A pattern that has been read. Its expression is compiled when it is first needed.

    ``required`` are sets of words in lower case; a text that matches has one word of each.
    """

    def __init__(self, pattern: str, macros: Macros, gap: str = GAP) -> None:
        """Read a pattern; ``gap`` is the expression between two words.

        Raises PatternError for an unknown name or slot, or a bracket without its partner.
        """
        self._sequence = _Reader(pattern, macros).whole()
        self._gap = gap
        # Without sure spaces a text has no words to rule patterns out by.
        required = (_needed_words(element) for element in self._sequence if gap == GAP)
        self.required = tuple(words for words in required if words)

    def matches(self, text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Match a whole :func:`plain` text; ``words`` are its words in lower case.

        There is a second match if two slots can divide the text in another way, the first slot
        then being the longer one. Most patterns are ruled out by the words alone, which costs a
        tenth of a match.
        """
        if any(words.isdisjoint(one) for one in self.required):
            return
        found = self._shortest.match(text)
        if found is None:
            return
        yield found
        if len(found.groupdict()) > 1:
            other = self._longest.match(text)
            if other and other.groups() != found.groups():
                yield other

    @cached_property
    def _shortest(self) -> re.Pattern[str]:
        return re.compile(self._expression(), re.IGNORECASE | re.DOTALL)

    @cached_property
    def _longest(self) -> re.Pattern[str]:
        greedy = self._expression().replace("}?)", "})").replace(".*?)", ".*)")
        return re.compile(greedy, re.IGNORECASE | re.DOTALL)

    def _expression(self) -> str:
        return f" *{_joined(self._sequence, self._gap)} *\\Z"


class _Reader:
    """Reads one pattern by recursive descent."""

    def __init__(self, pattern: str, macros: Macros) -> None:
        self._pattern = pattern
        self._macros = macros
        self._tokens = _TOKEN.findall(pattern)
        if "".join(self._tokens) != "".join(pattern.split()):
            raise PatternError(f"the pattern cannot be read: {pattern}")
        self._place = 0

    def whole(self) -> _Sequence:
        sequence = self._sequence()
        if self._place < len(self._tokens):
            raise PatternError(f"a bracket too many in the pattern: {self._pattern}")
        return sequence

    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _sequence(self) -> _Sequence:
        """Read up to the next closing bracket or bar."""
        elements: list[str | Alternatives] = []
        while (token := self._next()) not in ("", ")", "]", "|"):
            self._place += 1
            elements.append(self._element(token))
        return tuple(elements)

    def _element(self, token: str) -> "str | Alternatives":
        name = token[1:-1]
        if token in ("(", "["):
            return self._choice(optional=token == "[")  # noqa: S105 - a bracket
        if token.startswith("<"):
            try:
                return self._macros[name]
            except KeyError as error:
                wrong = f"no choice is called {name}; the pattern is: {self._pattern}"
                raise PatternError(wrong) from error
        if token.startswith("{") and name not in SLOTS:
            raise PatternError(f"no slot is called {name}; the pattern is: {self._pattern}")
        return token if token.isascii() else plain(token)

    def _choice(self, *, optional: bool) -> Alternatives:
        options = [self._sequence()]
        while self._next() == "|":
            self._place += 1
            options.append(self._sequence())
        if self._next() != ("]" if optional else ")"):
            raise PatternError(f"a bracket is not closed in the pattern: {self._pattern}")
        self._place += 1
        return Alternatives(tuple(options), optional)


def _needed_words(element: "str | Alternatives") -> frozenset[str]:
    """The words of which a text must have one to match; none where anything may match."""
    if isinstance(element, Alternatives):
        return element.needed
    return frozenset() if element[0] in "{'" else frozenset((element,))


def _telling_words(option: _Sequence) -> frozenset[str]:
    """The needed words of one element: the fewest, and the longest, as short words are common."""
    needed = filter(None, map(_needed_words, option))
    return min(needed, key=lambda words: (len(words), -min(map(len, words))), default=frozenset())


def _joined(sequence: _Sequence, between: str) -> str:
    """The expression of a sequence; the gap beside an optional element is optional with it."""
    expression, follows = "", False
    required = [not (isinstance(one, Alternatives) and one.optional) for one in sequence]
    for at, element in enumerate(sequence):
        part = _expression_of(element, between)
        if required[at]:
            gap = "" if part.startswith(_POSSESSIVE) else between
            expression += (gap if follows else "") + part
            follows = True
        elif follows:
            expression += f"(?:{between}{part})?"
        elif any(required[at + 1 :]):
            expression += f"(?:{part}{between})?"
        else:
            expression += f"(?:{part})?"
    return expression


def _expression_of(element: "str | Alternatives", between: str) -> str:
    if isinstance(element, Alternatives):
        # Longer options first: of "show" and "show me", the one that takes up more words.
        joined = (_joined(option, between) for option in element.options)
        options = sorted(joined, key=len, reverse=True)
        return f"(?:{'|'.join(options)})"
    if element.startswith("{"):
        return f"(?P<{element[1:-1]}>{SLOTS[element[1:-1]]})"
    return f"{_POSSESSIVE}?" if element == _POSSESSIVE else re.escape(element)
