"""The desk: one method for each request, and one that follows actions."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar

from msgspec.structs import replace

from bot.answers import actions, ask, browse, debate, opposing_views, quote
from bot.answers.actions import Action
from bot.answers.framed import Framed
from bot.answers.model import (
    AboutAnswer,
    Answer,
    AskAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    SpeakerAnswer,
    SpeakersAnswer,
    TopicsAnswer,
)
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.completion import Completer
from bot.search.frames import FrameParser, frame_parser
from bot.search.languages import ReadingLanguage
from bot.search.lexicon import languages_of, reading_language_of
from bot.search.matcher import Matcher
from bot.search.names import folded
from bot.search.results import Miss, Suggestion, as_written, most_debated, suggestion
from bot.search.scope import Period, Scope
from bot.search.text import in_english, reading_in

_P = ParamSpec("_P")
_T = TypeVar("_T")
# No name in a library is longer.
_LONGEST_NAME = 300
# Sources of one publication that are searched at most; each takes as long as a request.
_MOST_SOURCES = 20


def _in_its_language(
    method: Callable[Concatenate["Desk", _P], _T],
) -> Callable[Concatenate["Desk", _P], _T]:
    """Read requests in the language of the desk's library; give reasons in its written words."""

    @wraps(method)
    def speak(desk: "Desk", /, *given: _P.args, **named: _P.kwargs) -> _T:
        with reading_in(desk.reading_language):
            return as_written(method(desk, *given, **named), desk.library)

    return speak


class Desk:
    """Answer requests from one library. Pure: same library, same request, same answer."""

    def __init__(
        self, library: Library, base: "Desk | None" = None, *, meaning: bool = True
    ) -> None:
        """Make the desk of a library, or with ``base`` one over that desk: see :meth:`over`.

        Without ``meaning`` requests are matched by their words alone; with a base, as there.
        """
        self.library = library
        self._base = base
        self.reading_language: ReadingLanguage | None = (
            base.reading_language if base else reading_language_of(library)
        )
        self.languages: tuple[str, ...] = (
            base.languages if base else languages_of(library, self.reading_language)
        )
        with reading_in(self.reading_language):
            # The table of word vectors is English.
            self._matcher: Matcher = Matcher(
                library,
                base._matcher if base else None,  # noqa: SLF001 - of the same class
                meaning=meaning and in_english(),
            )

    @cached_property
    def _completer(self) -> Completer:
        """The completer, made when first needed: a single answer needs none."""
        base = self._base._completer if self._base else None  # noqa: SLF001 - of the same class
        return Completer(self._matcher, base)

    @property
    def wording(self) -> FrameParser:
        """The wording of requests in the languages of the library."""
        with reading_in(self.reading_language):
            return frame_parser(*self.languages)

    def prepare(self) -> None:
        """Make what is made at its first use, so that no request has to wait for it.

        Patterns of asking stay: each is compiled when a request may match it.
        """
        self.complete("topic", "")
        with reading_in(self.reading_language):
            self._matcher.prepare()
        self.request("ask", "What is said here, and who says it?")

    def over(self, library: Library) -> "Desk":
        """Return the desk of a library laid over this one's, such as a server's collection.

        This takes time for the changes only, not for the library; so call it on a desk that was
        itself made without a base. The answers are those of a new desk, except as
        :class:`bot.search.matcher.Matcher` says.
        """
        return self if library is self.library else Desk(library, self)

    @_in_its_language
    def follow(self, action: Action) -> Answer:  # noqa: C901, PLR0911, PLR0912 - a case each
        """Return the answer that an action leads to.

        An action that names something no longer in the library gets :meth:`no_longer_there`,
        never something with a similar name.
        """
        library, matcher = self.library, self._matcher
        match action:
            case actions.Another(scope, first, shown):
                return quote.another(scope, first, shown, matcher)
            case actions.Opposing(quote_id, point):
                return opposing_views.to_quote(quote_id, matcher, on=point)
            case actions.DebatePage(point, page, opposed) if opposed:
                return opposing_views.to_quote(opposed, matcher, page, point)
            case actions.DebatePage(point, page) if point in library.points:
                return self.debate(point, page)
            case actions.Debate(point, seen) if point in library.points:
                return self._debate_after(point, frozenset(seen.split(",")))
            case actions.Context(quote_id, back, among):
                found = browse.context(quote_id, matcher)
                if isinstance(found, NotFound):
                    return found
                return replace(found, back=back, among=among)
            case actions.Topics(topic) if not topic or topic in library.topics:
                return self.topics(topic)
            case actions.QuoteOf(scope) if scope.id in library.things(scope.kind):
                return self._quote_of(scope)
            case actions.Asked():
                return ask.asked_again(action, matcher)
            case actions.Speakers(""):
                return self.speakers()
            case actions.Speakers(speaker) if speaker in library.speakers:
                return browse.speaker_page(speaker, "", matcher)
            case actions.RandomQuote(topic, seed, shown):
                return quote.random_quote(topic, seed, shown, matcher)
            case actions.About():
                return self.about()
            case actions.DebatePage() | actions.Debate() | actions.Topics():
                return self.no_longer_there()
            case actions.QuoteOf() | actions.Speakers():
                return self.no_longer_there()

    def _debate_after(self, point: str, seen: frozenset[str]) -> Answer:
        """Return the first page of a debate with an excerpt not seen, or the rest of a side."""
        first = page = self.debate(point)
        while isinstance(page, DebateAnswer):
            if not seen.issuperset(excerpt.quote.id for excerpt, _ in page.in_turn):
                return page
            if page.page + 1 == page.pages:
                return self.follow(page.rest) if page.rest else first
            page = self.debate(point, page.page + 1)
        return page

    def _quote_of(self, scope: Scope) -> Answer:
        match scope.kind:
            case Kind.TOPIC | Kind.POINT:
                return self.quote(scope.id)
            case Kind.SPEAKER:
                return self.quote("", speaker=scope.id)
            case Kind.SOURCE:
                return self.quote("", source=scope.id)

    @_in_its_language
    def request(self, command: str, text: str, seed: int = 0) -> Answer:
        """Return the answer to any request, as its wording asks for it.

        ``command`` (quote, debate or ask) answers what has no other wording. ``seed`` decides what
        a request for any excerpt at random gets.
        """
        by_words: Mapping[str, Callable[[str], Answer]] = {
            "quote": self.quote,
            "debate": self.debate,
            "ask": self.ask,
        }
        framed = Framed(
            text,
            by_words[command],
            from_source=lambda source: self.quote("", source=source),
            matcher=self._matcher,
            published=lambda key: bool(key) and key in self._by_publication,
            parser=self.wording,
            seed=seed,
        )
        return framed.answer()

    @_in_its_language
    def quote(
        self, topic: str, *, speaker: str = "", source: str = "", period: Period | None = None
    ) -> QuoteAnswer | NotFound:
        """Return the best excerpt on ``topic`` (any words), by that speaker, in that source.

        Any may be empty, not all three. An unknown speaker or source is never ignored: it is
        NotFound with the nearest. A speaker named in ``topic`` counts as ``speaker``. The name of a
        publication stands for the sources published there: the answer is from the one with the
        highest score, the first of equals.
        """
        published = self._published(source)
        if not published:
            return quote.quote(topic, speaker, source, self._matcher, period)
        found = [quote.quote(topic, speaker, one, self._matcher, period) for one in published]
        answers = [one for one in found if isinstance(one, QuoteAnswer)]
        return max(answers, key=lambda one: one.score, default=found[0])

    def _published(self, name: str) -> tuple[str, ...]:
        """Return the ids of up to 20 sources in a publication; none for a source's own name."""
        key = _publication_key(name)
        if not key or self.named_exactly(name, (Kind.SOURCE,)):
            return ()
        return tuple(self._by_publication.get(key, ())[:_MOST_SOURCES])

    @cached_property
    def _by_publication(self) -> Mapping[str, Sequence[str]]:
        """The ids of sources by publication; made at first use, as few requests need it."""
        found: dict[str, list[str]] = {}
        for source in self.library.sources.values():
            found.setdefault(_publication_key(source.publication), []).append(source.id)
        return found

    @_in_its_language
    def opposing(self, message: str) -> AskAnswer | DebateAnswer | NotFound:
        """Return the debate on the point of a message, the side opposed to it first."""
        return opposing_views.to_message(
            message, self._matcher, lambda text: self.request("ask", text)
        )

    @_in_its_language
    def debate(self, point: str, page: int = 0) -> DebateAnswer | NotFound:
        """Return both sides of the point (or of the topic's most debated one) that is named.

        ``page`` counts from 0 and starts again after the last.
        """
        return debate.debate(point, page, self._matcher)

    def no_longer_there(self) -> NotFound:
        """Return the answer for something that is no longer in the library."""
        return NotFound("", Miss.GONE, most_debated(self.library))

    @_in_its_language
    def ask(self, question: str) -> AskAnswer | NotFound:
        """Return both sides of the point that a question or a message is about."""
        return ask.ask(question, self._matcher)

    @_in_its_language
    def topics(self, topic: str = "") -> TopicsAnswer | NotFound:
        """Return all topics, or the one named."""
        return browse.topics(topic, self._matcher)

    @_in_its_language
    def speakers(self, speaker: str = "") -> SpeakersAnswer | SpeakerAnswer | NotFound:
        """Return all speakers, or the page of the one named; NotFound has the nearest names."""
        return browse.speakers(speaker, self._matcher)

    @_in_its_language
    def about(self) -> AboutAnswer:
        """Return a description of the library and its contents."""
        return browse.about(self._matcher)

    @_in_its_language
    def named_exactly(self, name: str, kinds: tuple[Kind, ...]) -> Suggestion | None:
        """Return the thing with this name, alias, id or phrasing: of the first kind with one.

        A name spelled like it comes before one that is only folded like it:
        :mod:`bot.search.names`.
        """
        found = self._matcher.names.exact(_key(name), kinds, name)
        return suggestion(found.kind, found.id, self.library) if found else None

    @_in_its_language
    def spelled(self, name: str, kinds: tuple[Kind, ...]) -> tuple[Suggestion, ...]:
        """Return everything with a name spelled like this: :mod:`bot.search.names`."""
        found = self._matcher.names.spelled(name[:_LONGEST_NAME], kinds)
        return tuple(suggestion(one.kind, one.id, self.library) for one in found)

    @_in_its_language
    def value_of(self, one: Suggestion) -> str:
        """Return the words that mean this thing and no other: its id, with its kind if need be."""
        named = self._matcher.names.exact(_key(one.id), typed=one.id)
        alone = named is not None and (named.kind, named.id) == (one.kind, one.id)
        return one.id if alone and one.id not in self.library.quotes else f"{one.kind}:{one.id}"

    @_in_its_language
    def named_like(self, name: str, kinds: tuple[Kind, ...]) -> tuple[Suggestion, ...]:
        """Return at most three things with a similar name, nearest first."""
        found = self._matcher.names.near(_key(name), kinds, most=3)
        return tuple(suggestion(each.kind, each.id, self.library) for each, _ in found)

    @_in_its_language
    def complete(
        self, option: str, typed: str, limit: int = 25, among: tuple[Kind, ...] = tuple(Kind)
    ) -> tuple[Suggestion, ...]:
        """Return completions of what was typed into an option, likeliest first.

        ``option`` is ``topic`` (topics, points, speakers), ``point`` (points and topics),
        ``speaker`` or ``source``; only kinds that ``among`` names come. On empty input: those with
        most to say on both sides.
        """
        return self._completer.complete(option, typed, limit, among)


def _key(name: str) -> str:
    return folded(name[:_LONGEST_NAME])


def _publication_key(name: str) -> str:
    """Return the key shared by the ways to write a publication's name."""
    return _key(name.replace("’", "").replace("'", ""))
