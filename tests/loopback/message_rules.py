"""Rules of Discord for messages that its API document cannot express.

Each function yields errors. The numbers and their sources are in :mod:`tests.loopback.limits`. The
codes of single errors are the loopback's own; Discord documents only 50035, which encloses them.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from tests.loopback import limits
from tests.loopback.components import Path, interactive, texts, walk
from tests.loopback.errors import Json, Wrong
from tests.loopback.limits import Kind, MessageFlag

_LINK, _PREMIUM = 5, 6


def wrong_in_message(
    body: Json, *, flags: int = 0, files: Collection[str] = (), interaction: bool = False
) -> Iterator[Wrong]:
    """Yield all errors in a message as sent.

    ``flags`` are the existing flags of an edited message, ``files`` the names of the uploads.
    """
    given = body.get("flags") or 0
    yield from _wrong_flags(given, interaction=interaction)
    components = body.get("components") or []
    if (flags | given) & MessageFlag.COMPONENTS_V2:
        yield from _wrong_v2(body, components, files)
    else:
        yield from _wrong_legacy(components)
    yield from _wrong_text(body)
    yield from wrong_components(components)
    yield from wrong_mentions(body.get("allowed_mentions"))
    if body.get("poll"):
        yield from _wrong_poll(body["poll"])


def _wrong_flags(given: int, *, interaction: bool) -> Iterator[Wrong]:
    if given & ~limits.SETTABLE_FLAGS:
        yield Wrong(("flags",), f"an application cannot set {given & ~limits.SETTABLE_FLAGS:#x}")
    if given & MessageFlag.EPHEMERAL and not interaction:
        yield Wrong(("flags",), "only answers to interactions can be ephemeral")


def _wrong_v2(body: Json, components: object, files: Collection[str]) -> Iterator[Wrong]:
    for legacy in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(legacy):
            yield Wrong((legacy,), "cannot be used with IS_COMPONENTS_V2", "LEGACY_WITH_V2")
    for path, component in walk(components):
        for holder in ("media", "file"):
            url = str((component.get(holder) or {}).get("url", ""))
            name = url.removeprefix("attachment://")
            if name != url and name not in files:
                yield Wrong((*path, holder, "url"), f"no file named {name!r} is attached")


def _wrong_legacy(components: object) -> Iterator[Wrong]:
    for path, component in walk(components):
        if component.get("type") in limits.NEED_V2:
            kind = component["type"]
            yield Wrong((*path, "type"), f"type {kind} needs the flag IS_COMPONENTS_V2", "NEEDS_V2")
    if isinstance(components, list) and len(components) > limits.LEGACY_ACTION_ROWS:
        yield Wrong(("components",), f"at most {limits.LEGACY_ACTION_ROWS} rows")


def _wrong_text(body: Json) -> Iterator[Wrong]:
    if len(body.get("content") or "") > limits.CONTENT:
        yield Wrong(("content",), f"at most {limits.CONTENT} characters", "BASE_TYPE_MAX_LENGTH")
    embedded = sum(_embed_length(embed) for embed in body.get("embeds") or ())
    if embedded > limits.EMBED_TEXT:
        yield Wrong(("embeds",), f"at most {limits.EMBED_TEXT} characters in all embeds")


def _embed_length(embed: Json) -> int:
    said = [embed.get("title"), embed.get("description")]
    said += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or ():
        said += [one.get("name"), one.get("value")]
    return sum(len(text or "") for text in said)


def wrong_components(components: object) -> Iterator[Wrong]:
    """Yield errors in components: counts, texts, ids, buttons, rows, selects (modals too)."""
    every = list(walk(components))
    if len(every) > limits.COMPONENTS:
        yield Wrong(("components",), f"{len(every)} components, at most {limits.COMPONENTS}")
    shown = sum(map(len, texts(components)))
    if shown > limits.DISPLAYED_TEXT:
        yield Wrong(("components",), f"{shown} characters shown, at most {limits.DISPLAYED_TEXT}")
    yield from _wrong_ids(components)
    for path, component in every:
        match component.get("type"):
            case Kind.ACTION_ROW:
                yield from _wrong_row(path, component)
            case Kind.BUTTON:
                yield from _wrong_button(path, component)
            case Kind.STRING_SELECT:
                yield from _wrong_select(path, component)
            case _:
                pass


def _wrong_ids(components: object) -> Iterator[Wrong]:
    named = Counter(one["custom_id"] for one in interactive(components) if one.get("custom_id"))
    for custom_id, times in named.items():
        if times > 1:
            yield Wrong(("components",), f"custom_id {custom_id!r} {times} times", "DUPLICATED")
        if not 1 <= len(custom_id) <= limits.CUSTOM_ID:
            yield Wrong(("components",), f"custom_id of {len(custom_id)} characters")
    numbers = Counter(one["id"] for _, one in walk(components) if one.get("id"))
    for number, times in numbers.items():
        if times > 1:
            yield Wrong(("components",), f"id {number} {times} times", "DUPLICATED")


def _wrong_row(path: Path, row: Json) -> Iterator[Wrong]:
    held = [one.get("type") for one in row.get("components") or ()]
    if not held:
        yield Wrong((*path, "components"), "an action row is never empty")
    if len(held) > limits.BUTTONS_IN_ROW:
        yield Wrong((*path, "components"), f"at most {limits.BUTTONS_IN_ROW} buttons in a row")
    if len(held) > 1 and any(kind != Kind.BUTTON for kind in held):
        yield Wrong((*path, "components"), "a select or an input fills its row")


def _wrong_button(path: Path, button: Json) -> Iterator[Wrong]:
    style = button.get("style")
    has = {key for key in ("custom_id", "url", "sku_id") if button.get(key)}
    needs = {_LINK: "url", _PREMIUM: "sku_id"}.get(int(style or 0), "custom_id")
    if has != {needs}:
        yield Wrong(path, f"style {style} needs {needs} alone, has {sorted(has)}")
    if not (button.get("label") or button.get("emoji") or style == _PREMIUM):
        yield Wrong(path, "a button needs a label or an emoji")
    if len(button.get("label") or "") > limits.BUTTON_LABEL:
        yield Wrong((*path, "label"), f"at most {limits.BUTTON_LABEL} characters")
    if len(button.get("url") or "") > limits.BUTTON_URL:
        yield Wrong((*path, "url"), f"at most {limits.BUTTON_URL} characters")


def _wrong_select(path: Path, select: Json) -> Iterator[Wrong]:
    options = select.get("options") or []
    if not 1 <= len(options) <= limits.SELECT_OPTIONS:
        yield Wrong((*path, "options"), f"1 to {limits.SELECT_OPTIONS} options, not {len(options)}")
    values = Counter(option.get("value") for option in options)
    if any(times > 1 for times in values.values()):
        yield Wrong((*path, "options"), "each value once", "DUPLICATED")
    fewest, most = select.get("min_values"), select.get("max_values") or 1
    if most > len(options) or (1 if fewest is None else fewest) > most:
        yield Wrong((*path, "max_values"), f"{fewest} to {most} of {len(options)} cannot be chosen")
    if sum(bool(option.get("default")) for option in options) > most:
        yield Wrong((*path, "options"), f"more than {most} chosen from the start")


def wrong_mentions(allowed: Json | None) -> Iterator[Wrong]:
    """Yield an error for a list of users or roles beside the word that means all of them."""
    for kind in ("users", "roles"):
        if allowed and kind in (allowed.get("parse") or ()) and allowed.get(kind):
            yield Wrong(("allowed_mentions",), f"{kind} twice", "MESSAGE_ALLOWED_MENTIONS_PARSE")


def _wrong_poll(poll: Json) -> Iterator[Wrong]:
    if len(poll.get("question", {}).get("text") or "") > limits.POLL_QUESTION:
        yield Wrong(("poll", "question", "text"), f"at most {limits.POLL_QUESTION} characters")
    answers = poll.get("answers") or []
    if not 1 <= len(answers) <= limits.POLL_ANSWERS:
        yield Wrong(("poll", "answers"), f"1 to {limits.POLL_ANSWERS} answers")
    for index, answer in enumerate(answers):
        if len(answer.get("poll_media", {}).get("text") or "") > limits.POLL_ANSWER:
            path = ("poll", "answers", index, "poll_media", "text")
            yield Wrong(path, f"at most {limits.POLL_ANSWER} characters")
    if not 1 <= (poll.get("duration") or limits.POLL_HOURS) <= limits.POLL_HOURS_MOST:
        yield Wrong(("poll", "duration"), f"1 to {limits.POLL_HOURS_MOST} hours")


def is_empty(body: Json, files: Collection[str] = ()) -> bool:
    """Return whether there is nothing to show, which Discord refuses with 50006."""
    shown = ("content", "embeds", "components", "poll", "sticker_ids", "attachments")
    return not files and not any(body.get(key) for key in shown)


def says_anything(body: Json) -> bool:
    """Return whether a message as sent has text that could mention somebody."""
    said = [body.get("content") or "", *texts(body.get("components"))]
    return any(said) or bool(body.get("embeds"))


def mentions_nobody(body: Json) -> bool:
    """Return whether its ``allowed_mentions`` keep it from notifying anybody, for any text.

    https://docs.discord.com/developers/resources/message#allowed-mentions-object: an empty
    ``parse`` suppresses all; without the field everything mentioned is notified.
    """
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict) or allowed.get("parse") != []:
        return False
    return not (allowed.get("users") or allowed.get("roles") or allowed.get("replied_user"))
