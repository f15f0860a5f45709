"""Export and feedback: stock nbgrader against the judge's verbs, on a graded class."""

from __future__ import annotations

import filecmp
import shutil
import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks.classes import in_parts, make_course, without_judge
from benchmarks.measure import run
from benchmarks.tables import Rows, print_table

ROUNDS = 3


def pages(folder: Path, students: int, sample: int) -> None:
    """Measure both for ``students`` graded submissions; stock writes ``sample`` pages, whose cost each is the same."""
    ours, theirs = _courses(folder, students, sample)
    _, small = _courses(folder, 1, sample)
    begin_export = _median(lambda: run(["nbgrader", "export", "--to", "theirs.csv"], small).wall)
    slow, fast, begin = [], [], []
    for _ in range(ROUNDS):  # taking turns
        slow.append(run(["nbgrader", "export", "--to", "theirs.csv"], theirs).wall)
        fast.append(run(["nbjudge", "export", "--to", "ours.csv"], ours).wall)
        begin.append(run(["nbjudge", "export", "--to", "ours.csv"], small.parent / "judge-1").wall)
    assert filecmp.cmp(ours / "ours.csv", theirs / "theirs.csv", shallow=False), "the two exports should be the same"
    rows: Rows = [(f"{students} submissions", "stock nbgrader, s", "nbjudge, s", "ratio")]
    rows.append(_row("export", statistics.median(slow), statistics.median(fast)))
    beyond = statistics.median(slow) - begin_export, statistics.median(fast) - statistics.median(begin)
    rows.append(_row("export, without start-up", *beyond))
    names = sorted(path.name for path in (theirs / "submitted").iterdir())
    stock = ["nbgrader", "generate_feedback", "activation", "--force", "--student"]
    each, whole = [], []
    for turn in range(ROUNDS):
        first = run([*stock, names[0]], theirs).wall
        some = run([*stock, f"part{turn}-*"], theirs).wall
        each.append((some - first) / (sample - 1))
        whole.append(run(["nbjudge", "feedback", "activation", "--force"], ours).wall)
    again = run(["nbjudge", "feedback", "activation"], ours).wall
    total = first + statistics.median(each) * (students - 1)
    rows.append(_row(f"feedback (stock: from {ROUNDS} times {sample} pages)", total, statistics.median(whole)))
    print_table([*rows, ("feedback, nothing changed", "", f"{again:.1f}", "")])


def _row(name: str, slow: float, fast: float) -> tuple[str, str, str, str]:
    return name, f"{slow:.2f}", f"{fast:.2f}", f"{slow / fast:.1f}"


def _courses(folder: Path, students: int, sample: int) -> tuple[Path, Path]:
    """A graded course, and a copy of it as stock nbgrader alone would have it: without the judge and its indexes."""
    ours, theirs = folder / f"judge-{students}", folder / f"stock-{students}"
    ours.mkdir()
    make_course(ours, in_parts(students, sample), judge=True)
    run(["nbjudge", "autograde", "activation"], ours)
    shutil.copytree(ours, theirs)
    without_judge(theirs)
    with sqlite3.connect(theirs / "gradebook.db") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'nbjudge!_%' ESCAPE '!'"
        ).fetchall():
            database.execute(f"DROP INDEX {name}")
    return ours, theirs


def _median(action: Callable[[], float]) -> float:
    return statistics.median(action() for _ in range(ROUNDS))


def scores(root: Path) -> dict[tuple[str, str], tuple[float | None, float]]:
    """Student and grade cell to score and most points, of all grade cells in a course's gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.max_score)
            for submission in gradebook.find_assignment("activation").submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
