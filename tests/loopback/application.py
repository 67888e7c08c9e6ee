"""The application: its registered commands, and each request that registered them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.loopback.errors import Json, unknown
from tests.loopback.people import Ids

_TEXT_FLAGS = ("required", "autocomplete")  # given back only where true
_LOCALIZATIONS = ("name_localizations", "description_localizations")


@dataclass(frozen=True, slots=True)
class Registration:
    """One request that changed commands: the method, the guild (None: everywhere), the names."""

    method: str
    guild_id: int | None
    names: tuple[str, ...]


@dataclass(slots=True)
class Application:
    """The bot's application."""

    id: int
    name: str
    token: str
    ids: Ids
    privileged: int = 0
    commands: dict[int, Json] = field(default_factory=dict)
    registrations: list[Registration] = field(default_factory=list)

    def listed(self, guild_id: int | None, *, localizations: bool = True) -> list[Json]:
        """Return the commands of a guild (None: the global ones), oldest first."""
        mine = [one for one in self.commands.values() if _guild(one) == guild_id]
        return mine if localizations else [_without_localizations(one) for one in mine]

    def find(self, command_id: int, guild_id: int | None) -> Json:
        command = self.commands.get(command_id)
        if command is None or _guild(command) != guild_id:
            raise unknown("application command", 10063)
        return command

    def overwrite(self, bodies: Iterable[Json], guild_id: int | None, unix_s: float) -> list[Json]:
        """Replace all commands by these; a command of the same name and type keeps its id."""
        kept = [self.upsert(body, guild_id, unix_s)[0] for body in bodies]
        names = {one["id"] for one in kept}
        for old in self.listed(guild_id):
            if old["id"] not in names:
                del self.commands[int(old["id"])]
        return kept

    def upsert(self, body: Json, guild_id: int | None, unix_s: float) -> tuple[Json, bool]:
        """Register one command; return it and whether it is new. The same one keeps its version."""
        kind = body.get("type") or 1
        for old in self.listed(guild_id):
            if (old["name"], old["type"]) == (body["name"], kind):
                return self.change(old, body, unix_s), False
        made = self._registered({**body, "type": kind}, guild_id, str(self.ids.mint(unix_s)))
        self.commands[int(made["id"])] = made
        return made, True

    def change(self, old: Json, body: Json, unix_s: float) -> Json:
        """Return the command with the body's values; if they differ it has a new version."""
        changed = self._registered({**old, **body}, _guild(old), old["id"])
        changed["version"] = old["version"]
        if changed != old:
            changed["version"] = str(self.ids.mint(unix_s))
        self.commands[int(old["id"])] = changed
        return changed

    def _registered(self, body: Json, guild_id: int | None, command_id: str) -> Json:
        """Return a command in the form in which Discord sends it."""
        permissions = body.get("default_member_permissions")
        command: Json = {
            "id": command_id,
            "application_id": str(self.id),
            "version": command_id,
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": body["type"],
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "dm_permission": body.get("dm_permission", True),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if body.get("options"):
            command["options"] = [_option(option) for option in body["options"]]
        return command if guild_id is None else {**command, "guild_id": str(guild_id)}

    def wire(self, bot: Json, owner: Json, guilds: int) -> Json:
        """Return the application as its own bot sees it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": bot,
            "bot_public": True,
            "bot_require_code_grant": False,
            "integration_types_config": {"0": {}},
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": owner,
            "approximate_guild_count": guilds,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": ["applications.commands", "bot"],
        }


def _guild(command: Json) -> int | None:
    return int(command["guild_id"]) if "guild_id" in command else None


def _option(option: Json) -> Json:
    kept = {key: value for key, value in option.items() if value is not None}
    for flag in _TEXT_FLAGS:
        if not kept.get(flag, True):
            del kept[flag]
    for inner in ("options", "choices"):
        if inner in kept and not kept[inner]:
            del kept[inner]
    if "options" in kept:
        kept["options"] = [_option(one) for one in kept["options"]]
    return kept


def _without_localizations(command: Json) -> Json:
    bare = {key: value for key, value in command.items() if key not in _LOCALIZATIONS}
    if "options" in bare:
        bare["options"] = [_without_localizations(one) for one in bare["options"]]
    if "choices" in bare:
        bare["choices"] = [_without_localizations(one) for one in bare["choices"]]
    return bare
