"""A table of delimited text of which every byte is kept: cells know where they stand, and some are written anew.

The csv module forgets what it read: line ends, which cells were quoted, blanks. What is uploaded again should differ in
the grades and in nothing else.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nbjudge.course.errors import GradingError
from nbjudge.lms.policy import TABLE_BYTES

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WITHOUT_BOM: Final = ("utf-8", "cp1252", "latin-1")  # the last takes any bytes
_DELIMITERS: Final = ",;\t"
_WORKBOOKS: Final = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")


class TableError(GradingError):
    """A file is no table that can be read; the text says why, and what helps."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it says, and where in the text it stands, quotation marks included."""

    value: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class Table:
    """A file taken apart.

    Attributes:
        path: where it was read.
        bom, encoding: how its bytes become text: those before the text, and a codec's name.
        text: all of it, line ends as they are.
        rows: the cells of each line that is not blank; a cell may have lines in it.
    """

    path: Path
    bom: bytes
    encoding: str
    text: str
    delimiter: str
    rows: list[list[Cell]]

    @property
    def header(self) -> list[str]:
        """The first row, without blanks around."""
        return [cell.value.strip() for cell in self.rows[0]] if self.rows else []

    def value(self, row: int, column: int) -> str:
        """What a cell says, without blanks around; empty where the row is too short."""
        cells = self.rows[row]
        return cells[column].value.strip() if 0 <= column < len(cells) else ""

    def with_cells(self, values: Mapping[tuple[int, int], str]) -> bytes:
        """The file's bytes with these cells, by row and column, in place of what is there; the rest as it was."""
        parts, done = [], 0
        for row, column in sorted(values):
            cell = self.rows[row][column]
            parts += [self.text[done : cell.start], self._written(values[row, column], quoted=cell.quoted)]
            done = cell.end
        return self.bom + "".join([*parts, self.text[done:]]).encode(self.encoding)

    def _written(self, value: str, *, quoted: bool) -> str:
        if quoted or any(char in value for char in f'{self.delimiter}"\r\n'):
            return '"' + value.replace('"', '""') + '"'
        return value


def read_table(path: Path) -> Table:
    """Read a file of cells with commas, semicolons or tabs between, whichever makes most columns of its first line.

    Raises:
        TableError: if it cannot be read, is a workbook of a spreadsheet, is too long, or a quotation mark in it is
            never closed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(TABLE_BYTES + 1)
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > TABLE_BYTES:
        raise TableError(f"{path} has more than {TABLE_BYTES} bytes: that is no table of one class")
    if data.startswith(_WORKBOOKS):
        raise TableError(
            f"{path} is a workbook of a spreadsheet or a zip: expected text with commas, semicolons or tabs between "
            "its cells; download it again as CSV, or as tab-delimited, and do not save it anew"
        )
    bom, encoding, text = _decoded(data)
    by_delimiter = {delimiter: _rows(text, delimiter, first_only=True) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda one: len(by_delimiter[one][0]) if by_delimiter[one] else 0)
    try:
        return Table(path, bom, encoding, text, delimiter, _rows(text, delimiter))
    except ValueError as error:
        raise TableError(f"{path}, line {error}: a quotation mark is never closed; download the file again") from None


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """The bytes before the text, a codec that gives back the very same bytes, and the text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            text = _exactly(body, encoding)
            if text is not None:
                return bom, encoding, text
    for encoding in _WITHOUT_BOM[:-1]:
        text = _exactly(data, encoding)
        if text is not None:
            return b"", encoding, text
    return b"", _WITHOUT_BOM[-1], data.decode(_WITHOUT_BOM[-1])


def _exactly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _rows(text: str, delimiter: str, *, first_only: bool = False) -> list[list[Cell]]:
    """The cells of each line, as they stand in the text.

    Raises:
        ValueError: with a line's number, if a quotation mark opens there and is never closed.
    """
    # What follows a closing quotation mark belongs to the cell, as the csv module has it.
    one = re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?>(?:""[^"]*+)*))")?(?P<plain>[^{delimiter}\r\n]*)(?P<after>{delimiter}|\r\n|\n|\r|\Z)'
    )
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    place = 0
    while place < len(text) or row:
        found = one.match(text, place)
        if found is None or (found["quoted"] is None and found["plain"].startswith('"')):
            if first_only:
                return rows
            raise ValueError(text.count("\n", 0, place) + 1)
        value = (found["quoted"] or "").replace('""', '"') + found["plain"]
        row.append(Cell(value, found.start(), found.start("after"), found["quoted"] is not None))
        place = found.end()
        if found["after"] != delimiter:
            if any(cell.value.strip() for cell in row):
                rows.append(row)
            if first_only and rows:
                return rows
            row = []
            if not found["after"]:
                break
    return rows
