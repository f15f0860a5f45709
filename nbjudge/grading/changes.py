"""By what submissions in the gradebook are judged, unless the instructor changed the source since the release.

What helps then depends on the gradebook.

nbgrader releases an assignment again as often as one likes, but refuses to add or remove cells or notebooks once there
are submissions, and removes what was released on the way. So nobody is sent there then.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection
from dataclasses import replace

from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.settings import NbJudge
from nbjudge.gradebook.assignments import KnownAssignment, KnownNotebook, known_assignment
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.grading.terms import Terms, draft_terms, read_notebooks, source_notebooks, unusable, with_notebooks
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.source import AssignmentError, Source


def read_terms(coursedir: CourseDirectory, settings: NbJudge, early: Terms | None = None) -> Terms:
    """The terms of the assignment that ``coursedir`` names.

    Args:
        early: what was read of them before the gradebook, by `early_terms`.

    Raises:
        GradingError: if it is not the judge's or not in the gradebook, or its source is broken, if there is no sandbox,
            if a setting makes no sense, or if one of nbgrader's would have to be ignored.
    """
    name: str = coursedir.assignment_id
    if not settings.grades(name):
        raise GradingError(
            f"{name!r} is not in c.NbJudge.assignments, and so stock nbgrader's: run `nbgrader autograde "
            f"{shlex.quote(name)}`, or add it there"
        )
    draft = early or draft_terms(coursedir, settings)
    known = _known(coursedir)
    _, there = source_notebooks(coursedir)
    refuse_removed(name, known, there)
    by_name = {one.notebook: one for one in draft.notebooks}
    missing = sorted(known.notebooks.keys() - by_name.keys())
    by_name |= {one.notebook: one for one in read_notebooks(coursedir, settings.parent, missing)}
    read = [by_name[one] for one in sorted(known.notebooks)]
    try:
        for assignment in read:
            refuse_changed(assignment, known)
    except AssignmentError as error:
        raise unusable(name, error) from error
    told = (*draft.told, *told_of_added(name, known, there))
    return with_notebooks(coursedir, settings, replace(draft, due=known.due, told=told), read)


def _known(coursedir: CourseDirectory) -> KnownAssignment:
    """What the gradebook has of the assignment."""
    name = coursedir.assignment_id
    hint = f"run `nbgrader generate_assignment {shlex.quote(name)} --force` first"
    try:
        with open_gradebook(coursedir) as gradebook:
            known = patiently(lambda: known_assignment(gradebook, name))
    except MissingEntry:
        raise GradingError(f"the gradebook has no assignment {name!r}: {hint}") from None
    except SQLAlchemyError as error:
        raise GradingError(f"{explained(error)}\n{MEND}") from error
    if not known.notebooks:
        raise GradingError(f"the gradebook has no notebook of {name!r}: {hint}")
    return known


def refuse_removed(name: str, known: KnownAssignment, there: Collection[str]) -> None:
    """Refuse to grade if the source lacks a notebook that the gradebook knows.

    Raises:
        GradingError: which, and what to do.
    """
    removed = sorted(known.notebooks.keys() - set(there))
    if removed and not there:
        raise GradingError(
            f"the source of {name!r} has no notebook; the gradebook knows {_files(removed)}: put it back"
        )
    if removed:
        raise GradingError(f"the source of {name!r} has no {_files(removed)} any more: {_advice(name, known, True)}")


def told_of_added(name: str, known: KnownAssignment, there: Collection[str]) -> list[str]:
    """A sentence if the source has notebooks that the gradebook does not know: they are not graded."""
    added = sorted(set(there) - known.notebooks.keys())
    if not added:
        return []
    return [
        f"the source of {name!r} holds {_files(added)}, which the gradebook does not know and nothing here grades: "
        f"{_advice(name, known, True)}"
    ]


def refuse_changed(assignment: Assignment, known: KnownAssignment) -> None:
    """Refuse to grade for other cells or points than the gradebook knows: scores would not add up.

    Raises:
        GradingError: which cells, and what to do.
    """
    has, book = _cells(assignment.parsed), known.notebooks[assignment.notebook]
    has_points, book_points = {**has.graded, **has.tasks}, {**book.graded, **book.tasks}
    if (has.graded, has.tasks) == (book.graded, book.tasks):
        return
    said = [
        *(f"{cell} is new" for cell in sorted(has_points.keys() - book_points.keys())),
        *(f"{cell} is gone" for cell in sorted(book_points.keys() - has_points.keys())),
        *(
            f"{cell} has {has_points[cell]:g} points for {book_points[cell]:g}"
            for cell in sorted(has_points.keys() & book_points.keys())
            if has_points[cell] != book_points[cell]
        ),
    ] or ["cells with tests have become tasks, or the other way round"]
    raise GradingError(
        f"the source of {assignment.name!r} has changed since its release ({', '.join(said)}): "
        f"{_advice(assignment.name, known, _other_cells(has, book))}"
    )


def _other_cells(has: KnownNotebook, book: KnownNotebook) -> bool:
    """Whether nbgrader takes it for another notebook than before, whatever the points."""
    mine = (has.graded.keys(), has.tasks.keys(), has.solutions, has.sources)
    return mine != (book.graded.keys(), book.tasks.keys(), book.solutions, book.sources)


def _cells(source: Source) -> KnownNotebook:
    """What nbgrader would put into the gradebook."""
    flags = {cell.grade_id: cell.flags for cell in source.cells if cell.grade_id is not None}
    return KnownNotebook(
        {name: float(one["points"]) for name, one in flags.items() if one.get("grade")},
        {name: float(one["points"]) for name, one in flags.items() if one.get("task")},
        frozenset(name for name, one in flags.items() if one.get("solution")),
        frozenset(n for n, one in flags.items() if any(one.get(f) for f in ("grade", "solution", "locked", "task"))),
    )


def _advice(name: str, known: KnownAssignment, other_cells: bool) -> str:
    """What to do, as commands that work in the state in which the gradebook is."""
    quoted = shlex.quote(name)
    if not (other_cells and known.submissions):
        return f"run `nbgrader generate_assignment {quoted} --force`"
    due = f" --duedate={shlex.quote(f'{known.due} UTC')}" if known.due is not None else ""
    return (
        f"nbgrader adds and removes nothing once there are submissions ({known.submissions} here). Either undo it in "
        "source/. Or keep a copy of the gradebook and begin this assignment anew, which loses points, comments and "
        f"extensions given by hand: `nbgrader db assignment remove {quoted} --force`, `nbgrader db assignment add "
        f"{quoted}{due}`, `nbgrader generate_assignment {quoted} --force`, `nbjudge autograde {quoted} --force`"
    )


def _files(names: Collection[str]) -> str:
    return ", ".join(f"{name}.ipynb" for name in names)
