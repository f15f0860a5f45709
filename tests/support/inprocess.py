"""Running the notebook's cells in this very process: quick, and good enough for answers that we wrote ourselves."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nbjudge.diagnosis import diagnosis_of

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = ROOT / "source" / "activation"
NOTEBOOK = ASSIGNMENT / "activation.ipynb"

Namespace = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """A code cell: its text and what nbgrader knows of it (empty strings and zero where it knows nothing)."""

    id: str
    source: str
    grade_id: str = ""
    points: float = 0.0
    solution: bool = False
    skipped_in_grading: bool = False


def code_cells(path: Path) -> list[Cell]:
    """The code cells of a notebook, in order."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [_cell(raw) for raw in notebook["cells"] if raw["cell_type"] == "code"]


def _cell(raw: Mapping[str, Any]) -> Cell:
    metadata = raw["metadata"]
    nbgrader = metadata.get("nbgrader", {})
    return Cell(
        id=raw["id"],
        source="".join(raw["source"]),
        grade_id=nbgrader.get("grade_id", ""),
        points=float(nbgrader.get("points", 0)) if nbgrader.get("grade") else 0.0,
        solution=bool(nbgrader.get("solution")),
        skipped_in_grading="skip-execution" in metadata.get("tags", []),
    )


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let cells import the files that lie beside their notebook."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def run_cell(cell: Cell, namespace: Namespace) -> None:
    """Run one cell as Jupyter would: under a file name of its own, by which run_tests knows its tests."""
    exec(compile(cell.source, f"<cell {cell.id}>", "exec"), namespace)


def fresh_namespace() -> Namespace:
    module = types.ModuleType("__main__")
    return module.__dict__


def run_notebook(cells: list[Cell], answers: Mapping[str, str] | None = None) -> Namespace:
    """Run all cells that grading runs and that are not grade cells; an answer that raises is passed over.

    Args:
        answers: grade_id of a solution cell to the text that stands there instead.
    """
    namespace = fresh_namespace()
    with importable(ASSIGNMENT), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in cells:
            if cell.points or cell.skipped_in_grading:
                continue
            text = (answers or {}).get(cell.grade_id, cell.source)
            with contextlib.suppress(Exception) if cell.solution else contextlib.nullcontext():
                run_cell(Cell(cell.id, text), namespace)
    return namespace


def grade_tests(cell: Cell, namespace: Namespace) -> dict[str, Callable[[], None]]:
    """The test functions that a grade cell defines. Its own ``run_tests()`` call is made to do nothing."""
    namespace["run_tests"] = lambda: None
    with importable(ASSIGNMENT):
        run_cell(cell, namespace)
    return {
        name: value
        for name, value in namespace.items()
        if name.startswith("test_")
        and isinstance(value, types.FunctionType)
        and value.__code__.co_filename == f"<cell {cell.id}>"
    }


class Failure(str):
    """What a failed test says.

    Attributes:
        key: of the diagnosis that it carries; empty if it has none.
        weight: of the test; an example of weight 0 costs nothing.
    """

    key = ""
    weight = 1.0


def failures(cell: Cell, namespace: Namespace) -> dict[str, Failure]:
    """Test name to problem, for the tests of a grade cell that fail."""
    failed = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for name, test in grade_tests(cell, namespace).items():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("always")
                    warnings.showwarning = lambda *_: None  # quiet; restored on leaving
                    test()
            except Exception as error:
                failed[name] = Failure(f"{type(error).__name__}: {error}")
                cause = diagnosis_of(error)
                failed[name].key = cause.key if cause is not None else ""
                failed[name].weight = getattr(test, "weight", 1.0)
    return failed


def lost_cells(cells: list[Cell], answers: Mapping[str, str] | None = None) -> dict[str, dict[str, Failure]]:
    """grade_id to failed tests, for the grade cells in which a submission with these answers loses points."""
    with np.errstate():  # some answers change NumPy's settings; the next submission starts afresh
        namespace = run_notebook(cells, answers)
        lost = {cell.grade_id: failures(cell, namespace) for cell in cells if cell.points}
    return {grade_id: failed for grade_id, failed in lost.items() if any(one.weight for one in failed.values())}
