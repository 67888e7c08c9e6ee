from collections.abc import Iterator

import pytest

from tests.loopback import LoopbackDiscord, LoopbackError, Permission, member_actions
from tests.loopback.limits import EVERYTHING, ORDINARY
from tests.loopback.places import Channel, Overwrite


@pytest.fixture
def guild() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as discord:
        yield discord


def test_everyone_has_the_ordinary_permissions(guild: LoopbackDiscord) -> None:
    ada = guild.member("Ada")
    assert guild.world.permissions(ada.user, ada.channel) == ORDINARY


def test_roles_add_up(guild: LoopbackDiscord) -> None:
    roles = [guild.add_role("one", Permission.MANAGE_GUILD), guild.add_role("two")]
    ada = guild.member("Ada", roles=roles, permissions=Permission.MANAGE_MESSAGES)
    expected = ORDINARY | Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES
    assert guild.world.permissions(ada.user, ada.channel) == expected


def test_owner_and_administrator_may_do_everything(guild: LoopbackDiscord) -> None:
    admin = guild.member("Admin", permissions=Permission.ADMINISTRATOR)
    assert guild.world.permissions(admin.user, guild.channel) == EVERYTHING
    assert guild.world.permissions(guild.world.owner, guild.channel) == EVERYTHING


def test_overwrite_of_a_member_beats_that_of_a_role(guild: LoopbackDiscord) -> None:
    ada = guild.member("Ada")
    hall = guild.add_channel("hall")
    hall.overwrites[guild.guild.id] = Overwrite(deny=Permission.SEND_MESSAGES)
    assert Permission.SEND_MESSAGES not in guild.world.permissions(ada.user, hall)
    hall.overwrites[ada.user.id] = Overwrite(allow=Permission.SEND_MESSAGES, kind=1)
    assert Permission.SEND_MESSAGES in guild.world.permissions(ada.user, hall)


def test_thread_has_the_permissions_of_its_parent(guild: LoopbackDiscord) -> None:
    ada = guild.member("Ada")
    hall = guild.add_channel("hall")
    hall.overwrites[guild.guild.id] = Overwrite(deny=Permission.VIEW_CHANNEL)
    thread = Channel(guild.world.mint(), "thread", guild.guild.id, 11, hall.id)
    guild.do(lambda: guild.world.open(thread))
    assert Permission.VIEW_CHANNEL not in guild.world.permissions(ada.user, thread)


def test_stranger_may_do_nothing(guild: LoopbackDiscord) -> None:
    other = guild.add_guild("Elsewhere")
    stranger = guild.member("Cid", guild=other)
    assert not guild.world.permissions(stranger.user, guild.channel)
    assert member_actions.offered(guild.world, stranger.user, guild.channel) == []


def test_command_that_is_not_offered_cannot_be_used(guild: LoopbackDiscord) -> None:
    with pytest.raises(LoopbackError, match="no command 'ask' is registered"):
        guild.member("Ada").slash("ask")
