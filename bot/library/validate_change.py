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
from bot.library.entries import point_entry, quote_entry, source_entry, speaker_entry
from bot.library.model import Source, Speaker
from bot.library.rules import text_rule
from bot.library.schema import PointEntry, QuoteEntry, SourceEntry, SpeakerEntry, TopicEntry

_REASON = text_rule(1000, lines=True)


def refuse_unsound(change: Change) -> None:
    """Raise RequestError where a value of the change breaks a rule of the library's format.

    That is: too long, blank, a control character, white space at its ends, no id, no date, no
    address of a web page.
    """
    match change:
        case PutQuote(quote):
            _fits(QuoteEntry, quote_entry(quote))
        case PutTopic(id=id_, name=name, aliases=aliases):
            _fits(TopicEntry, {"id": id_, "name": name, "aliases": list(aliases)})
        case PutPoint(point):
            _fits(PointEntry, point_entry(point))
        case PutSpeaker(speaker):
            _grounded(speaker, speaker.inferred)
            _fits(SpeakerEntry, speaker_entry(speaker))
        case PutSource(source):
            _grounded(source, source.inferred)
            _fits(SourceEntry, source_entry(source))
        case RemoveQuote(reason=reason):
            _reason(reason)
        case HideQuote(reason=reason) if reason:
            _reason(reason)
        case _:
            return


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
        _REASON.check(reason)
    except PydanticCustomError as error:
        raise RequestError(f"The reason {error.message()}.") from error
