"""Turn text into words and words into stems, the same for every spelling of a word.

Library and request are folded alike: case, accents, invisible characters, apostrophes, hyphens,
British and American spelling, inflection.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import chain, pairwise
from threading import Lock
from typing import TYPE_CHECKING

import Stemmer
from msgspec import Struct
from msgspec.structs import replace

from bot.library.normalisation import UNSPACED

if TYPE_CHECKING:
    from bot.search.languages import ReadingLanguage

# Characters of a request that are read; Discord takes no more in an option.
LONGEST_REQUEST = 6000

# Letters that have no decomposition but are typed without their stroke.
_STROKES = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'"}
)
# The marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters, and invisible characters.
_MARKS_AT = chain((0xAD, 0xFEFF), range(0x300, 0x900), range(0x2000, 0x2070), range(0xFE00, 0xFE10))
_ACCENTS = "".join(
    letter
    for letter in map(chr, _MARKS_AT)
    if letter != "\u0306" and unicodedata.category(letter) in {"Mn", "Me", "Cf"}
)
# The breve is an accent except on a Cyrillic И.
_ACCENT = re.compile(f"(?<![\u0418\u0438])\u0306|[{_ACCENTS}]")
# Vowel signs and the like, which Python's \\w leaves out.
_MARKED = (
    "\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e\u0e50-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
)
# Marks above and below letters of scripts without spaces; a letter is read with its marks.
_ABOVE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
_GRAPHEME = re.compile(f"[^{_ABOVE}][{_ABOVE}]*")
_HYPHENS = r"\-\u2010\u2011\u2012\u2043\ufe63\uff0d"
_JOINING = "'-\u2010\u2011\u2012\u2043\ufe63\uff0d"
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?"  # n.h.s.
    r"|\b[^\W\d_]&[^\W\d_]\b"  # r&d
    rf"|(?:[^\W_]|[{_MARKED}])+(?:['{_HYPHENS}](?:[^\W_]|[{_MARKED}])+)*"
)
# The words of a text in ASCII without stops or "&" within words: three times as fast to find.
_PLAIN_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_RARE_WORD = re.compile(r"[a-z]\.[a-z]\.|[a-z]&[a-z]")
# Marks of printed text; only the apostrophe is part of a word.
_MARKS = (("’", "'"), ("‘", " "), ("“", " "), ("”", " "), ("–", " "), ("—", " "))
# The look-behind comes after the first letter, so that the scan is for letters: it is faster.
_CAPITALS = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z]{1,4}\b")
_PIECE = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(f"[{_HYPHENS}]")

_STOP_WORDS_LIST = """
a about above after again all also am an and any are arent as at be because been before being
below between both but by can cannot cant could couldnt did didnt do does doesnt doing dont
down during each eg etc few for from further get gets getting got had hadnt has hasnt have
havent having he hed hell her here hers herself hes him himself his how hows i id ie if ill im
in into is isnt it itd itll its itself ive just let lets me more most much must mustnt my
myself no nor not of off on once one ones only or other others ought our ours ourselves out
over own per please quite really s same shall shant she shed shes should shouldnt so some such
t than that thats the their theirs them themselves then there theres these they theyd theyll
theyre theyve this those though through to too under until up upon us very via was wasnt we
wed were werent weve what whats when whens where wheres whether which while whilst who whom
whos whose why whys will with within without wont would wouldnt yes yet you youd youll your
youre yours yourself yourselves youve
"""
STOP_WORDS = frozenset(_STOP_WORDS_LIST.split())


_ACTIVE: ContextVar["ReadingLanguage | None"] = ContextVar("reading language", default=None)


def reading_language() -> "ReadingLanguage | None":
    """Return the language that texts are read in now; None for English alone."""
    return _ACTIVE.get()


def in_english() -> bool:
    """Whether texts are read in English now, if quotes in another language are among them too."""
    language = _ACTIVE.get()
    return language is None or language.code == "en"


@contextmanager
def reading_in(one: "ReadingLanguage | None") -> Iterator[None]:
    """Read texts in a language inside the context."""
    token = _ACTIVE.set(one)
    try:
        yield
    finally:
        _ACTIVE.reset(token)


def stop_words() -> frozenset[str]:
    """Return the folded stop words of the language that texts are read in."""
    language = reading_language()
    return STOP_WORDS if language is None else language.stops


class Token(Struct, frozen=True):
    """A word of a text, folded, with the pieces that hyphens join.

    ``folded`` has no hyphens and no apostrophes; ``pieces`` has one entry for a plain word.
    ``capitals`` marks a word such as IT or WHO that would be a stop word in small letters.
    """

    folded: str
    pieces: tuple[str, ...]
    capitals: bool = False


def fold(text: str) -> str:
    """Return the text without case, accents and invisible characters; its length may change.

    A mark is an accent on Latin, Greek, Hebrew and Arabic letters, and on Cyrillic ones but й. In
    other scripts it is a part of the letter: ガ is not カ, and कि is not क.
    """
    language = reading_language()
    if language is not None:
        return fold_in(text, language.letters)
    return text.lower() if text.isascii() else bare_of_accents(text)


def fold_in(text: str, letters: str) -> str:
    """Return the text folded but for these letters; a Turkish I is a small ı."""
    if text.isascii() and "ı" not in letters:
        return text.lower()
    if not letters:
        return bare_of_accents(text)
    small = text.replace("İ", "i").replace("I", "ı") if "ı" in letters else text
    small = unicodedata.normalize("NFC", small).casefold()
    return "".join(one if one in letters else bare_of_accents(one) for one in small)


def bare_of_accents(text: str) -> str:
    """Return the text folded whatever the language that texts are read in."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart)).translate(_STROKES)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text in order, stop words included."""
    return _tokens(text, reading_language())


# A name is read for the lexicon, the names, their stems and the index.
@lru_cache(maxsize=1 << 13)
def _tokens(text: str, language: "ReadingLanguage | None") -> tuple[Token, ...]:
    return tuple(map(_token_of if language is None else token_of, words_in(text)))


def words_in(text: str) -> list[str]:
    """Return the words in order, folded except for hyphens, stops and apostrophes within.

    A stop word that was written in capitals is in capitals; no other word is.
    """
    folded = fold(_typed(text))
    plain = folded.isascii() and not _RARE_WORD.search(folded)
    found: list[str] = (_PLAIN_WORD if plain else _WORD).findall(folded)
    if not folded.isascii():
        found = [part for word in found for part in _pairs(word)]
    if any(word.lower() in STOP_WORDS for word in _CAPITALS.findall(text)):
        return _with_capitals(found, text)
    return found


def _typed(text: str) -> str:
    """Return the text with marks as they are typed, if that leaves only ASCII."""
    if text.isascii():
        return text
    typed = text
    for mark, plain in _MARKS:
        typed = typed.replace(mark, plain)
    return typed if typed.isascii() else text


@cache
def _unspaced() -> re.Pattern[str]:
    """Return the expression of a run of a script without spaces; few libraries have one."""
    return re.compile(f"({UNSPACED}+)")


def _pairs(word: str) -> Iterator[str]:
    """Yield a word; for each run of a script without spaces its overlapping pairs of letters."""
    parts = _unspaced().split(word)
    if len(parts) == 1:
        yield word
        return
    for place, part in enumerate(parts):
        # Runs stand at odd places; between them are no hyphens and apostrophes at the edges.
        letters = _GRAPHEME.findall(part) if place % 2 else [part.strip(_JOINING)]
        if len(letters) > 1:
            yield from map("".join, pairwise(letters))
        elif letters[0]:
            yield part if place % 2 else letters[0]


def _with_capitals(found: list[str], text: str) -> list[str]:
    """Return the words with IT and WHO in capitals, unless the whole text is in capitals."""
    written = _WORD.findall(text.replace("’", "'"))
    if len(written) != len(found) or (len(found) > 1 and text.isupper()):
        return found
    return [
        word.upper()
        if len(as_written) > 1 and as_written.isupper() and token_of(word).folded in STOP_WORDS
        else word
        for as_written, word in zip(written, found, strict=True)
    ]


def token_of(word: str) -> Token:
    """Return a word of :func:`words_in` as a token, by the reading language."""
    language = reading_language()
    if language is not None and "'" in word:
        before, _, after = word.partition("'")
        if language.cuts_endings:
            word = before
        elif before in language.elisions and after:
            word = after
    return _token_of(word)


@lru_cache(maxsize=1 << 16)
def _token_of(word: str) -> Token:
    if word.isupper() and token_of(word.lower()).folded in STOP_WORDS:
        return replace(token_of(word.lower()), capitals=True)
    if word.isalnum():
        return Token(word, (word,))
    if "." in word or "&" in word:
        joined = "".join(_PIECE.findall(word))
        return Token(joined, (joined,))
    pieces = tuple(_bare(piece) for piece in _HYPHEN.split(word))
    return Token("".join(pieces), pieces)


def _bare(word: str) -> str:
    if "'" not in word:
        return word
    return word.removesuffix("'s").replace("'", "")


def plain_key(read: Iterable[Token]) -> str:
    """Return the words run together: ``In-house``, ``in house`` and ``inhouse`` have one key."""
    return "".join(one_spelling(piece) for token in read for piece in token.pieces)


def spaced_key(read: Iterable[Token]) -> str:
    """Return the words with spaces between, hyphens as spaces, British and American as one."""
    return " ".join(one_spelling(piece) for token in read for piece in token.pieces)


def typed_spacing(read: Iterable[Token]) -> str:
    """Return the words with spaces between as they are typed, British and American apart."""
    return " ".join(piece for token in read for piece in token.pieces)


# American to British or British to American, whichever is surer: far fewer words end in -ize for
# other reasons than in -ise, and in -our than in -or. Each rule follows letters that a word must
# contain for it: these are faster to look for.
_SPELLINGS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (letters, re.compile(written), standard)
    for letters, written, standard in (
        ("iz", r"(?<=\w{3})iz(?=(?:e|es|ed|er|ers|ing|ings|able|ation|ations|ational)$)", "is"),
        ("yz", r"(?<=\w{2})yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
        (
            "our",
            r"(?<=\w{3})our"
            r"(?=(?:s|ed|ing|able|ably|al|ful|fully|hood|hoods|ite|ites|less|er|ers|y)?$)",
            "or",
        ),
        ("re", r"(?<=\w{2})([tbv])re(?=s?$)", r"\1er"),
        ("red", r"(?<=\w{2})([tbv])red$", r"\1ered"),
        ("gramme", r"gramme(?=s?$)", "gram"),
        ("logue", r"logue(?=s?$)", "log"),
        ("dgement", r"dgement(?=s?$)", "dgment"),
        ("enquir", r"^enquir", "inquir"),
        ("ae", r"(?<=[pnhkf])ae(?=[dmcs])", "e"),
        ("oe", r"oe(?=str|soph|dem|tus|tal|uv)", "e"),
        ("grey", r"^grey", "gray"),
        ("scept", r"^scept", "skept"),
        ("plough", r"^plough", "plow"),
    )
)


@lru_cache(maxsize=1 << 16)
def one_spelling(word: str) -> str:
    """Return one spelling for the British and American forms of a folded word.

    It goes by rules, so a word that only looks like a variant changes too. Every word is changed
    the same way, so that does no harm unless it makes two words one.
    """
    if len(word) < 5 or not word.isascii():
        return word
    for letters, pattern, standard in _SPELLINGS:
        if letters in word:
            word = pattern.sub(standard, word)
    return word


# Forms that the stemmer does not join: irregular ones by base, plurals of very short words.
_IRREGULAR = """
become:became begin:began,begun break:broke,broken bring:brought build:built bus:buses buy:bought
catch:caught child:children choose:chose,chosen come:came draw:drew,drawn drive:drove,driven
fall:fell,fallen feel:felt fight:fought find:found gas:gases give:gave,given go:went,gone
grow:grew,grown hold:held keep:kept know:knew,known lead:led learn:learnt leave:left lose:lost
make:made man:men mean:meant meet:met pay:paid practice:practise,practised,practises,practising
run:ran say:said see:saw,seen sell:sold send:sent speak:spoke,spoken spend:spent stand:stood
take:took,taken teach:taught tell:told think:thought throw:threw,thrown win:won woman:women
write:wrote,written
"""
_VOWELS = re.compile(r"[aeiouy]+")
# Plurals of short forms, which the stemmer leaves as they are because they have no vowel.
_SHORT_FORMS = re.compile(r"(?P<one>[^aeiouy\d]{2,}e?)(?<!s)s")
_STEMMER = Stemmer.Stemmer("english", 0)
# The stemmer holds the word it works on, and desks answer in threads. Its own cache is off (0):
# stem() has one.
_STEMMING = Lock()
_BASES = {
    form: base
    for base, _, forms in (entry.partition(":") for entry in _IRREGULAR.split())
    for form in forms.split(",")
}


def stem(word: str) -> str:
    """Return the stem of a folded word in the language that texts are read in."""
    language = reading_language()
    return english_stem(word) if language is None else language.stem(word)


@lru_cache(maxsize=1 << 16)
def english_stem(word: str) -> str:
    """Return the English stem, the same for British and American spelling.

    Snowball's English stemmer (https://snowballstem.org/algorithms/english/stemmer.html), then
    three rules of our own: a doubled l at the end of a longer stem is one l (modelling, modeling;
    enrolment, enrollment), -ence is -ense (defence, defense), and short forms without a vowel lose
    the s of their plural. Irregular forms go by their base.
    """
    if not word.isascii():
        return word
    word = one_spelling(_BASES.get(word, word))
    if short_forms := _SHORT_FORMS.fullmatch(word):
        return short_forms.group("one")
    with _STEMMING:
        found: str = _STEMMER.stemWord(word)
    if found.endswith("ll") and len(_VOWELS.findall(found)) > 1:
        return found[:-1]
    if found.endswith("enc") and len(found) > 5:
        return found[:-1] + "s"
    return found
