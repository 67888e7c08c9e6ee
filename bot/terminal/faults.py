"""Exit statuses, and the log of unexpected errors."""

import logging

from bot.errors import log_fault

BAD_USE = 2
INTERRUPTED = 130  # 128 plus the signal's number, the convention of shells
PIPE_CLOSED = 141


def recorded(error: BaseException) -> str:
    """Log the trace at debug level, since a terminal user sees the log; return the reference."""
    return log_fault(error, logging.DEBUG)
