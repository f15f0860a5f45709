"""A small course for verbs that judge one submission by itself: nothing of it is released, and it has no gradebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.support.forking import Ended
from tests.support.mini import DOUBLE, ESSAY, MiniCourse
from tests.support.rebuilding import new_cell
from tests.support.zygotes import fork_warm

SECRET: Final = "of negative numbers too"
_TESTS: Final = f'''def test_example():
    """Two becomes four."""
    assert double(2) == 4


### BEGIN HIDDEN TESTS
def test_negative():
    """{SECRET}"""
    assert double(-3) == -6, f"-3 became {{double(-3)}}"
### END HIDDEN TESTS'''
CELLS: Final = (
    *DOUBLE[:2],
    new_cell(_TESTS, "test_double", grade_id="test_double", grade=True, locked=True, points=4),
    ESSAY,
)
RIGHT: Final = {"double": "def double(x):\n    return 2 * x"}
HALF: Final = {"double": "def double(x):\n    return abs(2 * x)"}


def written(path: Path, course: MiniCourse, texts: Mapping[str, str]) -> Path:
    """The source with these texts in its cells, as a student's notebook."""
    notebook = json.loads((course.root / "source/ps/ps.ipynb").read_text())
    for cell in notebook["cells"]:
        cell["source"] = texts.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    path.write_text(json.dumps(notebook))
    return path


def nbjudge(course: MiniCourse, *arguments: str, stdin: Path | None = None) -> Ended:
    """Run `nbjudge ARGUMENTS` in the course's folder, with zygotes that are there already."""

    def before() -> None:
        if stdin is not None:
            sys.stdin = stdin.open()

    return fork_warm(["nbjudge", *arguments], course.root, course.environment, before).wait()


def graded(course: MiniCourse, *arguments: str) -> dict[str, Any]:
    """What `nbjudge grade --json` prints."""
    done = nbjudge(course, "grade", "--json", *arguments)
    assert done.code == 0, done.err
    return done.document
