"""The page of a speaker, and the list of all of them."""

from collections import Counter

from bot.answers.model import NotFound, SpeakerAnswer, SpeakersAnswer, SpeakerTally
from bot.library.library import Library
from bot.search.excerpt_order import opponents
from bot.search.matcher import Matcher
from bot.search.results import Miss, Why, most_debated

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
        held.point: held.stance for one in quotes for held in library.quotes[one].positions
    }
    critics = Counter(
        library.quotes[other].speaker
        for one in quotes
        for others in opponents(one, library).values()
        for other in others
        if library.quotes[other].speaker != id_
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


def speakers(library: Library) -> SpeakersAnswer:
    """Return all speakers that are quoted, those with most excerpts first."""
    tallies = [
        SpeakerTally(library.speakers[speaker], len(quotes))
        for speaker, quotes in library.by_speaker.items()
    ]
    return SpeakersAnswer(tuple(sorted(tallies, key=lambda tally: -tally.quotes)))
