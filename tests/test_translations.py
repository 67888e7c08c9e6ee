"""The translations: complete, with every placeholder, English where one is missing."""

from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from bot.i18n import LOCALES, counted, gettext, languages, pgettext, read, speaking, spoken
from tools.translations import COMPLETE, missing, tag, updated, write

TRANSLATED = [language for language in languages() if language != "en"]


@cache
def catalog(language: str) -> Catalog:
    return updated(LOCALES / f"{language}.po")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def translated(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the forms of each translated sentence, English ones and those of the language."""
    pairs = (
        tuple((one,) if isinstance(one, str) else tuple(one or ()) for one in (it.id, it.string))
        for it in catalog(language)
    )
    return [(english, said) for english, said in pairs if english[0] and all(said)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_placeholders_of_its_sentence(language: str) -> None:
    # The last form is that for many.
    wrong = [
        english
        for english, said in translated(language)
        if placeholders(said[-1]) != placeholders(english[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_form_for_one_may_do_without_the_number_alone(language: str) -> None:
    plurals = [(english, said) for english, said in translated(language) if len(english) > 1]
    assert len(plurals) > 10
    for english, said in plurals:
        for form in said:
            assert placeholders(form) | {"count"} == placeholders(english[-1]) | {"count"}


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_translated(language: str) -> None:
    assert missing(catalog(language)) == []


def test_a_language_that_is_begun_speaks_english(tmp_path: Path) -> None:
    begun = tmp_path / "pl.po"
    write(begun, updated(begun))
    polish = read(begun)
    assert polish.gettext("Saved.") == "Saved."
    assert polish.pgettext("choice", "for") == "for"
    one, many = "{count} vote", "{count} votes"
    assert [polish.ngettext(one, many, count) for count in (1, 2, 5)] == [one, many, many]


def test_a_sentence_without_a_translation_stays_english() -> None:
    with speaking("de"):
        assert gettext("Nobody has translated this.") == "Nobody has translated this."
        assert pgettext("choice", "untranslated") == "untranslated"
        assert counted(2, "{count} new thing", "{count} new things") == "2 new things"


def test_a_region_without_a_translation_gets_that_of_its_language() -> None:
    assert spoken(("de-AT",)) == "de"
    assert spoken(("xx", "fr-CA")) == "fr"
    assert spoken(("xx",)) == "en"


@pytest.mark.parametrize("text", ["pt_BR", "pt-br", "xx-YY", "../de", "", "German"])
def test_a_language_is_begun_by_its_tag_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        tag(text)
    assert [tag(one) for one in ("pt-BR", "pl", "zh-TW", "es-419")] == [
        "pt-BR",
        "pl",
        "zh-TW",
        "es-419",
    ]
