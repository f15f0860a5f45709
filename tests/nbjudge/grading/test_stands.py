"""Where a grade cell is judged: decided by solution and release, kept in a file, and heeded by grading."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nbjudge.examiner.grade_cells import uncalled_tests
from nbjudge.grading import stands_file
from nbjudge.grading.stands_file import as_kept, trial_of, tried_out
from nbjudge.grading.terms import Terms
from nbjudge.grading.trial import submitted, try_out
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, BESIDE, NOWHERE
from nbjudge.verdicts import DIED, NOT_JUDGED, TIME_LIMIT, WRONG
from tests.support.small import small_assignment
from tests.support.zygotes import blanks

TWICE = "### BEGIN SOLUTION\ndef twice(x):\n    return 2 * x\n### END SOLUTION"
PLAIN = small_assignment(TWICE, "assert twice(3) == 6")
EVALUATED = small_assignment("### BEGIN SOLUTION\nterm = '2 * x'\n### END SOLUTION", "assert eval(term, {'x': 3}) == 6")


@pytest.mark.parametrize(
    ("tests", "where", "why"),
    [
        ("assert twice(3) == 6", APART, ""),
        ("np.random.seed(1)\nassert twice(3) == 6", BESIDE, "seed"),
        ("assert twice(3) == 6\nimport sys\nassert twice(sys) is None or True", BESIDE, "module"),
    ],
)
def test_solution_and_release_decide_where_a_cell_is_judged(tests: str, where: str, why: str) -> None:
    with WarmSet(blanks()) as warm:
        (cell,) = try_out(small_assignment(TWICE, tests), Limits(), warm).cells
    assert (cell.stand.where, why in cell.stand.why) == (where, True), cell.stand.why


def test_tests_that_nothing_calls_are_never_judged_beside_where_everybody_would_pass() -> None:
    wrong = small_assignment("### BEGIN SOLUTION\ndef twice(x):\n    return 3 * x\n### END SOLUTION",
                             "def test_twice():\n    assert twice(3) == 6")  # fmt: skip
    assert uncalled_tests("def test_a():\n    assert f()") == ("test_a",)
    assert not uncalled_tests("def test_a():\n    assert f()\nrun_tests()")
    with WarmSet(blanks()) as warm:
        trial = try_out(wrong, Limits(), warm)
    assert [(cell.stand.where, cell.passes, cell.solution) for cell in trial.cells] == [(APART, False, 0.0)]
    assert [cell.grade_id for cell in trial.failing] == ["test_answer"]


ASKING = """from unittest.mock import patch

def test_asks():
    with patch("builtins.input", return_value="3"):
        assert twice() == 6
    print("asked")

def test_asks_again():
    with patch("builtins.input", return_value="-1"):
        assert twice() == -2
"""


def test_tests_that_nothing_calls_are_called_beside_where_they_cannot_be_asked_apart() -> None:
    asks = small_assignment("### BEGIN SOLUTION\ndef twice():\n    return 2 * int(input())\n### END SOLUTION", ASKING)
    wrong = (
        submitted(asks.parsed.cells, solved=True)
        .replace(b"2 * int", b"abs(2) * abs(int")
        .replace(b"put())", b"put()))")
    )
    with WarmSet(blanks()) as warm:
        trial = try_out(asks, Limits(), warm)
        (cell,) = trial.cells
        (result,) = judge(wrong, replace(asks, stands=trial.stands), Limits(), warm=warm).cells.values()
    assert (cell.stand.where, "does not pass it apart" in cell.stand.why) == (BESIDE, True)
    assert (cell.solution, cell.release, cell.passes) == (cell.points, 0.0, True)
    assert [(one.outcome, one.points) for one in result.verdicts] == [(WRONG, 0.0)]


def test_a_trial_is_kept_until_something_changes_and_an_edited_file_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WarmSet(blanks()) as warm:
        found = trial_of(EVALUATED, Limits(), tmp_path, warm)
        path = tmp_path / ".nbjudge" / "small" / "small.json"
        path.write_text(path.read_text().replace(f'"{BESIDE}"', f'"{APART}"'))
        anew = trial_of(EVALUATED, Limits(), tmp_path, warm)
        assert anew.stands == found.stands, "an edited file was believed"
        assert json.loads(path.read_text())["cells"][0]["stand"]["where"] == BESIDE
        monkeypatch.setattr(stands_file, "try_out", None)  # nothing has changed: nothing is tried
        assert trial_of(EVALUATED, Limits(), tmp_path, warm) == anew
        with pytest.raises(TypeError):
            trial_of(PLAIN, Limits(), tmp_path, warm)


def test_a_course_that_allows_no_cell_beside_has_it_judged_nowhere() -> None:
    solution = submitted(EVALUATED.parsed.cells, solved=True)
    with WarmSet(blanks()) as warm:
        trial = try_out(EVALUATED, Limits(), warm)
        for allowed, where, score in ((True, BESIDE, 1.0), (False, NOWHERE, None)):
            terms = Terms("small", (EVALUATED,), Limits(), True, beside=allowed).tried({"small": trial})
            (assignment,) = terms.notebooks
            assert assignment.stands["test_answer"].where == where
            graded = judge(solution, assignment, Limits(), warm=warm)
            assert graded.cells["test_answer"].score == score
    assert {verdict.outcome for verdict in graded.cells["test_answer"].verdicts} == {NOT_JUDGED}
    told = next(cell for cell in graded.notebook["cells"] if cell["id"] == "test_answer")["metadata"]["nbjudge"]
    assert told["stand"] == NOWHERE


def test_the_stands_are_part_of_what_decides_whether_a_notebook_is_up_to_date() -> None:
    with WarmSet(blanks()) as warm:
        trial = try_out(EVALUATED, Limits(), warm)
    assert replace(EVALUATED, stands=trial.stands).fingerprint != EVALUATED.fingerprint


# ------------------------------------------------------------ where a candidate was lost

BOX = "class Box:\n    def one(self):\n        {one}\n    def two(self):\n        return {two}"
BOXED = small_assignment(
    f"### BEGIN SOLUTION\n{BOX.format(one='return 1', two=2)}\n### END SOLUTION", "assert Box().one() == 1"
)


def boxed(two: str = "assert Box().two() == 2") -> Assignment:
    """An assignment whose second grade cell asks for the same class as its first; with its stands."""
    notebook = json.loads(BOXED.source)
    later = json.loads(json.dumps(notebook["cells"][-1]).replace('"test_answer"', '"test_two"'))
    notebook["cells"].append(later | {"source": two})
    made = replace(BOXED, source=json.dumps(notebook))
    with WarmSet(blanks()) as warm:
        return replace(made, stands=try_out(made, Limits(), warm).stands)


def test_a_class_that_is_looked_up_again_for_a_new_candidate_is_no_doubt() -> None:
    assignment = boxed()
    notebook = json.loads(assignment.source)
    notebook["cells"][1]["source"] = BOX.format(one="import os; os._exit(3)", two=3)
    with WarmSet(blanks()) as warm:
        graded = judge(json.dumps(notebook).encode(), assignment, Limits(), warm=warm)
    assert {name: cell.verdicts[0].outcome for name, cell in graded.cells.items()} == {
        "test_answer": DIED, "test_two": WRONG,
    }  # fmt: skip
    assert [cell.met for cell in graded.cells.values()] == [(), ()]


def test_a_loop_is_not_tried_beside_whatever_was_met_before() -> None:
    """There it would take the time of a cell, for each grade cell."""
    assignment = boxed("answer = Box().two()\nassert Box().one() == 1")
    notebook = json.loads(assignment.source)
    notebook["cells"][1]["source"] = "class Odd:\n    pass\n" + BOX.format(one="while True: pass", two="Odd()")
    limits = Limits(test_seconds=0.3, lost_seconds=0.6, cell_seconds=20.0)
    with WarmSet(blanks()) as warm, warm.pair_for(assignment, limits, sandboxed=True):
        begun = time.monotonic()
        graded = judge(json.dumps(notebook).encode(), assignment, limits, warm=warm)
        seconds = time.monotonic() - begun
    assert {cell.verdicts[0].outcome for cell in graded.cells.values()} == {TIME_LIMIT}
    assert graded.cells["test_two"].met, "nothing was odd, so nothing was tried here"
    assert seconds < 10


def test_what_is_kept_is_known_without_a_judge_and_what_is_not_is_left_open(tmp_path: Path) -> None:
    terms = Terms("small", (EVALUATED,), Limits(), sandboxed=True)
    assert as_kept(terms, tmp_path) is terms
    with WarmSet(blanks()) as warm:
        tried = tried_out(terms, tmp_path, warm)
    assert as_kept(terms, tmp_path) == tried
    assert [stand.where for stand in tried.notebooks[0].stands.values()] == [BESIDE]
    other = replace(terms, limits=replace(Limits(), test_seconds=9.0))
    assert as_kept(other, tmp_path) is other
