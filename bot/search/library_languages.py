"""The languages of a library: the one that it is read in, and those of single sources."""

from collections import Counter

from bot.library.library import Library
from bot.search.languages import Speech, language_of_words, primary, speaking
from bot.search.text import STOP_WORDS, tokens, words_in


def speech_of(library: Library) -> Speech | None:
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
        return Speech(code, kept)
    held: dict[str, set[str]] = {code: set(kept)}
    with speaking(Speech(code)):
        for quote in library.quotes.values():
            language = others.get(quote.source, code)
            held.setdefault(language, set()).update(one.folded for one in tokens(quote.text))
    own = frozenset(held.pop(code))
    return Speech(code, kept, {one: frozenset(words) for one, words in held.items()}, own)


def spoken_in(library: Library, spoken: Speech | None) -> tuple[str, ...]:
    """Return the codes of a library's languages, the one that it is read in first."""
    code = spoken.code if spoken else "en"
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
