"""Lets pytest collect the instructor's notebooks: ``pytest source/`` shows one item for each test function.

A notebook's cells run once, in order, in this process; then each test of each grade cell is an item of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.inprocess import ROOT, code_cells, grade_tests, run_notebook

pytest_plugins = ["tests.support.fixtures"]

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> NotebookFile | None:
    if file_path.suffix == ".ipynb" and file_path.is_relative_to(ROOT / "source"):
        return NotebookFile.from_parent(parent, path=file_path)
    return None


class NotebookFile(pytest.File):
    """A notebook with grade cells."""

    def collect(self) -> Iterator[GradeTest]:
        cells = code_cells(self.path)
        namespace = run_notebook(cells)
        for cell in cells:
            if cell.points:
                for name, function in grade_tests(cell, namespace).items():
                    yield GradeTest.from_parent(self, name=f"{cell.grade_id}::{name}", function=function)


class GradeTest(pytest.Item):
    """One test function of a grade cell, run against the instructor's solution."""

    def __init__(self, *, function: Callable[[], None], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest hands its own arguments through
        self.function = function

    def runtest(self) -> None:
        self.function()

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name
