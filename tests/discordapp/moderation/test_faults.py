"""Faults in moderation, tested in process up to the JSON that would be sent."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.answers.desk import Desk
from bot.discordapp.buttons import OLD_BUTTON
from bot.discordapp.moderation.form_handlers import OLD_FORM
from bot.discordapp.moderation.moderation_flow import ONLY_IN_A_SERVER
from bot.errors import StoreError
from bot.moderation.form_values import TopicForm
from bot.moderation.outcomes import Gaps, Preview
from bot.moderation.previews import Previews
from bot.moderation.servers import Preferences, Servers, put_preferences
from bot.moderation.service import Moderation, ModerationService, Moderator
from bot.moderation.suggestions import SuggestionQueue
from bot.moderation.topics_points import TopicEditor
from bot.store.store import Store, open_store
from tests.discordapp.wire import GUILD, Bot, Sent, interaction_payload, message_payload
from tests.libraries import town
from tests.loopback.components import texts

MESSAGE, THINKING, CHOICES, MODAL = 4, 5, 8, 9
EPHEMERAL = 1 << 6
MANAGES = str(1 << 13)
FORM = "1:form:quote:500:"


class BrokenModeration(Moderation, frozen=True):
    def gaps(self) -> Gaps:
        raise StoreError("no answer")


class BrokenTopics(TopicEditor, frozen=True):
    def topic_form(self, topic: str) -> TopicForm:
        raise StoreError(f"no answer about {topic}")


class BrokenSuggestions(SuggestionQueue, frozen=True):
    def review(self, *_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("in the works")


class Broken(ModerationService):
    """A service that is out of reach of its database, or has an internal fault."""

    def preferences(self, server: str) -> Preferences:
        raise StoreError(f"no answer from the database of {server}")

    def bind(self, server: str, moderator: Moderator) -> Moderation:
        bound = super().bind(server, moderator)
        writer, previews = bound.writer, bound.previews
        return BrokenModeration(
            writer=writer,
            previews=previews,
            quotes=bound.quotes,
            topics=BrokenTopics(writer),
            suggestions=BrokenSuggestions(writer, previews),
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/counterpoint.db") as opened:
        yield opened


@pytest.fixture
def bot(store: Store) -> Bot:
    return Bot(Desk(town()), ModerationService(Servers(town(), store)))


@pytest.fixture
def broken(store: Store) -> Bot:
    return Bot(Desk(town()), Broken(Servers(town(), store)))


def asked(bot: Bot, kind: int, data: dict[str, Any], **changed: Any) -> list[Sent]:
    payload = interaction_payload(kind, data)
    payload["member"]["permissions"] = changed.pop("permissions", MANAGES)
    return bot.tell("interaction_create", payload | changed)


def library(bot: Bot, name: str, *given: dict[str, Any], **changed: Any) -> list[Sent]:
    inner = {"name": name, "type": 1, "options": list(given)}
    data = {"id": "1", "name": "library", "type": 1, "options": [inner]}
    return asked(bot, changed.pop("kind", 2), data, **changed)


def pressed(bot: Bot, custom_id: str) -> list[Sent]:
    button = {"type": 2, "id": 3, "style": 2, "label": "Go", "custom_id": custom_id}
    row = {"type": 1, "id": 2, "components": [button]}
    message = message_payload(components=[row], flags=EPHEMERAL)
    return asked(bot, 3, {"custom_id": custom_id, "component_type": 2}, message=message)


def sent_off(bot: Bot, custom_id: str, **typed: str) -> list[Sent]:
    fields = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": name, "value": text}}
        for name, text in typed.items()
    ]
    return asked(bot, 5, {"custom_id": custom_id, "components": fields})


def read(sent: Sent) -> str:
    return "\n".join(texts(sent.components)).replace("\\", "")


@pytest.mark.parametrize("name", ["gaps", "review", "topic"])
def test_fault_is_an_apology_for_the_asker_alone_with_a_reference_that_the_log_has(
    broken: Bot, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    given = [{"name": "topic", "type": 3, "value": "buses"}] if name == "topic" else []
    (sent,) = library(broken, name, *given)
    assert sent.flags & EPHEMERAL
    assert "no answer" not in read(sent)
    assert "ZeroDivision" not in read(sent)
    assert read(sent).rpartition("reference ")[2].rstrip(".") in caplog.text


def test_right_that_cannot_be_looked_up_is_not_given(
    broken: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    (sent,) = library(broken, "gaps", permissions="0")
    assert "reference" in read(sent)
    assert "no answer from the database" in caplog.text


@pytest.mark.parametrize(
    "custom_id",
    ["1:review:x", "1:accept::", "1:accept:1", "1:decline:", "1:history:q:-1", "1:review:９"],
)
def test_button_of_another_version_is_a_sentence(bot: Bot, custom_id: str) -> None:
    (sent,) = pressed(bot, custom_id)
    if sent.body["type"] == MODAL:
        assert custom_id.startswith("1:decline")
        return
    assert sent.flags & EPHEMERAL
    assert OLD_BUTTON in read(sent) or "no suggestion" in read(sent)


@pytest.mark.parametrize("custom_id", ["1:unheard-of:x", "1:accept:1", "1:discuss", "1:quote:x:y"])
def test_a_button_of_another_version_is_answered_in_the_language_of_the_server(
    bot: Bot, store: Store, custom_id: str
) -> None:
    put_preferences(store, str(GUILD), Preferences(language="de"))
    (sent,) = pressed(bot, custom_id)
    assert "älteren Version" in read(sent)


@pytest.mark.parametrize("custom_id", ["1:save:1", "1:change:1", "1:change:1:filing", "1:save:"])
def test_button_whose_preview_is_gone_is_a_sentence(bot: Bot, custom_id: str) -> None:
    (sent,) = pressed(bot, custom_id)
    assert sent.flags & EPHEMERAL
    assert "reference" not in read(sent)
    assert read(sent)


@pytest.mark.parametrize("custom_id", ["", "form", "0:form:quote:1:", "1:form:unheard:1:", "1:x"])
def test_form_of_another_version_is_a_sentence(bot: Bot, custom_id: str) -> None:
    (sent,) = sent_off(bot, custom_id, text="Words.")
    assert (read(sent), sent.flags & EPHEMERAL) == (OLD_FORM, EPHEMERAL)


def test_form_that_nobody_knows_any_more_is_given_back(bot: Bot) -> None:
    (sent,) = sent_off(bot, FORM, text="Typed words.", speaker="Somebody", date="", odd="x")
    said = read(sent)
    assert "> Typed words." in said
    assert "Somebody" in said
    assert "Date" not in said


def test_command_outside_a_server_is_a_sentence(bot: Bot) -> None:
    owners = {"1": "11"}
    (sent,) = library(bot, "gaps", authorizing_integration_owners=owners)
    assert (read(sent), sent.flags & EPHEMERAL) == (ONLY_IN_A_SERVER, EPHEMERAL)
    (sent,) = sent_off(bot, FORM, text="x")
    assert "x" in read(sent)


@pytest.mark.parametrize(("permissions", "offered"), [(MANAGES, True), ("8", True), ("0", False)])
def test_quotes_are_offered_to_those_who_may_curate(
    bot: Bot, permissions: str, offered: bool
) -> None:
    typing = {"name": "quote", "type": 3, "value": "", "focused": True}
    (sent,) = library(bot, "edit", typing, kind=4, permissions=permissions)
    assert bool(sent.body["data"]["choices"]) == offered


def test_fault_in_completion_offers_nothing(broken: Bot, caplog: pytest.LogCaptureFixture) -> None:
    typing = {"name": "quote", "type": 3, "value": "", "focused": True}
    (sent,) = library(broken, "edit", typing, kind=4, permissions="0")
    assert sent.body["data"]["choices"] == []
    assert "no completion" in caplog.text


def test_form_is_the_first_answer(bot: Bot) -> None:
    (sent,) = library(bot, "add")
    assert sent.body["type"] == MODAL


def test_preview_that_takes_long_is_announced_in_time(store: Store) -> None:
    announced = threading.Event()

    class SlowPreviews(Previews, frozen=True):
        def make(self, *given: Any, **named: Any) -> Preview:
            announced.wait(10)
            return Previews.make(self, *given, **named)

    class Slow(ModerationService):
        def bind(self, server: str, moderator: Moderator) -> Moderation:
            bound = super().bind(server, moderator)
            made = bound.previews
            slow = SlowPreviews(made.writer, made.clock, made.pending)
            return replace(bound, previews=slow)

    bot = Bot(Desk(town()), Slow(Servers(town(), store)))
    (modal,) = library(bot, "add")
    bot.wire.heard = announced.set
    custom_id = modal.body["data"]["custom_id"]
    thinking, answer = sent_off(bot, custom_id, text="A word.", speaker="A B", source="C")
    assert (thinking.body["type"], thinking.flags & EPHEMERAL) == (THINKING, EPHEMERAL)
    assert (answer.method, "A word." in read(answer)) == ("PATCH", True)


def test_form_that_discord_refuses_becomes_an_apology(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.wire.refusals.append((400, 50035))
    _, apology = library(bot, "add")
    assert "reference" in read(apology)
    assert "reference" in caplog.text


class Full(ModerationService):
    """A service whose database takes no more."""

    full = False

    def bind(self, server: str, moderator: Moderator) -> Moderation:
        if self.full:
            raise StoreError("the disk is full")
        return super().bind(server, moderator)


def test_form_that_cannot_be_saved_is_given_back_with_not_saved(store: Store) -> None:
    service = Full(Servers(town(), store))
    bot = Bot(Desk(town()), service)
    (modal,) = library(bot, "topic")
    service.full = True
    (sent,) = sent_off(bot, modal.body["data"]["custom_id"], name="Ponds", aliases="lakes, tarns")
    assert read(sent).startswith("Not saved: the database can’t be used at the moment.")
    assert "> Ponds" in read(sent)
    assert "> lakes, tarns" in read(sent)
    assert sent.flags & EPHEMERAL


def test_button_that_cannot_save_says_not_saved(store: Store) -> None:
    service = Full(Servers(town(), store))
    service.full = True
    (sent,) = pressed(Bot(Desk(town()), service), "1:hide:kerb-lorry")
    assert read(sent).startswith("Not saved: the database can’t be used at the moment.")
    assert "reference" in read(sent)


def test_saved_but_not_shown_is_said(bot: Bot, store: Store) -> None:
    (modal,) = library(bot, "topic")
    bot.wire.refusals.append((400, 50035))
    _, sent = sent_off(bot, modal.body["data"]["custom_id"], name="Ponds", aliases="lakes")
    assert read(sent).startswith("Saved, but I could not show it.")
    assert store.history.revision(str(GUILD)) == 1


def test_server_in_the_payload_is_the_one_that_is_changed(bot: Bot, store: Store) -> None:
    (modal,) = library(bot, "topic")
    sent_off(bot, modal.body["data"]["custom_id"], name="Ponds", aliases="lakes, tarns")
    assert store.history.revision(str(GUILD)) == 1
    assert store.history.revision("") == 0
