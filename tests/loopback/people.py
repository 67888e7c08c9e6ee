"""Users, roles, members and their permissions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.loopback.errors import Json
from tests.loopback.limits import ORDINARY, Permission

_EPOCH_MS = 1_420_070_400_000


def moment(snowflake: int) -> str:
    """Return the time at which a snowflake was made, as ISO 8601."""
    return stamp(((snowflake >> 22) + _EPOCH_MS) / 1000)


def stamp(unix_s: float) -> str:
    return datetime.fromtimestamp(unix_s, tz=UTC).isoformat()


@dataclass(slots=True)
class Ids:
    """Snowflakes: 42 bits of time since 2015 and a 22-bit counter, so that each is unique.

    https://docs.discord.com/developers/reference#snowflakes
    """

    count: int = 0

    def mint(self, unix_s: float) -> int:
        """Return a new id; later ones are greater."""
        self.count += 1
        return ((int(unix_s * 1000) - _EPOCH_MS) << 22) + (self.count & 0xFFF) + (1 << 12)


@dataclass(slots=True)
class User:
    """A user account of Discord."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-GB"

    def wire(self) -> Json:
        wire: Json = {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "."),
            "global_name": None if self.bot else self.name,
            "discriminator": "0001" if self.bot else "0",
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
            "collectibles": None,
            "avatar_decoration_data": None,
        }
        return {**wire, "bot": True} if self.bot else wire


@dataclass(slots=True)
class Role:
    """A role; the role with the guild's own id is everyone's."""

    id: int
    name: str
    permissions: Permission = ORDINARY
    position: int = 1
    managed: bool = False

    def wire(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "description": None,
            "position": self.position,
            "permissions": str(int(self.permissions)),
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(slots=True)
class Membership:
    """A user in a guild."""

    user: User
    joined_at: str
    roles: list[int] = field(default_factory=list)
    nick: str | None = None

    def wire(self, permissions: Permission | None = None) -> Json:
        """Return the member, with permissions as interactions have them."""
        wire: Json = {
            "user": self.user.wire(),
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "roles": [str(role) for role in self.roles],
            "joined_at": self.joined_at,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
        }
        return wire if permissions is None else {**wire, "permissions": str(int(permissions))}
