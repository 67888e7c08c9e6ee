"""The bot in Discord; the only part of the program that imports ``discord``."""
