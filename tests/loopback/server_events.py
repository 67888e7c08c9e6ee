"""Events in a server that the bot does not cause: its moderators act, a poll ends."""

from tests.loopback.errors import Json, LoopbackError
from tests.loopback.limits import Intent, Permission
from tests.loopback.members import Member
from tests.loopback.messages import Message
from tests.loopback.places import GROUP, Channel, Guild, Overwrite
from tests.loopback.views import Post, Server

_POLL_RESULT = 46


def in_strange_guild(member: Member) -> Member:
    """Return the same person, with the bot as a user install, in a guild without the bot."""

    def join() -> Channel:
        guild = member.server.world.add_strange_guild("Strangers")
        member.server.world.join(guild, member.user, ())
        return next(iter(guild.channels.values()))

    return member.at(member.server.do(join))


def in_group(member: Member, other: Member) -> Member:
    """Return the same person, with the bot as a user install, in direct messages with others."""

    def gather() -> Channel:
        world = member.server.world
        return world.open(Channel(world.mint(), "", None, GROUP, recipient=other.user))

    return member.at(member.server.do(gather))


def remove_channel(server: Server, channel: Channel) -> None:
    """Delete a channel or a thread, as a moderator would."""

    def remove() -> None:
        server.world.close(channel)
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        server.gateway.tell(event, channel.wire(), channel.guild_id, Intent.GUILDS)

    server.do(remove)


def close_channel(server: Server, channel: Channel, *, but_for: Member | None = None) -> None:
    """Let only the bot, and perhaps one member, see a channel."""

    def close() -> None:
        seen = Permission.VIEW_CHANNEL
        channel.overwrites[channel.guild_id or 0] = Overwrite(deny=seen)
        allowed = [server.world.bot.id, *((but_for.user.id,) if but_for else ())]
        channel.overwrites |= {one: Overwrite(seen, kind=1) for one in allowed}
        server.gateway.tell("CHANNEL_UPDATE", channel.wire(), channel.guild_id, Intent.GUILDS)

    server.do(close)


def allow_bot(server: Server, guild: Guild, permissions: Permission) -> None:
    """Give the bot exactly these permissions in a guild; everyone may use commands."""

    def allow() -> None:
        own = guild.members[server.world.bot.id].roles[0]
        for role, allowed in ((guild.id, Permission.USE_COMMANDS), (own, permissions)):
            guild.roles[role].permissions = allowed
            body: Json = {"guild_id": str(guild.id), "role": guild.roles[role].wire()}
            server.gateway.tell("GUILD_ROLE_UPDATE", body, guild.id, Intent.GUILDS)

    server.do(allow)


def remove_bot(server: Server, guild: Guild) -> None:
    """Remove the bot from a guild, as its moderators would; it need not be connected."""

    def remove() -> None:
        del guild.members[server.world.bot.id]
        server.gateway.tell("GUILD_DELETE", {"id": str(guild.id)}, guild.id, Intent.GUILDS)

    server.do(remove)


def invite_bot(server: Server, guild: Guild) -> None:
    """Add the bot to a guild that removed it, with the role it had."""

    def invite() -> None:
        world = server.world
        role = next(one.id for one in guild.roles.values() if one.managed)
        world.join(guild, world.bot, [role])
        body = guild.wire(world.bot.id)
        # Discord leaves this out for a guild that is new to the bot.
        del body["unavailable"]
        server.gateway.tell("GUILD_CREATE", body, guild.id, Intent.GUILDS)

    server.do(invite)


def end_poll(server: Server, post: Post, *, quietly: bool = False) -> None:
    """End a poll and send the events; ``quietly`` sends none, for when no bot is connected."""
    server.do(lambda: _end_poll(server, post.message, tell=not quietly))


def _end_poll(server: Server, message: Message, *, tell: bool) -> None:
    """End the poll and write Discord's message about it, from the poll's author.

    https://docs.discord.com/developers/resources/poll#poll-results-object and
    https://docs.discord.com/developers/resources/message#embed-fields-by-embed-type
    """
    poll = message.poll
    if poll is None or poll.ended:
        raise LoopbackError("there is no poll to end")
    world = server.world
    poll.ended = True
    said = Message(world.mint(), message.channel_id, message.author, kind=_POLL_RESULT)
    said.reference = {"type": 0, "message_id": str(message.id)}
    said.reference["channel_id"] = str(message.channel_id)
    counts = {number: len(users) for number, users in poll.votes.items()}
    best = max(counts.values())
    fields = {
        "poll_question_text": poll.question,
        "victor_answer_votes": str(best),
        "total_votes": str(sum(counts.values())),
    }
    said.embeds = [
        {
            "type": "poll_result",
            "fields": [
                {"name": name, "value": value, "inline": False} for name, value in fields.items()
            ],
        }
    ]
    world.post(said)
    if tell:
        server.gateway.tell_message("MESSAGE_UPDATE", message)
        server.gateway.tell_message("MESSAGE_CREATE", said)
