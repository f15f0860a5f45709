"""Whether a mutant behaves as the solution does: both run the same scripts, and all that can be seen is compared.

Both texts are the instructor's own, or one slip away from it, so they run in the process that compares them.
"""

from __future__ import annotations

import ast
import copy
import math
import random
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.quality.drivers import Allowed, Script, Seen

ROUNDING: Final = 1e-12  # of the size of what was computed with: some thousand units in the last place of a float64

IDENTICAL: Final = "identical"
ROUNDED: Final = "within rounding"
ALLOWED: Final = "allowed by the contract"
DIFFERENT: Final = "different"

Namespace = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """The script on which two answers differ most.

    Attributes:
        script: as far as the line that shows it, its last.
        right, yours: what was seen of that line.
        size: of the difference, in units of the numbers computed with; infinite for another shape, type or error.
    """

    script: Script
    right: Seen
    yours: Seen
    size: float

    def tells_more_than(self, other: Difference) -> bool:
        """Whether it is larger by a power of ten or more, or as large with less to read."""
        return (self._order, -self._numbers) > (other._order, -other._numbers)

    @property
    def is_in_value(self) -> bool:
        """Whether the values differ, and not just what else the line did."""
        return _apart(self.right.value, self.yours.value, self.script) > ROUNDING

    @property
    def _order(self) -> float:
        return math.floor(math.log10(self.size)) if math.isfinite(self.size) else math.inf

    @property
    def _numbers(self) -> int:
        return sum(array.size + 1 for array in self.script.arrays.values())


@dataclass(frozen=True)
class Comparison:
    """What came of comparing two answers.

    Attributes:
        verdict: IDENTICAL, ROUNDED, ALLOWED or DIFFERENT.
        lines: how many values were compared.
        rounding: the largest difference among those within rounding.
        reasons: why differences are allowed by the contract, each reason once.
        worst: if DIFFERENT, where most.
    """

    verdict: str
    lines: int
    rounding: float = 0.0
    reasons: tuple[str, ...] = ()
    worst: Difference | None = None

    @property
    def why(self) -> str:
        """The justification, in words."""
        if self.verdict == ROUNDED:
            power = math.ceil(math.log10(self.rounding))  # the same on every machine, mostly
            return f"within 1e{power} of the solution, relative to its scale, in all {self.lines} values compared"
        if self.verdict == ALLOWED:
            return f"{'; '.join(self.reasons)} (in all {self.lines} values compared)"
        return f"{self.verdict} in all {self.lines} values compared"


def compare(right: Namespace, yours: Namespace, scripts: Sequence[Script], allowed: Allowed) -> Comparison:
    """Run all scripts in both namespaces and compare line by line.

    Raises:
        ValueError: if the scripts are empty: then nothing can be said.
    """
    lines, rounding, reasons, worst = 0, 0.0, dict[str, None](), None
    for script in scripts:
        for number, (a, b) in enumerate(zip(run(right, script), run(yours, script), strict=False)):
            lines += 1
            size = difference(a, b, script)
            if size <= ROUNDING:
                rounding = max(rounding, size)
                continue
            reason = allowed(script.lines[number], a, b)
            if reason is not None:
                reasons[reason] = None
                continue
            found = Difference(Script(script.lines[: number + 1], script.arrays), a, b, size)
            worst = found if worst is None or found.tells_more_than(worst) else worst
            break  # what follows from it says nothing new
    if not lines:
        raise ValueError("no script says what to do with this cell's answer: write one in oracle/drivers.py")
    verdict = DIFFERENT if worst else ALLOWED if reasons else ROUNDED if rounding else IDENTICAL
    return Comparison(verdict, lines, rounding, tuple(reasons), worst)


# ---------------------------------------------------------------- running


def namespace(assignment: Assignment, answers: Mapping[str, str]) -> Namespace:
    """What the notebook's cells define, but for its grade cells, with these texts in its solution cells.

    A cell that raises is passed over, as in grading.
    """
    found: Namespace = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in assignment.parsed.cells:
            if cell.cell_type == "code" and not is_test_cell({"cell_type": "code", "metadata": cell.metadata}):
                text = without_magics(answers.get(cell.name, cell.text))
                with suppress(Exception):
                    exec(compile(text, f"<cell {cell.name}>", "exec"), found)
    return found


def run(names: Namespace, script: Script) -> Iterator[Seen]:
    """Run a script in a copy of a namespace; yields what is seen of each line. It ends with a line that raises."""
    random.seed(0)
    np.random.seed(0)  # answers may use the old global generator, and both should get the same numbers
    arrays = {name: _copied(array) for name, array in script.arrays.items()}
    watched = dict(arrays)
    local = names | arrays
    for line in script.lines:
        before = {name: _bytes(value) for name, value in watched.items()}
        value, raised, warned = _run_line(line, local)
        changed = tuple(name for name, value in watched.items() if _bytes(value) != before[name])
        yield Seen(_kept(value), raised, warned, changed)
        if raised:
            return
        if isinstance(value, np.ndarray):
            watched[f"the result of {line}"] = value


def _run_line(line: str, local: Namespace) -> tuple[Any, str, tuple[str, ...]]:
    value, raised = None, ""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            if isinstance(ast.parse(line).body[0], ast.Expr):
                value = eval(line, local)
            else:
                exec(line, local)
        except Exception as error:
            raised = type(error).__name__
    return value, raised, tuple(sorted({warning.category.__name__ for warning in caught}))


def _copied(array: np.ndarray) -> np.ndarray:
    """A copy that lies in memory as the array does: views of the same kind, not of the same data."""
    base = array.base
    if not isinstance(base, np.ndarray):
        return array.copy()
    offset = array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return np.ndarray(array.shape, array.dtype, base.copy("A").data, offset, array.strides)


def _bytes(value: np.ndarray) -> bytes:
    return value.tobytes()


def _kept(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except Exception:  # what cannot be copied is told by its type alone
        return f"<{type(value).__name__}>"


# ---------------------------------------------------------------- comparing


def difference(right: Seen, yours: Seen, script: Script) -> float:
    """How far apart two lines' results are, relative to the numbers computed with; infinite if not just in numbers."""
    if (right.raised, right.warned, right.changed) != (yours.raised, yours.warned, yours.changed):
        return math.inf
    return _apart(right.value, yours.value, script)


def _apart(right: Any, yours: Any, script: Script) -> float:
    right, yours = _as_array(right), _as_array(yours)
    if isinstance(right, int | float) and isinstance(yours, int | float) and float in (type(right), type(yours)):
        return _numbers_apart(np.asarray(right, float), np.asarray(yours, float), script)  # 0 is as good as 0.0
    if type(right) is not type(yours):
        return math.inf
    if isinstance(right, list | tuple):
        pairs = zip(right, yours, strict=False)
        return max((_apart(a, b, script) for a, b in pairs), default=0.0) if len(right) == len(yours) else math.inf
    if isinstance(right, np.ndarray):
        alike = right.dtype == yours.dtype and right.shape == yours.shape
        return _numbers_apart(right, yours, script) if alike else math.inf
    return 0.0 if _same(right, yours) else math.inf


def _as_array(value: Any) -> Any:
    """NumPy itself turns 0-d arrays into scalars whenever it computes with them: they count as one."""
    return np.asarray(value) if isinstance(value, np.generic) else value


def _same(right: Any, yours: Any) -> bool:
    try:
        return bool(right == yours) or repr(right) == repr(yours)
    except Exception:  # a comparison that raises says nothing
        return repr(right) == repr(yours)


def _numbers_apart(right: np.ndarray, yours: np.ndarray, script: Script) -> float:
    if right.tobytes() == yours.tobytes():
        return 0.0
    if right.dtype.kind not in "fc":
        return 0.0 if np.array_equal(right, yours) else math.inf
    scale = np.maximum(1.0, np.abs(np.nan_to_num(right)))
    for array in script.arrays.values():
        if array.shape == right.shape and array.dtype.kind in "fiub":
            scale = np.maximum(scale, np.abs(array))
    with np.errstate(all="ignore"):
        apart = np.abs(right - yours) / scale
    same = (right == yours) | (np.isnan(right) & np.isnan(yours))
    return float(np.max(np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart)), initial=0.0))
