"""A small assignment, and answers of every kind to it, for tests of what judges them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.verdicts import DIED, PASSED, RAISED, TIME_LIMIT, WRONG, Graded
from tests.support.small import small_assignment

LIMITS = Limits(test_seconds=2.0)
TWICE = "def twice(x):\n    return 2 * x"
TESTS = """
seed = int(__import__("os").environ["NBJUDGE_SEED"])
def test_twice():
    "twice is twice"
    assert list(twice(np.arange(3.0) + seed)) == [2.0 * (k + seed) for k in range(3)], seed
"""
ASSIGNMENT = small_assignment(TWICE, TESTS)


def variant(number: int) -> Assignment:
    """Another assignment, whose pair is another one."""
    return small_assignment(TWICE, f"{TESTS}\n# {number}")


def submission(answer: str) -> bytes:
    """The small assignment with an answer."""
    notebook = json.loads(ASSIGNMENT.source)
    next(cell for cell in notebook["cells"] if cell["id"] == "answer")["source"] = answer
    return json.dumps(notebook).encode()


RIGHT = submission(TWICE)
DRAWING = submission("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n" + TWICE)
HANGING = submission("def twice(x):\n    while True: pass")

#: Submissions, and the outcome of the one test.
MIXED: Final = [
    (RIGHT, PASSED),
    (submission("twice = np.add"), RAISED),
    (submission("def twice(x):\n    return 3 * x"), WRONG),
    (submission("def twice(x):\n    return x + x"), PASSED),
    (submission("def twice(x):\n    raise KeyError('lost')"), RAISED),
    (submission("def twice(x):\n    print('twice', x)\n    return [2 * y for y in x]"), PASSED),
    (submission("def twice(x):\n    import os\n    os._exit(3)"), DIED),
    (submission("def twice(x):\n    return x"), WRONG),
    (submission("def twice(x:\n    return x"), RAISED),
    (DRAWING, PASSED),
]
SLOW: Final = (HANGING, TIME_LIMIT)
ILLEGIBLE: Final = (b"no notebook", WRONG)


def outcome_of(graded: Graded) -> str:
    """Of the one test."""
    (verdict,) = graded.cells["test_answer"].verdicts
    return verdict.outcome


def without_seconds(graded: Graded) -> tuple[Graded, str]:
    """All that was found, but for how long it took: the notebook, too, holds that."""
    notebook = json.loads(json.dumps(graded.notebook))
    for cell in notebook["cells"]:
        for verdict in cell["metadata"].get("nbjudge", {}).get("verdicts", []):
            del verdict["seconds"]
    return replace(graded, notebook={}), json.dumps(notebook)
