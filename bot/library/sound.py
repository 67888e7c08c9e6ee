"""Whether a change says nothing a library file could not say: the same rules, as one sentence."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from bot.errors import RequestError
from bot.library.changes import (
    Change,
    HideQuote,
    PutPoint,
    PutQuote,
    PutSource,
    PutSpeaker,
    PutTopic,
    RemoveQuote,
)
from bot.library.model import Point, Quote, Source, Speaker
from bot.library.rules import Written
from bot.library.schema import PointEntry, QuoteEntry, SourceEntry, SpeakerEntry, TopicEntry

_REASON = Written(1000, lines=True)


def refuse_unsound(change: Change) -> None:
    """Raise RequestError where a value of the change breaks a rule of the library's format.

    That is: too long, blank, a control character, white space at its ends, no id, no date, no
    address of a web page.
    """
    match change:
        case PutQuote(quote):
            _fits(QuoteEntry, _quote(quote))
        case PutTopic(id=id_, name=name, aliases=aliases):
            _fits(TopicEntry, {"id": id_, "name": name, "aliases": list(aliases)})
        case PutPoint(point):
            _fits(PointEntry, _point(point))
        case PutSpeaker(speaker):
            _grounded(speaker, speaker.inferred)
            _fits(SpeakerEntry, _speaker(speaker))
        case PutSource(source):
            _grounded(source, source.inferred)
            _fits(SourceEntry, _source(source))
        case RemoveQuote(reason=reason):
            _reason(reason)
        case HideQuote(reason=reason) if reason:
            _reason(reason)
        case _:
            return


def _quote(quote: Quote) -> dict[str, Any]:
    """The quote as a library file says it."""
    entry: dict[str, Any] = {
        "id": quote.id,
        "text": quote.text,
        "speaker": quote.speaker,
        "part": quote.part.value,
        "place": quote.place,
        "topics": list(quote.topics),
        "positions": [
            {"point": held.point, "stance": held.stance.value} for held in quote.positions
        ],
        "note": quote.note,
    }
    if quote.quoting:
        entry["quoting"] = _filled({"writer": quote.quoting.writer, "work": quote.quoting.work})
    if quote.status:
        entry["status"] = quote.status.value
    return _filled(entry, "place", "note")


def _point(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "sentence": point.sentence,
        "for": point.side_for,
        "against": point.side_against,
        "aliases": list(point.aliases),
        "phrasings": list(point.phrasings),
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    entry = {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role,
        "pseudonym": speaker.pseudonym,
        "aliases": list(speaker.aliases),
        "inferred": dict(speaker.inferred),
    }
    return _filled(entry, "role")


def _source(source: Source) -> dict[str, Any]:
    optional = ("publication", "date", "date_text", "url", "file")
    entry = {"id": source.id, "title": source.title, "author": source.author}
    entry |= {name: getattr(source, name) for name in optional}
    return _filled(entry | {"inferred": dict(source.inferred)}, *optional)


def _filled(entry: Mapping[str, Any], *optional: str) -> dict[str, Any]:
    """The entry without what is empty where it may be."""
    may_go = optional or ("work",)
    return {key: value for key, value in entry.items() if value or key not in may_go}


def _fits(model: type[BaseModel], entry: dict[str, Any]) -> None:
    try:
        read = model.model_validate(entry)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise RequestError(_sentence(found["loc"], found["msg"])) from error
    back = read.model_dump(by_alias=True, exclude_unset=True)
    for key, value in entry.items():
        if back[key] != value:
            raise RequestError(f"“{key}” has white space at its ends; take it out.")


def _sentence(path: tuple[int | str, ...], message: str) -> str:
    keys = [step for step in path if isinstance(step, str)]
    return f"“{keys[-1]}” {message}."


def _grounded(described: Speaker | Source, inferred: Mapping[str, str]) -> None:
    for name in inferred:
        if not getattr(described, name, ""):
            raise RequestError(f"There is a ground for “{name}”, which is not filled in.")


def _reason(reason: str) -> None:
    try:
        _REASON.read(reason)
    except PydanticCustomError as error:
        raise RequestError(f"The reason {error.message()}.") from error
