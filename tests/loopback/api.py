"""The HTTP side: checks authorization and bodies, picks the route, and records the exchange."""

import asyncio
import json
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback.contract import Contract
from tests.loopback.errors import ApiError, Wrong, invalid_form
from tests.loopback.journal import Way
from tests.loopback.messages import Upload
from tests.loopback.routes import account, answers, channels, guilds
from tests.loopback.service import Answer, Ask, Handler, Routes, Service
from tests.loopback.troubles import Troubles

PREFIX = "/api/v10"
_ROUTES: Routes = (*account.ROUTES, *guilds.ROUTES, *channels.ROUTES, *answers.ROUTES)
# Routes authorized by the token in their path; they need no Authorization header.
_OPEN = ("/interactions/", "/webhooks/")


@dataclass(slots=True)
class Http:
    """Answers requests from the service's state, checked by the contract where there is one.

    ``troubles`` are the faults of the next requests. ``under_way`` counts unanswered requests.
    """

    service: Service
    contract: Contract | None
    troubles: Troubles = field(default_factory=Troubles)
    under_way: int = 0

    def routes(self) -> list[web.RouteDef]:
        """All routes; a request that matches none is answered with 404 and recorded."""
        known = [
            web.route(method, PREFIX + path, self._answering(method, path, handler))
            for method, path, handler in _ROUTES
        ]
        files = web.get("/attachments/{channel}/{id}/{name}", self._file)
        return [*known, files, web.route("*", "/{path:.*}", self._nowhere)]

    def _answering(self, method: str, route: str, handler: Handler) -> Any:
        async def answer(request: web.Request) -> web.StreamResponse:
            at_s = time.monotonic()
            self.under_way += 1
            try:
                trouble = self.troubles.next(f"{method} {route}")
                if trouble is not None:
                    return await trouble.answer(request, lambda: respond(request, at_s))
                response = await respond(request, at_s)
                await response.prepare(request)
                await response.write_eof()
            finally:
                self.under_way -= 1
                self.service.journal.wake()
            return response

        async def respond(request: web.Request, at_s: float) -> web.Response:
            what = f"{method} {request.path.removeprefix(PREFIX)}"
            body: object = None
            try:
                self._authorise(request, route)
                body, files = await _read(request)
                self._note(what, body, at_s)
                self._check(method, route, body)
                params = dict(request.match_info)
                sound = {} if body is None else body
                ask = Ask(self.service, what, at_s, params, request.query, sound, files)
                said = handler(ask)
            except ApiError as error:
                return self._refuse(what, error, body, route)
            except Exception as error:  # noqa: BLE001 - it becomes a reply, and fails the test
                trace = "".join(traceback.format_exception(error))
                crash = ApiError(500, 0, f"500: Internal Server Error ({trace})")
                return self._refuse(what, crash, body, route)
            self._check_answer(method, route, said)
            return self._reply(what, said.status, said.body, route)

        return answer

    def _note(self, what: str, body: object, at_s: float) -> None:
        self.service.journal.note(Way.REQUEST, what, body, at_s=at_s)

    def _authorise(self, request: web.Request, route: str) -> None:
        right = f"Bot {self.service.world.token}"
        given = request.headers.get("Authorization")
        if given != right and not (given is None and route.startswith(_OPEN)):
            raise ApiError(401, 0, "401: Unauthorized")

    def _check(self, method: str, route: str, body: object) -> None:
        expected = list if method == "PUT" else dict
        if body is not None and not isinstance(body, expected):
            raise invalid_form([Wrong((), f"a JSON {expected.__name__} is meant to stand here")])
        if self.contract is None:
            return
        wrongs = self.contract.wrong_in_request(method, route, body)
        if wrongs:
            raise invalid_form(wrongs)

    def _check_answer(self, method: str, route: str, said: Answer) -> None:
        """Check the loopback's own answer against Discord's API document."""
        if self.contract is None:
            return
        for wrong in self.contract.wrong_in_answer(method, route, said.status, said.body):
            self.service.journal.fault(f"{method} {route}", f"the loopback answered {wrong}")

    def _refuse(self, what: str, error: ApiError, body: object, route: str) -> web.Response:
        if not error.expected:
            why = f"{error.status}, code {error.code}: {error}"
            self.service.journal.fault(what, why, body)
        return self._reply(what, error.status, error.wire(), route)

    def _reply(self, what: str, status: int, body: object, route: str) -> web.Response:
        headers = {
            "Via": "1.1 loopback",
            "X-RateLimit-Bucket": f"{hash(route) & 0xFFFFFFFF:08x}",
            "X-RateLimit-Limit": "50",
            "X-RateLimit-Remaining": "49",
            "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
            "X-RateLimit-Reset-After": "1.000",
        }
        self.service.journal.note(Way.ANSWER, what, body, status=status)
        if status == 204:
            return web.Response(status=204, headers=headers)
        # Without a charset: discord.py parses JSON only for exactly this content type.
        headers["Content-Type"] = "application/json"
        return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)

    async def _file(self, request: web.Request) -> web.Response:
        trouble = self.troubles.next("GET /attachments")
        if trouble is not None:
            await asyncio.sleep(trouble.slow_s)
        upload = self.service.world.files.get(int(request.match_info["id"]))
        if upload is None:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type=upload.kind)

    async def _nowhere(self, request: web.Request) -> web.Response:
        what = f"{request.method} {request.path}"
        self.service.journal.fault(what, "no such route")
        return self._reply(what, 404, {"message": "404: Not Found", "code": 0}, request.path)


async def _read(request: web.Request) -> tuple[Any, Mapping[int, Upload]]:
    """Return the parsed body, and the uploaded files by their index."""
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    raw = await request.read()
    if not raw:
        return None, {}
    if request.content_type != "application/json":
        raise ApiError(400, 50035, f"Expected application/json, not {request.content_type}")
    return _parsed(raw), {}


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from error


def _raw(part: str | bytes | bytearray) -> bytes:
    return part.encode() if isinstance(part, str) else bytes(part)


async def _read_parts(request: web.Request) -> tuple[Any, Mapping[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    parts = await request.post()
    for name, part in parts.items():
        if name == "payload_json":
            body = _parsed(part.file.read() if isinstance(part, web.FileField) else _raw(part))
        elif name.startswith("files[") and isinstance(part, web.FileField):
            index = int(name[len("files[") : -1])
            files[index] = Upload(part.filename, part.file.read(), part.content_type)
        else:
            raise invalid_form([Wrong((name,), "a part of this name means nothing here")])
    return body, files
