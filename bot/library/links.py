"""Links that lead to the very passage.

Text fragments: https://wicg.github.io/scroll-to-text-fragment/
"""

from urllib.parse import quote

# Enough words to be found once in a page, few enough to survive its small print.
_WORDS_AT_EITHER_END = 6


def passage_link(url: str, text: str) -> str:
    """The address with a text fragment for the passage; empty where no address is known.

    Only the words up to the first ``[…]`` are named: what is left out cannot be searched for.
    """
    if not url:
        return ""
    words = text.split("[…]", maxsplit=1)[0].split()
    if not words:
        return url
    if len(words) <= 2 * _WORDS_AT_EITHER_END:
        fragment = _encode(words)
    else:
        fragment = (
            f"{_encode(words[:_WORDS_AT_EITHER_END])},{_encode(words[-_WORDS_AT_EITHER_END:])}"
        )
    separator = ":~:" if "#" in url else "#:~:"
    return f"{url}{separator}text={fragment}"


def _encode(words: list[str]) -> str:
    # A hyphen and a comma are the fragment's own syntax, so they must be escaped too.
    return quote(" ".join(words), safe="").replace("-", "%2D")
