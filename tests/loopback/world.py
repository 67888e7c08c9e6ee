"""The state of the loopback: requests change it, members see it, one thread uses it."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.loopback.application import Application
from tests.loopback.errors import Json, missing_access, missing_permissions, unknown
from tests.loopback.interactions import Interaction
from tests.loopback.limits import EVERYTHING, NO_PERMISSION, Permission
from tests.loopback.messages import Attachment, Message, Upload
from tests.loopback.people import Ids, Membership, Role, User, stamp
from tests.loopback.places import DIRECT, Channel, Guild, everyone
from tests.loopback.timeouts import CALLBACK_S

# Permissions of the bot's invitation: to read, write, attach, open threads and polls.
INVITED_WITH = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_HISTORY
    | Permission.CREATE_THREADS
    | Permission.SEND_IN_THREADS
    | Permission.SEND_POLLS
)


@dataclass(slots=True)
class World:
    """The state. ``now`` tells the time in seconds since 1970; ``address`` is the URL for files.

    ``closed`` has the ids of users who accept no direct messages; ``nonces`` the messages by the
    nonce that no second one may have; ``callback_s`` is the time limit
    for the first answer to an interaction.
    """

    token: str
    address: str = ""
    ids: Ids = field(default_factory=Ids)
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    files: dict[int, Upload] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    nonces: dict[str | int, Message] = field(default_factory=dict)
    callback_s: float = CALLBACK_S
    bot: User = field(init=False)
    owner: User = field(init=False)
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        self.owner = self.add_user("Owner")
        self.bot = self.add_user("Counterpoint", bot=True)
        self.application = Application(self.bot.id, self.bot.name, self.token, self.ids)

    def now(self) -> float:
        return time.time()

    def mint(self) -> int:
        return self.ids.mint(self.now())

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-GB") -> User:
        user = User(self.mint(), name, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        """Add a guild of the owner with the bot in it and no channel yet."""
        guild = Guild(self.mint(), name, self.owner.id)
        guild.roles[guild.id] = everyone(guild.id)
        self.guilds[guild.id] = guild
        mine = self.add_role(guild, self.bot.name, INVITED_WITH)
        mine.managed = True
        self.join(guild, self.owner, ())
        self.join(guild, self.bot, [mine.id])
        return guild

    def add_role(self, guild: Guild, name: str, permissions: Permission) -> Role:
        role = Role(self.mint(), name, permissions, len(guild.roles))
        guild.roles[role.id] = role
        return role

    def join(self, guild: Guild, user: User, roles: Iterable[int]) -> Membership:
        guild.members[user.id] = Membership(user, stamp(self.now()), list(roles))
        return guild.members[user.id]

    def add_channel(self, guild: Guild, name: str) -> Channel:
        channel = Channel(self.mint(), name, guild.id)
        return self.open(channel)

    def open(self, channel: Channel) -> Channel:
        """Add a new channel to its guild or to the direct messages."""
        self.channels[channel.id] = channel
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels[channel.id] = channel
        return channel

    def add_strange_guild(self, name: str) -> Guild:
        """Add a guild without the bot, with a channel; the bot gets no events of it."""
        guild = Guild(self.mint(), name, self.owner.id)
        guild.roles[guild.id] = everyone(guild.id)
        self.guilds[guild.id] = guild
        self.join(guild, self.owner, ())
        self.add_channel(guild, "general")
        return guild

    def has_bot(self, channel: Channel) -> bool:
        """Return whether the bot is in the channel's guild, or in its direct messages."""
        if channel.guild_id is None:
            return channel.kind == DIRECT
        return self.bot.id in self.guilds[channel.guild_id].members

    def close(self, channel: Channel) -> None:
        """Delete a channel and its threads."""
        inside = [one for one in self.channels.values() if one.parent_id == channel.id]
        for one in (*inside, channel):
            del self.channels[one.id]
            if one.guild_id is not None:
                del self.guilds[one.guild_id].channels[one.id]

    def direct(self, user: User) -> Channel:
        """Return the direct messages between the bot and a user, opened if necessary."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        return self.open(Channel(self.mint(), "", None, DIRECT, recipient=user))

    def permissions(self, user: User, channel: Channel) -> Permission:
        """Return a user's permissions in a channel; none if they cannot see it."""
        if channel.guild_id is None:
            return EVERYTHING
        guild = self.guilds[channel.guild_id]
        return guild.permissions(user.id, channel) if user.id in guild.members else NO_PERMISSION

    def channel_for_bot(self, channel_id: int, needed: Permission = NO_PERMISSION) -> Channel:
        """Return the channel; refuse, as Discord does, if the bot lacks the permission."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise unknown("Channel", 10003)
        allowed = self.permissions(self.bot, channel)
        if Permission.VIEW_CHANNEL not in allowed:
            raise missing_access()
        if needed not in allowed:
            raise missing_permissions()
        return channel

    def message(self, channel: Channel, message_id: int) -> Message:
        """Return a message in the channel that is neither deleted nor ephemeral."""
        message = self.messages.get(message_id)
        if message is None or message.deleted or message.channel_id != channel.id:
            raise unknown("Message", 10008)
        if message.seen_by is not None:
            raise unknown("Message", 10008)
        return message

    def post(self, message: Message) -> Message:
        """Add a new message to its channel, with the users mentioned in its text."""
        self.messages[message.id] = message
        if message.seen_by is None:
            self.channels[message.channel_id].messages.append(message.id)
        named = dict.fromkeys(int(one) for one in re.findall(r"<@!?(\d+)>", message.content))
        message.mentions = [self.users[one] for one in named if one in self.users]
        return message

    def attach(self, channel_id: int, upload: Upload, description: str | None = None) -> Attachment:
        """Store a file and give it a URL of this server."""
        number = self.mint()
        self.files[number] = upload
        url = f"{self.address}/attachments/{channel_id}/{number}/{upload.name}"
        return Attachment(number, upload, url, description)

    def wire(self, message: Message) -> Json:
        """Return the message as in answers to the bot."""
        return message.wire(self.bot.id)

    def make_reply(self, message: Message, replied: Message) -> None:
        """Make a message a reply, which Discord sends together with the message replied to."""
        message.kind = 19
        message.reference = {"type": 0, "message_id": str(replied.id)}
        message.reference["channel_id"] = str(replied.channel_id)
        message.extra["referenced_message"] = {**self.wire(replied)}
        message.extra["referenced_message"].pop("referenced_message", None)

    def event(self, message: Message) -> Json:
        """Return the message as in MESSAGE_CREATE and MESSAGE_UPDATE."""
        channel = self.channels[message.channel_id]
        wire = self.wire(message)
        if channel.guild_id is None:
            return {**wire, "channel_type": channel.kind}
        wire |= {"guild_id": str(channel.guild_id), "channel_type": channel.kind}
        member = self.guilds[channel.guild_id].members.get(message.author.id)
        if member is not None:
            wire["member"] = {k: v for k, v in member.wire().items() if k != "user"}
        return wire
