"""Warnings about a library that loads: what an editor should read again.

None of them is an error; each is one line that names what it is about.
"""

import re
from collections.abc import Iterator, Sequence

from bot.answers.debate import both_sides
from bot.library.library import Library
from bot.library.model import Kind, Point, Topic
from bot.library.normalisation import normalised
from bot.search.languages import KNOWN, primary
from bot.search.matcher import Matcher
from bot.search.names import spelled_key

# Things that a line names; the others are counted.
_MOST_NAMED = 30
# A sentence of fewer words may be anybody's.
_FEWEST_WORDS = 4
# Letters after the first in an abbreviation with small letters in it.
_SHORT = 4
_POINTING = re.compile(r"\W*(?:This|These|They|It|Such)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?…]+[\"”’)\]]*\s|\[…\]")
_POSSESSIVE = re.compile(r"[’']s$")


def warnings(library: Library) -> tuple[str, ...]:
    """Return the warnings, a line for each rule that something breaks; none if all is well."""
    rules = (
        ("Aliases with a name that stands in no text and no quote", _strange_aliases(library)),
        ("Excerpts that open with This, These, They, It or Such and have no note", _open(library)),
        ("Excerpts that share a sentence", _shared(library)),
        ("Points that open with one speaker on both sides, or a report", _first_pairs(library)),
        ("Points with one and the same speaker on both sides", _one_speaker(library)),
        ("Languages without rules of their own, read word by word", _unknown_languages(library)),
        ("Names that only their ids tell apart", _same_names(library)),
    )
    return tuple(_line(rule, found) for rule, each in rules if (found := list(each)))


def _line(rule: str, found: Sequence[str]) -> str:
    more = len(found) - _MOST_NAMED
    others = [f"and {more} more"] if more > 0 else []
    return f"{rule}: {', '.join([*found[:_MOST_NAMED], *others])}"


def _strange_aliases(library: Library) -> Iterator[str]:
    held = {word for text in _texts(library) for word in _words(text)}
    owners: tuple[Topic | Point, ...] = (*library.topics.values(), *library.points.values())
    for owner in owners:
        for alias in owner.aliases:
            if any(_is_name(word) and _folded(word) not in held for word in _WORD.findall(alias)):
                yield f"{alias} ({owner.id})"


def _texts(library: Library) -> Iterator[str]:
    yield from library.texts.values()
    for quote in library.quotes.values():
        yield from (quote.text, quote.note)
    for speaker in library.speakers.values():
        yield from (speaker.name, speaker.role)
    for source in library.sources.values():
        yield from (source.title, source.publication)


def _words(text: str) -> Iterator[str]:
    return (_folded(word) for word in _WORD.findall(text))


def _folded(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold())


def _is_name(word: str) -> bool:
    """Whether a word begins with a capital and is no abbreviation, such as GPs or SaaS."""
    rest = _POSSESSIVE.sub("", word)[1:]
    short = len(rest) < _SHORT and rest[-1:].isupper()
    return word[0].isupper() and not (rest.removesuffix("s").isupper() or short or len(rest) < 2)


def _open(library: Library) -> Iterator[str]:
    for quote in library.quotes.values():
        if not quote.note and _POINTING.match(quote.text):
            yield quote.id


def _shared(library: Library) -> Iterator[str]:
    first: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for quote in library.quotes.values():
        for part in _ENDS.split(f"{quote.text} "):
            words = list(_words(normalised(part)))
            if len(words) < _FEWEST_WORDS:
                continue
            other = first.setdefault(" ".join(words), quote.id)
            if other != quote.id and (other, quote.id) not in told:
                told.add((other, quote.id))
                yield f"{other} and {quote.id}"


def _first_pairs(library: Library) -> Iterator[str]:
    matcher = Matcher(library, meaning=False)
    for point in library.points:
        firsts = [side.excerpts[:1] for side in both_sides(point, matcher).sides]
        pair = [excerpt.quote for side in firsts for excerpt in side]
        reported = any(quote.reported_on(point) for quote in pair)
        if len(pair) == 2 and (reported or pair[0].speaker == pair[1].speaker):
            yield point


def _one_speaker(library: Library) -> Iterator[str]:
    for point in library.points:
        sides = library.sides(point)
        speakers = {library.quotes[quote].speaker for quote in (*sides.for_, *sides.against)}
        if sides.both and len(speakers) == 1:
            yield point


def _unknown_languages(library: Library) -> Iterator[str]:
    named = (one.language for one in library.sources.values() if one.language)
    tags = dict.fromkeys((*library.card.languages, *named))
    return (tag for tag in tags if primary(tag) not in KNOWN)


def _names(library: Library) -> Iterator[tuple[Kind, str, str, tuple[str, ...]]]:
    """Yield everything that has a name: its kind, its id, its name and the others for it."""
    for topic in library.topics.values():
        yield Kind.TOPIC, topic.id, topic.name, topic.aliases
    for point in library.points.values():
        yield Kind.POINT, point.id, point.sentence, point.aliases
    for speaker in library.speakers.values():
        yield Kind.SPEAKER, speaker.id, speaker.name, speaker.aliases
    for source in library.sources.values():
        yield Kind.SOURCE, source.id, source.title, ()


def _same_names(library: Library) -> Iterator[str]:
    """Yield the things of one kind that share a name, if it is the first name of any of them."""
    held: dict[tuple[Kind, str], dict[str, None]] = {}
    every = list(_names(library))
    for kind, id_, name, _ in every:
        held.setdefault((kind, spelled_key(name)), {}).setdefault(id_)
    for kind, id_, _, others in every:
        for other in others:
            if (kind, spelled_key(other)) in held:
                held[kind, spelled_key(other)].setdefault(id_)
    for kind, ids in {(kind, tuple(ids)): None for (kind, _), ids in held.items()}:
        if len(ids) > 1:
            yield f"{' and '.join(ids)} ({kind.value})"
