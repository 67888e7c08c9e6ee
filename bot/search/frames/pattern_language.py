"""A small pattern language for request frames, compiled to regular expressions.

A pattern is a line of words. ``(a|b c)`` is a choice, ``[a]`` is optional, ``{subject}`` is a slot
that holds any words, and ``<name>`` stands for a choice defined elsewhere in the same file. Case
and accents do not matter; between two words any spaces, commas, colons and dashes may stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
# The same at the top of a pattern, with a choice or optional part without brackets as one token.
_TOP = re.compile(rf"[(\[][^(){{}}\[\]]*[)\]]|{_TOKEN.pattern}")
_NAME = re.compile(r"<(\w+)>")
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


Choices = Mapping[str, str]
"""The options of choices, with bars between, by the names that patterns call them."""


class Pattern:
    """A pattern whose expression is compiled when it is first needed.

    ``required`` are sets of words in lower case; a text that matches has one word of each.
    """

    def __init__(self, pattern: str, choices: Choices, gap: str = GAP) -> None:
        """Look for the words that a pattern needs; ``gap`` is the expression between two words."""
        self._pattern, self._choices, self._gap = pattern, choices, gap
        # Without sure spaces a text has no words to rule patterns out by.
        self.required = tuple(filter(None, self._needed())) if gap == GAP else ()

    def _needed(self) -> Iterator[frozenset[str]]:
        """Yield the words of which one is needed, for each word and choice outside of brackets.

        This takes a fifth of the time of reading all, and rules out nearly as much.
        """
        depth = 0
        for token in _TOP.findall(self._pattern):
            if token in {"(", "["}:
                depth += 1
            elif token in {")", "]"}:
                depth -= 1
            elif not depth and token[0] not in "[{|":
                # This mixes the options of two choices in a row; a text still needs one of them.
                yield _needed_of(_NAME.sub(lambda name: self._choices.get(name[1], ""), token))

    def matches(self, text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Match a whole :func:`plain` text; ``words`` are its words in lower case.

        There is a second match if two slots can divide the text in another way, the first slot
        then being the longer one. Most patterns are ruled out by the words alone, which costs a
        tenth of a match. Raises PatternError for a pattern that cannot be read.
        """
        if any(map(words.isdisjoint, self.required)):
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
    def expression(self) -> str:
        """The expression of a whole text.

        Raises PatternError for an unknown name or slot, or a bracket without its partner.
        """
        return f" *{_Reader(self._pattern, self._choices, self._gap).whole()} *\\Z"

    @cached_property
    def _shortest(self) -> re.Pattern[str]:
        return re.compile(self.expression, re.IGNORECASE | re.DOTALL)

    @cached_property
    def _longest(self) -> re.Pattern[str]:
        greedy = self.expression.replace("}?)", "})").replace(".*?)", ".*)")
        return re.compile(greedy, re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=1 << 13)
def _needed_of(options: str) -> frozenset[str]:
    """Return the longest word of each option; none if an option has no word."""
    if not options.isascii():
        options = "|".join(map(plain, options.split("|")))
    split = (option.split() for option in options.strip("()").split("|"))
    longest = [
        max((word for word in words if word[0] != "'"), key=len, default="") for words in split
    ]
    return frozenset(longest) if all(longest) else frozenset()


class _Reader:
    """Translate one pattern to a regular expression by recursive descent."""

    def __init__(self, pattern: str, choices: Choices, gap: str) -> None:
        self._pattern = pattern
        self._choices = choices
        self._gap = gap
        # The last one, which is empty, ends the pattern.
        self._tokens = [*_TOKEN.findall(pattern), ""]
        if "".join(self._tokens) != "".join(pattern.split()):
            raise PatternError(f"the pattern cannot be read: {pattern}")
        self._place = 0

    def whole(self) -> str:
        expression = self._sequence()
        if self._tokens[self._place]:
            raise PatternError(f"a bracket too many in the pattern: {self._pattern}")
        return expression

    def _sequence(self) -> str:
        """Read up to the next closing bracket or bar."""
        parts = []
        while (token := self._tokens[self._place]) not in ("", ")", "]", "|"):
            self._place += 1
            parts.append((self._part(token), token == "["))  # noqa: S105 - a bracket
        return _joined(parts, self._gap)

    def _part(self, token: str) -> str:
        if token[0] not in "([<{":
            return _word(token)
        name = token[1:-1]
        if not name:
            return self._choice("]" if token == "[" else ")")  # noqa: S105 - a bracket
        if token.startswith("<"):
            if name not in self._choices:
                raise PatternError(f"no choice is called {name}; the pattern is: {self._pattern}")
            return _choice(self._choices[name], self._gap)
        if name not in SLOTS:
            raise PatternError(f"no slot is called {name}; the pattern is: {self._pattern}")
        return f"(?P<{name}>{SLOTS[name]})"

    def _choice(self, end: str) -> str:
        options = [self._sequence()]
        while self._tokens[self._place] == "|":
            self._place += 1
            options.append(self._sequence())
        if self._tokens[self._place] != end:
            raise PatternError(f"a bracket is not closed in the pattern: {self._pattern}")
        self._place += 1
        # Longer options first: of "show" and "show me", the one that takes up more words.
        return f"(?:{'|'.join(sorted(options, key=len, reverse=True))})"


@lru_cache(maxsize=1 << 10)
def _choice(options: str, gap: str) -> str:
    """Return the expression of a choice that names no others."""
    return _Reader(f"({options})", {}, gap).whole()


@lru_cache(maxsize=1 << 13)
def _word(typed: str) -> str:
    word = typed if typed.isascii() else plain(typed)
    return f"{_POSSESSIVE}?" if word == _POSSESSIVE else re.escape(word)


def _joined(parts: Sequence[tuple[str, bool]], gap: str) -> str:
    """Join the expressions of parts in a row, each with whether it is optional.

    The gap beside an optional part is optional with it.
    """
    joined, follows = "", False
    for at, (expression, optional) in enumerate(parts):
        if not optional:
            before = gap if follows and not expression.startswith(_POSSESSIVE) else ""
            joined += before + expression
            follows = True
        elif follows:
            joined += f"(?:{gap}{expression})?"
        elif all(after for _, after in parts[at + 1 :]):
            joined += f"(?:{expression})?"
        else:
            joined += f"(?:{expression}{gap})?"
    return joined
