"""The real client without a connection: gateway payloads in, HTTP payloads out.

All private names of discord.py that the tests need are in this module. Requests are caught in the
``request`` of the webhook adapter and of the HTTP client.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.answers.desk import Desk
from bot.discordapp.client import Counterpoint
from bot.discordapp.markdown import remember_commands
from bot.moderation.servers import Servers
from bot.moderation.service import ModerationService

Json = dict[str, Any]

# discord.py requires at least fifteen digits in an id.
BOT, GUILD, CHANNEL, MESSAGE = 10**17 + 1, 200, 300, 400
ASKER, OTHER = 11, 12


@dataclass(frozen=True, slots=True)
class Sent:
    """One caught request; ``files`` maps names to contents."""

    method: str
    path: str
    body: Json
    files: Mapping[str, str]

    @property
    def components(self) -> list[Json]:
        message = self.body.get("data", self.body)
        return list(message.get("components", []))

    @property
    def flags(self) -> int:
        return int(self.body.get("data", self.body).get("flags", 0))


@dataclass(slots=True)
class Wire(AsyncWebhookAdapter):
    """Catches requests; ``refusals`` answer the next ones, in order.

    Each is a status and a code, or an error of the connection.

    ``heard`` is called at each request.
    """

    sent: list[Sent] = field(default_factory=list)
    refusals: list[tuple[int, int] | Exception] = field(default_factory=list)
    heard: Callable[[], None] = lambda: None

    async def request(self, route: Any, *_args: Any, **given: Any) -> Any:
        body = given.get("payload") or given.get("json") or {}
        form = given.get("multipart") or given.get("form") or []
        files = {}
        for part in form:
            if part["name"] == "payload_json":
                body = json.loads(part["value"])
            else:
                files[part["filename"]] = part["value"].read().decode()
        self.sent.append(Sent(route.method, route.path, body, files))
        self.heard()
        if self.refusals:
            refusal = self.refusals.pop(0)
            raise refusal if isinstance(refusal, Exception) else _refusal(*refusal)
        return self._answer(route)

    def _answer(self, route: Any) -> Any:
        if route.path.endswith("/callback"):
            return {"interaction": {"id": "1", "type": 2, "response_message_id": str(MESSAGE)}}
        return message_payload(author=BOT)


def _refusal(status: int, code: int) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}

    class Response:
        def __init__(self) -> None:
            self.status, self.reason = status, "refused"

    return kinds.get(status, discord.HTTPException)(Response(), {"code": code, "message": "no"})


def over(desk: Desk) -> ModerationService:
    """Return the service of servers without a store, all of which one desk answers."""
    return ModerationService(Servers(desk.library, None, desk=lambda: desk))


class Bot:
    """The real client, driven by gateway payloads."""

    def __init__(self, desk: Desk, curation: ModerationService | None = None) -> None:
        remember_commands(())  # those that another test's bot registered
        self.client = Counterpoint(curation or over(desk))
        self.wire = Wire()
        self.client.http.request = self.wire.request  # type: ignore[method-assign]
        self.state = self.client._connection
        self.state.application_id = BOT
        self.state.user = discord.ClientUser(state=self.state, data=user_payload(BOT, bot=True))

    def tell(self, event: str, payload: Json) -> list[Sent]:
        """Handle one gateway event; return all requests sent until every task has ended."""

        async def told() -> None:
            await self.client._async_setup_hook()
            async_context.set(self.wire)
            getattr(self.state, f"parse_{event}")(payload)
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.gather(*others)

        already = len(self.wire.sent)
        asyncio.run(told())
        return self.wire.sent[already:]

    def command(self, name: str, **options: Any) -> list[Sent]:
        given = [_option(key, value) for key, value in options.items()]
        return self.tell(
            "interaction_create",
            interaction_payload(2, {"id": "1", "name": name, "type": 1, "options": given}),
        )

    def type_into(self, name: str, option: str, typed: str) -> list[Json]:
        """Return the choices that a completion offers."""
        focused = {**_option(option, typed), "focused": True}
        data = {"id": "1", "name": name, "type": 1, "options": [focused]}
        (sent,) = self.tell("interaction_create", interaction_payload(4, data))
        return list(sent.body["data"]["choices"])

    def menu(self, name: str, message: Json) -> list[Sent]:
        data = {
            "id": "1",
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return self.tell("interaction_create", interaction_payload(2, data))

    def press(self, custom_id: str, *, message: Json, by: int = ASKER) -> list[Sent]:
        data = {"custom_id": custom_id, "component_type": 2}
        return self.tell(
            "interaction_create", {**interaction_payload(3, data, by=by), "message": message}
        )

    def parse(self, event: str, payload: Any) -> None:
        """Handle what the gateway sent as an event, whatever it is."""
        self.state.parsers[event](payload)

    def say(self, content: str, **given: Any) -> list[Sent]:
        payload = {**message_payload(author=ASKER), "content": content, "id": "401", **given}
        return self.tell("message_create", payload)


def _option(name: str, value: Any) -> Json:
    return {"name": name, "type": 5 if isinstance(value, bool) else 3, "value": value}


def user_payload(user_id: int, *, bot: bool = False) -> Any:
    return {
        "id": str(user_id),
        "username": f"user{user_id}",
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


def message_payload(
    *, author: int = BOT, components: Sequence[Json] = (), asker: int | None = None, flags: int = 0
) -> Json:
    payload: Json = {
        "id": str(MESSAGE),
        "channel_id": str(CHANNEL),
        "author": user_payload(author, bot=author == BOT),
        "content": "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": list(components),
        "flags": flags | (1 << 15 if components else 0),
    }
    if asker is not None:
        payload["interaction_metadata"] = {
            "id": "1",
            "type": 2,
            "user": user_payload(asker),
            "authorizing_integration_owners": {},
        }
    return payload


def interaction_payload(kind: int, data: Json, *, by: int = ASKER) -> Json:
    return {
        "id": "500",
        "application_id": str(BOT),
        "type": kind,
        "data": data,
        "guild_id": str(GUILD),
        "channel_id": str(CHANNEL),
        "channel": {
            "id": str(CHANNEL),
            "guild_id": str(GUILD),
            "type": 0,
            "name": "talk",
            "position": 0,
            "permissions": "0",
        },
        "member": {
            "user": user_payload(by),
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "permissions": "0",
            "flags": 0,
        },
        "token": "interaction-token",
        "version": 1,
        "locale": "en-GB",
        "guild_locale": "en-GB",
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "attachment_size_limit": 10485760,
    }
