"""A whole assignment, from release to grades, with four sample students, and the report on a class of forty.

One of the four attacks the grader.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from demo.course import CommandFailed, Course
from demo.sample_class import report_on_sample_class
from demo.students import NAMES, STUDENTS, fill_in, workplace
from demo.table import print_attack, print_grades, print_next
from demo.warm import FORKS, WarmCourse

ASSIGNMENT = "activation"


def main() -> int:
    """Run every step in order. Returns the exit code: 0, or 1 if a command failed (its output is shown)."""
    course = WarmCourse()
    steps: list[tuple[str, Callable[[], object]]] = [
        (
            "instructor: generate the release, enrol students",
            lambda: _release(course),
        ),
        ("instructor: release it to the exchange", lambda: course.run("release_assignment", ASSIGNMENT, "--force")),
        ("students: fetch, fill in their answers, submit", lambda: _students_work(course)),
        ("instructor: collect", lambda: course.collect(ASSIGNMENT)),
        ("instructor: autograde, with the judge", lambda: course.judge(ASSIGNMENT, STUDENTS)),
        ("instructor: generate feedback", lambda: course.give_feedback(ASSIGNMENT, STUDENTS)),
        ("instructor: release feedback", lambda: course.run("release_feedback", ASSIGNMENT)),
        ("instructor: export grades.csv", lambda: course.run("export", "--to", "grades.csv")),
        ("another class, of 40: grade it, and report on it", lambda: report_on_sample_class(course.root)),
    ]
    for number, (title, step) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {title:<50}", end="", flush=True)
        start = time.perf_counter()
        try:
            step()
        except CommandFailed as failure:
            print(f" failed\n\n{failure}", file=sys.stderr)
            return 1
        print(f" {time.perf_counter() - start:5.1f} s", flush=True)
    print()
    print_grades(course.root, ASSIGNMENT, STUDENTS)
    print_attack(course.root, ASSIGNMENT, "mallory")
    print_next()
    return 0


def _release(course: Course) -> None:
    course.run("generate_assignment", ASSIGNMENT, "--force")
    course.enrol(NAMES)


def _students_work(course: Course) -> None:
    with ProcessPoolExecutor(2, mp_context=FORKS) as pool:  # two at a time
        list(pool.map(partial(_one_student_works, course), STUDENTS))


def _one_student_works(course: Course, student: str) -> None:
    home = workplace(course.root, student)
    course.run_as(student, home, "fetch_assignment", ASSIGNMENT)
    fill_in(home / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", student)
    course.run_as(student, home, "submit", ASSIGNMENT)


if __name__ == "__main__":
    sys.exit(main())
