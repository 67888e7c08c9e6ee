"""A bare discord.py bot with one slash command, ``/ping``: the baseline for Counterpoint's latency.

Run as ``python -m tests.loopback.bare_bot`` with DISCORD_TOKEN and DISCORD_API_URL.
"""

import os
import signal

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class BareBot(discord.Client):
    """The shortest bot that answers a command."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        await self.tree.sync()
        _, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)


def main() -> None:
    """Run until stopped."""
    env = os.environ  # noqa: TID251 - a program of the tests, which have no bot.settings
    Route.BASE = env["DISCORD_API_URL"]
    bot = BareBot()

    @bot.tree.command()
    async def ping(interaction: discord.Interaction) -> None:
        """Answer pong."""
        await interaction.response.send_message("pong")

    # On SIGINT asyncio cancels its main task; an exception raised just anywhere may be lost.
    # A shell that starts the tests in the background lets them ignore the signal of Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    bot.run(env["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
