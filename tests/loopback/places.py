"""Guilds and channels, including threads and direct messages."""

from dataclasses import dataclass, field

from tests.loopback.errors import Json
from tests.loopback.limits import EVERYTHING, NO_PERMISSION, ORDINARY, Permission
from tests.loopback.people import Membership, Role, User, moment

TEXT, DIRECT, GROUP, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 3, 11, 12

# Fields that are empty in a small guild.
_ZERO = [
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "mfa_level",
    "premium_tier",
    "system_channel_flags",
    "nsfw_level",
    "premium_subscription_count",
]
_ABSENT = [
    "icon",
    "description",
    "splash",
    "discovery_splash",
    "banner",
    "vanity_url_code",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "home_header",
    "incidents_data",
    "hub_type",
    "latest_onboarding_question_id",
]


@dataclass(slots=True)
class Overwrite:
    """A permission overwrite of a role or a member in one channel."""

    allow: Permission = NO_PERMISSION
    deny: Permission = NO_PERMISSION
    kind: int = 0  # 0 of a role, 1 of a member

    def wire(self) -> Json:
        return {"allow": str(int(self.allow)), "deny": str(int(self.deny))}


@dataclass(slots=True)
class Channel:
    """A channel: of a guild, a thread of a guild's channel, or direct messages."""

    id: int
    name: str
    guild_id: int | None
    kind: int = TEXT
    parent_id: int | None = None
    owner_id: int | None = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: list[int] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    archive_after_min: int = 1440
    topic: str | None = None

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    def wire(self) -> Json:
        last = str(self.messages[-1]) if self.messages else None
        wire: Json = {"id": str(self.id), "type": self.kind, "last_message_id": last, "flags": 0}
        if self.recipient is not None:
            return {**wire, "recipients": [self.recipient.wire()]}
        wire |= {"guild_id": str(self.guild_id), "name": self.name, "rate_limit_per_user": 0}
        return wire | (self._thread() if self.is_thread else self._channel())

    def _channel(self) -> Json:
        return {
            "parent_id": None,
            "position": 0,
            "topic": self.topic,
            "nsfw": False,
            "permission_overwrites": [
                {"id": str(target), "type": it.kind, **it.wire()}
                for target, it in self.overwrites.items()
            ],
        }

    def _thread(self) -> Json:
        return {
            "parent_id": str(self.parent_id),
            "owner_id": str(self.owner_id),
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": self.archive_after_min,
                "archive_timestamp": moment(self.id),
                "create_timestamp": moment(self.id),
                "locked": self.locked,
            },
        }


@dataclass(slots=True)
class Guild:
    """A server: its roles (the first is everyone's), its members, its channels and threads."""

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    locale: str = "en-GB"

    def permissions(self, user_id: int, channel: Channel | None = None) -> Permission:
        """Return a member's permissions, in a channel if one is given (a thread has its parent's).

        https://docs.discord.com/developers/topics/permissions#permission-overwrites
        """
        member = self.members[user_id]
        allowed = self.roles[self.id].permissions
        for role in member.roles:
            allowed |= self.roles[role].permissions
        if user_id == self.owner_id or Permission.ADMINISTRATOR in allowed:
            return EVERYTHING
        if channel is None:
            return allowed
        if channel.is_thread and channel.parent_id in self.channels:
            channel = self.channels[channel.parent_id]
        return self._overwritten(allowed, member, channel)

    def _overwritten(self, allowed: Permission, member: Membership, channel: Channel) -> Permission:
        for targets in ([self.id], member.roles, [member.user.id]):
            found = [channel.overwrites[one] for one in targets if one in channel.overwrites]
            for one in found:
                allowed &= ~one.deny
            for one in found:
                allowed |= one.allow
        return allowed

    def wire(self, me: int) -> Json:
        """Return the guild as in GUILD_CREATE for the bot ``me`` (without other members).

        https://docs.discord.com/developers/events/gateway-events#guild-create
        """
        inside = self.channels.values()
        return {
            **self.summary(),
            "joined_at": moment(self.id),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "voice_states": [],
            "members": [self.members[me].wire()],
            "channels": [one.wire() for one in inside if not one.is_thread],
            "threads": [one.wire() for one in inside if one.is_thread and not one.archived],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def summary(self) -> Json:
        """Return the guild as in GET /guilds/{guild.id}."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner_id),
            "roles": [role.wire() for role in self.roles.values()],
            "preferred_locale": self.locale,
            "region": "deprecated",
            "nsfw": False,
            "premium_progress_bar_enabled": False,
            "widget_enabled": False,
            "max_members": 500000,
            "max_presences": None,
            "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50,
            "features": [],
            "emojis": [],
            "stickers": [],
            "afk_timeout": 300,
            **dict.fromkeys(_ZERO, 0),
            **dict.fromkeys(_ABSENT),
        }


def everyone(guild_id: int) -> Role:
    return Role(guild_id, "@everyone", ORDINARY, 0)
