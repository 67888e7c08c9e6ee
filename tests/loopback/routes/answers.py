"""Routes of answers to interactions: the callback, and the interaction's webhook."""

from typing import Any

from tests.loopback.command_rules import wrong_completion, wrong_modal
from tests.loopback.errors import ApiError, Json, Wrong, invalid_form, unknown
from tests.loopback.interactions import Action, Callback, Interaction
from tests.loopback.limits import MessageFlag
from tests.loopback.messages import Message
from tests.loopback.routes.posting import compose, erase, publish, revise
from tests.loopback.service import NOTHING, Answer, Ask, Routes


def _callback(ask: Ask) -> Answer:
    interaction = ask.service.world.interactions.get(ask.params["interaction_token"])
    if interaction is None or str(interaction.id) != ask.params["interaction_id"]:
        raise unknown("interaction", 10062)
    body = ask.body or {}
    _check(body, interaction)
    interaction.take(body, ask.at_s)
    try:
        message = _perform(ask, interaction, body)
    except ApiError:
        interaction.callback = None  # refused, so it may be answered again
        raise
    interaction.settled = True
    if not ask.flag("with_response"):
        return NOTHING
    return Answer(_told(ask, interaction, body["type"], message))


def _check(body: Json, interaction: Interaction) -> None:
    wrongs: list[Wrong] = []
    if body.get("type") == Callback.MODAL:
        wrongs = list(wrong_modal(body["data"]))
    elif body.get("type") == Callback.CHOICES and interaction.action is Action.COMPLETION:
        choices = body["data"].get("choices") or []
        wrongs = list(wrong_completion(choices, interaction.option))
    if wrongs:
        raise invalid_form(Wrong(("data", *one.path), one.message, one.code) for one in wrongs)


def _perform(ask: Ask, interaction: Interaction, body: Json) -> Message | None:
    """Carry out the callback; return the message it made or changed."""
    content: Json = body.get("data") or {}
    match body["type"]:
        case Callback.MESSAGE:
            interaction.original = _answer(ask, interaction, content)
            return interaction.original
        case Callback.DEFERRED_MESSAGE:
            interaction.deferred = True
            interaction.original = _thinking(ask, interaction, content)
            return interaction.original
        case Callback.DEFERRED_UPDATE:
            interaction.original = interaction.source
        case Callback.UPDATE if interaction.source is not None:
            interaction.original = revise(ask, interaction.source, content)
            return interaction.original
    return None


def _seen_by(interaction: Interaction, content: Json) -> int | None:
    ephemeral = (content.get("flags") or 0) & MessageFlag.EPHEMERAL
    return interaction.user.id if ephemeral else None


def _dress(ask: Ask, interaction: Interaction, message: Message) -> Message:
    """Add the fields that Discord adds to a message that answers an interaction."""
    application = str(ask.service.world.application.id)
    message.extra["application_id"] = application
    message.extra["webhook_id"] = application
    message.extra["interaction_metadata"] = interaction.metadata()
    message.kind = 23 if interaction.payload["data"].get("target_id") else 20
    if interaction.source is not None:
        message.kind = 19
        message.reference = {"type": 0, "message_id": str(interaction.source.id)}
        message.reference["channel_id"] = str(interaction.source.channel_id)
    return message


def _answer(ask: Ask, interaction: Interaction, content: Json) -> Message:
    message = compose(ask, interaction.channel, content, seen_by=_seen_by(interaction, content))
    return publish(ask, _dress(ask, interaction, message), content)


def _thinking(ask: Ask, interaction: Interaction, content: Json) -> Message:
    world = ask.service.world
    message = Message(world.mint(), interaction.channel.id, world.bot, flags=MessageFlag.LOADING)
    message.seen_by = _seen_by(interaction, content)
    return publish(ask, _dress(ask, interaction, message), {"allowed_mentions": {"parse": []}})


def _told(ask: Ask, interaction: Interaction, kind: int, message: Message | None) -> Json:
    """Return the response to a callback.

    https://docs.discord.com/developers/interactions/receiving-and-responding
    #interaction-callback-interaction-callback-response-object
    """
    about: Json = {"id": str(interaction.id), "type": int(interaction.action)}
    if message is None:
        return {"interaction": about}
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = bool(message.flags & MessageFlag.LOADING)
    about["response_message_ephemeral"] = message.seen_by is not None
    # In Discord's document, a deferred message has the type of a message too.
    known = Callback.MESSAGE if kind == Callback.DEFERRED_MESSAGE else kind
    wire = ask.service.world.wire(message)
    return {"interaction": about, "resource": {"type": int(known), "message": wire}}


def _of(ask: Ask) -> Interaction:
    """Return the interaction of this webhook."""
    world = ask.service.world
    interaction = world.interactions.get(ask.params["webhook_token"])
    if interaction is None or ask.number("webhook_id") != world.application.id:
        raise ApiError(401, 50027, "Invalid Webhook Token")
    interaction.check_token()
    return interaction


def _message(ask: Ask) -> Message:
    """Return the original message or a follow-up, according to the path."""
    interaction = _of(ask)
    held: list[Any] = [*interaction.followups, interaction.original]
    wanted = ask.params.get("message_id", "@original")
    message = interaction.original if wanted == "@original" else None
    for one in held:
        if one is not None and str(one.id) == wanted:
            message = one
    if message is None or message.deleted:
        raise unknown("Message", 10008)
    return message


def _get(ask: Ask) -> Answer:
    return Answer(ask.service.world.wire(_message(ask)))


def _edit(ask: Ask) -> Answer:
    message = _message(ask)
    return Answer(ask.service.world.wire(revise(ask, message, ask.body)))


def _delete(ask: Ask) -> Answer:
    erase(ask, _message(ask))
    return NOTHING


def _follow_up(ask: Ask) -> Answer:
    interaction = _of(ask)
    original = interaction.original
    if interaction.deferred and original is not None and original.flags & MessageFlag.LOADING:
        # The first follow-up replaces "… is thinking" and is visible to the same users.
        message = revise(ask, original, ask.body)
    else:
        message = _answer(ask, interaction, ask.body)
        interaction.followups.append(message)
    return Answer(ask.service.world.wire(message))


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Routes = (
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", _callback),
    ("POST", _WEBHOOK, _follow_up),
    ("GET", f"{_WEBHOOK}/messages/@original", _get),
    ("PATCH", f"{_WEBHOOK}/messages/@original", _edit),
    ("DELETE", f"{_WEBHOOK}/messages/@original", _delete),
    ("GET", f"{_WEBHOOK}/messages/{{message_id}}", _get),
    ("PATCH", f"{_WEBHOOK}/messages/{{message_id}}", _edit),
    ("DELETE", f"{_WEBHOOK}/messages/{{message_id}}", _delete),
)
