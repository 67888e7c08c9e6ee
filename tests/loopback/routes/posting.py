"""Making and changing messages, for channels, webhooks and interactions."""

from collections.abc import Iterable
from typing import Any

from tests.loopback.components import walk
from tests.loopback.errors import ApiError, Json, Wrong, invalid_form
from tests.loopback.journal import Sent
from tests.loopback.limits import ATTACHMENT_BYTES, Kind, MessageFlag
from tests.loopback.message_rules import is_empty, mentions_nobody, wrong_in_message
from tests.loopback.messages import Attachment, Message, poll_of
from tests.loopback.people import stamp
from tests.loopback.places import Channel
from tests.loopback.service import Ask


def compose(ask: Ask, channel: Channel, body: Json, *, seen_by: int | None = None) -> Message:
    """Return a new message of the bot, checked and not yet posted."""
    world = ask.service.world
    interaction = seen_by is not None or "interaction_token" in ask.params or _is_webhook(ask)
    _check(ask, body, interaction=interaction)
    message = Message(world.mint(), channel.id, world.bot, seen_by=seen_by)
    message.put(body)
    message.attachments = _attached(ask, channel.id, body, ())
    _show_files(message)
    if body.get("poll"):
        message.poll = poll_of(body["poll"], world.now())
    return message


def publish(ask: Ask, message: Message, body: Json) -> Message:
    """Post a message of the bot and send the events."""
    world = ask.service.world
    world.post(message)
    if mentions_nobody(body):
        message.mentions = []
    ask.service.gateway.tell_message("MESSAGE_CREATE", message)
    return message


def revise(ask: Ask, message: Message, body: Json) -> Message:
    """Edit a message of the bot and send the events."""
    _check(ask, body, flags=message.flags, interaction=True, old=message.attachments)
    message.put(body)
    message.attachments = _attached(ask, message.channel_id, body, message.attachments)
    _show_files(message)
    shown = (message.content, message.components, message.embeds, message.attachments)
    if not any(shown) and message.poll is None:
        raise ApiError(400, 50006, "Cannot send an empty message")
    if message.flags & MessageFlag.COMPONENTS_V2 and (message.content or message.embeds):
        raise invalid_form([Wrong((), "IS_COMPONENTS_V2 beside content or embeds")])
    message.flags &= ~MessageFlag.LOADING
    message.edited_at = stamp(ask.service.world.now())
    message.edits += 1
    ask.service.gateway.tell_message("MESSAGE_UPDATE", message)
    return message


def erase(ask: Ask, message: Message) -> None:
    """Delete a message and send the events."""
    message.deleted = True
    world = ask.service.world
    channel = world.channels[message.channel_id]
    if message.seen_by is None:
        channel.messages.remove(message.id)
        body: Json = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        ask.service.gateway.tell("MESSAGE_DELETE", body, channel.guild_id)


def _show_files(message: Message) -> None:
    """Fill in the known fields of components that show a file."""
    files = {f"attachment://{one.upload.name}": one for one in message.attachments}
    for _, component in walk(message.components):
        file = component.get("file") if component["type"] == Kind.FILE else None
        if file and file["url"] in files:
            held = files[file["url"]].wire()
            component |= {"name": held["filename"], "size": held["size"]}
            component["file"] = {name: held[name] for name in ("id", "url", "proxy_url")}


def _is_webhook(ask: Ask) -> bool:
    return "webhook_token" in ask.params


def _check(
    ask: Ask,
    body: Json,
    *,
    flags: int = 0,
    interaction: bool,
    old: Iterable[Attachment] = (),
) -> None:
    """Refuse a body that Discord would refuse, and record it for tests."""
    ask.service.journal.sent.append(Sent(ask.what, body))
    names = {one.name for one in ask.files.values()} | {one.upload.name for one in old}
    wrongs = list(wrong_in_message(body, flags=flags, files=names, interaction=interaction))
    for index, upload in ask.files.items():
        if len(upload.content) > ATTACHMENT_BYTES:
            wrongs.append(Wrong(("files", index), f"at most {ATTACHMENT_BYTES} bytes"))
    if wrongs:
        raise invalid_form(wrongs)
    if (
        not flags
        and not any(True for _ in old)
        and "PATCH" not in ask.what
        and is_empty(body, names)
    ):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _attached(ask: Ask, channel_id: int, body: Json, old: Iterable[Attachment]) -> list[Attachment]:
    """Return the files of a message: the old ones it keeps, then the new ones."""
    told: list[Any] | None = body.get("attachments")
    kept = list(old)
    described: dict[int, str | None] = {}
    if told is not None:
        named = {int(one["id"]) for one in told}
        kept = [one for one in kept if one.id in named]
        described = {int(one["id"]): one.get("description") for one in told}
    world = ask.service.world
    new = [world.attach(channel_id, it, described.get(at)) for at, it in ask.files.items()]
    return kept + new
