"""A whole library, immutable, with its indexes, its voices, and the context of each passage.

A voice is a speaker; for a reported view it is the person whose view is reported. Comments that do
not say who wrote them have a speaker each, so each counts as one voice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any
from urllib.parse import quote as percent_encoded

from msgspec import Struct, field
from msgspec.structs import replace

from bot.library.changes import HideQuote
from bot.library.model import (
    UNCHECKED,
    Card,
    Excerpt,
    Kind,
    Point,
    Quote,
    Sides,
    Source,
    Span,
    Speaker,
    Stance,
    State,
    Topic,
    Verdict,
)
from bot.library.rules import with_plain_host
from bot.library.text_cleaning import GRAPHEME
from bot.library.verify import OMISSIONS

# Enough words to be unique in a page, few enough to survive its small print.
_WORDS_AT_AN_END = 6
# Twelve words are shorter, in any language with spaces between words.
_LONGEST_END = 160
_LETTERS_AT_AN_END = 12
# From the first visible character to the last of the last line before a blank one.
_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")

# Twice as long as most paragraphs; with the passage it fits on the first page of an answer.
_MOST_AROUND = 1_200
# White space between lines, between sentences, between words.
_BOUNDARIES = (
    re.compile(r"\s*\n\s*"),
    re.compile(r"(?<=[.!?…])[”’\"')]*\s+|(?<=[。！？])"),
    re.compile(r"\s+"),
)


def surroundings(text: str, spans: Sequence[Span]) -> tuple[str, str, str]:
    """Return the text before, in, and after the passage from the first span to the last.

    Before and after are the rest of its first and its last paragraph and one paragraph more, each
    at most 1,200 characters: a longer text is cut where a line, else a sentence, else a word begins
    or ends. Blank lines separate paragraphs.
    """
    start, end = spans[0].start, spans[-1].end
    blocks = [found.span() for found in _PARAGRAPH.finditer(text)]
    # The last paragraphs that begin at the ends of the passage or before.
    first, last = (bisect_right(blocks, at, key=itemgetter(0)) - 1 for at in (start, end - 1))
    begin = max(blocks[max(0, first - 1)][0], _begin(text, start))
    finish = min(blocks[min(len(blocks) - 1, last + 1)][1], _finish(text, end))
    return text[begin:start], text[start:end], text[end:finish]


def _begin(text: str, start: int) -> int:
    """Return where to begin at most 1,200 characters before a passage."""
    earliest = start - _MOST_AROUND
    if earliest <= 0:
        return 0
    for boundary in _BOUNDARIES:
        # The boundary before the first character counts too.
        found = boundary.search(text, max(0, earliest - 1), start - _MOST_AROUND // 2)
        if found:
            return found.end()
    return earliest


def _finish(text: str, end: int) -> int:
    """Return where to end at most 1,200 characters after a passage."""
    latest = end + _MOST_AROUND
    if latest >= len(text):
        return len(text)
    for boundary in _BOUNDARIES:
        area = (end + _MOST_AROUND // 2, latest + 1)
        found = [one.start() for one in boundary.finditer(text, *area)]
        if found:
            return found[-1]
    return latest


def passage_link(url: str, text: str, before: str = "") -> str:
    """Return the address with one text directive for the passage; empty without an address.

    It replaces a directive that the address has. It names only the words of the first piece
    between omissions, because omitted words cannot be searched for. ``before`` is the source up to
    the passage, if the page has the same words earlier; the words before it are then named too.
    https://wicg.github.io/scroll-to-text-fragment/
    """
    if not url:
        return ""
    url = with_plain_host(url)
    page = url.partition(":~:")[0].removesuffix("#")
    pieces = filter(str.strip, OMISSIONS.split(text))
    paragraphs = [part.split() for part in _PARAGRAPH.findall(next(pieces, ""))]
    if not paragraphs:
        return page
    first, last = paragraphs[0], paragraphs[-1]
    # A fragment without a comma is looked for within one paragraph.
    whole = " ".join(first)
    if len(paragraphs) == 1 and len(first) <= 2 * _WORDS_AT_AN_END and len(whole) <= _LONGEST_END:
        texts = [whole]
    else:
        texts = [_end(first), _end(last, at_last=True)]
    # The words of the last paragraph that begins before the passage are the directive's prefix.
    *_, lead = [[], *map(str.split, _PARAGRAPH.findall(before[-2 * _LONGEST_END :]))]
    prefix = f"{_encode(_end(lead, at_last=True))}-," if lead else ""
    separator = ":~:" if "#" in page else "#:~:"
    return f"{page}{separator}text={prefix}{','.join(map(_encode, texts))}"


def _end(words: Sequence[str], *, at_last: bool = False) -> str:
    """Return the first words of a paragraph, or its last; letters in a script without spaces."""
    end = words[-_WORDS_AT_AN_END:] if at_last else words[:_WORDS_AT_AN_END]
    # A part of a word is not found, so whole words are left out.
    while len(end) > 1 and len(" ".join(end)) > _LONGEST_END:
        end = end[1:] if at_last else end[:-1]
    text = " ".join(end)
    if len(text) <= _LONGEST_END:
        return text
    letters = GRAPHEME.findall(text)
    return "".join(letters[-_LETTERS_AT_AN_END:] if at_last else letters[:_LETTERS_AT_AN_END])


def _encode(text: str) -> str:
    # Hyphens and commas are the fragment's own syntax, so they must be escaped too.
    return percent_encoded(text, safe="").replace("-", "%2D")


UNNAMED = Card("Quotations")


class Collection(Struct, frozen=True):
    """Topics, points, speakers, sources and quotes, each in the curator's order.

    By source id: ``retired`` has ids that no quote may use again, ``hidden`` the shared quotes that
    a server does not show, ``texts`` the source texts.
    """

    card: Card = UNNAMED
    topics: tuple[Topic, ...] = ()
    points: tuple[Point, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: Mapping[str, tuple[HideQuote, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Library(Struct, frozen=True):
    """Topics, points, speakers, sources and quotes by id, each in the curator's order.

    ``texts`` and the ``retired`` ids are as in Collection, ``verdicts`` the results of the verbatim
    check. The mappings never change; make a library with :func:`make_library`.
    """

    card: Card
    topics: Mapping[str, Topic]
    points: Mapping[str, Point]
    speakers: Mapping[str, Speaker]
    sources: Mapping[str, Source]
    quotes: Mapping[str, Quote]
    texts: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    by_topic: Mapping[str, tuple[str, ...]]
    by_point: Mapping[str, Sides]
    by_speaker: Mapping[str, tuple[str, ...]]
    by_source: Mapping[str, tuple[str, ...]]
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def collection(self) -> Collection:
        """Everything in the library, as its files hold it."""
        kinds = ("topics", "points", "speakers", "sources", "quotes")
        things: dict[str, Any] = {kind: tuple(getattr(self, kind).values()) for kind in kinds}
        return Collection(self.card, retired=self.retired, texts=self.texts, **things)

    def things(self, kind: Kind) -> Mapping[str, Topic | Point | Speaker | Source]:
        """Return everything of one kind, by id."""
        things: Mapping[str, Topic | Point | Speaker | Source] = getattr(self, f"{kind}s")
        return things

    def count(self, state: State) -> int:
        """Return how many quotes are verified, differ from their source, or are unchecked."""
        unchecked = len(self.quotes) - len(self.verdicts) if state is State.UNCHECKED else 0
        return unchecked + sum(verdict.state is state for verdict in self.verdicts.values())

    def sides(self, point: str) -> Sides:
        """Return the quotes on a point by stance; empty sides for a point without quotes."""
        return self.by_point.get(point, Sides())

    def excerpt(self, quote_id: str) -> Excerpt:
        """Return a quote with its full attribution. Raises KeyError for an unknown id."""
        quote = self.quotes[quote_id]
        source = self.sources[quote.source]
        verdict = self.verdicts.get(quote_id, UNCHECKED)
        # The source up to the passage, if it has the same words earlier.
        earlier = quote.occurrence > 1 and verdict.spans
        before = self.texts[quote.source][: verdict.spans[0].start] if earlier else ""
        return Excerpt(
            quote=quote,
            speaker=self.speakers[quote.speaker],
            source=source,
            author=self.speakers[source.author] if source.author else None,
            writer=self.speakers[quote.quoting.writer] if quote.quoting else None,
            verdict=verdict,
            link=passage_link(source.url, quote.text, before),
        )


def make_library(held: Collection, verdicts: Mapping[str, Verdict] | None = None) -> Library:
    """Return the library of a collection, whose ids must be unique and whose references must hold.

    A quote is indexed under its own topics and under those of the points it takes a position on.
    """
    points = {point.id: point for point in held.points}
    indexes = indexes_of(held.quotes, points)
    indexes["by_topic"] = {one.id: indexes["by_topic"].get(one.id, ()) for one in held.topics}
    return Library(
        card=held.card,
        topics={topic.id: topic for topic in held.topics},
        points=points,
        speakers={speaker.id: speaker for speaker in held.speakers},
        sources={source.id: source for source in held.sources},
        quotes={quote.id: quote for quote in held.quotes},
        texts=held.texts,
        verdicts=verdicts or {},
        retired=held.retired,
        **indexes,
    )


def indexes_of(quotes: Iterable[Quote], points: Mapping[str, Point]) -> dict[str, Any]:
    """Return ``by_topic``, ``by_point``, ``by_speaker`` and ``by_source`` of some quotes."""
    by_topic: dict[str, list[str]] = {}
    by_point: dict[str, dict[Stance, list[str]]] = {}
    by_speaker: dict[str, list[str]] = {}
    by_source: dict[str, list[str]] = {}
    for quote in quotes:
        through = (points[position.point].topic for position in quote.positions)
        for topic in dict.fromkeys((*quote.topics, *through)):
            by_topic.setdefault(topic, []).append(quote.id)
        for position in quote.positions:
            stances = by_point.setdefault(position.point, {stance: [] for stance in Stance})
            stances[position.stance].append(quote.id)
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
        by_source.setdefault(quote.source, []).append(quote.id)
    lists = {"by_topic": by_topic, "by_speaker": by_speaker, "by_source": by_source}
    return {
        "by_point": {point: Sides(*map(tuple, each.values())) for point, each in by_point.items()},
        **{name: {key: tuple(ids) for key, ids in held.items()} for name, held in lists.items()},
    }


def voices(ids: Iterable[str], library: Library, point: str = "") -> int:
    """Return how many voices some quotes are; with ``point``, as they stand on that point."""
    quotes = (library.quotes[id_] for id_ in ids)
    return len(
        {
            (holder.casefold(),) if (holder := quote.reported_on(point)) else quote.speaker
            for quote in quotes
        }
    )


def debated(point: str, library: Library) -> Sides:
    """Return the quotes on a point by stance, without a side that nobody here takes.

    A side that is only reported does not count if all speakers of the other side wrote these
    reports: nobody is shown to argue with themselves.
    """
    sides = library.sides(point)
    if _is_only_reported(sides.for_, sides.against, point, library):
        return replace(sides, for_=())
    if _is_only_reported(sides.against, sides.for_, point, library):
        return replace(sides, against=())
    return sides


def _is_only_reported(
    side: tuple[str, ...], others: tuple[str, ...], point: str, library: Library
) -> bool:
    quotes = library.quotes
    # Nearly always the first quote decides, so the others are not looked up.
    if not (side and others and all(quotes[id_].reported_on(point) for id_ in side)):
        return False
    writers = {quotes[id_].speaker for id_ in side}
    return all(
        quotes[id_].speaker in writers and not quotes[id_].reported_on(point) for id_ in others
    )
