"""Restrict answers to a speaker, a source or a time, named in an option or within a request."""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.answers.model import NotFound
from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.frames import FrameParser
from bot.search.matcher import Matcher, NamedMatch
from bot.search.names import NEAR
from bot.search.request import ParsedRequest
from bot.search.results import MOST_SUGGESTED, Cause, Miss, Why, most_debated, suggestion
from bot.search.scope import EVERYTHING, Period, Scope, quotes_in
from bot.search.spelling import is_made_of_common_words
from bot.search.text import fold, stop_words

_TYPED = re.compile(
    r"(?:(?P<day>\d{1,2})\.? +(?:de +)?)?(?:(?P<month>[^\W\d_]{3,12}) +(?:de +)?)?(?P<year>\d{4})"
    r"(?:-(?P<month_number>\d\d))?(?:-(?P<day_number>\d\d))?\Z"
)


def read_typed_date(typed: str, parser: FrameParser) -> str | None:
    """Read a year, "May 2019", "3 May 2019", "2019-05" or "2019-05-03"; None for anything else.

    The parser knows the names of the months.
    """
    found = _TYPED.match(fold(typed).strip())
    if found is None:
        return None
    month, day = found["month_number"], found["day_number"] or found["day"]
    if found["month"]:
        number = next((one for name, one in parser.months if found["month"].startswith(name)), None)
        if number is None:
            return None
        month = f"{number:02}"
    if (month and not 1 <= int(month) <= 12) or (day and not (month and 1 <= int(day) <= 31)):
        return None
    parts = (found["year"], month, f"{int(day):02}" if day else None)
    return "-".join(part for part in parts if part)


def read_period(first: str, last: str, parser: FrameParser) -> Period | None:
    """Return the period between two dates as typed, either of them empty; None for none.

    The parser knows the names of the months.

    Raises RequestError for a date that cannot be read, and for an end before the beginning.
    """
    ends = []
    for typed in (first, last):
        date = read_typed_date(typed, parser) if typed.strip() else ""
        if date is None:
            raise RequestError(
                _("I can’t read the date “{typed}”. Write 2019, May 2019 or 2019-05-03.").format(
                    typed=typed.strip()[:40]
                )
            )
        ends.append(date)
    period = Period(*ends)
    if period.is_backwards:
        raise RequestError(
            _("{last} is before {first}. Swap the two dates.").format(last=ends[1], first=ends[0])
        )
    return period if any(ends) else None


def nothing_from(asked: str, ids: Iterable[str], library: Library) -> NotFound:
    """Return the answer for a time that none of these quotes is from: it names their years."""
    return NotFound(asked, Miss.NOT_FROM, most_debated(library), years=_years(ids, library))


def _years(ids: Iterable[str], library: Library) -> tuple[str, ...]:
    """Return the years that these quotes are from, in order."""
    found = {library.sources[library.quotes[one].source].date[:4] for one in ids}
    return tuple(sorted(year for year in found if year))


# ``rapidfuzz.fuzz.ratio`` (0 to 100) below which a name is not even worth offering.
_WORTH_OFFERING = 45.0
# Certainty, 0 to 1, of a source given by some of its words and of a speaker given by a last name.
_BY_PART = 0.8
_BY_LAST_NAME = 0.9

# Words between a name and a topic that make it a speaker's name.
_SAYS = (
    r"(?:(?:has |have |had )?(?:said|says?|thinks?|thought|wrote|writes?)\s+)?"
    r"(?:on|about|of|regarding)"
)
_NAME_FIRST = re.compile(
    r"^(?:what (?:does|did|do|has|have) )?(?P<name>[^,:]{2,60}?)(?:'s views?)?"
    rf"\s+{_SAYS}\s+(?P<topic>.+?)\??$"
)
_NAME_LAST = re.compile(
    r"^(?P<topic>.+?)[\s,]+(?:by|from|according to)\s+(?P<name>[^,:]{2,60}?)\??$"
)
_OF_NAME = re.compile(
    r"^(?P<name>[^,:]{2,60}?)'s?\s+(?:lines?|opinions?|quips?|quotes?|remarks?|sayings?|views?|words)$"
)
# A speaker is looked for in so many characters of a message.
_LONGEST = 300


class Filter(Struct, frozen=True):
    """The speaker, source and time that an answer is restricted to, and the reasons.

    ``allowed`` are the ids of the quotes that are left; None for all.
    """

    allowed: frozenset[str] | None = None
    speaker: str = ""
    source: str = ""
    period: Period | None = None
    why: tuple[Why, ...] = ()

    @property
    def scope(self) -> Scope | None:
        """The scope of all that it leaves; None if it restricts nothing."""
        if self.speaker:
            return Scope(Kind.SPEAKER, self.speaker, source=self.source, period=self.period)
        if self.source:
            return Scope(Kind.SOURCE, self.source, period=self.period)
        return replace(EVERYTHING, period=self.period) if self.period else None

    def narrowed(self, scope: Scope) -> Scope:
        """Return the part of a scope that it leaves."""
        return replace(scope, speaker=self.speaker, source=self.source, period=self.period)

    def of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the quotes that are allowed, in the same order."""
        if self.allowed is None:
            return tuple(ids)
        return tuple(one for one in ids if one in self.allowed)


def filter_of(
    speaker: str, source: str, matcher: Matcher, period: Period | None = None
) -> Filter | NotFound:
    """Return the filter for these names and this time.

    It is NotFound, with the nearest names, for a name that is not known, and for a time that
    nothing is from.

    A name is never ignored: an answer by somebody else would be a wrong one.
    """
    library = matcher.library
    held = Filter()
    for typed, kind in ((source, Kind.SOURCE), (speaker, Kind.SPEAKER)):
        request = matcher.parse(typed)
        if request.blank:
            continue
        named = _named(typed, request, kind, matcher)
        if named is None:
            return _unknown(typed, request, kind, matcher)
        why = (*held.why, *named.why)
        if kind is Kind.SPEAKER:
            held = replace(held, speaker=named.name.id, why=why)
        else:
            held = replace(held, source=named.name.id, why=why)
    if held.scope is None and period is None:
        return held
    among = quotes_in(held.scope or EVERYTHING, library)
    if period is not None:
        held = replace(held, period=period, why=(*held.why, Why(Cause.DATE, str(period))))
        dated = quotes_in(held.scope or EVERYTHING, library)
        if not dated:
            return nothing_from(str(period), among, library)
        among = dated
    return replace(held, allowed=frozenset(among))


def _named(typed: str, request: ParsedRequest, kind: Kind, matcher: Matcher) -> NamedMatch | None:
    if kind is Kind.SPEAKER:
        return speaker_named(typed, matcher)
    return matcher.named(request, (kind,)) or _by_part(request, kind, matcher)


def _by_part(request: ParsedRequest, kind: Kind, matcher: Matcher) -> NamedMatch | None:
    """Return the only thing of a kind whose name has all the words."""
    asked = {word.term for word in request.words}
    bearers = {
        name.id: name
        for name in matcher.names.all
        if name.kind is kind and asked and asked.issubset(matcher.lexicon.terms(name.text))
    }
    if len(bearers) != 1:
        return None
    only = next(iter(bearers.values()))
    return NamedMatch(only, _BY_PART, (Why(only.cause, request.text.strip(), only.text),))


def _unknown(typed: str, request: ParsedRequest, kind: Kind, matcher: Matcher) -> NotFound:
    library, miss = matcher.library, Miss.NO_SPEAKER
    by = library.by_speaker
    if kind is Kind.SOURCE:
        by, miss = library.by_source, Miss.NO_SOURCE
    near = matcher.names.near(request.key, (kind,), cutoff=_WORTH_OFFERING, most=MOST_SUGGESTED)
    ids = [name.id for name, _ in near if name.id in by]
    ids = ids or sorted(by, key=lambda id_: -len(by[id_]))[:MOST_SUGGESTED]
    sure = bool(near) and near[0][1] >= NEAR
    return NotFound(
        asked=typed.strip(),
        miss=Miss.UNSURE if sure else miss,
        suggestions=tuple(suggestion(kind, id_, library) for id_ in ids),
    )


def speaker_in(text: str, matcher: Matcher) -> tuple[str, str] | None:
    """Return the speaker that a request names, as typed, and the rest of it as the topic; or None.

    The name must stand in a speaker's place and not be a name of something else in the library:
    ``bracken on platforms``, ``platforms, by Mike Bracken``, ``Mike Bracken``.
    """
    asked = fold(text[:_LONGEST]).strip()
    for pattern in (_NAME_FIRST, _NAME_LAST):
        found = pattern.match(asked)
        if found and only_speaker_named(found["name"], matcher):
            return found["name"], found["topic"]
    of_name = _OF_NAME.match(asked)
    if of_name and only_speaker_named(of_name["name"], matcher):
        return of_name["name"], ""
    return (text.strip(), "") if only_speaker_named(text, matcher) else None


def only_speaker_named(name: str, matcher: Matcher) -> NamedMatch | None:
    """Return the speaker of this name, unless it is the name of a topic or point.

    A word of every day with one before it, such as "the price", is no name.
    """
    request = matcher.parse(name)
    if request.blank or matcher.names.exact(request.key, (Kind.TOPIC, Kind.POINT)):
        return None
    named = speaker_named(name, matcher)
    first, *others = fold(name).split()
    if named and others and first in stop_words() and fold(named.name.text) != fold(name):
        return None if is_made_of_common_words(name.title()) else named
    return named


def speaker_named(name: str, matcher: Matcher) -> NamedMatch | None:
    """Return the speaker of this name, mistyped or not, or the only one known by this part."""
    request = matcher.parse(name)
    named = matcher.named(request, (Kind.SPEAKER,))
    if named:
        return named
    id_ = matcher.speaker_names.find(name) or matcher.speaker_names.find(request.read_key)
    if not id_:
        return None
    found = next(matcher.names.of([(Kind.SPEAKER, id_)]))
    return NamedMatch(found, _BY_LAST_NAME, (Why(Cause.SPEAKER, name.strip(), found.text),))
