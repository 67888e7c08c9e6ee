"""What brings members together: discussions in threads, and the point of the day."""

from bot.discordapp.gathering.front import GatheringFront

__all__ = ["GatheringFront"]
