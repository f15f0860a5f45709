"""The source notebook: a broken one is told, and its cells are released as nbgrader releases them."""

from __future__ import annotations

import copy
import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from nbjudge.notebooks.rebuild import rebuild
from nbjudge.notebooks.regions import released_text
from nbjudge.notebooks.source import AssignmentError, read_source, with_frame
from tests.support.rebuilding import LIMITS, SOURCE, Cell, Notebook, new_cell, new_notebook


def broken(edit: Callable[[Notebook], object]) -> Notebook:
    notebook = copy.deepcopy(SOURCE)
    edit(notebook)
    return notebook


BROKEN = {
    "an older format": (broken(lambda n: n.update(nbformat=3)), "nbformat 4"),
    "no cells": (broken(lambda n: n.pop("cells")), "list of cells"),
    "a cell that is none": (broken(lambda n: n["cells"].append(3)), "source cell 8"),
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
    "another language": (
        broken(lambda n: n["metadata"].update(kernelspec={"name": "ir", "language": "R"})),
        "its language is 'R' (the kernel 'ir'), and the judge runs Python alone: leave this notebook to nbgrader",
    ),
    "autotests": (
        broken(lambda n: n["cells"][3].update(source="x = 1\n  ### HASHED AUTOTEST f(1); f(2)")),
        "the cell test_relu has AUTOTEST directives",
    ),
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


@pytest.mark.parametrize("text", ["AUTOTEST = 1", "x = 1  # no AUTOTEST", "print('# AUTOTEST')"])
def test_the_word_alone_is_no_autotest(text: str) -> None:
    read_source(broken(lambda n: n["cells"][3].update(source=text)))


PYTHONS: list[dict[str, Any]] = [
    {},
    {"kernelspec": {}},
    {"kernelspec": {"name": "python3"}},
    {"kernelspec": {"name": "xpython", "language": "python"}},
    {"kernelspec": {"name": "course-env"}},
    {"kernelspec": {"name": "irish", "display_name": "Irish students"}},
    {"language_info": {"name": "python"}},
    {"kernelspec": {"name": "conda-py", "language": "python"}, "language_info": {"name": "R"}},  # left over
]
OTHERS: list[dict[str, Any]] = [
    {"kernelspec": {"name": "ir"}},
    {"kernelspec": {"name": "julia-1.10"}},
    {"kernelspec": {"name": "course-env", "language": "julia"}},
    {"language_info": {"name": "R"}},
    {"kernelspec": {"name": "bash"}, "language_info": {"name": "python"}},
]


@pytest.mark.parametrize("metadata", PYTHONS, ids=str)
def test_a_kernel_that_is_python_is_read(metadata: dict[str, Any]) -> None:
    read_source(SOURCE | {"metadata": metadata})


@pytest.mark.parametrize("metadata", OTHERS, ids=str)
def test_a_kernel_that_is_not_python_is_refused_by_name(metadata: dict[str, Any]) -> None:
    with pytest.raises(AssignmentError, match=r"its language is '\w+' .*leave this notebook to nbgrader, or choose"):
        read_source(SOURCE | {"metadata": metadata})


# --- ids -----------------------------------------------------------------------------------------------


def without_ids(notebook: Notebook, minor: int = 0) -> Notebook:
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        del cell["id"]
    return notebook | {"nbformat_minor": minor}


@pytest.mark.parametrize("minor", range(6))
def test_ids_are_made_the_same_every_time(minor: int) -> None:
    read = [read_source(without_ids(SOURCE, minor)) for _ in range(2)]
    assert read[0] == read[1]
    ids = [cell.cell_id for cell in read[0].cells]
    assert len(set(ids)) == len(ids)
    assert all(cell.cell_id == cell.grade_id for cell in read[0].cells if cell.grade_id)
    nbformat.validate(rebuild(read[0], b"{}", LIMITS).notebook)


def test_a_made_id_stays_when_other_cells_come() -> None:
    before = without_ids(SOURCE)
    after = copy.deepcopy(before)
    after["cells"].insert(0, new_cell("print('new')"))
    assert [cell.cell_id for cell in read_source(after).cells][1:] == [c.cell_id for c in read_source(before).cells]


def test_ids_that_are_there_are_kept_and_those_that_are_made_clash_with_none() -> None:
    cells = [
        new_cell("a"),
        new_cell("a"),
        new_cell("b", "relu"),
        new_cell("c", "relu"),
        new_cell("d", "no id!"),
        new_cell("e", grade_id="relu", solution=True),
    ]
    made = [cell.cell_id for cell in read_source(new_notebook(cells)).cells]
    cells.append(new_cell("f", made[0]))  # as if somebody had chosen it
    ids = [cell.cell_id for cell in read_source(new_notebook(cells)).cells]
    assert len(set(ids)) == len(ids)
    assert (ids[2], ids[6]) == ("relu", made[0])
    assert all(re.fullmatch("[A-Za-z0-9_-]{1,64}", name) for name in ids)


def test_ids_of_a_present_notebook_are_its_own() -> None:
    assert [cell.cell_id for cell in read_source(SOURCE).cells] == [cell["id"] for cell in SOURCE["cells"]]


# --- header and footer ---------------------------------------------------------------------------------


def test_a_header_and_a_footer_stand_where_nbgrader_puts_them(tmp_path: Path) -> None:
    steps = importlib.import_module("nbgrader.preprocessors")
    for name in ("header", "footer"):
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(without_ids(new_notebook([new_cell(name, "x")]))))
    header, footer = tmp_path / "header.ipynb", tmp_path / "footer.ipynb"
    step = steps.IncludeHeaderFooter(header=str(header), footer=str(footer))
    theirs, _ = step.preprocess(nbformat.from_dict(copy.deepcopy(SOURCE)), {})
    mine = read_source(json.loads(with_frame(json.dumps(SOURCE), header, footer)))
    assert [cell.text for cell in mine.cells] == ["".join(cell.source) for cell in theirs.cells]


def test_a_header_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "header.ipynb").write_text("{}")
    with pytest.raises(AssignmentError, match=r"header\.ipynb, which c\.IncludeHeaderFooter names: .*nbformat"):
        with_frame(json.dumps(SOURCE), tmp_path / "header.ipynb", None)
