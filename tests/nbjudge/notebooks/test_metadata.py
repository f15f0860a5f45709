"""nbgrader's metadata is read as nbgrader reads it: what it refuses is refused, and the rest means the same."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator

from nbjudge.notebooks.metadata import MetadataError, checked_metadata, nbgraders
from nbjudge.notebooks.source import read_source
from tests.support.rebuilding import new_notebook

PRESENT = {"schema_version": 3, "grade": False, "solution": False, "locked": False}
GIVEN = {**PRESENT, "locked": True, "grade_id": "a"}
GRADED = {**GIVEN, "grade": True, "points": 1}


def flags() -> Iterator[dict[str, Any]]:
    """All flags together, with and without a grade_id and points, in each schema; and what is odd by itself."""
    names = ("grade", "solution", "locked", "task")
    for version, marks, grade_id, points in itertools.product(
        (3, 2, 1, 0), itertools.product((False, True), repeat=4), (None, "a"), (None, 2)
    ):
        marked = {"schema_version": version, **dict(zip(names, marks, strict=True))}
        yield marked | ({"grade_id": grade_id} if grade_id else {}) | ({"points": points} if points else {})
    yield {}
    yield {"grade_id": "a"}
    yield from ({"grade": True, "grade_id": "a", "points": points} for points in ("", "3", 2.5, -1, "many", None))
    yield from (GRADED | {"points": points} for points in ("3", -1, 0, 2.5, True, None, ""))
    yield from (GIVEN | {"grade_id": name} for name in ("", "a b", "ö", 3, None, "x" * 80, "a-b_C3"))
    yield from (PRESENT | {"grade_id": name} for name in ("", "a", "a b"))
    yield from (GIVEN | {"schema_version": version} for version in (4, 99, -1, "3", None, 2.5))
    yield from (GIVEN | odd for odd in ({"grade": 1}, {"locked": "yes"}, {"task": None}, {"remove": True}))
    yield from (GIVEN | odd for odd in ({"checksum": "a" * 32}, {"checksum": "a"}, {"cell_type": "code"}))
    yield {**GIVEN, "schema_version": 1, "remove": True}
    yield {key: value for key, value in GIVEN.items() if key != "grade"}


def stock(cell: Any) -> dict[str, Any] | None:
    """What nbgrader makes of a cell, after `nbgrader update` if it is old; None if it refuses it."""
    notebook = nbformat.from_dict(copy.deepcopy(new_notebook([cell])))
    validator = MetadataValidator()
    (read,) = notebook.cells
    try:
        if read.metadata.nbgrader.get("schema_version", 0) < validator.schema_version:
            validator.upgrade_notebook_metadata(notebook)
        validator.validate_nb(notebook)
        # what saving the cells to the gradebook asks for
        if utils.is_task(read) or utils.is_grade(read):
            float(read.metadata.nbgrader["points"])
        if any(ask(read) for ask in (utils.is_task, utils.is_grade, utils.is_solution, utils.is_locked)):
            assert read.metadata.nbgrader["grade_id"]
    except Exception:  # jsonschema's, and whatever else comes of odd values
        return None
    names = ("task", "grade", "solution", "locked")
    found = {name: bool(getattr(utils, f"is_{name}")(read)) for name in names}
    return found | {"points": read.metadata.get("nbgrader", {}).get("points")}


def mine(cell: Any) -> dict[str, Any] | None:
    try:
        read = checked_metadata(cell)
    except MetadataError:
        return None
    given = nbgraders({"metadata": read})
    found: dict[str, Any] = {name: bool(given.get(name)) for name in ("task", "grade", "solution", "locked")}
    found["locked"] = not found["solution"] and (found["grade"] or found["locked"])
    return found | {"points": given.get("points")}


CASES = [(cell_type, one) for cell_type in ("code", "markdown", "raw") for one in flags()]


def test_metadata_means_what_it_means_to_nbgrader() -> None:
    different = []
    for cell_type, one in CASES:
        cell: dict[str, Any] = {"cell_type": cell_type, "id": "a", "source": "", "metadata": {"nbgrader": one}}
        cell |= {"outputs": [], "execution_count": None} if cell_type == "code" else {}
        if stock(cell) != mine(cell):
            different.append((cell_type, one, stock(cell), mine(cell)))
    assert different == []
    assert sum(mine({"cell_type": kind, "metadata": {"nbgrader": one}}) is None for kind, one in CASES) > 100


def test_a_cell_with_all_flags_false_is_the_students() -> None:
    cells = [{"cell_type": "code", "source": "x", "metadata": {"nbgrader": given}}
             for given in (PRESENT, PRESENT | {"grade_id": "a"}, PRESENT | {"grade_id": "a"}, {})]  # fmt: skip
    read = read_source(new_notebook([*cells, {"cell_type": "code", "source": "x", "metadata": {"nbgrader": GRADED}}]))
    assert [cell.role for cell in read.cells] == ["open"] * 4 + ["locked"]
    assert [cell.grade_id for cell in read.cells] == [None] * 4 + ["a"]


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (GRADED | {"points": "3"}, "expected a number, 0 or more as nbgrader's 'points' of 'a', found '3'"),
        (GIVEN | {"schema_version": 4}, "its schema_version is 4, and nbgrader here knows 3: update nbgrader"),
        (GIVEN | {"grade_id": ""}, "nbgrader cells need a grade_id, found ''"),
        ({**GIVEN, "grade": True}, "the cell a is graded: expected points, a number, but found none"),
        (["odd"], "expected an object as nbgrader's metadata, found list"),
    ],
)
def test_what_is_refused_is_told_with_what_was_expected(odd: Any, told: str) -> None:
    with pytest.raises(MetadataError, match=told):
        checked_metadata({"cell_type": "code", "metadata": {"nbgrader": odd}})


def test_other_metadata_stays() -> None:
    cell = {"cell_type": "code", "metadata": {"tags": ["a"], "nbgrader": {}}}
    assert checked_metadata(cell) == {"tags": ["a"]}
