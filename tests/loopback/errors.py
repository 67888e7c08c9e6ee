"""Errors of the loopback: Discord's answers for the bot, exceptions for tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class LoopbackError(AssertionError):
    """An action that a member could not take, or an omission of the bot."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error in a request body: its place (keys and indexes) and its message."""

    path: tuple[str | int, ...]
    message: str
    code: str = "INVALID"

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path)) or '(body)'}: {self.message}"


class ApiError(Exception):
    """An error answer in Discord's form.

    https://docs.discord.com/developers/reference#error-messages and, for the numbers,
    https://docs.discord.com/developers/topics/opcodes-and-status-codes#json. ``expected`` errors
    occur with a correct bot too; the others are faults that fail a test.
    """

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        wrongs: Iterable[Wrong] = (),
        expected: bool = False,
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.wrongs = tuple(wrongs)
        self.expected = expected
        super().__init__("; ".join([message, *map(str, self.wrongs)]))

    def wire(self) -> Json:
        body: Json = {"message": self.message, "code": self.code}
        if self.wrongs:
            body["errors"] = _nested(self.wrongs)
        return body


def _nested(wrongs: tuple[Wrong, ...]) -> Json:
    errors: Json = {}
    for wrong in wrongs:
        here = errors
        for key in wrong.path:
            here = here.setdefault(str(key), {})
        here.setdefault("_errors", []).append({"code": wrong.code, "message": wrong.message})
    return errors


def invalid_form(wrongs: Iterable[Wrong]) -> ApiError:
    return ApiError(400, 50035, "Invalid Form Body", wrongs=wrongs)


def unknown(what: str, code: int) -> ApiError:
    """Return Discord's 404: unknown channel (10003), message (10008), interaction (10062)…."""
    return ApiError(404, code, f"Unknown {what}")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")
