"""Gradescope's `results.json`: https://gradescope-autograders.readthedocs.io/en/latest/specs/

It is written once, when a student submits, and shown until the end of the course. What may be told after the due date
only is in it with a visibility; so nothing else can be told later than at once.
"""

from __future__ import annotations

from typing import Any, Final

from nbjudge.course.settings import EVERYTHING, FEEDBACK, VISIBLE, NbJudge
from nbjudge.doors.one_submission import JudgedSubmission
from nbjudge.doors.told import Told, remarks, told_of
from nbjudge.verdicts import PASSED

SHOWN: Final = "visible"
HIDDEN: Final = "hidden"
WHEN_DUE: Final = "after_due_date"
MOST_CHARACTERS: Final = 10_000  # of what is told of one test


def results(judged: JudgedSubmission, settings: NbJudge) -> dict[str, Any]:
    """The file's content, as JSON data.

    Where a student is told of visible tests alone, before the due date or ever, hidden tests have a visibility;
    Gradescope then keeps back the total as well. Of two other choices, for before and after, the smaller counts.
    """
    detail, hidden = _choice(settings.told(due=False), settings.told(due=True))
    tests = [
        _test(one, notebook.assignment.notebook if len(judged.notebooks) > 1 else "", hidden if one.hidden else SHOWN)
        for notebook in judged.notebooks
        for one in told_of(notebook, detail)
    ]
    return {
        "score": sum(notebook.points for notebook in judged.notebooks),
        "execution_time": round(judged.seconds),
        "output": "\n".join(line for notebook in judged.notebooks for line in remarks(notebook))[:MOST_CHARACTERS],
        "output_format": "text",
        "visibility": SHOWN,
        "stdout_visibility": HIDDEN,
        "tests": tests,
    }


def failed(why: str) -> dict[str, Any]:
    """The file where nothing could be graded: no score, and for the instructor why."""
    told = "Your submission could not be graded, through no fault of yours. Your instructor can see why."
    return {"output": told, "stdout_visibility": HIDDEN, "tests": [], "extra_data": {"nbjudge": why}}


def _choice(before: str, after: str) -> tuple[str, str]:
    """How much is told in the end, and the visibility of hidden tests."""
    if after == VISIBLE:
        return EVERYTHING, HIDDEN  # the instructor sees them there
    if before == VISIBLE:
        return after, WHEN_DUE
    return min(before, after, key=FEEDBACK.index), SHOWN


def _test(told: Told, notebook: str, visibility: str) -> dict[str, Any]:
    """One test. What was not judged waits for a person: it counts neither as points nor as points that were lost."""
    test: dict[str, Any] = {
        "name": f"{notebook}: {told.name}" if notebook else told.name,
        "score": told.points or 0.0,
        "max_score": told.max_points if told.points is not None else 0.0,
        "output": told.text[:MOST_CHARACTERS],
        "output_format": "text",
        "name_format": "text",
        "visibility": visibility,
    }
    if told.points is not None:
        test["status"] = "passed" if told.outcome == PASSED else "failed"
    else:
        test["output"] = (
            f"not judged yet, {told.max_points:g} points wait for your instructor\n{test['output']}".rstrip()
        )
    return test
