"""What `nbjudge check` says is wrong with an assignment: each fault planted, and what is none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nbjudge.grading.faults import Fault, faults_of
from nbjudge.grading.trial import Trial, TriedCell
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.stands import APART, BESIDE, NOWHERE, Stand, Where
from tests.support.small import small_assignment

SOLUTION = "def twice(x):\n    return 2 * x"
ASSERTS = "assert twice(3) == 6"
GOOD = TriedCell("test_answer", 1.0, Stand(), solution=1.0, release=0.0, passes=True, seconds=0.01)
FREE = replace(GOOD, release=1.0)


def faults(assignment: Assignment, tried: TriedCell = GOOD, root: Path = Path("/nowhere")) -> list[Fault]:
    return faults_of(assignment, Trial((tried,)), Limits(), root)


def told(assignment: Assignment, tried: TriedCell = GOOD) -> list[str]:
    return [fault.text for fault in faults(assignment, tried) if fault.wrong]


def test_an_ordinary_assignment_has_no_fault() -> None:
    assert faults(small_assignment(SOLUTION, ASSERTS)) == []


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (replace(GOOD, solution=0.0, passes=False, said="wrong answer: no"), "solution does not pass it (wrong answer"),
        (
            replace(GOOD, solution=0.0, passes=False, said="raised: PermissionError"),
            "mend the solution, or the test; if it writes files, say c.NbJudge.scratch_bytes = 1_000_000",
        ),
        (replace(GOOD, passes=False, said="raised: no"), "does not pass it where its tag puts it (raised: no): take"),
        (
            replace(GOOD, said="wrong answer: no"),
            "an example, does not pass with the instructor's own solution (wrong an",
        ),
        (replace(GOOD, release=0.5), "the untouched release earns 0.5 of 1: ask something"),
        (replace(GOOD, stand=Stand(NOWHERE, "a figure")), "it is not judged, as c.NbJudge.beside is 'refuse'"),
        (replace(GOOD, seconds=2.0), "takes 2.0 s of the 5 s that a test has: make it quicker, or say c.NbJudge.test_"),
    ],
)
def test_what_the_trial_showed_is_told_with_what_to_do(tried: TriedCell, said: str) -> None:
    (fault,) = told(small_assignment(SOLUTION, ASSERTS), tried)
    assert said in fault


def test_a_failing_solution_is_told_before_anything_else() -> None:
    assignment = small_assignment(f"import no_such_module\n{SOLUTION}", ASSERTS)
    failing = replace(GOOD, solution=0.0, passes=False)
    assert [fault.cell for fault in faults(assignment, failing)] == ["test_answer", "answer"]


@pytest.mark.parametrize("text", ["x = 1", "'only a remark'", "print('well done')", "def helper():\n    return 1", ""])
def test_a_cell_that_can_never_fail_is_a_fault(text: str) -> None:
    assert any("nothing that could fail" in fault for fault in told(small_assignment(SOLUTION, text), FREE))


@pytest.mark.parametrize("text", [ASSERTS, "if twice(1) != 2:\n    raise ValueError", "check(twice)", "2 * (x == 1)"])
def test_a_cell_that_may_fail_or_shows_points_is_none(text: str) -> None:
    assert not any("nothing that could fail" in fault for fault in told(small_assignment(SOLUTION, text), FREE))


def test_a_cell_that_the_release_fails_can_fail_whatever_it_looks_like() -> None:
    assert told(small_assignment(SOLUTION, "given = answer")) == []


def test_test_functions_that_nothing_calls_are_worth_knowing_and_no_fault() -> None:
    tests = "def test_twice():\n    assert twice(3) == 6"
    (note,) = faults(small_assignment(SOLUTION, tests))
    assert not note.wrong
    assert "nothing calls test_twice: the judge does; stock nbgrader gives everybody full points there" in note.text
    assert faults(small_assignment(SOLUTION, f"{tests}\ntest_twice()")) == []
    assert faults(small_assignment(SOLUTION, f"{tests}\nrun_tests()")) == []


def test_a_helper_in_a_cell_that_students_may_edit_is_a_fault() -> None:
    helper = "def close(a, b):\n    return abs(a - b) < 1e-9"
    uses = "assert close(twice(3), 6)"
    (fault,) = told(small_assignment(SOLUTION, uses, helper))
    assert "it uses close, which stands in a cell that students may edit: lock that cell" in fault
    assert told(small_assignment(SOLUTION, ASSERTS, helper)) == [], "it is not used"
    locked = small_assignment(f"{SOLUTION}\n{helper}", uses, helper)
    assert told(locked) == [], "the solution defines it as well, and is there to be edited"


def test_imports_that_are_missing_are_faults_and_those_that_are_tried_are_not() -> None:
    (fault,) = told(small_assignment(f"import no_such_module.part\n{SOLUTION}", ASSERTS))
    assert "it imports no_such_module, which is not there: install it where nbjudge is installed" in fault
    tried = f"try:\n    import no_such_module\nexcept ImportError:\n    pass\n{SOLUTION}"
    assert told(small_assignment(tried, ASSERTS)) == []


def test_an_import_of_the_kit_is_there_and_of_the_course_only_for_tests(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("")
    one = small_assignment(f"import mine\n{SOLUTION}", ASSERTS)
    (fault,) = faults(one, root=tmp_path)
    assert "it imports mine, which is not there: put mine beside the notebook" in fault.text
    assert faults(replace(one, kit={"mine.py": b""}), root=tmp_path) == []
    tests = replace(small_assignment(SOLUTION, f"import mine\n{ASSERTS}"), modules={"mine.py": b""})
    assert faults(tests, root=tmp_path) == []


def test_a_cell_that_is_no_python_is_left_to_the_trial() -> None:
    broken = small_assignment(SOLUTION, "assert (")
    assert told(broken, replace(GOOD, solution=0.0, passes=False, said="not judged")) != []


HIDING = "assert twice(1) == 2\n### BEGIN HIDDEN TESTS\nEXPECTED = 6\nassert twice(3) == EXPECTED\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("first", "second", "where", "told_of"),
    [
        (HIDING, "assert twice(3) == EXPECTED", BESIDE, ["test_second"]),
        (HIDING, "assert twice(3) == EXPECTED", APART, []),  # where the examiner has it anyway
        (HIDING, "assert twice(3) == 6", BESIDE, []),
        ("EXPECTED = 6", "assert twice(3) == EXPECTED", BESIDE, []),
    ],
)
def test_a_cell_beside_that_needs_what_an_earlier_hidden_region_defines_is_told(
    first: str, second: str, where: Where, told_of: list[str]
) -> None:
    notebook = json.loads(small_assignment(SOLUTION, first).source)
    later = json.loads(json.dumps(notebook["cells"][-1]).replace('"test_answer"', '"test_second"'))
    later["source"] = second
    notebook["cells"].append(later)
    assignment = replace(
        small_assignment(SOLUTION, first), source=json.dumps(notebook), stands={"test_second": Stand(where, "a seed")}
    )
    tried = [GOOD, replace(GOOD, grade_id="test_second")]
    found = faults_of(assignment, Trial(tuple(tried)), Limits(), Path("/nowhere"))
    assert [fault.cell for fault in found if "only a hidden region of test_answer defines" in fault.what] == told_of
    assert not any(fault.wrong for fault in found)
