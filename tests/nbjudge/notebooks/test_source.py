"""The source notebook: a broken one is told, and its cells are released as nbgrader releases them."""

from __future__ import annotations

import copy
import importlib
import re
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from nbjudge.notebooks.rebuild import rebuild
from nbjudge.notebooks.regions import released_text
from nbjudge.notebooks.source import AssignmentError
from tests.support.rebuilding import LIMITS, SOURCE, Cell, Notebook, new_cell, new_notebook


def broken(edit: Callable[[Notebook], object]) -> Notebook:
    notebook = copy.deepcopy(SOURCE)
    edit(notebook)
    return notebook


BROKEN = {
    "an older format": (broken(lambda n: n.update(nbformat=3)), "nbformat 4"),
    "no cells": (broken(lambda n: n.pop("cells")), "list of cells"),
    "a cell that is none": (broken(lambda n: n["cells"].append(3)), "source cell 8"),
    "a cell without id": (broken(lambda n: n["cells"][1].pop("id")), "source cell 2: expected an id"),
    "an id twice": (broken(lambda n: n["cells"][1].update(id="intro")), "cell id 'intro' more than once"),
    "a grade_id twice": (
        broken(lambda n: n["cells"][1]["metadata"]["nbgrader"].update(grade_id="relu")), "grade_id 'relu'",
    ),
    "no grade_id": (broken(lambda n: n["cells"][1]["metadata"]["nbgrader"].pop("grade_id")), "grade_id"),
    "a source that is no text": (broken(lambda n: n["cells"][1].update(source=3)), "source cell 2"),
    "an open region": (broken(lambda n: n["cells"][2].update(source="### BEGIN SOLUTION")), "END SOLUTION"),
    "a nested region": (
        broken(lambda n: n["cells"][2].update(source="### BEGIN SOLUTION\n### BEGIN SOLUTION")), "within",
    ),
    "no notebook": ([], "nbformat 4"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_source_is_the_instructors_error(source: Any, message: str) -> None:
    with pytest.raises(AssignmentError, match=re.escape(message)):
        rebuild(source, b"{}", LIMITS)


RELEASED = [
    *SOURCE["cells"],
    new_cell("x = 1", "a", grade_id="whole", solution=True),
    new_cell("because", "b", "markdown", grade_id="words", solution=True, grade=True, points=1),
    new_cell("a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc", "c", "markdown", grade_id="part", solution=True),
    new_cell("if x:\n\t### BEGIN SOLUTION\n\ty\n\t### END SOLUTION\n", "d", grade_id="tab", solution=True),
    new_cell("do it\n=== BEGIN MARK SCHEME ===\n1 point\n=== END MARK SCHEME ===", "e", "markdown",
             grade_id="task", task=True, points=1),
]  # fmt: skip


@pytest.mark.parametrize("cell", RELEASED, ids=lambda cell: cell["id"])
def test_the_released_text_is_what_nbgrader_makes_of_it(cell: Cell) -> None:
    stages = importlib.import_module("nbgrader.preprocessors")  # here, as it takes seconds
    prepared = new_notebook([cell | {"source": "".join(cell["source"])}])
    notebook = nbformat.from_dict(copy.deepcopy(prepared))
    for stage in (stages.ClearSolutions(), stages.ClearHiddenTests(), stages.ClearMarkScheme()):
        notebook, _ = stage.preprocess(notebook, {})
    assert released_text(cell) == notebook.cells[0].source
