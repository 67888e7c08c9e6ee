"""Commands to press and times in the reader's zone, in the bot's own words alone."""

import pytest

from bot.discordapp.markdown import remember_commands, with_command_links_and_times
from bot.discordapp.rendering import render
from bot.pages.page import Line, ListBlock, Page, QuoteBlock, Row
from tests.loopback.components import texts

IDS = (
    {"name": "ask", "id": "11"},
    {"name": "library", "id": "12", "options": [{"type": 1, "name": "add"}]},
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Try /ask.", "Try </ask:11>."),
        ("/ask why", "</ask:11> why"),
        ("Use /library add to add one.", "Use </library add:12> to add one."),
        ("Use /library drop.", "Use /library drop."),
        ("and/ask, e.g. /ask/x, /frob", "and/ask, e.g. /ask/x, /frob"),
        ("Mo · 2026-03-02 17:49 UTC", "Mo · <t:1772473740:f>"),
        ("2026-13-02 17:49 UTC", "2026-13-02 17:49 UTC"),
    ],
)
def test_commands_and_moments_are_discords(written: str, shown: str) -> None:
    remember_commands(IDS)
    assert with_command_links_and_times(written) == shown
    remember_commands(())


def test_words_of_others_are_left_as_they_are() -> None:
    remember_commands(IDS)
    quote = QuoteBlock("Type /ask at 2026-03-02 17:49 UTC", "/ask", "/ask")
    (reply,) = render(Page((quote, Line("Use /ask."), ListBlock((Row("/ask", "a question"),)))))
    payload = reply.view.to_components()  # type: ignore[no-untyped-call] # as discord.py has it
    remember_commands(())
    said = "\n".join(texts(payload))
    assert "> Type /ask at 2026-03-02 17\\:49 UTC\n-# **/ask** · /ask" in said
    assert "Use </ask:11>.\n- **</ask:11>** a\N{NO-BREAK SPACE}question" in said


def test_unknown_ids_leave_the_command_as_text() -> None:
    remember_commands(())
    assert with_command_links_and_times("Use /ask.") == "Use /ask."
