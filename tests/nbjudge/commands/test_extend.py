"""`nbjudge extend STUDENT A 48h`, as it is typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from nbjudge.gradebook.recording import record
from tests.support.forking import Ended, fork_program
from tests.support.gradebooks import LATE, SOME, contents


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    """A course with late days, in which ada is two days late, for one of which she has lost a fifth of her points."""
    shutil.copy(template, tmp_path / "gradebook.db")
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'mini-torch'\n"
        "c.AssignLatePenalties.plugin_class = 'nbjudge.gradebook.deadlines.late_days.LateDays'\n"
        "c.LateDays.free_days = 1\nc.LateDays.a_day = 0.2\n"
    )
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "mini-torch") as gradebook:
        record(gradebook, "layers", "ada", LATE, SOME, lambda _, score, __: 0.2 * score)
    return tmp_path


def _extend(root: Path, *words: str) -> Ended:
    return fork_program(["nbjudge", "extend", *words], root, {}).wait()


def test_verb_says_when_it_is_due_now_and_what_that_gives_back(root: Path) -> None:
    done = _extend(root, "ada", "layers", "48h")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "ada: layers is due 2026-11-03 12:00 UTC, 48h later than for the others",
            "taken off for lateness: 0 points, in place of 0.75",
        ],
    )
    again = _extend(root, "ada", "layers", "0")
    assert again.out.splitlines() == [
        "ada: layers is due 2026-11-01 12:00 UTC, as for the others",
        "taken off for lateness: 0.75 points, in place of 0",
    ]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "mini-torch") as gradebook:
        assert contents(gradebook)["layers/ada"]["extension"] is None


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ada", "layers", "soon"), 2, "expected a length of time such as 90m"),
        (("eve", "layers", "1d"), 1, "No such student: eve"),
        (("ada", "nowhere", "1d"), 1, "No such assignment: nowhere"),
        (("ada", "later", "1d"), 1, "no due date"),
    ],
)
def test_a_mistake_is_told(root: Path, words: tuple[str, ...], code: int, told: str) -> None:
    done = _extend(root, *words)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert "Traceback" not in done.err
