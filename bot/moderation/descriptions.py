"""Names of things and reasons for their absence, in words for moderators."""

from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.library.changes import (
    Change,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    Shelf,
    Subject,
    subject_of,
)
from bot.library.model import UNCHECKED, Excerpt, Kind, Speaker
from bot.library.text_cleaning import shortened
from bot.library.view import View
from bot.moderation.form_fields import echoed, without_unseen
from bot.search.results import name_of as kind_name
from bot.store.store import Store
from bot.store.types import Entry

_LONGEST_NAME = 60
_LONGEST_ID = 80
# ``fuzz.ratio``, 0 to 100, from which an id may be a mistyped one.
_MISTYPED = 75.0


def name_of(subject: Subject, view: View) -> str:
    """Return the name of a subject; its id if it is not in the view."""
    if subject.shelf is Shelf.QUOTE:
        quote = view.put.get(subject.id) or view.shared.quotes.get(subject.id)
        return shortened(quote.text, _LONGEST_NAME) if quote else subject.id
    topic_or_point = (Kind.TOPIC, Kind.POINT)
    kinds = topic_or_point if subject.shelf is Shelf.TOPIC else (Kind(subject.shelf.value),)
    known = (kind for kind in kinds if subject.id in view.library.things(kind))
    return next((kind_name(kind, subject.id, view.library) for kind in known), subject.id)


def name_in(change: Change, view: View) -> str:
    """Return the name of a change's subject: the one in the change, if it has one."""
    match change:
        case PutQuote(quote):
            return shortened(quote.text, _LONGEST_NAME)
        case PutTopic(name=name) | PutSpeaker(Speaker(name=name)):
            return name
        case PutPoint(point):
            return point.sentence
        case PutSource(source):
            return source.title
        case _:
            return name_of(subject_of(change), view)


def excerpt_of(quote: str, view: View) -> Excerpt | None:
    """Return a quote with its attribution, even if removed or hidden; None if there is none."""
    held = view.put.get(quote) or view.shared.quotes.get(quote)
    if held is None:
        return None
    verdicts = view.verdicts if quote in view.put else view.shared.verdicts
    verdict = verdicts.get(quote, UNCHECKED)
    return replace(view.library, quotes={quote: held}, verdicts={quote: verdict}).excerpt(quote)


def out_of_sight(quote: str, view: View) -> str:
    """Return ``removed`` or ``hidden``; empty for a quote in the answers."""
    if quote in view.removed:
        return "removed"
    return "hidden" if quote in view.hidden else ""


def id_typed(typed: str) -> str:
    """Return an id as typed: lower case, stripped, at most 80 characters."""
    return without_unseen(typed[: 2 * _LONGEST_ID])[0].casefold()[:_LONGEST_ID]


def why_absent(store: Store, server: str, view: View, quote: str) -> str:
    """Return the sentence for a quote not in the answers: who took it out, or a similar id."""
    out = out_of_sight(quote, view)
    if not out:
        found = process.extractOne(
            quote, list(view.library.quotes), scorer=fuzz.ratio, score_cutoff=_MISTYPED
        )
        hint = f" Did you mean {echoed(found[0])}?" if found else ""
        return f"There is no quote {echoed(quote)} here.{hint}"
    entry = newest(store, server, Subject(Shelf.QUOTE, quote))
    by = f" by {entry.member.name} on {day_of(entry.at)}" if entry else ""
    reason = view.removed.get(quote, "") or view.hidden.get(quote, "")
    because = f". The reason was {echoed(reason.rstrip('.'))}" if reason else ""
    command = "restore" if out == "removed" else "show"
    return f"{echoed(quote)} was {out}{by}{because}. Use /library {command} to bring it back."


def newest(store: Store, server: str, subject: Subject) -> Entry | None:
    """Return the newest entry on a subject; None if nobody changed it."""
    return next(iter(store.history.entries(server, subject, limit=1)), None)


def day_of(at: datetime) -> str:
    """Return the day in words: ``3 March 2026``."""
    return f"{at.day} {at:%B %Y}"
