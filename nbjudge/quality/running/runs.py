"""A notebook's namespace, and scripts run in it.

The texts are the instructor's own, or one slip away from it, so they run in the process that compares them.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import copy
import inspect
import io
import itertools
import random
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_skipped, is_test_cell, without_magics
from nbjudge.notebooks.source import SourceCell
from nbjudge.quality.drivers import Script, Seen
from nbjudge.quality.running.carrying import NOTEBOOK, packed, unpacked
from nbjudge.quality.running.differences import Untold

Namespace = dict[str, Any]

AWAITING: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as cells may
LONGEST: Final = 1000  # items of an iterator that are looked at


def namespace(assignment: Assignment, answers: Mapping[str, str]) -> Namespace:
    """What the cells that grading runs define, but for the grade cells, with these texts in the solution cells.

    A cell that raises is passed over, as in grading.
    """
    found: Namespace = {"__name__": NOTEBOOK}
    for cell in assignment.parsed.cells:
        if cell.cell_type == "code" and not is_graded(cell) and not is_skipped({"metadata": cell.metadata}):
            run_cell(cell, answers.get(cell.name, cell.text), found)
    return found


def is_graded(cell: SourceCell) -> bool:
    """Whether a cell holds tests."""
    return is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})


def file_of(cell: str) -> str:
    """What the code of a cell says of its file, given the cell's name."""
    return f"<cell {cell}>"


def run_cell(cell: SourceCell, text: str, names: Namespace) -> None:
    """Run a text as that cell's."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with contextlib.suppress(Exception, SystemExit):
            code = compile(without_magics(text), file_of(cell.name), "exec", AWAITING, dont_inherit=True)
            _awaited(eval(code, names))


def run(names: Namespace, script: Script) -> Iterator[Seen]:
    """Run a script in a namespace, which is as before then; yields what is seen of each line.

    It ends with a line that raises.
    """
    random.seed(0)
    np.random.seed(0)  # answers may use the old global generator, and both should get the same numbers
    before = dict(names)
    given = {name: _copied(value, names) for name, value in script.arrays.items()}
    watched = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
    names.update(given)
    try:
        for line in script.lines:
            bytes_before = {name: value.tobytes() for name, value in watched.items()}
            value, raised, warned, printed = _run_line(line, names)
            changed = tuple(name for name, value in watched.items() if value.tobytes() != bytes_before[name])
            yield Seen(_kept(value), raised, warned, changed, printed)
            if raised:
                return
            if isinstance(value, np.ndarray):
                watched[f"the result of {line}"] = value
    finally:
        names.clear()
        names.update(before)


def _run_line(line: str, names: Namespace) -> tuple[Any, str, tuple[str, ...], str]:
    value, raised, printed = None, "", io.StringIO()
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(all="warn", under="ignore"),
        contextlib.redirect_stdout(printed),
    ):
        warnings.simplefilter("always")
        try:
            if isinstance(ast.parse(line).body[0], ast.Expr):
                value = _awaited(eval(line, names))
            else:
                exec(line, names)
        except (Exception, SystemExit) as error:
            value, raised = None, type(error).__name__
    return value, raised, tuple(sorted({warning.category.__name__ for warning in caught})), printed.getvalue()


def _awaited(value: Any) -> Any:
    """What a coroutine comes to, and what an iterator gives, which may raise."""
    if inspect.iscoroutine(value):
        return asyncio.run(value)
    if isinstance(value, Iterator):
        return type(value).__name__, list(itertools.islice(value, LONGEST))
    return value


def _copied(value: Any, names: Namespace) -> Any:
    """A copy, in these names' classes; of an array one that lies in memory as it does: a view of other data."""
    if type(value) is not np.ndarray:
        return unpacked(packed(value), names)
    base = value.base
    if not isinstance(base, np.ndarray):
        return value.copy()
    offset = value.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return np.ndarray(value.shape, value.dtype, base.copy("A").data, offset, value.strides)


def _kept(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except Exception:  # whatever copying it does
        return Untold(value)
