"""The language of the bot's own sentences: gettext over one ``bot/locales/<language>.po`` each.

The sentences in the code are English. :func:`speak` sets the language of everything that follows
in the same task or thread; work that is handed to a thread with :func:`asyncio.to_thread` keeps it.
A sentence without a translation stays English. ``docs/translating.md`` says how to add a language.
"""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

logger = logging.getLogger(__name__)

LOCALES = Path(__file__).parent / "locales"
ENGLISH = "en"
_english = NullTranslations()
_current: ContextVar[NullTranslations] = ContextVar("translations", default=_english)
_added: dict[str, NullTranslations] = {}


def gettext(message: str) -> str:
    """Return the translation of a sentence; imported as ``_``."""
    return _current.get().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the translation of a sentence in the plural form that the language has for a count."""
    return _current.get().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return the translation of a word whose meaning the ``context`` tells."""
    return _current.get().pgettext(context, message)


class Sentence(str):
    """A sentence in English that :func:`translated` can say in another language later.

    For one that is made once, when a library is loaded, and shown to readers of any language.
    """

    __slots__ = ("parts", "template")
    template: str
    parts: dict[str, str]


def sentence(template: str, **parts: str) -> Sentence:
    """Return the sentence with its parts filled in, marked for translation."""
    made = Sentence(template.format(**parts))
    made.template, made.parts = template, parts
    return made


def translated(text: str) -> str:
    """Return a :class:`Sentence` in the language of this task; any other text unchanged."""
    if not isinstance(text, Sentence):
        return text
    parts = {name: translated(part) for name, part in text.parts.items()}
    return gettext(text.template).format(**parts)


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark a constant for translation; :func:`gettext` translates it where it is used."""
    return message


def counted(count: int, one: str, many: str) -> str:
    """Return :func:`ngettext` of both, with the number in place of ``{count}``."""
    return ngettext(one, many, count).format(count=number(count))


def plural(count: int, noun: str) -> str:
    """Return ``1 row``, ``2,000 rows`` or ``no rows``, in English: for the log and operators."""
    return f"{f'{count:,}' if count else 'no'} {noun}{'' if count == 1 else 's'}"


def quoted(text: str) -> str:
    """Return the text in the language's quotation marks."""
    return gettext(N_("“{text}”")).format(text=text)


def before_text(label: str) -> str:
    """Return ``label: ``, with the space before the colon that the language may want."""
    return gettext(N_("{label}: ")).format(label=label)


def listed(names: Sequence[str]) -> str:
    """Return ``A, B and C``; empty for no names."""
    *others, last = names or [""]
    both = gettext(N_("{others} and {last}")).format(others=", ".join(others), last=last)
    return both if others else last


def number(count: int) -> str:
    """Return a whole number with the language's mark between thousands."""
    return f"{count:,}".replace(",", pgettext("mark between thousands", ","))


def moment(at: datetime) -> str:
    """Return ``2026-03-01 12:05 UTC``, which Discord shows in the time zone of each reader."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def languages() -> tuple[str, ...]:
    """Return the languages that the bot speaks, English first, by their BCP 47 tags."""
    return (ENGLISH, *sorted(_in_files() | _added.keys()))


@cache
def _in_files() -> frozenset[str]:
    # Looked up once: the names of commands alone ask for it thousands of times at a start.
    return frozenset(path.stem for path in LOCALES.glob("*.po"))


def language_named(language: str) -> str:
    """Return the name of a language in that language, such as ``Deutsch``."""
    named = translations(language).pgettext("name of this language", "English")
    return language if named == "English" and language != ENGLISH else named


def spoken(wanted: Sequence[str]) -> str:
    """Return the first of the wanted languages that the bot speaks; else English.

    Without a translation for the region, ``de-AT`` is answered in ``de``.
    """
    known = languages()
    for tag in wanted:
        parts = tag.split("-")
        for length in range(len(parts), 0, -1):
            if (language := "-".join(parts[:length])) in known:
                return language
    return ENGLISH


def speak(language: str) -> None:
    """Set the language of the sentences of this task or thread, one of :func:`languages`."""
    _current.set(translations(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Set the language within the context."""
    token = _current.set(translations(language))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def added(language: str, translated: NullTranslations) -> Iterator[None]:
    """Add a language, or other translations of one, within the context."""
    _added[language] = translated
    try:
        yield
    finally:
        del _added[language]


def translations(language: str) -> NullTranslations:
    """Return the translations of a language; English sentences for one that has none."""
    return _added.get(language) or _read(language)


@cache
def _read(language: str) -> NullTranslations:
    path = LOCALES / f"{language}.po"
    return _english if language == ENGLISH or not path.is_file() else read(path)


def read(path: Path) -> NullTranslations:
    """Return the translations in a file named after its language; what is empty stays English."""
    # Only other languages than English need it, and importing it takes as long as an answer.
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - see above
    from babel.messages.pofile import read_po  # noqa: PLC0415 - see above

    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
