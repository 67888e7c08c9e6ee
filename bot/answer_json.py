"""Answers as JSON-ready records, for programs to read.

The record of a quote, a debate, a question or of nothing found has

- ``abstained``: whether nothing is shown;
- ``score``: 0 to 1, higher is surer;
- ``why``: a list of ``{"cause", "asked", "found"}``, as :class:`bot.search.results.Why`;
- ``point``: the id of the answer's point, or null;
- ``suggestions``: names to try instead or next;
- ``excerpts``: in the order shown; if it abstained, those of a surer answer. Each is ``{"id",
  "text", "speaker", "source", "stance", "point"}``. ``speaker`` is the name as shown,
  in square brackets if it is inferred; ``source`` the title. If the words only report a view, there
  is also ``reported``: who holds it. ``stance`` is ``for``, ``against`` or ``mixed``
  on the excerpt's ``point``: the answer's point if it takes a position on it, else the first that
  it takes a position on; both are null if there is none.

Topics, the card of a library and contexts have other fields.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bot.answers import model
from bot.library.model import Excerpt, Point
from bot.pages.attribution import name_shown
from bot.search.results import Why

Record = dict[str, Any]


def record_of(answer: model.Answer) -> Record:  # noqa: C901, PLR0911 - one return for each kind
    """Return the record of an answer, made of JSON values only."""
    match answer:
        case model.QuoteAnswer():
            return _record(answer, answer.point, answer.excerpts)
        case model.DebateAnswer():
            return _record(answer, answer.point, (excerpt for excerpt, _ in answer.in_turn))
        case model.AskAnswer():
            point = answer.debate.point if answer.debate else None
            near = [tally.point.sentence for tally in answer.near]
            return _record(answer, point, answer.excerpts) | {"suggestions": near}
        case model.NotFound():
            names = [suggestion.name for suggestion in answer.suggestions]
            found_nothing = {"abstained": True, "suggestions": names}
            return _record(answer, None, answer.excerpts) | found_nothing
        case model.TopicsAnswer():
            return {
                "abstained": False,
                "score": answer.score,
                "why": _why(answer.why),
                "topics": [_topic(tally) for tally in answer.topics],
            }
        case model.SpeakerAnswer():
            sources = [source.title for source, _ in answer.sources]
            speaker = {"speaker": name_shown(answer.speaker), "sources": sources}
            return _record(answer, None, answer.excerpts) | speaker
        case model.SpeakersAnswer():
            listed = [
                {"id": one.speaker.id, "name": name_shown(one.speaker), "quotes": one.quotes}
                for one in answer.speakers
            ]
            return {"abstained": False, "score": answer.score, "why": [], "speakers": listed}
        case model.AboutAnswer():
            examples = [f"{command} {text}".rstrip() for command, text in answer.examples]
            about = {**asdict(answer.card), **asdict(answer.tally), "examples": examples}
            return {"abstained": False, **about}
        case model.ContextAnswer():
            text = {"before": answer.before, "marked": answer.marked, "after": answer.after}
            return {"abstained": False, **text, "excerpts": [_excerpt(answer.excerpt, None)]}


def _record(
    answer: model.QuoteAnswer
    | model.DebateAnswer
    | model.AskAnswer
    | model.SpeakerAnswer
    | model.NotFound,
    point: Point | None,
    excerpts: Iterable[Excerpt],
) -> Record:
    return {
        "abstained": False,
        "score": answer.score,
        "why": _why(answer.why),
        "point": point.id if point else None,
        "suggestions": [],
        "excerpts": [_excerpt(excerpt, point) for excerpt in excerpts],
    }


def _why(why: tuple[Why, ...]) -> list[Record]:
    return [{"cause": one.cause.value, "asked": one.asked, "found": one.found} for one in why]


def _excerpt(excerpt: Excerpt, point: Point | None) -> Record:
    quote = excerpt.quote
    stance = quote.stance_on(point.id) if point else None
    if point and stance:
        taken: Record = {"stance": stance.value, "point": point.id}
    elif quote.positions:
        taken = {"stance": quote.positions[0].stance.value, "point": quote.positions[0].point}
    else:
        taken = {"stance": None, "point": None}
    holder = quote.reported_on(taken["point"]) if taken["point"] else quote.reported
    return {
        "id": quote.id,
        "text": quote.text,
        "speaker": name_shown(excerpt.speaker),
        "source": excerpt.source.title,
        **taken,
        **({"reported": holder} if holder else {}),
    }


def _topic(tally: model.TopicTally) -> Record:
    return {
        "id": tally.topic.id,
        "name": tally.topic.name,
        "quotes": tally.quotes,
        "voices": tally.voices,
        "points": [_point(point) for point in tally.points],
    }


def _point(tally: model.PointTally) -> Record:
    counts = {"for": tally.for_, "against": tally.against, "mixed": tally.mixed}
    return {"id": tally.point.id, "sentence": tally.point.sentence, **counts}
