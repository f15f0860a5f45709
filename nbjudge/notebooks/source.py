"""The source notebook, checked and taken apart: what each cell is, and what its text was when released."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from nbjudge.notebooks.metadata import MetadataError, cell_ids, checked_metadata, language_of, nbgraders, text_of
from nbjudge.notebooks.regions import NBGRADERS, Markup, RegionError, released_text, without_solution

Role = Literal["solution", "locked", "open"]
CellType = Literal["code", "markdown", "raw"]

CELL_TYPES: Final = ("code", "markdown", "raw")
_AUTOTEST: Final = re.compile(r"^[ \t]*#.*AUTOTEST", re.MULTILINE)
_DEFINITION: Final = re.compile(r"^(?:class|def)[ \t]+(\w+)", re.MULTILINE)


class AssignmentError(ValueError):
    """The instructor's source notebook is not usable; the message says where and what to do."""


@dataclass(frozen=True)
class SourceCell:
    """One cell of the source notebook."""

    cell_type: CellType
    cell_id: str
    grade_id: str | None
    role: Role  # solution: the student's text; locked: never; open: no nbgrader cell, free to edit
    text: str
    released: str
    metadata: Mapping[str, Any]
    attachments: Mapping[str, Any] | None
    edited: str | None = None  # the text in the release, where the instructor has edited it there

    @property
    def name(self) -> str:
        """What notes call the cell."""
        return self.grade_id or self.cell_id

    @property
    def flags(self) -> Mapping[str, Any]:
        """What nbgrader knows of it."""
        return nbgraders({"metadata": self.metadata})

    @property
    def for_a_person(self) -> bool:
        """Whether a person grades what a student writes there."""
        return self.role == "solution" and bool(self.flags.get("grade"))

    @cached_property
    def plain_release(self) -> str:
        """The released text as compared with a student's."""
        return plain(self.released)

    def is_answered_by(self, text: str) -> bool:
        """Whether `text` differs from what was released by more than blanks at line ends and around it."""
        if text == self.released:  # most cells come back as they were
            return False
        return plain(text) not in (self.plain_release, self.edited)

    def is_changed_in(self, text: str) -> bool:
        """Whether `text` is neither what was released nor the source itself, hidden tests and all."""
        return self.is_answered_by(text) and plain(text) != plain(self.text)


@dataclass(frozen=True)
class ReleasedCell:
    """A cell as it stands in the release: the instructor may have edited it there, or the source since."""

    cell_type: str
    text: str
    flags: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """The source notebook."""

    cells: tuple[SourceCell, ...]
    metadata: Mapping[str, Any]
    markup: Markup = NBGRADERS
    release: Mapping[str, ReleasedCell] = field(default_factory=dict)  # by grade_id, as far as it is known

    @cached_property
    def by_grade_id(self) -> dict[str, int]:
        """The cells' positions by grade_id."""
        return {cell.grade_id: i for i, cell in enumerate(self.cells) if cell.grade_id is not None}

    @cached_property
    def by_cell_id(self) -> dict[str, int]:
        """The cells' positions by cell id."""
        return {cell.cell_id: i for i, cell in enumerate(self.cells)}

    @cached_property
    def by_release(self) -> dict[str, list[int]]:
        """The cells' positions by released text; several stubs may read alike."""
        positions: dict[str, list[int]] = {}
        for i, cell in enumerate(self.cells):
            if cell.plain_release:
                positions.setdefault(cell.plain_release, []).append(i)
        return positions

    @cached_property
    def defined(self) -> dict[str, int]:
        """Names of classes and functions that one solution cell, and no other cell, defines."""
        names = {i: definitions(cell.text) for i, cell in enumerate(self.cells) if cell.cell_type == "code"}
        counts = Counter(name for found in names.values() for name in found)
        return {
            name: i
            for i, found in names.items()
            for name in found
            if counts[name] == 1 and self.cells[i].role == "solution"
        }


def plain(text: str) -> str:
    """`text` without what editors change by themselves: blanks at line ends, blank lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def definitions(text: str) -> frozenset[str]:
    """The classes and functions that `text` defines at its left margin, whether or not it compiles."""
    return frozenset(_DEFINITION.findall(text))


def read_source(notebook: object, markup: Markup = NBGRADERS, release: object = None) -> Source:
    """Take apart the source notebook, a parsed file of nbformat 4.

    `release` is what students got, parsed likewise; None, or anything odd, if that is not known.

    Raises AssignmentError, naming the cell, for what is wrong with it: no notebook, an older format, another language
    than Python, what nbgrader refuses to release, repeated grade_ids, unclosed solution regions.
    """
    cells, metadata = _parts(notebook)
    try:
        language = language_of(metadata)
    except MetadataError as error:
        raise AssignmentError(f"the source notebook: {error}") from error
    released = _released_cells(release)
    checked = [_checked(cell, f"source cell {number}") for number, cell in enumerate(cells, 1)]
    read = []
    for number, (cell, cell_id) in enumerate(zip(checked, cell_ids(checked), strict=True), 1):
        try:
            read.append(_with_release(_source_cell(cell, cell_id, markup, language), released))
        except (RegionError, MetadataError) as error:
            raise AssignmentError(f"source cell {number}: {error}") from error
    source = Source(tuple(read), metadata, markup, released)
    twice = [name for name, count in Counter(cell.grade_id for cell in read).items() if name and count > 1]
    if twice:
        raise AssignmentError(f"the source uses the grade_id {twice[0]!r} more than once; give each cell its own")
    return source


def with_frame(text: str, header: Path | None, footer: Path | None) -> str:
    """A source notebook's text with the cells of a header before its own and of a footer after, as nbgrader has them.

    Raises:
        OSError: if one of them cannot be read.
        ValueError: if one is no notebook.
    """
    if header is None and footer is None:
        return text
    notebook = json.loads(text)
    cells, _ = _parts(notebook)
    before, after = (_cells_of(path) if path is not None else [] for path in (header, footer))
    return json.dumps({**notebook, "cells": [*before, *cells, *after]})


def _cells_of(path: Path) -> list[Any]:
    try:
        return _parts(json.loads(path.read_text(encoding="utf-8")))[0]
    except ValueError as error:
        raise AssignmentError(f"{path}, which c.IncludeHeaderFooter names: {error}") from error


def _parts(notebook: object) -> tuple[list[Any], dict[str, Any]]:
    """The cells and the metadata of a parsed notebook."""
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        found = f"nbformat {notebook.get('nbformat')!r}" if isinstance(notebook, dict) else type(notebook).__name__
        raise AssignmentError(
            f"the source is no nbformat 4 notebook (found: {found}); open it in JupyterLab and save it again"
        )
    cells, metadata = notebook.get("cells"), notebook.get("metadata", {})
    if not isinstance(cells, list) or not isinstance(metadata, dict):
        raise AssignmentError("the source notebook has no list of cells, or its metadata is no object")
    return cells, metadata


def _checked(cell: object, where: str) -> dict[str, Any]:
    """A cell of the source with its metadata as nbgrader reads it."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in CELL_TYPES:
        raise AssignmentError(f"{where}: expected a code, markdown or raw cell")
    try:
        return {**cell, "source": text_of(cell), "metadata": checked_metadata(cell)}
    except MetadataError as error:
        raise AssignmentError(f"{where}: {error}") from error


def _released_cells(release: object) -> dict[str, ReleasedCell]:
    """The cells of a release by grade_id, as far as they can be read: nothing but notes depends on them."""
    found: dict[str, ReleasedCell] = {}
    cells = release.get("cells") if isinstance(release, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and isinstance(cell.get("metadata"), dict) and cell.get("cell_type") in CELL_TYPES:
            flags, text = nbgraders(cell), cell.get("source")
            text = "".join(text) if isinstance(text, list) and all(isinstance(line, str) for line in text) else text
            if isinstance(flags.get("grade_id"), str) and isinstance(text, str):
                found[flags["grade_id"]] = ReleasedCell(cell["cell_type"], text, flags)
    return found


def _with_release(cell: SourceCell, released: Mapping[str, ReleasedCell]) -> SourceCell:
    found = released.get(cell.grade_id or "")
    if found is None or plain(found.text) == cell.plain_release:
        return cell
    return replace(cell, edited=plain(found.text))


def _source_cell(cell: Mapping[str, Any], cell_id: str, markup: Markup, language: str) -> SourceCell:
    flags, text = nbgraders(cell), cell["source"]
    role = _role(flags)
    grade_id = None if role == "open" else flags["grade_id"]
    _refuse_autotest(cell, grade_id or cell_id)
    released = released_text(cell, markup, language)
    if role != "solution":
        text = without_solution(cell, markup, language)  # as in nbgrader's gradebook: it goes back into the notebook
        _refuse_exposed(cell, flags, text, markup)
    attachments = cell.get("attachments")
    return SourceCell(cell["cell_type"], cell_id, grade_id, role, text, released, cell["metadata"], attachments)


def _refuse_autotest(cell: Mapping[str, Any], name: str) -> None:
    """Its tests are made when nbgrader runs the notebook to release it; the source does not hold them."""
    if cell["cell_type"] == "code" and _AUTOTEST.search(cell["source"]):
        raise AssignmentError(
            f"the cell {name} has AUTOTEST directives, and the judge grades by tests that are written out: run "
            "`nbgrader generate_assignment NAME --source_with_tests`, and put the notebook that it writes to "
            "source_with_tests/ in the place of this one"
        )


def _refuse_exposed(cell: Mapping[str, Any], flags: Mapping[str, Any], text: str, markup: Markup) -> None:
    """Code that is no test runs beside the student's, who could read it there."""
    if cell["cell_type"] == "code" and not flags.get("grade") and markup.hidden_tests.begin in text:
        raise AssignmentError(
            f"hidden tests stand in a cell that runs beside student code: move them elsewhere, in\n{text}"
        )


def _role(flags: Mapping[str, Any]) -> Role:
    if flags.get("solution"):
        return "solution"
    return "locked" if flags.get("grade") or flags.get("locked") or flags.get("task") else "open"
