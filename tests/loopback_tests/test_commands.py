from collections.abc import Iterator
from typing import Any

import pytest

from tests.loopback import LoopbackDiscord, LoopbackError, Permission
from tests.loopback.command_rules import name_fits, wrong_command, wrong_commands, wrong_modal
from tests.loopback.errors import Json
from tests.loopback_tests.raw import request

ASK: Json = {"name": "ask", "description": "Ask.", "type": 1}


def option(name: str = "what", **more: Any) -> Json:
    return {"name": name, "description": "What.", "type": 3, **more}


@pytest.fixture
def fresh() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as discord:
        yield discord
        discord.assert_no_faults()


def path(discord: LoopbackDiscord, rest: str = "") -> str:
    return f"/applications/{discord.world.application.id}/commands{rest}"


def test_bulk_overwrite_keeps_ids_and_counts(fresh: LoopbackDiscord) -> None:
    first = request(fresh, "PUT", path(fresh), [ASK]).body[0]
    again = request(fresh, "PUT", path(fresh), [ASK, {**ASK, "name": "tell"}]).body
    assert (again[0]["id"], again[0]["version"]) == (first["id"], first["version"])
    changed = request(fresh, "PUT", path(fresh), [{**ASK, "description": "New."}]).body
    assert changed[0]["id"] == first["id"]
    assert changed[0]["version"] != first["version"]
    assert [one["name"] for one in fresh.commands] == ["ask"]
    assert [one.names for one in fresh.registrations] == [("ask",), ("ask", "tell"), ("ask",)]


def test_reading_commands_registers_nothing(fresh: LoopbackDiscord) -> None:
    request(fresh, "PUT", path(fresh), [{**ASK, "name_localizations": {"de": "frage"}}])
    assert "name_localizations" not in request(fresh, "GET", path(fresh)).body[0]
    full = request(fresh, "GET", path(fresh, "?with_localizations=true")).body[0]
    assert full["name_localizations"] == {"de": "frage"}
    assert len(fresh.registrations) == 1


def test_one_command_is_added_read_changed_and_removed(fresh: LoopbackDiscord) -> None:
    made = request(fresh, "POST", path(fresh), ASK)
    assert made.status == 201
    assert request(fresh, "POST", path(fresh), ASK).status == 200
    one = path(fresh, f"/{made.body['id']}")
    assert request(fresh, "PATCH", one, {"description": "New."}).body["description"] == "New."
    assert request(fresh, "GET", one).body["description"] == "New."
    assert request(fresh, "DELETE", one).status == 204
    with fresh.expecting_faults():
        assert request(fresh, "GET", one).code == 10063


def test_commands_of_a_guild_are_seen_there_alone(fresh: LoopbackDiscord) -> None:
    application = f"/applications/{fresh.world.application.id}"
    request(fresh, "PUT", f"{application}/guilds/{fresh.guild.id}/commands", [ASK])
    assert fresh.member("Ada").commands == ["ask"]
    other = fresh.add_guild("Elsewhere")
    assert fresh.member("Bob", guild=other).commands == []


def test_command_for_those_with_a_permission_is_hidden_from_others(fresh: LoopbackDiscord) -> None:
    request(fresh, "PUT", path(fresh), [{**ASK, "default_member_permissions": 1 << 5}])
    assert fresh.member("Ada").commands == []
    assert fresh.member("Mod", permissions=Permission.MANAGE_GUILD).commands == ["ask"]


def test_command_for_guilds_is_hidden_in_direct_messages(fresh: LoopbackDiscord) -> None:
    request(fresh, "PUT", path(fresh), [{**ASK, "contexts": [0]}])
    ada = fresh.member("Ada")
    assert (ada.commands, ada.in_private().commands) == (["ask"], [])


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("ask", True),
        ("a" * 32, True),
        ("a" * 33, False),
        ("", False),
        ("Ask", False),
        ("as k", False),
        ("über-uns_2", True),
        ("हिन्दी", True),
        ("a!", False),
    ],
)
def test_name_of_a_command(name: str, *, fits: bool) -> None:
    assert name_fits(name) is fits


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"description": "x" * 100}, {"description": "x" * 101}),
        ({"description": "x"}, {"description": ""}),
        (
            {"options": [option("a", required=True), option("b")]},
            {"options": [option("a"), option("b", required=True)]},
        ),
        (
            {"options": [option(f"o{number}") for number in range(25)]},
            {"options": [option(f"o{number}") for number in range(26)]},
        ),
        ({"options": [option("a")]}, {"options": [option("a"), option("a")]}),
        ({"options": [option("a")]}, {"options": [option("A")]}),
        (
            {"options": [option(choices=[{"name": "x" * 100, "value": "y" * 100}])]},
            {"options": [option(choices=[{"name": "x" * 101, "value": "y"}])]},
        ),
        (
            {"options": [option(choices=[{"name": "x", "value": "y"}])]},
            {"options": [option(choices=[{"name": "x", "value": "y" * 101}])]},
        ),
        (
            {"options": [option(autocomplete=True)]},
            {"options": [option(autocomplete=True, choices=[{"name": "x", "value": "y"}])]},
        ),
        (
            {"options": [option(min_length=1, max_length=2)]},
            {"options": [option(min_length=3, max_length=2)]},
        ),
        ({"type": 3, "description": ""}, {"type": 3}),
        (
            {"options": [option("a", type=1)]},
            {"options": [option("a", type=1), option("b")]},
        ),
        (
            {"options": [option("a", type=2, options=[option("b", type=1)])]},
            {
                "options": [
                    option("a", type=1, options=[option("b", type=1, options=[option(type=1)])])
                ]
            },
        ),
    ],
)
def test_rules_of_a_command(good: Json, bad: Json) -> None:
    assert list(wrong_command({**ASK, **good})) == []
    assert list(wrong_command({**ASK, **bad})) != []


def test_all_text_of_a_command_is_counted() -> None:
    long = [option(f"o{number}", description="x" * 100) for number in range(25)]
    full = [{**one, "choices": _choices(number)} for number, one in enumerate(long)]
    assert not list(wrong_command({**ASK, "options": long}))
    assert any("8000" in wrong.message for wrong in wrong_command({**ASK, "options": full}))


def _choices(of: int) -> list[Json]:
    return [{"name": f"{of} {number}", "value": "y" * 100} for number in range(10)]


def test_number_and_names_of_commands() -> None:
    hundred = [{**ASK, "name": f"c{number}"} for number in range(100)]
    assert not list(wrong_commands(hundred))
    assert list(wrong_commands([*hundred, ASK]))
    assert list(wrong_commands([ASK, ASK]))
    assert not list(wrong_commands([ASK, {"name": "ask", "type": 3}]))


def test_bad_command_is_refused_over_http(fresh: LoopbackDiscord) -> None:
    with fresh.expecting_faults() as faults:
        assert request(fresh, "PUT", path(fresh), [{**ASK, "name": "A B"}]).code == 50035
        assert request(fresh, "POST", path(fresh), {**ASK, "name": "A B"}).code == 50035
    assert len(faults) == 2
    assert fresh.registrations == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({}, "required"),
        ({"what": "a", "other": "b"}, "no option"),
        ({"what": 3}, "cannot stand"),
        ({"what": "abcdef"}, "characters"),
        ({"what": "a", "side": "up"}, "no choice"),
        ({"what": "a", "count": 11}, "does not take"),
    ],
)
def test_member_cannot_send_what_the_client_would_not(
    fresh: LoopbackDiscord, given: dict[str, Any], complaint: str
) -> None:
    options = [
        option("what", required=True, max_length=5),
        option("side", choices=[{"name": "For", "value": "for"}]),
        option("count", type=4, max_value=10),
    ]
    request(fresh, "PUT", path(fresh), [{**ASK, "options": options}])
    with pytest.raises(LoopbackError, match=complaint):
        fresh.member("Ada").slash("ask", **given)


def _input(**more: Any) -> Json:
    return {"type": 4, "custom_id": "text", "style": 1, **more}


def _label(component: Json) -> Json:
    return {"type": 18, "label": "Text", "component": component}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"title": "x" * 45}, {"title": "x" * 46}),
        ({"custom_id": "x" * 100}, {"custom_id": "x" * 101}),
        (
            {"components": [_label(_input(custom_id=str(number))) for number in range(5)]},
            {"components": [_label(_input(custom_id=str(number))) for number in range(6)]},
        ),
        ({"components": [_label(_input())]}, {"components": []}),
        ({"components": [_label(_input())]}, {"components": [_label(_input(label="Again"))]}),
        (
            {"components": [{"type": 1, "components": [_input(label="Text")]}]},
            {"components": [{"type": 1, "components": [_input()]}]},
        ),
        (
            {"components": [_label(_input())]},
            {"components": [_label(_input()), _label(_input())]},
        ),
        (
            {"components": [_label(_input(max_length=3, value="abc"))]},
            {"components": [_label(_input(max_length=3, value="abcd"))]},
        ),
    ],
)
def test_rules_of_a_form(good: Json, bad: Json) -> None:
    sound: Json = {"custom_id": "form", "title": "Form", "components": [_label(_input())]}
    assert list(wrong_modal({**sound, **good})) == []
    assert list(wrong_modal({**sound, **bad})) != []
