"""``/privacy`` and *Forget me*, over the loopback."""

from tests.discordapp.moderation.conftest import mo
from tests.discordapp.moderation.desks import add, shown, suggest
from tests.discordapp.moderation.test_messages import save
from tests.loopback import LoopbackDiscord, Member, Permission
from tests.loopback.server_events import in_strange_guild

__all__ = ["mo"]


def forget(member: Member) -> str:
    """Press *Forget me* and confirm; return the answer."""
    asked = member.click(member.slash("privacy").message, "Forget me")
    assert asked.ephemeral
    done = member.click(asked.message, "Yes, forget me")
    assert done.ephemeral
    return done.text


def test_member_without_records_is_told_so(discord: LoopbackDiscord) -> None:
    nia = discord.member("Nia")
    for one in (nia, nia.in_private(), in_strange_guild(nia)):
        reply = one.slash("privacy")
        assert reply.ephemeral
        assert "I store nothing about you" in reply.text
        assert reply.message.labels == []


def test_member_sees_all_records_and_is_forgotten(mo: Member, ada: Member) -> None:
    words = "Otters hold hands while they sleep."
    save(mo, ada, words)
    suggest(ada, "Otters are suggested.")
    said = ada.slash("privacy").text
    assert "Words saved from your messages 1" in said.replace("*", "")
    assert f"from your message: “{words}”" in said
    assert "you suggested “Otters are suggested.”" in said
    assert shown(mo, words)
    done = forget(ada)
    assert "The words of 1 quote from your messages are erased." in done
    assert "I store nothing about you here." in ada.slash("privacy").text
    assert not shown(mo, words)
    history = mo.slash("library history").text
    assert words not in history
    assert "as a member asked to be forgotten" in history
    assert "A former member" in mo.slash("library review").text


def test_no_is_no(mo: Member, ada: Member) -> None:
    suggest(ada, "Seals stay.")
    before = ada.slash("privacy")
    asked = ada.click(before.message, "Forget me")
    assert ada.click(asked.message, "No").text == before.text
    assert ada.slash("privacy").text == before.text
    forget(ada)
    mo.slash("library history")


def test_in_a_server_only_its_records_are_shown_and_erased(
    discord: LoopbackDiscord, mo: Member
) -> None:
    guild = discord.add_guild("Burrow")
    eli = discord.member("Eli", permissions=Permission.MANAGE_MESSAGES, guild=guild)
    here = Member(eli.server, eli.user, mo.channel)
    discord.do(lambda: discord.world.join(discord.guild, eli.user, ()))
    add(eli, "Badgers dig elsewhere.")
    suggest(here, "Badgers dig here.")
    assert "elsewhere" not in here.slash("privacy").text
    everything = eli.in_private().slash("privacy").text
    assert "Burrow" in everything
    assert "elsewhere" in everything
    assert "dig here" in everything
    forget(here)
    assert "Badgers dig elsewhere." in eli.slash("privacy").text
    forget(eli.in_private())
    assert "I store nothing about you." in eli.in_private().slash("privacy").text
    assert shown(eli, "Badgers dig elsewhere.")


def test_long_records_are_turned(discord: LoopbackDiscord) -> None:
    mia = discord.member("Mia", permissions=Permission.MANAGE_MESSAGES)
    for number in range(12):
        add(mia, f"Vole {number} {'runs and runs ' * 5}".strip())
    first = mia.slash("privacy")
    while "Next page" in first.message.labels:
        first = mia.click(first.message, "Next page")
    assert "Vole 0 " in first.text
    assert "Forget me" in first.message.labels
