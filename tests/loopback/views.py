"""The member's view: messages, answers, forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tests.loopback.components import interactive, texts
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.forms import fields
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Callback, Interaction
from tests.loopback.journal import Journal
from tests.loopback.limits import SELECTS, Kind
from tests.loopback.messages import Attachment, Message
from tests.loopback.places import Channel
from tests.loopback.world import World

T = TypeVar("T")


class Server(Protocol):
    """The part of the loopback that members use."""

    world: World
    gateway: Gateway
    journal: Journal

    def do(self, action: Callable[[], T]) -> T:
        """Run something in the server's thread and return its result."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """A message as a member sees it, in its present state."""

    server: Server
    message: Message

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def text(self) -> str:
        """All readable text in order, one text a line; any white space counts as a space."""
        said = [self.message.content, *texts(self.message.components)]
        for embed in self.message.embeds:
            said += [embed.get("title") or "", embed.get("description") or ""]
            said += [f"{one['name']}\n{one['value']}" for one in embed.get("fields") or ()]
        return "\n".join(filter(None, said)).replace("\N{NO-BREAK SPACE}", " ")

    @property
    def components(self) -> list[Json]:
        return self.message.components

    @property
    def buttons(self) -> list[Json]:
        return [one for one in interactive(self.components) if one["type"] == Kind.BUTTON]

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons, in order."""
        return [str(button.get("label", "")) for button in self.buttons]

    @property
    def links(self) -> dict[str, str]:
        """The URLs of link buttons, by label."""
        return {one.get("label", ""): one["url"] for one in self.buttons if one.get("url")}

    @property
    def selects(self) -> list[Json]:
        return [one for one in interactive(self.components) if one["type"] in SELECTS]

    @property
    def attachments(self) -> list[Attachment]:
        return self.message.attachments

    @property
    def ephemeral(self) -> bool:
        return self.message.seen_by is not None

    @property
    def thread(self) -> Channel:
        """The thread opened on the message."""
        if self.id not in self.server.world.channels:
            raise LoopbackError("no thread has been opened on that message")
        return self.server.world.channels[self.id]

    @property
    def deleted(self) -> bool:
        return self.message.deleted

    def component(self, label: str) -> Json:
        """Return the button or select with that label, placeholder or custom_id."""
        for one in interactive(self.components):
            if label in (one.get("label"), one.get("placeholder"), one.get("custom_id")):
                return one
        names = [one.get("label") or one.get("placeholder") for one in interactive(self.components)]
        raise LoopbackError(f"nothing named {label!r} can be used there, only {names}")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a member's action."""

    server: Server
    interaction: Interaction

    @property
    def callback(self) -> Json:
        assert self.interaction.callback is not None
        return self.interaction.callback

    @property
    def kind(self) -> Callback:
        return Callback(self.callback["type"])

    @property
    def elapsed_s(self) -> float:
        """The seconds from sending the interaction until its callback arrived."""
        assert self.interaction.answered_at_s is not None
        return self.interaction.answered_at_s - self.interaction.sent_at_s

    @property
    def message(self) -> Post:
        """The answering message, or the message that the answer changed."""
        if self.interaction.original is None:
            raise LoopbackError(f"the answer is no message but a {self.kind.name}")
        return Post(self.server, self.interaction.original)

    @property
    def followups(self) -> list[Post]:
        return [Post(self.server, one) for one in self.interaction.followups]

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def components(self) -> list[Json]:
        return self.message.components

    @property
    def ephemeral(self) -> bool:
        return self.message.ephemeral

    @property
    def form(self) -> "Form":
        """The form that opened."""
        if self.kind is not Callback.MODAL:
            raise LoopbackError(f"no form opened, the answer is a {self.kind.name}")
        return Form(self.callback["data"], self.interaction)

    @property
    def choices(self) -> list[Json]:
        """The names and values that completion offers."""
        return list(self.callback["data"]["choices"])


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a member can fill in."""

    modal: Json
    opened_by: Interaction

    @property
    def title(self) -> str:
        return str(self.modal["title"])

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in fields(self.modal)]

    @property
    def values(self) -> dict[str, str]:
        """The bot's values of the fields, by label."""
        return {label: one.get("value") or "" for label, one in fields(self.modal)}

    @property
    def hints(self) -> dict[str, str]:
        """The description below each label, by label."""
        labels = [one for one in self.modal["components"] if one["type"] == Kind.LABEL]
        return {one["label"]: one.get("description") or "" for one in labels}
