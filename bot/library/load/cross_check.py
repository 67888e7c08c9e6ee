"""Rules between files: references, ids used twice, quotes without a topic.

The checks read the trees, not the models. A file with a wrong value is still checked in all the
rest, so nobody has to run the check twice to see everything.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.errors import Problem
from bot.i18n import N_, gettext as _
from bot.library.integrity import (
    Fault,
    Known,
    first_faults,
    id_clash,
    inferred_faults,
    quote_faults,
    source_faults,
)
from bot.library.library import Library
from bot.library.load.yaml_nodes import Node, Path, Place
from bot.library.model import Kind, kind_named
from bot.library.normalisation import normalised
from bot.library.rules import slugged
from bot.library.schema import FileKind
from bot.library.text_cleaning import shown

_FOR = N_("the quote {id} does not speak for this point")
_AGAINST = N_("the quote {id} does not speak against this point")
_ELSEWHERE = N_("the quote {id} is not under this topic")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its name, its kind, its tree."""

    file: str
    kind: FileKind
    root: Node

    def problem(self, place: Place, wrong: str, remedy: str) -> Problem:
        """Return a problem at a place of this file."""
        return Problem(self.file, place.line, place.column, wrong, remedy)


@dataclass(frozen=True, slots=True)
class _Declared:
    """An id, the document that declares it, and the mapping it belongs to."""

    id: str
    document: Document
    node: Node

    @property
    def where(self) -> str:
        """The file and line of the id."""
        return f"{self.document.file}:{self.node.place_of('id').line}"

    def problem(self, wrong: str, remedy: str) -> Problem:
        """Return a problem at the id."""
        return self.document.problem(self.node.place_of("id"), wrong, remedy)

    def problems(self, faults: Iterable[Fault]) -> Iterator[Problem]:
        """Turn broken rules into problems; a reference that is no id is reported already."""
        for fault in faults:
            if fault.missing is None or (fault.missing and fault.missing == slugged(fault.missing)):
                yield self.document.problem(self._place(fault), fault.wrong, fault.remedy)

    def _place(self, fault: Fault) -> Place:
        at_key = self.node.key_place(fault.path) if fault.at_key else None
        return at_key or self.node.reach(fault.path).place


def cross_check(
    documents: Iterable[Document], beneath: Library | None = None, *, complete: bool = True
) -> list[Problem]:
    """Return all problems between the documents, in no particular order.

    ``beneath`` is a library that the documents are to be laid over: they may refer to it, and the
    same words twice in one source are allowed. If they are not ``complete``, some file could not be
    read, so a quote that is missing here may be there.
    """
    every = list(documents)
    declared = {
        "topic": list(_within(every, FileKind.TOPICS, "topics")),
        "speaker": list(_within(every, FileKind.SPEAKERS, "speakers")),
        "source": list(_sources(every)),
        "quote": list(_within(every, FileKind.SOURCE, "quotes")),
    }
    declared["point"] = [
        _Declared(node.text_of("id"), topic.document, node)
        for topic in declared["topic"]
        for node in topic.node.each("points")
    ]
    known = _known(every, declared, beneath)
    problems: list[Problem] = []
    for noun, ids in declared.items():
        problems += _used_twice(noun, ids)
    problems += _clashes(declared["topic"], declared["point"])
    problems += _retired(every, declared["quote"])
    problems += _first(declared, beneath, complete=complete)
    for speaker in declared["speaker"]:
        problems += speaker.problems(inferred_faults(speaker.node.entry))
    for source in declared["source"]:
        problems += source.problems(source_faults(source.node.entry, known))
        problems += () if beneath else _same_text(source.document)
        author = source.node.text_of("author")
        for node in source.document.root.each("quotes"):
            quote = _Declared(node.text_of("id"), source.document, node)
            problems += quote.problems(quote_faults(node.entry, author, known))
    return problems


def _within(documents: list[Document], kind: FileKind, key: str) -> Iterator[_Declared]:
    for document in documents:
        if document.kind is kind:
            for node in document.root.each(key):
                yield _Declared(node.text_of("id"), document, node)


def _sources(documents: list[Document]) -> Iterator[_Declared]:
    for document in documents:
        if document.kind is FileKind.SOURCE:
            node = document.root.entries.get("source", document.root)
            yield _Declared(node.text_of("id"), document, node)


def _known(
    documents: list[Document], declared: dict[str, list[_Declared]], beneath: Library | None
) -> Known:
    """The ids that may be referred to; none of a kind whose file cannot be read."""
    kinds = {document.kind for document in documents}
    known: dict[Kind, Collection[str]] = {}
    for kind, file in (
        (Kind.TOPIC, FileKind.TOPICS),
        (Kind.POINT, FileKind.TOPICS),
        (Kind.SPEAKER, FileKind.SPEAKERS),
    ):
        if beneath or file in kinds:
            ids = [each.id for each in declared[kind.value] if each.id]
            known[kind] = dict.fromkeys([*ids, *(beneath.things(kind) if beneath else ())])
    return known


def _first_of_each(ids: Iterable[_Declared]) -> dict[str, _Declared]:
    first: dict[str, _Declared] = {}
    for declared in ids:
        if declared.id:
            first.setdefault(declared.id, declared)
    return first


def _used_twice(noun: str, ids: list[_Declared]) -> Iterator[Problem]:
    first = _first_of_each(ids)
    for declared in ids:
        if declared.id and first[declared.id] is not declared:
            yield declared.problem(
                _("the {noun} id {id} is used twice, first in {where}").format(
                    noun=kind_named(Kind(noun)) if noun in set(Kind) else _("quote"),
                    id=shown(declared.id),
                    where=first[declared.id].where,
                ),
                _("give this one another id"),
            )


def _clashes(topics: list[_Declared], points: list[_Declared]) -> Iterator[Problem]:
    first = _first_of_each(topics)
    for point in points:
        if point.id in first:
            yield from point.problems([id_clash(Kind.POINT, point.id, first[point.id].where)])


def _retired(documents: list[Document], quotes: list[_Declared]) -> Iterator[Problem]:
    retired = {
        node.text: f"{document.file}:{node.place.line}"
        for document in documents
        if document.kind is FileKind.SOURCE
        for node in document.root.each("retired")
    }
    for quote in quotes:
        if quote.id in retired:
            yield quote.problem(
                _("the quote id {id} is retired, in {retired}").format(
                    id=shown(quote.id), retired=retired[quote.id]
                ),
                _("give the quote an id that was never used"),
            )


def _first(
    declared: dict[str, list[_Declared]], beneath: Library | None, *, complete: bool
) -> Iterator[Problem]:
    """The problems of the quotes that topics and points show first."""
    nodes = {quote.id: quote.node for quote in declared["quote"]}
    shared = beneath.quotes if beneath else {}
    quotes = [*nodes, *shared] if complete else None
    for point in declared["point"]:
        for stance in ("for", "against"):

            def takes(id_: str, point: str = point.id, stance: str = stance) -> bool:
                if id_ in nodes:
                    return (point, stance) in _positions(nodes[id_])
                return id_ not in shared or shared[id_].stance_on(point) == stance

            ids = _listed(point.node, ("first", stance))
            unlike = _AGAINST if stance == "against" else _FOR
            yield from point.problems(first_faults(ids, ("first", stance), quotes, takes, unlike))
    for topic in declared["topic"]:
        points = {node.text_of("id") for node in topic.node.each("points")}
        held = beneath.by_topic.get(topic.id, ()) if beneath else ()

        def is_on(
            id_: str,
            topic: str = topic.id,
            points: Collection[str] = points,
            held: Collection[str] = held,
        ) -> bool:
            if id_ in nodes:
                listed = [node.text for node in nodes[id_].each("topics")]
                return topic in listed or any(on in points for on, _ in _positions(nodes[id_]))
            return id_ not in shared or id_ in held

        ids = _listed(topic.node, ("first",))
        yield from topic.problems(first_faults(ids, ("first",), quotes, is_on, _ELSEWHERE))


def _positions(quote: Node) -> list[tuple[str, str]]:
    return [(node.text_of("point"), node.text_of("stance")) for node in quote.each("positions")]


def _listed(node: Node, path: Path) -> list[str]:
    """The texts of the list at a path; none if there is no such list."""
    for step in path:
        child = node.child(step)
        if child is None:
            return []
        node = child
    return [element.text for element in node.elements]


def _same_text(document: Document) -> Iterator[Problem]:
    first: dict[tuple[str, object], Node] = {}
    for node in document.root.each("quotes"):
        text = normalised(node.text_of("text"))
        key = (text, node.entry.get("occurrence", 1))
        other = first.setdefault(key, node) if text else node
        if other is not node:
            yield document.problem(
                node.place_of("text"),
                _("line {line} quotes the same text, as {value}").format(
                    line=other.place_of("text").line, value=shown(other.text_of("id"))
                ),
                _("keep one of the two quotes, and put the topics and positions of both there"),
            )
