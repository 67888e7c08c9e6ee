"""Find the quote that a request repeats: its words in their order, with a slip or two."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.library.library import Library
from bot.search.text import spaced_key, tokens

# Fewer words in order may be chance.
FEWEST_WORDS = 4
# From so many words on, two slips leave no doubt; before, one.
SURE_WORDS = 6
# Longer requests are messages; they are compared by their first words.
_LONGEST = 300
# Quotes looked at: the best by words. A library of up to SMALL quotes is looked through, so that a
# passage of common words alone is found too.
_MOST_COMPARED = 30
SMALL = 1000
# Words of asking around a passage that are left out at most.
_MOST_BEFORE, _MOST_AFTER = 8, 5
_WORD_END = re.compile(r"^\W+|\W+$")


def passage_in(request: str, ranked: Sequence[str], library: Library) -> str:
    """Return the id of the quote that has the request's words in this order; empty for none.

    ``ranked`` are the quotes that share words with the request, best first. Case, marks and
    accents do not matter. Of requests of four and five words one slip is allowed, of longer ones
    two: a letter added, left out, changed, or changed over with the next.
    """
    key = _key(request[:_LONGEST])
    words = key.split()
    if len(words) < FEWEST_WORDS:
        return ""
    slips = 1 if len(words) < SURE_WORDS else 2
    for quote in _compared(ranked, library):
        if key in _key(library.quotes[quote].text):
            return quote
    # Fewer words that everybody writes may be near many passages by chance.
    near = _compared(ranked, library) if slips > 1 else ranked[:_MOST_COMPARED]
    return _nearly(key, frozenset(words), slips, near, library)


def passage_within(
    request: str, ranked: Sequence[str], library: Library, ordinary: frozenset[str]
) -> str:
    """Return the words between ordinary words of asking that a quote has in this order.

    "Where does *the hard limit of this* come from": up to eight words before and five after are
    left out, if they are ordinary. Empty for none.
    """
    words = request[:_LONGEST].split()
    plain = [_WORD_END.sub("", word.lower()) in ordinary for word in words]
    keys = [_key(word) for word in words]
    texts = "\n".join(_key(library.quotes[quote].text) for quote in _compared(ranked, library))
    for start in range(min(_MOST_BEFORE, len(words) - FEWEST_WORDS) + 1):
        if not all(plain[:start]):
            break
        for end in range(len(words), max(start + FEWEST_WORDS, len(words) - _MOST_AFTER) - 1, -1):
            if not all(plain[end:]):
                break
            key = " ".join(filter(None, keys[start:end]))
            if key.count(" ") + 1 >= FEWEST_WORDS and key in texts:
                return " ".join(words[start:end])
    return ""


def _nearly(
    key: str, words: frozenset[str], slips: int, quotes: Iterable[str], library: Library
) -> str:
    # A slip costs two insertions or deletions at most, of the letters of both texts together.
    best, closest = "", 100 * (1 - slips / len(key))
    for quote in quotes:
        text = _key(library.quotes[quote].text)
        # A word with a slip is missing, and so may its neighbours be at the edges of the passage.
        if len(words - _words(text)) > slips + 2 or len(text) < len(key):
            continue
        ratio = fuzz.partial_ratio(key, text, score_cutoff=closest)
        if ratio > closest or (ratio == closest and not best):
            best, closest = quote, ratio
    return best


def _compared(ranked: Sequence[str], library: Library) -> Iterable[str]:
    """Return the quotes to look through, the best by words first."""
    likely = ranked[:_MOST_COMPARED]
    return dict.fromkeys((*likely, *library.quotes)) if len(library.quotes) <= SMALL else likely


@lru_cache(maxsize=4 * SMALL)
def _key(text: str) -> str:
    return spaced_key(tokens(text))


@lru_cache(maxsize=4 * SMALL)
def _words(key: str) -> frozenset[str]:
    return frozenset(key.split())
