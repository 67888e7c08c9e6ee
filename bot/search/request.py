"""Parse a request into words, each with its reading and the reason for it."""

import re
from collections.abc import Collection, Container, Iterator, Sequence

from msgspec import Struct
from rapidfuzz.distance import OSA

from bot.search.languages import every_stop_word
from bot.search.lexicon import Lexicon
from bot.search.results import Cause, Why
from bot.search.spelling import by_initial, is_finger_slip
from bot.search.text import (
    LONGEST_REQUEST,
    STOP_WORDS,
    Token,
    in_english,
    one_spelling,
    plain_key,
    stem,
    stop_words,
    tokens,
)

# Unknown words of one request that are corrected; further ones count as unknown.
_MOST_CORRECTIONS = 40
# Prefixes that are often written apart from their word.
_PREFIXES_LIST = """
anti co counter cross de dis e inter mega micro mid mini mis multi non over post pre re semi
sub super trans un under
"""
_PREFIXES = frozenset(_PREFIXES_LIST.split())
# Chat words that say nothing of a question, unless a library has them.
_CHAT_LIST = """
aint bc btw cos coz cuz dunno fwiw gonna gotta idk iirc ikr imho imo innit kinda lmao lmfao lol
ngl nah nope nxt obvs omg omfg pls plz ppl prolly rly rn rofl smh sorta tbf tbh thru thx tho ur
wanna wtf yall yea yeah yep
"""
CHAT_WORDS = frozenset(_CHAT_LIST.split())
_ARTICLES = frozenset(("the", "a", "an"))
_SHORTEST_STOP_WORD = 4
_STOP_WORDS_BY_INITIAL = by_initial(word for word in STOP_WORDS if len(word) > 2)
_LONGEST_COUNT = 3
# A sign that makes a number more than a count, such as that of a currency.
_SIGN = re.compile(r"[^\w\s+*/=.,:;!?()'’-]")
_VOWELS = frozenset("aeiou")
# Signs around a word that do not belong to it.
_MARKS = "“”‘’\"'()[]{}<>.,;:!?…*_`"


class Word(Struct, frozen=True):
    """One word of a request.

    ``asked`` is the word as typed (folded), ``read`` the word it was read as. ``cause`` is
    CORRECTION or ABBREVIATION if these differ in more than spelling; ``found`` is then the word or
    the phrase found. ``term`` is the index term, empty for a stop word.
    """

    asked: str
    read: str
    term: str
    cause: Cause | None = None
    found: str = ""

    @property
    def is_count(self) -> bool:
        """Whether it is a number of up to three digits, which stand in many texts."""
        return self.asked.isdecimal() and len(self.asked) <= _LONGEST_COUNT

    @property
    def why(self) -> Why | None:
        """The reason for a reading that differs from the word typed."""
        return Why(self.cause, self.asked, self.found) if self.cause else None


class ParsedRequest(Struct, frozen=True):
    """A request with its keys for names and its words, each once.

    ``key`` is of the request as typed, ``bare_key`` without an article at the beginning,
    ``read_key`` after corrections. ``blank`` says that no word was typed at all, or besides stop
    words only numbers of up to three digits, which stand in many texts and say nothing: "12", "what
    is 2+2".
    """

    text: str
    key: str
    bare_key: str
    read_key: str
    words: tuple[Word, ...]
    blank: bool

    @property
    def is_one_word(self) -> bool:
        """Whether one word was typed and no other, and it was not corrected."""
        one = len(self.words) == 1 and self.words[0].cause is not Cause.CORRECTION
        return one and one_spelling(self.words[0].asked) == self.key


def parse_request(text: str, lexicon: Lexicon) -> ParsedRequest:
    """Parse a request, of which the first :data:`LONGEST_REQUEST` characters count."""
    text = text[:LONGEST_REQUEST]
    typed = tokens(text)
    parts = tuple(_words(typed, lexicon))
    words: dict[str, Word] = {}
    for word in parts:
        if word.term:
            words.setdefault(word.term, word)
    return ParsedRequest(
        text=text,
        key=plain_key(typed),
        bare_key=plain_key(typed[1:] if typed and typed[0].folded in _ARTICLES else typed),
        read_key=plain_key(tokens(" ".join(word.read for word in parts))),
        words=tuple(words.values()),
        blank=not typed or _only_counts(text, words.values()),
    )


def _only_counts(text: str, words: Collection[Word]) -> bool:
    """Whether short numbers are all that a request says; "£12" and "2%" say more."""
    plain = bool(words) and all(word.is_count for word in words)
    return plain and _SIGN.search(text) is None


def unmentioned(request: ParsedRequest, known: Container[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of a request that stand nowhere in a library, as they were typed.

    A word counts as a name if it has a capital, or is the whole request and no English word. A
    number is none, nor is a stop word of another language, such as "Does" in a French library.
    ``known`` are the words, as typed, that some document has.
    """
    held, english = lexicon.vocabulary.weights, lexicon.vocabulary.english.words
    strange = {
        word.asked
        for word in request.words
        if not (word.asked in known or word.cause or word.asked in held)
        and word.asked not in every_stop_word()
    }
    alone = len(request.words) == 1 and not any(word in english for word in strange)
    typed = (part.strip(_MARKS) for part in request.text.split())
    return tuple(
        dict.fromkeys(
            word
            for word in typed
            if not word.isdecimal()
            and strange.intersection(token.folded for token in tokens(word))
            and (alone or word != word.lower())
        )
    )


def _words(typed: Sequence[Token], lexicon: Lexicon) -> Iterator[Word]:
    """Yield the words in order; a stop word has no term."""
    corrections = 0
    place = 0
    while place < len(typed):
        joined = _joined(typed, place, lexicon)
        if joined:
            yield joined
            place += 2
            continue
        for word in _read(typed[place], lexicon, may_correct=corrections < _MOST_CORRECTIONS):
            corrections += not lexicon.vocabulary.knows(word.asked)
            yield word
        place += 1


def _joined(typed: Sequence[Token], place: int, lexicon: Lexicon) -> Word | None:
    """Return two words as one that the library writes as one, or with a hyphen."""
    if place + 1 >= len(typed):
        return None
    first, second = typed[place].folded, typed[place + 1].folded
    joined = first + second
    if joined not in lexicon.vocabulary.weights or joined in stop_words():
        return None
    torn = first in _PREFIXES or not (lexicon.vocabulary.knows(first) or first in stop_words())
    if joined in lexicon.compounds or torn:
        return Word(f"{first} {second}", joined, stem(joined))
    return None


def _read(token: Token, lexicon: Lexicon, *, may_correct: bool) -> Iterator[Word]:
    """Yield a token as one word, or in pieces if the library does not write it as one."""
    weights = lexicon.vocabulary.weights
    word = token.folded
    if len(token.pieces) > 1 and word not in weights and word.removesuffix("s") not in weights:
        for piece in token.pieces:
            yield from _read(Token(piece, (piece,)), lexicon, may_correct=may_correct)
        return
    meant = word in weights and (token.capitals or word not in stop_words())
    if not meant and (word in stop_words() or word in CHAT_WORDS):
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
        long = long_of[word][0]
        # "NHS X" is no longer form of NHSX, only another spelling.
        spelled_apart = plain_key(tokens(long)) == word
        return Word(word, word, stem(word), *(() if spelled_apart else (Cause.ABBREVIATION, long)))
    short = word.removesuffix("s")
    if short not in long_of or lexicon.vocabulary.knows(word):
        return None
    return Word(word, short, stem(short), Cause.ABBREVIATION, long_of[short][0])


def _unknown(word: str, lexicon: Lexicon, *, may_correct: bool) -> Iterator[Word]:
    """Yield an unknown word: split in two, as a plural, corrected, dropped, or as it is."""
    split = _split(word, lexicon)
    if split:
        for part in split:
            yield Word(part, part, "" if part in stop_words() else stem(part))
        return
    one = word.removesuffix("s")
    if one in lexicon.vocabulary.weights:
        yield Word(word, word, stem(one))
        return
    meant = lexicon.vocabulary.correct(word) if may_correct else ""
    meant = meant or ("" if in_english() else lexicon.vocabulary.begins_like(word))
    if _is_stop_word_slip(word, meant):
        yield Word(word, word, "")
    elif meant and stem(meant) != stem(word):
        yield Word(word, meant, stem(meant), Cause.CORRECTION, meant)
    else:
        yield Word(word, word, stem(word))


def _is_stop_word_slip(word: str, meant: str) -> bool:
    """Whether a word is a mistyped stop word, and ``meant`` in the library is no nearer."""
    if not word.isalpha() or (meant and is_finger_slip(word, meant)):
        return False
    edits = OSA.distance(word, meant) if meant else 2
    for stop in _STOP_WORDS_BY_INITIAL.get(word[:1], ()) if in_english() else ():
        if is_finger_slip(word, stop):
            # In so few letters even one left out makes another word, unless it is a vowel.
            left_out = len(word) < _SHORTEST_STOP_WORD and set(stop) - set(word)
            if not left_out or left_out <= _VOWELS:
                return True
        elif len(word) > _SHORTEST_STOP_WORD and OSA.distance(word, stop) == 1 < edits:
            return True
    return False


def _split(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return two words run together that stand side by side in the library, or ()."""
    for cut in range(2, len(word) - 1):
        pair = (word[:cut], word[cut:])
        if lexicon.side_by_side(*pair):
            return pair
    return ()
