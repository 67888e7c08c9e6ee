"""The errors that a person can meet, and the reader of each.

::

    CounterpointError
    ├── SettingsError   the operator: a setting is missing or wrong
    ├── LibraryError    the curator: all problems of a library at once
    ├── RequestError    the asker, word for word
    └── StoreError      the asker gets an apology and a reference; the trace is in the log

"Nothing found" is not an error but an answer.
"""

import hashlib
import logging
import traceback
from enum import IntEnum

from msgspec import Struct

logger = logging.getLogger(__name__)


class ExitStatus(IntEnum):
    """The exit statuses of the program; ``docs/operating.md`` has them in one table."""

    DONE = 0
    NOTHING = 1  # nothing found, nothing done, or something needs attention
    BAD_USE = 2  # wrong use, a wrong setting, a library or database that cannot be used, a fault
    TOKEN_REFUSED = 3
    INTERRUPTED = 130  # 128 plus the signal's number, the convention of shells
    PIPE_CLOSED = 141


class CounterpointError(Exception):
    """The base of all errors that this program raises on purpose."""


class SettingsError(CounterpointError):
    """A setting is missing or wrong; the message says which, and what to write instead."""


class Problem(Struct, frozen=True, order=True):
    """One problem in a library: its place, what is wrong, and what to do about it.

    ``line`` and ``column`` count from 1; both are 1 for a problem of the whole file.
    """

    file: str
    line: int
    column: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.wrong}; {self.remedy}"


class LibraryError(CounterpointError):
    """A library cannot be used; ``problems`` holds every problem found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class RequestError(CounterpointError):
    """A request that cannot be answered; the sentence, with its parts, is shown to the asker."""

    def __init__(self, sentence: str, /, **parts: object) -> None:
        super().__init__(sentence.format(**parts) if parts else sentence)


class StoreError(CounterpointError):
    """The database of servers' changes could not be read or written."""


def log_fault(error: BaseException, level: int = logging.ERROR) -> str:
    """Log the trace of an unexpected error and return its reference, eight hexadecimal digits.

    The same error from the same place has the same reference every time.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"{frame.name}:{frame.lineno};" for frame in frames)
    digest = hashlib.sha256(f"{type(error).__name__}@{places}".encode()).hexdigest()
    reference = digest[:8]
    logger.log(level, "reference %s", reference, exc_info=error, extra={"reference": reference})
    return reference
