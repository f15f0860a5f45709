"""The class is added up student by student, and what stays of each is small."""

from __future__ import annotations

import tracemalloc

from nbjudge.gradebook.assignments import KnownAssignment, KnownNotebook
from nbjudge.report.alike.pairs import Answers
from nbjudge.report.gathering import Gathered
from nbjudge.report.reading import Handed
from tests.support.reporting import CELLS, Made, wrong

KNOWN = KnownAssignment({"nb": KnownNotebook(CELLS, {}, frozenset(), frozenset())}, None, 0)
STUDENTS = 60


def long_one(number: int) -> Handed:
    """A student with a long message and much code: 200 KB together."""
    verdicts = wrong("test_b_0", f"yours {number}\n{number:09}" + 90_000 * "x")
    made = Made(f"s{number}", verdicts, code=[f"x = {number}\n" * 100 + "# nothing\n" + f"{number:09}" * 10_000])
    return Handed(made.name, (made.graded(),), (), None)


def test_what_stays_of_a_student_is_some_kilobytes() -> None:
    gathered, answers = Gathered(KNOWN), Answers()
    tracemalloc.start()
    try:
        for number in range(STUDENTS):
            handed = long_one(number)
            gathered.add(handed)
            answers.add(handed.student, handed.notebooks[0].code)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept / STUDENTS < 10_000, "some 6 KB is usual"
    assert (len(gathered.rows), gathered.causes.ranked()[0].students) == (STUDENTS, STUDENTS)
