"""A small pattern language for request frames, compiled to regular expressions.

A pattern is a line of words. ``(a|b c)`` is a choice, ``[a]`` is optional, ``{subject}`` is a slot
that holds any words, and ``<name>`` stands for a choice defined elsewhere in the same file. Case
and accents do not matter; between two words any spaces, commas, colons and dashes may stand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.search.text import bare_of_accents

# Between two words, after :func:`plain`.
GAP = " +"
_BETWEEN_WORDS = '\t\n\r\f\v\xa0\u3000,;:.!?…–—@|"“”„«»()¿¡،؛؟।，、。；：！？「」『』（）《》'
_PLAIN = str.maketrans(dict.fromkeys(_BETWEEN_WORDS, " ") | dict.fromkeys("’‘`´", "'"))
# Follows a name without a space; of "Wells'" only the apostrophe.
_POSSESSIVE = "'s"
_SIDE = re.compile(r"\b(pro|anti)-(?=\w)", re.IGNORECASE)
_TOKEN = re.compile(r"\{\w+\}|<\w+>|[()\[\]|]|[^\s(){}<>\[\]|]+")
# The same at the top of a pattern, with a choice or optional part that holds no other as one token.
_TOP = re.compile(rf"[(\[][^(){{}}<>\[\]]*[)\]]|{_TOKEN.pattern}")
# Letters with accents, a possessive, and an option without words.
_UNSURE = re.compile(r"[^\x00-\x7f]|(?<!\w)'|[(|] *[|)]")
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


class PatternPart(NamedTuple):
    """A word, a slot or a choice of a pattern, as a regular expression.

    ``needed`` are the words of which a text must have one to match; none where anything may match.
    """

    expression: str
    needed: frozenset[str] = frozenset()
    optional: bool = False


class Macros(dict[str, PatternPart]):
    """Choices by the names that patterns call them, each read when it is first needed."""

    def __init__(self, options: Mapping[str, str], gap: str = GAP) -> None:
        """``options`` are lists of options with bars between; they name no choices themselves."""
        super().__init__()
        self.options = options
        self._gap = gap

    def spelled_out(self, token: str) -> str:
        """Return a token, the options in brackets instead of the name of a choice."""
        return f"({self.options.get(token[1:-1], '')})" if token[0] == "<" else token

    def __missing__(self, name: str) -> PatternPart:
        """Read a choice. Raises KeyError for an unknown name, PatternError as a pattern does."""
        (choice,) = _Reader(f"({self.options[name]})", NO_MACROS, self._gap).whole()
        self[name] = choice
        return choice


NO_MACROS = Macros({})


class Pattern:
    """A pattern that is read whole, and its expression compiled, when it is first needed.

    ``required`` are sets of words in lower case; a text that matches has one word of each.
    """

    def __init__(self, pattern: str, macros: Macros, gap: str = GAP) -> None:
        """Look for the words that a pattern needs; ``gap`` is the expression between two words."""
        self._pattern, self._macros, self._gap = pattern, macros, gap
        self.required = self._first_look() if gap == GAP else ()

    def _first_look(self) -> tuple[frozenset[str], ...]:
        """Return what is required by the parts that are easily read, else what all parts require.

        This takes a fifth of the time of reading all.
        """
        found, depth = [], 0
        for token in _TOP.findall(self._pattern):
            if token in {"(", "["}:
                depth += 1
            elif token in {")", "]"}:
                depth -= 1
            elif not depth and token[0] not in "[{|":
                found.append(_needed_of(self._macros.spelled_out(token)))
        return tuple(filter(None, found)) or self._required

    def _needs(self) -> Iterator[tuple[frozenset[str], ...]]:
        """Yield what the first look found, then, only if that was not enough, what all parts do."""
        yield self.required
        yield self._required

    @cached_property
    def _required(self) -> tuple[frozenset[str], ...]:
        # Without sure spaces a text has no words to rule patterns out by.
        return tuple(part.needed for part in self.parts if part.needed and self._gap == GAP)

    @cached_property
    def parts(self) -> Sequence[PatternPart]:
        """The parts of the pattern.

        Raises PatternError for an unknown name or slot, or a bracket without its partner.
        """
        return _Reader(self._pattern, self._macros, self._gap).whole()

    def matches(self, text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Match a whole :func:`plain` text; ``words`` are its words in lower case.

        There is a second match if two slots can divide the text in another way, the first slot
        then being the longer one. Most patterns are ruled out by the words alone, which costs a
        tenth of a match. Raises PatternError for a pattern that cannot be read.
        """
        if any(words.isdisjoint(one) for needed in self._needs() for one in needed):
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
        return f" *{_joined(self.parts, self._gap)} *\\Z"


class _Reader:
    """Read one pattern by recursive descent."""

    def __init__(self, pattern: str, macros: Macros, gap: str) -> None:
        self._pattern = pattern
        self._macros = macros
        self._gap = gap
        # The last one, which is empty, ends the pattern.
        self._tokens = [*_TOKEN.findall(pattern), ""]
        if "".join(self._tokens) != "".join(pattern.split()):
            raise PatternError(f"the pattern cannot be read: {pattern}")
        self._place = 0

    def whole(self) -> list[PatternPart]:
        parts = self._sequence()
        if self._tokens[self._place]:
            raise PatternError(f"a bracket too many in the pattern: {self._pattern}")
        return parts

    def _sequence(self) -> list[PatternPart]:
        """Read up to the next closing bracket or bar."""
        parts = []
        while (token := self._tokens[self._place]) not in ("", ")", "]", "|"):
            self._place += 1
            parts.append(self._part(token))
        return parts

    def _part(self, token: str) -> PatternPart:
        if token[0] not in "([<{":
            return _word(token)
        name = token[1:-1]
        if not name:
            return self._choice(optional=token == "[")  # noqa: S105 - a bracket
        if token.startswith("<"):
            if name not in self._macros.options:
                raise PatternError(f"no choice is called {name}; the pattern is: {self._pattern}")
            return self._macros[name]
        if name not in SLOTS:
            raise PatternError(f"no slot is called {name}; the pattern is: {self._pattern}")
        return PatternPart(f"(?P<{name}>{SLOTS[name]})")

    def _choice(self, *, optional: bool) -> PatternPart:
        options = [self._sequence()]
        while self._tokens[self._place] == "|":
            self._place += 1
            options.append(self._sequence())
        if self._tokens[self._place] != ("]" if optional else ")"):
            raise PatternError(f"a bracket is not closed in the pattern: {self._pattern}")
        self._place += 1
        choice = _choice_of(options, self._gap)
        return PatternPart(choice.expression, optional=True) if optional else choice


@lru_cache(maxsize=1 << 13)
def _word(typed: str) -> PatternPart:
    word = typed if typed.isascii() else plain(typed)
    if word == _POSSESSIVE:
        return PatternPart(f"{_POSSESSIVE}?")
    return PatternPart(re.escape(word), frozenset(() if word[0] == "'" else (word,)))


@lru_cache(maxsize=1 << 13)
def _needed_of(token: str) -> frozenset[str]:
    """Return the needed words of a word or choice; none for a choice that holds another."""
    if token[0] != "(":
        return _word(token).needed
    if not _TOP.fullmatch(token):
        return frozenset()
    options = [option.split() for option in token[1:-1].split("|")]
    if _UNSURE.search(token):
        return _needed_of_choice([_telling_words(map(_word, option)) for option in options])
    return frozenset([max(option, key=len) for option in options])


def _choice_of(options: Sequence[Sequence[PatternPart]], gap: str) -> PatternPart:
    # Longer options first: of "show" and "show me", the one that takes up more words.
    joined = sorted((_joined(option, gap) for option in options), key=len, reverse=True)
    needed = _needed_of_choice([_telling_words(option) for option in options])
    return PatternPart(f"(?:{'|'.join(joined)})", needed)


def _needed_of_choice(telling: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*telling) if all(telling) else frozenset[str]()


def _telling_words(option: Iterable[PatternPart]) -> frozenset[str]:
    """The needed words of one part: the fewest, and the longest, as short words are common."""
    needed = [part.needed for part in option if part.needed]
    if len(needed) == 1:
        return needed[0]
    return min(needed, key=lambda words: (len(words), -min(map(len, words))), default=frozenset())


def _joined(parts: Sequence[PatternPart], gap: str) -> str:
    """The expression of parts in a row; the gap beside an optional one is optional with it."""
    expression, follows = "", False
    for at, part in enumerate(parts):
        if not part.optional:
            before = gap if follows and not part.expression.startswith(_POSSESSIVE) else ""
            expression += before + part.expression
            follows = True
        elif follows:
            expression += f"(?:{gap}{part.expression})?"
        elif all(after.optional for after in parts[at + 1 :]):
            expression += f"(?:{part.expression})?"
        else:
            expression += f"(?:{part.expression}{gap})?"
    return expression
