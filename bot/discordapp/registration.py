"""Register the commands with Discord, in all languages, only if they have changed.

Discord limits registrations per day, and clients reload all commands after each, so the registered
ones are fetched and compared first. For the translations see
https://docs.discord.com/developers/interactions/application-commands#localization
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Place
from discord.http import Route

from bot.discordapp.markdown import remember_commands
from bot.discordapp.network import NETWORK_ERRORS
from bot.i18n import ENGLISH, spoken, translations

logger = logging.getLogger(__name__)

INSTALLS = app_commands.AppInstallationType(guild=True, user=True)
CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)

# The fields of commands, of their options and of choices that members see.
_COMPARED = (
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "contexts",
    "integration_types",
    "default_member_permissions",
    "required",
    "autocomplete",
    "min_length",
    "max_length",
    "value",
    "options",
    "choices",
)
# The gettext contexts of names; descriptions are sentences of their own and have none.
_GETTEXT_CONTEXTS = {
    Place.command_name: "command",
    Place.group_name: "command",
    Place.parameter_name: "option",
    Place.choice_name: "choice",
}


class _CommandTranslator(app_commands.Translator):
    """Translate the names and descriptions from the catalogues of :mod:`bot.i18n`."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text in a language of Discord's; None if it has no translation."""
        language = spoken((locale.value,))
        if language == ENGLISH:
            return None
        catalog, text = translations(language), string.message
        place = _GETTEXT_CONTEXTS.get(context.location)
        translated = catalog.pgettext(place, text) if place else catalog.gettext(text)
        return None if translated == text else translated


async def register(tree: app_commands.CommandTree[Any], application_id: int) -> bool:
    """Register the tree's commands if Discord has others; return whether it had.

    Raises discord.HTTPException if Discord did not return its commands, or refused ours.
    """
    translator = _CommandTranslator()
    await tree.set_translator(translator)
    wanted = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    # The raw payload, since tree.fetch_commands() of discord.py 2.7 misreads contexts and installs
    # (it takes [0, 1, 2] for [0, 1]), and because it leaves out the translations.
    route = Route(
        "GET",
        "/applications/{application_id}/commands?with_localizations=true",
        application_id=application_id,
    )
    known = await tree.client.http.request(route)
    if comparable(wanted) == comparable(known):
        remember_commands(known)
        return False
    remember_commands([command.to_dict() for command in await tree.sync()])
    logger.info("registered %d commands", len(wanted))
    return True


async def learn(application_id: int, client: discord.Client) -> None:
    """Learn the ids of commands that another process registers."""
    try:
        remember_commands(await client.http.get_global_commands(application_id))
    except NETWORK_ERRORS as error:
        logger.warning("the commands could not be looked up: %s", type(error).__name__)


def comparable(commands: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the fields of the commands that members see, sorted.

    Two lists are equal if registering one after the other would change nothing.
    """
    return sorted(map(_compared, commands), key=lambda command: (command["type"], command["name"]))


def _compared(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a command, an option or a choice; one that is empty counts as absent."""
    return {field: _value(field, entry[field]) for field in _COMPARED if entry.get(field)}


def _value(field: str, value: Any) -> object:
    if field in ("options", "choices"):
        return [_compared(entry) for entry in value]
    if field == "default_member_permissions":
        return str(value)
    return sorted(value) if isinstance(value, list) else value
