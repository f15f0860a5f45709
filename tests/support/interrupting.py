"""A class that is due again, and what grading leaves behind, for tests that kill grading on its way."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.course import Course
from tests.support.course import filled_in, submit
from tests.support.recorded import graded, rows
from tests.support.running import RAISING, RIGHT, copied, run

STUDENTS = 15


@dataclass(frozen=True)
class State:
    """All that grading leaves behind: gradebook, autograded/ and what is exported."""

    rows: dict[str, list[tuple[Any, ...]]]
    graded: dict[str, str]
    exported: list[str]


def state_of(course: Course) -> State:
    """What it has left behind by now."""
    table = course.root / "table.csv"
    ended = run(course, "export", f"--to={table}")
    assert ended.code == 0, ended.err
    # its lines stand in the order in which submissions were first recorded, which is any order with several workers
    return State(rows(course), graded(course), sorted(table.read_text().splitlines()))


def _answer(number: int) -> Any:
    """Mostly what costs little: this is about the writer, and the judge has its own tests."""
    costly = {0: RIGHT, 5: {"relu": RAISING}, 10: {}}
    if number % STUDENTS in costly:
        return filled_in(costly[number % STUDENTS])
    return b"no notebook, number %d" % number


def _hand_in(course: Course, numbers: range, shift: int) -> None:
    for number in numbers:
        folder = submit(course, f"s{number:02}", _answer(number + shift))
        # so that each row of the gradebook has to change, whatever the answer
        (folder / "timestamp.txt").write_text(f"2026-11-{shift + 1:02} 12:00:00.000000 UTC")


def _enter_by_hand(course: Course) -> None:
    """What a person adds in formgrader: points, extra credit, comments, an extension."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for number in range(0, STUDENTS // 2, 3):
            where = "activation", "activation", f"s{number:02}"
            grade = gradebook.find_grade("test_relu_forward", *where)
            grade.manual_score, grade.extra_credit = 1.25, 0.5
            gradebook.find_comment("gelu", *where).manual_comment = f"Well argued, {number}."
        gradebook.grant_extension("activation", "s05", hours=3)
        gradebook.db.commit()


def entered_by_hand(course: Course) -> list[tuple[Any, ...]]:
    """What was entered so, as it stands now."""
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        grades = connection.execute("select id, manual_score, extra_credit from grade where manual_score is not null")
        comments = connection.execute("select id, manual_comment from comment where manual_comment is not null")
        found = sorted(grades.fetchall()) + sorted(comments.fetchall())
        found += connection.execute("select id, extension from submitted_assignment where extension is not null")
    connection.close()
    return found


def check_in_between(course: Course, by_hand: list[tuple[Any, ...]]) -> None:
    """What must hold at every instant."""
    for path in course.root.glob("autograded/*/activation/*.ipynb"):
        json.loads(path.read_text())
    assert entered_by_hand(course) == by_hand
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        for table, columns in (
            ("grade", "cell_id, notebook_id"),
            ("submitted_assignment", "assignment_id, student_id"),
        ):
            assert not connection.execute(f"select 1 from {table} group by {columns} having count(*) > 1").fetchall()
    connection.close()


def due_again(empty_course: Course, root: Path) -> Course:
    """A class of which half was graded before, with points by hand, and has handed in again; the others are new."""
    course = copied(empty_course, root)
    _hand_in(course, range(STUDENTS // 2), 0)
    assert run(course, "autograde").code == 0
    _enter_by_hand(course)
    _hand_in(course, range(STUDENTS), 1)
    return course
