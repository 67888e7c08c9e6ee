"""The moderators' desk: one facade, one method for each thing a moderator can do."""

from collections.abc import Sequence

from bot.errors import RequestError
from bot.library.changes import Change
from bot.moderation.answers import (
    DecidedBefore,
    DecidedNow,
    Enough,
    Fates,
    Gaps,
    HistoryPage,
    Queue,
    Review,
    SettingsShown,
    Suggested,
)
from bot.moderation.commit import refuse_token
from bot.moderation.forms import (
    ADDING,
    Accepting,
    Form,
    Moderator,
    PointForm,
    Preferences,
    Purpose,
    TopicForm,
)
from bot.moderation.gaps import gaps
from bot.moderation.outcomes import Clash, Done, Preview, Unfit
from bot.moderation.parts import Parts
from bot.moderation.preferences import preferences_of, put_preferences
from bot.moderation.servers import Servers
from bot.store import Act, Member
from bot.store.clock import Clock, utc_now


class Curation:
    """What moderators do, in each server apart. Safe to use from many threads.

    Every method raises RequestError with one sentence for a member without the right, outside a
    server (``server`` empty) and for what is not there; StoreError where the database cannot be
    read or written, and then nothing was saved. ``token`` is an id of the front end's: what comes
    twice under one is done once and answered the same again. So it is the form's (the interaction
    that opened it), not that of the press on a button. ``seen`` is the revision the moderator
    looked at; None for whatever stands there now.
    """

    def __init__(self, servers: Servers, clock: Clock = utc_now) -> None:
        self.servers = servers
        self._held = Parts.over(servers, servers.store, clock) if servers.store else None

    def _parts(self, server: str) -> Parts:
        if not server:
            raise RequestError("A collection belongs to a server. Ask for this in one.")
        if self._held is None:
            raise RequestError("Nothing can be changed here: this bot keeps no changes.")
        return self._held

    def _desk(self, server: str, by: Moderator) -> Parts:
        """The parts, for one with the right."""
        if not by.may_curate:
            raise RequestError(
                "That is for moderators here: it takes Manage Messages or the curator role."
            )
        return self._parts(server)

    # Quotes

    def form_of(self, server: str, by: Moderator, quote: str) -> Form:
        """The form of a quote that is to be edited, filled in as it stands."""
        return self._desk(server, by).quotes.form_of(server, quote)

    def preview(
        self, server: str, by: Moderator, form: Form, token: str, purpose: Purpose = ADDING
    ) -> Preview:
        """What a form would do, or everything that is wrong in it at once. Stores nothing.

        It is kept in memory for a while under its token: see :meth:`kept`.
        """
        refuse_token(token)
        return self._desk(server, by).previews.look(server, by, form, token, purpose)

    def kept(self, server: str, by: Moderator, token: str) -> Preview:
        """The preview that this moderator last made under this token.

        Raises RequestError where it is no longer at hand (a restart, or hundreds made since).
        """
        return self._desk(server, by).previews.kept(server, by, token)

    def save(
        self, server: str, by: Moderator, preview: Preview
    ) -> Done | DecidedNow | DecidedBefore | Clash | Preview:
        """Save what a preview shows: add, edit or accept, as its purpose says.

        Preview where it does not hold any more, with the troubles; DecidedNow and DecidedBefore
        for a suggestion.
        """
        desk = self._desk(server, by)
        if (preview.server, preview.member) != (server, by.id):
            raise RequestError("That form is another’s. Open one of your own.")
        if isinstance(preview.purpose, Accepting):
            number = preview.purpose.number
            return desk.suggesting.accept(server, by, number, preview.token, preview.form)
        return desk.quotes.save(server, by, preview)

    def require_removable(self, server: str, by: Moderator, quote: str) -> None:
        """Raise what :meth:`remove` would: asked before somebody is asked for a reason."""
        self._desk(server, by).quotes.require_removable(server, quote)

    def remove(
        self,
        server: str,
        by: Moderator,
        quote: str,
        reason: str,
        token: str,
        seen: int | None = None,
    ) -> Done | Clash:
        """Take one of the server's own quotes out of the answers; a reason is needed."""
        refuse_token(token)
        return self._desk(server, by).quotes.remove(server, by, quote, reason, token, seen)

    def restore(
        self, server: str, by: Moderator, quote: str, token: str, seen: int | None = None
    ) -> Done | Clash:
        """Bring a removed quote back as it was; not one that its own author took out."""
        refuse_token(token)
        return self._desk(server, by).quotes.restore(server, by, quote, token, seen)

    def hide(
        self,
        server: str,
        by: Moderator,
        quote: str,
        token: str,
        reason: str = "",
        seen: int | None = None,
    ) -> Done | Clash:
        """Take a shared quote out of this server's answers."""
        refuse_token(token)
        return self._desk(server, by).quotes.hide(server, by, quote, reason, token, seen)

    def show(
        self, server: str, by: Moderator, quote: str, token: str, seen: int | None = None
    ) -> Done | Clash:
        """Show a hidden shared quote again."""
        refuse_token(token)
        return self._desk(server, by).quotes.show(server, by, quote, token, seen)

    def history(self, server: str, by: Moderator, quote: str = "", before: int = 0) -> HistoryPage:
        """Who changed what, newest first: of one quote, or of the server where it is empty.

        ``before`` is ``older`` of the page before; 0 begins with the newest.
        """
        return self._desk(server, by).quotes.history(server, quote, before)

    def apply(
        self,
        server: str,
        by: Moderator,
        changes: Sequence[Change],
        token: str,
        seen: int,
        why: str = "",
    ) -> Done | Clash:
        """Save changes that were made elsewhere, as by an import: all or none.

        Raises RequestError where one does not hold (see :meth:`bot.library.view.View.preview`).
        """
        refuse_token(token)
        saving = self._desk(server, by).saving
        done = saving.before(server, token)
        if done is not None:
            return done
        self.servers.view(server).preview(changes)
        return saving.append(server, changes, Act(by.member, seen, token, why))

    # Topics and points

    def topic_form(self, server: str, by: Moderator, topic: str) -> TopicForm:
        """The form of a topic that is to be changed, filled in as it stands."""
        return self._desk(server, by).filing.topic_form(server, topic)

    def put_topic(
        self, server: str, by: Moderator, form: TopicForm, token: str, seen: int | None = None
    ) -> Done | Clash | Unfit:
        """Add a topic, or give one another name and other aliases."""
        refuse_token(token)
        return self._desk(server, by).filing.put_topic(server, by, form, token, seen)

    def point_form(self, server: str, by: Moderator, point: str) -> PointForm:
        """The form of a point that is to be changed, filled in as it stands."""
        return self._desk(server, by).filing.point_form(server, point)

    def put_point(
        self, server: str, by: Moderator, form: PointForm, token: str, seen: int | None = None
    ) -> Done | Clash | Unfit:
        """Add a point under a topic, or change one; it stays under its topic."""
        refuse_token(token)
        return self._desk(server, by).filing.put_point(server, by, form, token, seen)

    # Suggestions

    def suggest(
        self, server: str, member: Member, form: Form, token: str, channel: str = ""
    ) -> Suggested | Enough | Unfit:
        """Put a member's form into the queue: five an hour. Anybody may.

        What a moderator can fill in later (point, topic) may be missing.
        """
        refuse_token(token)
        return self._parts(server).suggesting.suggest(server, member, form, token, channel)

    def queue(self, server: str, by: Moderator, after: int = 0) -> Queue:
        """The open suggestions after a number, oldest first."""
        return self._desk(server, by).suggesting.queue(server, after)

    def review(
        self, server: str, by: Moderator, token: str, number: int = 0, after: int = 0
    ) -> Review | DecidedBefore:
        """One suggestion to decide: that of the number, or the oldest open one after ``after``.

        After the last comes the first again.
        Its preview is kept under the token. Raises RequestError where there is none.
        """
        refuse_token(token)
        return self._desk(server, by).suggesting.review(server, by, token, number, after)

    def accept(
        self, server: str, by: Moderator, number: int, token: str, form: Form | None = None
    ) -> DecidedNow | DecidedBefore | Clash | Preview:
        """Accept a suggestion, as it stands or with a changed form; Preview where that is unfit."""
        refuse_token(token)
        return self._desk(server, by).suggesting.accept(server, by, number, token, form)

    def decline(
        self, server: str, by: Moderator, number: int, reason: str, token: str
    ) -> DecidedNow | DecidedBefore:
        """Decline a suggestion; the reason, which the member is told, is needed."""
        refuse_token(token)
        return self._desk(server, by).suggesting.decline(server, by, number, reason, token)

    def fates(self, server: str, member: Member) -> Fates:
        """What became of a member's own suggestions. Anybody may ask for theirs."""
        return self._parts(server).suggesting.fates(server, member)

    # Messages saved as quotes

    def saved_from(self, server: str, message: str) -> tuple[str, ...]:
        """The ids of the quotes in the answers that were saved from a message. Anybody may ask."""
        return self._parts(server).quotes.saved_from(server, message)

    def withdraw(self, server: str, member: Member, quote: str, token: str) -> Done:
        """Take out a quote of the member's own message, with no moderator asked.

        Raises RequestError for a quote of anything else.
        """
        refuse_token(token)
        return self._parts(server).quotes.withdraw(server, member, quote, token)

    # The collection as a whole

    def gaps(self, server: str, by: Moderator) -> Gaps:
        """Where the collection has little, and what was asked in vain."""
        return gaps(self.servers, self._desk(server, by).saving.store, server)

    def preferences(self, server: str) -> Preferences:
        """What a server set, for the front end itself: no right is asked."""
        return preferences_of(self._parts(server).saving.store, server)

    def settings(self, server: str, by: Moderator) -> SettingsShown:
        """What a server set, to be shown."""
        store = self._desk(server, by).saving.store
        return SettingsShown(preferences_of(store, server))

    def put_settings(self, server: str, by: Moderator, preferences: Preferences) -> SettingsShown:
        """Set all of them. Turning off the counting of questions forgets those counted."""
        store = self._desk(server, by).saving.store
        put_preferences(store, server, preferences)
        return SettingsShown(preferences_of(store, server), changed=True)
