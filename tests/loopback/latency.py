"""Time from an interaction to its callback: Counterpoint beside a bare discord.py command.

``python -m tests.loopback.latency`` prints two tables. The two bots answer in turn in the same run,
so that other load on the machine affects both.
"""

import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests.loopback.errors import LoopbackError
from tests.loopback.interactions import Callback
from tests.loopback.members import Member
from tests.loopback.server import LoopbackDiscord
from tests.loopback.views import Reply

BARE = ("-m", "tests.loopback.bare_bot")
COUNTERPOINT = ("-m", "bot")
# Warm-up requests: work that a bot does only once is not measured.
_WARM = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """Times of one bot, in milliseconds."""

    median_ms: float
    p99_ms: float

    @classmethod
    def of(cls, times_s: Sequence[float]) -> "Spread":
        """Return the spread of at least two times."""
        hundredths = statistics.quantiles(times_s, n=100, method="inclusive")
        return cls(statistics.median(times_s) * 1000, hundredths[98] * 1000)


@dataclass(frozen=True, slots=True)
class Latency:
    """The measurements of one run."""

    bare: Spread
    measured: Spread

    @property
    def ratio(self) -> float:
        """The median as a multiple of the bare bot's."""
        return self.measured.median_ms / self.bare.median_ms

    @property
    def added_ms(self) -> float:
        """The median minus the bare bot's, in milliseconds."""
        return self.measured.median_ms - self.bare.median_ms

    @property
    def p99_ratio(self) -> float:
        """The 99th percentile as a multiple of the bare bot's."""
        return self.measured.p99_ms / self.bare.p99_ms

    def table(self) -> str:
        rows = [f"{'':<14}{'median':>10}{'99th %':>10}"]
        for name, spread in (("bare", self.bare), ("measured", self.measured)):
            rows.append(f"{name:<14}{spread.median_ms:>7.2f} ms{spread.p99_ms:>7.2f} ms")
        return "\n".join([*rows, f"ratios: {self.ratio:.2f}, {self.p99_ratio:.2f}"])


Question = Callable[[Member], Reply]
# Asked in turn, so that no single cached answer is measured throughout.
QUESTIONS: tuple[Question, ...] = (
    lambda member: member.slash("quote", topic="reorganisation"),
    lambda member: member.slash("debate", point="private-sector"),
    lambda member: member.slash("quote", topic="privte sectr"),
    lambda member: member.slash("ask", question="Should the NHS build its own software?"),
    lambda member: member.slash("topics"),
)
# In threes, so that hardly any requests are equal; some are misspelt, as in real use.
_WORDS = (
    *("reorganisation", "hospitals", "private", "sector", "central", "control", "money", "lead"),
    *("softwre", "suplier", "open source", "trust", "patients", "records", "standards", "NHSX"),
)


def _different(number: int) -> Question:
    one, two, three = (_WORDS[number // step % len(_WORDS)] for step in (1, 16, 7))
    match number % 3:
        case 0:
            return lambda member: member.slash("quote", topic=f"{one} {two}")
        case 1:
            return lambda member: member.slash("debate", point=f"{one} {two} {three}")
        case _:
            return lambda member: member.slash("ask", question=f"Should {one} be {two}, {three}?")


# Each is asked once, so that no answer comes from a cache.
DIFFERENT: tuple[Question, ...] = tuple(map(_different, range(1000)))


def measure(
    questions: Sequence[Question] = QUESTIONS,
    *,
    arguments: Sequence[str] = COUNTERPOINT,
    times: int = 200,
) -> Latency:
    """Start both bots, each on a separate Discord, and ask them in turn.

    ``questions`` go to the bot that ``arguments`` start, one after the other, ``times`` in all;
    the bare bot gets as many pings. Raises :class:`tests.loopback.LoopbackError` if either has a
    fault or defers an answer, which would be measured as a quick one.
    """
    with ExitStack() as stack:
        asked: list[tuple[Member, Sequence[Question], list[float]]] = []
        discords = []
        for command, theirs in ((BARE, (_ping,)), (arguments, questions)):
            discord = stack.enter_context(LoopbackDiscord())
            discord.start_bot(command)
            discords.append(discord)
            asked.append((discord.member("Ada"), theirs, []))
        for turn in range(_WARM + times):
            # Each bot goes first equally often.
            for member, theirs, times_s in asked if turn % 2 else reversed(asked):
                reply = theirs[turn % len(theirs)](member)
                if reply.kind is not Callback.MESSAGE:
                    raise LoopbackError(f"the answer is a {reply.kind.name}, not a message")
                if turn >= _WARM:
                    times_s.append(reply.elapsed_s)
        for discord in discords:
            discord.assert_no_faults()
        bare, measured = (Spread.of(times_s) for _, _, times_s in asked)
    return Latency(bare, measured)


def _ping(member: Member) -> Reply:
    return member.slash("ping")


if __name__ == "__main__":
    for name, questions in (("asked before", QUESTIONS), ("never asked before", DIFFERENT)):
        print(f"{name}\n{measure(questions).table()}\n")  # noqa: T201 - what this program is for
