"""A graded notebook, read back: what the judge left in it, and what the student wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbjudge.notebooks.cells import is_test_cell
from nbjudge.notebooks.rebuild import EXTRA_ID
from nbjudge.stands import APART
from nbjudge.verdicts import Verdict

_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


class NotGraded(ValueError):
    """A file is there, and the judge did not leave it so; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class GradedCell:
    """A grade cell of it.

    Attributes:
        stand: where it was judged; see ``nbjudge.stands``.
        section: the heading that it stands under; may be empty.
    """

    stand: str
    section: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class GradedNotebook:
    """One notebook of a submission.

    Attributes:
        cells: grade_id to grade cell, in the notebook's order.
        code: the texts of the code cells that the student could write, in their order.
        notes, reason, sandboxed: as in ``verdicts.Graded``.
    """

    name: str
    cells: Mapping[str, GradedCell]
    code: tuple[str, ...]
    notes: tuple[str, ...]
    reason: str | None
    sandboxed: bool


def read_graded(path: Path) -> GradedNotebook:
    """The graded notebook that lies there.

    Raises:
        OSError: if it cannot be read.
        NotGraded: if it is none, or none of this judge's.
    """
    try:
        notebook = json.loads(path.read_bytes())
        kept = notebook["metadata"].get("nbjudge")
        if kept is None:
            raise NotGraded("the judge has not graded it")
        return GradedNotebook(
            path.stem,
            dict(_grade_cells(notebook["cells"])),
            tuple(str(cell["source"]) for cell in notebook["cells"] if _is_students_code(cell)),
            tuple(map(str, kept["notes"])),
            None if kept["reason"] is None else str(kept["reason"]),
            bool(kept["sandboxed"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, NotGraded):
            raise
        raise NotGraded(f"it is not as the judge leaves one ({type(error).__name__}: {error})") from error


def _grade_cells(cells: list[Mapping[str, Any]]) -> Iterator[tuple[str, GradedCell]]:
    section = ""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            section = next(reversed(_HEADING.findall(str(cell["source"]))), section)
        elif is_test_cell(cell):
            kept = cell["metadata"]["nbjudge"]
            verdicts = tuple(map(Verdict.from_dict, kept["verdicts"]))
            yield cell["metadata"]["nbgrader"]["grade_id"], GradedCell(kept.get("stand", APART), section, verdicts)


def _is_students_code(cell: Mapping[str, Any]) -> bool:
    solution = cell["metadata"].get("nbgrader", {}).get("solution")
    return cell["cell_type"] == "code" and bool(solution or str(cell["id"]).startswith(EXTRA_ID))
