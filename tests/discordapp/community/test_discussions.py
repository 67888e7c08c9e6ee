"""Discussions end to end: opened, voted on, closed, and all obstacles."""

from datetime import timedelta

import pytest

from tests.discordapp.community.conftest import Start
from tests.loopback import LoopbackDiscord, Member, Permission, Post
from tests.loopback.interactions import Callback
from tests.loopback.limits import ORDINARY
from tests.loopback.places import Channel, Overwrite
from tests.loopback.server_events import allow_bot, end_poll, remove_channel

OPEN = "Open a discussion"
OVER = timedelta(days=3, minutes=1)


def debate(member: Member) -> Post:
    return member.slash("debate", point="social-care").message


def threads(discord: LoopbackDiscord) -> list[Channel]:
    return [one for one in list(discord.guild.channels.values()) if one.is_thread]


def posts(discord: LoopbackDiscord, thread: Channel) -> list[Post]:
    return [Post(discord, discord.world.messages[one]) for one in list(thread.messages)]


def poll_of(discord: LoopbackDiscord, thread: Channel) -> Post:
    (post,) = [one for one in posts(discord, thread) if one.message.poll]
    return post


def results(discord: LoopbackDiscord, thread: Channel) -> list[Post]:
    return [one for one in posts(discord, thread) if "Poll results" in one.text]


def wait_for_result(discord: LoopbackDiscord, thread: Channel) -> Post:
    discord.until(lambda: bool(results(discord, thread)), "the result of the poll")
    (post,) = results(discord, thread)
    return post


def test_discussion_opens_under_the_debate_with_the_motion_both_sides_and_a_poll(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    card = debate(ada)
    reply = ada.click(card, OPEN)
    assert reply.ephemeral
    assert "The discussion is open" in reply.text
    thread = card.thread
    assert reply.message.links["Go to the discussion"].endswith(f"/{thread.id}")
    opening, poll = posts(discord, thread)
    motion = opening.text.split("\n")[0].removeprefix("-# Point: **").removesuffix("**")
    assert thread.name == motion[:100]
    sides = sorted(("For", "Against"), key=lambda side: opening.text.index(f"**{side} · "))
    asked = poll.message.poll
    assert asked is not None
    assert asked.question == motion
    answers = [one["poll_media"]["text"] for one in asked.answers]
    assert [one.split(" · ")[0] for one in answers] == [*sides, "It depends"]
    assert all(0 < len(one) <= 55 for one in answers)


def test_result_comes_beside_the_excerpts_once_the_poll_is_over(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada, bo, cy = (discord.member(name) for name in ("Ada", "Bo", "Cy"))
    card = debate(ada)
    ada.click(card, OPEN)
    thread = card.thread
    poll = poll_of(discord, thread)
    assert poll.message.poll is not None
    answers = [one["poll_media"]["text"] for one in poll.message.poll.answers]
    ada.at(thread).vote(poll, answers[0])
    bo.at(thread).vote(poll, answers[0])
    cy.at(thread).vote(poll, answers[2])
    end_poll(discord, poll)
    result = wait_for_result(discord, thread)
    assert "2 votes, 67%" in result.text
    assert "no votes, 0%" in result.text
    assert "1 vote, 33%" in result.text
    assert result.text.count("> ") >= 2
    assert ada.at(thread).click(result, "The whole debate").ephemeral


def test_second_press_leads_to_the_discussion_there_is(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada, bo = discord.member("Ada"), discord.member("Bo")
    card = debate(ada)
    ada.click(card, OPEN)
    again = bo.click(card, OPEN)
    elsewhere = bo.click(debate(bo), OPEN)
    for reply in (again, elsewhere):
        assert "already a discussion on this" in reply.text
        assert reply.message.links["Go to the discussion"].endswith(f"/{card.thread.id}")
    assert len(threads(discord)) == 1
    end_poll(discord, poll_of(discord, card.thread))
    wait_for_result(discord, card.thread)
    assert "already" in ada.click(card, OPEN).text
    assert "is open" in bo.click(debate(bo), OPEN).text
    assert len(threads(discord)) == 2


def test_discussion_whose_thread_was_deleted_can_be_opened_anew(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    card = debate(ada)
    ada.click(card, OPEN)
    remove_channel(discord, card.thread)
    discord.settle()
    with discord.expecting_faults() as faults:  # the bot asks for a deleted channel
        assert "is open" in ada.click(card, OPEN).text
        discord.settle()
    assert len(threads(discord)) == 1
    assert all("10003" in fault.why or "160004" in fault.why for fault in faults)


def test_private_debate_opens_its_discussion_in_the_channel(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    card = ada.slash("debate", point="social-care", private=True).message
    assert "is open" in ada.click(card, OPEN).text
    (thread,) = threads(discord)
    assert thread.parent_id == ada.channel.id


def test_poll_that_ended_while_nobody_was_there_is_told_after_the_restart_once(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = start()
    ada = discord.member("Ada")
    card = debate(ada)
    ada.click(card, OPEN)
    thread = card.thread
    bot.stop()
    end_poll(discord, poll_of(discord, thread), quietly=True)
    later = start(OVER)
    assert "Nobody voted." in wait_for_result(discord, thread).text
    later.stop()
    start(OVER)
    discord.settle()
    assert len(results(discord, thread)) == 1


def test_poll_deleted_by_a_moderator_has_no_result_and_harms_nothing(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = start()
    ada = discord.member("Ada")
    card = debate(ada)
    ada.click(card, OPEN)
    bot.stop()
    remove_channel(discord, card.thread)
    with discord.expecting_faults() as faults:
        later = start(OVER)
        discord.until(lambda: "without a result" in later.output, "the end of the discussion")
        discord.settle()
    assert [fault for fault in faults if "10003" not in fault.why] == []


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        (Permission.CREATE_THREADS, "Create Public Threads"),
        (Permission.SEND_IN_THREADS, "Send Messages in Threads"),
        (Permission.SEND_POLLS, "Create Polls"),
        (Permission.READ_HISTORY, "Read Message History"),
        (
            Permission.CREATE_THREADS | Permission.SEND_POLLS,
            "Create Public Threads and Create Polls",
        ),
    ],
)
def test_missing_rights_are_named_before_anything_is_done(
    discord: LoopbackDiscord, start: Start, lacking: Permission, name: str
) -> None:
    start()
    ada = discord.member("Ada", permissions=ORDINARY)
    card = debate(ada)
    allow_bot(discord, discord.guild, ORDINARY & ~lacking)
    reply = ada.click(card, OPEN)
    assert (reply.kind, reply.ephemeral) == (Callback.MESSAGE, True)
    assert name in reply.text
    assert threads(discord) == []


def test_member_who_may_not_open_threads_does_not_by_the_button(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    card = debate(ada)
    allow_bot(discord, discord.guild, ORDINARY)
    denied = Overwrite(deny=Permission.CREATE_THREADS, kind=1)
    discord.do(lambda: ada.channel.overwrites.__setitem__(ada.user.id, denied))
    assert "create public threads" in ada.click(card, OPEN).text
    assert threads(discord) == []


def test_poll_that_discord_refuses_takes_the_thread_back_or_says_what_stands(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada", permissions=ORDINARY)
    card = debate(ada)
    # Only a race can take the permission away between the check and the poll.
    discord.refuse_next("POST", "/channels/{channel_id}/messages", after=1)
    said = ada.click(card, OPEN).text
    assert "couldn’t finish it" in said
    allow_bot(discord, discord.guild, ORDINARY | Permission.MANAGE_THREADS)
    discord.refuse_next("POST", "/channels/{channel_id}/messages", after=1)
    before = len(threads(discord))
    said = ada.click(debate(ada), OPEN).text
    assert "nothing was opened" in said
    assert len(threads(discord)) == before


def test_no_discussion_is_offered_outside_servers_and_a_thread_says_why_not(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    assert OPEN not in debate(ada.in_private()).labels
    card = debate(ada)
    ada.click(card, OPEN)
    inside = ada.at(card.thread)
    reply = inside.click(debate(inside), OPEN)
    assert reply.ephemeral
    assert "already a thread" in reply.text


def test_nothing_found_leads_to_a_suggestion_in_servers_alone(
    discord: LoopbackDiscord, start: Start
) -> None:
    start()
    ada = discord.member("Ada")
    suggest = "Suggest a quote"
    card = ada.slash("ask", question="when do I plant tomatoes").message
    assert ada.click(card, suggest).form.labels
    alone = ada.in_private().slash("ask", question="when do I plant tomatoes").message
    assert suggest not in alone.labels
