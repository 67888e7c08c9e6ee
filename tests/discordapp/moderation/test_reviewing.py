"""Suggestions, decisions and notifications, over the loopback."""

from tests.discordapp.moderation.desks import POINT, fields, shown, suggest
from tests.loopback import LoopbackDiscord, Member, Permission, Post, Reply
from tests.loopback.interactions import Callback
from tests.loopback.places import Overwrite

FILED = {"point": POINT, "stance": "for"}


def next_of(moderator: Member, words: str) -> Reply:
    """Return the card of the suggestion with these words, skipping each other one once."""
    card = moderator.slash("library review")
    passed: list[str] = []
    while words not in card.text:
        assert card.text not in passed, f"no suggestion has {words!r}"
        passed.append(card.text)
        card = moderator.click(card.message, "Next")
    return card


def heard(discord: LoopbackDiscord, where: Member, words: str) -> Post:
    """Wait for the bot's message with these words in a channel, and return it."""

    def found() -> list[Post]:
        world = discord.world
        posts = [Post(discord, world.messages[one]) for one in list(where.channel.messages)]
        return [one for one in posts if words in one.text and one.message.author is world.bot]

    discord.until(lambda: bool(found()), f"a message with {words!r}")
    return found()[-1]


def direct(discord: LoopbackDiscord, member: Member) -> list[Post]:
    """Wait for the bot's direct messages to a member, and return them."""
    alone = member.in_private()
    heard(discord, alone, "")
    discord.settle()
    return [Post(discord, discord.world.messages[one]) for one in alone.channel.messages]


def after(discord: LoopbackDiscord, reply: Reply) -> Post:
    """Wait for the follow-up of an answer, and return it."""
    discord.until(lambda: bool(reply.followups), "a follow-up")
    return reply.followups[0]


def test_suggestion_is_answered_with_thanks_and_seen_by_nobody_else(ada: Member) -> None:
    reply = suggest(ada, "Suggested words wait for a moderator.", **FILED)
    assert reply.ephemeral
    assert "Thank you" in reply.text
    assert not shown(ada, "Suggested words wait for a moderator.")


def test_accepted_suggestion_is_in_the_answers_and_its_member_is_told(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    words = "Accepted words are words of all."
    suggest(ada, words, **FILED)
    card = next_of(mo, words)
    assert card.ephemeral
    decided = mo.click(card.message, "Accept")
    assert decided.kind is Callback.UPDATE
    assert "Accepted" in decided.text
    assert shown(ada, words)
    (told,) = direct(discord, ada)
    assert "accepted" in told.text
    assert words in told.text
    assert "Readers" in told.text


def test_declined_suggestion_is_told_with_the_reason(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    words = "Declined words stay where they were."
    suggest(ada, words, **FILED)
    form = mo.click(next_of(mo, words).message, "Decline").form
    decided = mo.submit(form, {"Why?": "Nobody @everyone said so."})
    assert "Declined" in decided.text
    (told,) = direct(discord, ada)
    assert "declined" in told.text
    assert "said so." in told.text
    assert not shown(ada, words)


def test_suggestion_is_changed_first(mo: Member, ada: Member) -> None:
    suggest(ada, "Nearly the rigth words about walruses.", **FILED)
    form = mo.click(next_of(mo, "walruses").message, "Change first").form
    assert form.values["Text"] == "Nearly the rigth words about walruses."
    looked = mo.submit(form, {"Text": "The right words about walruses."})
    assert "Accepted" in mo.click(looked.message, "Save").text
    assert shown(ada, "The right words about walruses.")


def test_suggestion_without_a_place_is_filed_first(mo: Member, ada: Member) -> None:
    words = "Lost words about porcupines find their place."
    suggest(ada, words)
    card = next_of(mo, words)
    assert "Accept" not in card.message.labels
    form = mo.click(card.message, "Topic and point").form
    looked = mo.submit(form, {"Point": POINT, "Stance": ["against"]})
    assert "Accepted" in mo.click(looked.message, "Save").text


def test_second_moderator_is_told_who_decided_and_the_member_is_told_once(
    discord: LoopbackDiscord, mo: Member, mia: Member, ada: Member
) -> None:
    words = "Only one of two moderators decides on this."
    suggest(ada, words, **FILED)
    cards = [next_of(one, words) for one in (mo, mia)]
    mo.click(cards[0].message, "Accept")
    late = mia.submit(mia.click(cards[1].message, "Decline").form, {"Why?": "No."})
    assert "Mo accepted" in late.text
    assert len(direct(discord, ada)) == 1


def test_press_on_two_cards_of_one_suggestion_decides_and_tells_once(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    words = "Pressed twice is decided once."
    suggest(ada, words, **FILED)
    cards = [next_of(mo, words).message for _ in range(2)]
    assert "Accepted" in mo.click(cards[0], "Accept").text
    again = mo.click(cards[1], "Accept")
    assert "Mo accepted" in again.text
    assert "Nothing else was done." in again.text
    assert len(direct(discord, ada)) == 1
    assert shown(ada, words)


def test_member_who_takes_no_messages_is_told_where_they_suggested(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    words = "A closed door is no reason for silence."
    discord.do(lambda: discord.world.closed.add(ada.user.id))
    suggest(ada, words, **FILED)
    with discord.expecting_faults() as faults:
        mo.click(next_of(mo, words).message, "Accept")
        assert "accepted" in heard(discord, ada, words).text
        discord.settle()
    assert all("50007" in str(fault) for fault in faults)
    later = suggest(ada, "And once more at the next.", **FILED)
    assert "Accepted" in after(discord, later).text


def test_five_an_hour_are_enough(ada: Member) -> None:
    for number in range(5):
        assert "Thank you" in suggest(ada, f"Suggestion {number} of an eager member.").text
    refused = suggest(ada, "One too many.")
    assert "enough" in refused.text
    assert "> One too many." in refused.text
    again = ada.click(refused.message, "Open it again").form
    assert again.values["Text"] == "One too many."


def test_form_of_a_member_that_comes_twice_is_one_suggestion(mo: Member, ada: Member) -> None:
    form = ada.slash("suggest", **FILED).form
    for _ in range(2):
        assert "Thank you" in ada.submit(form, fields("Once is enough for hedgehogs.")).text
    card = next_of(mo, "hedgehogs")
    mo.click(card.message, "Accept")
    assert "hedgehogs" not in mo.slash("library review").text


def test_unfit_suggestion_can_be_changed_as_it_was_typed(ada: Member) -> None:
    unfit = ada.submit(ada.slash("suggest").form, fields(" \u200b ", Link="javascript:x"))
    assert "javascript" in unfit.text
    form = ada.click(unfit.message, "Change").form
    assert form.values["Link"] == "javascript:x"
    again = ada.submit(form, {"Text": "Words at last.", "Link": ""})
    assert "Thank you" in again.text


def test_review_channel_hears_of_suggestions_and_its_button_opens_the_card(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    channel = discord.add_channel("desk")
    assert mo.slash("library settings", review_channel=channel).ephemeral
    suggest(ada, "Announced words about otters.", **FILED)
    post = heard(discord, mo.at(channel), "otters")
    before = post.text
    card = mo.at(channel).click(post, "Review")
    assert (card.ephemeral, post.text) == (True, before)
    assert "Accept" in card.message.labels
    refused = ada.at(channel).click(post, "Review")
    assert "Manage Messages" in refused.text
    mo.slash("library settings", clear="review channel")


def test_channel_that_cannot_be_written_in_is_told(discord: LoopbackDiscord, mo: Member) -> None:
    channel = discord.add_channel("closed")

    shut = Overwrite(deny=Permission.SEND_MESSAGES)
    discord.do(lambda: channel.overwrites.update({discord.guild.id: shut}))
    with discord.expecting_faults() as faults:
        reply = mo.slash("library settings", review_channel=channel)
        assert "can’t write" in after(discord, reply).text
    assert all("50013" in str(fault) for fault in faults)
    mo.slash("library settings", clear="review channel")


def test_nothing_to_review_is_a_sentence(discord: LoopbackDiscord) -> None:
    quiet = discord.add_guild("Quiet")
    eli = discord.member("Eli", permissions=Permission.MANAGE_MESSAGES, guild=quiet)
    card = eli.slash("library review")
    assert (card.ephemeral, card.message.labels) == (True, [])
    assert card.text
