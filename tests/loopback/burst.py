"""Many interactions at once: each answered in time, none lost, none answered twice."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.loopback import member_actions
from tests.loopback.errors import Json, LoopbackError
from tests.loopback.interactions import Action, Callback, Interaction
from tests.loopback.limits import MessageFlag
from tests.loopback.members import Member
from tests.loopback.messages import Message
from tests.loopback.options import Typing
from tests.loopback.server import LoopbackDiscord
from tests.loopback.views import Post

# Limit for the whole burst, in seconds.
_PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class Planned:
    """An action that a member is about to take: the interaction's type and body.

    ``option`` is, of a completion, the option typed into, as registered; ``source`` the message
    whose button is pressed.
    """

    member: Member
    action: Action
    body: Json
    option: Json | None = None
    source: Message | None = None


@dataclass(frozen=True, slots=True)
class Burst:
    """The interactions of a burst. Times are from sending each until its callback arrives."""

    interactions: tuple[Interaction, ...]

    @property
    def times_s(self) -> list[float]:
        """Times in seconds of the answered interactions, in the order of sending."""
        ends = ((one, one.answered_at_s) for one in self.interactions)
        return [end - one.sent_at_s for one, end in ends if end is not None]

    @property
    def lost(self) -> int:
        """Number of interactions with no valid callback, or with "is thinking" and no answer."""
        return sum(not done(one) for one in self.interactions)

    @property
    def put_off(self) -> int:
        """Number of interactions that were deferred first."""
        return sum(_kind(one) in _PUT_OFF for one in self.interactions)

    def told(self) -> str:
        times = self.times_s
        return (
            f"{len(times)} of {len(self.interactions)} answered, {self.put_off} put off first, "
            f"{self.lost} lost; median {statistics.median(times):.2f} s, last {max(times):.2f} s"
        )


_PUT_OFF = (Callback.DEFERRED_MESSAGE, Callback.DEFERRED_UPDATE)


def _kind(interaction: Interaction) -> int:
    return int((interaction.callback or {}).get("type", 0))


def done(interaction: Interaction) -> bool:
    """Return whether the whole answer has arrived."""
    if not interaction.settled:
        return False
    message = interaction.original
    match _kind(interaction):
        case Callback.DEFERRED_MESSAGE:
            return message is not None and not message.flags & MessageFlag.LOADING
        case Callback.DEFERRED_UPDATE:
            return message is not None and (message.edits > 0 or bool(interaction.followups))
        case _:
            return True


def slash(member: Member, command: str, /, **options: str) -> Planned:
    """Plan the use of a slash command."""
    world = member.server.world
    offered = member_actions.offered(world, member.user, member.channel)
    place = member_actions.place_of(world, member.channel)
    return Planned(
        member, Action.COMMAND, member_actions.slash(offered, command, options, place)[0]
    )


def typing(member: Member, command: str, option: str, text: str) -> Planned:
    """Plan typing text into an option with completion."""
    world = member.server.world
    offered = member_actions.offered(world, member.user, member.channel)
    place = member_actions.place_of(world, member.channel)
    body, into = member_actions.slash(offered, command, {}, place, Typing(option, text))
    return Planned(member, Action.COMPLETION, body, option=into)


def press(member: Member, message: Post, label: str) -> Planned:
    """Plan a press of the button with that label."""
    body = member_actions.pressed(message.component(label))
    return Planned(member, Action.COMPONENT, body, source=message.message)


def at_once(discord: LoopbackDiscord, planned: Sequence[Planned]) -> Burst:
    """Send all planned interactions without waiting for answers."""

    def send() -> tuple[Interaction, ...]:
        return tuple(_sent(discord, planned))

    return Burst(discord.do(send))


def answered(discord: LoopbackDiscord, burst: Burst) -> Burst:
    """Wait until each interaction has its first answer or is deferred; return the burst."""
    return _until(discord, burst, lambda one: one.settled)


def finish(discord: LoopbackDiscord, burst: Burst) -> Burst:
    """Wait until each interaction has its whole answer; return the burst."""
    return _until(discord, burst, done)


def _until(discord: LoopbackDiscord, burst: Burst, is_so: Callable[[Interaction], bool]) -> Burst:
    waited_for = list(burst.interactions)

    def all_are() -> bool:
        while waited_for and is_so(waited_for[-1]):
            waited_for.pop()
        return not waited_for

    try:
        discord.until(all_are, "every answer", timeout_s=_PATIENCE_S)
    except LoopbackError as error:
        raise LoopbackError(f"{burst.told()}\n{error}") from error
    return burst


def _sent(discord: LoopbackDiscord, planned: Iterable[Planned]) -> Iterable[Interaction]:
    for one in planned:
        sent = member_actions.send(
            discord.gateway, one.action, one.member.user, one.member.channel, one.body, one.source
        )
        sent.option = one.option or {}
        yield sent
