"""Discord's API document as the contract that everything sent must satisfy."""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.loopback.errors import Json, Wrong

_ANSWERS, _REQUESTS = "urn:discord:answers", "urn:discord:requests"
_BESIDE = Path(__file__).parents[2].parent / "shared" / "discord" / "openapi.json"
_METHODS = ("get", "put", "post", "patch", "delete")
_BY_TYPE = "x-by-type"

formats = FormatChecker(formats=())


@formats.checks("uri", raises=ValueError)
def _is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", value)


@formats.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value).tzinfo)


@formats.checks("snowflake", raises=ValueError)
def _is_snowflake(value: object) -> bool:
    return not isinstance(value, str) or int(value) < 1 << 64


def _by_type(
    validator: Any, branches: list[tuple[list[int | None], Json]], instance: Any, _schema: Json
) -> Iterator[ValidationError]:
    kind = instance.get("type") if isinstance(instance, dict) else None
    for kinds, branch in branches:
        if kind in kinds or None in kinds:
            if instance is not None or None not in kinds:
                yield from validator.descend(instance, branch)
            return
    allowed = [one for kinds, _ in branches for one in kinds]
    yield ValidationError(f"type {kind!r} may not stand here, only {allowed}")


_Checker: Any = extend(Draft202012Validator, {_BY_TYPE: _by_type})  # type: ignore[no-untyped-call] # its stubs do not type its arguments


class Contract:
    """Checks of request and answer bodies by route; a route's checker is made once.

    A union whose branches differ in ``type`` is checked against the branch of that type alone:
    this is faster, and the error is about the branch that was meant.
    """

    def __init__(self, path: Path) -> None:
        document: Json = json.loads(path.read_text(encoding="utf-8"))
        schemas: Json = document["components"]["schemas"]
        _tell_apart(document, schemas)
        self._paths: Json = document["paths"]
        answers = DRAFT202012.create_resource(document)
        # Discord always sends ids as strings and also accepts numbers:
        # https://docs.discord.com/developers/reference#snowflakes
        snowflake = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
        taken = {**document["components"], "schemas": {**schemas, "SnowflakeType": snowflake}}
        requests = DRAFT202012.create_resource({**document, "components": taken})
        self._registry: Registry[Any] = Registry().with_resources(
            [(_ANSWERS, answers), (_REQUESTS, requests)]
        )
        self._checkers: dict[tuple[str, str, str], Any] = {}

    def knows(self, method: str, route: str) -> bool:
        """Return whether the document describes the route (``/channels/{channel_id}``)."""
        return method.lower() in self._paths.get(route, {})

    def wrong_in_request(self, method: str, route: str, body: object) -> tuple[Wrong, ...]:
        """Return the document's objections to a request body, at most one for each value."""
        return _complaints(self._checker(method, route, "request"), body)

    def wrong_in_answer(
        self, method: str, route: str, status: int, body: object
    ) -> tuple[Wrong, ...]:
        """Return its objections to an answer body: the loopback must be true to Discord too."""
        return _complaints(self._checker(method, route, str(status)), body)

    def _checker(self, method: str, route: str, part: str) -> Any:
        key = (method.lower(), route, part)
        if key not in self._checkers:
            self._checkers[key] = self._make(*key)
        return self._checkers[key]

    def _make(self, method: str, route: str, part: str) -> Any:
        operation = self._paths.get(route, {}).get(method)
        if operation is None:
            return None
        where = ["paths", route, method]
        where += ["requestBody"] if part == "request" else ["responses", part]
        spoken = operation.get("requestBody") if part == "request" else operation["responses"]
        spoken = spoken if part == "request" else (spoken or {}).get(part)
        if not spoken or "application/json" not in spoken.get("content", {}):
            return None
        where += ["content", "application/json", "schema"]
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in where)
        base = _REQUESTS if part == "request" else _ANSWERS
        reference = {"$ref": f"{base}#/{pointer.replace('{', '%7B').replace('}', '%7D')}"}
        return _Checker(reference, registry=self._registry, format_checker=formats)


def _complaints(checker: Any, body: object) -> tuple[Wrong, ...]:
    if checker is None:
        return ()
    wrongs = []
    for error in checker.iter_errors(body):
        worst = best_match([error]) or error
        wrongs.append(Wrong(tuple(worst.absolute_path), _short(worst.message), "SCHEMA"))
    return tuple(wrongs)


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:200]} … {message[-90:]}"


def _tell_apart(node: object, schemas: Json) -> None:
    """Rewrite each union by ``type``, in place, so that only the branch of that type is checked."""
    if isinstance(node, list):
        for part in node:
            _tell_apart(part, schemas)
    elif isinstance(node, dict):
        for union in ("oneOf", "anyOf"):
            branches = _types_of(node.get(union), schemas)
            if branches:
                del node[union]
                node[_BY_TYPE] = branches
        for part in list(node.values()):
            _tell_apart(part, schemas)


def _types_of(branches: object, schemas: Json) -> list[tuple[list[int | None], Json]]:
    """Return the ``type`` numbers of each branch; empty if they do not distinguish all branches.

    A union of null and one branch counts as that branch, with None as its number.
    """
    if not isinstance(branches, list) or len(branches) < 2:
        return []
    solid = [branch for branch in branches if branch != {"type": "null"}]
    if len(solid) == 1 and len(branches) == 2:
        return [([None], solid[0])]
    found: list[tuple[list[int | None], Json]] = []
    for branch in branches:
        name = str(branch.get("$ref", "")).rpartition("/")[2]
        schema = schemas.get(name, {})
        kinds = schema.get("properties", {}).get("type", {}).get("enum")
        if not kinds or "type" not in schema.get("required", ()):
            return []
        found.append((kinds, branch))
    numbers = [kind for kinds, _ in found for kind in kinds]
    return found if len(set(numbers)) == len(numbers) else []


def document_path() -> Path | None:
    """Return the document's path: ``DISCORD_OPENAPI``, else ``../shared/discord/openapi.json``."""
    named = os.environ.get("DISCORD_OPENAPI")  # noqa: TID251 - a setting of the tests, not the bot
    path = Path(named) if named else _BESIDE
    return path if path.is_file() else None


@cache
def contract() -> Contract | None:
    """Return the contract, read once in a process; None if the document is missing."""
    path = document_path()
    return Contract(path) if path else None
