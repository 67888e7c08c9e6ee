"""Read a request by what it names: topics, speakers, sources and years, and signals around them.

The patterns of frames know many wordings, but nobody can list all of them. If every word of a
request is either part of a name in the library, a date, or an ordinary word of asking, the names
and a few signal words ("against", "latest", "before") say what is wanted, in whatever order.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.answers.dates import Period
from bot.library.model import Kind
from bot.search.frames import FrameParser
from bot.search.matcher import Matcher
from bot.search.results import Cause
from bot.search.text import fold, plain_key, stop_words, tokens

_LONGEST = 300
_MOST_WORDS = 40
_LONGEST_NAME = 8
_LONGEST_PERSON = 6
_WORD = re.compile(r"[^\s,;:.!?…\"“”„«»()\[\]–—/¿¡،؛؟।，、。；：！？]+(?:[-–/]\d{4})?")
_YEARS = re.compile(r"(?P<sign>pre|post)?-?(?P<first>1\d{3}|2\d{3})s?(?:[-/–](?P<last>\d{4}))?\Z")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_SHORTEST_PLURAL = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a request, and the places of its words."""

    kind: Kind
    id: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything that a request names, and the ordinary words around it, in lower case.

    ``subject`` is the request from the first topic or point to the last, ``before`` the word before
    it, ``period`` the time that is named.
    """

    topics: tuple[Mention, ...]
    speakers: tuple[Mention, ...]
    sources: tuple[Mention, ...]
    period: Period | None
    words: frozenset[str]
    subject: str = ""
    before: str = ""


def read_mentions(
    text: str, matcher: Matcher, parser: FrameParser, published: Callable[[str], bool]
) -> Mentions | None:
    """Return what a request names; None if it has words that are neither names nor ordinary.

    ``published`` tells whether a key (:func:`plain_key`) is that of a publication.
    """
    pieces = (found[0] for found in _WORD.finditer(text[:_LONGEST]))
    typed = [piece for piece in pieces if any(map(str.isalnum, piece))]
    if not typed or len(typed) > _MOST_WORDS or len(text) > _LONGEST:
        return None
    words = [_POSSESSIVE.sub("", fold(word).replace("’", "'")) for word in typed]
    years = [_YEARS.match(word) for word in words]
    found = _chosen(
        _names(typed, words, matcher, published),
        words,
        [_is_ordinary(word, parser) or bool(year) for word, year in zip(words, years, strict=True)],
        dated=any(years),
        before_subject=parser.signals("before_subject"),
    )
    named = {place for one in found for place in range(one.start, one.end)}
    rest = [place for place in range(len(words)) if place not in named]
    if any(not _is_ordinary(words[place], parser) and not years[place] for place in rest):
        return None
    topics = tuple(one for one in found if one.kind in (Kind.TOPIC, Kind.POINT))
    around = frozenset(words[place] for place in rest)
    return Mentions(
        topics=topics,
        speakers=tuple(one for one in found if one.kind is Kind.SPEAKER),
        sources=tuple(one for one in found if one.kind is Kind.SOURCE),
        period=_period([years[place] for place in rest], around, parser),
        words=around,
        subject=" ".join(typed[topics[0].start : topics[-1].end]) if topics else "",
        before=words[topics[0].start - 1] if topics and topics[0].start else "",
    )


def _is_ordinary(word: str, parser: FrameParser) -> bool:
    return word in parser.vocabulary or word in stop_words()


def _names(
    typed: list[str], words: list[str], matcher: Matcher, published: Callable[[str], bool]
) -> Iterator[Mention]:
    """Yield every name of up to eight words in the request."""
    keys = [plain_key(tokens(word)) for word in words]
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            yield from _named(
                "".join(keys[start:end]), " ".join(typed[start:end]), start, end, matcher
            )
            name = " ".join(words[start:end])
            speaker = matcher.speaker_names.find(name) if end - start <= _LONGEST_PERSON else ""
            if speaker:
                yield Mention(Kind.SPEAKER, speaker, name, start, end)
            elif published("".join(keys[start:end])):
                yield Mention(Kind.SOURCE, "", name, start, end)


def _named(key: str, name: str, start: int, end: int, matcher: Matcher) -> Iterator[Mention]:
    forms = (key, key.removesuffix("s"), f"{key}s") if len(key) >= _SHORTEST_PLURAL else (key,)
    exact = next(filter(None, map(matcher.names.exact, forms)), None)
    if exact and exact.cause is not Cause.PHRASING:
        yield Mention(exact.kind, exact.id, name, start, end)


def _chosen(
    found: Iterator[Mention],
    words: list[str],
    ordinary: list[bool],
    *,
    dated: bool,
    before_subject: frozenset[str],
) -> list[Mention]:
    """Return mentions that do not overlap, long ones first, in the order of the request.

    A name of ordinary words alone ("review", "case", "by 2020") counts only if there is no other
    name and no year, or after "about" and the like.
    """
    taken: set[int] = set()
    chosen: list[Mention] = []
    ranked = sorted(
        found, key=lambda one: (all(ordinary[one.start : one.end]), one.start - one.end)
    )
    for one in ranked:
        places = set(range(one.start, one.end))
        plain = all(ordinary[place] for place in places)
        after = {words[place] for place in (one.start - 1, one.start - 2) if place >= 0}
        doubtful = plain and (chosen or dated) and not after & before_subject
        if taken.isdisjoint(places) and not doubtful:
            taken |= places
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _period(
    years: list[re.Match[str] | None], words: frozenset[str], parser: FrameParser
) -> Period | None:
    found = [year for year in years if year]
    if not found:
        return None
    first, last = found[0]["first"], found[-1]["last"] or found[-1]["first"]
    if first != last:
        return Period(min(first, last), max(first, last))
    before = found[0]["sign"] == "pre" or bool(parser.signals("before") & words)
    after = found[0]["sign"] == "post" or bool(parser.signals("after") & words)
    if before or after:
        return _before_or_after(first, before=before, negated=bool(parser.signals("not") & words))
    return Period(first, "" if parser.signals("since") & words else first)


def _before_or_after(year: str, *, before: bool, negated: bool) -> Period:
    """Return the time before or after a year; negated, the other side and the year itself."""
    if negated:
        return Period(year, "") if before else Period("", year)
    return Period("", str(int(year) - 1)) if before else Period(str(int(year) + 1), "")
