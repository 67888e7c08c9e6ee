"""Answers held to a speaker or a source."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.model import NotFound
from bot.answers.speakers import speaker_named
from bot.library.model import Kind
from bot.search.matcher import Matcher, NamedMatch
from bot.search.names import NEAR
from bot.search.request import ParsedRequest
from bot.search.results import MOST_SUGGESTED, Miss, Scope, Why, suggestion

# ``rapidfuzz.fuzz.ratio`` (0 to 100) below which a name is not even worth offering.
_WORTH_OFFERING = 45.0
# How sure a source is that was given by some of its words, 0 to 1.
_BY_PART = 0.8


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom and what an answer is held to: the ids allowed (None: all), the scope, and why."""

    allowed: frozenset[str] | None = None
    scope: Scope | None = None
    why: tuple[Why, ...] = ()

    def of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the quotes that are allowed, in the same order."""
        if self.allowed is None:
            return tuple(ids)
        return tuple(one for one in ids if one in self.allowed)


def filter_of(speaker: str, source: str, matcher: Matcher) -> Filter | NotFound:
    """What these names hold an answer to; NotFound, with the nearest, where one is not known.

    Never ignored: an answer by somebody else would be a wrong one.
    """
    library = matcher.library
    held = Filter()
    for typed, kind, by in (
        (source, Kind.SOURCE, library.by_source),
        (speaker, Kind.SPEAKER, library.by_speaker),
    ):
        reading = matcher.parse(typed)
        if reading.blank:
            continue
        named = _named(typed, reading, kind, matcher)
        if named is None:
            return _unknown(typed, reading, kind, matcher)
        allowed = frozenset(held.of(by.get(named.name.id, ())))
        held = Filter(allowed, Scope(kind, named.name.id), (*held.why, *named.why))
    return held


def _named(typed: str, reading: ParsedRequest, kind: Kind, matcher: Matcher) -> NamedMatch | None:
    if kind is Kind.SPEAKER:
        return speaker_named(typed, matcher)
    return matcher.named(reading, (kind,)) or _by_part(reading, kind, matcher)


def _by_part(reading: ParsedRequest, kind: Kind, matcher: Matcher) -> NamedMatch | None:
    """The only thing of a kind whose name has all the words."""
    asked = {word.term for word in reading.words}
    bearers = {
        name.id: name
        for name in matcher.names.all
        if name.kind is kind and asked and asked.issubset(matcher.lexicon.terms(name.text))
    }
    if len(bearers) != 1:
        return None
    only = next(iter(bearers.values()))
    return NamedMatch(only, _BY_PART, (Why(only.cause, reading.text.strip(), only.text),))


def _unknown(typed: str, reading: ParsedRequest, kind: Kind, matcher: Matcher) -> NotFound:
    near = matcher.names.near(reading.key, (kind,), cutoff=_WORTH_OFFERING, most=MOST_SUGGESTED)
    ids = [name.id for name, _ in near] or _most_quoted(kind, matcher)
    sure = bool(near) and near[0][1] >= NEAR
    return NotFound(
        asked=typed.strip(),
        miss=Miss.UNSURE if sure else Miss.NOTHING,
        suggestions=tuple(suggestion(kind, id_, matcher.library) for id_ in ids),
    )


def _most_quoted(kind: Kind, matcher: Matcher) -> list[str]:
    library = matcher.library
    by = library.by_speaker if kind is Kind.SPEAKER else library.by_source
    return sorted(by, key=lambda id_: -len(by[id_]))[:MOST_SUGGESTED]
