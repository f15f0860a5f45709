"""The report on a made-up class: what it takes, and whether its memory grows with the class."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any, Final

from nbgrader.api import Gradebook

from benchmarks.classes import STAMP, make_course
from benchmarks.measure import run
from benchmarks.tables import Rows, print_table
from nbjudge.gradebook.recording import record
from nbjudge.scores import CellScore, NotebookScores
from nbjudge.verdicts import PASSED

REPORT: Final = ("nbjudge", "report", "activation", "--to", "report.html", "--csv", "report.csv")
PART: Final = 10  # how much smaller the class is that memory is compared with
NAME: Final = "activation"


def report(folder: Path, students: int) -> None:
    """Measure the report on ``students`` graded submissions, and on a tenth of them."""
    rows: Rows = [("submissions", "page and CSV, s", "CPU, s", "a submission, ms", "peak memory, MiB", "page, MiB")]
    for size in (max(1, students // PART), students):
        root = folder / str(size)
        root.mkdir()
        _graded_class(root, size)
        cost = run(REPORT, root)
        memory = run(REPORT, root, memory=True).memory  # by itself: looking at it takes time
        page = (root / "report.html").stat().st_size / 2**20
        each = f"{1000 * cost.wall / size:.1f}"
        rows.append((str(size), f"{cost.wall:.1f}", f"{cost.cpu:.1f}", each, f"{memory:.0f}", f"{page:.1f}"))
    print_table(rows)


def _graded_class(root: Path, size: int) -> None:
    """Four submissions are graded; the others are made of these, with verdicts and code of their own."""
    make_course(root, ["first", "second", "third", "fourth"], judge=True)
    run(["nbjudge", "autograde", NAME], root)
    graded = [
        json.loads((root / "autograded" / name / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
        for name in ("first", "second", "third", "fourth")
    ]
    random = Random(0)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for number in range(size - len(graded)):
            student = f"student{number:05d}"
            notebook = _varied(graded[number % len(graded)], random)
            place = root / "autograded" / student / NAME
            place.mkdir(parents=True)
            (place / f"{NAME}.ipynb").write_text(json.dumps(notebook, indent=1), encoding="utf-8")
            (place / "timestamp.txt").write_text(STAMP, encoding="utf-8")
            record(gradebook, NAME, student, None, {NAME: _scores(notebook)}, lambda *_: None)


def _varied(notebook: dict[str, Any], random: Random) -> dict[str, Any]:
    """A graded notebook in which other tests fail, for other reasons, and that has code of its own."""
    made: dict[str, Any] = json.loads(json.dumps(notebook))
    for cell in made["cells"]:
        for verdict in cell["metadata"].get("nbjudge", {}).get("verdicts", ()):
            if verdict["outcome"] != PASSED or random.random() < 0.1:
                key = f"mistake {int(random.expovariate(0.2))}"
                told = {"about": "ReLU", "key": key, "sentence": f"It seems to be {key}.", "example": [["x", "1"]]}
                number = random.random()
                verdict |= {"outcome": "wrong answer", "points": 0.0, "message": f"yours {number}, right 0.5\nhint"}
                verdict["diagnosis"] = told if random.random() < 0.7 else None
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            lines = (f"{random.choice('abc')} = {random.choice('+-~')} {random.choice(('x', 'f(x)', 'x[0]'))}\n"
                     for _ in range(20))  # fmt: skip
            cell["source"] += "\n\n" + "".join(lines)
    return made


def _scores(notebook: dict[str, Any]) -> NotebookScores:
    cells = {}
    for cell in notebook["cells"]:
        verdicts = cell["metadata"].get("nbjudge", {}).get("verdicts")
        if verdicts:
            points = sum(verdict["points"] for verdict in verdicts)
            most = sum(verdict["max_points"] for verdict in verdicts)
            cells[cell["metadata"]["nbgrader"]["grade_id"]] = CellScore(points, most)
    return NotebookScores(cells, {}, {"relu": True, "sigmoid": True, "gelu": True, "silu": True}, (), None)
