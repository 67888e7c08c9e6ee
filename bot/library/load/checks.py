"""What can only be seen across files: references, ids used twice, quotes filed nowhere.

The checks read the trees rather than the models, so that a file with a wrong value in it is still
checked in all the rest, and nobody has to run the check twice to see everything.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from bot.errors import Problem
from bot.library.ids import slugged
from bot.library.library import Library
from bot.library.load.wording import nearest
from bot.library.load.yaml_nodes import Node, Place
from bot.library.normalisation import normalised
from bot.library.schema import FileKind, SourceGrounds, SpeakerGrounds
from bot.library.text_cleaning import shown


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: what it is called, which kind it is, what it says."""

    file: str
    kind: FileKind
    root: Node

    def problem(self, place: Place, wrong: str, remedy: str) -> Problem:
        """A problem at a place of this file."""
        return Problem(self.file, place.line, place.column, wrong, remedy)


@dataclass(frozen=True, slots=True)
class Declared:
    """An id, the document that gives it out, and the mapping it belongs to."""

    id: str
    document: Document
    node: Node

    @property
    def place(self) -> Place:
        """Where the id stands."""
        return self.node.place_of("id")

    @property
    def where(self) -> str:
        """The file and line of the id."""
        return f"{self.document.file}:{self.place.line}"


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that may be referred to; None where the file that gives them out is not readable."""

    topics: Set[str] | None
    points: Set[str] | None
    speakers: Set[str] | None


def cross_check(documents: Iterable[Document], beneath: Library | None = None) -> list[Problem]:
    """Everything wrong between the documents, in no particular order.

    They may refer to what is in the library ``beneath``, which they are to be laid over; whether
    the same words stand there twice is then not looked at.
    """
    every = list(documents)
    topics = list(_declared(every, FileKind.TOPICS, "topics"))
    points = [each for topic in topics for each in _within(topic.document, topic.node, "points")]
    speakers = list(_declared(every, FileKind.SPEAKERS, "speakers"))
    sources = list(_sources(every))
    quotes = list(_declared(every, FileKind.SOURCE, "quotes"))
    kinds = {document.kind for document in every}
    known = _Known(
        topics=_first_of_each(topics).keys() if FileKind.TOPICS in kinds else None,
        points=_first_of_each(points).keys() if FileKind.TOPICS in kinds else None,
        speakers=_first_of_each(speakers).keys() if FileKind.SPEAKERS in kinds else None,
    )
    if beneath:
        known = _Known(
            topics=(known.topics or set()) | beneath.topics.keys(),
            points=(known.points or set()) | beneath.points.keys(),
            speakers=(known.speakers or set()) | beneath.speakers.keys(),
        )
    problems: list[Problem] = []
    for noun, ids in (
        ("topic", topics),
        ("point", points),
        ("speaker", speakers),
        ("source", sources),
        ("quote", quotes),
    ):
        problems += _twice(noun, ids)
    problems += _shared(topics, points)
    problems += _retired(every, quotes)
    for inferring in (*speakers, *sources):
        problems += _inferred(inferring)
    for source in sources:
        problems += _reference(source.document, source.node, "author", "speaker", known.speakers)
        problems += () if beneath else _same_text(source.document)
        for node in source.document.root.each("quotes"):
            problems += _quote(source, node, known)
    return problems


def _declared(documents: list[Document], kind: FileKind, key: str) -> Iterator[Declared]:
    for document in documents:
        if document.kind is kind:
            yield from _within(document, document.root, key)


def _within(document: Document, node: Node, key: str) -> Iterator[Declared]:
    for each in node.each(key):
        yield Declared(each.text_of("id"), document, each)


def _sources(documents: list[Document]) -> Iterator[Declared]:
    for document in documents:
        if document.kind is FileKind.SOURCE:
            node = document.root.entries.get("source", document.root)
            yield Declared(node.text_of("id"), document, node)


def _first_of_each(ids: Iterable[Declared]) -> dict[str, Declared]:
    first: dict[str, Declared] = {}
    for declared in ids:
        if declared.id:
            first.setdefault(declared.id, declared)
    return first


def _twice(noun: str, ids: list[Declared]) -> Iterator[Problem]:
    first = _first_of_each(ids)
    for declared in ids:
        if declared.id and first[declared.id] is not declared:
            yield declared.document.problem(
                declared.place,
                f"the {noun} id {shown(declared.id)} is used twice, first in "
                f"{first[declared.id].where}",
                "give this one another id",
            )


def _shared(topics: list[Declared], points: list[Declared]) -> Iterator[Problem]:
    first = _first_of_each(topics)
    for point in points:
        if point.id in first:
            yield point.document.problem(
                point.place,
                f"the point id {shown(point.id)} is also a topic's, in {first[point.id].where}",
                "give the point another id",
            )


def _retired(documents: list[Document], quotes: list[Declared]) -> Iterator[Problem]:
    retired = {
        node.text: f"{document.file}:{node.place.line}"
        for document in documents
        if document.kind is FileKind.SOURCE
        for node in document.root.each("retired")
    }
    for quote in quotes:
        if quote.id in retired:
            yield quote.document.problem(
                quote.place,
                f"the quote id {shown(quote.id)} is retired, in {retired[quote.id]}",
                "give the quote an id that was never used",
            )


def _inferred(declared: Declared) -> Iterator[Problem]:
    grounds = declared.node.entries.get("inferred")
    fields = SourceGrounds.model_fields.keys() | SpeakerGrounds.model_fields.keys()
    for key, place in grounds.keys.items() if grounds else ():
        if key in fields and key not in declared.node.entries:
            yield declared.document.problem(
                place,
                f"“inferred” gives a ground for “{key}”, which is not filled in",
                f"fill in “{key}”, or take its ground out",
            )


def _same_text(document: Document) -> Iterator[Problem]:
    first: dict[str, Node] = {}
    for node in document.root.each("quotes"):
        text = normalised(node.text_of("text"))
        other = first.setdefault(text, node) if text else node
        if other is not node:
            yield document.problem(
                node.place_of("text"),
                f"the same text is quoted in line {other.place_of('text').line}, "
                f"as {shown(other.text_of('id'))}",
                "keep one of the two quotes, and put the topics and positions of both there",
            )


def _quote(source: Declared, node: Node, known: _Known) -> Iterator[Problem]:
    document = source.document
    yield from _reference(document, node, "speaker", "speaker", known.speakers)
    for topic in node.each("topics"):
        yield from _known_id(document, topic, "topic", known.topics)
    for position in node.each("positions"):
        yield from _reference(document, position, "point", "point", known.points)
    yield from _filed(document, node)
    yield from _positions_once(document, node)
    if "status" in node.entries and "note" not in node.entries:
        yield document.problem(
            node.keys["status"],
            "“status” stands without a note",
            "add a line “note: …” that gives the reason",
        )
    quoting = node.entries.get("quoting")
    if quoting and isinstance(quoting.value, dict):
        yield from _reference(document, quoting, "writer", "speaker", known.speakers)
        yield from _passed_on(source, node, quoting)


def _filed(document: Document, node: Node) -> Iterator[Problem]:
    topics, positions = node.entries.get("topics"), node.entries.get("positions")
    if node.entries and not any(given and given.value for given in (topics, positions)):
        yield document.problem(
            node.place,
            "this quote has neither a topic nor a position",
            "add a line “topics: [id of a topic]”",
        )
    seen: set[str] = set()
    for topic in node.each("topics"):
        if topic.text and topic.text in seen:
            yield document.problem(
                topic.place, f"the topic {shown(topic.text)} is named twice", "keep one"
            )
        seen.add(topic.text)


def _positions_once(document: Document, node: Node) -> Iterator[Problem]:
    stances: dict[str, str] = {}
    for position in node.each("positions"):
        point, stance = position.text_of("point"), position.text_of("stance")
        if point and point in stances:
            both = {stances[point], stance} == {"for", "against"}
            yield document.problem(
                position.place,
                f"this quote stands {'both for and against' if both else 'twice on'} the point "
                f"{shown(point)}",
                "keep one position; “mixed” takes neither side whole",
            )
        stances.setdefault(point, stance)


def _passed_on(source: Declared, node: Node, quoting: Node) -> Iterator[Problem]:
    author = source.node.text_of("author")
    writer = quoting.text_of("writer") or author
    if writer and (node.text_of("speaker") or author) == writer:
        yield source.document.problem(
            node.keys["quoting"],
            f"“quoting” says that {shown(writer)} passes on words of somebody else, and they are "
            f"given to {shown(writer)}",
            "name the speaker whose words they are, or take “quoting” out",
        )


def _reference(
    document: Document, node: Node, key: str, noun: str, known: Set[str] | None
) -> Iterator[Problem]:
    child = node.entries.get(key)
    if child is not None:
        yield from _known_id(document, child, noun, known)


def _known_id(
    document: Document, node: Node, noun: str, known: Set[str] | None
) -> Iterator[Problem]:
    # What is no id has been told of already.
    if known is None or node.text in known or node.text != slugged(node.text) or not node.text:
        return
    meant = nearest(node.text, known)
    file = "speakers" if noun == "speaker" else "topics"
    yield document.problem(
        node.place,
        f"there is no {noun} {shown(node.text)}",
        f"did you mean “{meant}”?" if meant else f"add it to the {file} file, or name another",
    )
