"""The language of a library: its words, compounds and abbreviations; and texts as terms in it.

A term is what an index holds: a stem, or the stem of a compound written as one word. The texts of
a library and a request become terms by the same rules, so ``in-house``, ``in house`` and
``inhouse`` match, and so do a short form and its phrase. A library is read in one language, and
its single sources may be in others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from msgspec import Struct

from bot.library.library import Library
from bot.library.model import Point, Quote, Source, Speaker, Topic
from bot.library.overlay import overlaid
from bot.search.abbreviations import Abbreviations, find_abbreviations
from bot.search.index import distinct, interner, ragged
from bot.search.languages import ReadingLanguage, language_of_words, primary
from bot.search.spelling import English, Vocabulary, vocabulary
from bot.search.text import (
    STOP_WORDS,
    Token,
    english_stem,
    reading_in,
    reading_language,
    stem,
    stop_words,
    tokens,
    words_in,
)

Text = Sequence[Token]
"""A text as its words."""

# When a correction has to choose, a word of a label, or of a sentence, is worth as many words of a
# text.
_LABEL_WEIGHT, _SENTENCE_WEIGHT = 10, 3


class Bigrams:
    """Pairs of words that stand side by side somewhere; 8 bytes for each pair."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._numbers = interner()
        rows = ragged(
            [self._numbers[piece] for token in text for piece in token.pieces] for text in texts
        )
        left, right = rows.values[:-1].astype(np.int64), rows.values[1:]
        inside = np.ones(len(rows.values), dtype=np.bool_)
        inside[rows.starts[1:][rows.lengths > 0] - 1] = False
        self._codes = distinct((left * len(self._numbers) + right)[inside[:-1]])

    def __contains__(self, pair: tuple[str, str]) -> bool:
        first, second = (self._numbers.get(word) for word in pair)
        if first is None or second is None:
            return False
        code = first * len(self._numbers) + second
        place = int(np.searchsorted(self._codes, code))
        return place < len(self._codes) and bool(self._codes[place] == code)


class Lexicon(Struct, frozen=True, eq=False):
    """The words of one library.

    ``compounds`` are words it writes with a hyphen somewhere, joined; ``bigrams`` pairs of words
    that stand side by side in it, one set for each layer.
    """

    vocabulary: Vocabulary
    compounds: frozenset[str]
    abbreviations: Abbreviations
    bigrams: tuple[Bigrams, ...]
    # The terms of each word read before; requests are read elsewhere, so it stays bounded.
    _known: dict[Token, tuple[str, ...]] = {}

    def side_by_side(self, first: str, second: str) -> bool:
        """Return whether two words stand side by side in the library."""
        return any((first, second) in layer for layer in self.bigrams)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, repeated as often as they stand there."""
        return self.terms_of(tokens(text))

    def terms_of(self, text: Text) -> list[str]:
        """Return the terms of a text that is given as its words."""
        known, compounds = self._known, self.compounds
        found: list[str] = []
        joined: list[str] = []
        before = ""
        for token in text:
            terms = known.get(token)
            if terms is None:
                terms = known[token] = self._terms_of_word(token)
            found += terms
            if before + token.folded in compounds and before:
                joined.append(stem(before + token.folded))
            before = token.folded
        return [*found, *joined, *self._short_forms(text)]

    def _short_forms(self, text: Text) -> Iterator[str]:
        """Yield the terms of the short forms of all phrases in a text."""
        short = self.abbreviations
        pieces = tuple([piece for token in text for piece in token.pieces])
        if short.begins.isdisjoint(pieces):
            return
        for place, piece in enumerate(pieces):
            if piece in short.begins and (phrase := short.phrase_at(pieces, place)):
                yield stem(short.short_of[phrase])

    def _terms_of_word(self, token: Token) -> tuple[str, ...]:
        """Return the terms of a word: its own, and those of the phrases it is short for."""
        long_of = self.abbreviations.long_of
        shorts = (piece if piece in long_of else piece.removesuffix("s") for piece in token.pieces)
        phrases = [phrase for short in shorts for phrase in long_of.get(short, ())]
        return tuple(_plain_terms((token, *chain.from_iterable(map(tokens, phrases)))))

    def with_more(self, more: "Lexicon") -> "Lexicon":
        """Return the language with that of a few passages more.

        Abbreviations of this one win. Nothing is ever forgotten: a word stays known while the
        quotes that have it are hidden.
        """
        words, extra = self.vocabulary, more.vocabulary
        short = self.abbreviations
        weights = {
            word: words.weights.get(word, 0.0) + weight for word, weight in extra.weights.items()
        }
        return Lexicon(
            vocabulary=Vocabulary(
                weights=overlaid(words.weights, weights),
                by_initial=_merged_groups(words.by_initial, extra.by_initial),
                by_sound=(*words.by_sound, *extra.by_sound),
                english=words.english,
            ),
            compounds=self.compounds | more.compounds,
            abbreviations=Abbreviations(
                long_of=overlaid(more.abbreviations.long_of, short.long_of),
                short_of={**more.abbreviations.short_of, **short.short_of},
                begins=short.begins | more.abbreviations.begins,
            ),
            bigrams=(*self.bigrams, *more.bigrams),
        )


def _plain_terms(text: Iterable[Token]) -> Iterator[str]:
    """Return the terms of words by themselves: of what hyphens join, and of each piece."""
    stops, language = stop_words(), reading_language()
    stem = english_stem if language is None else language.stem
    for token in text:
        if len(token.pieces) > 1:
            yield stem(token.folded)
        for piece in token.pieces:
            if token.capitals or piece not in stops:
                yield stem(piece)


Labelled = Topic | Point | Speaker | Source


def lexicon_of(
    named: Iterable[Labelled],
    quotes: Sequence[Quote],
    texts: Sequence[Text],
    running: Iterable[str],
    english: English,
) -> Lexicon:
    """Learn the language of topics, points, speakers, sources and quotes.

    ``texts`` are those of the quotes; ``running`` are texts that only add abbreviations.
    """
    labels, sentences = _labels_and_sentences(named)
    in_labels, in_sentences = [*map(tokens, labels)], [*map(tokens, sentences)]
    counts: Counter[Token] = Counter()
    weighted = ((in_labels, _LABEL_WEIGHT), (in_sentences, _SENTENCE_WEIGHT), (texts, 1))
    for some, weight in weighted:
        for token, count in Counter(chain.from_iterable(some)).items():
            counts[token] += weight * count
    return Lexicon(
        vocabulary=vocabulary(_weights(counts), english),
        compounds=frozenset(token.folded for token in counts if len(token.pieces) > 1),
        abbreviations=find_abbreviations(
            (*(quote.text for quote in quotes), *sentences, *running), labels, english.words
        ),
        bigrams=(Bigrams(chain(in_labels, in_sentences, texts)),),
    )


def _labels_and_sentences(named: Iterable[Labelled]) -> tuple[list[str], list[str]]:
    labels: list[str] = []
    sentences: list[str] = []
    for one in named:
        match one:
            case Point():
                labels += one.aliases
                sentences += (one.sentence, one.side_for, one.side_against, *one.phrasings)
            case Source():
                sentences.append(one.title)
            case _:
                labels += (one.name, *one.aliases)
    return labels, sentences


def _weights(counts: Mapping[Token, int]) -> dict[str, int]:
    """Return the weight of each word; a stop word has one only where it is in capitals."""
    weights: Counter[str] = Counter()
    stops = stop_words()
    capitals = {token.folded for token in counts if token.capitals}
    for token, count in counts.items():
        words = token.pieces if len(token.pieces) == 1 else (*token.pieces, token.folded)
        for word in words:
            if word in capitals or word not in stops:
                weights[word] += count
    return weights


def _merged_groups(
    groups: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Return groups of words with some more words, each group in alphabetical order."""
    touched = {key: tuple(sorted({*groups.get(key, ()), *words})) for key, words in more.items()}
    return overlaid(groups, touched)


def reading_language_of(library: Library) -> ReadingLanguage | None:
    """Return the language that a library is read in; None if all of it is in English.

    Words of the names of its topics are never stop words. Words that only quotes of sources in
    another language have follow the rules of that one.
    """
    code = _main_language(library)
    others = _other_languages(library, code)
    if code == "en" and not others:
        return None
    names = (name for one in library.topics.values() for name in (one.name, *one.aliases))
    kept = frozenset(word for name in names for word in words_in(name))
    if not others:
        return ReadingLanguage(code, kept)
    held: dict[str, set[str]] = {code: set(kept)}
    with reading_in(ReadingLanguage(code)):
        for quote in library.quotes.values():
            language = others.get(quote.source, code)
            held.setdefault(language, set()).update(one.folded for one in tokens(quote.text))
    own = frozenset(held.pop(code))
    return ReadingLanguage(code, kept, {one: frozenset(words) for one, words in held.items()}, own)


def languages_of(library: Library, read_in: ReadingLanguage | None) -> tuple[str, ...]:
    """Return the codes of a library's languages, the one that it is read in first."""
    code = read_in.code if read_in else "en"
    named = map(primary, library.card.languages)
    return tuple(dict.fromkeys((code, *named, *_other_languages(library, code).values())))


def _main_language(library: Library) -> str:
    """Return the language that a library names, else that of most of its quotes."""
    if library.card.languages:
        return primary(library.card.languages[0])
    named = {id_ for id_, source in library.sources.items() if source.language}
    if named and all(quote.source in named for quote in library.quotes.values()):
        sources = (library.sources[quote.source] for quote in library.quotes.values())
        counts = Counter(primary(source.language) for source in sources)
        return counts.most_common(1)[0][0] if counts else "en"
    texts = (quote.text for quote in library.quotes.values() if quote.source not in named)
    return language_of_words((word for text in texts for word in words_in(text)), STOP_WORDS)


def _other_languages(library: Library, code: str) -> dict[str, str]:
    """Return the languages of the sources that are not in this one."""
    named = {id_: primary(one.language) for id_, one in library.sources.items() if one.language}
    return {id_: language for id_, language in named.items() if language != code}
