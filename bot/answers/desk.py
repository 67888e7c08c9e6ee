"""The desk: one facade, one method for each thing a person can ask."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.answers import answer_token as asked
from bot.answers import ask, browse, debate, quote
from bot.answers.actions import (
    About,
    Action,
    Another,
    Asked,
    Context,
    Debate,
    DebatePage,
    Opposing,
    QuoteOf,
    Topics,
)
from bot.answers.model import (
    AboutAnswer,
    Answer,
    AskAnswer,
    ContextAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    TopicsAnswer,
)
from bot.library.library import Library
from bot.library.model import Kind
from bot.search.completion import Completer
from bot.search.matcher import Matcher
from bot.search.results import Miss, Scope, Suggestion, most_debated, suggestion
from bot.search.text import plain_key, tokens

# Nothing in a library is called by more.
_LONGEST_NAME = 300
# Of a publication with more, one asks for the text; each takes as long as a request.
_MOST_SOURCES = 20


class Desk:
    """Answers requests from one library. Pure: same library, same request, same answer."""

    def __init__(
        self, library: Library, base: "Desk | None" = None, *, meaning: bool = True
    ) -> None:
        """``base`` is a desk over a library that this one lies over: see :meth:`over`.

        Without ``meaning`` requests are matched by their words alone, as by a base without.
        """
        self.library = library
        self._matcher: Matcher = Matcher(
            library,
            base._matcher if base else None,  # noqa: SLF001 - its kind
            meaning=meaning,
        )
        self._completer: Completer = Completer(self._matcher, base._completer if base else None)  # noqa: SLF001

    def over(self, library: Library) -> "Desk":
        """The desk over a library that lies over this one's, such as a server's view of it.

        Made in as much time as what changed takes, not the library; so from a desk made anew, not
        from another such. Its answers are those of one made anew but for what
        :func:`bot.search.engine.laid_over` says.
        """
        return self if library is self.library else Desk(library, self)

    def follow(self, action: Action) -> Answer:  # noqa: C901, PLR0911 - one case for each action
        """Return the answer that an action leads to.

        An action that names something no longer in the library gets :meth:`no_longer_there`,
        never something with a similar name.
        """
        match action:
            case Another(scope, first, shown):
                return self.another(scope, first, shown)
            case Opposing(quote_id):
                return self.opposing(quote_id)
            case Debate(point):
                return self._debate(point, 0)
            case DebatePage(point, page, opposed):
                return self.opposing(opposed, page) if opposed else self._debate(point, page)
            case Context(quote_id, back):
                found = self.context(quote_id)
                return found if isinstance(found, NotFound) else replace(found, back=back)
            case Topics(topic):
                known = not topic or topic in self.library.topics
                return self.topics(topic) if known else self.no_longer_there()
            case QuoteOf(scope):
                return self._quote_of(scope)
            case Asked(point, excerpts, near):
                return self.asked(point, excerpts, near)
            case About():
                return self.about()

    def _debate(self, point: str, page: int) -> Answer:
        return self.debate(point, page) if point in self.library.points else self.no_longer_there()

    def _quote_of(self, scope: Scope) -> Answer:
        if scope.id not in self.library.things(scope.kind):
            return self.no_longer_there()
        match scope.kind:
            case Kind.TOPIC | Kind.POINT:
                return self.quote(scope.id)
            case Kind.SPEAKER:
                return self.quote("", speaker=scope.id)
            case Kind.SOURCE:
                return self.quote("", source=scope.id)

    def quote(self, topic: str, *, speaker: str = "", source: str = "") -> QuoteAnswer | NotFound:
        """The best excerpt on ``topic`` (any words), by that speaker, in that source.

        Any may be empty, not all three. Who is not known is never ignored: an unknown speaker or
        source is NotFound with the nearest. A speaker named in ``topic`` holds it to that speaker.
        The name of a publication stands for what was published there: the source with the surest
        answer, of several with one as sure the first.
        """
        published = self._published(source)
        if not published:
            return quote.quote(topic, speaker, source, self._matcher)
        found = [quote.quote(topic, speaker, one, self._matcher) for one in published]
        answers = [one for one in found if isinstance(one, QuoteAnswer)]
        return max(answers, key=lambda one: one.score, default=found[0])

    def _published(self, name: str) -> tuple[str, ...]:
        """The ids of the sources, twenty at most, in a publication; none for a source's name."""
        key = _publication_key(name)
        if not key or self.bearer(name, (Kind.SOURCE,)):
            return ()
        return tuple(self._by_publication.get(key, ())[:_MOST_SOURCES])

    @cached_property
    def _by_publication(self) -> Mapping[str, Sequence[str]]:
        """The ids of sources by publication; made when first asked for, as few ever ask."""
        found: dict[str, list[str]] = {}
        for source in self.library.sources.values():
            found.setdefault(_publication_key(source.publication), []).append(source.id)
        return found

    def another(self, scope: Scope, first: str, shown: int) -> QuoteAnswer | NotFound:
        """The excerpt after ``shown`` others of a scope, when quote ``first`` came first.

        After the last comes the first again.
        """
        return quote.another(scope, first, shown, self._matcher)

    def opposing(self, quote_id: str, page: int = 0) -> DebateAnswer | NotFound:
        """The debate on the point this quote speaks to, its opponents beside it.

        ``page`` as in :meth:`debate`.
        """
        return debate.opposing(quote_id, self._matcher, page)

    def context(self, quote_id: str) -> ContextAnswer | NotFound:
        """The excerpt within its source."""
        return browse.context(quote_id, self._matcher)

    def debate(self, point: str, page: int = 0) -> DebateAnswer | NotFound:
        """Both sides of the point (or of the topic's most debated one) that ``point`` names.

        ``page`` counts from 0 and starts again after the last.
        """
        return debate.debate(point, page, self._matcher)

    def no_longer_there(self) -> NotFound:
        """Return the answer for something that is no longer in the library."""
        return NotFound("", Miss.GONE, most_debated(self.library))

    def ask(self, question: str) -> AskAnswer | NotFound:
        """What was said on the point a question or a message is about."""
        return ask.ask(question, self._matcher)

    def asked(self, point: str, excerpts: str, near: str) -> AskAnswer | NotFound:
        """An answer of :meth:`ask` once more, from :func:`bot.answers.answer_token.marked`."""
        return asked.asked(point, excerpts, near, self._matcher)

    def topics(self, topic: str = "") -> TopicsAnswer | NotFound:
        """All topics, or the one named."""
        return browse.topics(topic, self._matcher)

    def about(self) -> AboutAnswer:
        """What this is and what it holds."""
        return browse.about(self._matcher)

    def bearer(self, name: str, kinds: tuple[Kind, ...]) -> Suggestion | None:
        """What bears this very name, alias, id or phrasing: the first of ``kinds`` that does.

        Case, accents, hyphens, and British or American spelling do not matter.
        """
        found = self._matcher.names.exact(plain_key(tokens(name[:_LONGEST_NAME])), kinds)
        return suggestion(found.kind, found.id, self.library) if found else None

    def near(self, name: str, kinds: tuple[Kind, ...], most: int = 3) -> tuple[Suggestion, ...]:
        """What is called nearly so, nearest first."""
        key = plain_key(tokens(name[:_LONGEST_NAME]))
        found = self._matcher.names.near(key, kinds, most=most)
        return tuple(suggestion(each.kind, each.id, self.library) for each, _ in found)

    def complete(self, option: str, typed: str, limit: int = 25) -> tuple[Suggestion, ...]:
        """What somebody typing into an option most likely means, likeliest first.

        ``option`` is ``topic`` (topics, points, speakers), ``point`` (points and topics),
        ``speaker`` or ``source``. On empty input: those with most to say on both sides.
        """
        return self._completer.complete(option, typed, limit)


def _publication_key(name: str) -> str:
    """What two ways to write a publication's name have in common."""
    return plain_key(tokens(name[:_LONGEST_NAME].replace("’", "").replace("'", "")))
