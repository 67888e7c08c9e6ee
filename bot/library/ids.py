"""Ids: how a name becomes one, and new ones that were never used."""

import re
import unicodedata
from collections.abc import Container

SHORTEST_ID, LONGEST_ID = 2, 40
# Room for a hyphen and six figures.
_LONGEST_SLUG = LONGEST_ID - 7
_MOST_WORDS = 6


def slugged(name: str) -> str:
    """Return the id that a name suggests; empty for a name without plain letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:LONGEST_ID].strip("-")


def new_id(words: str, taken: Container[str], fallback: str) -> str:
    """Return a free id made of the first six words, or of as many as fit.

    The same words give the same id. If it is taken, a number from 2 follows. Words without a plain
    letter or digit get ``fallback``, itself an id, always with a number.
    """
    plain = unicodedata.normalize("NFKD", words[:1000])
    without_marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = _whole_words(slugged(" ".join(without_marks.split()[:_MOST_WORDS])))
    if len(slug) < SHORTEST_ID:
        return _numbered(f"{fallback}-{slug}" if slug else fallback, taken)
    return slug if slug not in taken else _numbered(slug, taken)


def _whole_words(slug: str) -> str:
    """Drop the last word if it does not fit, unless it is the only one."""
    if len(slug) <= _LONGEST_SLUG:
        return slug
    head = slug[: _LONGEST_SLUG + 1]
    return head.rpartition("-")[0] or slug[:_LONGEST_SLUG]


def _numbered(slug: str, taken: Container[str]) -> str:
    """Add a free number, found by bisection: thousands of quotes may begin with the same words."""
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
