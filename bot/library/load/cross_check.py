"""Rules between files: references, ids used twice, quotes without a topic.

The checks read the trees, not the models. A file with a wrong value is still checked in all the
rest, so nobody has to run the check twice to see everything.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.errors import Problem
from bot.i18n import N_, gettext as _
from bot.library import integrity
from bot.library.library import Library
from bot.library.load.yaml_nodes import Location, Node
from bot.library.model import Kind, Quote, kind_named
from bot.library.normalisation import normalised
from bot.library.overlay import EMPTY_LIBRARY
from bot.library.rules import slugged
from bot.library.schema import FileKind, SourceFile, SpeakersFile, TopicsFile
from bot.library.text_cleaning import did_you_mean, shown

Files = Mapping[FileKind, Sequence[Node]]
"""The roots of the files that could be read, by kind."""

_UNLIKE = {
    "for": N_("the quote {id} does not speak for this point"),
    "against": N_("the quote {id} does not speak against this point"),
    "topic": N_("the quote {id} is not under this topic"),
}


def cross_check(files: Files, beneath: Library | None, *, complete: bool) -> list[Problem]:
    """Return all problems between the files, in no particular order.

    ``beneath`` is a library that the files are to be laid over: they may refer to it, and the same
    words twice in one source are allowed. If they are not ``complete``, some file could not be
    read, so a quote that is missing here may be there.
    """
    declared = declarations(files)
    topics = declared["topic"]
    known = _known(files, declared, beneath)
    problems = [*_used_again(declared, files)]
    problems += _first(topics, declared["quote"], beneath or EMPTY_LIBRARY, complete=complete)
    for speaker in declared["speaker"]:
        problems += _problems(speaker, integrity.inferred_faults(speaker.entry))
    for root, source in zip(files[SourceFile], declared["source"], strict=True):
        problems += _problems(source, integrity.source_faults(source.entry, known))
        problems += () if beneath else _same_text(root)
        for quote in root.each("quotes"):
            faults = integrity.quote_faults(quote.entry, source.text_of("author"), known)
            problems += _problems(quote, faults)
    return problems


def declarations(files: Files) -> dict[str, list[Node]]:
    """Return the entries of all files, by the word for the kind of thing that they declare."""
    sources = files[SourceFile]
    topics = [topic for root in files[TopicsFile] for topic in root.each("topics")]
    return {
        "topic": topics,
        "point": [point for topic in topics for point in topic.each("points")],
        "speaker": [each for root in files[SpeakersFile] for each in root.each("speakers")],
        "source": [root.entries.get("source", root) for root in sources],
        "quote": [quote for root in sources for quote in root.each("quotes")],
    }


def _problems(node: Node, faults: Iterable[integrity.Fault]) -> Iterator[Problem]:
    """Turn broken rules into problems; a reference that is no id is reported already."""
    for fault in faults:
        if fault.missing is None or _is_id(fault.missing):
            at_key = node.key_place(fault.path) if fault.at_key else None
            place = at_key or node.reach(fault.path).place
            yield place.problem(fault.wrong, fault.remedy)


def _is_id(text: str) -> bool:
    return bool(text) and text == slugged(text)


def _where(place: Location) -> str:
    return f"{place.file}:{place.line}"


def _known(
    files: Files, declared: Mapping[str, list[Node]], beneath: Library | None
) -> integrity.Known:
    """The ids that may be referred to; none of a kind whose file cannot be read."""
    known: dict[Kind, Collection[str]] = {}
    for kind, file in (
        (Kind.TOPIC, TopicsFile),
        (Kind.POINT, TopicsFile),
        (Kind.SPEAKER, SpeakersFile),
    ):
        if beneath or files[file]:
            shared = beneath.things(kind) if beneath else ()
            known[kind] = dict.fromkeys([*_by_id(declared[kind.value]), *shared])
    return known


def _by_id(nodes: Iterable[Node]) -> dict[str, Node]:
    first: dict[str, Node] = {}
    for node in nodes:
        if id_ := node.text_of("id"):
            first.setdefault(id_, node)
    return first


def _used_again(declared: Mapping[str, list[Node]], files: Files) -> Iterator[Problem]:
    """Yield the problems of ids that an earlier thing, a topic or a retired quote has too."""
    for noun, nodes in declared.items():
        named = kind_named(Kind(noun)) if noun in set(Kind) else _("quote")
        first = _by_id(nodes)
        for node in nodes:
            id_ = node.text_of("id")
            if id_ and first[id_] is not node:
                wrong = _("the {noun} id {id} is used twice, first in {where}").format(
                    noun=named, id=shown(id_), where=_where(first[id_].place_of("id"))
                )
                yield node.place_of("id").problem(wrong, _("give this one another id"))
    topics = _by_id(declared["topic"])
    for point in declared["point"]:
        if topic := topics.get(point.text_of("id")):
            clash = integrity.id_clash(
                Kind.POINT, point.text_of("id"), _where(topic.place_of("id"))
            )
            yield from _problems(point, [clash])
    retired = {node.text: node for root in files[SourceFile] for node in root.each("retired")}
    for quote in declared["quote"]:
        if was := retired.get(quote.text_of("id")):
            wrong = _("the quote id {id} is retired, in {retired}").format(
                id=shown(was.text), retired=_where(was.place)
            )
            remedy = _("give the quote an id that was never used")
            yield quote.place_of("id").problem(wrong, remedy)


def _first(
    topics: Iterable[Node], quotes: Iterable[Node], beneath: Library, *, complete: bool
) -> Iterator[Problem]:
    topic_of = {point.id: point.topic for point in beneath.points.values()}
    topic_of |= {
        point.text_of("id"): topic.text_of("id")
        for topic in topics
        for point in topic.each("points")
    }
    by_id = {quote.text_of("id"): quote for quote in quotes}
    known = dict.fromkeys([*by_id, *beneath.quotes])
    for where, side, nodes in _listed_first(topics):
        seen: set[str] = set()
        for node in nodes:
            id_, wrong, remedy = node.text, "", ""
            if id_ in seen:
                wrong, remedy = _("the quote {id} is listed twice"), _("keep one")
            elif id_ not in known:
                if complete and _is_id(id_):
                    wrong = _("there is no quote {id}")
                    remedy = did_you_mean(id_, known) or _("take it out, or name another")
            elif (where, side) not in _stands(by_id.get(id_) or beneath.quotes[id_], topic_of):
                wrong, remedy = _(_UNLIKE[side]), _("file it there, or take it out of “first”")
            if wrong:
                yield node.place.problem(wrong.format(id=shown(id_)), remedy)
            seen.add(id_)


def _listed_first(topics: Iterable[Node]) -> Iterator[tuple[str, str, Sequence[Node]]]:
    """Yield the id of a topic or point, ``topic`` or a side, and the quotes to show first there."""
    for topic in topics:
        yield topic.text_of("id"), "topic", topic.each("first")
        for point in topic.each("points"):
            if first := point.entries.get("first"):
                for side in ("for", "against"):
                    yield point.text_of("id"), side, first.each(side)


def _stands(quote: Node | Quote, topic_of: Mapping[str, str]) -> set[tuple[str, str]]:
    """The topics and the points of a quote, with ``topic`` or its stance beside them."""
    if isinstance(quote, Quote):
        positions = {(held.point, held.stance.value) for held in quote.positions}
        topics = set(quote.topics)
    else:
        each = quote.each("positions")
        positions = {(held.text_of("point"), held.text_of("stance")) for held in each}
        topics = {topic.text for topic in quote.each("topics")}
    topics |= {topic_of[point] for point, _stance in positions if point in topic_of}
    return positions | {(topic, "topic") for topic in topics}


def _same_text(root: Node) -> Iterator[Problem]:
    first: dict[tuple[str, str], Node] = {}
    for node in root.each("quotes"):
        text = normalised(node.text_of("text"))
        key = (text, repr(node.entry.get("occurrence", 1)))
        other = first.setdefault(key, node) if text else node
        if other is not node:
            wrong = _("line {line} quotes the same text, as {value}").format(
                line=other.place_of("text").line, value=shown(other.text_of("id"))
            )
            remedy = _("keep one of the two quotes, and put the topics and positions of both there")
            yield node.place_of("text").problem(wrong, remedy)
