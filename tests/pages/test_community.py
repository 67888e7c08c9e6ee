"""Pages of discussions and of the daily point."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.answers.actions import Debate
from bot.community.daily import DailySettings
from bot.library.model import Stance
from bot.pages.community import (
    ballot,
    daily_off_page,
    daily_page,
    daily_settings_page,
    discussion_page,
    opened_page,
    result_page,
)
from bot.pages.page import ActionKind, ServerAction
from tests.pages.answers import a_debate, a_tally, passages, said, taking

AGAINST = taking(Stance.AGAINST, "Paint will do.")
FOR = taking(Stance.FOR, "Paint never stopped a lorry.")
DEBATE = a_debate((AGAINST,), (FOR,), pages=2, others=(a_tally("Buses are free.", for_=1),))


def test_poll_takes_the_sides_in_the_order_of_the_debate_or_neither() -> None:
    assert ballot(DEBATE) == ("Against · Paint is enough", "For · Build kerbs", "It depends")


def test_discussion_opens_with_the_debate_and_leads_to_more_views_and_contexts_alone() -> None:
    page = discussion_page(DEBATE)
    assert len(passages(page)) == 2
    assert [button.label for button in page.buttons] == ["More views"]
    assert [menu.label for menu in page.menus] == ["Read one in context"]


def test_opened_discussion_says_how_long_its_poll_runs() -> None:
    assert "a poll for 3 days." in said(opened_page("https://e.example", 3))


def test_result_gives_votes_and_shares_beside_an_excerpt_of_either_side() -> None:
    tallied = (("For", 1), ("Against", 2), ("It depends", 0))
    page = result_page(DEBATE.point.sentence, tallied, DEBATE)
    words = said(page)
    assert "1 vote, 33%: For" in words
    assert "2 votes, 67%: Against" in words
    assert "no votes, 0%: It depends" in words
    assert [one.text for one in passages(page)] == [
        "Paint will do.",
        "Paint never stopped a lorry.",
    ]
    assert words.endswith("✓\N{NO-BREAK SPACE}verbatim")
    assert [type(button.action) for button in page.buttons] == [Debate]


def test_result_of_a_point_that_is_gone_stands_alone() -> None:
    page = result_page("The motion.", (("For", 0),), None)
    assert said(page) == "Poll results\nThe motion.\nNobody voted."
    assert page.buttons == ()


def test_point_of_the_day_says_what_it_is() -> None:
    page = daily_page(DEBATE)
    assert said(page).startswith(f"The point of the day: {DEBATE.point.sentence}\n")
    assert ServerAction(ActionKind.DISCUSS, (DEBATE.point.id,)) in [
        button.action for button in page.buttons
    ]


def test_what_is_set_is_said_with_the_next_moment() -> None:
    zone = ZoneInfo("Europe/London")
    daily = DailySettings("7", time(9, 5), zone, datetime(2026, 1, 1, tzinfo=UTC), frozenset({0}))
    words = said(daily_settings_page(daily, "news", datetime(2026, 11, 30, 9, 5, tzinfo=zone)))
    assert "in #news: Monday at 09:05 (Europe/London)." in words
    assert "Next post: 2026-11-30 09:05 UTC." in words
    assert "Next post" not in said(daily_settings_page(daily, "news", None))


def test_settings_not_saved_yet_say_so_and_have_a_button_to_save_them() -> None:
    zone = ZoneInfo("Europe/London")
    daily = DailySettings("7", time(9, 5), zone, datetime(2026, 1, 1, tzinfo=UTC))
    page = daily_settings_page(daily, "news", datetime(2026, 11, 30, 9, 5, tzinfo=zone), ("7",))
    assert said(page) == (
        "I would post the point of the day in #news: every day at 09:05 (Europe/London).\n"
        "First post: 2026-11-30 09:05 UTC.\n"
        "Nothing is saved yet."
    )
    assert page.buttons[0].action == ServerAction(ActionKind.DAILY, ("7",))


def test_that_it_is_off_is_said_with_the_reason_and_what_to_do() -> None:
    words = said(daily_off_page("Readers", "the channel is gone"))
    assert words == (
        "I turned off the daily point of Readers: the channel is gone.\n"
        "Use /library daily to set it up again."
    )
