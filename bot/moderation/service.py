"""The moderation service: bind it to a server and a person, then ask for changes.

::

    moderation = ModerationService(servers).bind(server, moderator)
    preview = moderation.previews.make(form, token)
    moderation.save(preview)

A ``token`` is an id that the front end gives to each form (the interaction that opened it, not the
press of a button): a request repeated under one token is carried out once and answered the same.
``seen`` is the revision a moderator looked at; None means the current one. Every method raises
RequestError with one sentence for something that cannot be done, and StoreError if the database
cannot be used; nothing is saved then.
"""

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct

from bot.answers.model import TopicsAnswer, TopicTally
from bot.errors import RequestError
from bot.i18n import gettext as _
from bot.library.changes import SOURCE_OF_MESSAGE, Change, Right
from bot.moderation.change_writer import ChangeWriter
from bot.moderation.form_values import FormKey, FormKind, PendingForm
from bot.moderation.import_plan import ImportPlan
from bot.moderation.outcomes import (
    DecidedEarlier,
    DecisionMade,
    EditConflict,
    Gaps,
    Preview,
    SaveResult,
    SettingsShown,
)
from bot.moderation.previews import FormCache, Previews
from bot.moderation.quotes import QuoteEditor
from bot.moderation.servers import LruCache, Preferences, Servers, preferences_of, put_preferences
from bot.moderation.suggestions import MemberActions, SuggestionQueue
from bot.moderation.topics_points import TopicEditor
from bot.search.spelling import is_made_of_common_words
from bot.store.questions import MOST
from bot.store.records import Clock, Forgotten, Member, PersonalRecord, utc_now
from bot.store.store import Store

_MOST_FORMS = 500
# A plan holds everything that is to be imported, up to 32 MB.
_MOST_PLANS = 32


class Moderator(Member, frozen=True):
    """A person who asks, and whether they may moderate: Manage Messages or the curator role."""

    may_curate: bool


class Moderation(Struct, frozen=True):
    """The actions of one moderator in one server."""

    writer: ChangeWriter
    previews: Previews
    quotes: QuoteEditor
    topics: TopicEditor
    suggestions: SuggestionQueue

    def save(
        self, preview: Preview
    ) -> SaveResult | DecisionMade | DecidedEarlier | EditConflict | Preview:
        """Save a preview: add, edit or accept. Return a new one if it has become invalid."""
        if (preview.server, preview.member) != (self.writer.server, self.writer.member.id):
            raise RequestError(_("That form belongs to somebody else. Open one of your own."))
        if number := preview.form.suggestion:
            return self.suggestions.accept(int(number), preview.token, preview.form)
        return self.quotes.save(preview)

    def apply(
        self, changes: Sequence[Change], token: str, seen: int, why: str = ""
    ) -> SaveResult | EditConflict:
        """Save the changes of an import: all of them, or RequestError for an invalid one."""

        def attempt() -> SaveResult | EditConflict:
            self.writer.view().preview(changes)
            return self.writer.append(changes, seen, token, why)

        return self.writer.once(token, attempt)

    def gaps(self) -> Gaps:
        """Return what the collection lacks: points and topics with the most quotes first."""
        store, server = self.writer.store, self.writer.server
        answer = self.writer.snapshot().desk.topics()
        topics: tuple[TopicTally, ...] = answer.topics if isinstance(answer, TopicsAnswer) else ()
        points = chain.from_iterable(topic.points for topic in topics)
        one_sided = [point for point in points if not (point.for_ and point.against)]
        one_voice = [topic for topic in topics if topic.voices <= 1]
        noted = preferences_of(store, server).note_questions
        return Gaps(
            one_sided=tuple(sorted(one_sided, key=lambda point: -(point.for_ + point.against))),
            one_voice=tuple(sorted(one_voice, key=lambda topic: -topic.voices)),
            unanswered=store.questions.most_asked(server, MOST) if noted else (),
            noted=noted,
        )

    def settings(self, *, changed: bool = False) -> SettingsShown:
        """Return the server's settings."""
        store, server = self.writer.store, self.writer.server
        return SettingsShown(preferences_of(store, server), changed, store.privacy.declined(server))

    def put_settings(self, preferences: Preferences) -> SettingsShown:
        """Store all settings; turning off the counting of questions forgets those counted."""
        put_preferences(self.writer.store, self.writer.server, preferences)
        self.writer.servers.forget_language(self.writer.server)
        return self.settings(changed=True)


class ModerationService:
    """Bind moderation to a server and a person. Safe to use from many threads."""

    def __init__(self, servers: Servers, clock: Clock = utc_now) -> None:
        self.servers = servers
        self._clock = clock
        self.forms: FormCache = LruCache(_MOST_FORMS)
        self.plans: LruCache[FormKey, ImportPlan] = LruCache(_MOST_PLANS)

    def bind(self, server: str, moderator: Moderator) -> Moderation:
        """Return what they may do there. RequestError without the right, a server or a database."""
        if not moderator.may_curate:
            only = _(
                "Only moderators can do that here: you need Manage Messages or the curator role."
            )
            raise RequestError(only)
        writer, previews = parts = self._parts(server, moderator)
        editor, queue = QuoteEditor(*parts), SuggestionQueue(*parts)
        return Moderation(writer, previews, editor, TopicEditor(writer), queue)

    def for_member(self, server: str, member: Member) -> MemberActions:
        """Return what any member may do in a server. Raises RequestError outside a server."""
        return MemberActions(*self._parts(server, member))

    def form(self, key: FormKey) -> PendingForm | None:
        """Return a form as it was last filled in, if it is still kept."""
        held = self.forms.get(key)
        if isinstance(held, Preview):
            return PendingForm(FormKind.QUOTE, held.form)
        return held

    def preferences(self, server: str) -> Preferences:
        """Return a server's settings; no right is needed."""
        return preferences_of(self._store(server), server)

    def saved_from(self, server: str, message: str) -> tuple[str, ...]:
        """Return the ids of the quotes in the answers that were saved from a message."""
        self._store(server)
        by_source = self.servers.view(server).library.by_source
        return by_source.get(f"{SOURCE_OF_MESSAGE}{message}", ())

    def personal_records(self, member: str, server: str) -> tuple[PersonalRecord, ...]:
        """Return what is stored about a member; in every server if ``server`` is empty."""
        store = self.servers.store
        return store.privacy.records(member, server, is_made_of_common_words) if store else ()

    def forget_member(self, member: str, server: str) -> Forgotten:
        """Erase a member at their own wish; in every server if ``server`` is empty."""
        store = self.servers.store
        if store is None:
            return Forgotten(0, 0, 0)
        done = store.privacy.forget(member, Right.MEMBER, server, ordinary=is_made_of_common_words)
        self.forms.drop(
            lambda key, held: (
                server in ("", key[0]) and member in (key[1], getattr(held.form, "author", ""))
            )
        )
        return done

    def _parts(self, server: str, member: Member) -> tuple[ChangeWriter, Previews]:
        writer = ChangeWriter(self.servers, self._store(server), server, member)
        return writer, Previews(writer, self._clock, self.forms)

    def _store(self, server: str) -> Store:
        if not server:
            raise RequestError(_("A collection belongs to a server. Please ask in a server."))
        if self.servers.store is None:
            raise RequestError(_("Nothing can be changed here, because this bot keeps no changes."))
        return self.servers.store
