"""An ordinary notebook of another instructor's, judged apart and beside, against stock nbgrader."""

from __future__ import annotations

import json
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import run
from benchmarks.tables import Rows, print_table

QUESTIONS: Final = 6
SIZES: Final = (3, 100)
SOLUTION: Final = """import numpy as np
def scaled_{n}(values, factor={n}):
    ### BEGIN SOLUTION
    return np.asarray(values) * factor
    ### END SOLUTION"""
APART: Final = """assert list(scaled_{n}([1, 2, 3])) == [{n}, 2 * {n}, 3 * {n}]
np.testing.assert_allclose(scaled_{n}(np.arange(4.0), 0.5), [0, 0.5, 1, 1.5])
### BEGIN HIDDEN TESTS
assert scaled_{n}([7])[0] == 7 * {n}
### END HIDDEN TESTS"""
#: A cell that seeds is judged beside.
BESIDE: Final = "np.random.seed({n})\n" + APART


def notebooks(folder: Path, rounds: int) -> None:
    """Grade classes of both sizes with stock and judge in turns, where cells are apart and where they are beside."""
    rows: Rows = [("cells", "submissions", "stock nbgrader, s", "nbjudge, s", "part of stock", "`check`, s")]
    for where, tests in (("apart", APART), ("beside", BESIDE)):
        for size in SIZES:
            stock = _course(folder / f"stock-{where}-{size}", tests, size, judge=False)
            judge = _course(folder / f"judge-{where}-{size}", tests, size, judge=True)
            check = run(["nbjudge", "check", "ps"], judge).wall
            times = []
            for _ in range(rounds if size < SIZES[-1] else 1):
                theirs = run(["nbgrader", "autograde", "ps", "--force", "--create"], stock).wall
                times.append((theirs, run(["nbjudge", "autograde", "ps", "--force"], judge).wall))
            theirs, ours = (statistics.median(column) for column in zip(*times, strict=True))
            rows.append((where, str(size), f"{theirs:.1f}", f"{ours:.2f}", f"{ours / theirs:.3f}", f"{check:.1f}"))
            print(*rows[-1], flush=True)
    print_table(rows)


def _course(root: Path, tests: str, students: int, *, judge: bool) -> Path:
    """A course with one assignment, released, and as many right submissions."""
    source = root / "source" / "ps"
    source.mkdir(parents=True)
    lines = ["c = get_config()", "c.CourseDirectory.root = '.'"]
    lines += ["from nbjudge.nbgrader_plugin import install", "install(c)"] if judge else []
    (root / "nbgrader_config.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    notebook = {"cells": list(_cells(tests)), "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    (source / "ps.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    run(["nbgrader", "generate_assignment", "ps"], root)
    for number in range(students):
        shutil.copytree(source, root / "submitted" / f"s{number:03d}" / "ps")
    return root


_METADATA: Final = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def _cells(tests: str) -> Iterator[dict[str, Any]]:
    for number in range(1, QUESTIONS + 1):
        yield _cell(f"scaled_{number}", SOLUTION.format(n=number), {"solution": True, "locked": False, "grade": False})
        flags = {"solution": False, "locked": True, "grade": True, "points": 2}
        yield _cell(f"test_{number}", tests.format(n=number), flags)


def _cell(name: str, text: str, flags: dict[str, Any]) -> dict[str, Any]:
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, **flags}
    return {
        "cell_type": "code", "id": name.replace("_", "-"), "metadata": {"nbgrader": nbgrader}, "source": text,
        "outputs": [], "execution_count": None,
    }  # fmt: skip
