"""Request frames: the wording around a subject that says which kind of answer is wanted.

"Pros and cons of suppliers" has the frame *both sides* and the subject "suppliers". The wording is
data, one TOML file for each language in this folder; :mod:`bot.search.frames.parser` reads it.
"""

from bot.search.frames.parser import Frame, FrameParser, Intent, frame_parser

__all__ = ["Frame", "FrameParser", "Intent", "frame_parser"]
