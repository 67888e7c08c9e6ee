import pytest

from tests.loopback.contract import Contract
from tests.loopback.errors import Json

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
MESSAGES = "/channels/{channel_id}/messages"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


def card(label: str) -> Json:
    button = {"type": 2, "style": 1, "label": label, "custom_id": "a"}
    inner: list[Json] = [{"type": 10, "content": "x"}, {"type": 1, "components": [button]}]
    return {"type": 4, "data": {"components": [{"type": 17, "components": inner}], "flags": 32768}}


@pytest.mark.parametrize(
    ("method", "route", "good", "bad", "place"),
    [
        (
            "POST",
            CALLBACK,
            card("x" * 80),
            card("x" * 81),
            "data.components.0.components.1.components.0.label",
        ),
        ("POST", CALLBACK, {"type": 6}, {"type": 3}, "(body)"),
        ("POST", CALLBACK, {"type": 4, "data": None}, {"type": 4, "data": []}, "data"),
        ("POST", MESSAGES, {"tts": False}, {"tts": "no"}, "tts"),
        (
            "POST",
            MESSAGES,
            {"embeds": [{"url": "https://example.org"}]},
            {"embeds": [{"url": "not a link"}]},
            "embeds.0.url",
        ),
        ("PUT", COMMANDS, [{"name": "a"}], [{"description": "b"}], "0"),
        (
            "PUT",
            COMMANDS,
            [{"name": "a", "options": [{"type": 3, "name": "b", "description": "c"}]}],
            [{"name": "a", "options": [{"type": 3, "name": "b"}]}],
            "0.options.0",
        ),
        ("POST", WEBHOOK, {"content": "x"}, {"content": 1}, "content"),
    ],
)
def test_body_is_checked_where_it_is_wrong(
    api_contract: Contract, method: str, route: str, good: object, bad: object, place: str
) -> None:
    assert api_contract.wrong_in_request(method, route, good) == ()
    wrongs = api_contract.wrong_in_request(method, route, bad)
    assert wrongs
    if route != WEBHOOK:
        assert str(wrongs[0]).split(": ")[0] == place


def test_every_wrong_value_is_told(api_contract: Contract) -> None:
    body = card("x" * 81)
    body["data"]["components"].append({"type": 18})
    assert len(api_contract.wrong_in_request("POST", CALLBACK, body)) == 2


def test_route_that_is_not_discords_is_unknown(api_contract: Contract) -> None:
    assert api_contract.knows("GET", "/users/@me")
    assert not api_contract.knows("PUT", "/users/@me")
    assert not api_contract.knows("GET", "/nowhere")
