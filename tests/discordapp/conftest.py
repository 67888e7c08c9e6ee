"""Shared set-up of the tests of the Discord front end."""

import warnings

with warnings.catch_warnings():
    # discord.py imports Python's deprecated audioop for voice, which this bot does not use.
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord as _discord  # noqa: F401 - imported here once, so that nobody is warned again
