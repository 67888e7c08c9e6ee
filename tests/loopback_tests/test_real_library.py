from collections.abc import Iterator

import pytest

from tests.loopback import BotProcess, LoopbackDiscord, LoopbackError, Member, Permission
from tests.loopback.interactions import Callback

BUSY = ("-m", "tests.loopback_tests.busy_bot")


@pytest.fixture(scope="module")
def busy_bot(loopback: LoopbackDiscord) -> Iterator[BotProcess]:
    bot = loopback.start_bot(BUSY)
    yield bot
    bot.stop()


@pytest.fixture
def busy(loopback: LoopbackDiscord, busy_bot: BotProcess) -> Iterator[LoopbackDiscord]:
    yield loopback
    loopback.settle()
    loopback.assert_no_faults()
    loopback.assert_mentions_nobody()
    assert "Traceback" not in busy_bot.output


@pytest.fixture
def bea(busy: LoopbackDiscord) -> Member:
    return busy.member("Bea")


def test_card_is_seen_with_its_text_and_buttons(bea: Member) -> None:
    reply = bea.slash("card", word="apple")
    assert (reply.text, reply.ephemeral) == ("apple", False)
    assert reply.message.labels == ["Turn", "Read"]
    assert reply.message.links == {"Read": "https://example.org"}
    assert 0 < reply.elapsed_s < 3


def test_private_answer_is_for_its_asker(busy: LoopbackDiscord, bea: Member) -> None:
    reply = bea.slash("card", word="apple", private=True)
    assert reply.ephemeral
    with pytest.raises(LoopbackError, match="cannot see"):
        busy.member("Cid").click(reply.message, "Turn")


def test_completion_offers_names_and_values(bea: Member) -> None:
    assert bea.complete("card", "word", "an") == [{"name": "Banana", "value": "banana"}]


def test_button_changes_its_card(bea: Member) -> None:
    card = bea.slash("card", word="apple").message
    reply = bea.click(card, label="Turn")
    assert (reply.kind, card.text, card.message.edits) == (Callback.UPDATE, "turned", 1)


def test_link_and_missing_button_cannot_be_pressed(bea: Member) -> None:
    card = bea.slash("card", word="apple").message
    with pytest.raises(LoopbackError, match="is a link"):
        bea.click(card, "Read")
    with pytest.raises(LoopbackError, match="nothing named"):
        bea.click(card, "Gone")


def test_select_is_chosen_by_label(bea: Member) -> None:
    card = bea.slash("card", word="apple").message
    assert bea.choose(card, "Pick one", ["Cherry"]).text == "picked cherry"
    with pytest.raises(LoopbackError, match="not offered"):
        bea.choose(card, "pick", ["Plum"])


def test_form_is_filled_in(bea: Member) -> None:
    form = bea.slash("form").form
    assert (form.title, form.labels) == ("A form", ["Name", "Why"])
    assert bea.submit(form, {"Name": "Bea"}).text == "Bea: no reason"
    with pytest.raises(LoopbackError, match="to 20 characters"):
        bea.submit(form, {"Name": "x" * 21})


def test_deferred_answer_and_follow_ups(busy: LoopbackDiscord, bea: Member) -> None:
    reply = bea.slash("slow")
    assert (reply.text, reply.ephemeral) == ("done", True)
    busy.until(lambda: len(reply.followups) == 2, "both follow-ups")
    assert [post.deleted for post in reply.followups] == [True, False]
    assert reply.followups[1].attachments[0].upload.content == b"abc"


def test_thread_and_poll(busy: LoopbackDiscord, bea: Member) -> None:
    reply = bea.slash("talk")
    poll = bea.hears(reply.message)
    thread = reply.message.thread
    assert (thread.name, thread.parent_id) == ("About it", bea.channel.id)
    bea.vote(poll, "Yes")
    assert poll.message.poll is not None
    question = poll.message.poll
    busy.until(lambda: question.ended, "the bot to end the poll")


def test_options_name_people_and_places(bea: Member) -> None:
    assert bea.slash("who", person=bea.user, place=bea.channel).text == "Bea in general"


def test_menus_of_messages_and_people(bea: Member) -> None:
    said = bea.say("12345")
    assert bea.use_message_command("Length of it", said).text == "5 characters"
    assert bea.use_user_command("Greet", bea.user).text == "hello Bea"


def test_mention_is_answered(bea: Member) -> None:
    assert bea.mention("hello").text.endswith("hello")


def test_commands_work_in_direct_messages(bea: Member) -> None:
    assert bea.in_private().slash("card", word="apple").text == "apple"


def test_new_guild_is_served_at_once(busy: LoopbackDiscord) -> None:
    guild = busy.add_guild("Elsewhere")
    cid = busy.member("Cid", guild=guild, permissions=Permission.MANAGE_GUILD)
    assert cid.slash("card", word="apple").text == "apple"


def test_bot_waits_when_told_to(busy: LoopbackDiscord, bea: Member) -> None:
    busy.limit_rate("POST", "/channels/{channel_id}/messages", 0.05)
    assert bea.mention("hello").text.endswith("hello")


def test_bot_resumes_after_being_asked_to_reconnect(busy: LoopbackDiscord, bea: Member) -> None:
    before = busy.gateway.resumed
    busy.do(busy.gateway.reconnect)
    busy.until(lambda: busy.gateway.resumed > before, "a resume")
    assert bea.slash("card", word="apple").text == "apple"


def test_bot_resumes_after_the_line_is_cut(busy: LoopbackDiscord, bea: Member) -> None:
    before = busy.gateway.resumed
    busy.do(lambda: busy.gateway.drop(4000))
    busy.until(lambda: busy.gateway.resumed > before, "a resume")
    assert bea.slash("card", word="apple").text == "apple"


def test_bot_resumes_a_session_that_may_be(busy: LoopbackDiscord, bea: Member) -> None:
    before = busy.gateway.resumed
    busy.do(lambda: busy.gateway.invalidate(resumable=True))
    busy.until(lambda: busy.gateway.resumed > before, "a resume")
    assert bea.slash("card", word="apple").text == "apple"


def test_loud_answer_is_found_out() -> None:
    with LoopbackDiscord() as discord:
        bot = discord.start_bot(BUSY)
        with discord.expecting_faults() as faults:
            discord.member("Bea").slash("loud")
            discord.until(lambda: "Traceback" in bot.output, "the trace of it in the log")
        assert "already been acknowledged" in str(faults[0])
        with pytest.raises(LoopbackError, match="could be notified"):
            discord.assert_mentions_nobody()
        with pytest.raises(LoopbackError, match="no clean end"):
            bot.stop()


def test_second_start_finds_its_commands() -> None:
    with LoopbackDiscord() as discord:
        discord.start_bot(BUSY).stop()
        registered = len(discord.registrations)
        discord.start_bot(BUSY).stop()
        assert (registered, len(discord.registrations)) == (1, 1)
        discord.assert_no_faults()


def test_stop_leaves_nothing_half_answered() -> None:
    with LoopbackDiscord() as discord:
        bot = discord.start_bot(BUSY)
        discord.member("Bea").mention("hello")
        assert "ServerDisconnected" not in bot.stop()
        discord.assert_no_faults()


def test_heartbeats_keep_coming() -> None:
    with LoopbackDiscord(heartbeat_s=0.05) as discord:
        bot = discord.start_bot(BUSY)
        entries = discord.journal.entries
        discord.until(lambda: sum(it.what == "HEARTBEAT_ACK" for it in entries) > 3, "heartbeats")
        discord.assert_no_faults()
        bot.stop()
