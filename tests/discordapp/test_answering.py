"""Answers to interactions in process, up to the JSON that would be sent."""

import logging
import threading

import pytest
from msgspec import structs

from bot.answers.desk import Desk
from bot.answers.model import NotFound as NothingFound, QuoteAnswer
from bot.discordapp.buttons import OLD_BUTTON
from bot.discordapp.client import OLD_COMMAND
from bot.errors import RequestError
from bot.library.library import Collection, Library, make_library
from bot.library.model import Kind
from bot.search.results import Suggestion
from bot.search.scope import Period
from tests.discordapp.wire import ASKER, OTHER, Bot, Sent, message_payload
from tests.libraries import town
from tests.loopback.components import interactive, texts
from tests.loopback.message_rules import mentions_nobody, says_anything, wrong_in_message

MESSAGE, UPDATE, THINKING = 4, 7, 5
EPHEMERAL = 1 << 6
HOSTILE = "@everyone <@1> **x** \u202e# \n# y\n> z [a](https://e.example) <t:1:R> ```"


class FailingDesk(Desk):
    """A desk that cannot answer; the topic selects the failure."""

    def quote(
        self, topic: str, *, speaker: str = "", source: str = "", period: Period | None = None
    ) -> QuoteAnswer | NothingFound:
        if topic == "refused":
            raise RequestError("Say *what* about.")
        raise ZeroDivisionError(f"in the works: {topic}{speaker}{source}{period}")

    def complete(
        self, option: str, typed: str, limit: int = 25, among: tuple[Kind, ...] = tuple(Kind)
    ) -> tuple[Suggestion, ...]:
        raise ZeroDivisionError(f"in the works: {option}{typed}{limit}{among}")


@pytest.fixture
def bot() -> Bot:
    return Bot(Desk(town()))


@pytest.fixture
def failing() -> Bot:
    return Bot(FailingDesk(town()))


def with_button(custom_id: str, *, asker: int | None = ASKER, flags: int = 0) -> dict[str, object]:
    button = {"type": 2, "id": 3, "style": 2, "label": "Go", "custom_id": custom_id}
    row = {"type": 1, "id": 2, "components": [button]}
    return message_payload(components=[row], asker=asker, flags=flags)


def read(sent: Sent) -> str:
    return "\n".join(texts(sent.components))


def kind(sent: Sent) -> int:
    return int(sent.body["type"])


def test_answer_is_one_message_that_all_can_see(bot: Bot) -> None:
    (sent,) = bot.command("quote", topic="cycle lanes")
    assert (kind(sent), sent.flags & EPHEMERAL) == (MESSAGE, 0)
    assert "> " in read(sent)


def test_the_same_command_has_the_same_answer_again(bot: Bot) -> None:
    first, second = (bot.command("quote", topic="cycle lanes") for _ in range(2))
    assert first == second


def test_private_answer_is_for_the_asker_alone(bot: Bot) -> None:
    (sent,) = bot.command("quote", topic="cycle lanes", private=True)
    assert sent.flags & EPHEMERAL


def test_refusal_is_its_sentence_for_the_asker_alone(failing: Bot) -> None:
    (sent,) = failing.command("quote", topic="refused")
    assert (read(sent), sent.flags & EPHEMERAL) == ("Say \\*what\\* about.", EPHEMERAL)


def test_fault_is_an_apology_with_the_reference_under_which_the_log_has_the_trace(
    failing: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    (sent,) = failing.command("quote", topic="secret parking")
    assert sent.flags & EPHEMERAL
    assert "ZeroDivision" not in read(sent)
    reference = read(sent).rpartition("reference ")[2].rstrip(".")
    assert len(reference) == 8
    (logged,) = [record for record in caplog.records if reference in record.getMessage()]
    assert logged.exc_info is not None


def test_fault_in_completion_offers_nothing(failing: Bot, caplog: pytest.LogCaptureFixture) -> None:
    assert failing.type_into("quote", "topic", "x") == []
    assert "no completion" in caplog.text


def test_fault_in_a_button_leaves_the_message_as_it_was(
    failing: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    (sent,) = failing.press("1:quote:t:buses", message=with_button("1:quote:t:buses"))
    assert (kind(sent), sent.flags & EPHEMERAL) == (MESSAGE, EPHEMERAL)
    assert "reference" in caplog.text


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        ":",
        "0:opposing:kerb-lorry",
        "1:",
        "1:unheard-of:x",
        "1:another:t:buses:kerb-lorry",
        "1:another:x:buses:kerb-lorry:1",
        "1:another:t:buses:kerb-lorry:-1",
        "1:another:t:buses:kerb-lorry:９",
        "1:another:t:buses:kerb-lorry:99999999999999999999",
        "1:pair:kerbs:one",
        "another version",
        "\n",
        "1:opposing:x:y:z",
    ],
)
def test_button_of_another_version_gets_a_sentence(bot: Bot, custom_id: str) -> None:
    (sent,) = bot.press(custom_id, message=with_button(custom_id))
    assert (kind(sent), sent.flags & EPHEMERAL) == (MESSAGE, EPHEMERAL)
    assert read(sent) == OLD_BUTTON


@pytest.mark.parametrize(
    "custom_id",
    [
        "1:opposing:gone",
        "1:context:gone",
        "1:another:t:gone:gone:1",
        "1:quote:s:gone",
        "1:pair:x:7",
    ],
)
def test_button_on_what_has_been_removed_is_answered(bot: Bot, custom_id: str) -> None:
    (sent,) = bot.press(custom_id, message=with_button(custom_id))
    assert read(sent)


def test_askers_click_changes_the_message(bot: Bot) -> None:
    (sent,) = bot.press("1:context:kerb-lorry", message=with_button("1:context:kerb-lorry"))
    assert kind(sent) == UPDATE


@pytest.mark.parametrize("asker", [OTHER, None])
def test_click_of_anybody_else_answers_that_one_alone(bot: Bot, asker: int | None) -> None:
    message = with_button("1:context:kerb-lorry", asker=asker)
    (sent,) = bot.press("1:context:kerb-lorry", message=message)
    assert (kind(sent), sent.flags & EPHEMERAL) == (MESSAGE, EPHEMERAL)


@pytest.mark.parametrize(("by", "expected"), [(ASKER, UPDATE), (OTHER, MESSAGE)])
def test_reply_to_a_mention_is_its_authors_to_change(bot: Bot, by: int, expected: int) -> None:
    message = with_button("1:context:kerb-lorry", asker=None)
    message |= {
        "type": 19,
        "message_reference": {"message_id": "399", "channel_id": "300"},
        "referenced_message": {**message_payload(author=ASKER), "id": "399"},
    }
    (sent,) = bot.press("1:context:kerb-lorry", message=message, by=by)
    assert kind(sent) == expected


def test_command_that_is_no_more_gets_a_sentence(bot: Bot) -> None:
    (sent,) = bot.command("forgotten")
    assert (read(sent).replace("\\", ""), sent.flags & EPHEMERAL) == (OLD_COMMAND, EPHEMERAL)


def test_late_answer_is_logged_calmly(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    bot.wire.refusals.append((404, 10062))
    bot.command("quote", topic="cycle lanes")
    assert len(bot.wire.sent) == 1
    (logged,) = [one for one in caplog.records if one.name.startswith("bot.")]
    assert (logged.levelno, logged.exc_info) == (logging.WARNING, None)


def test_answer_that_discord_refuses_becomes_an_apology(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.wire.refusals.append((400, 50035))
    _, apology = bot.command("quote", topic="cycle lanes")
    reference = read(apology).rpartition("reference ")[2].rstrip(".")
    assert reference in caplog.text


def test_silence_follows_only_when_discord_refuses_the_apology_too(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.wire.refusals += [(400, 50035), (403, 50001)]
    bot.command("quote", topic="cycle lanes")
    assert "the apology could not be sent either" in caplog.text


def test_answer_that_takes_long_is_announced_in_time() -> None:
    class SlowDesk(Desk):
        def quote(
            self,
            topic: str,
            *,
            speaker: str = "",
            source: str = "",
            period: Period | None = None,
        ) -> QuoteAnswer | NothingFound:
            announced.wait(10)
            return super().quote(topic, speaker=speaker, source=source, period=period)

    announced = threading.Event()
    bot = Bot(SlowDesk(town()))
    bot.wire.heard = announced.set
    thinking, answer = bot.command("quote", topic="cycle lanes", private=True)
    assert (kind(thinking), thinking.flags & EPHEMERAL) == (THINKING, EPHEMERAL)
    assert (answer.method, "> " in read(answer)) == ("PATCH", True)


def test_choices_say_what_they_are_and_how_much_there_is(bot: Bot) -> None:
    first = bot.type_into("quote", "topic", "bus")[0]
    assert first["value"] == "buses"
    assert first["name"].startswith("Buses · topic · ")


def test_choices_that_would_read_the_same_say_their_ids() -> None:
    kind_town = town()
    named = ("Ada Lee", "ADA LEE", "A very long name that goes on " * 9, *["Ann"] * 9)
    speakers = tuple(
        structs.replace(one, name=name, aliases=())
        for one, name in zip(kind_town.speakers.values(), named, strict=False)
    )
    library = structs.replace(kind_town, speakers={one.id: one for one in speakers})
    offered = Bot(Desk(library)).type_into("quote", "speaker", "A")
    labels = [one["name"] for one in offered]
    assert len(set(labels)) == len(labels)
    assert {one["value"] for one in offered} == set(library.speakers)
    ids = [one["value"] for one in offered if one["name"].startswith(("Ada", "ADA"))]
    assert len(ids) == 2
    assert all(any(label.endswith(id_) for label in labels) for id_ in ids)


def hostile_town() -> Library:
    """Return the town with hostile texts everywhere."""
    kind_town = town()
    return make_library(
        Collection(
            card=structs.replace(kind_town.card, title=HOSTILE, about=HOSTILE, contact=HOSTILE),
            topics=tuple(
                structs.replace(one, name=f"{one.name} {HOSTILE}")
                for one in kind_town.topics.values()
            ),
            points=tuple(
                structs.replace(one, sentence=HOSTILE * 9, side_for=HOSTILE, side_against=HOSTILE)
                for one in kind_town.points.values()
            ),
            speakers=tuple(
                structs.replace(one, name=HOSTILE, role=HOSTILE)
                for one in kind_town.speakers.values()
            ),
            sources=tuple(
                structs.replace(one, title=HOSTILE, publication=HOSTILE)
                for one in kind_town.sources.values()
            ),
            quotes=tuple(
                structs.replace(one, text=f"{one.text} {HOSTILE}" * 99, note=HOSTILE)
                for one in kind_town.quotes.values()
            ),
        )
    )


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("quote", {"topic": "buses"}),
        ("debate", {"point": "kerbs"}),
        ("ask", {"question": "Should buses be free?"}),
        ("topics", {}),
        ("topics", {"topic": "buses"}),
        ("about", {}),
        ("ask", {"question": HOSTILE}),
    ],
)
def test_hostile_library_mentions_nobody_and_stays_within_the_limits(
    command: str, given: dict[str, str]
) -> None:
    for sent in Bot(Desk(hostile_town())).command(command, **given):
        body = sent.body.get("data", sent.body)
        # On a busy machine the reply may first be put off, in a message of no words.
        assert mentions_nobody(body) or not says_anything(body)
        assert list(wrong_in_message(body, files=list(sent.files), interaction=True)) == []
        assert "\\@everyone" in read(sent) or "@everyone" not in read(sent)


def test_buttons_of_an_answer_hold_what_they_are_about(bot: Bot) -> None:
    (sent,) = bot.command("debate", point="kerbs")
    states = [one["custom_id"] for one in interactive(sent.components) if one.get("custom_id")]
    assert states
    assert all(state.startswith("1:") for state in states)
