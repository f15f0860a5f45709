"""judge(submission, assignment, limits) -> Graded: all that decides is in its arguments.

The same call gives the same result in this process, in a thread of it, in a pool of workers and on another machine.
Processes that are kept warm between calls belong to a `WarmSet` that the caller passes and closes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell
from nbjudge.notebooks.rebuild import rebuild
from nbjudge.notebooks.regions import Region
from nbjudge.processes.stuck import ExaminerFailed
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import Stand, Where
from nbjudge.verdicts import NOT_JUDGED, WRONG, CellResult, Graded, Verdict, summary

SCHEMA = 1  # of what is kept under metadata.nbjudge, see docs/judge/reference.md


def judge(
    submission: bytes | None,
    assignment: Assignment,
    limits: Limits,
    *,
    seed: int = 0,
    sandboxed: bool = True,
    reason: str | None = None,
    beside: Sequence[str] = (),
    warm: WarmSet | None = None,
    everywhere: Where | None = None,
    diagnose: bool = True,
    until_lost: bool = False,
) -> Graded:
    """Judge one submission. Several threads may do so at a time.

    Args:
        submission: the bytes of the submitted notebook, whatever they are; None if there is none.
        seed: for the tests' random inputs; see ``seed_for``.
        sandboxed: False runs the student's code without walls, which is recorded in the notebook.
        reason: why there is no submission to read, if the caller knows better than "there is no file".
        beside: the names of what was handed in beside the notebook, which the notes name where the code asks for it.
        everywhere: judge every grade cell so, whatever the assignment says of where it stands: for its trial.
        diagnose: whether anybody reads what tests find out of the mistake behind a wrong answer, which can take longer
            than all else. Outcomes and points are the same without.
        until_lost: leave a grade cell once it has lost points other than by a time limit, which a busy machine can
            take too: for whoever asks only whether it loses any. Its later tests have no verdict then.
        warm: the processes to use; None starts some for this submission alone, which takes seconds.

    Raises:
        ZygoteError, OSError: if the judge's own processes cannot be started.
    """
    rebuilt = rebuild(assignment.parsed, submission, limits)
    why = reason if reason is not None else rebuilt.reason
    notes = [note.text for note in rebuilt.notes]
    if why is not None:
        results = _all_cells(rebuilt.notebook, WRONG, why)
    else:
        with (
            nullcontext(warm) if warm is not None else WarmSet(warming=False) as processes,
            processes.pair_for(assignment, limits, sandboxed=sandboxed) as pair,
        ):
            examine = partial(
                pair.examine, seed=seed, beside=beside, everywhere=everywhere, diagnose=diagnose, until_lost=until_lost
            )
            results, odd = _examined(rebuilt.notebook, examine)
            notes += odd
    cells = {cell["grade_id"]: CellResult.from_dict(cell) for cell in results}
    graded = Graded(rebuilt.notebook, cells, rebuilt.answered, tuple(notes), why, sandboxed)
    _write_into(graded.notebook, graded, assignment.markup.hidden_tests, assignment.stands)
    return graded


def _examined(
    notebook: dict[str, Any], examine: Callable[[Sequence[Mapping[str, Any]]], dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The results of the grade cells, and what was odd. The outputs of the others are put into the notebook."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    try:
        found = examine(code)
    except ExaminerFailed as error:
        why = f"the examiner stopped ({error}); this is no fault of the student's"
        return _all_cells(notebook, NOT_JUDGED, why), []
    for cell in code:
        cell["outputs"] = found["outputs"].get(cell["id"], [])
    return found["results"], found["notes"]


def not_judged(assignment: Assignment, limits: Limits, why: str, *, sandboxed: bool = True) -> Graded:
    """What to hand back for a submission on which the judge itself failed: no score in any cell, and the reason.

    Nothing is known of the student's answers, so the notebook holds the stubs, and ``answered`` says nothing.
    """
    notebook = rebuild(assignment.parsed, None, limits).notebook
    cells = {cell["grade_id"]: CellResult.from_dict(cell) for cell in _all_cells(notebook, NOT_JUDGED, why)}
    graded = Graded(notebook, cells, {}, (f"not judged: {why}",), None, sandboxed)
    _write_into(graded.notebook, graded, assignment.markup.hidden_tests, assignment.stands)
    return graded


def seed_for(student: str, assignment: str) -> int:
    """The seed of a student's random inputs: the same in every run, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{assignment}\0{student}".encode()).digest()[:4], "big")


def _write_into(notebook: dict[str, Any], graded: Graded, hidden_tests: Region, stands: Mapping[str, Stand]) -> None:
    """Keep the verdicts in the notebook: as data in the metadata, as a short list in the cells' outputs.

    And by what hidden tests can be told in it, for whoever shows it to students later.
    """
    notebook["metadata"]["nbjudge"] = {
        "schema": SCHEMA,
        "sandboxed": graded.sandboxed,
        "notes": list(graded.notes),
        "reason": graded.reason,
        "hidden_tests": [hidden_tests.begin, hidden_tests.end],
    }
    for cell in notebook["cells"]:
        if is_test_cell(cell):
            result = graded.cells[cell["metadata"]["nbgrader"]["grade_id"]]
            stand = stands.get(result.grade_id, Stand())
            told = {"stand": stand.where, "why": stand.why}
            cell["metadata"]["nbjudge"] = {"verdicts": result.to_dict()["verdicts"], **told}
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
