"""A library from a folder, or a part of one from files, with every problem on the way."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from bot.errors import LibraryError, Problem
from bot.i18n import gettext as _, translated
from bot.library.changes import Shelf, Subject
from bot.library.entries import collection_of
from bot.library.library import Collection, Library, make_library
from bot.library.load.cross_check import Files, cross_check, declarations
from bot.library.load.explain import validate
from bot.library.load.folder import (
    Folder,
    decode,
    find_folder,
    kind_of_name,
    read_bytes,
)
from bot.library.load.yaml_nodes import Location, Node
from bot.library.load.yaml_reader import read_tree
from bot.library.model import State, Verdict
from bot.library.rules import LONGEST_PASSAGE, is_file
from bot.library.schema import FILE_KINDS, FileKind, FileModel, SourceFile, SpeakersFile, TopicsFile
from bot.library.text_cleaning import shortened, shown
from bot.library.verify import SourceText

_LONGEST_NEAREST = 300
# Passages with one text that a warning names.
_MOST_PASSAGES = 5


class CheckReport(Struct, frozen=True):
    """All problems of a library, by file, line and column, and the library if it can be loaded.

    A quote that differs from its source text is a problem, but does not prevent loading.
    ``warnings`` are quotes that do not say which of several passages they mean.
    """

    problems: tuple[Problem, ...]
    library: Library | None
    warnings: tuple[Problem, ...] = ()


class Fragment(Struct, frozen=True):
    """Files to be laid over a library: the content of the valid ones, its places, all problems."""

    collection: Collection
    places: Mapping[Subject, Location]
    problems: tuple[Problem, ...]


def load_library(folder: Path) -> Library:
    """Return the library in a folder, or in ``quotes/`` within it.

    Raises LibraryError with all problems but quotes that differ from their source.
    """
    loader = _Loader()
    library = loader.load(folder)
    if library is None:
        raise LibraryError(tuple(sorted(set(loader.problems))))
    return library


def check_library(folder: Path) -> CheckReport:
    """Return all problems of the library in a folder. Raises nothing."""
    loader = _Loader(warns=True)
    library = loader.load(folder)
    problems = tuple(sorted({*loader.problems, *loader.differing}))
    warnings = tuple(sorted(loader.repeated))
    return CheckReport(problems, library, warnings)


def read_fragment(files: Mapping[str, bytes], beneath: Library) -> Fragment:
    """Read YAML files, any number of any kind, with all checks of a library's files.

    They may refer to each other and to the library beneath. Raises nothing.
    """
    loader = _Loader()
    for name, octets in files.items():
        loader.read(name, octets)
    found = cross_check(loader.files, beneath, complete=loader.complete)
    problems = {*loader.problems, *found}
    return Fragment(
        collection_of(loader.models), dict(_places(loader.files)), tuple(sorted(problems))
    )


class _Loader:
    """The files read so far, their source texts, and all problems on the way.

    If it ``warns``, ``repeated`` has the quotes whose text is in their source several times.
    """

    def __init__(self, *, warns: bool = False) -> None:
        self._warns = warns
        self.repeated: list[Problem] = []
        self.files: dict[FileKind, list[Node]] = {kind: [] for kind in FILE_KINDS}
        self.models: list[FileModel] = []
        self.problems: list[Problem] = []
        self.differing: list[Problem] = []
        self._texts: dict[str, str] = {}
        self._verdicts: dict[str, Verdict] = {}
        self.complete = True

    def read(self, name: str, content: Path | bytes, kind: FileKind | None = None) -> None:
        """Read one YAML file; without a kind, the file's keys or its name tell it."""
        try:
            octets = content if isinstance(content, bytes) else read_bytes(content, name)
            root, problems = read_tree(decode(octets, name), name)
        except LibraryError as error:
            root, problems = None, list(error.problems)
        self.problems += problems
        if root is None:
            self.complete = False
            return
        kind = kind or _kind(name, root)
        model, problems = validate(root, kind)
        self.files[kind].append(root)
        self.models += [model] if model is not None else []
        self.problems += problems

    def load(self, given: Path) -> Library | None:
        """Return the library, or None if anything but a differing quote is wrong."""
        try:
            folder = find_folder(given)
            self._read_folder(folder)
        except LibraryError as error:
            self.problems += error.problems
            return None
        self.problems += cross_check(self.files, None, complete=self.complete)
        for root in self.files[SourceFile]:
            self._verify(folder, root)
        if self.problems:
            return None
        held = replace(collection_of(self.models), texts=self._texts)
        return make_library(held, self._verdicts)

    def _read_folder(self, folder: Folder) -> None:
        """Read all files of a folder, and expect one each of topics and speakers."""
        files = folder.files()
        for kind in (TopicsFile, SpeakersFile):
            of_kind = [path for each, path in files if each is kind]
            if not of_kind:
                wanted = folder.quotes / f"{kind.stem}.yaml"
                remedy = _("write it; it lists the {value} of the library").format(value=kind.stem)
                self._whole(folder, wanted, _("the file is missing"), remedy)
            for path in of_kind[1:]:
                wrong = _("{name} lists the {value} too").format(
                    name=of_kind[0].name, value=kind.stem
                )
                self._whole(folder, path, wrong, _("make one file of the two"))
        for found, path in files:
            self.read(folder.name(path), path, found)

    def _whole(self, folder: Folder, path: Path, wrong: str, remedy: str) -> None:
        self.problems.append(Location(folder.name(path)).problem(wrong, remedy))

    def _verify(self, folder: Folder, root: Node) -> None:
        source = root.entries.get("source")
        file = source.entries.get("file") if source else None
        if source is None or file is None or not is_file(file.text):
            return  # the model reports a name that is not one
        try:
            held = folder.seed(file.text, file.place)
        except LibraryError as error:
            self.problems += error.problems
            return
        source_text = SourceText(held)
        self._texts[source.text_of("id")] = held
        for quote in root.each("quotes"):
            text = quote.text_of("text")
            if 0 < len(text) <= LONGEST_PASSAGE:
                verdict = source_text.verify(text, _occurrence(quote))
                self._verdicts[quote.text_of("id")] = verdict
                if verdict.state is State.DIFFERS:
                    self.differing.append(_differing(quote, file.text, verdict))
                elif self._warns and "occurrence" not in quote.entry:
                    self.repeated += _repeated(quote, file.text, source_text)


def _occurrence(quote: Node) -> int:
    """Return which passage a quote means; 1 for an invalid number, which the model reports."""
    given = quote.entry.get("occurrence")
    return max(given, 1) if isinstance(given, int) and not isinstance(given, bool) else 1


def _differing(quote: Node, file: str, verdict: Verdict) -> Problem:
    passage = shortened(verdict.nearest, _LONGEST_NEAREST)
    near = _(" (nearest passage: “{passage}”)").format(passage=passage) if passage else ""
    wrong = _("the text of {value} differs from {file}: {difference}{near}").format(
        value=shown(quote.text_of("id")),
        file=file,
        difference=translated(verdict.difference),
        near=near,
    )
    remedy = _("copy the words from the source, and mark what is left out with […]")
    return quote.place_of("text").problem(wrong, remedy)


def _repeated(quote: Node, file: str, source_text: SourceText) -> Iterator[Problem]:
    lines = source_text.lines_of(quote.text_of("text"), _MOST_PASSAGES + 1)
    if lines:
        *others, last = map(str, lines[:_MOST_PASSAGES])
        wrong = _(
            "the text of {value} stands in {file} more than once: on lines {others} and "
            "{last}{more}"
        ).format(
            value=shown(quote.text_of("id")),
            file=file,
            others=", ".join(others),
            last=last,
            more=_(" and further on") if len(lines) > _MOST_PASSAGES else "",
        )
        remedy = _("write “occurrence: 1” if the first is meant, else its number")
        yield quote.place_of("text").problem(wrong, remedy)


def _kind(name: str, root: Node) -> FileKind:
    for kind in (SourceFile, TopicsFile, SpeakersFile):
        if kind.stem in root.entries:
            return kind
    return kind_of_name(PurePosixPath(name).stem.lower())


def _places(files: Files) -> Iterator[tuple[Subject, Location]]:
    hidden = (each for root in files[SourceFile] for each in root.each("hidden"))
    for each in hidden:
        yield Subject(Shelf.QUOTE, each.text_of("quote")), each.place_of("quote")
    for noun, nodes in declarations(files).items():
        shelf = Shelf.TOPIC if noun == "point" else Shelf(noun)
        for node in nodes:
            yield Subject(shelf, node.text_of("id")), node.place_of("id")
