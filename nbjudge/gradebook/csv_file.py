"""A table as a CSV file: whole or not at all, and with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from nbjudge.course.files import writing_whole

# With these a spreadsheet begins a formula; the wide ones are taken for the others. Where semicolons or tabs divide
# columns, as in much of Europe, what follows one begins a cell of its own.
_FORMULA: Final = re.compile(r"(?:(?<=^)|(?<=[;\t\r\n]))(?=[ \xa0]*[=+\-@\t\r＝＋－＠])")  # noqa: RUF001
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")


def write_table(target: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the file; returns the number of rows.

    nbgrader's exporter never quotes. Here a name with a comma in it is quoted, and stays in its column.

    Raises:
        OSError: if it cannot be written; what was there is then as it was.
    """
    count = 0
    with writing_table(target, columns) as add:
        for row in rows:
            add(row)
            count += 1
    return count


@contextmanager
def writing_table(target: Path, columns: Sequence[str]) -> Iterator[Callable[[Sequence[Any]], object]]:
    """The same row by row: call what it gives with each. Nothing is written if the block raises.

    Raises:
        OSError: likewise.
    """
    with _opened(target) as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(columns)
        yield lambda row: lines.writerow([_cell(value) for value in row])


def _opened(target: Path) -> AbstractContextManager[TextIO]:
    if target.exists() and not target.is_file():  # such as /dev/stdout, which must not be replaced
        return target.open("w", encoding="utf-8")
    return writing_whole(target.resolve())  # of a link, what it leads to is replaced


def harmless(text: str) -> str:
    """A text that was chosen by somebody, with a ' before what a spreadsheet would run. Numbers stay numbers."""
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub("'", text)


def _cell(value: Any) -> str:
    return "" if value is None else harmless(value) if isinstance(value, str) else str(value)
