"""Answer with the contents of a library: its topics, its card, an excerpt within its source."""

from collections import Counter

from msgspec.structs import replace

from bot.answers.debate import point_of, tally
from bot.answers.filters import filter_of
from bot.answers.model import (
    AboutAnswer,
    ContextAnswer,
    NotFound,
    SpeakerAnswer,
    SpeakersAnswer,
    SpeakerTally,
    Tally,
    TopicsAnswer,
    TopicTally,
    not_found,
)
from bot.library.library import Library, debated, surroundings, voices
from bot.library.model import Kind, Part, State, Topic
from bot.search.matcher import Match, Matcher
from bot.search.results import Miss, Why, debatability, most_debated, opponents
from bot.search.text import in_english


def topics(request: str, matcher: Matcher) -> TopicsAnswer | NotFound:
    """Return all topics for an empty request, or the one the request names or is about."""
    library = matcher.library
    if not request.strip():
        every = tuple(_tally(topic, matcher) for topic in library.topics.values())
        return TopicsAnswer("", every)
    found = matcher.match(request)
    topic = "" if found.miss else _topic(found, library)
    if not topic:
        suggestions = found.suggestions or most_debated(library)
        return replace(not_found(request, found), suggestions=suggestions)
    return TopicsAnswer(request, (_tally(library.topics[topic], matcher),), found.why, found.score)


def _topic(found: Match, library: Library) -> str:
    """Return the topic named, that of the point named, or the best by words; or nothing."""
    about = found.about
    if about is None:
        return found.ranking.topics[0].id if found.ranking.topics else ""
    if about.kind is Kind.TOPIC:
        return about.id
    return library.points[about.id].topic if about.kind is Kind.POINT else ""


def _tally(topic: Topic, matcher: Matcher) -> TopicTally:
    library = matcher.library
    quotes = library.by_topic[topic.id]
    return TopicTally(
        topic=topic,
        quotes=len(quotes),
        voices=voices(quotes, library),
        points=tuple(tally(point, matcher) for point in topic.points),
    )


def about(matcher: Matcher) -> AboutAnswer:
    """Return the library's card and counts, and three examples that are sure to be answered."""
    library = matcher.library
    return AboutAnswer(
        card=library.card,
        tally=Tally(
            quotes=len(library.quotes),
            verified=library.count(State.VERIFIED),
            speakers=len(library.by_speaker),
            voices=voices(library.quotes, library),
            comments=sum(quote.part is Part.COMMENT for quote in library.quotes.values()),
            sources=len(library.sources),
            topics=len(library.topics),
            points=len(library.points),
            both_sides=sum(debated(point, library).both for point in library.points),
        ),
        examples=_examples(matcher),
        english=in_english(),
    )


def _examples(matcher: Matcher) -> tuple[tuple[str, str], ...]:
    """Return a topic, a point with both sides, and a question, of different topics if possible."""
    library = matcher.library
    first = most_debated(library, 1)
    examples = [("quote", topic.name) for topic in first]
    used = {topic.id for topic in first}
    ranked = sorted(
        (point for point in library.points.values() if debated(point.id, library).both),
        key=lambda point: debatability(point.id, library),
        reverse=True,
    )
    for command in ("debate", "ask"):
        fitting = [point for point in ranked if command == "debate" or point.phrasings]
        fresh = [point for point in fitting if point.topic not in used]
        for point in (fresh or fitting)[:1]:
            used.add(point.topic)
            typed = point.phrasings[0] if command == "ask" else _shortest_name(point.id, matcher)
            examples.append((command, typed))
    return tuple(examples)


def _shortest_name(point_id: str, matcher: Matcher) -> str:
    """Return the shortest name that leads to a point; its id if no name does."""
    point = matcher.library.points[point_id]
    names = (*point.aliases, matcher.library.topics[point.topic].name)
    leading = (name for name in names if point_of(matcher.match(name), name, matcher) == point_id)
    return min(leading, key=len, default=point_id)


def context(quote_id: str, matcher: Matcher) -> ContextAnswer | NotFound:
    """Return the excerpt with the paragraphs around it; none if the passage was not found."""
    library = matcher.library
    if quote_id not in library.quotes:
        return NotFound("", Miss.GONE, most_debated(library))
    excerpt = library.excerpt(quote_id)
    text, spans = library.texts.get(excerpt.source.id, ""), excerpt.verdict.spans
    return ContextAnswer(excerpt, *(surroundings(text, spans) if text and spans else ("", "", "")))


# Excerpts on the page of a speaker: enough to know the voice, few enough to read.
_MOST_SHOWN = 3


def speaker_page(
    id_: str, asked: str, matcher: Matcher, why: tuple[Why, ...] = (), score: float = 1.0
) -> SpeakerAnswer | NotFound:
    """Return what the library has by a speaker: excerpts, positions, sources and opponents."""
    library = matcher.library
    quotes = library.by_speaker.get(id_, ())
    if not quotes:
        return NotFound(asked, Miss.NOT_BY, most_debated(library), why)
    order = matcher.order
    positions = {
        held.point: held.stance
        for one in quotes
        for held in library.quotes[one].positions
        if not library.quotes[one].reported_on(held.point)
    }
    critics = Counter(
        library.quotes[other].speaker
        for one in quotes
        for point, others in opponents(one, library).items()
        for other in others
        if library.quotes[other].speaker != id_
        and not library.quotes[one].reported_on(point)
        and not library.quotes[other].reported_on(point)
    )
    sources = Counter(library.quotes[one].source for one in quotes)
    return SpeakerAnswer(
        asked=asked,
        speaker=library.speakers[id_],
        total=len(quotes),
        sources=tuple((library.sources[source], count) for source, count in sources.most_common()),
        positions=tuple((library.points[point], stance) for point, stance in positions.items()),
        excerpts=tuple(map(library.excerpt, order.strongest(quotes)[:_MOST_SHOWN])),
        critics=tuple(library.speakers[one] for one, _ in critics.most_common()),
        why=why,
        score=score,
    )


def speakers(name: str, matcher: Matcher) -> SpeakersAnswer | SpeakerAnswer | NotFound:
    """Return the page of the speaker named; for a blank name all, those with most excerpts first.

    It is NotFound, with the nearest names, if nobody is called that.
    """
    held, library = filter_of(name, "", matcher), matcher.library
    if isinstance(held, NotFound):
        return held
    if held.speaker:
        if held.allowed:
            return speaker_page(held.speaker, name.strip(), matcher, held.why)
        return NotFound(name.strip(), Miss.NOTHING, most_debated(library), held.why)
    tallies = [
        SpeakerTally(library.speakers[speaker], len(quotes))
        for speaker, quotes in library.by_speaker.items()
    ]
    return SpeakersAnswer(tuple(sorted(tallies, key=lambda tally: -tally.quotes)))
