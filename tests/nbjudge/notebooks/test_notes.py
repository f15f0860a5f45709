"""Notes and manual answers: nobody is blamed for the instructor's edits, and doubt goes to a person."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from nbjudge.notebooks.notes import checksum
from nbjudge.notebooks.rebuild import Rebuilt, rebuild
from nbjudge.notebooks.regions import released_text
from nbjudge.notebooks.source import read_source
from tests.support.rebuilding import LIMITS, Notebook, new_cell, new_notebook

SOLUTION = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
TEST = "def test_f():\n    assert f() == 1\n### BEGIN HIDDEN TESTS\nassert f() > 0\n### END HIDDEN TESTS"


def source() -> Notebook:
    return new_notebook(
        [
            new_cell("Given.", "c-given", "markdown", grade_id="given", locked=True),
            new_cell(SOLUTION, "c-f", grade_id="f", solution=True),
            new_cell(TEST, "c-test", grade_id="test_f", grade=True, locked=True, points=4),
            new_cell("Because.", "c-why", "markdown", grade_id="why", grade=True, solution=True, points=3),
            new_cell("Read on.", "c-open", "markdown"),
            new_cell("plot()", "c-plot", grade_id="plot", grade=True, solution=True, points=2),
        ]
    )  # fmt: skip


def release(instructors: Notebook) -> Notebook:
    """What nbgrader makes of it, with its checksums."""
    made = copy.deepcopy(instructors)
    for cell in made["cells"]:
        cell["source"] = released_text(cell)
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["checksum"] = compute_checksum(nbformat.from_dict(cell))
    return made


def at(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def filled() -> Notebook:
    notebook = release(source())
    at(notebook, "f")["source"] = "def f():\n    return 1"
    at(notebook, "why")["source"] = "My words."
    at(notebook, "plot")["source"] = "show()"
    return notebook


def judged(student: Notebook, instructors: Notebook | None = None, released: Notebook | None = None) -> Rebuilt:
    return rebuild(read_source(instructors or source(), release=released), json.dumps(student).encode(), LIMITS)


def texts(result: Rebuilt) -> list[str]:
    return [note.text for note in result.notes]


@pytest.mark.parametrize("cell", release(source())["cells"], ids=lambda cell: str(cell["id"]))
def test_the_checksum_is_nbgraders(cell: dict[str, Any]) -> None:
    flags = cell["metadata"].get("nbgrader")
    if flags:
        assert checksum(cell["cell_type"], cell["source"], flags) == flags["checksum"]


@pytest.mark.parametrize(
    "flags", [None, {}, {"grade": True}, {"grade": True, "points": [], "grade_id": "x"}, {"grade_id": 3}]
)
def test_odd_flags_have_no_checksum(flags: Any) -> None:
    assert checksum("code", "x", flags) is None


EDITS: dict[str, Callable[[Notebook], object]] = {
    "points of tests": lambda n: at(n, "test_f")["metadata"]["nbgrader"].update(points=1.5),
    "points of an essay": lambda n: at(n, "why")["metadata"]["nbgrader"].update(points=1),
    "text of tests": lambda n: at(n, "test_f").update(source="def test_f():\n    assert f() == 1, 'one'"),
    "text of a given cell": lambda n: at(n, "given").update(source="Given!"),
    "type of a given cell": lambda n: at(n, "given").update(cell_type="raw"),
    "a cell is open now": lambda n: at(n, "given")["metadata"].pop("nbgrader"),
    "a given cell is a task now": lambda n: at(n, "given")["metadata"]["nbgrader"].update(task=True, points=1),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
@pytest.mark.parametrize("released_again", [True, False])
def test_what_the_instructor_edited_after_the_release_is_no_note(
    edit: Callable[[Notebook], object], released_again: bool
) -> None:
    changed = source()
    edit(changed)
    assert texts(judged(filled(), changed, release(changed) if released_again else release(source()))) == []


def test_cells_that_the_instructor_added_moved_or_renamed_are_no_fault_of_the_students() -> None:
    changed = source()
    changed["cells"].insert(1, new_cell("New.", "c-new", "markdown", grade_id="new", locked=True))
    changed["cells"].append(changed["cells"].pop(0))
    at(changed, "f")["metadata"]["nbgrader"]["grade_id"] = "g"
    told = texts(judged(filled(), changed, release(changed)))
    assert told == [
        "the notebook had no cell new: the assignment's was put in",
        "the cell g has another grade_id and was found by cell id",
        "the cells stood in another order than the assignment's, which was used",
    ]


def test_what_the_instructor_edited_in_the_release_is_no_note() -> None:
    by_hand = release(source())
    at(by_hand, "given")["source"] = "Given, without the misprint."
    student = filled()
    at(student, "given")["source"] = "Given, without the misprint."
    assert texts(judged(student, released=by_hand)) == []


def test_what_the_student_edited_is_named_as_a_change() -> None:
    student = filled()
    at(student, "test_f")["source"] = "assert True"
    at(student, "why")["metadata"]["nbgrader"]["points"] = 100
    assert texts(judged(student)) == [
        "the locked cell test_f had been changed; the original was used",
        "the grading settings of why had been changed; the original ones were used",
    ]


def test_where_it_cannot_be_known_who_changed_it_nobody_is_blamed() -> None:
    student, changed = filled(), source()
    for cell in student["cells"]:
        cell["metadata"].get("nbgrader", {}).pop("checksum", None)
    at(changed, "test_f")["source"] = "def test_f():\n    assert f() == 1, 'one'"
    at(changed, "why")["metadata"]["nbgrader"]["points"] = 1
    assert texts(judged(student, changed)) == [
        "the locked cell test_f differs from the assignment's; the original was used",
        "the grading settings of why differ from the assignment's; the original ones were used",
    ]


# --- doubt ---------------------------------------------------------------------------------------------


def unanswered() -> Notebook:
    notebook = filled()
    at(notebook, "why")["source"] = "YOUR ANSWER HERE\n"
    return notebook


def test_a_stub_that_came_back_is_certainly_unanswered() -> None:
    assert judged(unanswered()).answered == {"f": True, "why": False, "plot": True}
    blank = judged(release(source()))
    assert not any(blank.answered.values())
    assert texts(blank) == []


def test_a_stub_that_the_instructor_wrote_into_the_release_is_unanswered_too() -> None:
    by_hand = release(source())
    at(by_hand, "why")["source"] = "Your answer, please"
    student = unanswered()
    at(student, "why")["source"] = "Your answer, please"
    assert not judged(student, released=by_hand).answered["why"]


def remove(notebook: Notebook, grade_id: str) -> None:
    notebook["cells"].remove(at(notebook, grade_id))


def moved(notebook: Notebook) -> None:
    remove(notebook, "why")
    notebook["cells"].insert(3, new_cell("Mine.", cell_type="markdown"))


def merged(notebook: Notebook) -> None:
    at(notebook, "plot")["source"] = "show()\n# Mine."
    remove(notebook, "why")


DOUBTS: dict[str, Callable[[Notebook], object]] = {
    "in a new cell, the old one deleted": moved,
    "in a new cell below": lambda n: n["cells"].append(new_cell("Mine.", cell_type="markdown")),
    "in a new code cell": lambda n: n["cells"].insert(0, new_cell("# Mine.")),
    "in the locked cell above": lambda n: at(n, "given").update(source="Given. Mine."),
    "in an open cell": lambda n: n["cells"][4].update(source="Read on. Mine."),
    "merged with another": merged,
    "too long": lambda n: at(n, "why").update(source="word " * LIMITS.cell_bytes),
}


@pytest.mark.parametrize("write", DOUBTS.values(), ids=DOUBTS.keys())
def test_an_answer_that_may_stand_elsewhere_is_for_a_person(write: Callable[[Notebook], object]) -> None:
    student = unanswered()
    write(student)
    result = judged(student)
    assert result.answered["why"]
    assert any("why" in text and "person decides" in text for text in texts(result))


def test_without_any_metadata_a_person_decides() -> None:
    student = filled()
    for number, cell in enumerate(student["cells"]):
        cell["metadata"], cell["id"] = {}, f"new-{number}"
    assert judged(student).answered["why"]


def test_a_cell_that_is_missing_where_nothing_was_written_is_unanswered() -> None:
    student = release(source())
    remove(student, "why")
    result = judged(student)
    assert not result.answered["why"]
    assert texts(result) == ["the notebook had no cell why: it counts as not answered"]


def test_old_cells_of_the_instructors_are_not_the_students_words() -> None:
    old = source()
    old["cells"].insert(1, new_cell("Old.", "c-old", "markdown", grade_id="old", locked=True))
    assert not judged(release(old)).answered["why"]


def test_tests_are_not_for_a_person() -> None:
    student = unanswered()
    student["cells"].append(new_cell("Mine.", cell_type="markdown"))
    at(student, "f")["source"] = released_text(at(source(), "f"))
    assert not judged(student).answered["f"]
