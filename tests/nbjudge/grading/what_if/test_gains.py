"""Who gains or loses: what was judged now, against what the gradebook has."""

from __future__ import annotations

from nbgrader.api import Gradebook

from nbjudge.gradebook.recording import record
from nbjudge.gradebook.submissions import read_submissions
from nbjudge.grading.what_if.gains import CellGain, WhatIf, what_if
from nbjudge.scores import NotebookScores, Scores
from tests.support.gradebooks import EARLY, SOME, UNREADABLE, enter_by_hand, graded, no_penalty


def compared(gradebook: Gradebook, **now: dict[str, NotebookScores]) -> WhatIf:
    judged = [Scores(student, notebooks) for student, notebooks in now.items()]
    return what_if(judged, read_submissions(gradebook, "layers", list(now)))


def test_only_cells_whose_points_change_are_told_and_hand_points_go_on_counting(gradebook: Gradebook) -> None:
    for student in ("ada", "bob", "eve", "zoe"):
        record(gradebook, "layers", student, EARLY, SOME, no_penalty)
    enter_by_hand(gradebook, "layers", "bob")  # 0.75 in place of the 0.25 of test_a, in the first notebook
    gradebook.add_student("new")
    found = compared(
        gradebook,
        ada={**SOME, "second": graded(0.25, 1.0, 0.125)["second"]},
        bob={**SOME, "first": graded(3.0, 1.5, 0.125)["first"]},
        eve=graded(None, 1.5, 2.125),
        zoe=graded(0.25 + 1e-12, 1.5, 0.125),
        new=SOME,
    )
    assert [(gain.student, gain.before, gain.points) for gain in found.gains] == [
        ("ada", 3.75, -0.5),
        ("bob", 5.75, 0.0),
        ("eve", 3.75, 2 * (2.0 - 0.25)),
    ]
    assert found.gains[0].cells == (CellGain("second", "test_b", 1.5, 1.0, False),)
    assert found.gains[1].cells == (CellGain("first", "test_a", 0.25, 3.0, True),)
    assert CellGain("first", "test_a", 0.25, None, False) in found.gains[2].cells
    assert (found.unchanged, found.ungraded) == (1, ("new",))


def test_what_could_not_be_read_loses_all_and_a_cell_that_waits_gains(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    record(gradebook, "layers", "bob", EARLY, graded(None, 0.0, 0.0), no_penalty)
    found = compared(gradebook, ada=UNREADABLE, bob=graded(2.0, 0.0, 0.0))
    assert [(gain.student, gain.points) for gain in found.gains] == [("ada", -3.75), ("bob", 4.0)]


def test_nobody_is_nobody(gradebook: Gradebook) -> None:
    assert compared(gradebook) == WhatIf((), 0, ())
