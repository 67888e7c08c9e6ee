"""Rights, settings and gaps."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.errors import RequestError
from bot.library.changes import PutTopic
from bot.library.library import Library
from bot.moderation.form_values import Form, PointForm, TopicForm
from bot.moderation.servers import Preferences, Servers
from bot.moderation.service import ModerationService, Moderator
from bot.store.store import Store
from tests.moderation.making import ANN, CLEO, FORM, HERE, THERE, added, form, looked

TODAY = date(2026, 3, 1)
Door = Callable[[ModerationService, str, Moderator], object]
DOORS: tuple[Door, ...] = (
    lambda desk, server, by: desk.bind(server, by).quotes.form_of("chain"),
    lambda desk, server, by: desk.bind(server, by).previews.make(FORM, "t"),
    lambda desk, server, by: desk.bind(server, by).previews.get("t"),
    lambda desk, server, by: desk.bind(server, by).save(looked(desk, FORM)),
    lambda desk, server, by: desk.bind(server, by).quotes.remove("chain", "why", "t"),
    lambda desk, server, by: desk.bind(server, by).quotes.restore("chain", "t"),
    lambda desk, server, by: desk.bind(server, by).quotes.hide("chain", "t"),
    lambda desk, server, by: desk.bind(server, by).quotes.show("chain", "t"),
    lambda desk, server, by: desk.bind(server, by).quotes.history(),
    lambda desk, server, by: desk.bind(server, by).apply([PutTopic("t", "T")], "t", 0),
    lambda desk, server, by: desk.bind(server, by).topics.topic_form("Buses"),
    lambda desk, server, by: desk.bind(server, by).topics.put(TopicForm("T"), "t"),
    lambda desk, server, by: desk.bind(server, by).topics.point_form("kerbs"),
    lambda desk, server, by: desk.bind(server, by).topics.put(PointForm(), "t"),
    lambda desk, server, by: desk.bind(server, by).suggestions.review("t"),
    lambda desk, server, by: desk.bind(server, by).suggestions.accept(1, "t"),
    lambda desk, server, by: desk.bind(server, by).suggestions.decline(1, "no", "t"),
    lambda desk, server, by: desk.bind(server, by).gaps(),
    lambda desk, server, by: desk.bind(server, by).settings(),
    lambda desk, server, by: desk.bind(server, by).put_settings(Preferences("1")),
)


@pytest.mark.parametrize("door", DOORS)
def test_without_the_right_there_is_one_sentence_and_nothing_happens(
    service: ModerationService, store: Store, door: Door
) -> None:
    with pytest.raises(RequestError, match="Manage Messages or the curator role"):
        door(service, HERE, Moderator("1", "Mallory", may_curate=False))
    assert store.history.revision(HERE) == 0
    assert store.settings.all(HERE) == {}


@pytest.mark.parametrize("door", [door for number, door in enumerate(DOORS) if number != 3])
def test_outside_a_server_there_is_no_collection(service: ModerationService, door: Door) -> None:
    with pytest.raises(RequestError, match="belongs to a server"):
        door(service, "", ANN)


def test_without_a_store_nothing_can_be_changed(library: Library) -> None:
    desk = ModerationService(Servers(library, None))
    with pytest.raises(RequestError, match="keeps no changes"):
        desk.bind(HERE, ANN).gaps()


def test_a_form_without_a_token_is_refused(service: ModerationService) -> None:
    with pytest.raises(RequestError, match="which form that is"):
        service.for_member(HERE, CLEO).suggest(Form(), "")


def test_settings_are_as_they_come_until_they_are_set(service: ModerationService) -> None:
    assert service.preferences(HERE) == Preferences()
    wanted = Preferences("123", "456", note_questions=False)
    assert service.bind(HERE, ANN).put_settings(wanted).preferences == wanted
    assert service.preferences(HERE) == service.bind(HERE, ANN).settings().preferences == wanted
    assert service.preferences(THERE) == Preferences()
    service.bind(HERE, ANN).put_settings(Preferences())
    assert service.preferences(HERE) == Preferences()


def test_gaps_are_points_with_one_side_and_topics_with_one_voice(
    service: ModerationService,
) -> None:
    gaps = service.bind(HERE, ANN).gaps()
    assert [(one.point.id, one.for_, one.against) for one in gaps.one_sided] == [
        ("school-parking", 2, 0),
        ("helmets", 0, 1),
        ("trams-back", 0, 0),
    ]
    assert [(one.topic.id, one.voices) for one in gaps.one_voice] == [("trams", 0)]
    added(service, form(point="school-parking", stance="against", topic="trams"))
    gaps = service.bind(HERE, ANN).gaps()
    assert "school-parking" not in [one.point.id for one in gaps.one_sided]
    assert [(one.topic.id, one.voices) for one in gaps.one_voice] == [("trams", 1)]


def test_questions_that_found_nothing_are_counted_in_their_server(
    service: ModerationService, servers: Servers
) -> None:
    for question in ("When do I plant tomatoes?", "when do i plant  tomatoes", "<@12> why?"):
        servers.note_unanswered(HERE, question, TODAY)
    servers.note_unanswered("", "In private?", TODAY)
    found = [(one.question, one.asked) for one in service.bind(HERE, ANN).gaps().unanswered]
    assert found == [("when do i plant tomatoes", 2), ("why", 1)]
    assert service.bind(THERE, ANN).gaps().unanswered == ()


def test_a_server_that_turns_the_counting_off_has_those_counted_forgotten(
    service: ModerationService, servers: Servers
) -> None:
    servers.note_unanswered(HERE, "Why?", TODAY)
    service.bind(HERE, ANN).put_settings(Preferences(note_questions=False))
    servers.note_unanswered(HERE, "Why not?", TODAY)
    gaps = service.bind(HERE, ANN).gaps()
    assert (gaps.unanswered, gaps.noted) == ((), False)
    service.bind(HERE, ANN).put_settings(Preferences())
    assert service.bind(HERE, ANN).gaps().unanswered == ()


def test_a_collection_has_no_more_quotes_than_a_server_may(library: Library, store: Store) -> None:
    service = ModerationService(Servers(library, store, most_quotes=1))
    added(service)
    with pytest.raises(RequestError, match="holds at most 1 quotes"):
        added(service, form(text="Another bench, another tree."))
