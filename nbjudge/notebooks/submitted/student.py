"""Reading a student's notebook out of any bytes whatever: its cells as clean text, or a reason.

And the pictures pasted into its Markdown cells. What else is attached there is left out, and what is too much.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nbjudge.limits import Limits
from nbjudge.notebooks.source import CELL_TYPES, CellType
from nbjudge.notebooks.submitted.skimming import SkimError, pieces_of, skimmed

_CURRENT_FORMAT: Final = 4
_LONG_DIGITS: Final = 300  # Python refuses to read integers of more than 4,300 digits
_OLD_TYPES: Final = {"heading": "markdown", "html": "markdown", "plaintext": "raw"}  # nbformat 2 and 3
_UNREADABLE: Final = "the file is not a notebook: "


@dataclass(frozen=True, slots=True)
class Note:
    """One oddity of a submission, in words for instructor and student.

    Its kind is a fixed word, to count by; the sentence says what was done about it, and never quotes a submission, but
    for short names passed through `ascii`.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class StudentCell:
    """What is taken over of a student's cell: its type, its text, and how it can be recognised.

    `attachments` are as they were found, and may be anything; None where there was no room to read them.
    """

    cell_type: CellType
    text: str
    grade_id: str | None = None
    cell_id: str | None = None
    flags: Mapping[str, object] | None = None  # nbgrader's metadata, for notes only
    attachments: object = ()


@dataclass(frozen=True)
class Reading:
    """The cells in their order, what was odd, and None or why nothing could be read."""

    cells: tuple[StudentCell, ...] = ()
    notes: tuple[Note, ...] = ()
    reason: str | None = None


def read_student_cells(data: bytes | None, limit: int) -> Reading:
    """Read a notebook, of which at most `limit` bytes are used. Never raises; None stands for a missing file."""
    if data is None:
        return Reading(reason="there is no notebook")
    try:
        if len(data) > limit:
            data = skimmed(pieces_of(data), limit)
        text, notes = _decoded(data)
        return _notebook(json.loads(text, parse_int=_integer), notes)
    except SkimError as error:
        return Reading(reason=str(error))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return Reading(reason=f"{_UNREADABLE}it is no JSON text, or a part of it is missing ({where})")
    except RecursionError:
        return Reading(reason=f"{_UNREADABLE}it is nested too deep")
    except MemoryError:
        return Reading(reason=f"{_UNREADABLE}reading it takes too much memory")


def _decoded(data: bytes) -> tuple[str, list[Note]]:
    encoding = json.detect_encoding(data)  # by byte order mark or the place of zero bytes: UTF-8, -16, -32
    try:
        return data.decode(encoding, "surrogatepass"), []
    except UnicodeDecodeError:
        note = Note("encoding", "the file is not valid UTF-8; each unreadable character became a \ufffd")
        return data.decode(encoding, "replace"), [note]


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONG_DIGITS else float("inf")


def _notebook(notebook: object, notes: list[Note]) -> Reading:
    if not isinstance(notebook, dict):
        return Reading(reason=f"{_UNREADABLE}expected a JSON object, found a {type(notebook).__name__}")
    listed = _cell_list(notebook)
    if listed is None:
        return Reading(reason=f"{_UNREADABLE}it has no list of cells")
    found = notebook.get("nbformat")
    if found != _CURRENT_FORMAT:
        version = found if type(found) is int and abs(found) < 1000 else "unknown"
        notes.append(Note("format", f"the notebook has format {version}, not 4; its cells were read all the same"))
    odd: Counter[str] = Counter()
    cells = [cell for item in listed if (cell := _cell(item, odd))]
    notes += [Note("cells", f"{count} cell(s) {what}") for what, count in odd.items()]
    return Reading(tuple(cells), tuple(notes))


def _cell_list(notebook: Mapping[str, Any]) -> list[object] | None:
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = notebook.get("worksheets")  # nbformat 2 and 3
    if not isinstance(sheets, list):
        return None
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(cell: object, odd: Counter[str]) -> StudentCell | None:
    if not isinstance(cell, dict):
        odd["were no cells at all and were left out"] += 1
        return None
    cell_type = _cell_type(cell.get("cell_type"))
    if cell_type is None:
        odd["had an unknown type and were left out"] += 1
        return None
    source = cell.get("source", cell.get("input"))  # `input`: nbformat 2 and 3
    text, whole = _text(source)
    if not whole:
        odd["held something else than text, which was left out"] += 1
    flags = _object(_object(cell.get("metadata")).get("nbgrader"))
    attachments = cell.get("attachments", ()) if cell_type == "markdown" else ()
    return StudentCell(cell_type, text, _name(flags.get("grade_id")), _name(cell.get("id")), flags, attachments)


def _cell_type(found: object) -> CellType | None:
    name = _OLD_TYPES.get(found, found) if isinstance(found, str) else None
    return next((cell_type for cell_type in CELL_TYPES if cell_type == name), None)


def _text(source: object) -> tuple[str, bool]:
    """The text in `source` made harmless, and whether that is all there was."""
    if isinstance(source, str):
        return clean_text(source), True
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        return clean_text("".join(lines)), len(lines) == len(source)
    return "", False


def clean_text(text: str) -> str:
    r"""`text` as any file and database can hold it: no lone surrogates, no NUL, lines ending in `\n`."""
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _name(value: object) -> str | None:
    return value if isinstance(value, str) else None


# --- pictures ------------------------------------------------------------------------------------------

KINDS: Final = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
"""The kinds of pictures that a page can show, and how the data of each begins. No SVG, which is a program as well."""
_NAME_LENGTH: Final = 200

Attachments = dict[str, dict[str, str]]


class Pictures:
    """Keeps as many of a notebook's pictures as the limits allow.

    Attributes:
        left_out: how many were not kept: too many, too large, or no pictures.
    """

    def __init__(self, limits: Limits) -> None:
        self._pictures, self._bytes = limits.pictures, limits.picture_bytes
        self.left_out = 0

    def kept(self, attachments: object, text: str) -> Attachments:
        """A cell's attachments as nbformat has them: those that its text refers to, as far as they are kept."""
        found: Attachments = {}
        for name, data in _referred(attachments, text):
            kind = _kind_of(data)
            if kind and self._pictures > 0 and len(data) <= self._bytes:
                found[name] = {kind: data}
                self._pictures -= 1
                self._bytes -= len(data)
            else:
                self.left_out += 1
        return found


def _referred(attachments: object, text: str) -> Iterator[tuple[str, str]]:
    """Name and data of each attachment of a cell whose text refers to any; no data where it calls itself no picture."""
    if "attachment:" not in text:
        return
    if attachments is None:
        yield "", ""
    for name, kinds in attachments.items() if isinstance(attachments, Mapping) else ():
        if not isinstance(kinds, Mapping) or not name.isprintable() or not 0 < len(name) <= _NAME_LENGTH:
            continue  # a lone surrogate, say, cannot be written
        yield name, _joined(next((kinds[kind] for kind in KINDS if kind in kinds), None))


def _joined(data: object) -> str:
    """What nbformat may have in several lines, in one."""
    lines = data if isinstance(data, list) else [data]
    return "".join("".join(line.split()) for line in lines if isinstance(line, str))


def _kind_of(data: str) -> str:
    """What kind of picture it is, whatever it is called, as where a file was given another ending; empty if none."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return next((kind for kind, beginnings in KINDS.items() if raw.startswith(beginnings)), "")
