"""The made-up library and requests to measure with, written once and read by every engine."""

import pickle
import random
from dataclasses import dataclass
from pathlib import Path

from bot.library.library import Library
from tests.evaluate.perspectrum import corpus_folder, read_corpus
from tools.bench.synthetic import Words, synthetic

_SEEDS = Path(__file__).parents[2] / "seeds"
REQUESTS = 300


@dataclass(frozen=True, slots=True)
class Prepared:
    """A library and the requests to it, the same for every engine."""

    library: Library
    requests: tuple[str, ...]


def vocabulary() -> Words:
    """Return the words of the source texts that ship, and of Perspectrum if it is at hand."""
    texts = [path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    folder = corpus_folder()
    if folder:
        texts += read_corpus(folder).texts.values()
    return Words(texts)


def prepare(size: int, file: Path) -> None:
    """Write a made-up library of ``size`` quotes, with requests."""
    words = vocabulary()
    library = synthetic(size, words)
    prepared = Prepared(library, tuple(requests(library, words, REQUESTS)))
    file.write_bytes(pickle.dumps(prepared, protocol=5))


def requests(library: Library, words: Words, count: int) -> list[str]:
    """Make in turn a phrasing, an alias, six words of a quote, a mistyped sentence, a message."""
    chance = random.Random(5)  # noqa: S311 - to measure with
    points, quotes = tuple(library.points.values()), tuple(library.quotes.values())
    asked = []
    for number in range(count):
        point, quote = chance.choice(points), chance.choice(quotes)
        slip = chance.randrange(5, len(point.sentence) - 2)
        asked.append(
            (
                point.phrasings[1],
                point.aliases[0],
                " ".join(chance.sample(quote.text.split(), 6)),
                point.sentence[:slip] + point.sentence[slip + 1 :],
                " ".join(words.some(chance, 20)),
            )[number % 5]
        )
    return asked


def read_prepared(file: Path) -> Prepared:
    """Read a file that :func:`prepare` has just written into a private folder."""
    with file.open("rb") as written:
        found = pickle.load(written)  # noqa: S301 - our own, see above
    if not isinstance(found, Prepared):
        raise TypeError(f"{file} holds something else")
    return found
