"""A trial holds what a student would submit, without cells that only show something, and tells each test's worth."""

from __future__ import annotations

from dataclasses import replace

from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.trials import Trial, in_pool, run_trials, submission, without_idle_cells
from nbjudge.verdicts import PASSED, TIME_LIMIT
from tests.support.activation import ACTIVATION
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.selfchecking import LIMITS, TEST_TWICE, TWICE
from tests.support.small import small_assignment
from tests.support.zygotes import blanks


def test_cells_that_only_show_something_are_left_out_of_trials() -> None:
    assignment = small_assignment(TWICE, "def test_twice():\n    assert twice(n) == 6", "n = 3", "print(twice(n))")
    kept = [cell.cell_id for cell in without_idle_cells(assignment).parsed.cells]
    assert kept == ["imports", "answer", "other-0", "test_answer"]


def test_pictures_of_the_course_are_left_out_and_nothing_that_is_graded() -> None:
    kept = {cell.cell_id for cell in without_idle_cells(ACTIVATION).parsed.cells}
    left_out = {cell.cell_id for cell in ACTIVATION.parsed.cells} - kept
    skipped = {cell.id for cell in code_cells(NOTEBOOK) if cell.skipped_in_grading}
    pictures = {"relu-picture", "sigmoid-picture", "gelu-picture", "silu-picture", "step-sizes", "finale"}
    assert pictures <= left_out <= skipped


def test_trial_holds_what_a_student_would_submit() -> None:
    assignment = small_assignment(
        "# BEGIN SOLUTION\n1\n# END SOLUTION", "### BEGIN HIDDEN TESTS\n2\n### END HIDDEN TESTS"
    )
    stub = submission(assignment.parsed, Trial({}, LIMITS, "stub", first=["before"], last=["after"]))
    assert [cell["source"] for cell in stub["cells"]] == [
        "import numpy as np\ndef run_tests():\n    pass", "before", "# YOUR CODE HERE\nraise NotImplementedError()", "",
        "after",
    ]  # fmt: skip
    solved = submission(assignment.parsed, Trial({}, LIMITS))
    assert "1" in solved["cells"][1]["source"]


def test_results_say_what_each_test_was_worth() -> None:
    assignment = small_assignment(TWICE, TEST_TWICE)
    hangs = "def twice(x):\n    while True: pass"
    trials = [Trial({}, LIMITS), Trial({"answer": hangs}, replace(LIMITS, test_seconds=0.3))]
    with WarmSet(blanks()) as warm:
        (_, right), (_, hung) = sorted(run_trials(assignment, trials, in_pool(1), warm=warm))
    assert right.verdicts == (("test_answer", "test_twice", PASSED),)
    assert hung.verdicts == (("test_answer", "test_twice", TIME_LIMIT),)
    assert right.loses == frozenset()
    assert hung.loses == {"test_answer"}
