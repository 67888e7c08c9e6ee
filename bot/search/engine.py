"""Everything that requests are answered with: made of a library, or laid over that of another."""

from dataclasses import dataclass

from bot.library.library import Library
from bot.library.overlay import EMPTY_LIBRARY, LibraryDiff, diff
from bot.search.documents import NO_DOCUMENTS, Documents, Indexer
from bot.search.lexicon import Lexicon, lexicon_of
from bot.search.meaning import Meaning, WordVectors, meaning_of
from bot.search.names import NO_NAMES, NO_PHRASINGS, Names, QuotePhrasings, names_of, phrasings_of
from bot.search.ranking import PositionGroups, Ranker, position_groups
from bot.search.results import StrengthOrder
from bot.search.spelling import common_words
from bot.search.text import tokens


@dataclass(frozen=True, slots=True)
class Engine:
    """The words, names, indexes and orders of one library.

    ``change`` is the difference from the library that it lies over, or from an empty one.
    """

    library: Library
    change: LibraryDiff
    lexicon: Lexicon
    names: Names
    phrasings: QuotePhrasings
    documents: Documents
    groups: tuple[PositionGroups, ...]
    order: StrengthOrder
    ranker: Ranker
    meaning: Meaning | None = None


def engine_of(library: Library, vectors: WordVectors | None = None) -> Engine:
    """Make the engine of a library; without ``vectors`` it answers by words alone."""
    return _engine_over(None, library, vectors)


def laid_over(base: Engine, library: Library) -> Engine:
    """Make the engine of a library that lies over that of ``base``, an engine made anew.

    Costs as much as what changed, not as the library is large. Answers are those of an engine made
    anew, but that

    - the mean lengths of documents and the weights of lines stay those of the base, which moves
      scores a little;
    - a word of a shared quote stays known while the quote is hidden;
    - compounds and abbreviations that only the changes teach are looked for in requests and in what
      changed, not in the texts beneath.
    """
    return _engine_over(base, library, base.meaning.vectors if base.meaning else None)


def _engine_over(base: Engine | None, library: Library, vectors: WordVectors | None) -> Engine:
    change = diff(base.library if base else EMPTY_LIBRARY, library)
    things = [library.things(kind)[id_] for kind, id_ in change.things]
    quotes = [library.quotes[id_] for id_ in change.added]
    texts = [tokens(quote.text) for quote in quotes]
    running = () if base else library.texts.values()
    lexicon = lexicon_of(things, quotes, texts, running, common_words())
    if base:
        lexicon = base.lexicon.with_more(lexicon)
    names = names_of(things, base.names if base else NO_NAMES)
    indexer = Indexer(library, change, lexicon, base.documents if base else NO_DOCUMENTS)
    documents = indexer.documents(names, texts)
    own = position_groups(quotes, library, documents)
    groups = (*base.groups, own) if base else (own,)
    meaning = meaning_of(documents, vectors, base.meaning if base else None) if vectors else None
    return Engine(
        library=library,
        change=change,
        lexicon=lexicon,
        names=names,
        phrasings=phrasings_of(quotes, change.dropped, base.phrasings if base else NO_PHRASINGS),
        documents=documents,
        groups=groups,
        order=StrengthOrder(library, documents.quote_numbers),
        ranker=Ranker(library, documents, groups, meaning),
        meaning=meaning,
    )
