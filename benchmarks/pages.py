"""Export and feedback: stock nbgrader against the judge's verbs, on a graded class."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks.classes import make_course
from benchmarks.measure import run
from benchmarks.tables import Rows, print_table


def pages(folder: Path, students: int, sample: int) -> None:
    """Measure both for ``students`` graded submissions; stock writes ``sample`` pages, whose cost each is the same."""
    root = folder / "course"
    root.mkdir()
    names = [f"student{number:05d}" for number in range(students)]
    make_course(root, names, judge=True)
    run(["nbjudge", "autograde", "activation"], root)
    fast = run(["nbjudge", "export", "--to", "ours.csv"], root).wall
    slow = run(["nbgrader", "export", "--to", "theirs.csv"], root).wall
    assert filecmp.cmp(root / "ours.csv", root / "theirs.csv", shallow=False), "the two exports should be the same"
    ours = run(["nbjudge", "feedback", "activation"], root).wall
    again = run(["nbjudge", "feedback", "activation"], root).wall
    shutil.rmtree(root / "feedback")
    stock = ["nbgrader", "generate_feedback", "activation", "--force", "--student"]
    first = run([*stock, names[0]], root).wall
    some = run([*stock, ",".join(names[:sample])], root).wall
    theirs = first + (some - first) / (sample - 1) * (students - 1)
    rows: Rows = [
        (f"{students} submissions", "stock nbgrader, s", "nbjudge, s", "ratio"),
        ("export", f"{slow:.1f}", f"{fast:.1f}", f"{slow / fast:.1f}"),
        (f"feedback (stock: from {sample} pages)", f"{theirs:.0f}", f"{ours:.1f}", f"{theirs / ours:.1f}"),
        ("feedback, nothing changed", "", f"{again:.1f}", ""),
    ]
    print_table(rows)


def scores(root: Path) -> dict[tuple[str, str], tuple[float | None, float]]:
    """Student and grade cell to score and most points, of all grade cells in a course's gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.max_score)
            for submission in gradebook.find_assignment("activation").submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
