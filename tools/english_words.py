"""Make bot/search/wordlist/ from the Debian package ``scowl``, unpacked in a folder.

    apt-get download scowl && dpkg-deb -x scowl_*.deb scowl
    python tools/english_words.py scowl

Words that nobody should correct: British, American and their variants up to size 70, with
contractions and chat words, without proper names. The first line has the most common; then
comes a line for each two letters that words begin with. After an empty line, proper names follow
in lines of the same kind, up to size 80: those that are no word of size 20 or less.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from bot.search.text import fold

LARGEST_SIZE = 70
LARGEST_COMMON_SIZE = 10
REGIONS = ("english", "american", "british", "british_z", "canadian", "australian", "variant_1")
CLASSES = ("words", "contractions", "upper")
LARGEST_NAME_SIZE = 80
# "Brown" and "may" are words first.
LARGEST_SIZE_OF_NO_NAME = 20
# Chat words that no dictionary has.
_CHAT_LIST = """
afaik ain gonna gotta wanna kinda sorta dunno lemme gimme innit lol lmao rofl omg wtf btw imo
imho tbh idk fyi iirc yeah yep yup nah nope haha hehe hmm ok okay thx pls plz cos cuz tho thru
ur u gov govt eu uk usa emoji emojis blog blogs vlog podcast podcasts wiki google youtube
twitter facebook discord whatsapp reddit tiktok instagram app apps online offline website
websites bitcoin crypto selfie hashtag meme memes smartphone smartphones laptop wifi username
login autocorrect
"""
CHAT = frozenset(_CHAT_LIST.split())


def main(folder: Path) -> None:
    """Write the list and its notice."""
    lists = folder / "usr/share/dict/scowl"
    common: set[str] = set()
    often: set[str] = set()
    others = set(CHAT)
    names: set[str] = set()
    capitalised: set[str] = set()
    for path in sorted(lists.iterdir()):
        name, _, size = path.name.rpartition(".")
        region, _, kind = name.partition("-")
        if region not in REGIONS:
            continue
        words = _words(path)
        if kind in CLASSES and int(size) <= LARGEST_SIZE:
            (common if int(size) <= LARGEST_COMMON_SIZE else others).update(words)
        if kind == "words" and int(size) <= LARGEST_SIZE_OF_NO_NAME:
            often |= words
        if kind == "proper-names" and int(size) <= LARGEST_NAME_SIZE:
            names |= words
        if kind == "upper" and int(size) <= LARGEST_SIZE:
            capitalised |= words
    # Londoners are no person.
    names |= {word for word in capitalised if not (word[-1] == "s" and word[:-1] in capitalised)}
    names -= common | often | CHAT
    target = Path("bot/search/wordlist")
    target.mkdir(exist_ok=True)
    lines = (" ".join(sorted(common)), *_lines(common | others), "", *_lines(names))
    (target / "english.txt").write_text("\n".join(lines) + "\n", "ascii")
    shutil.copy(folder / "usr/share/doc/scowl/copyright", target / "COPYRIGHT.scowl.txt")
    print(f"{len(common)} common words, {len(others - common)} others, {len(names)} names")


def _lines(words: Iterable[str]) -> Iterator[str]:
    return (" ".join(group) for _, group in groupby(sorted(words), key=lambda word: word[:2]))


def _words(path: Path) -> set[str]:
    folded = (fold(line) for line in path.read_text("latin-1").split())
    return {
        word.removesuffix("'s").replace("'", "")
        for word in folded
        if word.replace("'", "").isascii() and word.replace("'", "").isalpha() and len(word) > 1
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
