"""Everything there is: the state that requests change and members see. One thread touches it."""

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

# What the bot is invited with: to read, write, attach, open threads and polls.
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
    """The state. ``now`` says the time in seconds since 1970; ``address`` is ours, for files.

    ``closed`` are the ids of users who take no direct messages; ``callback_s`` is how long an
    interaction waits for its first answer.
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
        """A guild of the owner's with the bot in it, and no channel yet."""
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
        """Put a new channel where it belongs."""
        self.channels[channel.id] = channel
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels[channel.id] = channel
        return channel

    def add_strange_guild(self, name: str) -> Guild:
        """A guild that has not added the bot, with a channel; the bot never hears of it."""
        guild = Guild(self.mint(), name, self.owner.id)
        guild.roles[guild.id] = everyone(guild.id)
        self.guilds[guild.id] = guild
        self.join(guild, self.owner, ())
        self.add_channel(guild, "general")
        return guild

    def has_bot(self, channel: Channel) -> bool:
        """Whether the bot is in the channel's guild, or is who the channel is with."""
        if channel.guild_id is None:
            return channel.kind == DIRECT
        return self.bot.id in self.guilds[channel.guild_id].members

    def close(self, channel: Channel) -> None:
        """Delete a channel, with the threads in it."""
        inside = [one for one in self.channels.values() if one.parent_id == channel.id]
        for one in (*inside, channel):
            del self.channels[one.id]
            if one.guild_id is not None:
                del self.guilds[one.guild_id].channels[one.id]

    def direct(self, user: User) -> Channel:
        """The channel between the bot and a user, which is opened where there is none."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        return self.open(Channel(self.mint(), "", None, DIRECT, recipient=user))

    def permissions(self, user: User, channel: Channel) -> Permission:
        """What a user may do in a channel; nothing where it is not theirs."""
        if channel.guild_id is None:
            return EVERYTHING
        guild = self.guilds[channel.guild_id]
        return guild.permissions(user.id, channel) if user.id in guild.members else NO_PERMISSION

    def channel_for_bot(self, channel_id: int, needed: Permission = NO_PERMISSION) -> Channel:
        """The channel, when the bot sees it and may do what is needed; else Discord's refusal."""
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
        """A message there that is neither deleted nor ephemeral."""
        message = self.messages.get(message_id)
        if message is None or message.deleted or message.channel_id != channel.id:
            raise unknown("Message", 10008)
        if message.seen_by is not None:
            raise unknown("Message", 10008)
        return message

    def post(self, message: Message) -> Message:
        """Put a new message where it belongs, with the users named in its text."""
        self.messages[message.id] = message
        if message.seen_by is None:
            self.channels[message.channel_id].messages.append(message.id)
        named = dict.fromkeys(int(one) for one in re.findall(r"<@!?(\d+)>", message.content))
        message.mentions = [self.users[one] for one in named if one in self.users]
        return message

    def attach(self, channel_id: int, upload: Upload, description: str | None = None) -> Attachment:
        """Keep a file; its address is one of ours."""
        number = self.mint()
        self.files[number] = upload
        url = f"{self.address}/attachments/{channel_id}/{number}/{upload.name}"
        return Attachment(number, upload, url, description)

    def wire(self, message: Message) -> Json:
        """The message as answers to the bot have it."""
        return message.wire(self.bot.id)

    def event(self, message: Message) -> Json:
        """The message as MESSAGE_CREATE and MESSAGE_UPDATE have it."""
        channel = self.channels[message.channel_id]
        wire = self.wire(message)
        if channel.guild_id is None:
            return {**wire, "channel_type": channel.kind}
        wire |= {"guild_id": str(channel.guild_id), "channel_type": channel.kind}
        member = self.guilds[channel.guild_id].members.get(message.author.id)
        if member is not None:
            wire["member"] = {k: v for k, v in member.wire().items() if k != "user"}
        return wire
