"""Where a collection has little."""

from bot.answers.model import PointTally, TopicsAnswer, TopicTally
from bot.moderation.answers import Gaps
from bot.moderation.preferences import preferences_of
from bot.moderation.servers import Servers
from bot.store import Store
from bot.store.questions import MOST


def gaps(servers: Servers, store: Store, server: str) -> Gaps:
    """Points with one side, topics with one voice, questions that found nothing.

    Points with something on one side come before those with nothing, most first; topics with one
    voice before those with none.
    """
    answer = servers.standing(server).desk.topics()
    topics: tuple[TopicTally, ...] = answer.topics if isinstance(answer, TopicsAnswer) else ()
    points = [point for topic in topics for point in topic.points]
    noted = preferences_of(store, server).note_questions
    return Gaps(
        one_sided=tuple(sorted(filter(_one_sided, points), key=lambda one: -_held(one))),
        one_voice=tuple(
            sorted((one for one in topics if one.voices <= 1), key=lambda one: -one.voices)
        ),
        unanswered=store.questions.most_asked(server, MOST) if noted else (),
        noted=noted,
    )


def _one_sided(point: PointTally) -> bool:
    return not (point.for_ and point.against)


def _held(point: PointTally) -> int:
    return point.for_ + point.against
