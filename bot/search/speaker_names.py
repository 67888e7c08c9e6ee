"""Parts of people's names by which they are known: first, last, initials, without a title."""

from collections.abc import Iterable, Iterator

from bot.library.model import Speaker
from bot.search.text import fold

_TITLES_LIST = """
baron baroness capt captain cardinal col colonel councillor count countess cllr dame dr doctor
duchess duke earl father gen general governor hon imam judge justice king lady lord major miss mr
mrs ms mx pastor pope president prince princess prof professor queen rabbi rev reverend sen senator
sergeant sheikh sir sister st
"""
TITLES = frozenset(_TITLES_LIST.split())
_SUFFIXES = frozenset(
    ("jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "mbe", "obe", "cbe", "qc", "kc", "esq")
)
_PARTICLES_LIST = "al bin da de del della den der di du el ibn la le mac mc st ten ter van von zu"
_PARTICLES = frozenset(_PARTICLES_LIST.split())


class SpeakerNames:
    """Finds speakers by a part of their name that only one of them has."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._by_part: dict[str, set[str]] = {}
        for speaker in speakers:
            for name in (speaker.name, *speaker.aliases):
                for part in _parts_of(name):
                    self._by_part.setdefault(part, set()).add(speaker.id)

    def find(self, typed: str) -> str:
        """Return the id of the only speaker known by what was typed; empty for none or several."""
        words = _words(typed)
        for key in (" ".join(words), " ".join(_bare(words))):
            found = self._by_part.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return ""


def _words(name: str) -> list[str]:
    return fold(name).replace(".", " ").replace("-", " ").replace("’", "'").split()


def _bare(words: list[str]) -> list[str]:
    """Return the words of a name without titles before it and suffixes after it."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in TITLES:
        start += 1
    while end > start + 1 and words[end - 1].strip(",") in _SUFFIXES:
        end -= 1
    return [word.strip(",") for word in words[start:end]]


def _parts_of(name: str) -> Iterator[str]:
    """Yield the whole name and its parts, folded: "king" and "mlk" of "Martin Luther King Jr."."""
    bare = _bare(_words(name))
    if not bare:
        return
    yield " ".join(_words(name))
    yield " ".join(bare)
    if len(bare) < 2:
        return
    yield bare[0]
    last = len(bare) - 1
    yield bare[last]
    while last > 1 and bare[last - 1] in _PARTICLES:
        last -= 1
        yield " ".join(bare[last:])
    yield f"{bare[0]} {' '.join(bare[last:])}"
    yield "".join(word[0] for word in bare)
    yield " ".join(word[0] for word in bare)
    yield f"{bare[0][0]} {bare[-1]}"
