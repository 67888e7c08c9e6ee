"""Faults of Discord and of the network that tests ask for, one for each next request."""

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_PAGE = "<!DOCTYPE html><title>Just a moment...</title>"


class Reset(Enum):
    """The moment at which a connection is cut, seen from the request."""

    BEFORE = auto()  # before Discord did what was asked
    AFTER = auto()  # after it, so that only the answer is lost


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault: a ``status`` with a ``code``, or a ``reset``; ``slow_s`` seconds late.

    ``html`` is the page of a proxy in place of JSON, ``via`` whether its headers are Discord's.
    ``retry_after_s`` goes into the answer and the headers of a rate limit.
    """

    status: int = 0
    code: int = 0
    retry_after_s: float = 0.0
    html: bool = False
    via: bool = True
    reset: Reset | None = None
    slow_s: float = 0.0

    async def answer(
        self, request: web.Request, handle: "Callable[[], Awaitable[web.StreamResponse]]"
    ) -> web.StreamResponse:
        """Return the faulty answer; ``handle`` does what was asked."""
        await asyncio.sleep(self.slow_s)
        if self.reset is Reset.BEFORE or self.status:
            response: web.StreamResponse = self._response() if self.status else web.Response()
        else:
            response = await handle()
        if self.reset and request.transport:
            request.transport.abort()
        return response

    def _response(self) -> web.Response:
        headers = {"Via": "1.1 loopback"} if self.via else {}
        if self.html:
            return web.Response(
                status=self.status, text=_PAGE, headers=headers, content_type="text/html"
            )
        body: dict[str, object] = {"message": f"trouble {self.status}", "code": self.code}
        if self.status == 429:
            headers["Retry-After"] = f"{self.retry_after_s:.3f}"
            body |= {"retry_after": self.retry_after_s, "global": False}
        response = web.json_response(body, status=self.status, headers=headers)
        # Without a charset: discord.py parses JSON only for exactly this content type.
        response.headers["Content-Type"] = "application/json"
        return response


@dataclass(slots=True)
class Troubles:
    """The faults of the next requests by "METHOD route"; None lets one through."""

    coming: "dict[str, list[Trouble | None]]" = field(default_factory=dict)

    def next(self, route: str) -> Trouble | None:
        """Return the fault of this request, if it has one, and forget it."""
        waiting = self.coming.get(route)
        return waiting.pop(0) if waiting else None

    @property
    def over(self) -> bool:
        """Whether every fault has happened."""
        return not any(self.coming.values())
