"""Grade cells that cannot be judged apart: run natively, in a candidate, as nbgrader runs them.

The sandbox stands, the wall between answer and test does not: student code could forge what comes of such a cell, and
read it. So a cell that hides something gets a candidate of its own, in which nothing that is run after it is used; and
of what its code says nothing reaches a student but what the instructor wrote, and names of builtin exceptions.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.examiner.grade_cells import QUOTED_CHARS, GradeCell, Problem, partial_credit
from nbjudge.examiner.replacement import Candidates
from nbjudge.examiner.troubles import STOPPED, Stop, Told
from nbjudge.notebooks.cells import in_preamble, is_skipped, is_test_cell
from nbjudge.notebooks.names import names_hidden, names_wanted
from nbjudge.notebooks.regions import Region, line_numbers
from nbjudge.verdicts import DIED, MEMORY_LIMIT, NOT_JUDGED, PASSED, RAISED, TIME_LIMIT, WRONG, CellResult

#: What students read of a candidate that was lost in a cell that hides something: how, in no words of its own.
LOST: Final = {TIME_LIMIT: "the tests ran into their time limit", DIED: "the tests ended their process"}
FORMATTED: Final = "..."  # stands for a value in a message


def run_natively(cell: GradeCell, candidates: Candidates, hidden_tests: Region) -> CellResult:
    """Run a grade cell in the present candidate, and say what nbgrader would of what came of it."""
    begun = time.monotonic()
    try:
        told = candidates.run_tests(cell.native)
        outcome, message, part = _judged(cell, told, hidden_tests)
    except CandidateLost as lost:
        cause = candidates.bury(lost)
        hides = line_numbers(cell.source, hidden_tests)
        outcome, message, part = cause.outcome, LOST[cause.outcome] if hides else cause.message, 0.0
    points = cell.points * part
    verdict = cell.verdict(outcome, message, points=points, seconds=time.monotonic() - begun)
    return CellResult(cell.grade_id, cell.points, (verdict,))


def run_alone(
    cell: GradeCell,
    cells: Sequence[Mapping[str, Any]],
    candidates: Candidates,
    released: Mapping[str, str],
    hidden_tests: Region,
) -> CellResult:
    """Run a grade cell in a candidate of its own, after all that comes before it.

    Of earlier tests what students have of them, unless this cell uses a name that only a hidden region binds.

    Args:
        cells: the notebook's code cells.
        released: by cell id, the grade cells as students have them.
    """
    candidates.start_anew()
    for earlier, given in in_preamble(cells):
        if earlier["id"] == cell.id:
            break
        source = earlier["source"]
        if is_test_cell(earlier) and not _needs(cell, source, released.get(earlier["id"], "")):
            source = released.get(earlier["id"], "")
        if not is_skipped(earlier):
            with contextlib.suppress(CandidateLost):
                candidates.run_cell(source, given)
    return run_natively(cell, candidates, hidden_tests)


def _needs(cell: GradeCell, whole: str, released: str) -> bool:
    """Whether a cell uses names that only the hidden part of an earlier grade cell binds."""
    hidden = names_hidden(whole, released)
    with contextlib.suppress(SyntaxError, ValueError):
        return bool(hidden) and not hidden.isdisjoint(names_wanted(cell.source))
    return False


def _judged(cell: GradeCell, told: Told, hidden_tests: Region) -> tuple[str, str, float]:
    """Outcome, message and the part of the points, by nbgrader's rules."""
    if told.stopped is not None:
        return *_failure(cell, told.stopped, hidden_tests), 0.0
    outputs: list[Any] = told.outputs if type(told.outputs) is list else []
    kept = [output for output in outputs if type(output) is dict]
    if any(output.get("output_type") == "error" for output in kept):
        return RAISED, "an exception", 0.0
    if any(output.get("name") == "stderr" for output in kept):
        return RAISED, "it wrote to stderr, which nbgrader takes for a failure, as it does with warnings", 0.0
    data = next((output.get("data") for output in kept if output.get("output_type") == "execute_result"), None)
    shown = data.get("text/plain") if type(data) is dict else None
    if type(shown) is not str:
        return PASSED, "", 1.0
    try:
        part = partial_credit(shown, cell.points)
    except Problem:
        return NOT_JUDGED, "the cell's last line shows a number that is no possible score", 0.0
    return (PASSED, "", 1.0) if part == 1.0 else (WRONG, "partly right", part)


def _failure(cell: GradeCell, stop: Stop, hidden_tests: Region) -> tuple[str, str]:
    if stop.kind == STOPPED:
        return TIME_LIMIT, "the tests ran into their time limit"
    if stop.kind == "MemoryError":
        return MEMORY_LIMIT, "the tests ran out of memory"
    if stop.kind == "NotImplementedError":
        return RAISED, "not written yet"
    if stop.kind == "AssertionError":
        return WRONG, _assertion(cell, stop.line, hidden_tests)
    found = vars(builtins).get(stop.kind)
    known = isinstance(found, type) and issubclass(found, BaseException)
    return RAISED, stop.kind if known else "an exception"


def _assertion(cell: GradeCell, line: int, hidden_tests: Region) -> str:
    """What the instructor wrote of an assertion: its message, but for values, or else itself unless it is hidden."""
    silent = "the assertion does not hold"
    try:
        nodes = list(ast.walk(ast.parse(cell.source)))
    except (SyntaxError, ValueError):
        return silent
    asserted = [
        node for node in nodes if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    if not asserted:
        return silent
    written = _written(asserted[0].msg)
    if written or line in line_numbers(cell.source, hidden_tests):
        return written or silent
    return f"line {line} of the cell does not hold: {cell.source.splitlines()[line - 1].strip()[:QUOTED_CHARS]}"


def _written(message: ast.expr | None) -> str:
    """The literal parts of an assertion's message."""
    if isinstance(message, ast.Constant) and isinstance(message.value, str):
        return message.value
    if isinstance(message, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else FORMATTED for part in message.values)
        return "".join(map(str, parts))
    return ""
