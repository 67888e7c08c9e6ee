"""Match a request with a library: its subject, how sure that is, and the reasons.

The stages: parse the words (``request``), compare the whole with names (``names``), rank names,
phrasings and texts by the words (``ranking``), and measure how much of the question was found
(``confidence``). No clock, no chance: the same request has the same match.
"""

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import OSA

from bot.library.library import Library, debated, voices
from bot.library.model import Kind
from bot.library.overlay import EMPTY_LIBRARY, diff
from bot.search.confidence import WeightedWord, weight_words
from bot.search.documents import NO_DOCUMENTS, Documents, Indexer
from bot.search.frames import frame_parser
from bot.search.lexicon import Lexicon, lexicon_of
from bot.search.meaning import Meaning, word_vectors
from bot.search.names import (
    MEANT,
    NO_NAMES,
    Name,
    Names,
    Phrasing,
    Phrasings,
    folded,
    names_of,
    near_phrasings,
    phrasings_of,
    spelled_key,
)
from bot.search.passages import SMALL, passage_in
from bot.search.ranking import (
    NO_RANKING,
    PositionGroups,
    Ranker,
    Ranking,
    Scored,
    position_groups,
    reasons,
)
from bot.search.request import ParsedRequest, parse_request, unmentioned
from bot.search.results import (
    MOST_SUGGESTED,
    Cause,
    Miss,
    StrengthOrder,
    Suggestion,
    Why,
    most_debated,
    suggestion,
)
from bot.search.speaker_names import SpeakerNames
from bot.search.spelling import common_words
from bot.search.text import Token, in_english, stem, stop_words, tokens

# Confidence (0 to 1) from which a request is answered, and from which suggestions are offered.
ANSWERED = 0.4
OFFERED = 0.12
# Similarity in meaning (a cosine) from which suggestions are offered without a common word.
CLOSE_IN_MEANING = 0.42
# The score of a name that was found only after words in it were corrected.
_READ_AS_NAME = 0.95
# Similarity (0 to 100) from which a name is meant although a real word replaces one of its words.
_SURELY_MEANT = 92.0
# A word of this length is not one letter from a name by chance.
_LONG = 8
# Topics, points, speakers and sources whose names are matched loosely.
_MOST_LOOSE = 1_000
_LONGEST_NAME = 300
_MOST_REMEMBERED = 16
# Points whose voices are kept: some 500 kB.
_MOST_COUNTED = 4096
# Words of weight in a question that leaves out others of a phrasing; one alone is only a name.
_FEWEST_WORDS = 2
_WHOLE = 100.0  # the ratio of equal texts


class NamedMatch(Struct, frozen=True):
    """The name that a request is, how sure that is (0 to 1), and the reasons."""

    name: Name
    score: float
    why: tuple[Why, ...]


class Match(Struct, frozen=True):
    """The match of a request; ``miss`` says why it is not answered, if it is not.

    ``name`` is the name that the whole request is, if it is one; ``about`` is that, or the topic or
    point whose line the request nearly repeats. ``ranking`` is by the request's words. ``score`` is
    0 to 1. ``answered_by`` is the quote of which the request repeats a phrasing or a passage, or
    empty. For a request that is not answered ``suggestions`` are near things, nearest first, and
    ``unmentioned`` are names in it that stand nowhere in the library.
    """

    miss: Miss | None
    score: float
    name: Name | None = None
    about: Name | None = None
    ranking: Ranking = NO_RANKING
    why: tuple[Why, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    answered_by: str = ""
    unmentioned: tuple[str, ...] = ()


class Matcher:
    """Match requests against one library."""

    def __init__(
        self, library: Library, base: "Matcher | None" = None, *, meaning: bool = True
    ) -> None:
        """Make the matcher of a library, or lay it over ``base``, a matcher without a base.

        Without ``meaning`` only words count; with a base, it is as in the base.

        Over a base the cost grows with the changes, not with the library. Answers are those of a
        matcher made anew, except that

        - the mean lengths of documents and the weights of lines stay those of the base, which moves
          scores a little;
        - a word of a shared quote stays known while the quote is hidden;
        - compounds and abbreviations that only the changes teach are looked for in requests and in
          what changed, not in the texts beneath.
        """
        self.library = library
        self.change = change = diff(base.library if base else EMPTY_LIBRARY, library)
        self._base = base
        self._english = common_words()
        things = [library.things(kind)[id_] for kind, id_ in change.things]
        quotes = [library.quotes[id_] for id_ in change.added]
        texts = [tokens(quote.text) for quote in quotes]
        running = () if base else library.texts.values()
        lexicon = lexicon_of(things, quotes, texts, running, self._english)
        self.lexicon: Lexicon = base.lexicon.with_more(lexicon) if base else lexicon
        self.names: Names = names_of(things, base.names if base else NO_NAMES)
        phrasings = base.phrasings if base else ()
        self.phrasings: Phrasings = phrasings_of(quotes, change.dropped, phrasings)
        documents = base.documents if base else NO_DOCUMENTS
        indexer = Indexer(library, change, self.lexicon, documents)
        self.documents: Documents = indexer.documents(self.names, texts)
        own = position_groups(quotes, library, self.documents)
        self.groups: tuple[PositionGroups, ...] = (*base.groups, own) if base else (own,)
        compares_meaning = base.meaning is not None if base else meaning
        below = base.meaning if base else None
        self.meaning: Meaning | None = (
            Meaning(self.documents, word_vectors(), below) if compares_meaning else None
        )
        self._ranker = Ranker(library, self.documents, self.groups, self.meaning)
        self.order = StrengthOrder(library, self.documents.quote_numbers)
        # One request is parsed and matched several times: for its frame, a name and its words.
        self.parse = lru_cache(maxsize=_MOST_REMEMBERED)(self._parse)
        self.phrasing = lru_cache(maxsize=_MOST_REMEMBERED)(self._phrasing)
        self.match = lru_cache(maxsize=_MOST_REMEMBERED)(self._match)
        # The points near a question are counted for each answer, and are often the same.
        self.voices_on = lru_cache(maxsize=_MOST_COUNTED)(self._voices_on)

    def prepare(self) -> None:
        """Make what is otherwise made when it is first needed."""
        _ = self.speaker_names, self._by_terms, self.meaning and self.meaning.layers

    @cached_property
    def speaker_names(self) -> SpeakerNames:
        """The parts of names by which speakers are known; made when first needed.

        A server that adds no speaker shares those of the library beneath.
        """
        if self._base and self._base.library.speakers is self.library.speakers:
            return self._base.speaker_names
        return SpeakerNames(self.library.speakers.values())

    @cached_property
    def _by_terms(self) -> Mapping[frozenset[str], Name]:
        """Names by their stems, whatever the order, the plural and the article.

        Left out are phrasings, which are whole questions, and stems that several things share.
        Made when first needed, and for small libraries only: some 20 ms.
        """
        found: dict[frozenset[str], Name] = {}
        several = set()
        for terms, name in self._terms_of_names:
            known = found.setdefault(terms, name)
            if (known.kind, known.id) != (name.kind, name.id):
                several.add(terms)
        return {terms: name for terms, name in found.items() if terms and terms not in several}

    @cached_property
    def _terms_of_names(self) -> tuple[tuple[frozenset[str], Name], ...]:
        things = sum(len(self.library.things(kind)) for kind in Kind)
        names = self.names.all if things <= _MOST_LOOSE else ()
        # A name has few words that no other has.
        stems_of = cache(_stems_of_word)
        return tuple(
            (frozenset(chain.from_iterable(map(stems_of, tokens(name.text)))), name)
            for name in names
            if name.cause is not Cause.PHRASING
        )

    def _voices_on(self, point: str) -> tuple[int, int, int]:
        """Return how many voices are for a point, against it, and mixed."""
        sides = debated(point, self.library)
        for_, against, mixed = (
            voices(ids, self.library, point) for ids in (sides.for_, sides.against, sides.mixed)
        )
        return for_, against, mixed

    def _parse(self, text: str) -> ParsedRequest:
        """Parse a request into words as the library reads them, or into a name without letters."""
        if not (request := parse_request(text, self.lexicon)).blank:
            return request
        key = request.key or folded(text[:_LONGEST_NAME].strip())
        named = self.names.exact(key, typed=text) if key else None
        # Numbers must be written as in the name: "2" is not "2%".
        found = named and (not request.key or spelled_key(named.text) == spelled_key(text))
        return replace(request, key=key, blank=not found)

    def _match(self, text: str) -> Match:
        request = self.parse(text)
        if request.blank:
            return Match(Miss.BLANK, 0.0, suggestions=most_debated(self.library))
        words = weight_words(request, self.documents, self._english)
        named = self.named(request)
        asks = False
        if in_english() and (named is None or named.score < 1.0):
            typed = (word.asked for word in request.words)
            asks = frame_parser("en").asks_something(text, typed)
        ranking = self._ranker.rank(words, alone=request.is_one_word, asks=asks)
        if named is None or named.score < 1.0:
            phrasing = self.phrasing(text)
            # The very words of a quote count before a question that is only like the request.
            passage = ""
            if not phrasing or phrasing[1] < _WHOLE:
                passage = passage_in(text, self.with_the_words(ranking), self.library)
            if passage:
                return _led_by(passage, ranking, Why(Cause.PASSAGE, request.text.strip()))
            if phrasing:
                why = Why(Cause.PHRASING, request.text.strip(), phrasing[0].text)
                return _led_by(phrasing[0].quote, ranking, why, phrasing[1] / _WHOLE)
        if named is None:
            return self._in_words(request, words, ranking)
        name = named.name
        return Match(None, named.score, name, about=name, ranking=ranking, why=named.why)

    def with_the_words(self, ranking: Ranking) -> list[str]:
        """Return the quotes of a ranking; of a large library those with most of the words."""
        ids = [one.id for one in ranking.quotes]
        if len(self.library.quotes) <= SMALL or ranking.coverage is None:
            return ids
        shares = ranking.coverage.shares(ids)
        return [one for one in ids if shares[one]]

    def _phrasing(self, text: str) -> tuple[Phrasing, float] | None:
        """Return the phrasing of a quote that a request repeats, and its ratio (0 to 100).

        It is the same, or has the same words of weight, also after corrections. A question may
        leave out a word of it: "How much did the review cost?" for "… the Norris review cost?".
        """
        request = self.parse(text)
        asked = {word.term for word in request.words}
        is_name = self.names.exact("".join(word.asked for word in request.words)) is not None
        for key in dict.fromkeys((request.key, request.read_key)):
            for phrasing, ratio in near_phrasings(key, self.phrasings):
                whole = {word.term for word in self.parse(phrasing.text).words}
                enough = len(asked) >= max(_FEWEST_WORDS, len(whole) / 2) and not is_name
                if ratio == _WHOLE or (asked and asked == whole) or (enough and asked < whole):
                    return phrasing, ratio
        return None

    def _in_words(
        self, request: ParsedRequest, words: tuple[WeightedWord, ...], ranking: Ranking
    ) -> Match:
        miss, score = _miss(ranking), ranking.score
        if miss and ranking.quotes and self._has_a_name(words):
            miss, score = None, ANSWERED
        known = {one.word.asked for one in words if one.known}
        return Match(
            miss=miss,
            score=score,
            about=ranking.line,
            ranking=ranking,
            why=reasons(words, ranking, request.text.strip()),
            suggestions=self._suggestions(request, ranking) if miss else (),
            unmentioned=unmentioned(request, known, self.lexicon) if miss else (),
        )

    def _has_a_name(self, words: tuple[WeightedWord, ...]) -> bool:
        """Whether a request in another language than English holds a name of a topic or point.

        At least half of its words must be in the library. The confidence was fitted on English
        requests, and asks too much of others: no list says how common their words are.
        """
        terms = {one.word.term for one in words}
        if in_english() or 2 * sum(one.known for one in words) < len(terms):
            return False
        return any(
            name.kind in (Kind.TOPIC, Kind.POINT) and held and held <= terms
            for held, name in self._terms_of_names
        )

    def named(
        self, request: ParsedRequest, kinds: tuple[Kind, ...] = tuple(Kind)
    ) -> NamedMatch | None:
        """Return the name that the whole request is: exactly, after corrections, or mistyped."""
        asked = request.text.strip()
        exact = self.names.exact(request.key, kinds, asked)
        exact = exact or self.names.exact(request.bare_key, kinds, asked)
        if exact:
            return NamedMatch(exact, 1.0, (Why(exact.cause, asked, exact.text),))
        readings = tuple(word.why for word in request.words if word.why is not None)
        loose = None if readings else self._named_loosely(request, kinds)
        if loose:
            return NamedMatch(loose, _READ_AS_NAME, (Why(loose.cause, asked, loose.text),))
        exact = self.names.exact(request.read_key, kinds)
        if exact:
            why = (Why(exact.cause, asked, exact.text), *readings)
            return NamedMatch(exact, _READ_AS_NAME, why)
        knows = self.lexicon.vocabulary.knows
        known_terms = {word.term for word in request.words if knows(word.read)}
        if len(known_terms) == len(request.words):
            # A request may differ from a name only by slips, and a real word is hardly a slip.
            return self._rare_slip(request, kinds)
        # The correction of one word may lead away from a name, so the words typed are tried too.
        typed = {word.term for word in request.words if knows(word.asked)}
        for key, kept in {request.read_key: known_terms, request.key: typed}.items():
            for name, ratio in self.names.near(key, kinds, cutoff=MEANT, most=3):
                if ratio >= _SURELY_MEANT or kept.issubset(self.lexicon.terms(name.text)):
                    why = (Why(name.cause, asked, name.text), *readings)
                    return NamedMatch(name, ratio / 100, why)
        return None

    def _named_loosely(self, request: ParsedRequest, kinds: tuple[Kind, ...]) -> Name | None:
        """Return the name with the same stems, whatever their order, plural and article."""
        found = self._by_terms.get(frozenset(word.term for word in request.words))
        if not found or found.kind not in kinds:
            return None
        # A question has more of other words than a name: "Is the sector private?"
        others = len(tokens(request.text[:_LONGEST_NAME])) - len(request.words)
        return found if others <= 1 else None

    def _rare_slip(self, request: ParsedRequest, kinds: tuple[Kind, ...]) -> NamedMatch | None:
        """Return the name one edit away from the request.

        That is only for a request with a correction in it, or for one word that is rare in English
        and not in the library.
        """
        word = request.read_key
        slipped = any(one.cause is Cause.CORRECTION for one in request.words)
        held = word in self._english.common or word in self.lexicon.vocabulary.weights
        if len(word) < _LONG or not (slipped or (len(request.words) == 1 and not held)):
            return None
        for name, ratio in self.names.near(word, kinds, cutoff=_SURELY_MEANT, most=3):
            if name.key[0] == word[0] and OSA.distance(name.key, word) == 1:
                asked = request.text.strip()
                return NamedMatch(name, ratio / 100, (Why(name.cause, asked, name.text),))
        return None

    def _suggestions(self, request: ParsedRequest, ranking: Ranking) -> tuple[Suggestion, ...]:
        near = self.names.near(request.read_key, (Kind.TOPIC, Kind.POINT, Kind.SPEAKER))
        found = [(name.kind, name.id) for name, _ in near]
        found += [(Kind.POINT, point.id) for point in ranking.points[:3]]
        found += [(Kind.TOPIC, topic.id) for topic in ranking.topics[:2]]
        offered = (suggestion(*one, self.library) for one in dict.fromkeys(found))
        kept = tuple(one for one in offered if one.quotes)[:MOST_SUGGESTED]
        return kept or most_debated(self.library)


def _led_by(quote: str, ranking: Ranking, why: Why, score: float = 1.0) -> Match:
    """Return the match of a request that one quote answers: that quote comes first."""
    others = tuple(one for one in ranking.quotes if one.id != quote)
    top = others[0].score if others else 1.0
    return Match(
        miss=None,
        score=score,
        ranking=replace(ranking, quotes=(Scored(quote, top), *others), line=None),
        why=(why,),
        answered_by=quote,
    )


def _stems_of_word(token: Token) -> tuple[str, ...]:
    """Return the stems of a word of a name; none for a stop word."""
    return tuple(stem(piece) for piece in token.pieces if piece not in stop_words())


def _miss(ranking: Ranking) -> Miss | None:
    if not ranking.quotes:
        return Miss.NOTHING
    if ranking.score >= ANSWERED:
        return None
    offered = ranking.score >= OFFERED or ranking.closest >= CLOSE_IN_MEANING
    return Miss.UNSURE if offered else Miss.NOTHING
