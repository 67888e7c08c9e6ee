"""Bring the translations in ``bot/locales/`` up to date with the sentences in the code.

``python -m tools.translations`` adds new sentences to each ``<language>.po``, with an empty
translation, and takes out those that the code no longer has. With a language, as in
``python -m tools.translations pt-BR``, it begins that language. ``--list`` prints every sentence
that the bot can say. ``--check`` changes nothing, lists what is missing, and ends with status 1 if
English and German are not complete.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.commands import (
    COMMANDS,
    LIBRARY_COMMANDS,
    MESSAGE_COMMANDS,
    PRIVACY_COMMAND,
    SAVE_MESSAGE,
    SUGGEST_COMMAND,
    Command,
    ServerCommand,
)
from bot.i18n import LOCALES

BOT = LOCALES.parent
COMPLETE = ("de",)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")
_OTHERS = (SUGGEST_COMMAND, PRIVACY_COMMAND)
_KEYWORDS = {
    "_": None,
    "N_": None,
    "sentence": None,
    "counted": (2, 3),
    "_counting": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# Names that are not in the table of commands.
_MORE = {"command": ("library",), "option": ("private",)}


_HEADER = """msgid ""
msgstr ""
"Language: {tag}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def catalog_of_the_code() -> Catalog:
    """Return every sentence and every name of a command, without translations."""
    catalog = Catalog(project="Counterpoint", charset="utf-8")
    found = extract_from_dir(
        BOT, [("**.py", "python")], keywords=_KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in found:
        catalog.add(
            message, locations=[(f"bot/{file}", 1)], auto_comments=comments, context=context
        )
    for context, name in _names():
        catalog.add(name, locations=[("bot/commands.py", 1)], context=context)
    return catalog


def _names() -> Iterator[tuple[str, str]]:
    """Yield the names of commands, options and choices with their contexts."""
    commands: list[Command | ServerCommand] = [*COMMANDS, *LIBRARY_COMMANDS, *_OTHERS]
    for command in commands:
        yield "command", command.name
        for option in command.options:
            yield "option", option.name
            if option.name != "language":
                yield from (("choice", choice) for choice in option.choices)
    for menu in (*(one.name for one in MESSAGE_COMMANDS), SAVE_MESSAGE):
        yield "command", menu
    for context, names in _MORE.items():
        yield from ((context, name) for name in names)


def updated(path: Path) -> Catalog:
    """Return the translations of a file for the sentences of the code, in their order."""
    locale = path.stem.replace("-", "_")
    catalog = Catalog(locale=locale, project="Counterpoint", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
    catalog.update(catalog_of_the_code(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def write(path: Path, catalog: Catalog) -> None:
    """Write the translations into a file, in the layout of all of them."""
    with path.open("wb") as file:
        file.write(_HEADER.format(tag=path.stem, plurals=catalog.plural_forms).encode())
        write_po(file, catalog, width=100, include_lineno=False, omit_header=True)


def tag(text: str) -> str:
    """Return the BCP 47 tag of a language that is known. Raises ValueError for another text."""
    if not _TAG.fullmatch(text):
        raise ValueError(text)
    try:
        Locale.parse(text, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(text) from error
    return text


def missing(catalog: Catalog) -> list[str]:
    """Return the sentences without a translation."""
    return [_words(one.id) for one in catalog if one.id and not all(_texts(one.string))]


_Text = str | tuple[str, ...] | list[str] | None


def _texts(string: _Text) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def _words(id_: _Text) -> str:
    return " / ".join(_texts(id_))


def main() -> int:
    """Update, list or check; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.translations", description=__doc__)
    parser.add_argument(
        "language", nargs="?", type=tag, help="a language to begin, as a BCP 47 tag such as pt-BR"
    )
    parser.add_argument("--list", action="store_true", help="print every sentence of the bot")
    parser.add_argument("--check", action="store_true", help="list what is missing")
    asked = parser.parse_args()
    if asked.list:
        sys.stdout.writelines(f"{_words(one.id)}\n" for one in catalog_of_the_code() if one.id)
        return 0
    paths = sorted(LOCALES.glob("*.po"))
    if asked.language:
        paths = [LOCALES / f"{asked.language}.po"]
    status = 0
    for path in paths:
        catalog = updated(path)
        absent = missing(catalog)
        print(f"{path.stem}: {len(catalog)} sentences, {len(absent)} without a translation")
        if asked.check:
            print("".join(f"  {one}\n" for one in absent), end="")
            status = max(status, int(bool(absent) and path.stem in COMPLETE))
            continue
        write(path, catalog)
    return status


if __name__ == "__main__":
    sys.exit(main())
