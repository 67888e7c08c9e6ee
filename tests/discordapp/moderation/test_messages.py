"""*Save as quote*, and the author of the message, over the loopback."""

import pytest

from bot.discordapp.moderation.modals import SPEAKER_OF_FORWARD
from tests.discordapp.moderation.desks import POINT, id_of, shown
from tests.loopback import LoopbackDiscord, Member, Reply

MENU = "Save as quote"


def save(moderator: Member, author: Member, words: str) -> Reply:
    """Save a message of the author; return the answer."""
    form = moderator.use_message_command(MENU, author.say(words)).form
    looked = moderator.submit(form, {})
    filed = moderator.click(looked.message, "Topic and point").form
    looked = moderator.submit(filed, {"Point": POINT, "Stance": ["for"]})
    return moderator.click(looked.message, "Save")


def test_moderators_form_is_filled_in(mo: Member, ada: Member) -> None:
    said = ada.say("I have *said* it here <@1> before.")
    form = mo.use_message_command(MENU, said).form
    assert form.values["Text"] == "I have *said* it here <@1> before."
    assert form.values["Speaker"] == "Ada"
    assert form.values["Date"].count("-") == 2
    assert form.values["Link"].endswith(str(said.id))


def test_saved_message_is_in_the_answers_with_its_author(mo: Member, ada: Member) -> None:
    words = "Whoever writes about marmots is quoted on marmots."
    assert "Saved" in save(mo, ada, words).text
    reply = mo.slash("quote", topic=words)
    assert "**Ada**" in reply.text
    assert "general" in reply.text


def test_others_get_the_suggestion_form(mo: Member, ada: Member) -> None:
    form = ada.use_message_command(MENU, mo.say("Moderators say things too.")).form
    assert form.title == "Suggest a quote"
    assert form.values["Text"] == "Moderators say things too."
    assert "Thank you" in ada.submit(form, {}).text


def test_message_longer_than_a_form_is_refused_and_not_cut(
    mo: Member, ada: Member, discord: LoopbackDiscord
) -> None:
    reply = mo.use_message_command(MENU, ada.say("🙂x" * 2500))
    assert reply.ephemeral
    assert "copy the part you need into </library add:" in reply.text
    discord.assert_no_faults()


@pytest.mark.parametrize("words", ["", "🙂", "\u202e\u200b"])
def test_message_without_words_is_told_so(mo: Member, ada: Member, words: str) -> None:
    form = mo.use_message_command(MENU, ada.say(words)).form
    typed = {} if form.values["Text"] else {"Text": " "}
    assert "Not saved" in mo.submit(form, typed).text


def test_author_takes_their_message_out_without_a_moderator(mo: Member, ada: Member) -> None:
    words = "On second thoughts this about badgers was private."
    said = ada.say(words)
    form = mo.use_message_command(MENU, said).form
    looked = mo.submit(form, {})
    filed = mo.click(looked.message, "Topic and point").form
    looked = mo.submit(filed, {"Point": POINT, "Stance": ["for"]})
    mo.click(looked.message, "Save")
    assert shown(ada, words)
    card = ada.use_message_command(MENU, said)
    assert card.ephemeral
    assert "Take it out" in card.message.labels
    gone = ada.click(card.message, "Take it out")
    assert gone.ephemeral
    assert not shown(ada, words)
    assert mo.complete("library restore", "quote", "badgers") == []
    assert "badgers" not in mo.slash("library history").text


def test_moderator_erases_a_message_whose_author_wants_it(mo: Member, ada: Member) -> None:
    words = "Polecats were told in confidence."
    save(mo, ada, words)
    form = mo.slash("library remove", quote=id_of(mo, "Polecats", "library remove")).form
    removed = mo.submit(form, {"Why?": "Ada asked."})
    asked = mo.click(removed.message, "Erase for good")
    assert words in asked.text
    done = mo.click(asked.message, "Yes, erase it")
    assert "Erased." in done.text
    assert words not in mo.slash("library history").text


def test_others_cannot_take_it_out(mo: Member, ada: Member, discord: LoopbackDiscord) -> None:
    words = "A message about weasels stays though others mind."
    said = ada.say(words)
    form = mo.use_message_command(MENU, said).form
    filed = mo.click(mo.submit(form, {}).message, "Topic and point").form
    mo.click(mo.submit(filed, {"Point": POINT, "Stance": ["for"]}).message, "Save")
    other = discord.member("Bo")
    card = other.use_message_command(MENU, said)
    assert "saved" in card.text
    assert card.message.labels == []
    again = mo.use_message_command(MENU, said)
    assert again.message.labels == ["Edit", "History"]


def test_forwarded_message_leaves_the_speaker_open_and_says_so(
    mo: Member, ada: Member, discord: LoopbackDiscord
) -> None:
    said = ada.at(discord.add_channel("elsewhere")).say("Otters were mentioned elsewhere first.")
    form = mo.use_message_command(MENU, mo.forward(said)).form
    assert form.values["Text"] == "Otters were mentioned elsewhere first."
    assert form.values["Speaker"] == ""
    assert form.hints["Speaker"] == SPEAKER_OF_FORWARD
    assert form.values["Source"] == "message in #elsewhere"
    assert form.values["Date"].count("-") == 2
    assert form.values["Link"].endswith(f"{said.message.channel_id}/{said.id}")


def test_forward_from_elsewhere_names_no_channel_of_this_server(
    mo: Member, discord: LoopbackDiscord
) -> None:
    guild = discord.add_guild("Another")
    said = discord.member("Kim", guild=guild).say("Said in another server.")
    form = mo.use_message_command(MENU, mo.forward(said)).form
    assert form.values["Source"] == "forwarded message"
    assert form.values["Link"].endswith(f"{guild.id}/{said.message.channel_id}/{said.id}")
    unnamed = mo.use_message_command(MENU, mo.forward(said, named=False)).form
    assert (unnamed.values["Speaker"], unnamed.values["Link"]) == ("", "")


def test_saved_forward_has_no_author_and_counts_as_its_original(mo: Member, ada: Member) -> None:
    words = "A forwarded sentence about stoats."
    said = ada.say(words)
    forward = mo.forward(said)
    looked = mo.submit(mo.use_message_command(MENU, forward).form, {"Speaker": "Ann Example"})
    filed = mo.click(looked.message, "Topic and point").form
    looked = mo.submit(filed, {"Point": POINT, "Stance": ["for"]})
    assert "Saved" in mo.click(looked.message, "Save").text
    assert "**Ann Example**" in mo.slash("quote", topic=words).text
    for message in (said, forward):
        assert mo.use_message_command(MENU, message).message.labels == ["Edit", "History"]
        assert ada.use_message_command(MENU, message).message.labels == []
