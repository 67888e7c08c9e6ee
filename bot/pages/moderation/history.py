"""The page of who changed what."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    ShowQuote,
)
from bot.moderation.outcomes import HistoryPage, HistoryStep
from bot.pages.attribution import passage
from bot.pages.moderation.times import moment_named
from bot.pages.page import (
    ActionKind,
    Block,
    Button,
    Heading,
    Line,
    ListBlock,
    Page,
    Row,
    ServerAction,
)
from bot.pages.wording import shortened

_FIELDS: Mapping[str, str] = {
    "text": "the words",
    "positions": "where it stands",
    "topics": "the topics",
    "quoting": "who passes it on",
    "date_text": "the date in words",
    "url": "the link",
    "side_for": "the name of the side for it",
    "side_against": "the name of the side against it",
}
_KINDS: Mapping[type[Change], str] = {
    PutTopic: "the topic ",
    PutPoint: "the point ",
    PutSpeaker: "the speaker ",
    PutSource: "the source ",
}


def history_page(page: HistoryPage) -> Page:
    """One row a change, newest first; for a quote, the quote itself before them."""
    blocks: list[Block] = [Heading("History")]
    if page.excerpt is not None:
        out = f"{page.out.capitalize()} here" if page.out else ""
        blocks.append(passage(page.excerpt, label=out))
    rows = tuple(_row(step) for step in page.steps)
    blocks.append(ListBlock(rows) if rows else Line("Nothing was changed here yet."))
    return Page(tuple(blocks), _ways(page), here=_here(page), head="History")


def _here(page: HistoryPage) -> ServerAction | None:
    if not page.steps:
        return None
    after = page.steps[0].entry.revision + 1
    return ServerAction(ActionKind.HISTORY, (page.quote, str(after)))


def deed_in_words(change: Change, *, known: bool) -> str:
    """``added``, ``changed the topic``…: what goes before the name. ``known``: it was there."""
    match change:
        case RemoveQuote():
            return "removed"
        case RestoreQuote():
            return "restored"
        case HideQuote():
            return "hid"
        case ShowQuote():
            return "showed"
        case _:
            kind = _KINDS.get(type(change), "")
            return f"{'changed' if known else 'added'} {kind}".rstrip()


def _row(step: HistoryStep) -> Row:
    entry = step.entry
    did = deed_in_words(entry.change, known=step.shared or step.before is not None)
    under = [f"{step.subject.id}", *_changed(step), *_why(step)]
    who = f"{entry.member.name}, {moment_named(entry.at)}"
    return Row(who, f"{did} “{shortened(step.name)}”", tuple(under))


def _changed(step: HistoryStep) -> list[str]:
    """What a change put in the place of the one before it, by the names of the fields."""
    before, now = step.before, step.entry.change
    if before is None or type(before) is not type(now):
        return []
    one, other = _described(before), _described(now)
    if one is None or other is None:
        return []
    names = [
        _FIELDS.get(held.name, f"the {held.name.replace('_', ' ')}")
        for held in fields(one)
        if getattr(one, held.name) != getattr(other, held.name)
    ]
    return [f"Changed: {', '.join(names)}"] if names else []


def _described(change: Change) -> Any:
    """What a change puts; None for one that puts nothing."""
    match change:
        case PutQuote(described) | PutPoint(described):
            return described
        case PutSpeaker(described) | PutSource(described):
            return described
        case PutTopic():
            return change
        case _:
            return None


def _why(step: HistoryStep) -> list[str]:
    match step.entry.change:
        case RemoveQuote(reason=reason) | HideQuote(reason=reason) if reason:
            return [f"Reason: {reason}"]
        case _:
            return [step.entry.why] if step.entry.why else []


def _ways(page: HistoryPage) -> tuple[Button, ...]:
    older = Button("Older", ServerAction(ActionKind.HISTORY, (page.quote, str(page.older))))
    ways = (older,) if page.older else ()
    target = (page.quote,)
    match page.out:
        case "removed":
            return (Button("Restore", ServerAction(ActionKind.RESTORE, target)), *ways)
        case "hidden":
            return (Button("Show again", ServerAction(ActionKind.SHOW, target)), *ways)
        case _ if page.excerpt is not None:
            return (Button("Edit", ServerAction(ActionKind.EDIT, target)), *ways)
        case _:
            return ways
