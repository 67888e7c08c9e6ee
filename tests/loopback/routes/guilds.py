"""Routes of guilds, channels, threads, members and users."""

from tests.loopback.errors import ApiError, Json, missing_access, unknown
from tests.loopback.limits import NO_PERMISSION, Intent, MessageFlag, Permission
from tests.loopback.places import PRIVATE_THREAD, PUBLIC_THREAD, Channel, Guild
from tests.loopback.service import NOTHING, Answer, Ask, Routes


def _guild(ask: Ask) -> Guild:
    world = ask.service.world
    guild = world.guilds.get(ask.number("guild_id"))
    if guild is None:
        raise unknown("Guild", 10004)
    if world.bot.id not in guild.members:
        raise missing_access()
    return guild


def _one_guild(ask: Ask) -> Answer:
    return Answer(_guild(ask).summary())


def _roles(ask: Ask) -> Answer:
    return Answer([role.wire() for role in _guild(ask).roles.values()])


def _channels(ask: Ask) -> Answer:
    inside = _guild(ask).channels.values()
    return Answer([one.wire() for one in inside if not one.is_thread])


def _active(ask: Ask) -> Answer:
    inside = _guild(ask).channels.values()
    threads = [one.wire() for one in inside if one.is_thread and not one.archived]
    return Answer({"threads": threads, "members": [], "has_more": False})


def _member(ask: Ask) -> Answer:
    member = _guild(ask).members.get(ask.number("user_id"))
    if member is None:
        raise unknown("Member", 10007)
    return Answer(member.wire())


def _user(ask: Ask) -> Answer:
    user = ask.service.world.users.get(ask.number("user_id"))
    if user is None:
        raise unknown("User", 10013)
    return Answer(user.wire())


def _direct(ask: Ask) -> Answer:
    world = ask.service.world
    user = world.users.get(int(ask.body["recipient_id"]))
    if user is None:
        raise unknown("User", 10013)
    return Answer(world.direct(user).wire())


def _channel(ask: Ask, needed: Permission = NO_PERMISSION) -> Channel:
    return ask.service.world.channel_for_bot(ask.number("channel_id"), needed)


def _one_channel(ask: Ask) -> Answer:
    return Answer(_channel(ask).wire())


def _open(ask: Ask, parent: Channel, thread_id: int, kind: int) -> Answer:
    """Open a thread and send the events."""
    world = ask.service.world
    thread = Channel(thread_id, ask.body["name"], parent.guild_id, kind, parent.id, world.bot.id)
    thread.archive_after_min = ask.body.get("auto_archive_duration") or thread.archive_after_min
    world.open(thread)
    _tell(ask, "THREAD_CREATE", {**thread.wire(), "newly_created": True}, thread)
    return Answer(thread.wire(), 201)


def _tell(ask: Ask, event: str, body: Json, channel: Channel) -> None:
    ask.service.gateway.tell(event, body, channel.guild_id, Intent.GUILDS)


def _open_on_message(ask: Ask) -> Answer:
    world, parent = ask.service.world, _channel(ask, Permission.CREATE_THREADS)
    message = world.message(parent, ask.number("message_id"))
    if message.id in world.channels:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    message.flags |= MessageFlag.HAS_THREAD
    return _open(ask, parent, message.id, PUBLIC_THREAD)


def _open_alone(ask: Ask) -> Answer:
    parent = _channel(ask, Permission.CREATE_THREADS)
    kind = ask.body.get("type") or PRIVATE_THREAD
    return _open(ask, parent, ask.service.world.mint(), kind)


def _change(ask: Ask) -> Answer:
    channel = _channel(ask)
    mine = channel.is_thread and channel.owner_id == ask.service.world.bot.id
    if not mine:
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        _channel(ask, needed)
    channel.name = ask.body.get("name") or channel.name
    channel.topic = ask.body.get("topic", channel.topic)
    channel.archived = bool(ask.body.get("archived", channel.archived))
    channel.locked = bool(ask.body.get("locked", channel.locked))
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    _tell(ask, event, channel.wire(), channel)
    return Answer(channel.wire())


def _delete(ask: Ask) -> Answer:
    channel = _channel(ask)
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    _channel(ask, needed)
    ask.service.world.close(channel)
    _tell(ask, "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel.wire(), channel)
    return Answer(channel.wire())


def _join(ask: Ask) -> Answer:
    if not _channel(ask).is_thread:
        raise unknown("Channel", 10003)
    return NOTHING


ROUTES: Routes = (
    ("GET", "/guilds/{guild_id}", _one_guild),
    ("GET", "/guilds/{guild_id}/roles", _roles),
    ("GET", "/guilds/{guild_id}/channels", _channels),
    ("GET", "/guilds/{guild_id}/threads/active", _active),
    ("GET", "/guilds/{guild_id}/members/{user_id}", _member),
    ("GET", "/users/{user_id}", _user),
    ("POST", "/users/@me/channels", _direct),
    ("GET", "/channels/{channel_id}", _one_channel),
    ("PATCH", "/channels/{channel_id}", _change),
    ("DELETE", "/channels/{channel_id}", _delete),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", _open_on_message),
    ("POST", "/channels/{channel_id}/threads", _open_alone),
    ("PUT", "/channels/{channel_id}/thread-members/@me", _join),
    ("PUT", "/channels/{channel_id}/thread-members/{user_id}", _join),
)
