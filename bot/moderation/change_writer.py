"""Write changes to a server's history, once for each token, and describe them in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from bot.errors import RequestError
from bot.i18n import N_, gettext as _, moment, number
from bot.library.changes import (
    SOURCE_OF_MESSAGE,
    SPEAKER_OF_MEMBER,
    Change,
    Erased,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    digest,
    subject_of,
)
from bot.library.model import Speaker
from bot.library.text_cleaning import nearest, shortened
from bot.library.view import View
from bot.moderation.outcomes import EditConflict, SaveKind, SaveResult
from bot.moderation.servers import Servers, Snapshot
from bot.moderation.typed_fields import echoed, without_unseen
from bot.search.results import name_of as kind_name
from bot.store.records import Act, Conflict, Entry, Member, Saved
from bot.store.store import Store

_LONGEST_NAME = 60
_LONGEST_ID = 80
# ``fuzz.ratio``, 0 to 100, from which a word or an id may be a mistyped one.
MISTYPED = 75.0
# A form writes at most five changes: two speakers, a source, a quote, and one to spare.
_MOST_OF_A_FORM = 5
_TRIES = 3
_SAVE_KINDS: Mapping[type[Change], SaveKind] = {
    RemoveQuote: SaveKind.REMOVED,
    RestoreQuote: SaveKind.RESTORED,
    HideQuote: SaveKind.HIDDEN,
    ShowQuote: SaveKind.SHOWN,
}
# By whom a quote was taken out, that it was if nobody knows, and the remedy.
_OUT_OF_SIGHT = {
    "removed": (
        N_("{quote} was removed by {member} on {moment}."),
        N_("{quote} was removed."),
        N_("Use /library restore to bring it back."),
    ),
    "hidden": (
        N_("{quote} was hidden by {member} on {moment}."),
        N_("{quote} was hidden."),
        N_("Use /library show to bring it back."),
    ),
}
# Changes that a form is about; those of speakers and sources come with them.
_MAIN_CHANGES = (PutQuote, PutTopic, PutPoint, *_SAVE_KINDS)
_Answer = TypeVar("_Answer")


class ChangeWriter(Struct, frozen=True):
    """Read and write one server's history for one member; save changes once under a token."""

    servers: Servers
    store: Store
    server: str
    member: Member

    def view(self) -> View:
        """Return the server's view as it is now."""
        return self.servers.view(self.server)

    def snapshot(self) -> Snapshot:
        """Return the server's view as it is now and the desk over it."""
        return self.servers.snapshot(self.server)

    def latest_entry(self, subject: Subject, before: int = 0) -> Entry | None:
        """Return the latest entry on a subject, of those before a revision if not 0; or None."""
        entries = self.store.history.entries(self.server, subject, limit=1, before=before)
        return entries[0] if entries else None

    def why_absent(self, quote: str, view: View) -> str:
        """Return the sentence for a quote not in the answers: who took it out, or a similar id."""
        name, out = echoed(quote), view.out_of_sight(quote)
        if Subject(Shelf.QUOTE, digest(quote)) in view.erased:
            erased = _("{quote} was erased for good, because its author asked for it.")
            return erased.format(quote=name)
        if not out:
            absent = _("There is no quote {quote} here.").format(quote=name)
            if found := nearest(quote, view.library.quotes, MISTYPED):
                return f"{absent} " + _("Did you mean {found}?").format(found=echoed(found))
            return absent
        entry = self.latest_entry(Subject(Shelf.QUOTE, quote))
        known, unknown, remedy = _OUT_OF_SIGHT[out]
        said = [_(unknown).format(quote=name)]
        if entry and entry.member.name:
            by, when = entry.member.name, moment(entry.at)
            said = [_(known).format(quote=name, member=by, moment=when)]
        if reason := view.removed.get(quote, "") or view.hidden.get(quote, ""):
            said.append(_("The reason was {reason}.").format(reason=echoed(reason.rstrip("."))))
        return " ".join((*said, _(remedy)))

    def once(
        self, token: str, attempt: Callable[[], _Answer], edited: str = ""
    ) -> _Answer | SaveResult:
        """Return what was saved under this token before, else the answer of ``attempt``."""
        refuse_token(token)
        saved = self.store.history.saved(self.server, token)
        return self.result(saved, edited) if saved else attempt()

    def append(
        self, changes: Sequence[Change], seen: int, token: str, why: str = ""
    ) -> SaveResult | EditConflict:
        """Save changes that were checked over the revision ``seen``. RequestError if too many."""
        most = self.servers.most_quotes
        put = {change.quote.id for change in changes if isinstance(change, PutQuote)}
        if put and len(put | self.view().put.keys()) > most:
            full = _(
                "A server's collection holds at most {most} quotes. Nothing was saved. Ask the "
                "people who run this bot to raise COUNTERPOINT_MOST_QUOTES."
            )
            raise RequestError(full, most=number(most))
        act = Act(self.member, seen, token, why)
        saved = self.store.history.append(self.server, changes, act)
        return self.conflict(saved.entry) if isinstance(saved, Conflict) else self.result(saved)

    def change(self, token: str, make: Callable[[View], Change]) -> SaveResult | EditConflict:
        """Save one change, made from the present view."""

        def attempt() -> SaveResult | EditConflict:
            view = self.view()
            change = make(view)
            view.preview([change])
            return self.append([change], view.revision, token)

        return self.once(token, lambda: retried(attempt))

    def changed_since(self, seen: int, subjects: Sequence[Subject]) -> Entry | None:
        """Return the newest change to any of the subjects after a revision, if there is one."""
        latest = map(self.latest_entry, subjects)
        later = (entry for entry in latest if entry and entry.revision > seen)
        return max(later, key=lambda entry: entry.revision, default=None)

    def conflict(self, entry: Entry) -> EditConflict:
        """Describe another's change and the quote as it is now."""
        view = self.view()
        subject = subject_of(entry.change)
        in_answers = subject.shelf is Shelf.QUOTE and subject.id in view.library.quotes
        now = view.excerpt(subject.id) if in_answers else None
        return EditConflict(entry, name_of(subject, view), now)

    def result(self, saved: Saved, edited: str = "") -> SaveResult:
        """Describe what was saved; ``edited`` is the quote that was edited, if one was."""
        view, nothing = self.view(), Subject(Shelf.QUOTE, "")
        count = saved.last - saved.first + 1
        entries: tuple[Entry, ...] = ()
        if count <= _MOST_OF_A_FORM:
            entries = self.store.history.entries(self.server, limit=count, before=saved.last + 1)
        # The quote, topic or point is written last, so it is the newest.
        main = [entry for entry in entries if isinstance(entry.change, _MAIN_CHANGES)]
        if not entries or len(main) > 1:
            return SaveResult(SaveKind.TOGETHER, nothing, "", saved)
        entry = (*main, *entries)[0]
        if isinstance(entry.change, Erased):
            return SaveResult(SaveKind.ERASED, nothing, "", saved)
        subject = Subject(Shelf.QUOTE, edited) if edited else subject_of(entry.change)
        return SaveResult(
            kind=self._kind(entry, view) if main else SaveKind.CHANGED,
            subject=subject,
            name=name_of(subject, view),
            saved=saved,
            excerpt=view.excerpt(subject.id) if subject.shelf is Shelf.QUOTE else None,
            reason=getattr(entry.change, "reason", ""),
            from_message=is_message(subject.id, view),
        )

    def _kind(self, entry: Entry, view: View) -> SaveKind:
        if type(entry.change) in _SAVE_KINDS:
            return _SAVE_KINDS[type(entry.change)]
        subject = subject_of(entry.change)
        known = is_shared(subject, view) or self.latest_entry(subject, entry.revision)
        return SaveKind.CHANGED if known else SaveKind.ADDED


def retried(attempt: Callable[[], _Answer]) -> _Answer:
    """Return the answer of ``attempt``, repeated after a conflict over the newer revision.

    This resolves a lost race for a new id; a change that somebody else made first stays a conflict.
    """
    for _again in range(1, _TRIES):
        answer = attempt()
        if not isinstance(answer, EditConflict):
            return answer
    return attempt()


def is_shared(subject: Subject, view: View) -> bool:
    """Whether the subject is part of the shared library."""
    if subject.shelf is Shelf.QUOTE:
        return subject.id in view.shared.quotes
    return any(subject.id in view.shared.things(kind) for kind in subject.shelf.kinds)


def is_message(quote: str, view: View) -> bool:
    """Whether a quote of the server's own was saved from a message, also a removed one."""
    own = view.put.get(quote)
    return own is not None and own.source.startswith(SOURCE_OF_MESSAGE)


def author_of_message(quote: str, view: View) -> str:
    """Return the id of the member whose message was saved as this quote; empty for others."""
    author = view.library.sources[view.put[quote].source].author if is_message(quote, view) else ""
    return author.removeprefix(SPEAKER_OF_MEMBER) if author.startswith(SPEAKER_OF_MEMBER) else ""


def refuse_token(token: str) -> None:
    """Raise RequestError for an empty token, under which two forms would count as one."""
    if not token:
        raise RequestError(_("I can’t tell which form that is. Please open it again."))


def name_of(subject: Subject, view: View) -> str:
    """Return the name of a subject; its id if it is not in the view."""
    if subject.shelf is Shelf.QUOTE:
        quote = view.quote(subject.id)
        return shortened(quote.text, _LONGEST_NAME) if quote else subject.id
    known = (k for k in subject.shelf.kinds if subject.id in view.library.things(k))
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


def id_typed(typed: str) -> str:
    """Return an id as typed: lower case, stripped, at most 80 characters."""
    return without_unseen(typed[: 2 * _LONGEST_ID])[0].casefold()[:_LONGEST_ID]
