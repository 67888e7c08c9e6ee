"""The page of a server's settings."""

from bot.curation.answers import SettingsShown
from bot.pages.page import Block, Heading, Line, Page, Row, Rows


def settings_page(answer: SettingsShown, role: str = "", channel: str = "") -> Page:
    """What is set; ``role`` and ``channel`` are the names of those set, where they are known."""
    preferences = answer.preferences
    if preferences.curator_role:
        role = role or f"the role {preferences.curator_role}"
    if preferences.review_channel:
        channel = channel or f"the channel {preferences.review_channel}"
    rows = (
        Row("Curator role", role or "none: whoever has Manage Messages curates"),
        Row("Review channel", channel or "none: suggestions wait in /library review"),
        Row(
            "Questions that found nothing",
            "counted, with no person attached" if preferences.note_questions else "not counted",
        ),
    )
    changed: tuple[Block, ...] = (Line("Saved."),) if answer.changed else ()
    return Page((Heading("Settings"), *changed, Rows(rows)))
