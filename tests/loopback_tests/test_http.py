from collections.abc import Iterator

import pytest

from tests.loopback import LoopbackDiscord, LoopbackError, Member, Permission
from tests.loopback.contract import Contract
from tests.loopback.interactions import Action
from tests.loopback.journal import Way
from tests.loopback.limits import CALLBACK_S
from tests.loopback.places import Overwrite
from tests.loopback_tests.raw import call_back, interaction, request

MESSAGE = {"type": 4, "data": {"content": "yes", "allowed_mentions": {"parse": []}}}


@pytest.fixture
def empty(loopback: LoopbackDiscord) -> Iterator[LoopbackDiscord]:
    """A Discord with no bot; unexpected faults fail the test."""
    yield loopback
    loopback.assert_no_faults()


@pytest.fixture
def bea(empty: LoopbackDiscord) -> Member:
    return empty.member("Bea")


def test_json_is_labelled_without_a_charset(empty: LoopbackDiscord) -> None:
    assert request(empty, "GET", "/users/@me").headers["Content-Type"] == "application/json"


def test_gateway_is_at_the_same_port(empty: LoopbackDiscord) -> None:
    url = f"{empty.world.address.replace('http', 'ws')}/gateway"
    assert request(empty, "GET", "/gateway").body["url"] == url
    assert request(empty, "GET", "/gateway/bot").body["url"] == url


@pytest.mark.parametrize("authorization", ["Bot wrong", "Bearer", None])
def test_wrong_token_is_refused_and_recorded(
    empty: LoopbackDiscord, authorization: str | None
) -> None:
    with empty.expecting_faults() as faults:
        said = request(empty, "GET", "/users/@me", authorization=authorization)
    assert (said.status, said.body) == (401, {"message": "401: Unauthorized", "code": 0})
    assert len(faults) == 1


def test_unknown_route_is_refused_and_recorded(empty: LoopbackDiscord) -> None:
    with empty.expecting_faults() as faults:
        said = request(empty, "GET", "/nowhere")
    assert (said.status, said.body) == (404, {"message": "404: Not Found", "code": 0})
    assert [fault.why for fault in faults] == ["no such route"]


def test_a_fault_fails_the_test_and_names_what_was_sent(empty: LoopbackDiscord) -> None:
    request(empty, "PATCH", "/nowhere", {"a": 1})
    with pytest.raises(LoopbackError, match="no such route"):
        empty.assert_no_faults()
    empty.assert_no_faults()


def test_broken_json_is_refused(empty: LoopbackDiscord) -> None:
    path = f"/channels/{empty.channel.id}/messages"
    with empty.expecting_faults():
        assert request(empty, "POST", path, "not an object").status == 400


def test_message_is_kept_and_given_back(empty: LoopbackDiscord) -> None:
    path = f"/channels/{empty.channel.id}/messages"
    made = request(empty, "POST", path, {"content": "hello"})
    assert made.status == 200
    again = request(empty, "GET", f"{path}/{made.body['id']}")
    assert again.body["content"] == "hello"
    changed = request(empty, "PATCH", f"{path}/{made.body['id']}", {"content": "bye"})
    assert changed.body["edited_timestamp"] is not None
    assert request(empty, "DELETE", f"{path}/{made.body['id']}").status == 204
    with empty.expecting_faults():
        assert request(empty, "GET", f"{path}/{made.body['id']}").code == 10008


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"content": "x" * 2001}, 50035),
        ({"content": "x" * 4001}, 50035),
        ({}, 50006),
        ({"content": "x", "flags": 64}, 50035),
        ({"components": [{"type": 10, "content": "x"}]}, 50035),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 50035),
    ],
)
def test_message_that_discord_would_refuse_is_refused(
    empty: LoopbackDiscord, body: dict[str, object], code: int
) -> None:
    with empty.expecting_faults() as faults:
        said = request(empty, "POST", f"/channels/{empty.channel.id}/messages", body)
    assert (said.status, said.code) == (400, code)
    assert len(faults) == 1


def test_complaint_names_the_place_as_discord_does(
    empty: LoopbackDiscord, api_contract: Contract
) -> None:
    assert api_contract.knows("POST", "/channels/{channel_id}/messages")
    row = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a", "label": "x" * 81}]}
    with empty.expecting_faults():
        path = f"/channels/{empty.channel.id}/messages"
        said = request(empty, "POST", path, {"components": [row]})
    assert said.body["errors"]["components"]["0"]["components"]["0"]["label"]["_errors"]


def test_bot_cannot_write_where_it_may_not(empty: LoopbackDiscord) -> None:
    hall = empty.add_channel("hall")
    denied = Overwrite(deny=Permission.SEND_MESSAGES, kind=1)
    empty.do(lambda: hall.overwrites.update({empty.world.bot.id: denied}))
    with empty.expecting_faults():
        said = request(empty, "POST", f"/channels/{hall.id}/messages", {"content": "x"})
    assert (said.status, said.code) == (403, 50013)


def test_callback_answers_with_nothing_or_with_the_message(
    empty: LoopbackDiscord, bea: Member
) -> None:
    assert call_back(empty, interaction(bea), MESSAGE).status == 204
    said = call_back(empty, interaction(bea), MESSAGE, query="?with_response=true")
    assert said.body["resource"]["message"]["content"] == "yes"
    assert said.body["interaction"]["response_message_ephemeral"] is False


def test_second_callback_is_refused(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    call_back(empty, asked, MESSAGE)
    with empty.expecting_faults() as faults:
        assert call_back(empty, asked, MESSAGE).code == 40060
    assert len(faults) == 1


def test_callback_after_three_seconds_is_refused(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    asked.within_s = CALLBACK_S
    asked.sent_at_s -= CALLBACK_S + 0.01
    with empty.expecting_faults() as faults:
        said = call_back(empty, asked, MESSAGE)
    assert (said.status, said.code) == (404, 10062)
    assert len(faults) == 1


def test_callback_with_a_wrong_token_is_refused(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    with empty.expecting_faults():
        path = f"/interactions/{asked.id}/wrong/callback"
        assert request(empty, "POST", path, MESSAGE).code == 10062


@pytest.mark.parametrize(
    ("action", "callback"),
    [
        (Action.COMMAND, {"type": 8, "data": {"choices": []}}),
        (Action.COMMAND, {"type": 6}),
        (Action.COMMAND, {"type": 7, "data": {"content": "x"}}),
        (Action.COMPLETION, MESSAGE),
        (Action.COMPLETION, {"type": 5}),
        (Action.FORM, {"type": 9, "data": {"custom_id": "a", "title": "b", "components": []}}),
        (Action.COMMAND, {"type": 3}),
    ],
)
def test_callback_that_does_not_fit_is_refused(
    empty: LoopbackDiscord, bea: Member, action: Action, callback: dict[str, object]
) -> None:
    with empty.expecting_faults():
        said = call_back(empty, interaction(bea, action), callback)
    assert (said.status, said.code) == (400, 50035)


def test_refused_callback_may_be_sent_again(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    with empty.expecting_faults():
        call_back(empty, asked, {"type": 4, "data": {"content": "x" * 2001}})
    assert call_back(empty, asked, MESSAGE).status == 204


@pytest.mark.parametrize("count", [25, 26])
def test_completion_offers_at_most_25(empty: LoopbackDiscord, bea: Member, count: int) -> None:
    choices = [{"name": f"n{number}", "value": f"v{number}"} for number in range(count)]
    asked = interaction(bea, Action.COMPLETION)
    if count == 25:
        assert call_back(empty, asked, {"type": 8, "data": {"choices": choices}}).status == 204
        return
    with empty.expecting_faults():
        assert call_back(empty, asked, {"type": 8, "data": {"choices": choices}}).code == 50035


def _webhook(empty: LoopbackDiscord, token: str) -> str:
    return f"/webhooks/{empty.world.application.id}/{token}"


def test_follow_up_needs_an_answer_first(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    path = _webhook(empty, asked.token)
    with empty.expecting_faults():
        assert request(empty, "POST", path, {"content": "x"}).code == 10015
    call_back(empty, asked, MESSAGE)
    assert request(empty, "POST", path, {"content": "x", "flags": 64}).body["flags"] == 64


def test_original_can_be_read_changed_and_deleted(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    call_back(empty, asked, MESSAGE)
    path = f"{_webhook(empty, asked.token)}/messages/@original"
    assert request(empty, "GET", path).body["content"] == "yes"
    assert request(empty, "PATCH", path, {"content": "no"}).body["content"] == "no"
    assert request(empty, "DELETE", path).status == 204
    with empty.expecting_faults():
        assert request(empty, "GET", path).code == 10008


def test_token_ends_after_fifteen_minutes(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    call_back(empty, asked, MESSAGE)
    asked.sent_at_s -= 15 * 60
    with empty.expecting_faults():
        said = request(empty, "POST", _webhook(empty, asked.token), {"content": "x"})
    assert (said.status, said.code) == (401, 50027)


def test_first_follow_up_takes_the_place_of_thinking(empty: LoopbackDiscord, bea: Member) -> None:
    asked = interaction(bea)
    call_back(empty, asked, {"type": 5, "data": {"flags": 64}})
    said = request(empty, "POST", _webhook(empty, asked.token), {"content": "x"})
    assert asked.original is not None
    assert (said.body["id"], said.body["flags"]) == (str(asked.original.id), 64)


def test_rate_limit_is_told_as_discord_tells_it(empty: LoopbackDiscord) -> None:
    empty.limit_rate("GET", "/users/@me", 0.5)
    said = request(empty, "GET", "/users/@me")
    assert (said.status, said.body["retry_after"]) == (429, 0.5)
    assert said.headers["Retry-After"] == "0.500"
    assert request(empty, "GET", "/users/@me").status == 200


def test_journal_has_every_request_and_answer_in_order(empty: LoopbackDiscord) -> None:
    start = len(empty.journal.entries)
    request(empty, "GET", "/gateway")
    entries = empty.journal.entries[start:]
    assert [entry.way for entry in entries] == [Way.REQUEST, Way.ANSWER]
    assert entries[0].at_s <= entries[1].at_s
    assert entries[1].status == 200


def test_text_that_could_notify_is_found(empty: LoopbackDiscord) -> None:
    start = len(empty.journal.sent)
    path = f"/channels/{empty.channel.id}/messages"
    request(empty, "POST", path, {"content": "x", "allowed_mentions": {"parse": []}})
    quiet = empty.journal.sent[start:]
    request(empty, "POST", path, {"content": "x"})
    del empty.journal.sent[:start]
    with pytest.raises(LoopbackError, match="could be notified"):
        empty.assert_mentions_nobody()
    empty.journal.sent[:] = quiet
    empty.assert_mentions_nobody()
    empty.journal.sent.clear()
