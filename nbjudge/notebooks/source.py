"""The source notebook, checked and taken apart: what each cell is, and what its text was when released."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal

from nbjudge.notebooks.regions import NBGRADERS, Markup, Region, RegionError, replaced

Role = Literal["solution", "locked", "open"]
CellType = Literal["code", "markdown", "raw"]

CELL_TYPES: Final = ("code", "markdown", "raw")
_LANGUAGE: Final = "python"  # where a notebook says nothing, as for nbgrader
_CELL_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")  # nbformat 4.5
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
        return _nbgrader({"metadata": self.metadata})

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


def released_text(cell: Mapping[str, Any], markup: Markup = NBGRADERS, language: str = _LANGUAGE) -> str:
    """The text of a source cell as students get it.

    What nbgrader's ClearSolutions, ClearHiddenTests and ClearMarkScheme make of it: a solution region becomes the stub
    at the region's indentation, a solution cell without one becomes the stub, hidden tests and marking schemes go.

    Raises:
        AssignmentError: for a region that is nested or never ends, or stands in a cell that is not marked for it.
    """
    cleared = _without_solution(cell, markup, language)
    flags = _nbgrader(cell)
    for region, fit in ((markup.hidden_tests, flags.get("grade")), (markup.mark_scheme, flags.get("task"))):
        cleared, _ = _replaced(cleared, region, "", fit=bool(fit))
    return cleared


def _without_solution(cell: Mapping[str, Any], markup: Markup, language: str) -> str:
    """What ClearSolutions makes of a cell."""
    text = joined(cell.get("source"), "a cell")
    solution = bool(_nbgrader(cell).get("solution"))
    stub = markup.text_stub
    if cell.get("cell_type") == "code":
        if language not in markup.code_stubs:
            known = ", ".join(map(repr, sorted(markup.code_stubs)))
            raise AssignmentError(
                f"the notebook's language is {language!r}, and c.ClearSolutions.code_stub knows {known}: add a stub"
            )
        stub = markup.code_stubs[language]
    cleared, regions = _replaced(text, markup.solution, stub, fit=solution)
    return stub if solution and not regions else cleared


def _replaced(text: str, region: Region, stub: str, *, fit: bool) -> tuple[str, int]:
    """The text with the stub in place of each region, and how many there were; refused where none should be.

    fit: whether the cell is marked for such a region.
    """
    try:
        cleared, count = replaced(text, region, stub.split("\n") if stub else [])
    except RegionError as error:
        raise AssignmentError(str(error)) from error
    if count and region.enforced and not fit:
        raise AssignmentError(
            f"{region.begin} stands in a cell that is not marked for it in nbgrader's metadata: mark it, or move the "
            f"region, in\n{text}"
        )
    return cleared, count


def joined(source: object, where: str) -> str:
    """A cell's source, which nbformat keeps as a string or as a list of lines."""
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise AssignmentError(f"{where}: expected a text as source, found {type(source).__name__}")


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def read_source(notebook: object, markup: Markup = NBGRADERS, release: object = None) -> Source:
    """Take apart the source notebook, a parsed nbformat 4.5 file.

    `release` is what students got, parsed likewise; None, or anything odd, if that is not known.

    Raises AssignmentError, naming the cell, for what is wrong with it: no notebook, an older format,
    missing or repeated ids or grade_ids, unclosed solution regions.
    """
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise AssignmentError("the source is no nbformat 4 notebook; open it in JupyterLab and save it again")
    cells, metadata = notebook.get("cells"), notebook.get("metadata", {})
    if not isinstance(cells, list) or not isinstance(metadata, dict):
        raise AssignmentError("the source notebook has no list of cells, or its metadata is no object")
    language = _language(metadata)
    released = _released_cells(release)
    parts = [
        _with_release(_source_cell(cell, f"source cell {i + 1}", markup, language), released)
        for i, cell in enumerate(cells)
    ]
    source = Source(tuple(parts), metadata, markup, released)
    _check_unique((cell.cell_id for cell in source.cells), "cell id")
    _check_unique((cell.grade_id for cell in source.cells if cell.grade_id is not None), "grade_id")
    return source


def _released_cells(release: object) -> dict[str, ReleasedCell]:
    """The cells of a release by grade_id, as far as they can be read: nothing but notes depends on them."""
    found: dict[str, ReleasedCell] = {}
    cells = release.get("cells") if isinstance(release, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and isinstance(cell.get("metadata"), dict) and cell.get("cell_type") in CELL_TYPES:
            flags, text = _nbgrader(cell), cell.get("source")
            text = "".join(text) if isinstance(text, list) and all(isinstance(line, str) for line in text) else text
            if isinstance(flags.get("grade_id"), str) and isinstance(text, str):
                found[flags["grade_id"]] = ReleasedCell(cell["cell_type"], text, flags)
    return found


def _with_release(cell: SourceCell, released: Mapping[str, ReleasedCell]) -> SourceCell:
    found = released.get(cell.grade_id or "")
    if found is None or plain(found.text) == cell.plain_release:
        return cell
    return replace(cell, edited=plain(found.text))


def _language(metadata: Mapping[str, Any]) -> str:
    kernel = metadata.get("kernelspec")
    found = kernel.get("language", _LANGUAGE) if isinstance(kernel, dict) else _LANGUAGE
    return found if isinstance(found, str) else _LANGUAGE


def _source_cell(cell: object, where: str, markup: Markup, language: str) -> SourceCell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in CELL_TYPES:
        raise AssignmentError(f"{where}: expected a code, markdown or raw cell")
    cell_id, metadata = cell.get("id"), cell.get("metadata", {})
    if not isinstance(cell_id, str) or not _CELL_ID.fullmatch(cell_id):
        raise AssignmentError(f"{where}: expected an id as in nbformat 4.5, found {cell_id!r}; save it again in 4.5")
    if not isinstance(metadata, dict):
        raise AssignmentError(f"{where}: expected an object as metadata, found {type(metadata).__name__}")
    flags = _nbgrader(cell)
    grade_id = flags.get("grade_id")
    if flags and not (isinstance(grade_id, str) and grade_id):
        raise AssignmentError(f"{where}: nbgrader cells need a grade_id, found {grade_id!r}")
    role = _role(flags)
    text, released = joined(cell.get("source"), where), released_text(cell, markup, language)
    if role != "solution":
        text = _without_solution(cell, markup, language)  # as in nbgrader's gradebook: it goes back into the notebook
        _refuse_exposed(cell, flags, text, markup)
    return SourceCell(cell["cell_type"], cell_id, grade_id, role, text, released, metadata, cell.get("attachments"))


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


def _check_unique(names: Iterable[str], what: str) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise AssignmentError(f"the source uses the {what} {twice[0]!r} more than once; give each cell its own")
