import copy
from typing import Any

import pytest

from bot.answers.desk import Desk
from bot.commands import COMMANDS
from bot.discordapp.channel_permissions import invite_link
from bot.discordapp.client import Counterpoint
from bot.discordapp.limits import DESCRIPTION, OPTION
from bot.discordapp.registration import comparable
from bot.i18n import languages
from tests.discordapp.wire import over
from tests.libraries import town
from tests.loopback import LoopbackDiscord
from tests.loopback.command_rules import CHAT_INPUT, wrong_commands


@pytest.fixture(scope="module")
def commands() -> list[dict[str, Any]]:
    tree = Counterpoint(over(Desk(town()))).tree
    return [command.to_dict(tree) for command in tree.get_commands()]


def test_table_is_registered_word_for_word(commands: list[dict[str, Any]]) -> None:
    for command, sent in zip(COMMANDS, commands, strict=False):
        assert (sent["name"], sent["description"]) == (command.name, command.summary)
        options = sent["options"][:-1]  # the last is "private"
        wanted = sorted(command.options, key=lambda option: not option.required)
        for option, made in zip(wanted, options, strict=True):
            assert (made["name"], made["description"]) == (option.name, option.summary)
            assert made["required"] == option.required
            assert made["max_length"] == OPTION
            assert made.get("autocomplete", False) == bool(option.completes)
            assert len(made["description"]) <= DESCRIPTION


def test_discord_takes_the_commands(commands: list[dict[str, Any]]) -> None:
    assert list(wrong_commands(commands)) == []


def test_order_and_what_discord_adds_are_no_change(commands: list[dict[str, Any]]) -> None:
    known = copy.deepcopy(commands[::-1])
    for number, command in enumerate(known):
        command |= {"id": str(number), "version": "1", "dm_permission": None, "nsfw": False}
        for option in command.get("options", []):
            if option.get("required") is False:
                del option["required"]
    assert comparable(known) == comparable(commands)


@pytest.mark.parametrize("field", ["description", "contexts", "integration_types", "options"])
def test_what_a_member_would_see_is_a_change(commands: list[dict[str, Any]], field: str) -> None:
    known = copy.deepcopy(commands)
    known[0][field] = known[0][field][:-1]
    assert comparable(known) != comparable(commands)


def test_missing_command_is_a_change(commands: list[dict[str, Any]]) -> None:
    assert comparable(commands[1:]) != comparable(commands)


def test_invite_link_asks_for_no_more_than_is_needed() -> None:
    link = invite_link(42)
    assert link.startswith("https://discord.com/oauth2/authorize?client_id=42")
    assert "scope=bot+applications.commands" in link
    assert "permissions=" in link


def test_discord_takes_the_commands_in_each_language() -> None:
    with LoopbackDiscord() as discord:
        discord.start_thread()
        for locale in languages()[1:]:
            translated = [in_language(one, locale) for one in discord.commands]
            assert list(wrong_commands(translated)) == []
            names = {one["name"] for one in translated if one["type"] == CHAT_INPUT}
            assert len(names) == len(COMMANDS) + len(("library", "suggest", "privacy"))
            assert names.isdisjoint(one.name for one in COMMANDS)


def in_language(command: dict[str, Any], locale: str) -> dict[str, Any]:
    """Return a command, option or choice as the members of a locale see it."""
    seen = dict(command)
    for key in ("name", "description"):
        seen[key] = (command.get(f"{key}_localizations") or {}).get(locale) or command.get(key)
        seen.pop(f"{key}_localizations", None)
    for key in ("options", "choices"):
        if command.get(key):
            seen[key] = [in_language(one, locale) for one in command[key]]
    return seen
