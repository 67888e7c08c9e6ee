"""Count the modules of ``bot/`` that one interaction enters, and the lines they hold.

``python -m tools.hops`` connects the real bot, in a thread, to a loopback Discord. It types
``/debate``, ``/ask`` and *add a quote* (the command, the form, *Save*), and records with
``sys.setprofile`` the modules whose functions are called meanwhile. The start of the bot and timers
before the first command are not counted. With ``--list`` it names the modules.
"""

import argparse
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import bot
from bot.store.records import utc_now
from tests.discordapp.moderation.desks import add
from tests.loopback import LoopbackDiscord, Member, Permission

_ROOT = Path(bot.__file__).parent


class CallRecorder:
    """A profile function that collects the files in which functions are called."""

    def __init__(self) -> None:
        self.files: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Record one event of ``sys.setprofile``."""
        if event == "call" and frame.f_code.co_name != "<module>":
            self.files.add(frame.f_code.co_filename)

    def modules(self) -> list[Path]:
        """Return the modules of ``bot/`` entered since the last call, sorted, and reset."""
        paths = [Path(name) for name in self.files]
        self.files = set()
        return sorted(path for path in paths if path.is_relative_to(_ROOT))


def count_hops() -> dict[str, list[Path]]:
    """Return the modules that each interaction enters."""
    recorder = CallRecorder()
    counted = {}
    # Threads started from here on are recorded: the bot's loop and its workers.
    threading.setprofile(recorder)
    try:
        with LoopbackDiscord() as discord:
            bot_thread = discord.start_thread(utc_now)
            discord.until(lambda: "is live" in bot_thread.output, "the bot to be live")
            moderator = discord.member("Mo", permissions=Permission.MANAGE_MESSAGES)
            moderator.slash("about")  # the first answer builds the index, as a start does
            moderator.slash("quote", topic="reorganisation")
            for name, interact in _INTERACTIONS.items():
                discord.settle()
                recorder.modules()
                interact(moderator)
                discord.settle()
                counted[name] = recorder.modules()
            bot_thread.stop()
    finally:
        threading.setprofile(None)
    return counted


_INTERACTIONS: dict[str, Callable[[Member], object]] = {
    "/debate": lambda member: member.slash("debate", point="private-sector"),
    "/ask": lambda member: member.slash("ask", question="Who should lead NHS technology?"),
    "add a quote": lambda member: add(member, "A sentence that nobody has added so far."),
}


def main() -> None:
    """Print a line for each interaction."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="name the modules")
    wanted = parser.parse_args()
    for name, modules in count_hops().items():
        lines = sum(len(path.read_text("utf-8").splitlines()) for path in modules)
        print(f"{name}: {len(modules)} modules, {lines:,} lines")
        for path in modules if wanted.list else ():
            print(f"  {path.relative_to(_ROOT)}")


if __name__ == "__main__":
    main()
