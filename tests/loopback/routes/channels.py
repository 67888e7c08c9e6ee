"""Routes of messages in channels, and of their polls."""

from tests.loopback.errors import ApiError, Json, Wrong, invalid_form, missing_permissions, unknown
from tests.loopback.limits import NO_PERMISSION, Intent, Permission
from tests.loopback.messages import Message
from tests.loopback.places import Channel
from tests.loopback.routes.posting import compose, erase, publish, revise
from tests.loopback.service import NOTHING, Answer, Ask, Routes


def _channel(ask: Ask, needed: Permission = NO_PERMISSION) -> Channel:
    return ask.service.world.channel_for_bot(ask.number("channel_id"), needed)


def _message(ask: Ask, needed: Permission = Permission.READ_HISTORY) -> Message:
    return ask.service.world.message(_channel(ask, needed), ask.number("message_id"))


def _own(ask: Ask) -> Message:
    message = _message(ask)
    if message.author is not ask.service.world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    return message


def _post(ask: Ask) -> Answer:
    channel = _channel(ask)
    if channel.recipient and channel.recipient.id in ask.service.world.closed:
        raise ApiError(403, 50007, "Cannot send messages to this user")
    needed = Permission.SEND_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    for there, also in (("poll", Permission.SEND_POLLS), ("embeds", Permission.EMBED_LINKS)):
        needed |= also if ask.body.get(there) else NO_PERMISSION
    _channel(ask, needed | (Permission.ATTACH_FILES if ask.files else NO_PERMISSION))
    if channel.archived and channel.locked:
        raise ApiError(400, 50083, "Thread is archived")
    nonce = ask.body.get("nonce") if ask.body.get("enforce_nonce") else None
    known = ask.service.world.nonces.get(nonce) if nonce is not None else None
    if known is not None:
        return Answer(ask.service.world.wire(known))
    message = compose(ask, channel, ask.body)
    if nonce is not None:
        ask.service.world.nonces[nonce] = message
    _refer(ask, message, ask.body)
    return Answer(ask.service.world.wire(publish(ask, message, ask.body)))


def _refer(ask: Ask, message: Message, body: Json) -> None:
    """Make the message a reply if it has a ``message_reference``."""
    reference = body.get("message_reference")
    if not reference:
        return
    world = ask.service.world
    replied = world.messages.get(int(reference["message_id"]))
    gone = replied is None or replied.deleted or replied.channel_id != message.channel_id
    if gone and reference.get("fail_if_not_exists", True):
        raise invalid_form([Wrong(("message_reference",), "Unknown message", "REPLIES_UNKNOWN")])
    if gone or replied is None:
        return
    world.make_reply(message, replied)


def _list(ask: Ask) -> Answer:
    world, channel = ask.service.world, _channel(ask, Permission.READ_HISTORY)
    ids = sorted(channel.messages, reverse=True)
    if "before" in ask.query:
        ids = [one for one in ids if one < int(ask.query["before"])]
    if "after" in ask.query:
        ids = [one for one in ids if one > int(ask.query["after"])]
        ids = ids[-int(ask.query.get("limit", "50")) :]
    limit = int(ask.query.get("limit", "50"))
    if not 1 <= limit <= 100:
        raise invalid_form([Wrong(("limit",), "1 to 100")])
    return Answer([world.wire(world.messages[one]) for one in ids[:limit]])


def _one(ask: Ask) -> Answer:
    return Answer(ask.service.world.wire(_message(ask)))


def _edit(ask: Ask) -> Answer:
    return Answer(ask.service.world.wire(revise(ask, _own(ask), ask.body)))


def _delete(ask: Ask) -> Answer:
    message = _message(ask)
    world = ask.service.world
    if message.author is not world.bot:
        _channel(ask, Permission.MANAGE_MESSAGES)
    erase(ask, message)
    return NOTHING


def _pin(ask: Ask) -> Answer:
    message = _message(ask, Permission.MANAGE_MESSAGES)
    message.pinned = ask.what.startswith("PUT")
    ask.service.gateway.tell_message("MESSAGE_UPDATE", message)
    return NOTHING


def _typing(ask: Ask) -> Answer:
    _channel(ask, Permission.SEND_MESSAGES)
    return NOTHING


def _expire(ask: Ask) -> Answer:
    message = _message(ask)
    if message.poll is None:
        raise ApiError(400, 520001, "Cannot expire a non-poll message")
    if message.author is not ask.service.world.bot:
        raise missing_permissions()
    message.poll.ended = True
    ask.service.gateway.tell_message("MESSAGE_UPDATE", message)
    return Answer(ask.service.world.wire(message))


def _voters(ask: Ask) -> Answer:
    message = _message(ask)
    answer = ask.number("answer_id")
    if message.poll is None or answer not in message.poll.votes:
        raise unknown("Message", 10008)
    world = ask.service.world
    users = sorted(message.poll.votes[answer])
    after, limit = int(ask.query.get("after", "0")), int(ask.query.get("limit", "25"))
    page = [world.users[one].wire() for one in users if one > after][:limit]
    return Answer({"users": page})


_MESSAGES = "/channels/{channel_id}/messages"
_ONE = f"{_MESSAGES}/{{message_id}}"
_PIN = f"{_MESSAGES}/pins/{{message_id}}"

# Routes of polls besides messages: https://docs.discord.com/developers/resources/poll
POLL_INTENT = {True: Intent.GUILD_POLLS, False: Intent.DIRECT_POLLS}

ROUTES: Routes = (
    ("POST", _MESSAGES, _post),
    ("GET", _MESSAGES, _list),
    ("PUT", _PIN, _pin),
    ("DELETE", _PIN, _pin),
    ("GET", _ONE, _one),
    ("PATCH", _ONE, _edit),
    ("DELETE", _ONE, _delete),
    ("POST", "/channels/{channel_id}/typing", _typing),
    ("POST", "/channels/{channel_id}/polls/{message_id}/expire", _expire),
    ("GET", "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}", _voters),
)
