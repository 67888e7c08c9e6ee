"""Discord: the only part that knows it. Requests come in here, answers go out as cards."""

from bot.discordapp.client import run

__all__ = ["run"]
