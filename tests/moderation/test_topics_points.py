"""Topics and points: each name leads to one thing, and nothing is left dangling."""

from dataclasses import replace

import pytest

from bot.errors import RequestError
from bot.library.model import Kind, Point, Topic
from bot.moderation import Clash, Curation, Did, Done, PointForm, TopicForm, Unfit
from bot.moderation import form_fields as fields
from tests.moderation.making import ANN, BEN, HERE, THERE, added, form, token

FERRY = PointForm(
    sentence="The ferry should run at night.",
    side_for="Run it",
    side_against="Let it sleep",
    aliases="night boat, late ferry; night boat",
    phrasings="Why is there no ferry at night?\n\nShould the ferry run late, or later?",
    topic="public transport",
)


def wrong(answer: object) -> list[str]:
    assert isinstance(answer, Unfit)
    return [trouble.sentence for trouble in answer.troubles]


def test_a_topic_is_added_and_quotes_can_stand_under_it(curation: Curation) -> None:
    done = curation.put_topic(HERE, ANN, TopicForm("Ferries", "boats\nwater buses"), token())
    assert isinstance(done, Done)
    assert (done.did, done.name) == (Did.ADDED, "Ferries")
    library = curation.servers.view(HERE).library
    assert library.topics["ferries"] == Topic("ferries", "Ferries", ("boats", "water buses"))
    id_ = added(curation, form(topic="water buses")).subject.id
    assert curation.servers.view(HERE).library.by_topic["ferries"] == (id_,)
    assert "ferries" not in curation.servers.view(THERE).library.topics


def test_a_topic_is_renamed_and_keeps_its_points_and_quotes(curation: Curation) -> None:
    before = curation.servers.view(HERE).library
    filled = curation.topic_form(HERE, ANN, "Public Transport")
    assert filled == TopicForm("Buses", "public transport", "buses")
    done = curation.put_topic(HERE, ANN, replace(filled, name="Buses and coaches"), token())
    assert isinstance(done, Done)
    assert done.did is Did.CHANGED
    library = curation.servers.view(HERE).library
    assert library.topics["buses"].name == "Buses and coaches"
    assert library.topics["buses"].points == before.topics["buses"].points
    assert library.by_topic["buses"] == before.by_topic["buses"]


def test_a_point_is_added_under_its_topic(curation: Curation) -> None:
    done = curation.put_point(HERE, ANN, FERRY, token())
    assert isinstance(done, Done)
    assert curation.servers.view(HERE).library.points[done.subject.id] == Point(
        "the-ferry-should-run-at-night",
        "buses",
        FERRY.sentence,
        "Run it",
        "Let it sleep",
        ("night boat", "late ferry"),
        ("Why is there no ferry at night?", "Should the ferry run late, or later?"),
    )
    bearer = curation.servers.desk(HERE).bearer("Late Ferry", (Kind.POINT,))
    assert bearer is not None
    assert bearer.id == done.subject.id


def test_a_point_is_changed_and_stays_under_its_topic(curation: Curation) -> None:
    filled = curation.point_form(HERE, ANN, "rip out the bike lane")
    assert filled.point == "high-street-lane"
    done = curation.put_point(HERE, ANN, replace(filled, sentence="The lane stays."), token())
    assert isinstance(done, Done)
    assert (
        curation.servers.view(HERE).library.points["high-street-lane"].sentence == "The lane stays."
    )
    moved = replace(filled, topic="Parking")
    assert wrong(curation.put_point(HERE, ANN, moved, token())) == [
        "A point stays under its topic, “Cycle lanes”."
    ]


def test_no_two_things_bear_one_name(curation: Curation) -> None:
    assert wrong(
        curation.put_topic(HERE, ANN, TopicForm("buses", "L.T.N., Cyclelanes"), token())
    ) == [
        "“buses” is a name of the topic “Buses” already. Choose another.",
        "“L.T.N.” is a name of the topic “Low-traffic neighbourhoods” already. Choose another.",
        "“Cyclelanes” is a name of the topic “Cycle lanes” already. Choose another.",
    ]
    taken = replace(FERRY, sentence="Buses should be free to ride", aliases="")
    assert wrong(curation.put_point(HERE, ANN, taken, token())) == [
        "“Buses should be free to ride” is a name of the point “Buses should be free to ride.” "
        "already. Choose another."
    ]


def test_everything_wrong_in_a_point_is_told_at_once(curation: Curation) -> None:
    bad = PointForm("🦊", "", "x" * 500, "a" * 300, "p" * 300, "xyzzy")
    assert [
        trouble.split(". ")[0] for trouble in wrong(curation.put_point(HERE, ANN, bad, token()))
    ] == [
        "There is no topic called “xyzzy”",
        "The sentence is “🦊”, which has no letter in it",
        "Name the side that agrees, in a few words.",
        "The name of a side has 500 characters, and 120 are the most",
        "An alias has 300 characters, and 200 are the most",
        "A phrasing has 300 characters, and 200 are the most",
    ]


def test_nothing_filled_in_and_nothing_changed_are_told(curation: Curation) -> None:
    assert wrong(curation.put_topic(HERE, ANN, TopicForm(" \u200b"), token())) == [
        "What is the topic called? Write its name."
    ]
    assert wrong(
        curation.put_topic(HERE, ANN, curation.topic_form(HERE, ANN, "Buses"), token())
    ) == ["Nothing in this form is changed."]
    assert wrong(
        curation.put_point(HERE, ANN, curation.point_form(HERE, ANN, "kerbs"), token())
    ) == ["Nothing in this form is changed."]
    assert wrong(curation.put_point(HERE, ANN, PointForm(), token()))[0] == (
        "Under which topic does it stand? Name one."
    )
    for door in (curation.topic_form, curation.point_form):
        with pytest.raises(RequestError, match="Give its name"):
            door(HERE, ANN, " ")


@pytest.mark.parametrize(
    "names", [("lakes, tarns and meres", "pools"), ("a, b",), ("pools", "becks"), ()]
)
def test_names_come_through_a_form_whole_commas_and_all(names: tuple[str, ...]) -> None:
    shown = fields.together(names)
    assert fields.several("An alias", shown, names) == names
    assert fields.several("An alias", f"{shown}\nbecks, burns", names) == tuple(
        dict.fromkeys((*names, "becks", "burns"))
    )


def test_too_many_aliases_are_refused(curation: Curation) -> None:
    many = ",".join(f"alias {number} of many" for number in range(201))
    assert wrong(curation.put_topic(HERE, ANN, TopicForm("Ferries", many), token())) == [
        "There are 201 of them, and 200 are the most. Keep those people type."
    ]


def test_the_second_of_two_who_change_a_topic_sees_what_changed(curation: Curation) -> None:
    seen = curation.servers.view(HERE).revision
    curation.put_topic(HERE, ANN, TopicForm("Omnibuses", "", "buses"), token(), seen)
    clash = curation.put_topic(HERE, BEN, TopicForm("Coaches", "", "buses"), token(), seen)
    assert isinstance(clash, Clash)
    assert (clash.entry.member.name, clash.name) == ("Ann", "Omnibuses")


def test_one_form_adds_one_topic(curation: Curation) -> None:
    press = token()
    first = curation.put_topic(HERE, ANN, TopicForm("Ferries"), press)
    assert curation.put_topic(HERE, ANN, TopicForm("Ferries"), press) == first
