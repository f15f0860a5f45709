"""judge(submission, assignment, limits) -> Graded: a pure function of plain data.

The same call runs in this process, in a pool of workers, or on another machine. What it keeps warm (``bench.py``) is
its own business.
"""

from __future__ import annotations

import hashlib
from typing import Any

from nbjudge.assignment import Assignment
from nbjudge.bench import Bench, ExaminerFailed, bench_for
from nbjudge.limits import Limits
from nbjudge.notebook import is_test_cell
from nbjudge.rebuild import rebuild
from nbjudge.verdicts import NOT_JUDGED, WRONG, CellResult, Graded, Verdict, summary

SCHEMA = 1  # of what is kept under metadata.nbjudge, see docs/reference.md


def judge(
    submission: bytes | None,
    assignment: Assignment,
    limits: Limits,
    *,
    seed: int = 0,
    sandboxed: bool = True,
    reason: str | None = None,
) -> Graded:
    """Judge one submission.

    Args:
        submission: the bytes of the submitted notebook, whatever they are; None if there is none.
        seed: for the tests' random inputs; see ``seed_for``.
        sandboxed: False runs the student's code without walls, which is recorded in the notebook.
        reason: why there is no submission to read, if the caller knows better than "there is no file".

    Raises:
        ZygoteError: if the judge's own processes cannot be started.
    """
    rebuilt = rebuild(assignment.parsed, submission, limits)
    why = reason if reason is not None else rebuilt.reason
    if why is not None:
        results = _all_cells(rebuilt.notebook, WRONG, why)
    else:
        results = _examined(rebuilt.notebook, bench_for(assignment, limits, sandboxed=sandboxed), seed)
    cells = {cell["grade_id"]: CellResult.from_dict(cell) for cell in results}
    notes = tuple(note.text for note in rebuilt.notes)
    graded = Graded(rebuilt.notebook, cells, rebuilt.answered, notes, why, sandboxed)
    _write_into(graded.notebook, graded)
    return graded


def _examined(notebook: dict[str, Any], bench: Bench, seed: int) -> list[dict[str, Any]]:
    """The results of the grade cells. The outputs of the others are put into the notebook."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    try:
        told = bench.examine(code, seed)
    except ExaminerFailed as error:
        return _all_cells(notebook, NOT_JUDGED, f"the examiner stopped ({error}); this is no fault of the student's")
    for cell in code:
        cell["outputs"] = told["outputs"].get(cell["id"], [])
    results: list[dict[str, Any]] = told["results"]
    return results


def not_judged(assignment: Assignment, limits: Limits, why: str, *, sandboxed: bool = True) -> Graded:
    """What to hand back for a submission on which the judge itself failed: no score in any cell, and the reason.

    Nothing is known of the student's answers, so the notebook holds the stubs, and ``answered`` says nothing.
    """
    notebook = rebuild(assignment.parsed, None, limits).notebook
    cells = {cell["grade_id"]: CellResult.from_dict(cell) for cell in _all_cells(notebook, NOT_JUDGED, why)}
    graded = Graded(notebook, cells, {}, (f"not judged: {why}",), None, sandboxed)
    _write_into(graded.notebook, graded)
    return graded


def seed_for(student: str, assignment: str) -> int:
    """The seed of a student's random inputs: the same in every run, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{assignment}\0{student}".encode()).digest()[:4], "big")


def _write_into(notebook: dict[str, Any], graded: Graded) -> None:
    """Keep the verdicts in the notebook: as data in the metadata, as a short list in the cells' outputs."""
    notebook["metadata"]["nbjudge"] = {
        "schema": SCHEMA,
        "sandboxed": graded.sandboxed,
        "notes": list(graded.notes),
        "reason": graded.reason,
    }
    for cell in notebook["cells"]:
        if is_test_cell(cell):
            result = graded.cells[cell["metadata"]["nbgrader"]["grade_id"]]
            cell["metadata"]["nbjudge"] = {"verdicts": result.to_dict()["verdicts"]}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": summary(result.verdicts)}]


def _all_cells(notebook: dict[str, Any], outcome: str, why: str) -> list[dict[str, Any]]:
    """The same verdict for every grade cell, where no test was run."""
    found = []
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if is_test_cell(cell):
            name, points = nbgrader["grade_id"], float(nbgrader["points"])
            verdict = Verdict(name, "the tests of this cell", outcome, 0.0, points, why)
            found.append(CellResult(name, points, (verdict,)).to_dict())
    return found
