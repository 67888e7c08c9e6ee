"""A moderator's work on quotes: add, edit, remove, restore, hide, show, history, completion."""

from collections.abc import Container, Iterable
from enum import StrEnum
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.changes import (
    SOURCE_OF_MESSAGE,
    SPEAKER_OF_MEMBER,
    HideQuote,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    subject_of,
)
from bot.library.model import Excerpt, Quote
from bot.library.text_cleaning import nearest
from bot.library.view import View
from bot.moderation import typed_fields as fields
from bot.moderation.change_writer import (
    MISTYPED,
    ChangeWriter,
    author_of_message,
    id_typed,
    is_message,
    is_shared,
    name_in,
    retried,
)
from bot.moderation.form_values import Form
from bot.moderation.outcomes import EditConflict, HistoryPage, HistoryStep, Preview, SaveResult
from bot.moderation.previews import Previews
from bot.store.records import Act, Entry

_A_PAGE = 10


class QuoteEditor(Struct, frozen=True):
    """Change the quotes of one server."""

    writer: ChangeWriter
    previews: Previews

    def form_of(self, quote: str) -> Form:
        """Return the form of a quote in the answers, filled in; its point and topic are blank."""
        view = self.writer.view()
        library, id_ = view.library, self._id_in_answers(view, quote)
        held = library.quotes[id_]
        source, speaker = library.sources[held.source], library.speakers[held.speaker]
        author = author_of_message(id_, view)
        return Form(
            text=held.text,
            speaker=speaker.name,
            source=source.title,
            date=source.date_text or source.date,
            link=source.url,
            note=held.note,
            status=held.status.value if held.status else "",
            role=speaker.role,
            writer=library.speakers[held.quoting.writer].name if held.quoting else "",
            place=held.place,
            publication=source.publication,
            reported=held.reported,
            phrasings="\n".join(held.phrasings),
            occurrence=str(held.occurrence) if held.occurrence > 1 else "",
            author=author if held.speaker == f"{SPEAKER_OF_MEMBER}{author}" else "",
            quote=id_,
        )

    def save(self, preview: Preview) -> SaveResult | EditConflict | Preview:
        """Save a preview over the view as it is now; return a new one if it has become invalid."""
        editing = preview.form.quote

        def attempt() -> SaveResult | EditConflict | Preview:
            if editing:
                subjects = (Subject(Shelf.QUOTE, editing), *map(subject_of, preview.changes))
                entry = self.writer.changed_since(preview.seen, subjects)
                if entry is not None:
                    return self._conflict(preview, entry)
            fresh = self._made_again(preview)
            if fresh.problems:
                return fresh
            answer = self.writer.append(fresh.changes, fresh.seen, preview.token)
            if editing and isinstance(answer, EditConflict):
                return self._conflict(preview, answer.entry)
            return answer

        return self.writer.once(preview.token, lambda: retried(attempt), editing)

    def require_removable(self, quote: str) -> None:
        """Raise the RequestError of :meth:`remove`, before anybody is asked for a reason."""
        view = self.writer.view()
        view.preview([RemoveQuote(self._id_in_answers(view, quote), "not given yet")])

    def remove(self, quote: str, reason: str, token: str) -> SaveResult | EditConflict:
        """Take one of the server's own quotes out of the answers; a reason is required."""
        why = fields.note(_("The reason"), reason)
        if not why:
            raise RequestError(_("Why should it be removed? Give a reason for the history."))
        return self.writer.change(
            token, lambda view: RemoveQuote(self._id_in_answers(view, quote), why)
        )

    def restore(self, quote: str, token: str) -> SaveResult | EditConflict:
        """Bring a removed quote back."""
        return self.writer.change(
            token, lambda view: RestoreQuote(self._id_out(view, quote, view.removed, _("removed")))
        )

    def hide(self, quote: str, token: str, reason: str = "") -> SaveResult | EditConflict:
        """Hide a shared quote in this server's answers."""
        why = fields.note(_("The reason"), reason)
        return self.writer.change(
            token, lambda view: HideQuote(self._id_in_answers(view, quote), why)
        )

    def show(self, quote: str, token: str) -> SaveResult | EditConflict:
        """Show a hidden shared quote again."""
        return self.writer.change(
            token, lambda view: ShowQuote(self._id_out(view, quote, view.hidden, _("hidden")))
        )

    def withdraw(self, quote: str, token: str) -> SaveResult:
        """Erase a quote of the member's own message; RequestError for any other quote."""

        def attempt() -> SaveResult:
            view, member = self.writer.view(), self.writer.member.id
            if not member or author_of_message(id_typed(quote), view) != member:
                theirs = _("That isn’t your message. Ask a moderator here to correct or remove it.")
                raise RequestError(theirs)
            return self._erase(view, self._id_in_answers(view, quote), token)

        return self.writer.once(token, attempt)

    def erasable(self, quote: str) -> Excerpt:
        """Return a quote saved from a message, also a removed one. RequestError for any other."""
        view, id_ = self.writer.view(), id_typed(quote)
        excerpt = view.excerpt(id_)
        if excerpt is None:
            raise RequestError(self.writer.why_absent(id_, view))
        if not is_message(id_, view):
            not_this = _(
                "Only a quote that was saved from a message can be erased. To take out another "
                "one, use /library remove."
            )
            raise RequestError(not_this)
        return excerpt

    def erase(self, quote: str, token: str) -> SaveResult:
        """Erase a quote saved from a message for good, because its author wants it."""

        def attempt() -> SaveResult:
            return self._erase(self.writer.view(), self.erasable(quote).quote.id, token)

        return self.writer.once(token, attempt)

    def _erase(self, view: View, quote: str, token: str) -> SaveResult:
        writer, source = self.writer, view.put[quote].source
        act = Act(writer.member, view.revision, token)
        saved = writer.store.privacy.erase_quote(writer.server, quote, source, act)
        message = source.removeprefix(SOURCE_OF_MESSAGE)
        self.previews.pending.drop(lambda _key, held: getattr(held.form, "message", "") == message)
        return writer.result(saved)

    def history(self, quote: str = "", before: int = 0) -> HistoryPage:
        """Return a page of the history of a quote or a server, ``before`` a revision if not 0."""
        writer, view = self.writer, self.writer.view()
        id_ = id_typed(quote)
        excerpt = view.excerpt(id_)
        if id_ and excerpt is None:
            raise RequestError(self.writer.why_absent(id_, view))
        subject, history = Subject(Shelf.QUOTE, id_) if id_ else None, writer.store.history
        entries = history.entries(writer.server, subject, limit=_A_PAGE + 1, before=before)
        shown = entries[:_A_PAGE]
        return HistoryPage(
            quote=id_,
            steps=tuple(self._step(entry, view) for entry in shown),
            older=shown[-1].revision if len(entries) > _A_PAGE else 0,
            excerpt=excerpt,
            out=view.out_of_sight(id_),
            from_message=is_message(id_, view),
        )

    def _step(self, entry: Entry, view: View) -> HistoryStep:
        subject = subject_of(entry.change)
        earlier = self.writer.latest_entry(subject, entry.revision)
        before, known = earlier.change if earlier else None, is_shared(subject, view)
        return HistoryStep(entry, before, name_in(entry.change, view), known or before is not None)

    def _id_in_answers(self, view: View, quote: str) -> str:
        """Return the id of a quote in the answers; RequestError says what became of another."""
        id_ = id_typed(quote)
        if not id_:
            raise RequestError(_("Which quote? Give its id, as /library history shows it."))
        if id_ not in view.library.quotes:
            raise RequestError(self.writer.why_absent(id_, view))
        return id_

    def _id_out(self, view: View, quote: str, out: Container[str], how: str) -> str:
        """Return the id of a quote that is ``out``; RequestError says where another is."""
        id_ = id_typed(quote)
        if id_ in out:
            return id_
        if id_ in view.library.quotes:
            said = _("{quote} is in the answers; it isn’t {how}.")
            raise RequestError(said, quote=fields.echoed(id_), how=how)
        raise RequestError(self.writer.why_absent(id_, view))

    def _made_again(self, old: Preview) -> Preview:
        return self.previews.make(old.form, old.token, find_duplicates=False)

    def _conflict(self, preview: Preview, entry: Entry) -> EditConflict:
        """Describe another's change, with a new preview of the form if one can be made."""
        conflict = self.writer.conflict(entry)
        try:
            return replace(conflict, again=self._made_again(preview))
        except RequestError:
            return conflict


class Among(StrEnum):
    """The quotes that an option offers."""

    ANY = "quote"
    LIVE = "live"
    OWN = "own"
    REMOVED = "removed"
    SHARED = "shared"
    HIDDEN = "hidden"


def quotes_like(view: View, among: Among, typed: str, limit: int) -> tuple[Quote, ...]:
    """Return at most ``limit`` quotes with every typed word in text, speaker or id.

    The server's own come first, the newest at the top. Nothing typed matches all. If no quote
    matches, mistyped words of speakers' names are corrected.
    """
    speakers, words = view.library.speakers, typed.casefold().split()

    def has_words(quote: Quote) -> bool:
        speaker = speakers.get(quote.speaker)
        held = f"{quote.id} {quote.text} {speaker.name if speaker else ''}".casefold()
        return all(word in held for word in words)

    found = tuple(islice(filter(has_words, _among(view, among)), limit))
    if words and not found:
        names = {word for one in speakers.values() for word in one.name.casefold().split()}
        words = [nearest(word, names, MISTYPED) or word for word in words]
        found = tuple(islice(filter(has_words, _among(view, among)), limit))
    return found


def _among(view: View, among: Among) -> Iterable[Quote]:
    own, shared = view.put, view.shared.quotes
    match among:
        case Among.OWN:
            return (own[id_] for id_ in reversed(tuple(own)) if id_ not in view.removed)
        case Among.SHARED:
            out = own.keys() | view.hidden.keys()
            return (quote for id_, quote in shared.items() if id_ not in out)
        case Among.REMOVED:
            return (own[id_] for id_ in reversed(tuple(view.removed)) if id_ in own)
        case Among.HIDDEN:
            return (shared[id_] for id_ in reversed(tuple(view.hidden)) if id_ in shared)
        case Among.LIVE:
            return chain(_among(view, Among.OWN), _among(view, Among.SHARED))
        case Among.ANY:
            every = (_among(view, one) for one in (Among.LIVE, Among.REMOVED, Among.HIDDEN))
            return chain.from_iterable(every)
