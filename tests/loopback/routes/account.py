"""Routes of the bot's account: its user, the gateway's address, its commands."""

from tests.loopback.application import Registration
from tests.loopback.command_rules import wrong_command, wrong_commands
from tests.loopback.errors import Json, invalid_form, missing_access
from tests.loopback.service import NOTHING, Answer, Ask, Routes


def _me(ask: Ask) -> Answer:
    wire = ask.service.world.bot.wire()
    return Answer({**wire, "mfa_enabled": True, "locale": "en-US", "verified": True, "email": None})


def _application(ask: Ask) -> Answer:
    world = ask.service.world
    return Answer(world.application.wire(world.bot.wire(), world.owner.wire(), len(world.guilds)))


def _address(ask: Ask) -> str:
    return f"{ask.service.world.address.replace('http', 'ws', 1)}/gateway"


def _gateway(ask: Ask) -> Answer:
    return Answer({"url": _address(ask)})


def _gateway_for_bots(ask: Ask) -> Answer:
    limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
    return Answer({"url": _address(ask), "shards": 1, "session_start_limit": limit})


def _mine(ask: Ask) -> None:
    if ask.number("application_id") != ask.service.world.application.id:
        raise missing_access()
    if ask.guild_id is not None and ask.guild_id not in ask.service.world.guilds:
        raise missing_access()


def _list(ask: Ask) -> Answer:
    _mine(ask)
    localizations = ask.flag("with_localizations")
    return Answer(ask.service.world.application.listed(ask.guild_id, localizations=localizations))


def _registered(ask: Ask, method: str, bodies: list[Json]) -> None:
    names = tuple(body.get("name", "") for body in bodies)
    registration = Registration(method, ask.guild_id, names)
    ask.service.world.application.registrations.append(registration)


def _overwrite(ask: Ask) -> Answer:
    _mine(ask)
    bodies = ask.body or []
    wrongs = list(wrong_commands(bodies))
    if wrongs:
        raise invalid_form(wrongs)
    _registered(ask, "PUT", bodies)
    world = ask.service.world
    return Answer(world.application.overwrite(bodies, ask.guild_id, world.now()))


def _add(ask: Ask) -> Answer:
    _mine(ask)
    application, now = ask.service.world.application, ask.service.world.now()
    others = [one for one in application.listed(ask.guild_id) if not _same(one, ask.body)]
    wrongs = list(wrong_command(ask.body)) or list(wrong_commands([*others, ask.body]))
    if wrongs:
        raise invalid_form(wrongs)
    _registered(ask, "POST", [ask.body])
    command, new = application.upsert(ask.body, ask.guild_id, now)
    return Answer(command, 201 if new else 200)


def _same(old: Json, body: Json) -> bool:
    return bool((old["name"], old["type"]) == (body.get("name"), body.get("type") or 1))


def _one(ask: Ask) -> Answer:
    _mine(ask)
    application = ask.service.world.application
    return Answer(application.find(ask.number("command_id"), ask.guild_id))


def _change(ask: Ask) -> Answer:
    _mine(ask)
    application, now = ask.service.world.application, ask.service.world.now()
    old = application.find(ask.number("command_id"), ask.guild_id)
    wrongs = list(wrong_command({**old, **ask.body}))
    if wrongs:
        raise invalid_form(wrongs)
    _registered(ask, "PATCH", [{**old, **ask.body}])
    return Answer(application.change(old, ask.body, now))


def _remove(ask: Ask) -> Answer:
    _mine(ask)
    application = ask.service.world.application
    old = application.find(ask.number("command_id"), ask.guild_id)
    _registered(ask, "DELETE", [old])
    del application.commands[int(old["id"])]
    return NOTHING


def _permissions(ask: Ask) -> Answer:
    _mine(ask)
    return Answer([])


_COMMANDS = "/applications/{application_id}/commands"
_IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: Routes = (
    ("GET", "/users/@me", _me),
    ("GET", "/applications/@me", _application),
    ("GET", "/oauth2/applications/@me", _application),
    ("GET", "/gateway", _gateway),
    ("GET", "/gateway/bot", _gateway_for_bots),
    ("GET", f"{_IN_GUILD}/permissions", _permissions),
    *(
        (method, path, handler)
        for commands in (_COMMANDS, _IN_GUILD)
        for method, path, handler in (
            ("GET", commands, _list),
            ("PUT", commands, _overwrite),
            ("POST", commands, _add),
            ("GET", f"{commands}/{{command_id}}", _one),
            ("PATCH", f"{commands}/{{command_id}}", _change),
            ("DELETE", f"{commands}/{{command_id}}", _remove),
        )
    ),
)
