"""Make bot/search/wordlist/ from the Debian package ``scowl``, unpacked in a folder.

    apt-get download scowl && dpkg-deb -x scowl_*.deb scowl
    python tools/english_words.py scowl

Words that nobody should correct: British, American and their variants up to size 70, with
contractions and chat words, without proper names. The first line has the most common; then
comes a line for each two letters that words begin with.
"""

import shutil
import sys
from itertools import groupby
from pathlib import Path

from bot.search.text import fold

LARGEST_SIZE = 70
LARGEST_COMMON_SIZE = 10
REGIONS = ("english", "american", "british", "british_z", "canadian", "australian", "variant_1")
CLASSES = ("words", "contractions", "upper")
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
    others = set(CHAT)
    for path in sorted(lists.iterdir()):
        name, _, size = path.name.rpartition(".")
        region, _, kind = name.rpartition("-")
        if region not in REGIONS or kind not in CLASSES or int(size) > LARGEST_SIZE:
            continue
        kept = common if int(size) <= LARGEST_COMMON_SIZE else others
        kept.update(_words(path))
    target = Path("bot/search/wordlist")
    target.mkdir(exist_ok=True)
    groups = groupby(sorted(common | others), key=lambda word: word[:2])
    lines = (" ".join(words) for words in (sorted(common), *(group for _, group in groups)))
    (target / "english.txt").write_text("\n".join(lines) + "\n", "ascii")
    shutil.copy(folder / "usr/share/doc/scowl/copyright", target / "COPYRIGHT.scowl.txt")
    print(f"{len(common)} common words, {len(others - common)} others")


def _words(path: Path) -> set[str]:
    folded = (fold(line) for line in path.read_text("latin-1").split())
    return {
        word.removesuffix("'s").replace("'", "")
        for word in folded
        if word.replace("'", "").isascii() and word.replace("'", "").isalpha() and len(word) > 1
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
