"""A request as it is understood: its words, each with what it was read as and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.search.lexicon import Lexicon
from bot.search.results import Cause, Why
from bot.search.spelling import by_initial, is_finger_slip
from bot.search.text import LONGEST_REQUEST, STOP_WORDS, Token, plain_key, stem, tokens

# A long request has so many unknown words looked up and no more; the rest count as unknown.
_MOST_CORRECTIONS = 40
# So many readings are remembered.
_MOST_READ = 16
# What is often written apart from the word it belongs to.
_PREFIXES_LIST = """
anti co counter cross de dis e inter mega micro mid mini mis multi non over post pre re semi
sub super trans un under
"""
_PREFIXES = frozenset(_PREFIXES_LIST.split())
# What says nothing of a question in a chat, though no dictionary has it; unless a library does.
_CHAT_LIST = """
aint bc btw cos coz cuz dunno fwiw gonna gotta idk iirc ikr imho imo innit kinda lmao lmfao lol
ngl nah nope nxt obvs omg omfg pls plz ppl prolly rly rn rofl smh sorta tbf tbh thru thx tho ur
wanna wtf yall yea yeah yep
"""
_CHAT = frozenset(_CHAT_LIST.split())
_ARTICLES = frozenset(("the", "a", "an"))
_SHORTEST_STOP_WORD = 4
_STOP_WORDS_BY_INITIAL = by_initial(word for word in STOP_WORDS if len(word) > 2)
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a request.

    ``asked`` is how it was typed (folded), ``read`` what it was read as; ``cause`` is CORRECTION
    or ABBREVIATION where these differ in more than spelling, and ``found`` then says what was
    found. ``term`` is what an index holds it under, empty for a stop word.
    """

    asked: str
    read: str
    term: str
    cause: Cause | None = None
    found: str = ""

    @property
    def why(self) -> Why | None:
        """The reason for a reading that differs from what was typed."""
        return Why(self.cause, self.asked, self.found) if self.cause else None


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request read: ``key`` for names as typed, ``read_key`` after corrections.

    ``bare_key`` is ``key`` without an article before it. ``blank`` where nothing in it could be
    looked up. ``words`` has each word once.
    """

    text: str
    key: str
    bare_key: str
    read_key: str
    words: tuple[Word, ...]
    blank: bool


class RequestParser:
    """Reads requests as one library understands them; remembers the last few.

    One request is read for what it names, for whom, and for its words, as typed and folded.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._read: dict[str, ParsedRequest] = {}
        self._understood: dict[tuple[Token, ...], ParsedRequest] = {}

    def parse(self, text: str) -> ParsedRequest:
        """The reading of a request, of its first :data:`LONGEST_REQUEST` characters."""
        held = text[:LONGEST_REQUEST]
        found = self._read.get(held)
        if found is None:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
                self._understood.clear()
            seen = tokens(held)
            same = self._understood.get(seen)
            found = replace(same, text=held) if same else _reading(held, seen, self._lexicon)
            self._read[held] = self._understood[seen] = found
        return found


def _reading(text: str, seen: tuple[Token, ...], lexicon: Lexicon) -> ParsedRequest:
    parts = tuple(_words(seen, lexicon))
    words: dict[str, Word] = {}
    for word in parts:
        if word.term:
            words.setdefault(word.term, word)
    return ParsedRequest(
        text=text,
        key=plain_key(seen),
        bare_key=plain_key(seen[1:] if seen and seen[0].folded in _ARTICLES else seen),
        read_key=plain_key(tokens(" ".join(word.read for word in parts))),
        words=tuple(words.values()),
        blank=not seen,
    )


def _words(seen: Sequence[Token], lexicon: Lexicon) -> Iterator[Word]:
    """The words in order; a stop word has no term."""
    corrections = 0
    place = 0
    while place < len(seen):
        joined = _joined(seen, place, lexicon)
        if joined:
            yield joined
            place += 2
            continue
        for word in _one(seen[place], lexicon, may_correct=corrections < _MOST_CORRECTIONS):
            corrections += not lexicon.vocabulary.knows(word.asked)
            yield word
        place += 1


def _joined(seen: Sequence[Token], place: int, lexicon: Lexicon) -> Word | None:
    """Two words that the library writes as one, or with a hyphen."""
    if place + 1 >= len(seen):
        return None
    first, second = seen[place].folded, seen[place + 1].folded
    joined = first + second
    if joined not in lexicon.vocabulary.weights or joined in STOP_WORDS:
        return None
    torn = first in _PREFIXES or not (lexicon.vocabulary.knows(first) or first in STOP_WORDS)
    if joined in lexicon.compounds or torn:
        return Word(f"{first} {second}", joined, stem(joined))
    return None


def _one(token: Token, lexicon: Lexicon, *, may_correct: bool) -> Iterator[Word]:
    weights = lexicon.vocabulary.weights
    if len(token.pieces) > 1 and not _written_as_one(token.folded, lexicon):
        for piece in token.pieces:
            yield from _one(Token(piece, (piece,)), lexicon, may_correct=may_correct)
        return
    word = token.folded
    meant = word in weights and (token.capitals or word not in STOP_WORDS)
    if not meant and (word in STOP_WORDS or word in _CHAT):
        yield Word(word, word, "")
        return
    short = _abbreviation(word, lexicon)
    if short:
        yield short
    elif lexicon.vocabulary.knows(word):
        yield Word(word, word, stem(word))
    else:
        yield from _unknown(word, lexicon, may_correct=may_correct)


def _abbreviation(word: str, lexicon: Lexicon) -> Word | None:
    long_of = lexicon.abbreviations.long_of
    if word in long_of:
        return Word(word, word, stem(word), Cause.ABBREVIATION, long_of[word][0])
    short = word.removesuffix("s")
    if short not in long_of or lexicon.vocabulary.knows(word):
        return None
    return Word(word, short, stem(short), Cause.ABBREVIATION, long_of[short][0])


def _unknown(word: str, lexicon: Lexicon, *, may_correct: bool) -> Iterator[Word]:
    weights = lexicon.vocabulary.weights
    split = _split(word, lexicon)
    if split:
        for part in split:
            yield Word(part, part, "" if part in STOP_WORDS else stem(part))
        return
    one = word.removesuffix("s")
    if one in weights:
        yield Word(word, word, stem(one))
        return
    meant = lexicon.vocabulary.correct(word) if may_correct else ""
    if _says_nothing(word, meant):
        yield Word(word, word, "")
        return
    if may_correct and not meant:
        meant = lexicon.vocabulary.common(word)
    if meant and stem(meant) != stem(word):
        yield Word(word, meant, stem(meant), Cause.CORRECTION, meant)
    else:
        yield Word(word, word, stem(word))


def _written_as_one(word: str, lexicon: Lexicon) -> bool:
    weights = lexicon.vocabulary.weights
    return word in weights or word.removesuffix("s") in weights


def _says_nothing(word: str, meant: str) -> bool:
    """Whether it is a stop word with a slip in it, and no word of the library is as near."""
    if not word.isalpha() or (meant and is_finger_slip(word, meant)):
        return False
    slips = OSA.distance(word, meant) if meant else 2
    for stop in _STOP_WORDS_BY_INITIAL.get(word[:1], ()):
        if is_finger_slip(word, stop):
            # Of so few letters even one left out makes another word, unless it is a vowel.
            left_out = len(word) < _SHORTEST_STOP_WORD and set(stop) - set(word)
            if not left_out or left_out <= _VOWELS:
                return True
        elif len(word) > _SHORTEST_STOP_WORD and OSA.distance(word, stop) == 1 < slips:
            return True
    return False


def _split(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Two words of the library run together, where it has them side by side."""
    for cut in range(2, len(word) - 1):
        pair = (word[:cut], word[cut:])
        if pair in lexicon.pairs:
            return pair
    return ()
