"""The moderators' desk in Discord: commands, forms, buttons, and who is told what."""

from bot.discordapp.moderation.setup import CuratingFront

__all__ = ["CuratingFront"]
