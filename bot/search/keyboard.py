"""Slips of the fingers: letters swapped, doubled or left out, a key beside the right one."""

from itertools import pairwise

# A keyboard's rows; each begins half a key further right than the one above.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> frozenset[str]:
    pairs = {row[place : place + 2] for row in _ROWS for place in range(len(row) - 1)}
    for above, below in pairwise(_ROWS):
        pairs |= {above[place] + letter for place, letter in enumerate(below)}
        pairs |= {above[place + 1] + letter for place, letter in enumerate(below)}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


# Two letters whose keys touch, in either order.
BESIDE = _beside()


def is_finger_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the fingers makes ``typed`` of ``meant``; both are folded.

    Two letters side by side swapped, a letter typed twice or once instead of twice, one left out
    within the word, or the key beside the right one. Other changes are more likely another word.
    ``"privte"`` for ``"private"``, ``"teh"`` for ``"the"``; not ``"nasa"`` for ``"nasal"``.
    """
    if len(typed) == len(meant):
        apart = [place for place, letter in enumerate(typed) if letter != meant[place]]
        if len(apart) == 1:
            return typed[apart[0]] + meant[apart[0]] in BESIDE
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and typed[apart[0]] + typed[apart[1]] == meant[apart[1]] + meant[apart[0]]
        )
    if len(typed) == len(meant) + 1:
        return any(
            typed[place] == typed[place - 1] and typed[:place] + typed[place + 1 :] == meant
            for place in range(1, len(typed))
        )
    if len(typed) == len(meant) - 1:
        doubled = typed + typed[-1:] == meant
        return doubled or any(
            meant[:place] + meant[place + 1 :] == typed for place in range(1, len(meant) - 1)
        )
    return False
