"""Answer a request by the names in it, as the signal words around them say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bot.answers import browse
from bot.answers.filters import speaker_named
from bot.answers.mentions import BY_DATE, Mention, Mentions, asks_by_date
from bot.answers.model import Answer, NotFound, QuoteAnswer
from bot.answers.quote import quote
from bot.library.model import Kind, Stance
from bot.search.frames import Frame, FrameParser, Intent
from bot.search.frames.pattern_language import in_two_words
from bot.search.matcher import Match, NamedMatch
from bot.search.results import Cause, Miss
from bot.search.scope import EVERYTHING, Period, Scope, quotes_in
from bot.search.spelling import english, is_made_of_common_words
from bot.search.spoken_of import speaks_of
from bot.search.text import fold, in_english, plain_key, stop_words, tokens

if TYPE_CHECKING:
    from bot.answers.framed import Framed

# Unforeseen words of a request that is still answered by its names.
_MOST_STRANGE = 3
_BEFORE_SUBJECTS = ("before_subject", "before_for", "before_against")
_ASKS_FOR_PEOPLE = ("excerpt", "critics")
_ASKS = (*_ASKS_FOR_PEOPLE, "for", "against", "both", "argument")
# Words of a request without names; a longer text is a message, which has signals by chance.
_LONGEST_SIGNALLED = 12
# Words from the first to the last of several names that may be one subject.
_LONGEST_ROW = 8
_STANCES = {
    Intent.CASE_FOR: Stance.FOR,
    Intent.CASE_AGAINST: Stance.AGAINST,
    Intent.BOTH_SIDES: None,
}


class NamedRequest(Struct, frozen=True):
    """The answer to the names in a request, as the signal words around them say."""

    request: "Framed"
    mentions: Mentions
    parser: FrameParser
    readings: tuple[Frame, ...]

    def answer(self) -> Answer | None:
        """Return the answer; None if the names and ordinary words do not make one request."""
        return None if self.mentions.strange or self._is_a_remark() else self._answer()

    def _is_a_remark(self) -> bool:
        """Whether a request says something of everybody and asks nothing: "people are strange".

        An alias is such a word, the name of a topic is not: "trams are noisy".
        """
        topics, text = self.mentions.topics, self.request.text
        if not topics or topics[0].start or "?" in text:
            return False
        rest = fold(text.partition(topics[0].name)[2]).split()
        alias = self._cause_of(topics[0]) not in (None, Cause.NAME) and topics[0].name.islower()
        return alias and bool(rest) and rest[0] in self.parser.signals("auxiliary")

    def lacks_a_time(self, answer: NotFound) -> bool:
        """Whether nothing is from a time that is asked for: by a speaker, or "on NHSX, from 2018".

        "Targets for 2018" asks for no time.
        """
        mentions = self.mentions
        subjects = {mentions.subject, *(one.name for one in mentions.doubtful)}
        asked = bool(mentions.speakers) or any(
            frame.intent is Intent.PERIOD and frame.subject in subjects for frame in self.readings
        )
        return answer.miss is Miss.NOT_FROM and asked

    def _cause_of(self, mention: Mention) -> Cause | None:
        """Return NAME or ALIAS for words that are a name as they stand; None in another form."""
        exact = self.request.matcher.names.exact(plain_key(tokens(mention.name)))
        return exact.cause if exact else None

    def despite_strange_words(self) -> Answer | None:
        """Return the answer to the names of a short request with words that nobody foresaw.

        The names end it, and an excerpt is asked for: "spit some lines about trams", "muster a few
        words by Okafor", "anybody to stick up for trams".
        """
        mentions, signals = self.mentions, self.parser.signals
        if not 0 < len(mentions.strange) <= _MOST_STRANGE:
            return None
        if self._names_a_speaker() and self._topic():
            return self._answer()
        if not mentions.ends_in_names:
            return None
        about = any(mentions.before in signals(one) for one in _BEFORE_SUBJECTS)
        asks = _ASKS_FOR_PEOPLE if mentions.speakers else _ASKS
        asked = any(map(self._has, asks))
        return self._answer() if asked and (mentions.speakers or about) else None

    def at_last(self) -> Answer | None:
        """Return the answer to the one name in a short request of which no words are found.

        "Which organisation is Okafor from?" is answered by what Okafor says.
        """
        mentions = self.mentions
        if self.request.text.count(" ") >= _LONGEST_SIGNALLED:
            return None
        if mentions.period:
            known = not (mentions.capitals or mentions.about_strange)
            few = known and len(mentions.strange) <= _MOST_STRANGE
            return self._answer() if few and (self._has("excerpt") or self._has("spoken")) else None
        if mentions.topics:
            return self._at_last_on_a_topic()
        return self._answer() if self._names_a_speaker() else None

    def _at_last_on_a_topic(self) -> Answer | None:
        """Return the answer to a topic that stands where its words mean it and nothing else.

        That is at the end, after "about" and the like, or after an auxiliary verb: "Does trams
        deserve its reputation?", but not "trams museum" nor "the trams of Lisbon". The other words
        must be English and no names.
        """
        mentions, parser = self.mentions, self.parser
        if not in_english() or len(mentions.strange) > _MOST_STRANGE or mentions.speakers:
            return None
        words = english().words
        if mentions.capitals or any(word not in words for word in mentions.strange):
            return None
        # An alias may be half of another name: "council tax".
        by_name = self._cause_of(mentions.topics[-1]) is Cause.NAME
        after_verb = by_name and mentions.before in parser.signals("auxiliary")
        ends = mentions.is_last and mentions.before in parser.signals("before_name")
        meant = ends or (after_verb and self._speaks_of(mentions.strange))
        return self._answer() if meant else None

    def is_by_speaker(self) -> bool:
        """Whether one speaker is named beyond doubt.

        That is by a name of several words, by a rare one, or where the wording has a name.
        """
        speakers, asked_for = self.mentions.speakers, self.readings[0].speaker
        sure = self._names_a_speaker() or any(
            " " in one.name or one.name == asked_for for one in speakers
        )
        return sure and len({one.id for one in speakers}) == 1

    def _names_a_speaker(self) -> bool:
        """Whether a speaker is named beyond doubt: no word of every day is, such as "price"."""
        return any(
            not is_made_of_common_words(one.name)
            or (in_english() and one.name[0].isupper() and (one.start or " " in one.name))
            for one in self.mentions.speakers
        )

    def by_signals(self) -> Answer | None:
        """Return the answer to signals without names: "anything recent?", "any topics?"."""
        mentions, request = self.mentions, self.request
        long = self.request.text.count(" ") >= _LONGEST_SIGNALLED
        if mentions.names_anything or mentions.strange or long:
            return None
        intent = self._date_signal()
        if intent and self._asks_for_quotes():
            return request.dated(EVERYTHING, intent)
        if self._has(Intent.RANDOM):
            return request.random("")
        if self._has(Intent.TOPICS):
            return browse.topics("", request.matcher)
        return browse.speakers("", request.matcher) if self._has(Intent.SPEAKERS) else None

    def _asks_for_quotes(self) -> bool:
        """Whether the newest or oldest quotes are meant, not "the oldest person alive"."""
        mentions, parser = self.mentions, self.parser
        ordinary: frozenset[str] = stop_words().union(*map(parser.signals, BY_DATE))
        if not in_english():
            # No list of other languages has words for quotes alone.
            ordinary |= parser.asking
        told = any(frame.intent in BY_DATE for frame in self.readings)
        return told or self._has("excerpt") or self._has("spoken") or mentions.words <= ordinary

    def _answer(self) -> Answer | None:
        mentions = self.mentions
        if len({one.id for one in mentions.speakers}) > 1:
            return None
        if mentions.speakers:
            return self._on_a_speaker(mentions.speakers[0].id)
        if mentions.period:
            return self._in_a_period(mentions.period)
        if mentions.topics:
            return self._on_a_topic()
        source = mentions.sources[0].name if mentions.sources else ""
        found = self.request.from_source(source) if source else None
        return found if isinstance(found, QuoteAnswer) else None

    def _topic(self) -> str:
        """Return the id of the topic or point that is named; empty for none or several."""
        named = {one.id: one for one in self.mentions.topics}
        return next(iter(named)) if len(named) == 1 else ""

    def _doubtful(self, ids: Iterable[str]) -> str:
        """Return the id of the doubtful topic ("money") that one of these quotes is on, or empty.

        It must be the only one, and nothing else may be asked for. A frame that asks what a speaker
        says on it, or what was said at a time, is enough.
        """
        named = {one.id: one.name for one in self.mentions.doubtful}
        if len(named) != 1:
            return ""
        (id_, name), first = *named.items(), self.readings[0]
        if first.intent in (Intent.SPEAKER_ON, Intent.PERIOD) and first.subject == name:
            return id_
        if self._has(Intent.CRITICS) or self._date_signal():
            return ""
        scope = self.request.scope_of(name)
        held = quotes_in(scope, self.request.matcher.library) if scope else ()
        return id_ if set(ids).intersection(held) else ""

    def _date_signal(self) -> Intent | None:
        """Return the order by date that is asked for, if one is."""
        for intent in BY_DATE:
            if self._has(intent):
                asked = asks_by_date(intent, self.mentions, self.readings, self.parser)
                return intent if asked else None
        return None

    def _has(self, signal: str) -> bool:
        return self.parser.has_signal(signal, self.mentions.words)

    def _on_a_speaker(self, speaker: str) -> Answer | None:
        request, library = self.request, self.request.matcher.library
        named = speaker_named(speaker, request.matcher)
        if named is None:
            return None
        own = library.by_speaker.get(speaker, ())
        topic = self._topic() or self._doubtful(own)
        if topic or self.mentions.topics:
            return self._by_speaker_on(topic, speaker) if topic else None
        if self.mentions.period:
            return quote("", speaker, "", request.matcher, self.mentions.period)
        if self._asks_for_critics(named):
            return request.critics(named)
        intent = self._date_signal()
        if intent:
            return request.dated(Scope(Kind.SPEAKER, speaker), intent)
        return request.page_of(named)

    def _by_speaker_on(self, topic: str, speaker: str) -> Answer | None:
        """Return what a speaker said on a topic, in the period that is asked for, if one is."""
        dated = self._by_speaker_in_a_period(speaker, topic)
        return dated or self.request.speaker_on(Frame(Intent.SPEAKER_ON, topic, speaker))

    def _by_speaker_in_a_period(self, speaker: str, topic: str) -> Answer | None:
        """Return what a speaker said on a topic in the period that is asked for, if one is.

        It is None for a speaker who says nothing on the topic, and for a year that may belong to
        something else: "Boyd on the 2019 review".
        """
        request, library, period = self.request, self.request.matcher.library, self.mentions.period
        if not period or not any(frame.intent is Intent.PERIOD for frame in self.readings):
            return None
        scope = request.scope_of(topic)
        own = replace(scope, speaker=speaker) if scope else None
        return request.from_period(own, period) if own and quotes_in(own, library) else None

    def _asks_for_critics(self, named: NamedMatch) -> bool:
        """Whether those who oppose a speaker are asked for, and not what the speaker says.

        "Who disagrees with Okafor?" asks for them, "What does Okafor argue?" does not.
        """
        first = self.readings[0]
        if first.intent is Intent.SPEAKER:
            told = self.request.speaker(first.speaker)
            if told and told.name.id == named.name.id:
                return False
        against = self._has(Intent.CRITICS) or self._has("against")
        return against or first.intent is Intent.CRITICS

    def _in_a_period(self, period: Period) -> Answer | None:
        request = self.request
        dated = quotes_in(replace(EVERYTHING, period=period), request.matcher.library)
        topic = self._topic() or self._doubtful(dated)
        scope = request.scope_of(topic) if topic else EVERYTHING
        return request.from_period(scope, period) if scope else None

    def _side(self, subject: str) -> Answer | None:
        """Return the debate that leads with the side asked for; None if no one side is."""
        stance = self._stance()
        return self.request.one_side(subject, stance) if stance else None

    def _stance(self) -> Stance | None:
        """Return the side asked for: by the wording of a frame, else by signal words."""
        for frame in self.readings:
            within = in_two_words(fold(frame.subject)).split()
            one_side = any(self.parser.has_signal(side, within) for side in ("for", "against"))
            # The debate on "anti-trams" is the case against trams.
            if frame.intent in _STANCES and not (frame.intent is Intent.BOTH_SIDES and one_side):
                return _STANCES[frame.intent]
        before, signals = self.mentions.before, self.parser.signals
        against = self._has("against") or before in signals("before_against")
        for_ = self._has("for") or before in signals("before_for")
        stated = before in (signals("before_for") | signals("before_against")) - signals("purpose")
        if against == for_ or (self._has("both") and not stated):
            return None
        return Stance.AGAINST if against else Stance.FOR

    def _on_a_topic(self) -> Answer | None:
        topic = self._topic()
        if not topic:
            # Several names in a row may be one subject: "building software in-house".
            few = self.mentions.subject.count(" ") < _LONGEST_ROW
            return self._side(self.mentions.subject) if few else None
        return self._listed(topic) or self._by_name(topic)

    def _listed(self, topic: str) -> Answer | None:
        """Return the newest or oldest quote on a topic, a random one, or how many there are.

        A message has such words by chance: "sort out the standards first, …".
        """
        if self.request.text.count(" ") >= _LONGEST_SIGNALLED:
            return None
        request, intent = self.request, self._date_signal()
        if intent:
            scope = request.scope_of(topic)
            return request.dated(scope, intent) if scope else None
        if self._has(Intent.RANDOM):
            return request.random(topic)
        counted = any(frame.intent is Intent.COUNT for frame in self.readings)
        return request.counts(topic) if counted else None

    def _by_name(self, topic: str) -> Answer | None:
        """Return the answer to the one topic or point that is named.

        It leads with the side that is asked for, if one is. Else the command answers the whole
        request if that is about something more specific, or if the name is an alias that may stand
        there by chance; otherwise it answers the name. None if nothing but such an alias is found.
        """
        request = self.request
        typed = next(one.name for one in self.mentions.topics if one.id == topic)
        exact = request.matcher.names.exact(request.matcher.parse(typed).key)
        subject = typed if exact else topic
        # An alias may be a few words of a question by chance: "What do we get for the money?"
        by_alias = exact is not None and exact.cause is Cause.ALIAS
        purpose = self.mentions.before in self.parser.signals("purpose")
        argued = [frame.subject for frame in self.readings if frame.intent is Intent.CASE_FOR]
        chance = by_alias and purpose and not (typed in argued or self._has("argument"))
        if not chance and (side := self._side(subject)) is not None:
            return side
        # A whole question that nearly repeats a phrasing is about that, not about the name in it.
        whole = request.matcher.match(request.text)
        # But "some wisdom on trams" is about trams, though some alias has that word.
        told = any(frame.subject == typed for frame in self.readings[:-1])
        above = self._above(whole, by_alias=by_alias)
        by_chance = by_alias and not told
        nearer = topic in above[1:] if told else above or by_chance
        if nearer and not whole.miss:
            return request.by_words(request.text)
        # "How many people work at Google" has an alias by chance, "should GPs be paid more" says
        # of one what nobody here speaks of.
        chance = by_chance and not self.mentions.is_last and whole.miss is Miss.NOTHING
        if chance or (not told and whole.miss and not self._speaks_of(self.mentions.words)):
            return None
        return request.about_subject(subject)

    def _speaks_of(self, words: frozenset[str]) -> bool:
        """Whether the library speaks of these words on the topic named, if they do not just ask."""
        topic, telling = self.mentions.topics[-1], self.parser.telling(sorted(words))
        return speaks_of((topic.kind, topic.id), telling, self.request.matcher)

    def _above(self, whole: Match, *, by_alias: bool) -> tuple[str, ...]:
        """Return the id of what a whole request is about, and that of its topic if it is a point.

        Beside an alias that is the best point, if nothing is named: "was the tram scheme a flop".
        """
        points = self.request.matcher.library.points
        best = [one.id for one in whole.ranking.points[:1] if by_alias]
        ids = [whole.about.id] if whole.about else best
        return (*ids, *(points[one].topic for one in ids if one in points))
