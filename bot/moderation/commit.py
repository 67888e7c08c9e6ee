"""Changes into the history, and what came of it, told the same again for the same token."""

from collections.abc import Callable, Sequence

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    subject_of,
)
from bot.library.view import View
from bot.moderation.descriptions import excerpt_of, name_of, newest
from bot.moderation.forms import SOURCE_OF_MESSAGE, SPEAKER_OF_MEMBER, Moderator
from bot.moderation.outcomes import Clash, Did, Done
from bot.moderation.servers import Servers
from bot.store import Act, Conflict, Entry, Saved, Store

# A form writes five at most: two speakers, a source, a quote, and one to spare.
_MOST_OF_A_FORM = 5
_TRIES = 3


class Saving:
    """Saves to one store, whichever process is first."""

    def __init__(self, servers: Servers, store: Store) -> None:
        self.servers = servers
        self.store = store

    def before(self, server: str, token: str, about: str = "") -> Done | None:
        """What was done under this token before; None where nothing was.

        ``about`` is the quote that was edited, where it is known.
        """
        saved = self.store.history.saved(server, token)
        return self.done(server, saved, about) if saved else None

    def append(self, server: str, changes: Sequence[Change], act: Act) -> Done | Clash:
        """Save changes that hold."""
        saved = self.store.history.append(server, changes, act)
        if isinstance(saved, Conflict):
            return self.clash(server, saved.entry)
        return self.done(server, saved)

    def change(
        self, server: str, act: Act, make: Callable[[View], Change], seen: int | None
    ) -> Done | Clash:
        """Save one change, made over the view as it is now: ``make`` may raise RequestError.

        Clash where another changed the subject since ``seen``.
        """
        done = self.before(server, act.token)
        if done is not None:
            return done
        tries = _TRIES if seen is None else 1
        while True:
            view = self.servers.view(server)
            change = make(view)
            entry = self.since(server, (subject_of(change),), seen)
            if entry is not None:
                return self.clash(server, entry)
            view.preview([change])
            act = Act(act.member, view.revision, act.token, act.why)
            answer = self.append(server, [change], act)
            tries -= 1
            if isinstance(answer, Done) or not tries:
                return answer

    def since(self, server: str, subjects: Sequence[Subject], seen: int | None) -> Entry | None:
        """The newest change to any of these after a revision; None where there is none."""
        if seen is None:
            return None
        entries = (newest(self.store, server, subject) for subject in subjects)
        later = [entry for entry in entries if entry is not None and entry.revision > seen]
        return max(later, key=lambda entry: entry.revision, default=None)

    def clash(self, server: str, entry: Entry) -> Clash:
        """What another did meanwhile, and what stands there now."""
        view = self.servers.view(server)
        subject = subject_of(entry.change)
        there = subject.shelf is Shelf.QUOTE and subject.id in view.library.quotes
        now = excerpt_of(subject.id, view) if there else None
        return Clash(entry, name_of(subject, view), now)

    def done(self, server: str, saved: Saved, about: str = "") -> Done:
        """What was saved, in words a page can say; ``about`` as in :meth:`before`."""
        view = self.servers.view(server)
        count = saved.last - saved.first + 1
        entries: tuple[Entry, ...] = ()
        if count <= _MOST_OF_A_FORM:
            entries = self.store.history.entries(server, limit=count, before=saved.last + 1)
        # The quote, topic or point is written last, so it is the newest.
        main = [entry for entry in entries if _is_main(entry.change)]
        if not entries or len(main) > 1:
            return Done(Did.TOGETHER, Subject(Shelf.QUOTE, ""), "", saved)
        entry = main[0] if main else entries[0]
        subject = Subject(Shelf.QUOTE, about) if about else subject_of(entry.change)
        quoted = subject.shelf is Shelf.QUOTE
        return Done(
            did=self._did(server, entry, view) if main else Did.CHANGED,
            subject=subject,
            name=name_of(subject, view),
            saved=saved,
            excerpt=excerpt_of(subject.id, view) if quoted else None,
            reason=_reason(entry.change),
        )

    def _did(self, server: str, entry: Entry, view: View) -> Did:
        match entry.change:
            case RemoveQuote(quote=id_):
                return Did.WITHDRAWN if is_withdrawn(id_, entry, view) else Did.REMOVED
            case RestoreQuote():
                return Did.RESTORED
            case HideQuote():
                return Did.HIDDEN
            case ShowQuote():
                return Did.SHOWN
            case _:
                return Did.CHANGED if self.is_known_before(server, entry, view) else Did.ADDED

    def is_known_before(self, server: str, entry: Entry, view: View) -> bool:
        """Whether the subject of an entry was there before it."""
        subject = subject_of(entry.change)
        if is_shared(subject, view):
            return True
        return bool(self.store.history.entries(server, subject, limit=1, before=entry.revision))


def is_shared(subject: Subject, view: View) -> bool:
    """Whether it stands in the shared library."""
    shared = view.shared
    match subject.shelf:
        case Shelf.QUOTE:
            return subject.id in shared.quotes
        case Shelf.TOPIC:
            return subject.id in shared.topics or subject.id in shared.points
        case Shelf.SPEAKER:
            return subject.id in shared.speakers
        case Shelf.SOURCE:
            return subject.id in shared.sources


def author_of_message(quote: str, view: View) -> str:
    """The id of the member whose message was saved as this quote; empty for any other quote."""
    held = view.put.get(quote)
    source = view.library.sources.get(held.source) if held else None
    if source is None or not source.id.startswith(SOURCE_OF_MESSAGE):
        return ""
    author = source.author
    return author.removeprefix(SPEAKER_OF_MEMBER) if author.startswith(SPEAKER_OF_MEMBER) else ""


def is_withdrawn(quote: str, entry: Entry | None, view: View) -> bool:
    """Whether an entry is the removal of a saved message by its own author."""
    if entry is None or not isinstance(entry.change, RemoveQuote):
        return False
    return entry.member.id == author_of_message(quote, view) != ""


def act_of(by: Moderator, token: str, why: str = "") -> Act:
    """Who acts, over whatever they are shown now."""
    return Act(by.member, 0, token, why)


def refuse_token(token: str) -> None:
    """Raise RequestError for an empty token: two forms would count as one."""
    if not token:
        raise RequestError("That form has no number. Open it once more.")


def _is_main(change: Change) -> bool:
    kinds = PutQuote | RemoveQuote | RestoreQuote | HideQuote | ShowQuote | PutTopic | PutPoint
    return isinstance(change, kinds)


def _reason(change: Change) -> str:
    match change:
        case RemoveQuote(reason=reason) | HideQuote(reason=reason):
            return reason
        case _:
            return ""
