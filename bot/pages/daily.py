"""The pages of the daily point: the point itself, what is set, and that it is off."""

from dataclasses import replace
from datetime import datetime

from bot.answers.model import DebateAnswer
from bot.community.daily_schedule import DailySettings
from bot.community.daily_settings import days_in_words
from bot.pages.debate import debate_page
from bot.pages.page import Line, Page, Tone


def daily_page(debate: DebateAnswer) -> Page:
    """The debate, under a line that says why it is here."""
    page = debate_page(debate)
    # As of a discussion, all of it is shown.
    blocks = (Line("The point of the day", small=True), *page.blocks)
    return replace(page, blocks=blocks, here=None)


def daily_set_page(daily: DailySettings, channel: str, following: datetime | None) -> Page:
    """What is set, and when the next point comes; ``following`` in the time zone set."""
    when = f"at {daily.at:%H:%M} ({daily.zone.key.replace('_', ' ')})"
    said = f"The point of the day is posted in #{channel}: {days_in_words(daily.days)} {when}."
    if following is None:
        return Page((Line(said),))
    return Page((Line(said), Line(f"The next one: {_moment(following)}.")))


def daily_off_page(server: str, why: str) -> Page:
    """To the curators: there is no daily point any more, and why."""
    said = f"The daily point of {server} is off: {why}."
    return Page((Line(said), Line("/library daily sets another.", small=True)), tone=Tone.NOTICE)


def _moment(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B}, {moment:%H:%M}"
