"""A small Discord server on 127.0.0.1, to which the real discord.py connects.

Start with :class:`LoopbackDiscord`; the fixtures are in :mod:`tests.loopback.fixtures`.
"""

from tests.loopback.errors import LoopbackError
from tests.loopback.limits import Permission
from tests.loopback.members import Member
from tests.loopback.messages import Upload
from tests.loopback.process import BotProcess
from tests.loopback.server import LoopbackDiscord
from tests.loopback.views import Form, Post, Reply

__all__ = [
    "BotProcess",
    "Form",
    "LoopbackDiscord",
    "LoopbackError",
    "Member",
    "Permission",
    "Post",
    "Reply",
    "Upload",
]
