"""What brings members together: discussions in threads, and the point of the day."""

from bot.discordapp.community.setup import GatheringFront

__all__ = ["GatheringFront"]
