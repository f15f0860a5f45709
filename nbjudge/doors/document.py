"""All that is known of one submission, for `nbjudge grade --json`. Its schema: docs/judge/grade.schema.json."""

from __future__ import annotations

from typing import Any, Final

from nbjudge.doors.one_submission import JudgedNotebook, JudgedSubmission
from nbjudge.stands import Stand
from nbjudge.verdicts import NOT_JUDGED, OUTCOMES, CellResult

SCHEMA: Final = 1


def document(judged: JudgedSubmission) -> dict[str, Any]:
    """For instructors and their programs: hidden tests are in it, and what students' code printed."""
    return {
        "schema": SCHEMA,
        "assignment": judged.terms.name,
        "student": judged.student or None,
        "sandboxed": judged.terms.sandboxed,
        "told": list(judged.terms.told),
        "points": sum(notebook.points for notebook in judged.notebooks),
        "max_points": sum(notebook.max_points for notebook in judged.notebooks),
        "not_judged": sum(notebook.count(NOT_JUDGED) for notebook in judged.notebooks),
        "waiting": sum(cell.waiting for notebook in judged.notebooks for cell in notebook.by_hand),
        "seconds": round(judged.seconds, 3),
        "notebooks": [_notebook(notebook) for notebook in judged.notebooks],
    }


def _notebook(notebook: JudgedNotebook) -> dict[str, Any]:
    counts = {outcome: notebook.count(outcome) for outcome in OUTCOMES}
    return {
        "notebook": notebook.assignment.notebook,
        "points": notebook.points,
        "max_points": notebook.max_points,
        "reason": notebook.reason,
        "notes": list(notebook.notes),
        "verdicts": {outcome: count for outcome, count in counts.items() if count},
        "cells": [_cell(cell, notebook.assignment.stands) for cell in notebook.cells],
        "by_hand": [
            {"cell": cell.grade_id, "max_points": cell.max_points, "waiting": cell.waiting} for cell in notebook.by_hand
        ],
    }


def _cell(cell: CellResult, stands: Any) -> dict[str, Any]:
    stand = stands.get(cell.grade_id, Stand())
    return {
        "cell": cell.grade_id,
        "points": cell.score,
        "max_points": cell.max_points,
        "stand": stand.where,
        "why": stand.why,
        "tests": [verdict.to_dict() for verdict in cell.verdicts],
    }
