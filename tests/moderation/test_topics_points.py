"""Topics and points: names are unique, and references stay valid."""

import pytest
from msgspec.structs import replace

from bot.errors import RequestError
from bot.library.model import Kind, Point, Topic
from bot.moderation import typed_fields as fields
from bot.moderation.form_values import PointForm, TopicForm
from bot.moderation.outcomes import EditConflict, InvalidForm, SaveKind, SaveResult
from bot.moderation.service import ModerationService
from tests.moderation.making import ANN, BEN, HERE, THERE, added, form, token

FERRY = PointForm(
    sentence="The ferry should run at night.",
    side_for="Run it",
    side_against="Let it sleep",
    aliases="night boat, late ferry; night boat",
    phrasings="Why is there no ferry at night?\n\nShould the ferry run late, or later?",
    topic="buses",
)


def wrong(answer: object) -> list[str]:
    assert isinstance(answer, InvalidForm)
    return [trouble.sentence for trouble in answer.problems]


def test_a_topic_is_added_and_quotes_can_stand_under_it(service: ModerationService) -> None:
    done = service.bind(HERE, ANN).topics.put(TopicForm("Ferries", "boats\nwater buses"), token())
    assert isinstance(done, SaveResult)
    assert (done.kind, done.name) == (SaveKind.ADDED, "Ferries")
    library = service.servers.view(HERE).library
    assert library.topics["ferries"] == Topic("ferries", "Ferries", ("boats", "water buses"))
    id_ = added(service, form(topic="water buses")).subject.id
    assert service.servers.view(HERE).library.by_topic["ferries"] == (id_,)
    assert "ferries" not in service.servers.view(THERE).library.topics


def test_a_topic_is_renamed_and_keeps_its_points_and_quotes(service: ModerationService) -> None:
    before = service.servers.view(HERE).library
    filled = service.bind(HERE, ANN).topics.topic_form("Public Transport")
    assert filled == TopicForm("Buses", "public transport", "buses")
    done = service.bind(HERE, ANN).topics.put(replace(filled, name="Buses and coaches"), token())
    assert isinstance(done, SaveResult)
    assert done.kind is SaveKind.CHANGED
    library = service.servers.view(HERE).library
    assert library.topics["buses"].name == "Buses and coaches"
    assert library.topics["buses"].points == before.topics["buses"].points
    assert library.by_topic["buses"] == before.by_topic["buses"]


def test_a_point_is_added_under_its_topic(service: ModerationService) -> None:
    done = service.bind(HERE, ANN).topics.put(FERRY, token())
    assert isinstance(done, SaveResult)
    assert service.servers.view(HERE).library.points[done.subject.id] == Point(
        "the-ferry-should-run-at-night",
        "buses",
        FERRY.sentence,
        "Run it",
        "Let it sleep",
        ("night boat", "late ferry"),
        ("Why is there no ferry at night?", "Should the ferry run late, or later?"),
    )
    bearer = service.servers.desk(HERE).named_exactly("Late Ferry", (Kind.POINT,))
    assert bearer is not None
    assert bearer.id == done.subject.id


def test_a_point_is_changed_and_stays_under_its_topic(service: ModerationService) -> None:
    filled = service.bind(HERE, ANN).topics.point_form("rip out the bike lane")
    assert filled.point == "high-street-lane"
    done = service.bind(HERE, ANN).topics.put(replace(filled, sentence="The lane stays."), token())
    assert isinstance(done, SaveResult)
    assert (
        service.servers.view(HERE).library.points["high-street-lane"].sentence == "The lane stays."
    )


def test_no_two_things_bear_one_name(service: ModerationService) -> None:
    assert wrong(
        service.bind(HERE, ANN).topics.put(TopicForm("buses", "L.T.N., Cyclelanes"), token())
    ) == [
        "“buses” is already a name of the topic “Buses”. Choose another one.",
        "“L.T.N.” is already a name of the topic “Low-traffic neighbourhoods”. Choose another one.",
        "“Cyclelanes” is already a name of the topic “Cycle lanes”. Choose another one.",
    ]
    taken = replace(FERRY, sentence="Buses should be free to ride", aliases="")
    assert wrong(service.bind(HERE, ANN).topics.put(taken, token())) == [
        "“Buses should be free to ride” is already a name of the point “Buses should be free to "
        "ride.”. Choose another one."
    ]


def test_everything_wrong_in_a_point_is_told_at_once(service: ModerationService) -> None:
    bad = PointForm("🦊", "", "x" * 500, "a" * 300, "p" * 300, "buses")
    assert [
        trouble.split(". ")[0]
        for trouble in wrong(service.bind(HERE, ANN).topics.put(bad, token()))
    ] == [
        "The sentence is “🦊”, which has no letter in it",
        "Name the side that agrees, in a few words.",
        "The name of a side has 500 characters, more than the 120 allowed",
        "An alias has 300 characters, more than the 200 allowed",
        "A phrasing has 300 characters, more than the 200 allowed",
    ]


def test_nothing_filled_in_and_nothing_changed_are_told(service: ModerationService) -> None:
    assert wrong(service.bind(HERE, ANN).topics.put(TopicForm(" \u200b"), token())) == [
        "Write the name of the topic."
    ]
    assert wrong(
        service.bind(HERE, ANN).topics.put(
            service.bind(HERE, ANN).topics.topic_form("Buses"), token()
        )
    ) == ["Nothing in this form has changed."]
    assert wrong(
        service.bind(HERE, ANN).topics.put(
            service.bind(HERE, ANN).topics.point_form("kerbs"), token()
        )
    ) == ["Nothing in this form has changed."]
    topics = service.bind(HERE, ANN).topics
    for door in (topics.topic_form, topics.point_form):
        with pytest.raises(RequestError, match="Give its name"):
            door(" ")


@pytest.mark.parametrize(
    "names", [("lakes, tarns and meres", "pools"), ("a, b",), ("pools", "becks"), ()]
)
def test_names_come_through_a_form_whole_commas_and_all(names: tuple[str, ...]) -> None:
    shown = fields.joined_names(names)
    assert fields.several("An alias", shown, names) == names
    assert fields.several("An alias", f"{shown}\nbecks, burns", names) == tuple(
        dict.fromkeys((*names, "becks", "burns"))
    )


def test_too_many_aliases_are_refused(service: ModerationService) -> None:
    many = ",".join(f"alias {number} of many" for number in range(201))
    assert wrong(service.bind(HERE, ANN).topics.put(TopicForm("Ferries", many), token())) == [
        "There are 201 of them; the limit is 200. Keep the ones that people type."
    ]


def test_the_second_of_two_who_change_a_topic_sees_what_changed(
    service: ModerationService,
) -> None:
    seen = service.servers.view(HERE).revision
    service.bind(HERE, ANN).topics.put(TopicForm("Omnibuses", "", "buses"), token(), seen)
    clash = service.bind(HERE, BEN).topics.put(TopicForm("Coaches", "", "buses"), token(), seen)
    assert isinstance(clash, EditConflict)
    assert (clash.entry.member.name, clash.name) == ("Ann", "Omnibuses")


def test_one_form_adds_one_topic(service: ModerationService) -> None:
    press = token()
    first = service.bind(HERE, ANN).topics.put(TopicForm("Ferries"), press)
    assert service.bind(HERE, ANN).topics.put(TopicForm("Ferries"), press) == first
