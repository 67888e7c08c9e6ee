"""Parts of people's names by which they are known: first, last, initials, without a title."""

import re
from collections.abc import Iterable, Iterator

from bot.library.model import Speaker
from bot.search.text import STOP_WORDS, bare_of_accents, fold, reading_language

# Titles and suffixes.
_DROPPED_LIST = """
baron baroness capt captain cardinal col colonel councillor count countess cllr dame dr doctor
duchess duke earl father gen general governor hon imam judge justice lady lord major miss mr mrs ms
mx pastor pope president prince princess prof professor queen rabbi rev reverend sen senator
sergeant sheikh sir sister
jr junior sr senior ii iii iv phd md mp mbe obe cbe qc kc esq
"""
_DROPPED = frozenset(_DROPPED_LIST.split())
_PARTICLES_LIST = """
al bin da de del della den der di du el ibn la le mac mc ni o san st te ten ter ui van von zu
"""
_PARTICLES = frozenset(_PARTICLES_LIST.split())
# Names of two to five characters; given names of one are too short to be looked for.
_HAN = re.compile("[\u3400-\u9fff]{3,5}")


class SpeakerNames:
    """Find speakers by a part of their name that only one of them has, in any order."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._by_words: dict[frozenset[str], set[str]] = {}
        for speaker in speakers:
            for name in (speaker.name, *speaker.aliases):
                # Letters that a language keeps apart are often typed without their marks.
                for form in {name, bare_of_accents(name)} if reading_language() else {name}:
                    self._add(form, speaker.id)

    def _add(self, name: str, speaker: str) -> None:
        for part in map(frozenset, _parts_of(_bare(name), _last_name_length(name))):
            # "The author of the column" and Will Shaw are not known as "the" and "will".
            if not part <= STOP_WORDS:
                self._by_words.setdefault(part, set()).add(speaker)

    def find(self, typed: str) -> str:
        """Return the id of the only speaker known by what was typed; empty for none or several."""
        words = _bare(typed)
        last = words[-1] if words else ""
        for form in (words, [*words[:-1], last.removesuffix("s")]):
            found = self._by_words.get(frozenset(form), set()) if form else set()
            if len(found) == 1:
                return next(iter(found))
        return ""


def _bare(name: str) -> list[str]:
    """Return the words of a name, folded, without titles and suffixes unless it has no others."""
    words = [word for joined in _joined_words(name) for word in joined]
    return [word for word in words if word not in _DROPPED] or words


def _joined_words(name: str) -> list[list[str]]:
    """Return the words of a name, folded, those with a hyphen or apostrophe between them as one."""
    plain = fold(name).removesuffix("'s").removesuffix("'")
    apart = plain.replace(".", " ").replace(",", " ").split()
    return [joined.replace("-", " ").replace("'", " ").split() for joined in apart]


def _last_name_length(name: str) -> int:
    """Return how many words a last name has at least: two for "Long-Hughes" and "D'Angelo"."""
    bare = ([word for word in one if word not in _DROPPED] for one in _joined_words(name))
    return next((len(words) for words in reversed([*bare]) if words), 1)


def _parts_of_unspaced(name: str) -> Iterator[list[str]]:
    """Yield the family name and the given name of a Chinese or Japanese name."""
    if _HAN.fullmatch(name):
        family = 2 if len(name) > 3 else 1
        yield [name[:family]]
        yield [name[family:]]


def _parts_of(words: list[str], last_name_length: int) -> Iterator[list[str]]:
    """Yield the words of a name and of its parts: "king" and "mlk" of Martin Luther King."""
    if not words:
        return
    yield words
    if len(words) < 2:
        yield from _parts_of_unspaced(words[0])
        return
    start = max(1, len(words) - last_name_length)
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    firsts = [words[:1], *([words[:start]] if start > 1 else [])]
    initials = [[word[0] for word in first] for first in firsts]
    joined = [["".join(one)] for one in (*initials, words[:start])]
    for last in (words[start:], words[-1:], ["".join(words[start:])], words[start + 1 :]):
        if last:
            yield last
            for first in (*firsts, *initials, *joined):
                yield [*first, *last]
    yield words[:1]
    yield [words[0], words[-1][0]]
    yield words[:start]
    yield ["".join(word[0] for word in words)]
    yield [word[0] for word in words]
