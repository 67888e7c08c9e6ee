"""Rights, settings and gaps."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.errors import RequestError
from bot.library.changes import PutTopic
from bot.library.library import Library
from bot.moderation import (
    Curation,
    Form,
    Moderator,
    PointForm,
    Preferences,
    Servers,
    TopicForm,
)
from bot.store import Store
from tests.moderation.making import ANN, CLEO, FORM, HERE, THERE, added, form, looked

TODAY = date(2026, 3, 1)
Door = Callable[[Curation, str, Moderator], object]
DOORS: tuple[Door, ...] = (
    lambda desk, server, by: desk.form_of(server, by, "chain"),
    lambda desk, server, by: desk.preview(server, by, FORM, "t"),
    lambda desk, server, by: desk.kept(server, by, "t"),
    lambda desk, server, by: desk.save(server, by, looked(desk, FORM)),
    lambda desk, server, by: desk.remove(server, by, "chain", "why", "t"),
    lambda desk, server, by: desk.restore(server, by, "chain", "t"),
    lambda desk, server, by: desk.hide(server, by, "chain", "t"),
    lambda desk, server, by: desk.show(server, by, "chain", "t"),
    lambda desk, server, by: desk.history(server, by),
    lambda desk, server, by: desk.apply(server, by, [PutTopic("t", "T")], "t", 0),
    lambda desk, server, by: desk.topic_form(server, by, "Buses"),
    lambda desk, server, by: desk.put_topic(server, by, TopicForm("T"), "t"),
    lambda desk, server, by: desk.point_form(server, by, "kerbs"),
    lambda desk, server, by: desk.put_point(server, by, PointForm(), "t"),
    lambda desk, server, by: desk.queue(server, by),
    lambda desk, server, by: desk.review(server, by, "t"),
    lambda desk, server, by: desk.accept(server, by, 1, "t"),
    lambda desk, server, by: desk.decline(server, by, 1, "no", "t"),
    lambda desk, server, by: desk.gaps(server, by),
    lambda desk, server, by: desk.settings(server, by),
    lambda desk, server, by: desk.put_settings(server, by, Preferences("1")),
)


@pytest.mark.parametrize("door", DOORS)
def test_without_the_right_there_is_one_sentence_and_nothing_happens(
    curation: Curation, store: Store, door: Door
) -> None:
    with pytest.raises(RequestError, match="Manage Messages or the curator role"):
        door(curation, HERE, Moderator("1", "Mallory", may_curate=False))
    assert store.history.revision(HERE) == 0
    assert store.settings.all(HERE) == {}


@pytest.mark.parametrize("door", [door for number, door in enumerate(DOORS) if number != 3])
def test_outside_a_server_there_is_no_collection(curation: Curation, door: Door) -> None:
    with pytest.raises(RequestError, match="belongs to a server"):
        door(curation, "", ANN)


def test_without_a_store_nothing_can_be_changed(library: Library) -> None:
    desk = Curation(Servers(library, None))
    with pytest.raises(RequestError, match="keeps no changes"):
        desk.gaps(HERE, ANN)


def test_a_form_without_a_token_is_refused(curation: Curation) -> None:
    with pytest.raises(RequestError, match="no number"):
        curation.suggest(HERE, CLEO, Form(), "")


def test_settings_are_as_they_come_until_they_are_set(curation: Curation) -> None:
    assert curation.preferences(HERE) == Preferences()
    wanted = Preferences("123", "456", note_questions=False)
    assert curation.put_settings(HERE, ANN, wanted).preferences == wanted
    assert curation.preferences(HERE) == curation.settings(HERE, ANN).preferences == wanted
    assert curation.preferences(THERE) == Preferences()
    curation.put_settings(HERE, ANN, Preferences())
    assert curation.preferences(HERE) == Preferences()


@pytest.mark.parametrize("id_", ["mods", "-1", "1" * 21, "١٢٣"])
def test_a_role_or_channel_that_is_no_id_is_refused(curation: Curation, id_: str) -> None:
    for wrong in (Preferences(curator_role=id_), Preferences(review_channel=id_)):
        with pytest.raises(RequestError, match="Choose it from the list"):
            curation.put_settings(HERE, ANN, wrong)
    assert curation.preferences(HERE) == Preferences()


def test_gaps_are_points_with_one_side_and_topics_with_one_voice(curation: Curation) -> None:
    gaps = curation.gaps(HERE, ANN)
    assert [(one.point.id, one.for_, one.against) for one in gaps.one_sided] == [
        ("school-parking", 2, 0),
        ("helmets", 0, 1),
        ("trams-back", 0, 0),
    ]
    assert [(one.topic.id, one.voices) for one in gaps.one_voice] == [("trams", 0)]
    added(curation, form(point="school-parking", stance="against", topic="trams"))
    gaps = curation.gaps(HERE, ANN)
    assert "school-parking" not in [one.point.id for one in gaps.one_sided]
    assert [(one.topic.id, one.voices) for one in gaps.one_voice] == [("trams", 1)]


def test_questions_that_found_nothing_are_counted_in_their_server(
    curation: Curation, servers: Servers
) -> None:
    for question in ("When do I plant tomatoes?", "when do i plant  tomatoes", "<@12> why?"):
        servers.note_unanswered(HERE, question, TODAY)
    servers.note_unanswered("", "In private?", TODAY)
    found = [(one.question, one.asked) for one in curation.gaps(HERE, ANN).unanswered]
    assert found == [("when do i plant tomatoes", 2), ("why", 1)]
    assert curation.gaps(THERE, ANN).unanswered == ()


def test_a_server_that_turns_the_counting_off_has_those_counted_forgotten(
    curation: Curation, servers: Servers
) -> None:
    servers.note_unanswered(HERE, "Why?", TODAY)
    curation.put_settings(HERE, ANN, Preferences(note_questions=False))
    servers.note_unanswered(HERE, "Why not?", TODAY)
    gaps = curation.gaps(HERE, ANN)
    assert (gaps.unanswered, gaps.noted) == ((), False)
    curation.put_settings(HERE, ANN, Preferences())
    assert curation.gaps(HERE, ANN).unanswered == ()
