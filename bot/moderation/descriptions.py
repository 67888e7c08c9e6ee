"""What things are called, and why one is not there: for moderators, in words."""

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
from bot.library.model import UNCHECKED, Excerpt, Speaker
from bot.library.view import View
from bot.moderation.form_fields import echoed, without_unseen
from bot.store import Entry, Store

_LONGEST_NAME = 60
_LONGEST_ID = 40
# ``fuzz.ratio``, 0 to 100, from which an id may be a slip for another.
_A_SLIP = 75.0


def beginning(text: str) -> str:
    """The first words of a text, to call a quote by."""
    words = " ".join(text[: 4 * _LONGEST_NAME].split())
    if len(words) <= _LONGEST_NAME:
        return words
    head = words[:_LONGEST_NAME].rpartition(" ")[0]
    return f"{(head or words[:_LONGEST_NAME]).rstrip(' ,.;:')}…"


def name_of(subject: Subject, view: View) -> str:
    """What to call it; its id where it is not in the view."""
    library = view.library
    match subject.shelf:
        case Shelf.QUOTE:
            quote = view.put.get(subject.id) or view.shared.quotes.get(subject.id)
            return beginning(quote.text) if quote else subject.id
        case Shelf.TOPIC:
            topic, point = library.topics.get(subject.id), library.points.get(subject.id)
            return topic.name if topic else point.sentence if point else subject.id
        case Shelf.SPEAKER:
            speaker = library.speakers.get(subject.id)
            return speaker.name if speaker else subject.id
        case Shelf.SOURCE:
            source = library.sources.get(subject.id)
            return source.title if source else subject.id


def name_in(change: Change, view: View) -> str:
    """What to call the subject of a change: as the change itself has it, where it says so."""
    match change:
        case PutQuote(quote):
            return beginning(quote.text)
        case PutTopic(name=name) | PutSpeaker(Speaker(name=name)):
            return name
        case PutPoint(point):
            return point.sentence
        case PutSource(source):
            return source.title
        case _:
            return name_of(subject_of(change), view)


def excerpt_of(quote: str, view: View) -> Excerpt | None:
    """The quote with its attribution, also where it is removed or hidden; None for no quote."""
    held = view.put.get(quote) or view.shared.quotes.get(quote)
    if held is None:
        return None
    verdicts = view.verdicts if quote in view.put else view.shared.verdicts
    verdict = verdicts.get(quote, UNCHECKED)
    return replace(view.library, quotes={quote: held}, verdicts={quote: verdict}).excerpt(quote)


def out_of_sight(quote: str, view: View) -> str:
    """``removed``, ``hidden``, or empty for one that is in the answers."""
    if quote in view.removed:
        return "removed"
    return "hidden" if quote in view.hidden else ""


def id_typed(typed: str) -> str:
    """An id as it was typed: small letters, nothing around it, at most 80 of them."""
    return without_unseen(typed[: 4 * _LONGEST_ID])[0].casefold()[: 2 * _LONGEST_ID]


def why_absent(store: Store, server: str, view: View, quote: str) -> str:
    """The sentence for a quote that is not in the answers: who took it out, or what is near."""
    out = out_of_sight(quote, view)
    if not out:
        return f"There is no quote {echoed(quote)} here.{_near(quote, view)}"
    entry = newest(store, server, Subject(Shelf.QUOTE, quote))
    by = f" by {entry.member.name} on {day_of(entry.at)}" if entry else ""
    reason = view.removed.get(quote, "") or view.hidden.get(quote, "")
    because = f", for the reason {echoed(reason.rstrip('.'))}" if reason else ""
    back = "restore" if out == "removed" else "show"
    return f"{echoed(quote)} was {out}{by}{because}. /library {back} brings it back."


def newest(store: Store, server: str, subject: Subject) -> Entry | None:
    """The last thing that happened to a subject; None for one that nobody changed."""
    return next(iter(store.history.entries(server, subject, limit=1)), None)


def day_of(at: datetime) -> str:
    """The day in words: ``3 March 2026``."""
    return f"{at.day} {at:%B %Y}"


def _near(quote: str, view: View) -> str:
    ids = list(view.library.quotes)
    found = process.extractOne(quote, ids, scorer=fuzz.ratio, score_cutoff=_A_SLIP)
    return f" Did you mean {echoed(found[0])}?" if found else ""
