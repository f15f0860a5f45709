"""The one writer: how many submissions a second it records in a gradebook that has many already, on the disk.

Nobody judges here: what comes of one submission is written for many students, as fast as the writer takes it.
"""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import psutil
from nbgrader.api import Base, Gradebook
from sqlalchemy import func, select

from benchmarks.classes import make_course
from benchmarks.tables import Rows, print_table
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.recording import MOST_TOGETHER, ToRecord, record_all
from nbjudge.grading.autograded import notebook_text, write_kit, write_notebook
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.scores import CellScore, NotebookScores
from tests.support.postgres import PROGRAMS, WITHOUT, serving

NAME: Final = "activation"
SAMPLE: Final = 256  # submissions that are timed in each way
WHEN: Final = datetime(2026, 11, 1, 12)


@dataclass(frozen=True)
class Written:
    """What is written of each submission: scores, and the graded notebook beside the assignment's own files."""

    scores: NotebookScores
    text: str
    kit: Mapping[str, bytes]

    def again(self) -> Written:
        """The same with other points in every cell."""
        cells = {name: CellScore((cell.score or 0.0) / 2, cell.max_points) for name, cell in self.scores.cells.items()}
        return replace(self, scores=replace(self.scores, cells=cells))


def writer(folder: Path, size: int) -> None:
    """Measure SQLite and PostgreSQL with ``size`` submissions there already."""
    root = folder / "course"
    root.mkdir()
    make_course(root, ["first"], judge=True)
    written = _judged(root)
    file = root / "gradebook.db"
    with Gradebook(f"sqlite:///{file}") as gradebook:
        add_missing(gradebook.engine)
        before = _count(gradebook)
        for students in _in_parts("there", size, MOST_TOGETHER):
            _record(gradebook, students, written)
        each = {table: (count - before[table]) / size for table, count in _count(gradebook).items()}
    print("rows a submission:", ", ".join(f"{count:g} {table}" for table, count in each.items() if count), flush=True)
    rows: Rows = [
        (
            f"a second, of {size:,} there",
            "together",
            "new",
            "with files",
            "other points",
            "CPU of new, ms",
            "new by CPU",
        )
    ]
    with _databases(folder, file) as urls:
        for name, url in urls.items():
            for together in (1, 8, MOST_TOGETHER):
                shutil.rmtree(root / "autograded", ignore_errors=True)
                with Gradebook(url) as gradebook:
                    rows.append((name, str(together), *_rates(gradebook, root / "autograded", together, written)))
    print_table(rows)


def _judged(root: Path) -> Written:
    limits, assignment = Limits(), read_assignment(root / "source" / NAME, NAME, NAME, root=root)
    submission = (root / "submitted" / "first" / NAME / f"{NAME}.ipynb").read_bytes()
    with WarmSet() as warm:
        graded = judge(submission, assignment, limits, warm=warm)
    return Written(NotebookScores.of(graded), notebook_text(graded.notebook), assignment.kit)


@contextlib.contextmanager
def _databases(folder: Path, file: Path) -> Iterator[dict[str, str]]:
    """The gradebook, and a copy of it on a server of its own with PostgreSQL's own settings."""
    urls = {"SQLite": f"sqlite:///{file}"}
    if PROGRAMS is None:
        print(f"PostgreSQL is not measured: it {WITHOUT}")
        yield urls
        return
    with serving() as server:
        urls["PostgreSQL"] = server.empty()
        copying = [str(Path(sys.executable).parent / "nbjudge"), "db", "copy", str(file), urls["PostgreSQL"]]
        begun = time.perf_counter()
        done = subprocess.run(copying, check=True, capture_output=True, text=True, cwd=folder)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{' '.join(done.stdout.splitlines()[-1].split())} {time.perf_counter() - begun:.1f} s, {memory:.0f} MiB")
        yield urls


def _rates(gradebook: Gradebook, autograded: Path, together: int, written: Written) -> Iterator[str]:
    def new(students: tuple[str, ...]) -> None:
        _record(gradebook, students, written)

    def with_files(students: tuple[str, ...]) -> None:
        _record(gradebook, students, written)
        for student in students:
            folder = autograded / student / NAME
            folder.mkdir(parents=True)
            write_kit(folder, written.kit, WHEN, student)
            write_notebook(folder / f"{NAME}.ipynb", written.text)

    def other(students: tuple[str, ...]) -> None:
        _record(gradebook, students, written.again())

    used = _cpu(gradebook)
    yield _rate(new, f"new{together}", together)
    cpu = 1000 * (_cpu(gradebook) - used) / SAMPLE
    yield _rate(with_files, f"files{together}", together)
    yield _rate(other, f"new{together}", together)
    yield f"{cpu:.2f}"
    yield f"{1000 / cpu:.0f}"


def _cpu(gradebook: Gradebook) -> float:
    """Seconds that this process has used, and the server's that works for it."""
    used = time.process_time()
    if gradebook.engine.dialect.name == "postgresql":
        server = psutil.Process(gradebook.db.execute(select(func.pg_backend_pid())).scalar_one()).cpu_times()
        gradebook.db.rollback()
        used += server.user + server.system
    return used


def _rate(act: Callable[[tuple[str, ...]], None], prefix: str, together: int) -> str:
    begun = time.perf_counter()
    for students in _in_parts(prefix, SAMPLE, together):
        act(students)
    return f"{SAMPLE / (time.perf_counter() - begun):.0f}"


def _in_parts(prefix: str, students: int, size: int) -> Iterator[tuple[str, ...]]:
    """Names of so many students, some at a time."""
    names = tuple(f"{prefix}-{number:06d}" for number in range(students))
    yield from (names[begin : begin + size] for begin in range(0, students, size))


def _record(gradebook: Gradebook, students: tuple[str, ...], written: Written) -> None:
    asked = [ToRecord(student, WHEN, {NAME: written.scores}) for student in students]
    record_all(gradebook, NAME, asked, lambda *_: None)


def _count(gradebook: Gradebook) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: gradebook.db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
