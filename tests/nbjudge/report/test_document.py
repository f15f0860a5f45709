"""The numbers of a report, of a class whose numbers are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from nbjudge.gradebook.assignments import KnownAssignment, KnownNotebook
from nbjudge.gradebook.submissions import CellPoints, Submitted
from nbjudge.report.alike.pairs import Pair
from nbjudge.report.anonymity import Names
from nbjudge.report.document import document
from nbjudge.report.gathering import IN_DOUBT, KINDS, NO_TIME, NOTED, UNKNOWN, UNREADABLE, Gathered
from nbjudge.report.reading import GradedClass, Handed
from nbjudge.verdicts import DOUBT, FORBIDDEN, NOT_JUDGED, RAISED, Verdict
from tests.support.reporting import CELLS, Made, diagnosis, failing, right, verdict, wrong

KNOWN = KnownAssignment(
    {"nb": KnownNotebook(CELLS | {"essay": 5.0}, {}, frozenset(), frozenset())}, datetime(2026, 11, 20, 18), 0
)
Build = Callable[..., dict[str, Any]]


class _Class:
    """As much of a GradedClass as a document takes."""

    name = "hw"
    enrolled = (("s0", "Doe", "Jane"), ("s1", "", ""), ("absent", "", ""))
    handed_in = 5

    def page_of(self, student: str, notebook: str) -> Path:
        return Path("/course/feedback", student, f"{notebook}.html")

    def notebook_of(self, student: str, notebook: str) -> Path:
        return Path("/course/autograded", student, "hw", f"{notebook} 1.ipynb")


def handed(made: Made, hours: float | None = -6.0, essay: CellPoints | None = None, penalty: float = 0.0) -> Handed:
    """A student of the class, with what the gradebook says by the verdicts."""
    cells = {("nb", name): _points(found) for name, found in made.verdicts.items()}
    cells["nb", "essay"] = essay or CellPoints(None, None, None, 0.0, True)
    overdue = None if hours is None else hours * 3600
    when = None if hours is None else datetime(2026, 11, 20, 12)
    return Handed(made.name, (made.graded(),), (), Submitted("Doe", "Jane", when, overdue, penalty, cells))


def _points(verdicts: list[Verdict]) -> CellPoints:
    score = sum(one.points for one in verdicts)
    return CellPoints(score, None, None, score, False)


def report(*students: Handed, pairs: list[Pair] | None = None, anonymous: bool = False) -> dict[str, Any]:
    gathered = Gathered(KNOWN)
    for student in students:
        gathered.add(student)
    names = Names([student.student for student in students], anonymous=anonymous, others={"Jane", "Doe"})
    told = document(cast("GradedClass", _Class()), gathered, pairs, names, Path("/course"))
    assert json.loads(json.dumps(told)) == told, "it is JSON data"
    return told


def test_the_class_in_one_line() -> None:
    told = report(
        handed(Made("s0"), essay=CellPoints(None, 5.0, None, 5.0, False)),
        handed(Made("s1", wrong("test_b_0")), hours=2.0, penalty=1.0),
        handed(Made("s2", failing("test_b_0", verdict("test_b_0", NOT_JUDGED, "stopped")))),
        handed(Made("s3", {"test_a": [verdict("test_a", "wrong answer", "no notebook")]}, reason="no notebook")),
    )
    assert told["class"] == {
        "enrolled": 3, "submitted": 5, "graded": 4, "late": 1, "not_judged": 1, "unreadable": 1,
        "median": 3.5, "max_points": 10.0, "full_marks": 1,
    }  # fmt: skip


def test_scores_hold_points_by_hand_extra_credit_and_penalties() -> None:
    told = report(
        handed(Made("s0"), essay=CellPoints(None, 4.0, 2.0, 6.0, False)),
        handed(Made("s1"), hours=1.0, penalty=1.5),
    )
    scores = told["scores"]
    assert [student["points"] for student in told["students"]] == [11.0, 3.5]
    assert scores["penalties"] == {"students": 1, "points": 1.5}
    assert scores["extra_credit"] == {"students": 1, "points": 2.0}
    assert [student["extra_credit"] for student in told["students"]] == [2.0, 0.0]
    assert scores["histogram"][-1]["to"] >= 11.0, "extra credit is on the chart"
    assert sum(bar["students"] for bar in scores["histogram"]) == 2
    (essay,) = [cell for cell in scores["cells"] if cell["cell"] == "essay"]
    expected = {"mean": 3.0, "full": 1, "none": 1, "by_hand": 1, "extra_credit": 1, "waiting": 1, "stand": None}
    assert {name: essay[name] for name in expected} == expected
    assert [cell["cell"] for cell in scores["cells"]] == ["test_a", "test_b", "essay"], "as they stand in the notebook"


def test_tests_are_counted_and_what_could_not_be_read_is_no_failure_of_a_test() -> None:
    unread = Made("s3", {"test_a": [verdict("test_a", "wrong answer", "no notebook")]}, reason="no notebook")
    told = report(
        handed(Made("s0")),
        handed(Made("s1", wrong("test_a_hidden"))),
        handed(Made("s2", failing("test_a_seen", verdict("test_a_seen", RAISED, "ValueError")))),
        handed(unread),
    )
    seen, hidden = told["tests"][:2]
    assert [test["test"] for test in told["tests"]] == [one.test for found in right().values() for one in found]
    assert (seen["passed"], seen["judged"], seen["outcomes"]) == (2, 3, {"passed": 2, "raised": 1})
    assert (hidden["visible_pass"], hidden["fail_despite"], hidden["hidden"], hidden["stand"]) == (2, 1, True, "apart")
    assert (seen["correlation"], seen["seconds"]) == (None, 0.25)


def test_causes_are_named_by_numbers_that_students_and_groups_refer_to() -> None:
    sign, often = diagnosis("sign"), diagnosis("upstream missing")
    told = report(
        handed(Made("s0", wrong("test_b_0", told=sign))),
        handed(Made("s1", wrong("test_b_1", told=often))),
        handed(Made("s2", wrong("test_b_1", told=often))),
    )
    assert [(cause["cause"], cause["key"], cause["students"]) for cause in told["causes"]] == [
        (1, "upstream missing", 2), (2, "sign", 1),
    ]  # fmt: skip
    assert [student["causes"] for student in told["students"]] == [[2], [1], [1]]
    assert [student["group"] for student in told["students"]] == [None, "A", "A"]
    (group,) = told["groups"]
    assert (group["students"], group["mean_points"]) == (2, 4.0)
    assert group["tests"] == [{"notebook": "nb", "cell": "test_b", "test": "test_b_1"}]
    assert group["causes"] == [{"cause": 1, "students": 2}]
    assert "s1" not in json.dumps(told["causes"]), "examples are nobody's"


def test_odd_ones_stand_in_order_of_urgency_and_doubts_by_what_was_refused() -> None:
    doubt = verdict("test_b", NOT_JUDGED, DOUBT + "line 3: Layer.__format__")
    forbidden = verdict("test_a_seen", FORBIDDEN, "opened a socket")
    told = report(
        handed(Made("s0", {**right(), "test_b": [doubt]})),
        handed(Made("s1", {**right(), "test_b": [doubt]}, notes=("the cell x was put in",))),
        handed(Made("s2", failing("test_a_seen", forbidden)), hours=None),
        replace(handed(Made("s3")), submitted=None),
        handed(Made("s4", {}, reason="no notebook")),
    )
    found = {one["kind"]: one for one in told["odd"]}
    assert [one["kind"] for one in told["odd"]] == [kind for kind in KINDS if kind in found]
    assert (found[IN_DOUBT]["what"], found[IN_DOUBT]["who"]) == ("test_b: line 3: Layer.__format__", ["s0", "s1"])
    assert found[FORBIDDEN]["who"] == found[NO_TIME]["who"] == ["s2"]
    assert found[UNKNOWN]["who"] == ["s3"]
    assert (found[UNREADABLE]["what"], found[NOTED]["what"]) == ("no notebook", "the cell x was put in")


def test_hand_in_times_stand_around_the_deadline_and_no_bar_holds_both_sides() -> None:
    hours = [-30.0, -0.5, 0.0, 0.01, 5.0]
    times = report(*[handed(Made(f"s{number}"), hours=hour) for number, hour in enumerate(hours)])["times"]
    before = sum(bar["students"] for bar in times["hours"] if bar["to"] <= 0)
    after = sum(bar["students"] for bar in times["hours"] if bar["from"] >= 0)
    assert (before, after, times["due"]) == (3, 2, "2026-11-20 18:00:00")


def test_without_a_deadline_there_are_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.KNOWN", replace(KNOWN, due=None))
    times = report(handed(Made("s0")), handed(Made("s1")))["times"]
    assert (times["due"], times["hours"], times["days"]) == (None, [], [{"day": "2026-11-20", "students": 2}])


def test_links_lead_from_the_page_to_the_notebook_and_to_feedback_that_is_there() -> None:
    (student,) = report(handed(Made("s 0")))["students"]
    assert student["notebooks"] == [{"name": "nb", "feedback": None, "notebook": "autograded/s%200/hw/nb%201.ipynb"}]


def test_without_names_there_is_none_anywhere() -> None:
    said = "Jane wrote this: s000 and DOE"
    students = [
        handed(Made(f"s{number:03}", failing("test_b_0", verdict("test_b_0", RAISED, said)), notes=(said,)))
        for number in range(12)
    ]
    told = json.dumps(report(*students, pairs=[Pair(0, 1, 99, 100.0, 1)], anonymous=True)).lower()
    for name in ("jane", "doe", "s000", "s001", "autograded"):
        assert name not in told
    assert '"student 1"' in told


def test_alike_answers_are_told_by_name_and_as_not_compared_where_there_are_too_few() -> None:
    students = [handed(Made("s0")), handed(Made("s1"))]
    told = report(*students, pairs=[Pair(0, 1, 99, 98.76, 2)])["alike"]
    pair = {"students": ["s0", "s1"], "symbols": 99, "likeness": 98.8, "comments": 2}
    assert told == {"compared": True, "found": 1, "pairs": [pair]}
    assert report(*students)["alike"] == {"compared": False, "found": 0, "pairs": []}
