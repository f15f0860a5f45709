"""Where the time of a submission goes, stage by stage, measured from outside on the real thing.

Each stage is what it adds to the ones before: an examiner that is given no cells shows what a fork costs, one without
grade cells what the student's cells cost, and so on.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks.tables import Rows, print_table
from nbjudge.assignment import read_assignment
from nbjudge.bench import bench_for, close_benches
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebook import is_test_cell
from nbjudge.outcome import Judged
from nbjudge.rebuild import rebuild
from nbjudge.recording import record
from nbjudge.verdicts import Graded
from nbjudge.writer import notebook_text, write_notebook

TIMES = 40


def shares(course: Path) -> None:
    """Print what one right submission costs, on one core, as a worker runs it."""
    assignment, limits = read_assignment(course / "source" / "activation", "activation", "activation"), Limits()
    student = min(path.name for path in (course / "submitted").iterdir())  # the first is a right one
    submission = (course / "submitted" / student / "activation" / "activation.ipynb").read_bytes()
    cells = [c for c in rebuild(assignment.parsed, submission, limits).notebook["cells"] if c["cell_type"] == "code"]
    plain = [cell for cell in cells if not is_test_cell(cell)]
    cores = os.sched_getaffinity(0)
    bench = bench_for(assignment, limits, sandboxed=True)
    try:
        os.sched_setaffinity(0, {min(cores)})
        bench.pin(min(cores))
        rebuilding = _median(lambda: rebuild(assignment.parsed, submission, limits))
        examiner = _median(lambda: bench.examine([], 0))
        candidate = _median(lambda: bench.examine(plain[:1], 0))
        without_tests = _median(lambda: bench.examine(plain, 0))
        everything = _median(lambda: bench.examine(cells, 0))
        whole = _median(lambda: judge(submission, assignment, limits))
        graded = judge(submission, assignment, limits)
        text = _median(lambda: notebook_text(graded.notebook))
        database, files = _written(course, student, graded)
    finally:
        os.sched_setaffinity(0, cores)
        close_benches()
    total = whole + text + database + files
    stages = [
        ("rebuild", rebuilding),
        ("fork and end an examiner", examiner),
        ("fork, lock down and end a candidate", candidate - examiner),
        ("the student's cells", without_tests - candidate),
        ("the tests", everything - without_tests),
        ("verdicts into the notebook, and its text", whole - rebuilding - everything + text),
        ("database, with commit", database),
        ("files", files),
    ]
    rows: Rows = [("one right submission, one core", "ms", "share")]
    rows += [(name, f"{1000 * seconds:.1f}", f"{100 * seconds / total:.0f} %") for name, seconds in stages]
    print_table([*rows, ("together", f"{1000 * total:.1f}", "100 %")])


def _written(course: Path, student: str, graded: Graded) -> tuple[float, float]:
    """Seconds for the writer's two parts."""
    notebooks = {"activation": Judged.of(graded)}
    text, folder = notebook_text(graded.notebook), course / "autograded" / student / "activation"
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        database = _median(lambda: record(gradebook, "activation", student, None, notebooks, lambda *_: None))
    return database, _median(lambda: write_notebook(folder / "activation.ipynb", text))


def _median(action: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
