"""Saved quotes, buttons and typed values outlive the process, over the loopback."""

from collections.abc import Iterator

import pytest

from tests.discordapp.moderation.desks import POINT, add, fields, preview, shown, suggest
from tests.loopback import LoopbackDiscord, Member, Permission
from tests.loopback.bot_thread import BotThread


@pytest.fixture
def place() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as discord:
        yield discord
        discord.settle()
        discord.assert_no_faults()


@pytest.fixture
def mo(place: LoopbackDiscord) -> Member:
    return place.member("Mo", permissions=Permission.MANAGE_MESSAGES)


@pytest.fixture
def bot(place: LoopbackDiscord) -> BotThread:
    return place.start_thread()


def restart(place: LoopbackDiscord, bot: BotThread) -> None:
    bot.stop()
    place.start_thread()


def test_what_was_called_saved_is_there_after_a_kill(place: LoopbackDiscord, mo: Member) -> None:
    process = place.start_bot()
    saved = add(mo, "Saved is saved, say the salamanders.")
    ada = place.member("Ada")
    suggest(ada, "Suggested is suggested, say the newts.", point=POINT, stance="for")
    process.kill()
    place.start_bot()
    assert shown(mo, "Saved is saved, say the salamanders.")
    assert "newts" in mo.slash("library review").text
    assert "salamanders" in mo.click(saved.message, "History").text


def test_preview_of_before_a_restart_is_told_and_loses_nothing(
    place: LoopbackDiscord, bot: BotThread, mo: Member
) -> None:
    words = "Typed before the fall, say the toads."
    looked = preview(mo, words)
    restart(place, bot)
    for button in ("Save", "Change", "Topic and point"):
        reply = mo.click(looked.message, button)
        assert reply.ephemeral
        assert "reference" not in reply.text
    assert f"> {words}" in looked.message.text
    assert not shown(mo, words)


def test_form_that_was_open_over_a_restart_comes_back_as_it_was_typed(
    place: LoopbackDiscord, bot: BotThread, mo: Member
) -> None:
    words = "Half typed at the fall, say the frogs."
    form = mo.slash("library add", point=POINT, stance="for").form
    restart(place, bot)
    reply = mo.submit(form, fields(words, Link="https://example.org/frogs"))
    assert reply.ephemeral
    assert f"> {words}" in reply.text
    assert "Ann Example" in reply.text
    assert "/library add" in reply.text


def test_reasons_and_decisions_are_taken_over_a_restart(
    place: LoopbackDiscord, bot: BotThread, mo: Member
) -> None:
    ada = place.member("Ada")
    suggest(ada, "Decided after the fall, say the tadpoles.", point=POINT, stance="for")
    card = mo.slash("library review")
    form = mo.click(card.message, "Decline").form
    restart(place, bot)
    assert "Declined" in mo.submit(form, {"Why?": "Too slippery."}).text
    place.settle()
