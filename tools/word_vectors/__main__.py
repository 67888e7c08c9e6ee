"""Make bot/search/vectors/ once, by hand; docs/meaning.md tells how to get its inputs.

    python -m tools.word_vectors MODEL WORDNET SCOWL KEPT

``MODEL`` is the folder of the encoder, ``WORDNET`` of WordNet's data files, ``SCOWL`` of the
unpacked package; ``KEPT`` caches the encoder's vectors, which take most of an hour.
"""

import sys
from pathlib import Path

from tools.word_vectors.encode import encoded
from tools.word_vectors.fit import (
    fitted,
    frame_of,
    held_out,
    terms,
    texts_of,
    unit,
    vocabulary,
)
from tools.word_vectors.pack import write
from tools.word_vectors.texts import sentences, sized_words


def main(model: Path, wordnet: Path, scowl: Path, kept: Path) -> None:
    """Encode the texts, fit the vectors, and write the table."""
    sizes = sized_words(scowl)
    said = sentences(wordnet)
    of_words = unit(encoded(list(sizes), model, kept / "words.npy"))
    of_sentences = unit(encoded(said, model, kept / "sentences.npy"))
    read = [terms(text) for text in said]
    stems = vocabulary(sizes, read)
    words = texts_of([terms(word) for word in sizes], of_words, stems)
    told = texts_of(read, of_sentences, stems)
    frame = frame_of(of_sentences)
    vectors = None
    for epoch, vectors in enumerate(fitted(words, told, frame, len(stems)), start=1):
        cosine, correlation = held_out(told, vectors, frame)
        print(f"{epoch}: cosine {cosine:.3f}, correlation {correlation:.3f}", flush=True)
    if vectors is not None:
        write(stems, vectors, Path("bot/search/vectors"))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
