"""A page as lines at a terminal."""

import io

import pytest

from bot.pages.page import (
    Block,
    ContextBlock,
    Heading,
    Line,
    ListBlock,
    Page,
    QuoteBlock,
    Row,
    Tone,
)
from bot.terminal.screen import Screen
from tests.terminal.terminal import Terminal

PASSAGE = QuoteBlock(
    "Paint never stopped a lorry, and no lorry was ever stopped by a promise of more paint.",
    "Mary Aldous, councillor",
    "“Lanes of discontent”, Harrowmere Echo, 3 June 2024",
    label="For: “Lanes should have kerbs.”",
    remarks=("Verified against the source text",),
    tone=Tone.FOR,
)


def shown(*blocks: Block, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    Screen(stream).show(Page(blocks))
    return stream.getvalue()


def test_a_passage_stands_between_its_side_and_its_attribution() -> None:
    assert shown(PASSAGE) == (
        "For: “Lanes should have kerbs.”\n"
        "│ Paint never stopped a lorry, and no lorry was ever stopped by a promise of\n"
        "│ more paint.\n"
        "— Mary Aldous, councillor · “Lanes of discontent”, Harrowmere Echo, 3 June 2024\n"
        "  Verified against the source text\n"
    )


def test_a_narrow_terminal_is_not_overrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = ListBlock(
        (Row("A name of some length", "and more said of it than fits", ("and under",)),)
    )
    lines = shown(Heading("A heading " * 9), PASSAGE, rows, Line("Small print " * 9)).splitlines()
    assert max(map(len, lines)) <= 40


def test_a_wide_terminal_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert max(map(len, shown(Line("words " * 100)).splitlines())) <= 88


def test_a_list_entry_that_fits_is_one_line() -> None:
    rows = ListBlock((Row("Parking", "3 excerpts"), Row("quote", under=("the best", "excerpt"))))
    assert shown(rows) == "  Parking  3 excerpts\n  quote\n    the best\n    excerpt\n"


def test_an_address_is_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    address = f"https://echo.example/{'lanes' * 20}"
    assert f"Source: {address}\n" in shown(Line(f"Source: {address}"))


def test_no_line_breaks_at_a_no_break_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert shown(Line("Elles disent «\u00a0Voilà\u00a0» hier\u00a0: non.")) == (
        "Elles disent\n«\u00a0Voilà\u00a0» hier\u00a0:\nnon.\n"
    )


def test_a_script_without_spaces_is_broken_where_it_must_be() -> None:
    assert max(map(len, shown(Line("x" * 300)).splitlines())) <= 88


def test_a_marked_passage_stands_out_without_colour() -> None:
    assert shown(ContextBlock("Before. ", "Paint.", " After.")) == "│ Before. »Paint.« After.\n"


def test_small_lines_stand_together_and_apart_from_the_rest() -> None:
    blocks = (PASSAGE, Line("one", small=True), Line("two", small=True), Line("large"))
    assert shown(*blocks).endswith("text\n\none\ntwo\nlarge\n")


def test_an_empty_line_of_ours_is_nothing() -> None:
    assert shown(Line("")) == ""


def test_a_pipe_gets_no_escape_sequences() -> None:
    assert "\x1b" not in shown(Heading("Title"), PASSAGE)


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    against = QuoteBlock("No.", "Tom", "“A letter”", label="Against", tone=Tone.AGAINST)
    assert shown(PASSAGE, stream=Terminal()).startswith("\x1b[1;94mFor")
    assert shown(against, stream=Terminal()).startswith("\x1b[1;38;5;166mAgainst")


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(PASSAGE, stream=Terminal())
    assert "94m" not in text
    assert "38;5" not in text


def test_sequences_and_markup_in_any_part_stay_text_or_vanish() -> None:
    evil = "\x1b[31m[bold]:smile:\u202e<@1>"
    blocks: tuple[Block, ...] = (
        Heading(evil),
        QuoteBlock(evil, evil, evil, label=evil, remarks=(evil,)),
        ContextBlock(evil, evil, evil),
        ListBlock((Row(evil, evil, (evil,)),)),
    )
    text = shown(*blocks)
    assert text.count("[bold]:smile:<@1>") == 12
    assert "\x1b" not in text
    assert "\u202e" not in text
