"""The right to moderate, and the separation of servers, over the loopback."""

import pytest

from bot.commands import LIBRARY_COMMANDS, OptionType, ServerCommand
from bot.moderation.import_files import unpacked
from tests.discordapp.moderation.desks import POINT, SHARED, add, id_of, opened, shown, suggest
from tests.loopback import LoopbackDiscord, Member, Permission, Upload
from tests.loopback.options import Value
from tests.loopback.people import Role
from tests.loopback.server_events import close_channel

GIVEN: dict[OptionType, Value] = {
    OptionType.TEXT: SHARED,
    OptionType.FILE: Upload("quotes.yaml", b"quotes: []"),
}


@pytest.fixture
def curator(discord: LoopbackDiscord) -> Role:
    return discord.add_role("Curators")


@pytest.mark.parametrize("wanted", LIBRARY_COMMANDS, ids=lambda command: command.name)
def test_member_without_the_right_gets_one_sentence(
    discord: LoopbackDiscord, ada: Member, mo: Member, wanted: ServerCommand
) -> None:
    opened(discord, ada)
    before = mo.slash("library history").text
    given: dict[str, Value] = {one.name: GIVEN[one.type] for one in wanted.options if one.required}
    reply = ada.slash(f"library {wanted.name}", **given)
    assert reply.ephemeral
    assert reply.text.count(".") == 1
    assert "curator role" in reply.text
    assert mo.slash("library history").text == before
    for option in wanted.options:
        if option.completes not in ("", "topic", "point", "time zone", "days"):
            assert ada.complete(f"library {wanted.name}", option.name, "") == []


def test_settings_call_role_and_channel_by_their_names(mo: Member, curator: Role) -> None:
    given: dict[str, Value] = {"curator_role": curator, "review_channel": mo.channel}
    said = mo.slash("library settings", **given).text
    assert "@Curators" in said
    assert f"#{mo.channel.name}" in said.replace("\\", "")
    both = mo.slash("library settings", curator_role=curator, clear="curator role")
    assert "nothing was changed" in both.text
    cleared = mo.slash("library settings", clear="curator role").text
    assert "@Curators" not in cleared


def test_curator_role_gives_the_right(discord: LoopbackDiscord, mo: Member, curator: Role) -> None:
    cara = discord.member("Cara", roles=[curator])
    opened(discord, cara)
    assert "curator role" in cara.slash("library gaps").text
    mo.slash("library settings", curator_role=curator)
    assert "Points" in cara.slash("library gaps").text
    mo.slash("library settings", clear="curator role")
    assert "curator role" in cara.slash("library gaps").text
    assert "Points" not in cara.slash("library gaps").text


def test_who_curates_by_a_role_does_not_say_who_else_does(
    discord: LoopbackDiscord, mo: Member, curator: Role
) -> None:
    cara = discord.member("Cara", roles=[curator])
    opened(discord, cara)
    mo.slash("library settings", curator_role=curator)
    other = discord.add_role("Others")
    assert "members with Manage Messages" in cara.slash("library settings", curator_role=other).text
    cleared = cara.slash("library settings", clear="curator role")
    assert "members with Manage Messages" in cleared.text
    assert "@Curators" in cara.slash("library settings", note_questions=True).text
    mo.slash("library settings", clear="curator role")


def test_role_of_everyone_does_not_curate(
    discord: LoopbackDiscord, mo: Member, ada: Member
) -> None:
    opened(discord, ada)
    everyone = discord.guild.roles[discord.guild.id]
    assert "nothing was changed" in mo.slash("library settings", curator_role=everyone).text
    assert "@everyone" not in mo.slash("library settings").text
    assert "curator role" in ada.slash("library gaps").text


def test_forms_of_others_cannot_be_taken_over(
    discord: LoopbackDiscord, mo: Member, mia: Member
) -> None:
    form = mo.slash("library add", point=POINT, stance="for").form
    reply = mia.submit(form, {"Text": "Typed by another.", "Speaker": "A B", "Source": "C"})
    assert "Typed by another." in reply.text
    assert "Save" not in reply.message.labels
    discord.settle()


@pytest.fixture
def elsewhere(discord: LoopbackDiscord) -> Member:
    """A moderator of another server."""
    guild = discord.add_guild("Elsewhere")
    return discord.member("Eli", permissions=Permission.MANAGE_MESSAGES, guild=guild)


def test_servers_never_see_each_others(mo: Member, elsewhere: Member) -> None:
    here, there = "Only here do penguins vote on Sundays.", "Only there do walruses abstain."
    add(mo, here)
    add(elsewhere, there)
    sides = (
        (mo, here, "penguins", "walruses", there),
        (elsewhere, there, "walruses", "penguins", here),
    )
    for one, own, mine, theirs, other in sides:
        assert shown(one, own)
        assert not shown(one, other)
        assert theirs not in one.slash("library history").text
        assert one.complete("library edit", "quote", theirs) == []
        archive = one.slash("library export").message.attachments[0].upload.content
        text = unpacked({"library.zip": archive}).yaml
        assert any(mine.encode() in octets for octets in text.values())
        assert not any(theirs.encode() in octets for octets in text.values())
    quote = id_of(mo, here)
    assert "> " not in elsewhere.slash("library history", quote=quote).text
    assert "no quote" in elsewhere.slash("library remove", quote=quote).text
    assert shown(mo, here)


def test_suggestions_and_settings_stay_in_their_server(
    mo: Member, elsewhere: Member, ada: Member, curator: Role
) -> None:
    suggest(ada, "Suggested in one server alone.", point=POINT, stance="for")
    assert "alone" not in elsewhere.slash("library review").text
    assert "alone" in mo.slash("library review").text
    mo.slash("library settings", curator_role=curator, note_questions=False)
    assert str(curator.id) not in elsewhere.slash("library settings").text
    assert "none" in elsewhere.slash("library settings").text
    mo.slash("library settings", clear="curator role")
    mo.slash("library settings", note_questions=True)


def test_questions_that_found_nothing_are_counted_where_they_were_asked(
    mo: Member, elsewhere: Member
) -> None:
    mo.slash("ask", question="when shall we plant tomatoes")
    # A question is counted after its answer was sent.
    said = [mo.slash("library gaps").text for _ in range(20)]
    assert "tomatoes" in said[-1]
    assert "tomatoes" not in elsewhere.slash("library gaps").text


def test_answers_in_direct_messages_are_the_shared_librarys(mo: Member) -> None:
    words = "What is added to a server stays out of letters about herons."
    add(mo, words)
    assert shown(mo, words)
    assert not shown(mo.in_private(), words)


def test_only_who_may_write_in_a_channel_makes_it_the_review_channel(
    discord: LoopbackDiscord, mo: Member, mia: Member
) -> None:
    secret = discord.add_channel("secret")
    close_channel(discord, secret, but_for=mia)
    discord.settle()
    before = mo.slash("library settings").text
    refused = mo.slash("library settings", review_channel=secret)
    assert refused.ephemeral
    assert "you’re missing View Channel and Send Messages there yourself" in refused.text
    assert mo.slash("library settings").text == before
    assert secret.messages == []
    assert "#secret" in mia.slash("library settings", review_channel=secret).text
    mo.slash("library settings", clear="review channel")
