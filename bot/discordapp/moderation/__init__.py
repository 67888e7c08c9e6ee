"""Moderation in Discord: commands, forms, buttons, and messages to those concerned."""
