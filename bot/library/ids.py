"""New ids: from the words, the same for the same words, never one that was used."""

import unicodedata
from collections.abc import Container

from bot.library.rules import LONGEST_ID, slugged

# Room for a hyphen and six figures.
_LONGEST_SLUG = LONGEST_ID - 7
_MOST_WORDS = 6


def new_id(words: str, taken: Container[str], fallback: str) -> str:
    """An id for something called or saying ``words``: the first six of them, as far as they fit.

    Where it is taken, a number follows, from 2. Words without a plain letter or digit have the
    ``fallback``, which is an id itself, and always a number.
    """
    plain = unicodedata.normalize("NFKD", words[:1000])
    without_marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = _cut(slugged(" ".join(without_marks.split()[:_MOST_WORDS])))
    if len(slug) < 2:
        return _numbered(f"{fallback}-{slug}" if slug else fallback, taken)
    return slug if slug not in taken else _numbered(slug, taken)


def _cut(slug: str) -> str:
    """The slug without the word that does not fit, unless it is the only one."""
    if len(slug) <= _LONGEST_SLUG:
        return slug
    head = slug[: _LONGEST_SLUG + 1]
    return head.rpartition("-")[0] or slug[:_LONGEST_SLUG]


def _numbered(slug: str, taken: Container[str]) -> str:
    """The slug with a number that is free, by halving: thousands may begin with the same words."""
    low, high = 1, 2
    while f"{slug}-{high}" in taken:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if f"{slug}-{middle}" in taken:
            low = middle
        else:
            high = middle
    return f"{slug}-{high}"
