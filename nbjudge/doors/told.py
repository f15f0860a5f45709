"""How much of a judged submission is told, by one of the choices of `nbjudge.course.settings.FEEDBACK`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nbjudge.course.settings import DESCRIPTIONS, SCORES, VISIBLE
from nbjudge.doors.one_submission import JudgedNotebook
from nbjudge.notebooks.regions import places
from nbjudge.verdicts import NOT_JUDGED, PASSED, CellResult, Verdict, is_open


@dataclass(frozen=True)
class Told:
    """A test, or a grade cell where no more is told than its points.

    Attributes:
        name: what it is called.
        points: None if it was not judged.
        outcome: of its test; of a cell *passed* if it has all points, else empty.
        text: what it asks and what went wrong, as far as that is told, in lines.
        hidden: whether students have no such test.
    """

    name: str
    points: float | None
    max_points: float
    outcome: str
    text: str = ""
    hidden: bool = False


def told_of(notebook: JudgedNotebook, detail: str) -> Iterator[Told]:
    """What is told of a notebook's tests, in its order. With VISIBLE, nothing at all of hidden tests."""
    hiding = hiding_cells(notebook)
    for cell in notebook.cells:
        if detail == SCORES:
            full = cell.score == cell.max_points
            yield Told(
                cell.grade_id, cell.score, cell.max_points, PASSED if full else "", hidden=cell.grade_id in hiding
            )
            continue
        for verdict in cell.verdicts:
            seen = is_open(verdict, cell.grade_id, hides=cell.grade_id in hiding)
            if seen or detail != VISIBLE:
                yield _of_test(cell, verdict, detail, hidden=not seen)


def remarks(notebook: JudgedNotebook) -> Iterator[str]:
    """What there is to say of a notebook as a whole, a line each: student and instructor may read it."""
    if notebook.reason is not None:
        yield f"Nothing of it could be graded: {notebook.reason}."
    yield from (f"{note[:1].upper()}{note[1:]}." for note in notebook.notes)
    waiting = [cell for cell in notebook.by_hand if cell.waiting]
    if waiting:
        cells, points = ", ".join(cell.grade_id for cell in waiting), sum(cell.max_points for cell in waiting)
        yield f"For a person to grade: {cells} ({points:g} points)."


def hiding_cells(notebook: JudgedNotebook) -> frozenset[str]:
    """The grade cells in which hidden tests stand."""
    region = notebook.assignment.markup.hidden_tests
    cells = notebook.assignment.parsed.cells
    return frozenset(cell.name for cell in cells if any(place != "outside" for _, place in places(cell.text, region)))


def _of_test(cell: CellResult, verdict: Verdict, detail: str, *, hidden: bool) -> Told:
    name = verdict.test if verdict.test == cell.grade_id else f"{cell.grade_id}: {verdict.test}"
    points = None if verdict.outcome == NOT_JUDGED else verdict.points
    lines = [verdict.description] if verdict.description else []
    if verdict.outcome != PASSED and detail != DESCRIPTIONS:
        lines += list(_what_went_wrong(verdict))
    return Told(name, points, verdict.max_points, verdict.outcome, "\n".join(lines), hidden)


def _what_went_wrong(verdict: Verdict) -> Iterator[str]:
    """The mistake where it has a name, with its example, and else the message: as on a feedback page."""
    cause = verdict.diagnosis
    if cause is None:
        yield verdict.message or verdict.outcome
        return
    yield f"{cause.about}: {cause.sentence}"
    yield from (f"  {name}: {value}" for name, value in cause.example)
    if cause.section:
        yield f"  Read again: {cause.section}"
