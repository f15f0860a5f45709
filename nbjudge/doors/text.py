"""What `nbjudge grade` prints for people: points, what was odd, and the tests of each grade cell."""

from __future__ import annotations

from collections.abc import Iterator

from nbjudge.console.printable import printable
from nbjudge.doors.one_submission import JudgedNotebook, JudgedSubmission
from nbjudge.doors.told import Told, remarks, told_of
from nbjudge.verdicts import PASSED


def report(judged: JudgedSubmission, detail: str, *, for_student: bool) -> str:
    """The whole text.

    Args:
        detail: how much is told of tests, one of `nbjudge.course.settings.FEEDBACK`.
        for_student: leaves out what there is to tell the instructor of the assignment, or of this machine.
    """
    lines = [line for notebook in judged.notebooks for line in _lines(judged, notebook, detail)]
    lines += () if for_student else judged.terms.told
    return "\n".join(printable(line) for text in lines for line in text.splitlines() or [""]) + "\n"


def _lines(judged: JudgedSubmission, notebook: JudgedNotebook, detail: str) -> Iterator[str]:
    told = list(told_of(notebook, detail))
    points, most = sum(one.points or 0.0 for one in told), sum(one.max_points for one in told)
    name = f"{judged.terms.name}/{notebook.assignment.notebook}.ipynb" + (
        f" of {judged.student}" if judged.student else ""
    )
    yield f"{name}: {_number(points)} of {_number(most)} points, {judged.seconds:.1f} s"
    yield from (f"  {line}" for line in remarks(notebook))
    for one in told:
        yield from _test(one)


def _test(one: Told) -> Iterator[str]:
    if one.points is None:
        yield f"? {one.name}: not judged, {_number(one.max_points)} points wait for a person"
    else:
        points = f"{_number(one.points)}/{_number(one.max_points)}"
        yield f"{_sign(one)} {one.name} ({points}){'' if one.outcome in ('', PASSED) else f': {one.outcome}'}"
    yield from (f"    {line}" for line in one.text.splitlines())


def _sign(one: Told) -> str:
    if one.outcome == PASSED:
        return "✓"
    return "◐" if one.points else "✗"


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
