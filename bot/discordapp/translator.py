"""The names and descriptions of commands in the languages that Discord offers.

https://docs.discord.com/developers/interactions/application-commands#localization
"""

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.i18n import ENGLISH, spoken, translations

# The gettext contexts of names; descriptions are sentences of their own and have none.
CONTEXTS = {
    Place.command_name: "command",
    Place.group_name: "command",
    Place.parameter_name: "option",
    Place.choice_name: "choice",
}


class CommandTranslator(app_commands.Translator):
    """Translates the commands from the catalogues of :mod:`bot.i18n`."""

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
        place = CONTEXTS.get(context.location)
        translated = catalog.pgettext(place, text) if place else catalog.gettext(text)
        return None if translated == text else translated
