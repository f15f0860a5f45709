"""The rows of `--csv`: one for each student and test, with what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nbjudge.report.anonymity import Names
from nbjudge.report.causes import first_line
from nbjudge.report.reading import Handed

COLUMNS: Final = (
    "assignment", "notebook", "cell", "test", "hidden", "stand", "student_id", "outcome", "points", "max_points",
    "seconds", "diagnosis_about", "diagnosis_key", "message",
)  # fmt: skip


def rows_of(assignment: str, handed: Handed, names: Names) -> Iterator[tuple[Any, ...]]:
    """A student's rows; where no test of a cell could be run there is one, named as the cell."""
    for notebook in handed.notebooks:
        for name, cell in notebook.cells.items():
            for verdict in cell.verdicts:
                told = verdict.diagnosis
                yield (
                    assignment, notebook.name, name, verdict.test, verdict.hidden, cell.stand,
                    names.shown(handed.student), verdict.outcome, round(verdict.points, 9),
                    round(verdict.max_points, 9), round(verdict.seconds, 6),
                    told.about if told is not None else None, told.key if told is not None else None,
                    names.redacted(first_line(verdict.message)),
                )  # fmt: skip
