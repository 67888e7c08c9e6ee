"""Read a request by what it names: topics, speakers, sources and years, and signals around them.

The patterns of frames know many wordings, but nobody can list all of them. If every word of a
request is either part of a name in the library, a date, or an ordinary word of asking, the names
and a few signal words ("against", "latest", "before") say what is wanted, in whatever order.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from bot.library.model import Kind
from bot.search.frames import Frame, FrameParser, Intent
from bot.search.frames.pattern_language import in_two_words
from bot.search.matcher import Matcher
from bot.search.results import Cause
from bot.search.scope import Period
from bot.search.spelling import is_made_of_common_words
from bot.search.text import fold, in_english, plain_key, stop_words, tokens

_LONGEST = 300
_MOST_WORDS = 40
_LONGEST_NAME = 8
_LONGEST_PERSON = 6
_WORD = re.compile(r"[^\s,;:.!?…@|\"“”„«»()\[\]–—/¿¡،؛؟।，、。；：！？]+(?:[-–/]\d{4})?")
_YEARS = re.compile(
    r"(?P<sign>pre|post)?-?(?P<first>1\d{3}|2\d{3})s?(?:[-/–](?P<last>\d{4})|(?P<on>\+))?\Z"
)
_POSSESSIVE = re.compile(r"'s?\Z")
_SHORTEST_PLURAL = 5
_ENDS = frozenset(",;:.?!…–—")
_MOST_YEARS = 2
# Words between a year and a word such as "before"; one farther away is about something else.
_BESIDE_YEAR = 3
_SUBJECTS = (Kind.TOPIC, Kind.POINT)
BY_DATE = (Intent.NEWEST, Intent.OLDEST)
"""Intents that ask for an order by date."""


class Mention(Struct, frozen=True):
    """A name in a request, and the places of its words."""

    kind: Kind
    id: str
    name: str
    start: int
    end: int


class Mentions(Struct, frozen=True):
    """Everything that a request names, and the ordinary words around it, in lower case.

    ``subject`` is the request from the first topic or point to the last, ``before`` the word before
    it, ``period`` the time that is named. ``doubtful`` are topics and points whose names are
    ordinary words ("money"), beside another name or a year. ``strange`` are the words that are
    neither names nor ordinary, ``ends_in_names`` whether all of them come before the first name,
    ``capitals`` whether one that is not the first word has a capital, ``about_strange`` whether one
    follows "about" and the like. ``is_last`` says that the
    last topic or point ends the request, or a part of it before a comma or another mark.
    """

    topics: tuple[Mention, ...]
    speakers: tuple[Mention, ...]
    sources: tuple[Mention, ...]
    period: Period | None
    words: frozenset[str]
    subject: str = ""
    before: str = ""
    doubtful: tuple[Mention, ...] = ()
    strange: frozenset[str] = frozenset()
    ends_in_names: bool = True
    capitals: bool = False
    about_strange: bool = False
    is_last: bool = False

    @property
    def names_anything(self) -> bool:
        """Whether a topic, a point, a speaker, a source or a time is named beyond doubt."""
        return bool(self.topics or self.speakers or self.sources or self.period)


def read_mentions(
    text: str,
    readings: Sequence[Frame],
    matcher: Matcher,
    parser: FrameParser,
    published: Callable[[str], bool],
) -> Mentions | None:
    """Return what a request names; None for no words or too many.

    ``readings`` are those of the parser. ``published`` tells whether a key (:func:`plain_key`) is
    that of a publication.
    """
    pieces = (found[0] for found in _WORD.finditer(in_two_words(text[:_LONGEST])))
    typed = [piece for piece in pieces if any(map(str.isalnum, piece))]
    if not typed or len(typed) > _MOST_WORDS or len(text) > _LONGEST:
        return None
    words = [_bare(word) for word in typed]
    years = [_YEARS.match(word) for word in words]
    ordinary = [
        parser.is_word_of_asking(word) or bool(year)
        for word, year in zip(words, years, strict=True)
    ]
    found, doubtful = _chosen(
        _names(typed, words, matcher, published),
        words,
        _is_sure(typed, readings, parser),
        # A year is ordinary too: "since 2024" is a time, though some topic is called "2024".
        [
            word in parser.vocabulary or word in stop_words() or bool(year)
            for word, year in zip(words, years, strict=True)
        ],
        dated=any(years),
        before_subject=parser.signals("before_subject"),
    )
    found = [one for one in found if not _goes_on(one, typed, ordinary)]
    named = {place for one in found for place in range(one.start, one.end)}
    rest = [place for place in range(len(words)) if place not in named]
    strange = [place for place in rest if not ordinary[place]]
    topics = tuple(one for one in found if one.kind in _SUBJECTS)
    around = frozenset(words[place] for place in rest)
    return Mentions(
        topics=topics,
        speakers=tuple(one for one in found if one.kind is Kind.SPEAKER),
        sources=tuple(one for one in found if one.kind is Kind.SOURCE),
        period=_period(years, rest, words, parser),
        words=around,
        subject=" ".join(typed[topics[0].start : topics[-1].end]) if topics else "",
        before=words[topics[0].start - 1] if topics and topics[0].start else "",
        doubtful=tuple(
            one for one in doubtful if one.kind in _SUBJECTS and not any(years[one.start : one.end])
        ),
        strange=frozenset(words[place] for place in strange),
        capitals=any(place and typed[place][0].isupper() for place in strange),
        about_strange=any(
            words[place - 1] in parser.signals("before_subject") for place in strange if place
        ),
        is_last=bool(topics) and _ends_a_clause(topics[-1], typed, text),
        ends_in_names=not found or all(place < found[0].start for place in strange),
    )


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
            # "Was" is not the plural of a writer's initials.
            person = end - start <= _LONGEST_PERSON and name not in stop_words()
            speaker = matcher.speaker_names.find(name) if person else ""
            if speaker:
                yield Mention(Kind.SPEAKER, speaker, " ".join(typed[start:end]), start, end)
            elif published("".join(keys[start:end])):
                yield Mention(Kind.SOURCE, "", name, start, end)


def _named(key: str, name: str, start: int, end: int, matcher: Matcher) -> Iterator[Mention]:
    # "Me" is the id of some point, "it" a topic only in capitals.
    if end - start == 1 and name in stop_words():
        return
    forms = (key, key.removesuffix("s"), f"{key}s") if len(key) >= _SHORTEST_PLURAL else (key,)
    exact = next(filter(None, map(matcher.names.exact, forms)), None)
    if exact and exact.cause is not Cause.PHRASING:
        yield Mention(exact.kind, exact.id, name, start, end)


def _ends_a_clause(last: Mention, typed: Sequence[str], text: str) -> bool:
    """Whether a name ends the request, or a mark follows it."""
    if last.end == len(typed):
        return True
    follows = text.partition(last.name)[2].lstrip()
    return follows[:1] in _ENDS


def _is_sure(
    typed: Sequence[str], readings: Sequence[Frame], parser: FrameParser
) -> Callable[[Mention], bool]:
    """Return the test for a name that is one although its words are ordinary.

    It is a person's name of several words, "Will Price"; one that the wording of a frame asks for,
    "what did price say about money"; or, in English, one with a capital, "money, by Price" or
    "Price on money".
    """
    first = readings[0]
    around = set(map(fold, typed)).difference(fold(f"{first.speaker} {first.subject}").split())
    before = parser.signals("before_subject")
    shown = around - before - stop_words() or (around <= before and not first.speaker.islower())
    asked_for = _bare(first.speaker) if shown or "who" in around else ""
    capitals = in_english() and any(word[0].islower() for word in typed)
    everything = list(map(fold, typed))
    told = parser.has_signal("excerpt", everything) or parser.has_signal("spoken", everything)

    def is_sure(one: Mention) -> bool:
        if one.kind is not Kind.SPEAKER:
            return False
        named = one.end - one.start > 1 or (asked_for and _bare(one.name) == asked_for)
        return bool(named) or told or (capitals and one.start > 0 and one.name[0].isupper())

    return is_sure


def _bare(name: str) -> str:
    return _POSSESSIVE.sub("", fold(name))


def _chosen(
    found: Iterator[Mention],
    words: list[str],
    is_sure: Callable[[Mention], bool],
    ordinary: list[bool],
    *,
    dated: bool,
    before_subject: frozenset[str],
) -> tuple[list[Mention], list[Mention]]:
    """Return mentions that do not overlap, in the order of the request, and the doubtful ones.

    Long ones are chosen first. A name of ordinary words alone ("review", "case", "by 2020") is
    doubtful beside another name or a year, unless it follows "about" and the like or is a second
    name of the same thing: "targets for 2024". A speaker's name that is a word of every day must be
    sure.
    """
    taken: set[int] = set()
    chosen: list[Mention] = []
    doubtful: list[Mention] = []
    plain = {one: all(ordinary[one.start : one.end]) and not is_sure(one) for one in found}
    for one in sorted(plain, key=lambda one: (plain[one], one.start - one.end)):
        places = set(range(one.start, one.end))
        after = {words[place] for place in (one.start - 1, one.start - 2) if place >= 0}
        if not taken.isdisjoint(places):
            continue
        if not is_sure(one) and _is_a_word(one, words):
            continue
        told = after & before_subject or one.id in {each.id for each in chosen}
        if plain[one] and (chosen or dated) and not told:
            doubtful.append(one)
            continue
        taken |= places
        chosen.append(one)
    beside = [one for one in doubtful if taken.isdisjoint(range(one.start, one.end))]
    return sorted(chosen, key=lambda one: one.start), beside


def _goes_on(one: Mention, typed: Sequence[str], ordinary: Sequence[bool]) -> bool:
    """Whether a first name is that of somebody else: the Tom of "Tom Hanks", with capitals."""
    if one.kind is not Kind.SPEAKER or one.end - one.start > 1 or one.end == len(typed):
        return False
    after = typed[one.end]
    return one.name[0].isupper() and after[0].isupper() and not ordinary[one.end]


def _is_a_word(one: Mention, words: Sequence[str]) -> bool:
    """Whether the name of a speaker is a word of every day among others: "hope so"."""
    alone = one.end - one.start == len(words)
    is_name = one.kind is Kind.SPEAKER and one.end - one.start == 1 and not alone
    # Words that everybody knows but few people write are more often a name: "bracken".
    return is_name and is_made_of_common_words(_bare(one.name).title())


def _period(
    years: Sequence[re.Match[str] | None],
    rest: Sequence[int],
    typed: Sequence[str],
    parser: FrameParser,
) -> Period | None:
    """Return the time named by the years outside names, at the places ``rest``."""
    dated = [place for place in rest if years[place]]
    found = [year for place in dated if (year := years[place])]
    # A message with more years tells a story.
    if not 0 < len(found) <= _MOST_YEARS:
        return None
    words = frozenset(typed[place] for place in rest)
    near = _near(typed, dated[0])
    first, last = found[0]["first"], found[-1]["last"] or found[-1]["first"]
    if first != last:
        return Period(min(first, last), max(first, last))
    if found[-1]["on"] or _is_until_now(typed[dated[-1] + 1 :], parser):
        return Period(first, "")
    before = found[0]["sign"] == "pre" or bool(parser.signals("before") & near)
    after = found[0]["sign"] == "post" or bool(parser.signals("after") & near)
    if before or after:
        return _before_or_after(first, before=before, negated=bool(parser.signals("not") & near))
    # "From 2019 on", but "on trams, from 2019".
    on = parser.signals("since") & parser.signals("before_subject")
    since = words.intersection(parser.signals("since") - on) or on.intersection(
        typed[dated[-1] + 1 :][-1:]
    )
    return Period(first, "" if since else first)


def _is_until_now(after: Sequence[str], parser: FrameParser) -> bool:
    """Whether the words after a year lead up to the present: "2019 until now"."""
    return any(" ".join(after[:end]) in parser.signals("until_now") for end in (2, 3))


def _near(typed: Sequence[str], place: int) -> frozenset[str]:
    """Return the words beside a place, also in pairs: "up to"."""
    beside = typed[max(0, place - _BESIDE_YEAR) : place + _BESIDE_YEAR]
    return frozenset((*beside, *map(" ".join, pairwise(beside))))


def _before_or_after(year: str, *, before: bool, negated: bool) -> Period:
    """Return the time before or after a year; negated, the other side and the year itself."""
    if negated:
        return Period(year, "") if before else Period("", year)
    return Period("", str(int(year) - 1)) if before else Period(str(int(year) + 1), "")


def asks_by_date(
    intent: Intent, mentions: Mentions, readings: Sequence[Frame], parser: FrameParser
) -> bool:
    """Whether a signal word of an order by date, such as "latest" or "first", asks for that order.

    "Anything recent on trams?" does, and so does "trams latest". "Should trams come first?", "Will
    the latest tram help?" and "Did the last one work?" ask for a verdict, "trams first" demands.
    """
    if any(frame.intent in BY_DATE for frame in readings):
        return True
    signals, words = parser.signals, mentions.words
    quotes = parser.has_signal("excerpt", words) or parser.has_signal("spoken", words)
    for first, second, third in _beginnings(readings):
        if first in signals("verdict") or second in signals("modal"):
            return quotes and (second if first in signals("verdict") else third) in signals("asker")
        if first in signals("auxiliary"):
            # "Has anyone mentioned trams lately?"
            return quotes or second in signals("asker")
    if quotes or mentions.speakers:
        return True
    unambiguous = words - signals("ambiguous_date")
    return parser.has_signal(intent, unambiguous) and signals("ask_reason").isdisjoint(words)


def _beginnings(readings: Sequence[Frame]) -> Iterator[tuple[str, str, str]]:
    """Yield the first three words of a request, folded, with and without what is around it."""
    for frame in readings:
        if frame.intent is Intent.ABOUT:
            first, second, third, *_ = (*map(_bare, frame.subject.split()), "", "", "")
            yield first, second, third
