"""All that is made of a library before it can be asked, anew or over that of another."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.library.diff import changed
from bot.library.library import Library
from bot.library.overlay import Overlay
from bot.search.collecting import without_collecting
from bot.search.documents import Documents, documents_of
from bot.search.excerpt_order import StrengthOrder, place_of
from bot.search.lexicon import Labelled, Lexicon, lexicon_of, passages_of
from bot.search.lexicon import laid_over as lexicon_over
from bot.search.meaning import Meaning, meaning_of
from bot.search.meaning import laid_over as meaning_over
from bot.search.names import Names, names_of
from bot.search.names import laid_over as names_over
from bot.search.overlay import Beneath, documents_over
from bot.search.position_groups import PositionGroups, groups_of
from bot.search.ranking import Ranker
from bot.search.spelling import english
from bot.search.token_cache import Wording
from bot.search.word_vectors import WordVectors


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers are found with: words, names, indexes, and orders of one library."""

    library: Library
    lexicon: Lexicon
    names: Names
    documents: Documents
    groups: tuple[PositionGroups, ...]
    places: Mapping[str, int]
    order: StrengthOrder
    ranker: Ranker
    meaning: Meaning | None = None


class _Places(Mapping[str, int]):
    """Where quotes stand by strength, eight bytes each."""

    def __init__(self, numbers: Mapping[str, int], places: "array[int]") -> None:
        self._numbers = numbers
        self._places = places

    def __getitem__(self, quote: str) -> int:
        return self._places[self._numbers[quote]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def engine_of(library: Library, vectors: WordVectors | None = None) -> Engine:
    """The engine of a library, made anew; without ``vectors`` by words alone."""
    with without_collecting():
        return _engine_of(library, vectors)


def _engine_of(library: Library, vectors: WordVectors | None) -> Engine:
    named: tuple[Labelled, ...] = (
        *library.topics.values(),
        *library.points.values(),
        *library.speakers.values(),
        *library.sources.values(),
    )
    passages = passages_of(named, library.quotes.values(), library.texts.values())
    wording = Wording()
    texts = wording.texts(passages.texts)
    lexicon = lexicon_of(passages, english(), texts)
    names = names_of(library, wording)
    documents = documents_of(library, lexicon, names.all, texts)
    groups = groups_of(
        tuple(library.quotes.values()),
        library.points,
        {point: number for number, point in enumerate(documents.point_ids)},
        {topic: number for number, topic in enumerate(documents.topic_ids)},
    )
    strength = (place_of(quote, at, library) for at, quote in enumerate(library.quotes.values()))
    places = _Places(documents.quote_numbers, array("q", strength))
    meaning = meaning_of(documents, vectors) if vectors else None
    return Engine(
        library=library,
        lexicon=lexicon,
        names=names,
        documents=documents,
        groups=(groups,),
        places=places,
        order=StrengthOrder(library, places),
        ranker=Ranker(library, documents, (groups,), meaning),
        meaning=meaning,
    )


def laid_over(base: Engine, library: Library) -> Engine:
    """The engine of a library that lies over that of ``base``, an engine made anew.

    Costs as much as what changed, not as the library is large. Answers are those of an engine made
    anew, but that

    - the mean lengths of documents stay those of the base, which moves scores in the third decimal;
    - a word of a shared quote stays known while the quote is hidden;
    - compounds and abbreviations that only the changes teach are looked for in requests and in what
      changed, not in the texts beneath.
    """
    change = changed(base.library, library)
    quotes = tuple(library.quotes[id_] for id_ in change.arrived)
    named: tuple[Labelled, ...] = (
        *(library.topics[id_] for id_ in change.topics),
        *(library.points[id_] for id_ in change.points),
        *(library.speakers[id_] for id_ in change.speakers),
        *(library.sources[id_] for id_ in change.sources),
    )
    lexicon = lexicon_over(base.lexicon, passages_of(named, quotes))
    names = names_over(base.names, library, change)
    documents = documents_over(
        Beneath(base.library, base.lexicon, base.documents), library, lexicon, names, change
    )
    groups = groups_of(
        quotes,
        library.points,
        {point: number for number, point in enumerate(documents.point_ids)},
        {topic: number for number, topic in enumerate(documents.topic_ids)},
    )
    laid = (base.groups[0], groups)
    known = len(base.documents.quote_ids)
    own = {quote.id: place_of(quote, known + at, library) for at, quote in enumerate(quotes)}
    places = Overlay(base.places, own, frozenset())
    meaning = meaning_over(base.meaning, documents) if base.meaning else None
    return Engine(
        library=library,
        lexicon=lexicon,
        names=names,
        documents=documents,
        groups=laid,
        places=places,
        order=StrengthOrder(library, places),
        ranker=Ranker(library, documents, laid, meaning),
        meaning=meaning,
    )
