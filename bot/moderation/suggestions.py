"""Members' suggestions and moderators' decisions on them."""

from msgspec import Struct
from msgspec.structs import asdict, replace

from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.moderation import typed_fields as fields
from bot.moderation.change_writer import ChangeWriter, refuse_token, retried
from bot.moderation.form_values import Form, form_from_fields
from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    EditConflict,
    InvalidForm,
    Preview,
    Review,
    SaveResult,
)
from bot.moderation.previews import Previews, problems_of_message
from bot.moderation.quote_form import ModeratorBuilder
from bot.moderation.quotes import QuoteEditor
from bot.store.records import Act, Conflict, Decided, StoredSuggestion, TooMany

_MOST_LISTED = 10
_MOST_COUNTED = 25
_Decision = DecisionMade | DecidedEarlier


class MemberActions(Struct, frozen=True):
    """The actions of any member in a server."""

    writer: ChangeWriter
    previews: Previews

    def suggest(
        self, form: Form, token: str, channel: str = ""
    ) -> StoredSuggestion | TooMany | InvalidForm:
        """Put the member's form into the queue: at most five an hour, filed or not."""
        refuse_token(token)
        writer = self.writer
        snapshot = writer.snapshot()
        builder = ModeratorBuilder(form, self.previews.clock().date(), snapshot=snapshot)
        problems = problems_of_message(form, snapshot.view)
        if problems := problems or builder.check_suggestion():
            return InvalidForm(form, problems)
        given = {name: value for name, value in asdict(form).items() if value}
        return writer.store.suggestions.put(writer.server, writer.member, given, token, channel)

    def suggestions(self) -> tuple[StoredSuggestion, ...]:
        """Return the member's latest suggestions, ten at most, newest first."""
        store, server = self.writer.store, self.writer.server
        return store.suggestions.of_member(server, self.writer.member.id, limit=_MOST_LISTED)

    def withdraw(self, quote: str, token: str) -> SaveResult:
        """Erase a quote of the member's own message; RequestError for any other quote."""
        return QuoteEditor(self.writer, self.previews).withdraw(quote, token)


class SuggestionQueue(Struct, frozen=True):
    """The suggestions of one server, for its moderators."""

    writer: ChangeWriter
    previews: Previews

    def review(self, token: str, number: int = 0, after: int = 0) -> Review | DecidedEarlier:
        """Return the suggestion of a number, or the oldest open one after ``after``.

        After the last comes the first again. Its preview is kept under the token. Raises
        RequestError if there is none.
        """
        if number:
            suggestion = self.writer.store.suggestions.get(self.writer.server, number)
        # After the last, those that were passed over come round again.
        elif found := self._open(1, after) or self._open(1):
            suggestion = found[0]
        else:
            raise RequestError(_("There are no suggestions waiting."))
        if suggestion.decision is not None:
            return DecidedEarlier(suggestion, bool(self._open(1)))
        preview = self.previews.make(_form_of(suggestion), token)
        others = self._open(_MOST_COUNTED + 1)
        behind = sum(other.number != suggestion.number for other in others)
        return Review(suggestion, preview, min(behind, _MOST_COUNTED))

    def accept(
        self, number: int, token: str, form: Form | None = None
    ) -> _Decision | EditConflict | Preview:
        """Accept a suggestion as it is or with a changed form; return a Preview if invalid."""
        suggestions, server = self.writer.store.suggestions, self.writer.server
        suggestion = suggestions.get(server, number)
        if suggestion.decision is not None:
            # A decision never changes; declining tells whether this token made it.
            return self._answer(suggestions.decline(server, number, self._act(token)))
        why = _("Suggested by {name} (suggestion {number}).")
        why = why.format(name=suggestion.member.name, number=number)
        given = _form_of(suggestion)
        # A moderator cannot change whose message it was.
        final = replace(form or given, message=given.message, author=given.author)

        def attempt() -> _Decision | EditConflict | Preview:
            preview = self.previews.make(final, token, find_duplicates=False)
            if preview.problems:
                return preview
            act = self._act(token, why, preview.seen)
            answer = suggestions.accept(server, number, preview.changes, act)
            if isinstance(answer, Conflict):
                return self.writer.conflict(answer.entry)
            return self._answer(answer)

        return retried(attempt)

    def decline(self, number: int, reason: str, token: str) -> _Decision:
        """Decline a suggestion; a reason is required, and the member is told it."""
        why = fields.note(_("The reason"), reason)
        if not why:
            raise RequestError(_("Why is it declined? Give a reason; the member is told."))
        writer = self.writer
        act = self._act(token, why)
        return self._answer(writer.store.suggestions.decline(writer.server, number, act))

    def _open(self, limit: int, after: int = 0) -> tuple[StoredSuggestion, ...]:
        return self.writer.store.suggestions.open(self.writer.server, limit=limit, after=after)

    def _act(self, token: str, why: str = "", seen: int = 0) -> Act:
        return Act(self.writer.member, seen, token, why)

    def _answer(self, answer: Decided) -> _Decision:
        suggestion, waiting = answer.suggestion, bool(self._open(1))
        if answer.earlier:
            return DecidedEarlier(suggestion, waiting)
        saved = suggestion.decision.saved if suggestion.decision else None
        return DecisionMade(suggestion, self.writer.result(saved) if saved else None, waiting)


def _form_of(suggestion: StoredSuggestion) -> Form:
    return replace(form_from_fields(suggestion.fields), suggestion=str(suggestion.number))
