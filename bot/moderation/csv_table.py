"""Read the rows of a CSV file, whatever names, order and delimiter its columns have."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

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


class TableRow(Struct, frozen=True):
    """A row with the line that it begins on, its cells, and the columns of the table.

    ``text`` are the lines of the file that it takes, ``delimiter`` is between its cells.
    """

    line: int
    cells: Sequence[str]
    text: Sequence[str]
    delimiter: str
    columns: Sequence[str] = ()

    @property
    def filled(self) -> Mapping[str, str]:
        """The cells that are not blank by column."""
        pairs = zip(self.columns, self.cells, strict=False)
        return {column: cell for column, cell in pairs if column and cell.strip()}

    def place_in(self, column: str) -> tuple[int, int]:
        """Return the line and the column, from 1, of the cell there; of the row if it has none."""
        return (
            self.place_of(self.columns.index(column)) if column in self.columns else (self.line, 1)
        )

    def place_of(self, number: int) -> tuple[int, int]:
        """Return the line and the column, from 1, at which the cell of a number, from 0, begins."""
        cell = rf' *(?:"(?:[^"]|"")*"|[^{self.delimiter}\n]*)'
        text = "\n".join(self.text)
        found = re.match(rf"(?:{cell}{self.delimiter}){{{number}}} *", text)
        before = text[: found.end()] if found else ""
        return self.line + before.count("\n"), len(before) - before.rfind("\n")


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


class _Table(Struct):
    name: str
    text: str
    check: Callable[[], None]
    problems: list[Problem] = []

    def read(self) -> tuple[list[TableRow], list[Problem]]:
        records = self._records()
        record = header = next(records, TableRow(1, (), (), ","))
        columns = self._columns(header)
        if self.problems:
            return [], self.problems
        rows: list[TableRow] = []
        for record in records:
            self.check()
            surplus = [cell.strip() for cell in record.cells[len(columns) :]]
            if any(surplus):
                wrong = _("this row has {count} cells, and there are {columns} columns")
                remedy = _("put quotation marks around a cell that has a comma or semicolon in it")
                place, count = record.place_of(len(columns)), len(record.cells)
                self._tell(place, wrong, remedy, count=count, columns=len(columns))
            elif any(map(str.strip, record.cells)):
                rows.append(replace(record, columns=columns))
            if len(rows) + len(self.problems) > MOST_ROWS:
                wrong = _("more than {most_rows} rows")
                place = (record.line, 1)
                self._tell(place, wrong, _("split the table"), most_rows=number(MOST_ROWS))
                break
        if not (rows or self.problems):
            wrong = _("there is no row below the names of the columns")
            self._tell((record.line, 1), wrong, _("write each quote on a line of its own"))
        return rows, self.problems

    def _records(self) -> Iterator[TableRow]:
        """Yield each record, the header too, without columns; stop where the table is broken.

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
        lines, done = text.split("\n"), 0
        try:
            for cells in reader:
                yield TableRow(before + done + 1, cells, lines[done : reader.line_num], delimiter)
                done = reader.line_num
        except csv.Error:
            wrong = _("a quotation mark is opened in this row and not closed properly")
            remedy = _('write a mark within a cell twice: ""')
            self._tell((before + done + 1, 1), wrong, remedy)

    def _columns(self, header: TableRow) -> list[str]:
        known = ", ".join(COLUMNS)
        columns = [_MEANT.get(_column(cell), "") for cell in header.cells]
        if not any(columns):
            wrong = _("the first line does not name the columns")
            remedy = _(
                "begin with a line of names such as text,speaker,source; the columns are {wanted}"
            )
            self._tell((header.line, 1), wrong, remedy, wanted=known)
            return columns
        if len(columns) > _MOST_COLUMNS:
            wrong = _("there are more than {most_columns} columns")
            remedy = _("keep only those of {columns}")
            place = header.place_of(_MOST_COLUMNS)
            self._tell(place, wrong, remedy, most_columns=_MOST_COLUMNS, columns=known)
            return columns
        for index, (cell, column) in enumerate(zip(header.cells, columns, strict=True)):
            if not column and cell.strip():
                meant = nearest(_column(cell), _MEANT)
                remedy = _("did you mean “{meant}”?") if meant else _("the columns are {columns}")
                wrong, parts = _("there is no column {cell}"), {"meant": meant, "columns": known}
                self._tell(header.place_of(index), wrong, remedy, cell=shown(cell), **parts)
            elif column and columns.index(column) < index:
                wrong = _("the column “{column}” is there twice")
                self._tell(header.place_of(index), wrong, _("keep one"), column=column)
        for column in _NEEDED:
            if column not in columns:
                wrong = _("there is no column “{column}”")
                self._tell((header.line, 1), wrong, _("add it; every row needs one"), column=column)
        return columns

    def _tell(self, place: tuple[int, int], wrong: str, remedy: str, **parts: object) -> None:
        wrong, remedy = wrong.format(**parts), remedy.format(**parts)
        self.problems.append(Problem(self.name, *place, wrong, remedy))


def _column(cell: str) -> str:
    plain = cell.strip().strip('"').casefold().replace("_", " ").replace("-", " ")
    return " ".join(plain.split())
