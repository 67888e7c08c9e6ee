"""Answer a request by its frame: the kind of answer that its wording asks for.

"Who disagrees with Boyd?" asks for the views opposed to a speaker, "quotes from 2019" for a year.
A request has several readings (:mod:`bot.search.frames`); the first one that the library can
answer counts. Without one, the command answers the request by its words.
"""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.answers import browse, opposing_views
from bot.answers.browse import speaker_page, speakers
from bot.answers.filters import nothing_from, only_speaker_named, read_typed_date
from bot.answers.mentions import read_mentions
from bot.answers.model import (
    Answer,
    AskAnswer,
    DebateAnswer,
    NotFound,
    QuoteAnswer,
    TopicsAnswer,
)
from bot.answers.named import NamedRequest
from bot.answers.quote import answer_with, quote, random_quote
from bot.answers.small_talk import is_chat, miss_of, without_chat
from bot.answers.unquoted import by_somebody_unquoted
from bot.library.model import Kind, Stance
from bot.search.frames import Frame, FrameParser, Intent
from bot.search.frames.parser import FOLLOW_UPS, LONGEST_FRAMED, SMALL_TALK
from bot.search.matcher import Matcher, NamedMatch
from bot.search.passages import FEWEST_WORDS, SURE_WORDS, passage_within
from bot.search.results import MOST_EXCERPTS, Cause, Miss, Why, most_debated, opponents
from bot.search.scope import EVERYTHING, ByDate, Period, Scope, quotes_in
from bot.search.text import fold, in_english, plain_key, tokens

_QUOTED = re.compile(r'[“"«„]([^”"»“]{8,})[”"»“]')
_CLAIMS = {Intent.CLAIM: Stance.FOR, Intent.COUNTERCLAIM: Stance.AGAINST}


class Framed(Struct, frozen=True):
    """A request and what answers it: ``by_words`` is the command's own way to answer."""

    text: str
    by_words: Callable[[str], Answer]
    from_source: Callable[[str], Answer]
    matcher: Matcher
    published: Callable[[str], bool]
    parser: FrameParser
    seed: int = 0

    def answer(self) -> Answer:  # noqa: C901, PLR0911, PLR0912 - one branch for each way to read a request
        """Return the first of these answers that the library has.

        1. The quote whose id the request is.
        2. The command's answer, if the request is a name or repeats a question of a quote.
        3. The quote that has a passage of the request.
        4. The most specific reading, if its wording says it all: small talk, a list, the newest;
           small talk also in an order that no frame has. So does one that claims or denies a point.
        5. That nobody of a name is quoted whose words are asked for.
        6. The names in the request, with the signal words around them.
        7. The readings, the most specific first.
        8. Signal words without names, or names among a few words that nobody foresaw.
        9. The command's answer to the words of the request.
        10. The one name in a request of which no words are found.

        If none answers, the refusal is that of 6 or 7, else that of 9.
        """
        if self.text.strip() in self.matcher.library.quotes:
            return self._named_by_id(self.text.strip())
        if self._is_a_name(self.text) or self.matcher.phrasing(self.text):
            return self.by_words(self.text)
        passage = self._passage()
        if passage:
            return self.by_words(passage)
        text, readings = self._readings()
        if not readings[0].slot_length:
            # Small talk, a list, the newest: the wording says it all.
            found = self._answer(readings[0])
            if found is not None:
                return found
        claimed = self._on_a_claim(readings)
        if claimed is not None:
            return claimed
        unquoted = by_somebody_unquoted(self, readings)
        if unquoted is not None:
            return unquoted
        mentions = read_mentions(text, readings, self.matcher, self.parser, self.published)
        named = NamedRequest(self, mentions, self.parser, readings) if mentions else None
        if mentions and is_chat(mentions, readings, self.text, self.matcher, self.parser):
            return self._nothing(Miss.SMALL_TALK)
        by_names = named.answer() if named else None
        if by_names is not None and (
            not isinstance(by_names, NotFound)
            # Other words of the request would show what was said at another time, or by others.
            or (named and named.lacks_a_time(by_names))
            or self._is_silent(by_names, named)
        ):
            return by_names
        missing = by_names
        for frame in readings:
            if missing and self._is_silent(missing, named) and not frame.speaker:
                continue
            found = self._answer(frame)
            if found is None:
                continue
            # If nothing is from the time asked for, say so: a topic with that year in an alias does
            # not answer.
            if not isinstance(found, NotFound) or frame.is_only_a_time:
                return found
            missing = missing or found
        if missing and self._is_silent(missing, named):
            return missing
        if named:
            found = named.by_signals() or named.despite_strange_words()
            if found is not None and not isinstance(found, NotFound):
                return found
        found = self._by_evidence()
        if isinstance(found, NotFound) and named and missing is None:
            found = named.at_last() or found
        if isinstance(found, NotFound) and missing is not None:
            return replace(
                missing,
                score=found.score,
                excerpts=found.excerpts,
                unmentioned=found.unmentioned,
            )
        return found

    def _on_a_claim(self, readings: Iterable[Frame]) -> Answer | None:
        """Return the debate on a point that is claimed or denied in its own words, or nearly.

        "Who thinks that trams should come back?" asks for those who are for it.
        """
        for frame in readings:
            stance = _CLAIMS.get(frame.intent)
            named = self.matcher.match(frame.subject).name if stance else None
            if stance and named and named.kind is Kind.POINT:
                return self.one_side(frame.subject, stance)
        return None

    @staticmethod
    def _is_silent(missing: Answer, named: NamedRequest | None) -> bool:
        """Whether one speaker is asked for who says nothing on a subject.

        What others say on it is no answer then.
        """
        by_nobody = isinstance(missing, NotFound) and missing.miss is Miss.NOT_BY
        return by_nobody and named is not None and named.is_by_speaker()

    def _readings(self) -> tuple[str, tuple[Frame, ...]]:
        """Return the request without slips in words of asking, and its readings."""
        parser = self.parser
        typed = parser.parse(self.text)
        if len(self.text) > LONGEST_FRAMED:
            return self.text, typed
        text = parser.without_slips(self.text, self._is_known)
        # The last reading is the whole text, which is searched as it was typed.
        found = typed if text == self.text else parser.parse(text)[:-1] or typed
        return text, without_chat(found, text, self.matcher, parser)

    def _is_known(self, word: str) -> bool:
        """Whether a folded word stands in the library or is English."""
        matcher = self.matcher
        return (
            matcher.lexicon.vocabulary.knows(word)
            or matcher.names.exact(word) is not None
            or bool(matcher.speaker_names.find(word))
        )

    def _named_by_id(self, quote_id: str) -> Answer:
        home = Scope(Kind.SOURCE, self.matcher.library.quotes[quote_id].source)
        why = (Why(Cause.NAME, quote_id, quote_id),)
        return answer_with(self.text, (quote_id,), self.matcher, scope=home, why=why)

    def _by_evidence(self) -> Answer:
        """Return the command's answer to the words that do not merely ask.

        The ranking knows how common English words are; in other languages words of asking are left
        out. One word alone is looked for, whatever it is.
        """
        bare = self.parser.without_asking(self.text)
        words = bare.split()
        if in_english() or (bare == self.text and len(words) < 2):
            return self.by_words(self.text)
        kept = [word for word in words if not self._only_asks(word)]
        if not kept:
            return self._nothing(Miss.NOTHING)
        found = self.by_words(" ".join(kept))
        if isinstance(found, QuoteAnswer | DebateAnswer | AskAnswer | NotFound):
            return replace(found, asked=self.text)
        return found

    def _only_asks(self, word: str) -> bool:
        read = tokens(word)
        return all(token.folded in self.parser.asking for token in read) and not (
            self.matcher.names.exact(plain_key(read))
        )

    def dated(self, scope: Scope, intent: Intent) -> Answer | None:
        """Return the newest or oldest quotes of a scope, in that order; None if none has a date."""
        scope = replace(scope, by_date=ByDate(intent.value))
        dated = quotes_in(scope, self.matcher.library)
        return self.show(dated, scope) if dated else None

    def _is_a_name(self, text: str) -> bool:
        named = self.matcher.names.exact(self.matcher.parse(text).key, typed=text)
        return named is not None and named.kind is not Kind.SPEAKER

    def _passage(self) -> str:
        """Return the passage of a quote that the request is, or holds; empty for none.

        It may stand in quotation marks, after a colon, or between words of asking.
        """
        if self.text.count(" ") + 1 < FEWEST_WORDS or len(self.text) > LONGEST_FRAMED:
            return ""
        quoted = (found[1] for found in _QUOTED.finditer(self.text))
        parts = (self.text, *quoted, self.text.partition(": ")[2])
        for part in parts:
            if part and any(why.cause is Cause.PASSAGE for why in self.matcher.match(part).why):
                return part
        ranked = self.matcher.with_the_words(self.matcher.match(self.text).ranking)
        passage = passage_within(self.text, ranked, self.matcher.library, self.parser.vocabulary)
        return "" if self._is_a_name_in_words(passage) else passage

    def _is_a_name_in_words(self, text: str) -> bool:
        """Whether a text is a name with ordinary words around it: "for the National Programme"."""
        words = text.split()
        if len(words) >= SURE_WORDS:
            return False
        plain = [self.parser.is_word_of_asking(fold(word)) for word in words]
        first = next((place for place, one in enumerate(plain) if not one), 0)
        return any(
            self._is_a_name(" ".join(words[start:end]))
            for start in range(first + 1)
            for end in range(len(words), first, -1)
            if all(plain[end:])
        )

    def _answer(  # noqa: C901, PLR0911 - one case for each intent
        self, frame: Frame
    ) -> Answer | None:
        """Return the answer to one reading; None if the library does not bear the reading out."""
        if frame.intent in SMALL_TALK | FOLLOW_UPS:
            return self._nothing(miss_of(frame.intent))
        if frame.speaker:
            return self._on_a_speaker(frame)
        match frame.intent:
            case Intent.ABOUT:
                return self._about(frame.subject)
            case Intent.BOTH_SIDES:
                return self.about_subject(frame.subject)
            case Intent.CASE_FOR:
                return self.one_side(frame.subject, Stance.FOR)
            case Intent.CASE_AGAINST:
                return self.one_side(frame.subject, Stance.AGAINST)
            case Intent.SOURCE:
                found = self.from_source(frame.source)
                return found if isinstance(found, QuoteAnswer) else None
            case Intent.RANDOM:
                return self.random(frame.subject)
            case Intent.PERIOD | Intent.NEWEST | Intent.OLDEST:
                return self._by_date(frame)
            case _:
                return self._list(frame)

    def _on_a_speaker(self, frame: Frame) -> Answer | None:
        named = self.speaker(frame.speaker)
        if named is None:
            return None
        if frame.intent is Intent.CRITICS:
            return self.critics(named)
        if frame.intent is Intent.SPEAKER_ON:
            return self.speaker_on(frame)
        return self.page_of(named)

    def page_of(self, named: NamedMatch) -> Answer:
        """Return the page of a speaker."""
        return speaker_page(named.name.id, self.text, self.matcher, named.why, named.score)

    def _list(self, frame: Frame) -> Answer | None:
        """Return the list of everything of a kind, or the counts of the library or of a topic."""
        if frame.subject:
            return self.counts(frame.subject) if frame.intent is Intent.COUNT else None
        match frame.intent:
            case Intent.TOPICS:
                return browse.topics("", self.matcher)
            case Intent.SPEAKERS:
                return speakers("", self.matcher)
            case Intent.COUNT | Intent.SOURCES:
                return browse.about(self.matcher)
            case _:
                return None

    def counts(self, subject: str) -> Answer | None:
        """Return a topic with the numbers of its quotes and points."""
        found = browse.topics(subject, self.matcher)
        return found if isinstance(found, TopicsAnswer) else None

    def _nothing(self, miss: Miss) -> NotFound:
        return NotFound(self.text, miss, most_debated(self.matcher.library))

    def _about(self, subject: str) -> Answer | None:
        if subject == self.text.strip():
            return None
        named = self.speaker(subject)
        if named:
            return self.page_of(named)
        return self.about_subject(subject)

    def about_subject(self, subject: str) -> Answer | None:
        """Return the command's answer to a subject, if there is one."""
        is_name = self._is_a_name(subject)
        found = self.by_words(subject if is_name else self.parser.without_asking(subject))
        return None if isinstance(found, NotFound) else found

    def speaker(self, name: str) -> NamedMatch | None:
        """Return the speaker of this name, unless it is the name of something else."""
        return only_speaker_named(name, self.matcher)

    def one_side(self, subject: str, stance: Stance) -> Answer | None:
        """Return a debate that leads with one side, and shows more of it."""
        return opposing_views.one_side(subject, stance, self.text, self.matcher)

    def speaker_on(self, frame: Frame) -> Answer | None:
        """Return the best excerpt by a speaker on a subject."""
        found = quote(frame.subject, frame.speaker, "", self.matcher)
        if isinstance(found, QuoteAnswer):
            return replace(found, asked=self.text)
        return replace(found, miss=Miss.NOT_BY, asked=self.text, score=0.0)

    def critics(self, named: NamedMatch) -> Answer | None:
        """Return the debate on the point on which most others oppose the speaker."""
        library = self.matcher.library
        own = self.matcher.order.strongest(library.by_speaker.get(named.name.id, ()))
        opposed = {one: _others(one, named.name.id, self.matcher) for one in own}
        best = max(opposed, key=lambda one: opposed[one], default="")
        if not best or not opposed[best]:
            return NotFound(self.text, Miss.UNOPPOSED, most_debated(library), named.why)
        found = opposing_views.to_quote(best, self.matcher)
        if isinstance(found, DebateAnswer):
            return replace(found, asked=self.text, why=named.why)
        return None

    def random(self, subject: str) -> Answer | None:
        """Return a quote at random, on a subject or of the whole library."""
        found = random_quote(subject, self.seed, 0, self.matcher)
        return found if isinstance(found, QuoteAnswer) else None

    def _by_date(self, frame: Frame) -> Answer | None:
        """Return the quotes of a time, or the newest or oldest ones, on the subject if any."""
        scope = self.scope_of(frame.subject) if frame.subject else EVERYTHING
        if scope is None:
            return None
        if frame.intent is Intent.PERIOD:
            return self._from_period(frame, scope)
        return self.dated(scope, frame.intent)

    def _from_period(self, frame: Frame, scope: Scope) -> Answer | None:
        first, last = (
            read_typed_date(one, self.parser) if one else "" for one in (frame.from_, frame.to)
        )
        if first is None or last is None:
            return None
        # "Since 2019" names a beginning alone.
        is_open = not self.parser.signals("open").isdisjoint(fold(self.text).split())
        one_date = first and not last and not is_open
        period = Period(first, first if one_date else last)
        found = self.from_period(scope, period)
        return None if frame.subject and isinstance(found, NotFound) else found

    def from_period(self, scope: Scope, period: Period) -> QuoteAnswer | NotFound:
        """Return the quotes of a scope that are from a time; if none is, the years there are."""
        library = self.matcher.library
        dated = replace(scope, period=period)
        ids = self.matcher.order.strongest_alternating(quotes_in(dated, library))
        if not ids:
            return nothing_from(self.text, quotes_in(scope, library), library)
        return self.show(ids, dated)

    def scope_of(self, subject: str) -> Scope | None:
        """Return the scope of a subject; None if it is not in the library."""
        found = quote(subject, "", "", self.matcher)
        return found.scope if isinstance(found, QuoteAnswer) else None

    def show(self, ids: tuple[str, ...], scope: Scope) -> QuoteAnswer:
        """Return an answer that shows these quotes of a scope, for their date."""
        why = (Why(Cause.DATE, self.text.strip()),)
        return answer_with(self.text, ids[:MOST_EXCERPTS], self.matcher, scope=scope, why=why)


def _others(quote_id: str, speaker: str, matcher: Matcher) -> int:
    """Return how many other speakers oppose a quote on its first point with opponents."""
    library = matcher.library
    opposed = next(iter(opponents(quote_id, library).values()), ())
    return len({library.quotes[one].speaker for one in opposed} - {speaker})
