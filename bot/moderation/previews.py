"""Previews of quote forms, and the cache of forms and import plans not yet saved."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import RequestError
from bot.i18n import N_
from bot.i18n import gettext as _
from bot.library.changes import Shelf, Subject, digest
from bot.library.view import View
from bot.lru import LruCache
from bot.moderation.change_writer import (
    ChangeWriter,
    excerpt_of,
    is_withdrawn,
    out_of_sight,
    refuse_token,
)
from bot.moderation.duplicates import DuplicateFinder
from bot.moderation.outcomes import DuplicateQuote, FormProblem, Preview
from bot.moderation.quote_form import ModeratorBuilder, Words
from bot.moderation.resolve import source_of_message
from bot.moderation.typed_fields import Editing, Form, PointForm, Purpose, Refused, TopicForm
from bot.store.types import Clock


class FormKind(StrEnum):
    """The kinds of forms. The value is part of a form's custom_id, so it never changes."""

    QUOTE = "quote"
    FILING = "filing"
    SUGGESTION = "suggest"
    TOPIC = "topic"
    POINT = "point"
    REMOVAL = "remove"
    DECLINING = "decline"


@dataclass(frozen=True, slots=True)
class PendingForm:
    """A form with the values filled in so far.

    ``purpose`` says what a quote is filled in for; ``seen`` is the revision that a topic or a point
    was read from.
    """

    kind: FormKind
    form: Form | TopicForm | PointForm
    purpose: Purpose = None
    seen: int | None = None


FormKey = tuple[str, str, str]
"""The ids of a server and a member, and the token of the form."""

FormCache = LruCache[FormKey, PendingForm | Preview]
"""The latest form or preview under each key.

In memory only: after a restart they are gone, and the front end gives back the values that were
typed.
"""


_WITHDRAWN = N_("The author of this message had it removed. It can’t be added again.")


@dataclass(frozen=True, slots=True)
class Previews:
    """Makes previews of forms for one moderator in one server."""

    writer: ChangeWriter
    clock: Clock
    duplicates: DuplicateFinder
    pending: FormCache

    def make(
        self, form: Form, token: str, purpose: Purpose = None, *, find_duplicates: bool = True
    ) -> Preview:
        """Return what saving the form would do now, or all its problems; store nothing.

        Kept for a while under its token: see :meth:`get`. Raises RequestError if the quote to edit
        is not in the answers.
        """
        refuse_token(token)
        writer, snapshot = self.writer, self.writer.snapshot()
        view = snapshot.view
        editing = purpose.quote if isinstance(purpose, Editing) else ""
        if editing and editing not in view.library.quotes:
            raise RequestError(writer.why_absent(editing, view))
        blank = Preview(
            server=writer.server,
            member=writer.member.id,
            token=token,
            purpose=purpose,
            form=form,
            seen=view.revision,
            before=excerpt_of(editing, view) if editing else None,
        )
        before = view.library.quotes[editing] if editing else None
        builder = ModeratorBuilder(form, self.clock().date(), snapshot=snapshot, before=before)
        words = builder.words()
        preview = builder.fill(blank, words)
        problems = self.problems_of_message(form, purpose, view)
        if problems:
            preview = replace(preview, problems=problems)
        if find_duplicates:
            preview = replace(preview, duplicates=self._duplicates(words, view, editing))
        self.pending.put((writer.server, writer.member.id, token), preview)
        return preview

    def get(self, token: str) -> Preview:
        """Return the latest preview under this token.

        Raises RequestError if it is not kept any more (a restart, or hundreds made since).
        """
        found = self.pending.get((self.writer.server, self.writer.member.id, token))
        if not isinstance(found, Preview):
            raise RequestError(
                _("I no longer have that form, and nothing was saved. Please open it again.")
            )
        return found

    def _duplicates(self, words: Words, view: View, editing: str) -> tuple[DuplicateQuote, ...]:
        if not words.text:
            return ()
        found = []
        for match in self.duplicates.find(words.text, view, editing):
            excerpt = excerpt_of(match.quote, view)
            if excerpt is not None:
                speaker = words.speaker.speaker.id if words.speaker else excerpt.speaker.id
                out = out_of_sight(match.quote, view)
                other = excerpt.speaker.id != speaker
                found.append(DuplicateQuote(excerpt, match.likeness, other, out))
        return tuple(found)

    def problems_of_message(
        self, form: Form, purpose: Purpose, view: View
    ) -> tuple[FormProblem, ...]:
        """Return the problem of a message that its author took out of the collection, if any."""
        if not form.message or isinstance(purpose, Editing):
            return ()
        try:
            source = source_of_message(form.message)
        except Refused:
            return ()
        if Subject(Shelf.SOURCE, digest(source)) in view.erased:
            return (FormProblem("", _WITHDRAWN),)
        for quote in view.removed:
            if view.put[quote].source == source:
                entry = self.writer.newest(Subject(Shelf.QUOTE, quote))
                if is_withdrawn(quote, entry, view):
                    return (FormProblem("", _(_WITHDRAWN)),)
        return ()
