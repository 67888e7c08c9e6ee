"""The rules that hold across a library, each in one place.

References lead somewhere, a quote stands under a topic or on a point, no topic or point is listed
twice, nobody passes on their own words, a doubt has its reason, a ground has its field.

The rules read entries (:mod:`bot.library.entries`), those of files with wrong values too, and yield
faults with paths. Rules for single values are in :mod:`bot.library.rules`; :func:`validate_change`
applies those to a change.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, ValidationError, convert

from bot.errors import RequestError
from bot.i18n import gettext as _, quoted
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
from bot.library.entries import MODELS, Described, Entry, entry_of
from bot.library.model import Kind, Topic, kind_named
from bot.library.rules import LONGEST_NOTE, RuleError, text_rule
from bot.library.schema import Ruled, SourceGrounds, SpeakerGrounds, ruled
from bot.library.text_cleaning import did_you_mean, shown

_REASON = text_rule(LONGEST_NOTE, lines=True)
_GROUNDED = {*SourceGrounds.__struct_fields__, *SpeakerGrounds.__struct_fields__}

Known = Mapping[Kind, Collection[str]]
"""The ids that may be referred to; a kind that is missing is not checked."""


class Fault(Struct, frozen=True):
    """One broken rule: where in the entry, what is wrong, and what to write instead.

    ``path`` leads from the entry to a value, or to its key where ``at_key``. ``missing`` is the id
    that leads nowhere, if that is the fault.
    """

    path: tuple[str | int, ...]
    wrong: str
    remedy: str
    at_key: bool = False
    missing: str | None = None

    def __str__(self) -> str:
        wrong = f"{self.wrong[:1].upper()}{self.wrong[1:]}"
        sentence = _("{wrong}; {remedy}").format(wrong=wrong, remedy=self.remedy)
        return sentence if sentence.endswith("?") else f"{sentence}."


def require(faults: Iterable[Fault]) -> None:
    """Raise RequestError with the first fault as a sentence; do nothing if there is none."""
    for fault in faults:
        raise RequestError(str(fault))


def quote_faults(entry: Entry, author: str, known: Known) -> Iterator[Fault]:
    """Yield the broken rules of a quote; ``author`` is its source's, empty if it names none."""
    if entry and not (author or entry.get("speaker")):
        wrong = _("this quote names no speaker, and its source no author")
        yield Fault((), wrong, _("add “speaker: …” with the id of whoever said it"))
    yield from _reference(entry, (), "speaker", Kind.SPEAKER, known)
    yield from _topic_faults(entry, known)
    yield from _position_faults(entry, known)
    if entry and not (entry.get("topics") or entry.get("positions")):
        wrong = _("this quote has neither a topic nor a position on a point")
        yield Fault((), wrong, _("give it one, for example “topics: [id of a topic]”"))
    if "status" in entry and "note" not in entry:
        wrong = _("“status” has no note that explains it")
        yield Fault(("status",), wrong, _("add “note: …” with the reason"), at_key=True)
    quoting = entry.get("quoting")
    if isinstance(quoting, dict):
        yield from _reference(quoting, ("quoting",), "writer", Kind.SPEAKER, known)
        writer = _text(quoting.get("writer")) or author
        if writer and (_text(entry.get("speaker")) or author) == writer:
            wrong = _(
                "“quoting” says that {writer} passes on the words of somebody else, but "
                "{writer} is also the speaker"
            ).format(writer=shown(writer))
            remedy = _("name the speaker whose words they are, or take “quoting” out")
            yield Fault(("quoting",), wrong, remedy, at_key=True)


def source_faults(entry: Entry, known: Known) -> Iterator[Fault]:
    """Yield the broken rules of a source."""
    yield from _reference(entry, (), "author", Kind.SPEAKER, known)
    yield from inferred_faults(entry)


def inferred_faults(entry: Entry) -> Iterator[Fault]:
    """Yield the grounds of a speaker or source whose field is not filled in."""
    grounds = entry.get("inferred")
    for name in grounds if isinstance(grounds, dict) else ():
        if name in _GROUNDED and name not in entry:
            wrong = _("“inferred” gives a reason for “{name}”, which is not filled in").format(
                name=name
            )
            remedy = _("fill in “{name}”, or take its reason out").format(name=name)
            yield Fault(("inferred", name), wrong, remedy, at_key=True)


def missing_reference(
    path: tuple[str | int, ...], id_: str, kind: Kind, known: Known
) -> Iterator[Fault]:
    """Yield a fault if nothing of that kind has the id, with the nearest id as the remedy."""
    ids = known.get(kind)
    if ids is None or id_ in ids:
        return
    named = kind_named(kind)
    wrong = _("there is no {kind} {id}").format(kind=named, id=shown(id_))
    add = _("add the {kind} first, or name another").format(kind=named)
    yield Fault(path, wrong, did_you_mean(id_, ids) or add, missing=id_)


def id_clash(kind: Kind, id_: str, where: str = "") -> Fault:
    """Return the fault of a point with a topic's id, or the other way round."""
    other = Kind.TOPIC if kind is Kind.POINT else Kind.POINT
    place = _(", in {where}").format(where=where) if where else ""
    wrong = _("the {kind} id {id} is also the id of a {other}{place}").format(
        kind=kind_named(kind), id=shown(id_), other=kind_named(other), place=place
    )
    return Fault(("id",), wrong, _("give the {kind} another id").format(kind=kind_named(kind)))


def validate_change(change: Change) -> None:
    """Check the values of a change by the rules of library files. Raises RequestError."""
    match change:
        case PutTopic(id=id_, name=name, aliases=aliases, first=first):
            _validate(Topic(id_, name, aliases, first=first or ()))
        case PutPoint(put) | PutQuote(put) | PutSpeaker(put) | PutSource(put):
            _validate(put)
        case RemoveQuote(reason=reason):
            _validate_reason(reason)
        case HideQuote(reason=reason) if reason:
            _validate_reason(reason)
        case _:
            return


def _reference(
    entry: Entry, path: tuple[str | int, ...], key: str, kind: Kind, known: Known
) -> Iterator[Fault]:
    if key in entry:
        yield from missing_reference((*path, key), _text(entry[key]), kind, known)


def _topic_faults(entry: Entry, known: Known) -> Iterator[Fault]:
    topics = [_text(value) for value in _each(entry, "topics")]
    for number, topic in enumerate(topics):
        path = ("topics", number)
        yield from missing_reference(path, topic, Kind.TOPIC, known)
        if topic and topic in topics[:number]:
            yield Fault(
                path,
                _("the topic {topic} is listed twice").format(topic=shown(topic)),
                _("keep one"),
            )


def _position_faults(entry: Entry, known: Known) -> Iterator[Fault]:
    stances: dict[str, str] = {}
    for number, position in enumerate(_each(entry, "positions")):
        if not isinstance(position, dict):
            continue
        path = ("positions", number)
        yield from _reference(position, path, "point", Kind.POINT, known)
        point, stance = _text(position.get("point")), _text(position.get("stance"))
        if point and point in stances:
            both = {stances[point], stance} == {"for", "against"}
            wrong = _("this quote is listed twice on the point {point}")
            if both:
                wrong = _("this quote is both for and against the point {point}")
            wrong = wrong.format(point=shown(point))
            remedy = _("keep one position; “mixed” is for words that take neither side entirely")
            yield Fault(path, wrong, remedy)
        stances.setdefault(point, stance)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _each(entry: Entry, key: str) -> list[Any]:
    values = entry.get(key)
    return values if isinstance(values, list) else []


def _validate(described: Described) -> None:
    entry = entry_of(described)
    require(inferred_faults(entry))
    try:
        convert(entry, MODELS[type(described)], dec_hook=_unchanged)
    except ValidationError as error:
        # It says "… unknown field `key` …", or "… - at `$.key`" or "… - at `$.key[0]`".
        unknown, key = re.findall(r"field `([^`]+)`|(\w+)(?:\[\d+\])?`$", str(error))[0]
        other = _("is not a key of the format") if unknown else _("does not fit the format")
        raise RequestError(f"{quoted(unknown or key)} {error.__cause__ or other}.") from error


def _unchanged(type_: type[Ruled], value: object) -> str:
    text = ruled(type_, value)
    if text != value:
        raise RuleError(_("has white space at its ends"), _("take it out"))
    return text


def _validate_reason(reason: str) -> None:
    try:
        _REASON.check(reason)
    except RuleError as error:
        raise RequestError(_("The reason {error}."), error=str(error)) from error
