"""Decide whether two names are the same: spelled alike, or only folded alike.

Questions, forms, imports and ``check`` all ask here. A name that is spelled alike beats one that is
folded alike, so "Bär", "C#" and "Бой" are found beside "Bar", "C" and "Бои":

- spelled alike: the same letters with the same accents, and the same signs such as # and +. Case,
  white space, punctuation, kinds of dashes and quotation marks, full or half width, and the
  encoding of accents (Unicode NFC or NFD) do not count;
- folded alike: as a search compares words (:func:`bot.search.text.plain_key`), so without accents
  and signs, and with British and American spelling as one.

A name that is looked up (a topic, a point, what a question is about) may be folded alike. A speaker
or source that would be added must be spelled like a known one to be the same; one that is only
folded alike is offered as a near one.
"""

import unicodedata
from functools import lru_cache

import regex

from bot.search.text import plain_key, tokens

# Punctuation that tells names apart: C#, R&D, 50%, .NET, version 3.1, "Nurse's" beside "Nurses".
# Symbols such as + are no punctuation.
_KEPT = r"[#&@%]|(?<![\w.])\.(?=\w)|(?<=\d)[.,:/](?=\d)|(?<=\w)['’ʼ](?=s\b)"
_BETWEEN_DIGITS = regex.compile(r"(?<=\d)\s+(?=\d)")
_LEFT_OUT = regex.compile(rf"(?:(?!{_KEPT})[\s\p{{P}}\p{{Cf}}\ufe0e\ufe0f`´])+")
# Letters of full and half width: Ａ is A, ｶﾞ is ガ.
_WIDTHS = regex.compile("[\uff01-\uffef]+")
_AROUND = regex.compile(r"^[\s\p{Pi}\p{Pf}\"']+|[\s\p{Pi}\p{Pf}\"'?!.,:;]+$")


@lru_cache(maxsize=1 << 14)
def spelling(name: str) -> str:
    """Return the key of all names that are spelled like this one; empty for a blank name."""
    plain = _WIDTHS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), name)
    written = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
    apart = _BETWEEN_DIGITS.sub("/", written).replace("’", "'").replace("ʼ", "'")
    return _LEFT_OUT.sub("", apart) or written.strip()


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """Return the key of all names that are folded like this one: at least those spelled alike."""
    return plain_key(tokens(name)) or spelling(name)


def nearness(name: str, typed: str) -> int:
    """Return how near two names that are spelled or folded alike are: 0 is letter for letter.

    Then come another case, quotation marks and stops around one, both, and anything else: "maße"
    is Maße, not Masse, and "IT?" is IT.
    """
    one, other = (unicodedata.normalize("NFC", each).strip() for each in (name, typed))
    bare, typed_bare = _AROUND.sub("", one), _AROUND.sub("", other)
    alike = (one == other, one.lower() == other.lower(), bare == typed_bare)
    return (*alike, bare.lower() == typed_bare.lower(), True).index(True)
