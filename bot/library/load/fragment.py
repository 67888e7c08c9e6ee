"""Files that are to be laid over a library: what they say, where each thing stands in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.errors import Problem
from bot.library.changes import Shelf, Subject
from bot.library.collection import Collection
from bot.library.library import Library
from bot.library.load.build import collected
from bot.library.load.checks import Document, cross_check
from bot.library.load.explain import validate
from bot.library.load.files import UnreadableError, refuse_unwanted, text_of
from bot.library.load.yaml_nodes import Node, Place
from bot.library.load.yaml_reader import read_tree
from bot.library.schema import FileKind, FileModel


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def problem(self, wrong: str, remedy: str) -> Problem:
        """A problem there."""
        return Problem(self.file, self.line, self.column, wrong, remedy)


@dataclass(frozen=True, slots=True)
class Read:
    """What files say: of those in which all is well, ``collection``; of all, the problems."""

    collection: Collection
    places: Mapping[Subject, Where]
    problems: tuple[Problem, ...]


def read_part(files: Mapping[str, bytes], beneath: Library) -> Read:
    """YAML files of any kind, in any number, read with the checks and guards of a library's.

    They may refer to each other and to the library beneath. Of which kind a file is, its keys say;
    else its name. Raises nothing.
    """
    documents: list[Document] = []
    models: list[FileModel] = []
    problems: list[Problem] = []
    for name, octets in files.items():
        document, found = _document(name, octets)
        problems += found
        if document is None:
            continue
        documents.append(document)
        model, found = validate(document.root, document.kind, name)
        problems += found
        models += [model] if model is not None else []
    problems += cross_check(documents, beneath)
    places = {subject: where for document in documents for subject, where in _places(document)}
    return Read(collected(models), places, tuple(sorted(set(problems))))


def readable(octets: bytes, name: str) -> str:
    """The text of a file. Raises UnreadableError for one that is not text, or not UTF-8."""
    text = text_of(octets, name)
    refuse_unwanted(text, name)
    return text


def _document(name: str, octets: bytes) -> tuple[Document | None, list[Problem]]:
    try:
        root, problems = read_tree(readable(octets, name), name)
    except UnreadableError as error:
        return None, [error.problem]
    return (None if root is None else Document(name, _kind(name, root), root)), problems


def _kind(name: str, root: Node) -> FileKind:
    for kind in (FileKind.SOURCE, FileKind.TOPICS, FileKind.SPEAKERS):
        if kind.value in root.entries:
            return kind
    stem = PurePosixPath(name).stem.lower()
    return {"topics": FileKind.TOPICS, "speakers": FileKind.SPEAKERS}.get(stem, FileKind.SOURCE)


def _places(document: Document) -> Iterator[tuple[Subject, Where]]:
    root = document.root
    for topic in root.each("topics"):
        yield _at(document, Shelf.TOPIC, topic.text_of("id"), topic.place_of("id"))
        for point in topic.each("points"):
            yield _at(document, Shelf.TOPIC, point.text_of("id"), point.place_of("id"))
    for speaker in root.each("speakers"):
        yield _at(document, Shelf.SPEAKER, speaker.text_of("id"), speaker.place_of("id"))
    source = root.entries.get("source")
    if source:
        yield _at(document, Shelf.SOURCE, source.text_of("id"), source.place_of("id"))
    for hidden in root.each("hidden"):
        yield _at(document, Shelf.QUOTE, hidden.text_of("quote"), hidden.place_of("quote"))
    for quote in root.each("quotes"):
        yield _at(document, Shelf.QUOTE, quote.text_of("id"), quote.place_of("id"))


def _at(document: Document, shelf: Shelf, id_: str, place: Place) -> tuple[Subject, Where]:
    return Subject(shelf, id_), Where(document.file, place.line, place.column)
