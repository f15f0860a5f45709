"""Feedback pages of made-up graded notebooks, with verdicts and diagnoses, as the course's preprocessors make them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbjudge.feedback.exporter import PageExporter
from nbjudge.verdicts import PASSED, WRONG, Verdict
from tests.support.exporting import config_of, exporter_of

HIDDEN: Final = "assert secret_number(4) == 4217"
UNSHOWN: Final = "0.8172635445"  # right values that a message has and no page may show
PRINTED: Final = "PRINTED WHILE A TEST RAN"
CURVE: Final = [[x / 8, (x / 8) ** 2, x / 8] for x in range(-32, 32)]
DIAGNOSIS: Final = {
    "about": "ReLU", "key": "squared", "sentence": "The result is squared.", "section": "1 · ReLU", "curve": CURVE,
    "example": [["x", "1.5"], ["grad_output", "-0.25"], ["yours", "2.25"], ["right", "1.50000000000000022204"]],
}  # fmt: skip


def verdict(test: str, outcome: str = PASSED, message: str = "", **more: Any) -> dict[str, Any]:
    points = 1.0 if outcome == PASSED else 0.0
    return Verdict(test, f"what {test} asks", outcome, points, 1.0, message, printed=PRINTED).to_dict() | more


def graded(grade_id: str, *verdicts: dict[str, Any], **flags: Any) -> Any:
    """A grade cell as the judge leaves it; its points are those of its tests, unless ``score`` says otherwise."""
    score, most = (sum(one[name] for one in verdicts) for name in ("points", "max_points"))
    nbgrader = {"grade_id": grade_id, "grade": True, "solution": False, "locked": True, "points": most, "score": score}
    source = f"def {grade_id}_example():\n    pass\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS"
    metadata = {"nbgrader": nbgrader | flags, "nbjudge": {"verdicts": list(verdicts), "stand": "apart", "why": ""}}
    shown = nbformat.v4.new_output("stream", text=f"{UNSHOWN} {PRINTED}")
    return new_code_cell(source, id=grade_id.replace("_", "-"), metadata=metadata, outputs=[shown])


def answer(grade_id: str, source: str, **flags: Any) -> Any:
    """A student's answer."""
    nbgrader = {"grade_id": grade_id, "grade": False, "solution": True, "locked": False, "comment": None}
    kind: Any = new_markdown_cell if flags.get("grade") else new_code_cell
    return kind(source, id=f"{grade_id}-answer", metadata={"nbgrader": nbgrader | flags})


def text(source: str, name: str) -> Any:
    return new_markdown_cell(source, id=name)


def a_course(students_code: str = "class ReLU:\n    pass") -> list[Any]:
    """Two classes with three aspects, one wrong for one cause, an essay and a task."""
    wrong: dict[str, Any] = {"diagnosis": DIAGNOSIS, "message": f"at 1: right = {UNSHOWN}"}
    return [
        text("# The assignment\n\nWith $\\operatorname{ReLU}'(x) = \\frac{1}{2}$.", "title"),
        text(f"## 1 · ReLU\n\n| a | b |\n|---|---|\n| 1 | {'2' * 90} |\n\n$$\\sum_i {'x + ' * 60}x$$", "relu"),
        answer("relu", students_code),
        graded("test_relu_forward", verdict("one"), verdict("two", WRONG, **wrong), verdict("three", WRONG, **wrong)),
        graded("test_relu_backward", verdict("four", WRONG, **wrong)),
        text("## 2 · Sigmoid", "sigmoid"),
        answer("sigmoid", "class Sigmoid:\n    pass", comment="Well *argued*."),
        graded("test_sigmoid_forward", verdict("five")),
        graded("test_sigmoid_backward", verdict("six", "raised", "KeyError: 1\nline 3, in f: d[1]"), score=0.5),
        graded("test_sigmoid_stability", verdict("seven", "not judged", "the examiner stopped")),
        answer("essay", "My *essay*.", grade=True, points=2.0, score=1.5, comment="Short."),
        new_markdown_cell("Draw.", id="task", metadata={"nbgrader": {
            "grade_id": "drawing", "task": True, "grade": False, "solution": False, "points": 3.0, "score": 4.0,
            "comment": "More than asked.",
        }}),
    ]  # fmt: skip


@cache
def _exporter(detail: str) -> PageExporter:
    config = config_of("feedback")
    config.NbJudge.feedback = detail
    exporter = PageExporter(config=config)
    for name in config.GenerateFeedback.preprocessors:
        if "AllGrades" not in name:  # the points are in the cells
            exporter.register_preprocessor(name, enabled=True)
    return exporter


def told_page(*cells: Any, detail: str = "everything", notes: tuple[str, ...] = (), **more: Any) -> str:
    """The page; ``late_penalty`` and ``reason`` may be given."""
    told = {"student": "ada", "notebook": "ps", "score": 9.0, "max_score": 13.0, "late_penalty": 0} | more
    resources = {"nbgrader": told, "metadata": {"name": "ps", "path": ""}}
    html, _ = _exporter(detail).from_notebook_node(_notebook(cells, notes, more.get("reason")), resources=resources)
    return str(html)


def formgraders_page(*cells: Any, notes: tuple[str, ...] = (), exporter: Any = None) -> str:
    """The page of the same notebook in formgrader."""
    resources = {"metadata": {"name": "ps", "path": ""}, "index": 0, "total": 1, "notebook_id": "ps"}
    html, _ = (exporter or exporter_of("formgrade")).from_notebook_node(
        _notebook(cells, notes, None), resources=resources
    )
    return str(html)


def _notebook(cells: Sequence[Any], notes: Sequence[str], reason: str | None) -> Any:
    """A graded notebook as it is read from its file."""
    hidden = ["BEGIN HIDDEN TESTS", "END HIDDEN TESTS"]
    kept = {"notes": list(notes), "reason": reason, "hidden_tests": hidden}
    made = new_notebook(cells=list(cells), metadata={"nbjudge": kept})
    return nbformat.from_dict(json.loads(json.dumps(made)))
