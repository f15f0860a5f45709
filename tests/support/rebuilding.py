"""A small source, submissions of it, and what must hold of every notebook that is rebuilt."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat

from nbjudge.limits import Limits
from nbjudge.notebooks.rebuild import Rebuilt, rebuild
from nbjudge.notebooks.regions import released_text

Cell = dict[str, Any]
Notebook = dict[str, Any]

LONGEST_NOTE = 300
LIMITS = Limits(submission_bytes=2_000_000, extra_cells=50, cell_bytes=20_000)


def new_cell(text: object, cell_id: str | None = None, cell_type: str = "code", **nbgrader: Any) -> Cell:
    cell: Cell = {"cell_type": cell_type, "metadata": {}, "source": text}
    if cell_type == "code":
        cell |= {"outputs": [], "execution_count": None}
    if cell_id is not None:
        cell["id"] = cell_id
    if nbgrader:
        flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        cell["metadata"]["nbgrader"] = flags | nbgrader
    return cell


def new_notebook(cells: list[Cell]) -> Notebook:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


PREAMBLE = "import numpy as np\n\n\nclass Activation:\n    pass"
RELU = '''class ReLU(Activation):
    """max(0, x), element by element; the derivative at 0 is 0."""

    def forward(self, x):
        """Return max(0, x) in the shape of x."""
        ### BEGIN SOLUTION
        self.x = x
        return np.maximum(0, x)
        ### END SOLUTION

    def backward(self, grad_output):
        """Return the gradient of the loss with respect to x."""
        ### BEGIN SOLUTION
        return (self.x > 0) * grad_output
        ### END SOLUTION'''
SIGMOID = RELU.replace("ReLU", "Sigmoid").replace("max(0, x)", "1 / (1 + exp(-x))")
TEST_RELU = "def test_relu():\n    assert ReLU()\n### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS"

SOURCE = new_notebook(
    [
        new_cell("# Activations", "intro", "markdown"),
        new_cell(PREAMBLE, "c-pre", grade_id="preamble", locked=True),
        new_cell(RELU, "c-relu", grade_id="relu", solution=True),
        new_cell(TEST_RELU, "c-test-relu", grade_id="test_relu", grade=True, locked=True, points=2),
        new_cell(SIGMOID.splitlines(keepends=True), "c-sigmoid", grade_id="sigmoid", solution=True),
        new_cell("assert Sigmoid()", "c-test-s", grade_id="test_sigmoid", grade=True, locked=True, points=3),
        new_cell("print('free to edit')", "c-open"),
    ]
)
SOURCE["cells"][3]["metadata"]["tags"] = ["slow"]
BODY = "        self.x = x\n        return x * (x > 0)"


def answer(name: str) -> str:
    """The stub of a class, filled in."""
    stub = released_text(SOURCE["cells"][{"ReLU": 2, "Sigmoid": 4}[name]])
    filled = stub.replace("        # YOUR CODE HERE\n        raise NotImplementedError()", BODY)
    assert filled != stub
    return filled


def submission(edit: Callable[[Notebook], object] = lambda notebook: None) -> Notebook:
    """What a student hands in who has written both classes, after `edit`."""
    notebook = copy.deepcopy(SOURCE)
    for cell in notebook["cells"]:
        cell["source"] = released_text(cell)
    notebook["cells"][2]["source"] = answer("ReLU")
    notebook["cells"][4]["source"] = answer("Sigmoid")
    edit(notebook)
    return notebook


def lose_metadata(notebook: Notebook, *, ids: bool) -> None:
    """Take all metadata away, as some editors do, and, if asked, the cells' ids."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if ids:
            cell.pop("id")
    notebook["nbformat_minor"] = 4 if ids else 5


def rebuilt(notebook: object, limits: Limits = LIMITS) -> Rebuilt:
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    result = rebuild(SOURCE, data, limits)
    check_sound(result)
    return result


def check_sound(result: Rebuilt) -> None:
    """What holds for every submission: valid, writable, the source's cells in their order, no solution."""
    text = json.dumps(result.notebook, ensure_ascii=False)
    assert "\x00" not in text
    nbformat.validate(json.loads(text.encode("utf-8")))
    ids = [cell["id"] for cell in result.notebook["cells"]]
    assert len(set(ids)) == len(ids)
    kept = [cell for cell in result.notebook["cells"] if not cell["id"].startswith("student-")]
    assert [cell["id"] for cell in kept] == [cell["id"] for cell in SOURCE["cells"]]
    for cell, original in zip(kept, SOURCE["cells"], strict=True):
        assert (cell["metadata"], cell["cell_type"]) == (original["metadata"], original["cell_type"])
        if not original["metadata"].get("nbgrader", {}).get("solution"):
            assert cell["source"] == original["source"]
    assert result.notebook["metadata"] == SOURCE["metadata"]
    assert "(self.x > 0) * grad_output" not in text
    assert list(result.answered) == ["relu", "sigmoid"]
    for note in result.notes:
        assert len(note.text) < LONGEST_NOTE


def text_of(result: Rebuilt, cell_id: str) -> str:
    return next(str(cell["source"]) for cell in result.notebook["cells"] if cell["id"] == cell_id)


def kinds(result: Rebuilt) -> set[str]:
    return {note.kind for note in result.notes}


def extras(result: Rebuilt) -> list[tuple[str, str]]:
    """(id of the source cell before, text) of every cell that the student added."""
    found, before = [], ""
    for cell in result.notebook["cells"]:
        if cell["id"].startswith("student-"):
            found.append((before, cell["source"]))
        else:
            before = cell["id"]
    return found


def check_both_answers(result: Rebuilt) -> None:
    assert text_of(result, "c-relu") == answer("ReLU")
    assert text_of(result, "c-sigmoid") == answer("Sigmoid")
    assert result.answered == {"relu": True, "sigmoid": True}
    assert result.reason is None


def check_stubs(result: Rebuilt) -> None:
    assert text_of(result, "c-relu") == released_text(SOURCE["cells"][2])
    assert text_of(result, "c-sigmoid") == released_text(SOURCE["cells"][4])
    assert result.answered == {"relu": False, "sigmoid": False}
