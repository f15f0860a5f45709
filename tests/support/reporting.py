"""A small graded course, made by hand and not by grading: graded notebooks, a gradebook, a release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from nbjudge.diagnosis import Diagnosis
from nbjudge.gradebook.recording import record
from nbjudge.notebooks.graded import GradedCell, GradedNotebook
from nbjudge.scores import CellScore, NotebookScores
from nbjudge.stands import APART
from nbjudge.verdicts import FORBIDDEN, NOT_JUDGED, PASSED, RAISED, WRONG, Verdict
from tests.support.forking import alembic_version

DUE = "2026-11-20 18:00:00"
STUB = "class Layer:\n    def forward(self, x):\n        raise NotImplementedError\n"
#: Points of the grade cells of the notebook ``nb`` of the assignment ``hw``.
CELLS = {"test_a": 2.0, "test_b": 3.0}
SCRIPT = "<script>alert('OWNED')</script>"


def verdict(test: str, outcome: str = PASSED, message: str = "", *, hidden: bool = False, **more: Any) -> Verdict:
    """Of a test of one point."""
    points = 1.0 if outcome == PASSED else 0.0
    return Verdict(test, f"what {test} asks", outcome, points, 1.0, message, hidden, 0.25, **more)


def diagnosis(key: str, about: str = "Layer", section: str = "2 · Layers", x: str = "1.5") -> Diagnosis:
    return Diagnosis(about, key, f"It seems to be {key}.", section, (("x", x), ("yours", "2"), ("right", "3")))


def right() -> dict[str, list[Verdict]]:
    """The verdicts of who passes everything, by cell: test_a has two tests, one of them hidden, and test_b three."""
    return {
        "test_a": [verdict("test_a_seen"), verdict("test_a_hidden", hidden=True)],
        "test_b": [verdict(f"test_b_{number}") for number in range(3)],
    }


def failing(test: str, failed: Verdict) -> dict[str, list[Verdict]]:
    """The same with another verdict for one test."""
    return {cell: [failed if one.test == test else one for one in verdicts] for cell, verdicts in right().items()}


def wrong(test: str, message: str = "yours 1, right 2", told: Diagnosis | None = None) -> dict[str, list[Verdict]]:
    """The same with a wrong answer to one test."""
    return failing(test, verdict(test, WRONG, message, hidden="hidden" in test, diagnosis=told))


@dataclass
class Made:
    """A student of a made class."""

    name: str
    verdicts: dict[str, list[Verdict]] = field(default_factory=right)
    code: Sequence[str] = (STUB,)
    notes: Sequence[str] = ()
    reason: str | None = None
    time: str | None = "2026-11-20 12:00:00"

    def graded(self) -> GradedNotebook:
        """What is read of the student's notebook."""
        cells = {name: GradedCell(APART, "1 · Numbers", tuple(found)) for name, found in self.verdicts.items()}
        return GradedNotebook("nb", cells, tuple(self.code), tuple(self.notes), self.reason, True)

    def notebook(self) -> dict[str, Any]:
        """The graded notebook itself."""
        cells: list[dict[str, Any]] = [
            {"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# One\n\n## 1 · Numbers\n\ntext"}
        ]
        for number, text in enumerate(self.code):
            cells.append(_code(f"answer-{number}", text, {"grade_id": f"answer-{number}", "solution": True}))
        for name, found in self.verdicts.items():
            cell = _code(name, "assert True", {"grade_id": name, "grade": True, "points": CELLS[name]})
            told = [one.to_dict() for one in found]
            cell["metadata"]["nbjudge"] = {"verdicts": told, "stand": APART, "why": ""}
            cells.append(cell)
        kept = {"schema": 1, "sandboxed": True, "notes": list(self.notes), "reason": self.reason}
        return {"cells": cells, "metadata": {"nbjudge": kept}, "nbformat": 4, "nbformat_minor": 5}

    def scores(self) -> NotebookScores:
        """What grading records."""
        cells = {}
        for name, found in self.verdicts.items():
            unknown = any(one.outcome == NOT_JUDGED for one in found)
            cells[name] = CellScore(None if unknown else sum(one.points for one in found), CELLS[name])
        return NotebookScores(cells, {}, {"answer-0": True}, tuple(self.notes), self.reason)


def _code(name: str, text: str, nbgrader: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code", "id": name, "metadata": {"nbgrader": dict(nbgrader)}, "source": text, "outputs": [],
        "execution_count": None,
    }  # fmt: skip


def made_course(root: Path, students: Iterable[Made], *, due: str | None = DUE) -> Path:
    """A course in which ``hw`` is graded for these students."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'made'\n")
    release = root / "release" / "hw"
    release.mkdir(parents=True)
    cells = [_code("answer-0", STUB, {"grade_id": "answer-0", "solution": True})]
    (release / "nb.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    (root / "source" / "hw").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, _gradebook(root, patch) as gradebook:
        gradebook.add_assignment("hw", duedate=due)
        gradebook.add_notebook("nb", "hw")
        for name, points in CELLS.items():
            gradebook.add_grade_cell(name, "nb", "hw", max_score=points, cell_type="code")
        gradebook.add_solution_cell("answer-0", "nb", "hw")
        for student in students:
            folder = root / "autograded" / student.name / "hw"
            folder.mkdir(parents=True)
            (folder / "nb.ipynb").write_text(json.dumps(student.notebook()))
            when = None if student.time is None else parse_utc(student.time)
            record(gradebook, "hw", student.name, when, {"nb": student.scores()}, lambda *_: None)
    return root


def _gradebook(root: Path, patch: pytest.MonkeyPatch) -> Gradebook:
    patch.setattr("nbgrader.api.get_alembic_version", alembic_version)
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "made")


SIGNS = ("+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>", "<", ">", "==", "!=")
HOSTILE = f'"><img src=x onerror=alert(1)>{SCRIPT}</style></title>{{{{ 777 * 777 }}}}'


def written(seed: int, lines: int = 12, name: str = "x") -> str:
    """A piece of code like no other."""
    random = Random(seed)
    return "".join(
        f"{name}{number} = {name} {random.choice(SIGNS)} ({name} {random.choice(SIGNS)} {number}) "
        f"{random.choice(SIGNS)} {name}[{random.choice('-~+')}{number}]\n"
        for number in range(lines)
    )


def students() -> list[Made]:
    """Twelve, two of whom hand in the same; every text that a student may have chosen is hostile in one of them."""
    told = diagnosis("sign", about=HOSTILE[:60], x=HOSTILE)
    made = [Made(f"s{number:02}", code=[STUB, written(number)]) for number in range(12)]
    made[3].code = made[9].code = [STUB, f"# it is all mine, says Jane {HOSTILE}\n{written(3)}"]
    made[4].verdicts = wrong("test_b_0", f"{HOSTILE}\nmore", told)
    made[5].verdicts = failing("test_b_1", verdict("test_b_1", RAISED, f"ValueError: {HOSTILE}"))
    made[6].verdicts = failing("test_a_hidden", verdict("test_a_hidden", FORBIDDEN, HOSTILE, hidden=True))
    made[6].notes = [f"handed in besides: {HOSTILE}"]
    made[7].time = "2026-11-21 02:00:00"
    made[8].name = "=s<b>08"
    return made
