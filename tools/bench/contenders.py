"""The alternatives to Counterpoint, each a function from texts to a search over them."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence

import bm25s
import tantivy
from rapidfuzz import fuzz, process
from Stemmer import Stemmer

from bot.search.text import STOP_WORDS, tokens

Search = Callable[[str, int], Sequence[int]]
"""Maps a request, and how many texts at most, to their numbers, best first."""

Build = Callable[[Sequence[str]], Search]


def rapidfuzz_by(scorer: Callable[..., float]) -> Build:
    """Compare each text with the request by one of rapidfuzz's scorers."""

    def build(texts: Sequence[str]) -> Search:
        lowered = [text.lower() for text in texts]

        def search(request: str, most: int) -> Sequence[int]:
            found = process.extract(request.lower(), lowered, scorer=scorer, limit=most)
            return [number for _, _, number in found]

        return search

    return build


def bm25s_stemmed(texts: Sequence[str]) -> Search:
    """bm25s with English stop words and Snowball stems."""
    stems = Stemmer("english")
    held = bm25s.tokenize(list(texts), stopwords="en", stemmer=stems.stemWords, show_progress=False)
    retriever = bm25s.BM25()
    retriever.index(held, show_progress=False)

    def search(request: str, most: int) -> Sequence[int]:
        asked = bm25s.tokenize(
            [request], stopwords="en", stemmer=stems.stemWords, show_progress=False
        )
        if not asked.vocab:
            return []
        numbers, scores = retriever.retrieve(asked, k=min(most, len(texts)), show_progress=False)
        return [int(n) for n, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    return search


def fts5(tokenizer: str) -> Build:
    """SQLite's FTS5, any of the words, ranked by its bm25."""

    def build(texts: Sequence[str]) -> Search:
        database = sqlite3.connect(":memory:")
        database.execute(f"CREATE VIRTUAL TABLE held USING fts5(text, tokenize='{tokenizer}')")
        with database:
            database.executemany("INSERT INTO held (rowid, text) VALUES (?, ?)", enumerate(texts))

        def search(request: str, most: int) -> Sequence[int]:
            asked = " OR ".join(f'"{word}"' for word in _words(request))
            found = database.execute(
                "SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank LIMIT ?", (asked, most)
            )
            return [number for (number,) in found] if asked else []

        return search

    return build


def tantivy_by(*, fuzzy: bool) -> Build:
    """The index of tantivy with English stems, any of the words; or fuzzy, one slip a word."""

    def build(texts: Sequence[str]) -> Search:
        schema = (
            tantivy.SchemaBuilder()
            .add_text_field("text", tokenizer_name="default" if fuzzy else "en_stem")
            .add_integer_field("number", stored=True, fast=True)
            .build()
        )
        index = tantivy.Index(schema)
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        index.reload()
        searcher = index.searcher()

        def search(request: str, most: int) -> Sequence[int]:
            words = _words(request)
            if not words:
                return []
            if fuzzy:
                query = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, _fuzzy(schema, word)) for word in words]
                )
            else:
                query = index.parse_query(" ".join(words), ["text"])
            found = searcher.search(query, most).hits
            return [searcher.doc(address)["number"][0] for _, address in found]

        return search

    return build


def _fuzzy(schema: tantivy.Schema, word: str) -> tantivy.Query:
    distance = 1 if len(word) > 3 else 0
    return tantivy.Query.fuzzy_term_query(
        schema, "text", word, distance=distance, transposition_cost_one=True
    )


def _words(request: str) -> list[str]:
    """Return the words of a request without stop words, so that every engine is asked the same."""
    found = dict.fromkeys(piece for token in tokens(request) for piece in token.pieces)
    return [word for word in found if word not in STOP_WORDS]


CONTENDERS: Mapping[str, Build] = {
    "rapidfuzz WRatio": rapidfuzz_by(fuzz.WRatio),
    "rapidfuzz token_set_ratio": rapidfuzz_by(fuzz.token_set_ratio),
    "bm25s": bm25s_stemmed,
    "SQLite FTS5 porter": fts5("porter"),
    "SQLite FTS5 trigram": fts5("trigram"),
    "tantivy": tantivy_by(fuzzy=False),
    "tantivy fuzzy": tantivy_by(fuzzy=True),
}
# They look at every text for every request: too slow for many quotes.
SLOW = frozenset({"rapidfuzz WRatio", "rapidfuzz token_set_ratio"})
