"""What a person is told when something fails."""

import hashlib
import logging
import traceback

logger = logging.getLogger(__name__)

BAD_USE = 2
INTERRUPTED = 130  # 128 and the number of the signal, as shells count
PIPE_CLOSED = 141


def reference_of(error: BaseException) -> str:
    """Eight figures that are the same each time the same thing fails in the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"{frame.name}:{frame.lineno};" for frame in frames)
    return hashlib.sha256(f"{type(error).__name__}@{places}".encode()).hexdigest()[:8]


def recorded(error: BaseException) -> str:
    """The reference of a fault; its trace goes into the log, at the level of debugging."""
    reference = reference_of(error)
    logger.debug("reference %s", reference, exc_info=error)
    return reference
