"""What members suggest, and what moderators decide on it."""

from dataclasses import replace

from bot.errors import RequestError
from bot.moderation import form_fields as fields
from bot.moderation.answers import (
    DecidedBefore,
    DecidedNow,
    Enough,
    Fates,
    Queue,
    Review,
    Suggested,
    Tell,
)
from bot.moderation.commit import Saving
from bot.moderation.form_fields import Refused
from bot.moderation.forms import (
    Accepting,
    Form,
    Moderator,
    form_from_fields,
    form_in_fields,
)
from bot.moderation.outcomes import Clash, Preview, Unfit
from bot.moderation.previews import Previews
from bot.moderation.quote_form import troubles_of_suggestion
from bot.store import Act, Conflict, Decided, Member, Proposal, Suggestion, TooMany
from bot.store.clock import Clock

_A_PAGE = 10
_MOST_COUNTED = 25
_TRIES = 3


class Suggesting:
    """The queues of servers."""

    def __init__(self, saving: Saving, previews: Previews, clock: Clock) -> None:
        self._saving = saving
        self._previews = previews
        self._clock = clock
        self._suggestions = saving.store.suggestions

    def suggest(
        self, server: str, member: Member, form: Form, token: str, channel: str
    ) -> Suggested | Enough | Unfit:
        """Put a member's form into the queue."""
        standing = self._saving.servers.standing(server)
        troubles = troubles_of_suggestion(form, standing, self._clock().date())
        if troubles:
            return Unfit(form, troubles)
        proposal = Proposal(member, form_in_fields(form), token, channel)
        put = self._suggestions.put(server, proposal)
        return Enough(put.next_at) if isinstance(put, TooMany) else Suggested(put)

    def queue(self, server: str, after: int) -> Queue:
        """The open ones after a number."""
        found = self._suggestions.open(server, limit=_A_PAGE + 1, after=after)
        return Queue(found[:_A_PAGE], len(found) > _A_PAGE)

    def review(
        self, server: str, by: Moderator, token: str, number: int, after: int
    ) -> Review | DecidedBefore:
        """One to decide."""
        suggestion = self._wanted(server, number, after)
        if suggestion.decision is not None:
            return self._before(server, suggestion)
        form = form_from_fields(suggestion.fields)
        preview = self._previews.look(server, by, form, token, Accepting(suggestion.number))
        others = self._suggestions.open(server, limit=_MOST_COUNTED + 1)
        behind = sum(other.number != suggestion.number for other in others)
        return Review(suggestion, preview, min(behind, _MOST_COUNTED))

    def accept(
        self, server: str, by: Moderator, number: int, token: str, form: Form | None
    ) -> DecidedNow | DecidedBefore | Clash | Preview:
        """Accept one, as it stands or changed."""
        suggestion = self._suggestions.get(server, number)
        if suggestion.decision is not None:
            return self._decided(server, by, suggestion, token)
        why = f"Suggested by {suggestion.member.name} (suggestion {number})."
        tries = _TRIES
        while True:
            preview = self._look(server, by, suggestion, token, form)
            if not preview.sound:
                return preview
            act = Act(by.member, preview.seen, token, why)
            answer = self._suggestions.accept(server, number, preview.changes, act)
            tries -= 1
            if isinstance(answer, Decided):
                return self._told(server, answer.suggestion)
            if not isinstance(answer, Conflict):
                return self._before(server, answer.suggestion)
            if not tries:
                return self._saving.clash(server, answer.entry)

    def decline(
        self, server: str, by: Moderator, number: int, reason: str, token: str
    ) -> DecidedNow | DecidedBefore:
        """Decline one."""
        try:
            why = fields.note(reason)
        except Refused as refused:
            raise RequestError(str(refused).replace("The note", "The reason")) from refused
        if not why:
            raise RequestError("Why is it declined? Give a reason: the member is told.")
        answer = self._suggestions.decline(server, number, Act(by.member, 0, token, why))
        if isinstance(answer, Decided):
            return self._told(server, answer.suggestion)
        return self._before(server, answer.suggestion)

    def fates(self, server: str, member: Member) -> Fates:
        """What became of a member's own."""
        return Fates(self._suggestions.of_member(server, member.id, limit=_A_PAGE))

    def _wanted(self, server: str, number: int, after: int) -> Suggestion:
        if number:
            return self._suggestions.get(server, number)
        # After the last, those that were passed over come round again.
        for start in (after, 0):
            found = self._suggestions.open(server, limit=1, after=start)
            if found:
                return found[0]
        raise RequestError("There are no suggestions to decide.")

    def _look(
        self, server: str, by: Moderator, suggestion: Suggestion, token: str, form: Form | None
    ) -> Preview:
        given = form_from_fields(suggestion.fields)
        # Whose message it was is not the moderator's to change.
        form = replace(form or given, message=given.message, author=given.author)
        purpose = Accepting(suggestion.number)
        return self._previews.look(server, by, form, token, purpose, twins=False)

    def _decided(
        self, server: str, by: Moderator, suggestion: Suggestion, token: str
    ) -> DecidedNow | DecidedBefore:
        """One that is decided: by this very press before, or by another."""
        # What is decided never changes; declining it only tells which of the two it was.
        act = Act(by.member, 0, token)
        answer = self._suggestions.decline(server, suggestion.number, act)
        if isinstance(answer, Decided):
            return self._told(server, answer.suggestion)
        return self._before(server, answer.suggestion)

    def _told(self, server: str, suggestion: Suggestion) -> DecidedNow:
        saved = suggestion.decision.saved if suggestion.decision else None
        done = self._saving.done(server, saved) if saved else None
        tell = Tell(
            suggestion.member.id, suggestion.channel, suggestion, done.excerpt if done else None
        )
        return DecidedNow(suggestion, tell, done, self._is_one_waiting(server))

    def _before(self, server: str, suggestion: Suggestion) -> DecidedBefore:
        return DecidedBefore(suggestion, self._is_one_waiting(server))

    def _is_one_waiting(self, server: str) -> bool:
        return bool(self._suggestions.open(server, limit=1))
