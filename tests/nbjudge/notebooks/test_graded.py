"""A graded notebook, read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.notebooks.graded import NotGraded, read_graded
from tests.support.inprocess import ASSIGNMENT
from tests.support.reporting import STUB, Made, diagnosis, wrong


def written(folder: Path, notebook: Any) -> Path:
    path = folder / "nb.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def test_verdicts_notes_sections_and_what_the_student_wrote_come_back(tmp_path: Path) -> None:
    made = Made("ada", wrong("test_a_seen", told=diagnosis("sign")), code=[STUB, "x = 1"], notes=["a note"])
    notebook = made.notebook()
    extra = {"cell_type": "code", "id": "student-1", "metadata": {}, "source": "mine = 2", "outputs": []}
    given = {"cell_type": "code", "id": "given", "metadata": {}, "source": "given = 3", "outputs": []}
    notebook["cells"] += [extra, given]
    found = read_graded(written(tmp_path, notebook))
    expected = made.graded()
    assert (found.cells, found.notes, found.reason, found.sandboxed) == (expected.cells, ("a note",), None, True)
    assert found.code == (STUB, "x = 1", "mine = 2")
    assert found.name == "nb"


def test_what_the_judge_itself_leaves_is_read(tmp_path: Path) -> None:
    graded = judge(b"no notebook", read_assignment(ASSIGNMENT, "activation", "activation"), Limits())
    found = read_graded(written(tmp_path, graded.notebook))
    assert found.reason == graded.reason is not None
    assert list(found.cells) == list(graded.cells)
    assert {cell.stand for cell in found.cells.values()} == {"apart"}
    assert all(cell.section for cell in found.cells.values())


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "7", '{"metadata": 1}', '{"metadata": {"nbjudge": {}}, "cells": []}', "[" * 10_000,
        '{"metadata": {"nbjudge": {"notes": [], "reason": null, "sandboxed": true}}, "cells": [7]}',
    ],
)  # fmt: skip
def test_what_is_none_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "nb.ipynb").write_text(content)
    with pytest.raises(NotGraded):
        read_graded(tmp_path / "nb.ipynb")


def test_one_that_stock_nbgrader_graded_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(NotGraded, match="the judge has not graded it"):
        read_graded(written(tmp_path, {"metadata": {}, "cells": [], "nbformat": 4}))
