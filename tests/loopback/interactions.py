"""Interactions: a member's action and the state of the bot's answer to it."""

import enum
import time
from dataclasses import dataclass, field

from tests.loopback.errors import ApiError, Json, Wrong, invalid_form, unknown
from tests.loopback.limits import TOKEN_S
from tests.loopback.messages import Message
from tests.loopback.people import User
from tests.loopback.places import Channel
from tests.loopback.timeouts import CALLBACK_S


class Action(enum.IntEnum):
    """Interaction types."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    COMPLETION = 4
    FORM = 5


class Callback(enum.IntEnum):
    """Interaction callback types.

    https://docs.discord.com/developers/interactions/receiving-and-responding
    #interaction-response-object-interaction-callback-type
    """

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


_MAY_ANSWER: dict[Action, frozenset[int]] = {
    Action.PING: frozenset({1}),
    Action.COMMAND: frozenset({4, 5, 9}),
    Action.COMPONENT: frozenset({4, 5, 6, 7, 9}),
    Action.COMPLETION: frozenset({8}),
    Action.FORM: frozenset({4, 5, 6, 7}),
}


@dataclass(slots=True)
class Interaction:
    """One interaction; times are on the clock of :func:`time.monotonic`.

    ``option`` is the registered option of a completion; ``source`` the message whose component
    was used; ``opened_by`` the interaction that opened a form; ``original`` the first message of
    the answer; ``within_s`` the time limit for the callback; ``settled`` says that the callback
    was accepted and carried out.
    """

    id: int
    token: str
    action: Action
    user: User
    channel: Channel
    payload: Json
    option: Json = field(default_factory=dict)
    source: Message | None = None
    opened_by: "Interaction | None" = None
    sent_at_s: float = 0.0
    within_s: float = CALLBACK_S
    answered_at_s: float | None = None
    callback: Json | None = None
    settled: bool = False
    original: Message | None = None
    deferred: bool = False
    followups: list[Message] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        return self.callback is not None

    def take(self, callback: Json, at_s: float) -> None:
        """Accept the first answer; refuse a late, a second or an unsuitable one."""
        if self.answered:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if at_s - self.sent_at_s > self.within_s:
            raise unknown("interaction", 10062)
        kind = callback.get("type")
        fits = set(_MAY_ANSWER[self.action])
        if self.source is None:
            fits -= {Callback.DEFERRED_UPDATE, Callback.UPDATE}
        if kind not in fits:
            why = f"type {kind} does not answer an interaction of type {int(self.action)}"
            raise invalid_form([Wrong(("type",), why)])
        self.answered_at_s = at_s
        self.callback = callback

    def check_token(self) -> None:
        """Refuse a follow-up before any answer, or one 15 minutes later."""
        if not self.answered:
            raise unknown("Webhook", 10015)
        if time.monotonic() - self.sent_at_s > TOKEN_S:
            raise ApiError(401, 50027, "Invalid Webhook Token")

    def metadata(self) -> Json:
        """Return a message's ``interaction_metadata``."""
        wire: Json = {
            "id": str(self.id),
            "type": int(self.action),
            "user": self.user.wire(),
            "authorizing_integration_owners": self.payload["authorizing_integration_owners"],
        }
        if self.action is Action.COMMAND:
            wire["name"] = self.payload["data"]["name"]
        if self.action is Action.COMPONENT and self.source is not None:
            wire["interacted_message_id"] = str(self.source.id)
        if self.opened_by is not None:
            wire["triggering_interaction_metadata"] = self.opened_by.metadata()
        return wire
