"""Pages of discussions and of the daily point."""

from datetime import datetime

from msgspec.structs import replace

from bot.answers.actions import Context, Debate, DebatePage
from bot.answers.model import DebateAnswer
from bot.community.daily import DailySettings
from bot.community.typed_times import days_in_words, zone_in_words
from bot.i18n import N_, counted, gettext as _, moment
from bot.pages import wording
from bot.pages.attribution import checked
from bot.pages.debate import debate_page, on_its_side
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Heading,
    Labelled,
    Line,
    ListBlock,
    OpenLink,
    Page,
    Row,
    Tone,
)
from bot.pages.wording import lines, server_button, side_named

_POSTS = N_("I post the point of the day in #{channel}: {days} at {time} ({zone}).")
_WOULD_POST = N_("I would post the point of the day in #{channel}: {days} at {time} ({zone}).")


def ballot(debate: DebateAnswer) -> tuple[str, ...]:
    """Return the answers of a poll on a debate: its sides, in their order, then neither."""
    sides = (side_named(side.stance, debate.point) for side in debate.sides)
    return (*sides, _("It depends"))


def discussion_page(debate: DebateAnswer) -> Page:
    """Return the debate that opens a discussion: the motion, both sides, buttons to more views."""
    page = debate_page(debate)
    more = tuple(one for one in page.buttons if isinstance(one.action, DebatePage))
    contexts = tuple(menu for menu in page.menus if isinstance(menu.choices[0].action, Context))
    # No member owns the message, so nobody could turn its pages: it is sent whole.
    return replace(page, buttons=more, menus=contexts, here=None)


def opened_page(link: str, days: int) -> Page:
    """Return the page of a new discussion; ``link`` leads to it."""
    opened = counted(
        days,
        "The discussion is open: the point, both sides and a poll for {count} day.",
        "The discussion is open: the point, both sides and a poll for {count} days.",
    )
    return _linked(opened, link)


def open_already_page(link: str) -> Page:
    """Return the page of a discussion that exists already; ``link`` leads to it."""
    return _linked(_("There’s already a discussion on this."), link)


def _linked(sentence: str, link: str) -> Page:
    return Page((Line(sentence),), (Button(_("Go to the discussion"), OpenLink(link)),))


def result_page(
    question: str, votes: tuple[tuple[str, int], ...], debate: DebateAnswer | None
) -> Page:
    """Return the result of a poll, with an excerpt of each side if the point still exists.

    ``votes`` are the answers and how many chose each. A poll counts only those who took part, so
    no side is said to have won.
    """
    total = sum(count for _answer, count in votes)
    rows = []
    for answer, count in votes:
        share = _("{percent}%").format(percent=round(100 * count / (total or 1)))
        rows.append(Row(f"{wording.votes(count)}, {share}", answer))
    blocks: tuple[Block, ...] = (
        Heading(_("Poll results")),
        Line(question),
        ListBlock(tuple(rows)) if total else Line(_("Nobody voted.")),
        *(_strongest(debate) if debate else ()),
    )
    return Page(blocks, (Button(_("The whole debate"), Debate(debate.point.id)),) if debate else ())


def _strongest(debate: DebateAnswer) -> tuple[Block, ...]:
    """Return the first excerpt of each side, in the order of the debate and of the poll."""
    shown = [(excerpt, side.stance) for side in debate.sides for excerpt in side.excerpts[:1]]
    passages = (on_its_side(debate, excerpt, stance) for excerpt, stance in shown)
    return (*passages, *lines(checked(tuple(excerpt for excerpt, _ in shown)), small=True))


def daily_page(debate: DebateAnswer) -> Page:
    """Return the debate, its point labelled as that of the day; sent whole, like a discussion."""
    page = debate_page(debate)
    blocks = (Labelled(_("The point of the day"), debate.point.sentence), *page.blocks[1:])
    return replace(page, blocks=blocks, here=None)


def daily_settings_page(
    daily: DailySettings, channel: str, following: datetime | None, unsaved: tuple[str, ...] = ()
) -> Page:
    """Return the schedule and the next post; ``following`` is in the schedule's time zone.

    Settings that are not saved yet have a button with the target ``unsaved`` that saves them.
    """
    said = _WOULD_POST if unsaved else _POSTS
    schedule = _(said).format(
        channel=channel,
        days=days_in_words(daily.days),
        time=f"{daily.at:%H:%M}",
        zone=zone_in_words(daily.zone),
    )
    blocks = [Line(schedule)]
    if following is not None:
        next_post = _("First post: {moment}.") if unsaved else _("Next post: {moment}.")
        blocks.append(Line(next_post.format(moment=moment(following))))
    if not unsaved:
        return Page(tuple(blocks))
    blocks.append(Line(_("Nothing is saved yet."), small=True))
    save = server_button(_("Save"), ActionKind.DAILY, *unsaved)
    return Page(tuple(blocks), (save, server_button(_("Cancel"), ActionKind.CANCEL, "daily")))


def daily_off_page(server: str, why: str) -> Page:
    """Return the message to the moderators that the daily point was turned off, and why."""
    off = Line(_("I turned off the daily point of {server}: {why}.").format(server=server, why=why))
    hint = Line(_("Use /library daily to set it up again."), small=True)
    return Page((off, hint), tone=Tone.NOTICE)
