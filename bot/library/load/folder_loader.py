"""A folder to a library, with every problem on the way."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors import LibraryError, Problem
from bot.library.library import Library
from bot.library.load.build import build, sorted_out
from bot.library.load.checks import Document, cross_check
from bot.library.load.explain import validate
from bot.library.load.files import UnreadableError, read_text, refuse_unwanted
from bot.library.load.folder import Folder, find_folder
from bot.library.load.wording import nearest
from bot.library.load.yaml_nodes import Node
from bot.library.load.yaml_reader import read_tree
from bot.library.model import State, Verdict
from bot.library.rules import LONGEST_PASSAGE, is_file
from bot.library.schema import FileKind, FileModel
from bot.library.text_cleaning import shortened, shown
from bot.library.verify import Original

_LONGEST_NEAREST = 300


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds; ``both_sides`` counts points with quotes for and against."""

    quotes: int
    verified: int
    differs: int
    unchecked: int
    speakers: int
    sources: int
    topics: int
    points: int
    both_sides: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: all problems by file, line and column.

    ``counts`` is None where the library cannot be loaded. A quote that differs from the source
    held is a problem here, although a library with one can be loaded.
    """

    problems: tuple[Problem, ...]
    counts: Counts | None


def load_library(folder: Path) -> Library:
    """The library in a folder, or in ``quotes/`` within it.

    A quote that differs from its source is loaded, with a verdict that says so. Raises
    LibraryError with everything else that is wrong.
    """
    attempt = _Attempt()
    library = attempt.read(folder)
    if library is None:
        raise LibraryError(tuple(sorted(set(attempt.problems))))
    return library


def check_library(folder: Path) -> Report:
    """Everything wrong with the library in a folder, and how much it holds. Raises nothing."""
    attempt = _Attempt()
    library = attempt.read(folder)
    problems = tuple(sorted({*attempt.problems, *attempt.differing}))
    return Report(problems, count(library) if library else None)


def count(library: Library) -> Counts:
    """How much a library holds."""
    states = [library.excerpt(quote).verdict.state for quote in library.quotes]
    return Counts(
        quotes=len(library.quotes),
        verified=states.count(State.VERIFIED),
        differs=states.count(State.DIFFERS),
        unchecked=states.count(State.UNCHECKED),
        speakers=len(library.speakers),
        sources=len(library.sources),
        topics=len(library.topics),
        points=len(library.points),
        both_sides=sum(library.sides(point).both for point in library.points),
    )


class _Attempt:
    """One reading of a folder: collects what is wrong while it goes on as far as it can."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.differing: list[Problem] = []
        self._texts: dict[str, str] = {}
        self._verdicts: dict[str, Verdict] = {}

    def read(self, given: Path) -> Library | None:
        """The library, or None where something but a differing quote is wrong."""
        folder = find_folder(given)
        if isinstance(folder, Problem):
            self.problems.append(folder)
            return None
        documents, models = self._read_files(folder)
        self.problems += cross_check(documents)
        for document in documents:
            if document.kind is FileKind.SOURCE:
                self._verify(folder, document)
        files = sorted_out(models)
        if self.problems or files is None:
            return None
        return build(files, self._texts, self._verdicts)

    def _read_files(self, folder: Folder) -> tuple[list[Document], list[FileModel]]:
        documents: list[Document] = []
        models: list[FileModel] = []
        try:
            paths = list(folder.files())
        except OSError:
            self._whole(
                folder, folder.quotes, "the folder may not be read", "give yourself the right"
            )
            return [], []
        self._expect_one_of_each(folder, paths)
        for kind, path in paths:
            document = self._read_file(folder, kind, path)
            if document is None:
                continue
            documents.append(document)
            model, problems = validate(document.root, kind, document.file)
            self.problems += problems
            if model is not None:
                models.append(model)
        return documents, models

    def _read_file(self, folder: Folder, kind: FileKind, path: Path) -> Document | None:
        name = folder.name(path)
        try:
            text = read_text(path, name)
            refuse_unwanted(text, name)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return None
        root, problems = read_tree(text, name)
        self.problems += problems
        return None if root is None else Document(name, kind, root)

    def _expect_one_of_each(self, folder: Folder, paths: list[tuple[FileKind, Path]]) -> None:
        for kind in (FileKind.TOPICS, FileKind.SPEAKERS):
            of_kind = [path for each, path in paths if each is kind]
            if not of_kind:
                wanted = folder.quotes / f"{kind.value}.yaml"
                remedy = f"write it; it lists the {kind.value} of the library"
                self._whole(folder, wanted, "the file is missing", remedy)
            for path in of_kind[1:]:
                wrong = f"{of_kind[0].name} lists the {kind.value} too"
                self._whole(folder, path, wrong, "make one file of the two")

    def _whole(self, folder: Folder, path: Path, wrong: str, remedy: str) -> None:
        self.problems.append(Problem(folder.name(path), 1, 1, wrong, remedy))

    def _verify(self, folder: Folder, document: Document) -> None:
        """Check the quotes of one source against its text, where one is named."""
        source = document.root.entries.get("source")
        file = source.entries.get("file") if source else None
        if source is None or file is None:
            return
        if not is_file(file.text):
            return  # told by the file's model
        held = self._seed(folder, document, file)
        if held is None:
            return
        original = Original(held)
        self._texts[source.text_of("id")] = held
        for quote in document.root.each("quotes"):
            text = quote.text_of("text")
            if 0 < len(text) <= LONGEST_PASSAGE:
                verdict = original.verify(text)
                self._verdicts[quote.text_of("id")] = verdict
                if verdict.state is State.DIFFERS:
                    self.differing.append(_differing(document, quote, file.text, verdict))

    def _seed(self, folder: Folder, document: Document, file: Node) -> str | None:
        path = folder.seed(file.text)
        if path is None:
            meant = nearest(file.text, folder.seed_names())
            self.problems.append(
                document.problem(
                    file.place,
                    f"there is no text {shown(file.text)} in seeds/",
                    f"did you mean “{meant}”?" if meant else "put it there, or take the line out",
                )
            )
            return None
        try:
            return read_text(path, folder.name(path))
        except UnreadableError as error:
            self.problems.append(error.problem)
            return None


def _differing(document: Document, quote: Node, file: str, verdict: Verdict) -> Problem:
    nearest_words = shortened(verdict.nearest, _LONGEST_NEAREST)
    passage = f" (nearest passage: “{nearest_words}”)" if nearest_words else ""
    return document.problem(
        quote.place_of("text"),
        f"the text of {shown(quote.text_of('id'))} is not in {file} as it stands: "
        f"{verdict.difference}{passage}",
        "copy the words from the source, and mark what is left out with […]",
    )
