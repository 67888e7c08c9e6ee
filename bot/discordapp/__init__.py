"""The bot in Discord; the only part of the program that imports ``discord``."""

from bot.discordapp.connection import run

__all__ = ["run"]
