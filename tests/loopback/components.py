"""A walk through a message's components: all of them, its texts, its interactive ones."""

from collections.abc import Iterator
from typing import Any

from tests.loopback.errors import Json
from tests.loopback.limits import SELECTS, Kind

Path = tuple[str | int, ...]


def walk(components: object, path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Yield every component, parents first, with the keys and indexes that lead to it."""
    if not isinstance(components, list):
        return
    for index, component in enumerate(components):
        if isinstance(component, dict):
            yield from _within(component, (*path, index))


def _within(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    yield from walk(component.get("components"), (*path, "components"))
    for single in ("accessory", "component"):
        if isinstance(component.get(single), dict):
            yield from _within(component[single], (*path, single))


def texts(components: object) -> list[str]:
    """Return the text displays in reading order."""
    return [
        str(component.get("content", ""))
        for _, component in walk(components)
        if component.get("type") == Kind.TEXT_DISPLAY
    ]


def interactive(components: object) -> list[Json]:
    """Return the buttons, selects and inputs in reading order."""
    kinds = {Kind.BUTTON, Kind.TEXT_INPUT, *SELECTS, 19, 21, 22, 23}
    return [one for _, one in walk(components) if one.get("type") in kinds]


def numbered(components: list[Any]) -> list[Any]:
    """Return the components as Discord does: each with an ``id``, and with Discord's defaults.

    Ids count from 1 in the order of :func:`walk`, skipping those that the bot gave.
    """
    filled = [_filled(component) for component in components]
    taken = {one.get("id") for _, one in walk(filled) if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for _, component in walk(filled):
        if not component.get("id"):
            component["id"] = next(free)
    return filled


_FILLED_IN: dict[int, Json] = {
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
    Kind.SEPARATOR: {"divider": True, "spacing": 1},
    **{key: {"min_values": 1, "max_values": 1, "disabled": False} for key in SELECTS},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    Kind.FILE: {"spoiler": False},
}


def _filled(component: Json) -> Json:
    kind = component.get("type", 0)
    given = {key: value for key, value in component.items() if value is not None}
    full: Json = {**_FILLED_IN.get(kind, {}), **given}
    for inner in ("components", "accessory", "component"):
        if isinstance(full.get(inner), list):
            full[inner] = [_filled(one) for one in full[inner]]
        elif isinstance(full.get(inner), dict):
            full[inner] = _filled(full[inner])
    if "items" in full:
        shown: Json = {"description": None, "spoiler": False}
        full["items"] = [{**shown, **one, "media": _media(one["media"])} for one in full["items"]]
    if "media" in full:
        full["media"] = _media(full["media"])
    return full


def _media(given: Json) -> Json:
    return {"id": "1", "url": given["url"], "proxy_url": given["url"]}
