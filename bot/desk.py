"""The desk: one facade, one method for each thing a person can ask."""

from bot.answer.answers import (
    AboutAnswer,
    AskAnswer,
    ContextAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    Scope,
    Suggestion,
    TopicsAnswer,
)
from bot.answer.match import Matcher
from bot.library.catalogue import Library


class Desk:
    """Answers requests from one library. Pure: same library, same request, same answer."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._matcher = Matcher(library)

    def quote(self, topic: str, *, speaker: str = "", source: str = "") -> QuoteAnswer | NotFound:
        """The best excerpt on ``topic`` (any words), by that speaker, in that source.

        Any may be empty, not all three.
        """
        raise NotImplementedError

    def another(self, scope: Scope, first: str, shown: int) -> QuoteAnswer | NotFound:
        """The excerpt after ``shown`` others of a scope, when quote ``first`` came first.

        After the last comes the first again.
        """
        raise NotImplementedError

    def opposing(self, quote_id: str) -> DebateAnswer | NotFound:
        """The debate on the point this quote speaks to, its opponents beside it."""
        raise NotImplementedError

    def context(self, quote_id: str) -> ContextAnswer | NotFound:
        """The excerpt within its source."""
        raise NotImplementedError

    def debate(self, point: str, page: int = 0) -> DebateAnswer | NotFound:
        """Both sides of the point (or of the topic's most debated one) that ``point`` names."""
        raise NotImplementedError

    def ask(self, question: str) -> AskAnswer | NotFound:
        """What was said on the point a question or a message is about."""
        raise NotImplementedError

    def topics(self, topic: str = "") -> TopicsAnswer | NotFound:
        """All topics, or the one named."""
        raise NotImplementedError

    def about(self) -> AboutAnswer:
        """What this is and what it holds."""
        raise NotImplementedError

    def complete(self, option: str, typed: str, limit: int = 25) -> tuple[Suggestion, ...]:
        """What somebody typing into an option most likely means, likeliest first.

        ``option`` is ``topic`` (topics, points, speakers), ``point`` (points and topics),
        ``speaker`` or ``source``. On empty input: those with most to say on both sides.
        """
        raise NotImplementedError
