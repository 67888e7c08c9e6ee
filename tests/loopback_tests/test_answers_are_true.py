import urllib.request
from collections.abc import Iterator

import pytest

from tests.loopback import LoopbackDiscord, Post, Upload
from tests.loopback.contract import Contract
from tests.loopback.errors import Json
from tests.loopback.interactions import Action
from tests.loopback_tests.raw import call_back, interaction, request


@pytest.fixture
def checked(api_contract: Contract) -> Iterator[LoopbackDiscord]:
    """A Discord whose own answers are checked against Discord's document."""
    assert api_contract is not None
    with LoopbackDiscord() as discord:
        yield discord
        discord.assert_no_faults()


@pytest.mark.parametrize(
    "path",
    [
        "/users/@me",
        "/users/{owner}",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/gateway",
        "/gateway/bot",
        "/guilds/{guild}",
        "/guilds/{guild}/roles",
        "/guilds/{guild}/channels",
        "/guilds/{guild}/threads/active",
        "/guilds/{guild}/members/{owner}",
        "/channels/{channel}",
        "/channels/{channel}/messages",
        "/applications/{bot}/commands",
        "/applications/{bot}/guilds/{guild}/commands",
    ],
)
def test_what_is_read_is_true_to_the_document(checked: LoopbackDiscord, path: str) -> None:
    world = checked.world
    ids = {"owner": world.owner.id, "guild": checked.guild.id, "channel": checked.channel.id}
    checked.member("Ada").say("hello")
    said = request(checked, "GET", path.format(**ids, bot=world.bot.id))
    assert said.status == 200


def test_missing_things_are_missing_as_discord_says(checked: LoopbackDiscord) -> None:
    expected = {
        "/users/1": 10013,
        "/guilds/1": 10004,
        f"/guilds/{checked.guild.id}/members/1": 10007,
        "/channels/1": 10003,
        f"/channels/{checked.channel.id}/messages/1": 10008,
        f"/applications/{checked.world.bot.id}/commands/1": 10063,
        "/applications/1/commands": 50001,
    }
    with checked.expecting_faults() as faults:
        assert {path: request(checked, "GET", path).code for path in expected} == expected
    assert len(faults) == len(expected)


def test_threads_and_direct_messages_are_true(checked: LoopbackDiscord) -> None:
    ada = checked.member("Ada")
    here = f"/channels/{checked.channel.id}"
    said = ada.say("hello")
    on_it = f"{here}/messages/{said.id}/threads"
    thread = request(checked, "POST", on_it, {"name": "About hello"})
    assert (thread.status, thread.body["id"]) == (201, str(said.id))
    with checked.expecting_faults():
        assert request(checked, "POST", on_it, {"name": "Again"}).code == 160004
    alone = request(checked, "POST", f"{here}/threads", {"name": "Alone", "type": 11})
    closed = {"archived": True, "locked": True}
    assert request(checked, "PATCH", f"/channels/{alone.body['id']}", closed).status == 200
    with checked.expecting_faults():
        path = f"/channels/{alone.body['id']}/messages"
        assert request(checked, "POST", path, {"content": "x"}).code == 50083
    direct = request(checked, "POST", "/users/@me/channels", {"recipient_id": str(ada.user.id)})
    assert request(checked, "GET", f"/channels/{direct.body['id']}").status == 200


def test_poll_is_made_voted_in_and_ended(checked: LoopbackDiscord) -> None:
    answers = [{"poll_media": {"text": word}} for word in ("For", "Against")]
    body = {"poll": {"question": {"text": "Well?"}, "answers": answers, "duration": 1}}
    here = f"/channels/{checked.channel.id}"
    made = request(checked, "POST", f"{here}/messages", body).body
    ada = checked.member("Ada")
    post = Post(checked, checked.world.messages[int(made["id"])])
    ada.vote(post, "For")
    voters = request(checked, "GET", f"{here}/polls/{made['id']}/answers/1").body["users"]
    assert [user["id"] for user in voters] == [str(ada.user.id)]
    ended = request(checked, "POST", f"{here}/polls/{made['id']}/expire").body["poll"]["results"]
    assert ended == {
        "answer_counts": [{"id": 1, "count": 1, "me_voted": False}],
        "is_finalized": True,
    }


def test_every_component_comes_back_as_discord_gives_it(checked: LoopbackDiscord) -> None:
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "go", "emoji": {"name": "👍"}}
    link = {"type": 2, "style": 5, "label": "Read", "url": "https://example.org"}
    options = [{"label": "a", "value": "a"}]
    picture = {"media": {"url": "https://example.org/a.png"}}
    components: list[Json] = [
        {"type": 10, "content": "x"},
        {"type": 14},
        {"type": 17, "accent_color": 5, "components": [{"type": 10, "content": "y"}]},
        {"type": 9, "components": [{"type": 10, "content": "z"}], "accessory": button},
        {
            "type": 9,
            "components": [{"type": 10, "content": "z"}],
            "accessory": {"type": 11, **picture},
        },
        {"type": 12, "items": [picture]},
        {"type": 1, "components": [link]},
        {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "u"}]},
    ]
    asked = interaction(checked.member("Ada"))
    body = {"type": 4, "data": {"flags": 1 << 15, "components": components}}
    said = call_back(checked, asked, body, query="?with_response=true")
    given = said.body["resource"]["message"]["components"]
    assert [one["type"] for one in given] == [one["type"] for one in components]
    assert given[0]["id"] == 1


@pytest.mark.parametrize("action", [Action.COMMAND, Action.FORM])
def test_deferred_answer_is_true(checked: LoopbackDiscord, action: Action) -> None:
    asked = interaction(checked.member("Ada"), action)
    said = call_back(checked, asked, {"type": 5}, query="?with_response=1")
    assert said.body["interaction"]["response_message_loading"] is True


def test_file_can_be_fetched_where_it_is_said_to_be(checked: LoopbackDiscord) -> None:
    file = checked.do(lambda: checked.world.attach(checked.channel.id, Upload("a.txt", b"abc")))
    with urllib.request.urlopen(file.url, timeout=10) as response:  # noqa: S310 - ours, http
        assert response.read() == b"abc"
