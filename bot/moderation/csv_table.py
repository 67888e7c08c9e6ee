"""Read the rows of a CSV file, whatever names, order and delimiter its columns have."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.errors import LibraryError, Problem
from bot.i18n import gettext as _, number
from bot.library.load import decode
from bot.library.text_cleaning import nearest, shown

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("quote", "quotation", "excerpt", "words"),
    "speaker": ("name", "who", "said by"),
    "role": (),
    "source": ("title", "work"),
    "author": ("writer",),
    "publication": ("published in",),
    "date": (),
    "link": ("url", "address"),
    "topic": ("topics",),
    "point": ("points",),
    "stance": ("stances", "side"),
    "part": (),
    "place": (),
    "status": (),
    "note": ("notes",),
    "reported": ("reported by",),
    "phrasings": ("questions",),
    "occurrence": (),
    "id": (),
}
_MEANT = {name: name for name in COLUMNS} | {
    other: name for name, others in COLUMNS.items() for other in others
}
_DELIMITERS = (",", ";", "\t")
_MOST_COLUMNS = 100
_NEEDED = ("text", "speaker", "source")
MOST_ROWS = 50_000


TableRow = tuple[int, Mapping[str, str]]
"""The line a row begins on, and its filled-in cells by column."""


def read_table(
    name: str, octets: bytes, check: Callable[[], None] = lambda: None
) -> tuple[list[TableRow], list[Problem]]:
    """Return the rows of a CSV file with a header, and the problems of the table.

    The file is UTF-8, with or without a byte order mark, with commas, semicolons or tabs, and with
    cells quoted as by Excel, whose line ``sep=;`` is understood too. ``check`` is called for every
    row, blank ones too; this raises only what that raises.
    """
    try:
        text = decode(octets, name)
    except LibraryError as error:
        (problem,) = error.problems
        not_utf_8 = isinstance(error.__cause__, UnicodeDecodeError)
        if not_utf_8 or octets.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            remedy = _("save the table as “CSV UTF-8”")
            problem = Problem(name, problem.line, problem.column, _("this is not UTF-8"), remedy)
        return [], [problem]
    return _Table(name, text, check).read()


@dataclass
class _Table:
    name: str
    text: str
    check: Callable[[], None]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> tuple[list[TableRow], list[Problem]]:
        lines = self._lines()
        line, header = next(lines, (1, []))
        columns = self._columns(line, header)
        if self.problems:
            return [], self.problems
        rows: list[TableRow] = []
        for line, cells in lines:
            self.check()
            filled = {
                name: cell for name, cell in zip(columns, cells, strict=False) if cell.strip()
            }
            if any(map(str.strip, cells[len(columns) :])):
                wrong = _("this row has {count} cells, and there are {columns} columns")
                remedy = _("put a cell with the delimiter in it in quotation marks")
                self._tell(line, wrong, remedy, count=len(cells), columns=len(columns))
            elif filled:
                rows.append((line, filled))
            if len(rows) + len(self.problems) > MOST_ROWS:
                wrong = _("more than {most_rows} rows")
                self._tell(line, wrong, _("split the table"), most_rows=number(MOST_ROWS))
                break
        if not (rows or self.problems):
            wrong = _("there is no row below the names of the columns")
            self._tell(line, wrong, _("write each quote on a line of its own"))
        return rows, self.problems

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each record with the line it begins on; stop where the table is broken.

        The delimiter is the one that separates the most known columns; the first of equals.
        """
        text, before = self.text, 0
        header, _end, rest = text.partition("\n")
        if header.lower().startswith("sep=") and len(header.rstrip('"')) <= 5:
            text, before = rest, 1
            header = text.partition("\n")[0]
        delimiter = max(
            _DELIMITERS,
            key=lambda sign: sum(_column(cell) in _MEANT for cell in header.split(sign)),
        )
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=delimiter,
            skipinitialspace=True,
            strict=True,
        )
        begins = before + 1
        try:
            for cells in reader:
                yield begins, cells
                begins = before + reader.line_num + 1
        except csv.Error:
            wrong = _("a quotation mark is opened in this row and not closed properly")
            self._tell(begins, wrong, _('write a mark within a cell twice: ""'))

    def _columns(self, line: int, header: list[str]) -> list[str]:
        columns, known = [_MEANT.get(_column(cell), "") for cell in header], ", ".join(COLUMNS)
        if not any(columns):
            wrong = _("the first line does not name the columns")
            remedy = _("begin with a line that names them; there are {wanted}")
            self._tell(line, wrong, remedy, wanted=known)
            return columns
        if len(header) > _MOST_COLUMNS:
            wrong = _("there are more than {most_columns} columns")
            remedy = _("keep those that mean something: {columns}")
            self._tell(line, wrong, remedy, most_columns=_MOST_COLUMNS, columns=known)
            return columns
        for cell, column in zip(header, columns, strict=True):
            if not column and cell.strip():
                meant = nearest(_column(cell), _MEANT)
                remedy = _("did you mean “{meant}”?") if meant else _("there are {columns}")
                wrong = _("there is no column {cell}")
                self._tell(line, wrong, remedy, cell=shown(cell), meant=meant, columns=known)
            elif column and columns.count(column) > 1:
                self._tell(
                    line, _("the column “{column}” is there twice"), _("keep one"), column=column
                )
        for column in _NEEDED:
            if column not in columns:
                wrong = _("there is no column “{column}”")
                self._tell(line, wrong, _("add it; every row needs one"), column=column)
        return columns

    def _tell(self, line: int, wrong: str, remedy: str, **parts: object) -> None:
        wrong, remedy = wrong.format(**parts), remedy.format(**parts)
        self.problems.append(Problem(self.name, line, 1, wrong, remedy))


def _column(cell: str) -> str:
    plain = cell.strip().strip('"').casefold().replace("_", " ").replace("-", " ")
    return " ".join(plain.split())
