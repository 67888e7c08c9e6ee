"""The page of a server's settings."""

from bot.moderation.outcomes import SettingsShown
from bot.pages.page import Block, Heading, Line, ListBlock, Page, Row

_TO_SEE_IT = (
    "Members of the role see /library once it is allowed them under Server Settings, Integrations."
)


def settings_page(answer: SettingsShown, role: str = "", channel: str = "") -> Page:
    """What is set; ``role`` and ``channel`` are the names of those set, where they are known."""
    preferences = answer.preferences
    if preferences.curator_role:
        role = role or f"a role that is not there any more ({preferences.curator_role})"
    if preferences.review_channel:
        channel = channel or f"a channel that is not there ({preferences.review_channel})"
    rows = (
        Row("Curator role", role or "none: whoever has Manage Messages curates"),
        Row("Review channel", channel or "none: suggestions wait in /library review"),
        Row(
            "Questions that found nothing",
            "counted, with no person attached" if preferences.note_questions else "not counted",
        ),
    )
    changed: tuple[Block, ...] = (Line("Saved."),) if answer.changed else ()
    hint = (Line(_TO_SEE_IT, small=True),) if preferences.curator_role else ()
    return Page((Heading("Settings"), *changed, ListBlock(rows), *hint))
