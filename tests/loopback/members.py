"""Members of a server, for tests to act as."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.loopback import member_actions
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.forms import Filling, filled_form
from tests.loopback.interactions import Action, Interaction
from tests.loopback.limits import Intent, MessageFlag
from tests.loopback.messages import Message
from tests.loopback.options import Typing, Value
from tests.loopback.people import User
from tests.loopback.places import Channel
from tests.loopback.timeouts import PATIENCE_S
from tests.loopback.views import Form, Post, Reply, Server


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a channel, and the actions they take there."""

    server: Server
    user: User
    channel: Channel

    def at(self, channel: Channel) -> "Member":
        """Return the same person in another channel."""
        return dataclasses.replace(self, channel=channel)

    def in_private(self) -> "Member":
        """Return the same person in their direct messages with the bot."""
        return self.at(self.server.do(lambda: self.server.world.direct(self.user)))

    @property
    def commands(self) -> list[str]:
        """Return the names of the commands this person sees here, menu commands included."""
        offered = member_actions.offered(self.server.world, self.user, self.channel)
        return [str(command["name"]) for command in offered]

    def slash(self, command: str, /, **options: Value) -> Reply:
        """Use a slash command (``"library add"`` for a subcommand) and wait for the answer."""
        return self._ask(Action.COMMAND, lambda: self._slash(command, options, None)[0])

    def complete(self, command: str, option: str, text: str, /, **options: Value) -> list[Json]:
        """Type ``text`` into an option; return the choices offered, each a name and a value."""
        body, typed_into = self._slash(command, options, Typing(option, text))
        return self._ask(Action.COMPLETION, lambda: body, option=typed_into).choices

    def _slash(
        self, command: str, options: Mapping[str, Value], typing: Typing | None
    ) -> tuple[Json, Json]:
        world = self.server.world
        offered = member_actions.offered(world, self.user, self.channel)
        return member_actions.slash(
            offered, command, options, member_actions.place_of(world, self.channel), typing
        )

    def use_message_command(self, name: str, message: Post) -> Reply:
        """Use a message command."""
        return self._ask(Action.COMMAND, lambda: self._menu(name, message.message))

    def use_user_command(self, name: str, user: User) -> Reply:
        """Use a user command."""
        return self._ask(Action.COMMAND, lambda: self._menu(name, user))

    def _menu(self, name: str, target: Message | User) -> Json:
        world = self.server.world
        offered = member_actions.offered(world, self.user, self.channel)
        return member_actions.menu(
            offered, name, target, member_actions.place_of(world, self.channel)
        )

    def click(self, message: Post, label: str) -> Reply:
        """Press the button with that label (or custom_id)."""
        self._sees(message)
        component = message.component(label)
        return self._ask(
            Action.COMPONENT, lambda: member_actions.pressed(component), source=message.message
        )

    def choose(self, message: Post, select: str, values: Iterable[Value]) -> Reply:
        """Choose in the select with that placeholder (or custom_id), by label or value."""
        self._sees(message)
        component = message.component(select)
        place = member_actions.place_of(self.server.world, self.channel)
        return self._ask(
            Action.COMPONENT,
            lambda: member_actions.chosen(component, values, place),
            source=message.message,
        )

    def submit(self, form: Form, given: Mapping[str, Filling] | None = None) -> Reply:
        """Submit a form, fields by label or custom_id; other fields keep their values."""
        place = member_actions.place_of(self.server.world, self.channel)
        return self._ask(
            Action.FORM,
            lambda: filled_form(form.modal, given or {}, place),
            source=form.opened_by.source,
            opened_by=form.opened_by,
        )

    def say(self, text: str, *, answering: Post | None = None) -> Post:
        """Write a message."""
        return self.server.do(lambda: self._say(text, answering))

    def _say(self, text: str, answering: Post | None) -> Post:
        world = self.server.world
        message = Message(world.mint(), self.channel.id, self.user, text)
        if answering is not None:
            world.make_reply(message, answering.message)
        world.post(message)
        if answering is not None and answering.message.author not in message.mentions:
            message.mentions.append(answering.message.author)
        self.server.gateway.tell_message("MESSAGE_CREATE", message)
        return Post(self.server, message)

    def forward(self, post: Post, *, named: bool = True) -> Post:
        """Forward a message into this channel; ``named`` says whether Discord names its place.

        https://docs.discord.com/developers/resources/message#message-snapshot-object
        """
        return self.server.do(lambda: self._forward(post.message, named=named))

    def _forward(self, original: Message, *, named: bool) -> Post:
        world = self.server.world
        wire = world.wire(original)
        kept = [
            "type",
            "content",
            "embeds",
            "attachments",
            "timestamp",
            "edited_timestamp",
            "flags",
        ]
        kept += ["mentions", "mention_roles", "components"]
        message = Message(world.mint(), self.channel.id, self.user)
        message.extra = {"message_snapshots": [{"message": {name: wire[name] for name in kept}}]}
        if named:
            message.reference = {"type": 1, "message_id": str(original.id)}
            message.reference["channel_id"] = str(original.channel_id)
            message.reference["guild_id"] = str(world.channels[original.channel_id].guild_id)
        world.post(message)
        self.server.gateway.tell_message("MESSAGE_CREATE", message)
        return Post(self.server, message)

    def mention(self, text: str) -> Post:
        """Write a message that mentions the bot, and wait for the bot's next message."""
        said = self.say(f"<@{self.server.world.bot.id}> {text}")
        return self.hears(said)

    def hears(self, after: Post) -> Post:
        """Wait for the bot's first message here after another, and return it."""
        world, journal = self.server.world, self.server.journal

        def answers() -> list[Message]:
            mine = [world.messages[one] for one in list(self.channel.messages) if one > after.id]
            return [one for one in mine if one.author is world.bot]

        journal.until(lambda: bool(answers()), PATIENCE_S, "a message of the bot's")
        return Post(self.server, answers()[0])

    def vote(self, message: Post, answer: str, *, withdraw: bool = False) -> None:
        """Vote in a poll, or withdraw the vote."""
        self.server.do(lambda: self._vote(message.message, answer, withdraw=withdraw))

    def _vote(self, message: Message, answer: str, *, withdraw: bool) -> None:
        poll = message.poll
        if poll is None or poll.ended:
            raise LoopbackError("there is no poll to vote in")
        numbers = {one["poll_media"]["text"]: one["answer_id"] for one in poll.answers}
        if answer not in numbers:
            raise LoopbackError(f"no answer {answer!r}, only {list(numbers)}")
        voters = poll.votes[numbers[answer]]
        if withdraw:
            voters.remove(self.user.id)
        else:
            voters.append(self.user.id)
        body: Json = {"user_id": str(self.user.id), "channel_id": str(message.channel_id)}
        body |= {"message_id": str(message.id), "answer_id": numbers[answer]}
        guild_id = self.channel.guild_id
        if guild_id is not None:
            body["guild_id"] = str(guild_id)
        needs = Intent.DIRECT_POLLS if guild_id is None else Intent.GUILD_POLLS
        event = "MESSAGE_POLL_VOTE_REMOVE" if withdraw else "MESSAGE_POLL_VOTE_ADD"
        self.server.gateway.tell(event, body, guild_id, needs)

    def _sees(self, message: Post) -> None:
        if message.message.seen_by not in (None, self.user.id):
            raise LoopbackError(f"{self.user.name} cannot see that message, only its asker can")
        if message.deleted:
            raise LoopbackError("that message has been deleted")

    def _ask(
        self,
        action: Action,
        body: Callable[[], Json],
        *,
        source: Message | None = None,
        option: Json | None = None,
        opened_by: Interaction | None = None,
    ) -> Reply:
        """Send an interaction, wait for the callback and, if it only defers, for the answer."""

        def start() -> Interaction:
            sent = member_actions.send(
                self.server.gateway, action, self.user, self.channel, body(), source
            )
            sent.option = option or {}
            sent.opened_by = opened_by
            return sent

        interaction = self.server.do(start)
        journal = self.server.journal
        what = f"an answer to {interaction.payload['data']}"
        try:
            journal.until(lambda: interaction.settled, interaction.within_s, what)
        except LoopbackError:
            journal.fault(action.name, f"no valid callback within {interaction.within_s:g} s")
            raise
        if interaction.deferred:
            journal.until(lambda: not _loading(interaction), PATIENCE_S, f"{what} after deferring")
        return Reply(self.server, interaction)


def _loading(interaction: Interaction) -> bool:
    message = interaction.original
    return message is not None and bool(message.flags & MessageFlag.LOADING) and not message.deleted
