"""Where the time of a submission goes, stage by stage, measured from outside on the real thing.

Each stage is what it adds to the ones before it in the same turn: an examiner that is given no cells shows what a fork
costs, one without grade cells what the student's cells cost, and so on.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks.tables import Rows, print_table
from nbjudge.gradebook.recording import record
from nbjudge.grading.autograded import notebook_text, write_notebook
from nbjudge.grading.stands_file import trial_of
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.notebooks.cells import is_test_cell
from nbjudge.notebooks.rebuild import rebuild
from nbjudge.processes.warm_set import WarmSet
from nbjudge.scores import NotebookScores
from nbjudge.verdicts import Graded

TIMES = 40


def shares(course: Path) -> None:
    """Print what one right submission costs, on one core, as a worker runs it."""
    folder, limits = course / "source" / "activation", Limits()
    assignment = read_assignment(folder, "activation", "activation", root=course)
    student = min(path.name for path in (course / "submitted").iterdir())  # the first is a right one
    submission = (course / "submitted" / student / "activation" / "activation.ipynb").read_bytes()
    cells = [c for c in rebuild(assignment.parsed, submission, limits).notebook["cells"] if c["cell_type"] == "code"]
    plain = [cell for cell in cells if not is_test_cell(cell)]
    cores = os.sched_getaffinity(0)
    with WarmSet() as warm, ExitStack() as stack:
        assignment = replace(assignment, stands=trial_of(assignment, limits, course, warm).stands)
        pair = stack.enter_context(warm.pair_for(assignment, limits, sandboxed=True))
        try:
            warm.pin(min(cores))
            graded = judge(submission, assignment, limits, warm=warm)
            database, files = _written(course, student, graded)
            times = _in_turn(
                {
                    "rebuild": lambda: rebuild(assignment.parsed, submission, limits),
                    "examiner": lambda: pair.examine([], 0),
                    "candidate": lambda: pair.examine(plain[:1], 0),
                    "plain": lambda: pair.examine(plain, 0),
                    "exam": lambda: pair.examine(cells, 0),
                    "judge": lambda: judge(submission, assignment, limits, warm=warm),
                    "text": lambda: notebook_text(graded.notebook),
                }
            )
        finally:
            os.sched_setaffinity(0, cores)
    stages = {
        "rebuild": _added(times, "rebuild"),
        "fork and end an examiner": _added(times, "examiner"),
        "fork, lock down and end a candidate": _added(times, "candidate", "examiner"),
        "the student's cells": _added(times, "plain", "candidate"),
        "the tests": _added(times, "exam", "plain"),
        "verdicts into the notebook, and its text": _added(times, "judge", "exam", "rebuild") + _added(times, "text"),
        "database, with commit": database,
        "files": files,
    }
    total = sum(stages.values())
    rows: Rows = [("one right submission, one core", "ms", "share")]
    rows += [(name, f"{1000 * seconds:.1f}", f"{100 * seconds / total:.0f} %") for name, seconds in stages.items()]
    print_table([*rows, ("together", f"{1000 * total:.1f}", "100 %")])


def _in_turn(actions: Mapping[str, Callable[[], object]]) -> Mapping[str, list[float]]:
    """Seconds of each, TIMES times: one after the other each time, so that a machine that slows down slows them all."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(TIMES):
        for name, action in actions.items():
            begun = time.perf_counter()
            action()
            times[name].append(time.perf_counter() - begun)
    return times


def _added(times: Mapping[str, list[float]], name: str, *before: str) -> float:
    """What an action takes that these others, which are parts of it, do not: the median of each turn's difference."""
    turns: Iterable[tuple[float, ...]] = zip(times[name], *(times[part] for part in before), strict=True)
    return statistics.median(whole - sum(parts) for whole, *parts in turns)


def _written(course: Path, student: str, graded: Graded) -> tuple[float, float]:
    """Seconds for the writer's two parts."""
    notebooks = {"activation": NotebookScores.of(graded)}
    text, folder = notebook_text(graded.notebook), course / "autograded" / student / "activation"
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        times = _in_turn(
            {
                "database": lambda: record(gradebook, "activation", student, None, notebooks, lambda *_: None),
                "files": lambda: write_notebook(folder / "activation.ipynb", text),
            }
        )
    return _added(times, "database"), _added(times, "files")
