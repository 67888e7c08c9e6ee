"""What a moderator does to quotes: add, edit, remove, restore, hide, show."""

from dataclasses import replace

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    RemoveQuote,
    RestoreQuote,
    Shelf,
    ShowQuote,
    Subject,
    subject_of,
)
from bot.library.view import View
from bot.moderation import form_fields as fields
from bot.moderation.answers import HistoryPage, Step
from bot.moderation.commit import (
    Saving,
    act_of,
    author_of_message,
    is_shared,
    is_withdrawn,
)
from bot.moderation.descriptions import (
    excerpt_of,
    id_typed,
    name_in,
    newest,
    out_of_sight,
    why_absent,
)
from bot.moderation.form_fields import Refused, echoed
from bot.moderation.forms import SPEAKER_OF_MEMBER, Editing, Form, Moderator
from bot.moderation.outcomes import Clash, Done, Preview
from bot.moderation.previews import Previews
from bot.moderation.resolve_speaker import source_of_message
from bot.store import Act, Entry, Member

_A_PAGE = 10
_TRIES = 3
_TAKEN_OUT = "taken out by its author"


class Quotes:
    """The quotes of servers, changed by moderators whose right was asked."""

    def __init__(self, saving: Saving, previews: Previews) -> None:
        self._saving = saving
        self._previews = previews
        self._servers = saving.servers
        self._store = saving.store

    def form_of(self, server: str, quote: str) -> Form:
        """The form of a quote in the answers, as it stands; its filing is left blank."""
        view = self._servers.view(server)
        id_ = self._in_sight(server, view, quote)
        held = view.library.quotes[id_]
        source = view.library.sources[held.source]
        speaker = view.library.speakers[held.speaker]
        writer = view.library.speakers[held.quoting.writer].name if held.quoting else ""
        form = Form(
            text=held.text,
            speaker=speaker.name,
            source=source.title,
            date=source.date_text or source.date,
            link=source.url,
            note=held.note,
            status=held.status.value if held.status else "",
            role=speaker.role,
            writer=writer,
            place=held.place,
            publication=source.publication,
        )
        author = author_of_message(id_, view)
        if author and held.speaker == f"{SPEAKER_OF_MEMBER}{author}":
            form = replace(form, author=author)
        return form

    def save(self, server: str, by: Moderator, preview: Preview) -> Done | Clash | Preview:
        """Save what a preview shows, over the view as it is now."""
        editing = preview.purpose.quote if isinstance(preview.purpose, Editing) else ""
        done = self._saving.before(server, preview.token, editing)
        if done is not None:
            return done
        if editing:
            entry = self._saving.since(server, _subjects(preview, editing), preview.seen)
            if entry is not None:
                return self._clash(server, by, preview, entry)
        answer: Done | Clash | Preview = preview
        for _ in range(_TRIES):
            fresh = self._look_again(server, by, preview)
            if not fresh.sound:
                return fresh
            act = Act(by.member, fresh.seen, preview.token)
            answer = self._saving.append(server, fresh.changes, act)
            if isinstance(answer, Done):
                return answer
            if editing:
                return self._clash(server, by, preview, answer.entry)
        return answer

    def require_removable(self, server: str, quote: str) -> None:
        """Raise RequestError for a quote that cannot be removed."""
        view = self._servers.view(server)
        view.preview([RemoveQuote(self._in_sight(server, view, quote), _TAKEN_OUT)])

    def remove(
        self, server: str, by: Moderator, quote: str, reason: str, token: str, seen: int | None
    ) -> Done | Clash:
        """Take one of the server's own quotes out of the answers."""
        why = _reason(reason)
        if not why:
            raise RequestError("Why is it removed? Give a reason: the history keeps it.")
        return self._saving.change(
            server,
            act_of(by, token),
            lambda view: RemoveQuote(self._in_sight(server, view, quote), why),
            seen,
        )

    def restore(
        self, server: str, by: Moderator, quote: str, token: str, seen: int | None
    ) -> Done | Clash:
        """Bring a removed quote back."""

        def make(view: View) -> Change:
            id_ = id_typed(quote)
            if id_ not in view.removed:
                raise RequestError(self._not_out(server, view, id_, "removed"))
            if is_withdrawn(id_, newest(self._store, server, Subject(Shelf.QUOTE, id_)), view):
                raise RequestError(
                    "The author of this message had it taken out. Only a new message can be saved."
                )
            return RestoreQuote(id_)

        return self._saving.change(server, act_of(by, token), make, seen)

    def hide(
        self, server: str, by: Moderator, quote: str, reason: str, token: str, seen: int | None
    ) -> Done | Clash:
        """Take a shared quote out of this server's answers."""
        why = _reason(reason)
        return self._saving.change(
            server,
            act_of(by, token),
            lambda view: HideQuote(self._in_sight(server, view, quote), why),
            seen,
        )

    def show(
        self, server: str, by: Moderator, quote: str, token: str, seen: int | None
    ) -> Done | Clash:
        """Show a hidden shared quote again."""

        def make(view: View) -> Change:
            id_ = id_typed(quote)
            if id_ not in view.hidden:
                raise RequestError(self._not_out(server, view, id_, "hidden"))
            return ShowQuote(id_)

        return self._saving.change(server, act_of(by, token), make, seen)

    def withdraw(self, server: str, member: Member, quote: str, token: str) -> Done:
        """Take out a quote of the member's own message."""
        by = Moderator(member.id, member.name, may_curate=False)

        def make(view: View) -> Change:
            id_ = id_typed(quote)
            if not member.id or author_of_message(id_, view) != member.id:
                raise RequestError(
                    "That is not a message of yours. To have it corrected or taken down, ask a "
                    "moderator here."
                )
            return RemoveQuote(self._in_sight(server, view, id_), _TAKEN_OUT)

        answer = self._saving.change(server, act_of(by, token), make, None)
        if isinstance(answer, Clash):
            raise RequestError("It was being changed at that moment. Please try once more.")
        return answer

    def saved_from(self, server: str, message: str) -> tuple[str, ...]:
        """The ids of the quotes in the answers that were saved from a message."""
        try:
            source = source_of_message(message)
        except Refused:
            return ()
        return self._servers.view(server).library.by_source.get(source, ())

    def history(self, server: str, quote: str, before: int) -> HistoryPage:
        """Who changed what, of one quote or of the server."""
        view = self._servers.view(server)
        id_ = id_typed(quote)
        if id_ and excerpt_of(id_, view) is None:
            raise RequestError(why_absent(self._store, server, view, id_))
        subject = Subject(Shelf.QUOTE, id_) if id_ else None
        entries = self._store.history.entries(server, subject, limit=_A_PAGE + 1, before=before)
        shown = entries[:_A_PAGE]
        return HistoryPage(
            quote=id_,
            steps=tuple(self._step(server, entry, view) for entry in shown),
            older=shown[-1].revision if len(entries) > _A_PAGE else 0,
            excerpt=excerpt_of(id_, view) if id_ else None,
            out=out_of_sight(id_, view) if id_ else "",
        )

    def _step(self, server: str, entry: Entry, view: View) -> Step:
        subject = subject_of(entry.change)
        earlier = self._store.history.entries(server, subject, limit=1, before=entry.revision)
        before = earlier[0].change if earlier else None
        name = name_in(entry.change, view)
        return Step(entry, before, name, is_shared(subject, view))

    def _in_sight(self, server: str, view: View, quote: str) -> str:
        """The id of a quote in the answers. Raises RequestError with what became of another."""
        id_ = id_typed(quote)
        if not id_:
            raise RequestError("Which quote? Give its id, as /library history shows it.")
        if id_ not in view.library.quotes:
            raise RequestError(why_absent(self._store, server, view, id_))
        return id_

    def _not_out(self, server: str, view: View, quote: str, how: str) -> str:
        if quote in view.library.quotes:
            return f"{echoed(quote)} is in the answers: it is not {how}."
        return why_absent(self._store, server, view, quote)

    def _look_again(self, server: str, by: Moderator, preview: Preview) -> Preview:
        form, purpose = preview.form, preview.purpose
        return self._previews.look(server, by, form, preview.token, purpose, twins=False)

    def _clash(self, server: str, by: Moderator, preview: Preview, entry: Entry) -> Clash:
        """What another did meanwhile, with the form looked at anew where that can be."""
        clash = self._saving.clash(server, entry)
        try:
            again = self._look_again(server, by, preview)
        except RequestError:
            return clash
        return replace(clash, again=again)


def _subjects(preview: Preview, editing: str) -> tuple[Subject, ...]:
    changed = (subject_of(change) for change in preview.changes)
    return tuple(dict.fromkeys((Subject(Shelf.QUOTE, editing), *changed)))


def _reason(typed: str) -> str:
    try:
        return fields.note(typed)
    except Refused as refused:
        raise RequestError(str(refused).replace("The note", "The reason")) from refused
