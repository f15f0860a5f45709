"""This course's assignment as the judge needs it, submissions of it, and what came of one."""

from __future__ import annotations

import fcntl
import json
from dataclasses import replace
from functools import cache
from typing import Any

from nbjudge.grading.stands_file import trial_of
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment, read_assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.trials import without_idle_cells
from nbjudge.verdicts import Graded
from tests.support.course import filled_in
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells

ACTIVATION = read_assignment(ASSIGNMENT, "activation", "activation", root=ROOT)
SOLUTIONS = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
LIMITS = Limits(cell_seconds=2.0, test_seconds=1.0)


@cache
def tried() -> Assignment:
    """The assignment as grading has it, with where its cells are judged: tried out once for all of a run's workers."""
    root = ROOT / ".pytest_cache" / "tried"
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock, WarmSet(warming=False) as warm:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return replace(ACTIVATION, stands=trial_of(ACTIVATION, Limits(), root, warm).stands)


def submission(extra: str = "", **texts: str) -> bytes:
    """The release with the instructor's solutions, or other texts, in its solution cells; and an added last cell."""
    added = [code_cell(extra)] if extra else []
    return json.dumps(filled_in(SOLUTIONS | texts, *added)).encode()


def code_cell(text: str, number: int = 0) -> dict[str, Any]:
    """A code cell such as a student adds."""
    cell = {"cell_type": "code", "id": f"mine-{number}", "metadata": {}, "source": text}
    return cell | {"outputs": [], "execution_count": None}


def relu(forward: str = "return np.maximum(0, x)", backward: str = "return (self.x > 0) * grad_output") -> str:
    """A ReLU with these method bodies, each a line."""
    return (
        "class ReLU(Activation):\n"
        f"    def forward(self, x):\n        self.x = x\n        {forward}\n"
        f"    def backward(self, grad_output):\n        {backward}\n"
    )


def with_grade_cell(name: str, text: str) -> Assignment:
    """The assignment with this text in one of its grade cells, with which it was not tried."""
    source = json.loads(ACTIVATION.source)
    (cell,) = [c for c in source["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name]
    cell["source"] = text
    stands = {of: stand for of, stand in tried().stands.items() if of != name}
    return replace(ACTIVATION, source=json.dumps(source), stands=stands)


@cache
def relu_alone() -> Assignment:
    """The assignment with one class only: for many submissions where it matters little what is judged."""
    source = json.loads(without_idle_cells(ACTIVATION).source)
    others = ("sigmoid", "gelu", "silu", "network")
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in source["cells"]]
    kept = [not any(other in name for other in others) for name in names]
    source["cells"] = [cell for cell, keep in zip(source["cells"], kept, strict=True) if keep]
    return replace(tried(), source=json.dumps(source))


def lost(graded: Graded) -> set[str]:
    """The grade cells in which points were lost."""
    return {name for name, cell in graded.cells.items() if cell.score != cell.max_points}


def outcomes(graded: Graded, *cells: str) -> set[str]:
    """How the tests of these grade cells ended, or those of all."""
    return {verdict.outcome for name in cells or graded.cells for verdict in graded.cells[name].verdicts}


def scores(graded: Graded) -> dict[str, float]:
    """Points by grade cell; none where it was not judged."""
    return {name: cell.score or 0.0 for name, cell in graded.cells.items()}
