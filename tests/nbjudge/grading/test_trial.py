"""How long the solution takes decides how long a student's answer may take."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from nbjudge.grading import trial
from nbjudge.grading.stands_file import trial_of
from nbjudge.grading.terms import Terms
from nbjudge.grading.trial import try_out
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import TIME_LIMIT, CellResult, Graded, Verdict
from tests.support.small import small_assignment
from tests.support.zygotes import blanks

SLOW = small_assignment("import time\ndef twice(x):\n    time.sleep(0.8)\n    return 2 * x", "assert twice(3) == 6")


def test_the_limits_of_an_assignment_follow_its_slow_solution_and_that_is_told(tmp_path: Path) -> None:
    with WarmSet(blanks()) as warm:
        found = trial_of(SLOW, Limits(), tmp_path, warm)
        kept = trial_of(SLOW, Limits(), tmp_path, warm)
    assert found == kept, "the file has the seconds too"
    assert 0.8 <= found.test_seconds < 2.0
    tried = Terms("small", (SLOW,), Limits(), True).tried({"small": found})
    assert tried.limits.test_seconds >= 10 * 0.8
    assert any("test_seconds = " in sentence for sentence in tried.told)
    own = Terms("small", (SLOW,), Limits(test_seconds=3.0), True).tried({"small": found})
    assert own.limits.test_seconds == 3.0, "the course has said so itself"


def test_a_solution_that_runs_into_a_limit_is_tried_again_with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its test takes 12 s; those who judge are stand-ins, and need none of it."""
    asked: list[float] = []

    def stand_in(submission: bytes, assignment: Any, limits: Limits, **_: Any) -> Graded:
        asked.append(limits.test_seconds)
        stopped = limits.test_seconds < 12.0
        outcome = TIME_LIMIT if stopped else "passed"
        seconds = min(12.0, limits.test_seconds)
        verdict = Verdict("test_answer", "", outcome, float(not stopped), 1.0, seconds=seconds)
        return Graded({}, {"test_answer": CellResult("test_answer", 1.0, (verdict,))}, {})

    monkeypatch.setattr(trial, "judge", stand_in)
    with WarmSet(blanks()) as warm:
        found = try_out(SLOW, Limits(), warm)
    assert asked == [5.0, 60.0, 60.0, 60.0, 60.0, 60.0]
    assert found.cells[0].passes
    assert found.test_seconds == 12.0


def test_what_starting_the_processes_takes_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [True]

    def late(*arguments: Any, **options: Any) -> Graded:
        time.sleep(1.5 if first.pop() else 0.0)
        first.append(False)
        return judge(*arguments, **options)

    monkeypatch.setattr(trial, "judge", late)
    quick = small_assignment("def twice(x):\n    return 2 * x", "assert twice(3) == 6")
    with WarmSet(blanks()) as warm:
        found = try_out(quick, Limits(), warm)
    assert found.cell_seconds < 1.0


TABLE = "def table():\n    return [[0] * 2 for _ in range(2)]"
CHANGES_IT = "found = table()\nfound[0][0] = 1\nassert found == [[1, 0], [0, 0]]"


@pytest.mark.parametrize(
    ("tests", "both"),
    [
        ("def test_answer():\n    assert table() is not table()\ntest_answer()", True),
        (CHANGES_IT, True),
        ("assert table() == [[0, 0], [0, 0]]", False),
    ],
)
def test_a_cell_that_could_see_copies_is_said_to_be_judged_beside_as_well(tests: str, both: bool) -> None:
    with WarmSet(blanks()) as warm:
        (stand,) = try_out(small_assignment(TABLE, tests), Limits(), warm).stands.values()
    assert (stand.where, stand.both, stand.why) == ("apart", both, trial.AS_WELL if both else "")


def test_what_the_solution_fails_beside_and_what_calls_no_test_is_judged_apart_alone() -> None:
    uncalled = "def test_answer():\n    assert table() is not table()"
    fails = "assert table() is not table()\nassert 'beside' not in globals()"
    with WarmSet(blanks()) as warm:
        for tests, answer in ((uncalled, TABLE), (fails, TABLE + "\nbeside = True")):
            (stand,) = try_out(small_assignment(answer, tests), Limits(), warm).stands.values()
            assert (stand.where, stand.both, stand.why) == ("apart", False, "")
