"""What the cells of a source notebook are for, told from their metadata and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

SKIPPED_TAG: Final = "skip-execution"  # nbclient's own: the cell is for the reader, not for grading


def is_skipped(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is only for the reader, and not to be run."""
    return SKIPPED_TAG in cell["metadata"].get("tags", [])


def is_test_cell(cell: Mapping[str, Any]) -> bool:
    """Whether a cell holds tests: graded by the judge. A graded solution cell is for a person to grade."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(nbgrader.get("grade")) and not nbgrader.get("solution")


def is_locked(cell: Mapping[str, Any]) -> bool:
    """Whether a cell's text is the instructor's in every submission."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("locked") or nbgrader.get("grade")) and not nbgrader.get("solution")


def in_preamble(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Each code cell, and whether it is of the preamble: locked, to be run, and before any solution or grade cell."""
    before = True
    for cell in cells:
        nbgrader = cell["metadata"].get("nbgrader", {})
        before = before and not nbgrader.get("solution") and not nbgrader.get("grade")
        yield cell, before and bool(nbgrader.get("locked")) and not is_skipped(cell)


def without_magics(source: str) -> str:
    """A given cell as plain Python: lines of IPython magic (``%matplotlib inline``) set up a screen, not a name."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.splitlines()]
    return "\n".join(lines)
