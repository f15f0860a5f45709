"""A course's own delimiters and stubs: read as nbgrader reads them, and heeded wherever something is secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.preprocessors as nbgraders
import pytest
from traitlets.config import Config

from nbjudge.course.errors import GradingError
from nbjudge.examiner.grade_cells import GradeCell, collect
from nbjudge.feedback.keep_secrets import HIDDEN_NOTE, KeepSecrets
from nbjudge.grading import markup as ours
from nbjudge.grading.markup import markup_of
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.notebooks.regions import NBGRADERS, Markup, Region, RegionError, released_text
from nbjudge.notebooks.source import AssignmentError, read_source
from nbjudge.quality.mutation.mutants import mutants
from tests.support.rebuilding import new_cell, new_notebook

STEPS = ("ClearSolutions", "ClearHiddenTests", "ClearMarkScheme")


def german() -> Config:
    c = Config()
    c.ClearSolutions.code_stub = {"python": "# HIER\npass", "R": "# HIER"}
    c.ClearSolutions.text_stub = "DEINE ANTWORT HIER"
    c.ClearSolutions.begin_solution_delimeter = "LÖSUNG ANFANG"
    c.ClearSolutions.end_solution_delimeter = "LÖSUNG ENDE"
    c.ClearHiddenTests.begin_test_delimeter = "GEHEIM ANFANG"
    c.ClearHiddenTests.end_test_delimeter = "GEHEIM ENDE"
    c.ClearMarkScheme.begin_mark_scheme_delimeter = "SCHEMA ANFANG"
    c.ClearMarkScheme.end_mark_scheme_delimeter = "SCHEMA ENDE"
    return c


class Parent(nbgraders.NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """Whatever has the course's configuration."""


def markup(config: Config) -> Markup:
    return markup_of(Parent(config=config))


@pytest.mark.parametrize("step", STEPS)
def test_names_and_defaults_are_nbgraders(step: str) -> None:
    theirs = {name: trait.default() for name, trait in getattr(nbgraders, step).class_traits(config=True).items()}
    mine = {name: trait.default() for name, trait in getattr(ours, step).class_traits(config=True).items()}
    assert mine == {name: theirs[name] for name in mine}
    assert theirs.keys() - mine.keys() <= {"enabled", "check_attachment_leakage"}


def test_where_nothing_is_configured_it_is_nbgraders_own() -> None:
    assert markup(Config()) == NBGRADERS


CELLS = [
    new_cell("a\n  ### LÖSUNG ANFANG\nb\n### LÖSUNG ENDE\nc", "a", grade_id="a", solution=True),
    new_cell("whole", "b", grade_id="b", solution=True),
    new_cell("whole", "c", "markdown", grade_id="c", solution=True, grade=True, points=1),
    new_cell("t\n# GEHEIM ANFANG\ns\n# GEHEIM ENDE\nu", "d", grade_id="d", grade=True, locked=True, points=1),
    new_cell("t\nSCHEMA ANFANG\ns\nSCHEMA ENDE\nu", "e", "markdown", grade_id="e", task=True, points=1),
    new_cell("### BEGIN SOLUTION\nno word of this course\n### END SOLUTION", "f", grade_id="f", locked=True),
]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: str(cell["id"]))
@pytest.mark.parametrize("language", ["python", "R"])
def test_the_release_is_what_nbgrader_makes_of_it(cell: dict[str, Any], language: str) -> None:
    notebook = new_notebook([cell])
    notebook["metadata"]["kernelspec"]["language"] = language
    theirs = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for step in STEPS:
        theirs, _ = getattr(nbgraders, step)(config=german()).preprocess(theirs, {})
    assert released_text(cell, markup(german()), language) == theirs.cells[0].source


def test_a_stub_that_is_a_text_is_pythons() -> None:
    c = Config()
    c.ClearSolutions.code_stub = "..."
    assert markup(c).code_stubs == {"python": "..."}


def test_a_language_without_a_stub_is_named() -> None:
    notebook = new_notebook([CELLS[1]])
    notebook["metadata"]["kernelspec"]["language"] = "ipython"
    with pytest.raises(AssignmentError, match=r"source cell 1: .*'ipython'.*code_stub knows 'R', 'python'"):
        read_source(notebook, markup(german()))


def test_an_empty_delimiter_is_refused() -> None:
    c = Config()
    c.ClearHiddenTests.begin_test_delimeter = ""
    with pytest.raises(GradingError, match="delimiter of nbgrader's is empty"):
        markup(c)


MISPLACED = {
    "solution": new_cell("### BEGIN SOLUTION\n1\n### END SOLUTION", "a", grade_id="a", locked=True),
    "hidden tests": new_cell(
        "### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS", "a", "markdown", grade_id="a", locked=True
    ),
    "marking scheme": new_cell("### BEGIN MARK SCHEME\n1\n### END MARK SCHEME", "a", "markdown"),
}


@pytest.mark.parametrize("cell", MISPLACED.values(), ids=MISPLACED.keys())
def test_a_region_in_a_cell_that_is_not_marked_for_it_is_refused_unless_the_course_allows_it(
    cell: dict[str, Any],
) -> None:
    with pytest.raises(RegionError, match="not marked for it"):
        released_text(cell)
    c = Config()
    for step in STEPS:
        c[step].enforce_metadata = False
    assert "1" not in released_text(cell, markup(c))


def test_a_solution_in_a_given_cell_does_not_come_back_when_it_is_graded() -> None:
    free = Markup(solution=Region("BEGIN SOLUTION", "END SOLUTION", enforced=False))
    (cell,) = read_source(new_notebook([MISPLACED["solution"]]), free).cells
    assert cell.text == cell.released


def test_hidden_tests_that_would_run_beside_student_code_are_refused_always() -> None:
    free = Markup(hidden_tests=Region("SECRET", "END", enforced=False))
    given = new_cell("# SECRET\nanswer = 42\n# END", "a", grade_id="a", locked=True)
    with pytest.raises(AssignmentError, match="beside student code"):
        read_source(new_notebook([given]), free)


def test_a_kit_that_holds_hidden_tests_is_refused_by_the_courses_own_words(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(new_notebook(CELLS[1:4])))
    (tmp_path / "kit.py").write_text("# GEHEIM ANFANG\n", encoding="utf-8")
    assert read_assignment(tmp_path, "a", "a").kit
    with pytest.raises(AssignmentError, match="holds hidden tests"):
        read_assignment(tmp_path, "a", "a", markup=markup(german()))


def test_another_markup_is_another_assignment(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps(new_notebook(CELLS[1:3])))
    one, other = read_assignment(tmp_path, "a", "a"), read_assignment(tmp_path, "a", "a", markup=markup(german()))
    assert one.fingerprint != other.fingerprint


def test_hidden_tests_are_known_by_the_courses_own_words() -> None:
    text = "def test_a(): pass\n# GEHEIM ANFANG\ndef test_b(): pass\n# GEHEIM ENDE"
    cell = GradeCell("c", "c", 1.0, text, text)
    hidden = [test.hidden for test in collect(cell, {}, markup(german()).hidden_tests)]
    assert hidden == [False, True]


def test_mutants_are_made_of_what_the_courses_own_words_enclose() -> None:
    text = "LIMIT = 7\n### LÖSUNG ANFANG\nx = 3\n### LÖSUNG ENDE"
    source = read_source(new_notebook([new_cell(text, "a", grade_id="a", solution=True)]), markup(german()))
    assert {mutant.line for mutant in mutants(source)} == {3}


@pytest.mark.parametrize("kept", [None, ["GEHEIM ANFANG", "GEHEIM ENDE"]])
def test_pages_go_by_what_the_course_says_and_by_what_it_said_when_it_was_graded(kept: list[str] | None) -> None:
    notebook = nbformat.from_dict(new_notebook([dict(cell) for cell in CELLS[3:4]]))
    locked = new_cell("t\nGEHEIM ANFANG\ns\nGEHEIM ENDE", "m", "markdown", grade_id="m", locked=True)
    notebook.cells.append(nbformat.from_dict(locked))
    notebook.metadata.nbjudge = {"hidden_tests": kept} if kept else {}
    config = german() if kept is None else Config()
    shown, _ = KeepSecrets(config=config).preprocess(notebook, {})
    assert [cell.source for cell in shown.cells] == [f"t\n{HIDDEN_NOTE}\nu", "t"]
