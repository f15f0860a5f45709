"""A class of forty sample students in a course of its own, and the report on it. The same every time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from nbgrader.api import Gradebook

from demo.course import Course
from demo.warm import WarmCourse
from nbjudge.course.files import JUDGES_FOLDER

ASSIGNMENT: Final = "activation"
STUDENTS: Final = 40
DUE: Final = datetime(2026, 11, 20, 18)
REPORT: Final = Path("demo/class-report.html")

FIRST: Final = ("Ada", "Blaise", "Carl", "Dorothy", "Emmy", "Fatima", "Grace", "Hedy", "Ibn", "Joan")
LAST: Final = ("Abel", "Banach", "Cantor", "Dirac")

#: Wrong answers of tests/corpus/wrong that are made often, to how often among the others.
MISTAKES: Final[Mapping[str, Mapping[str, int]]] = {
    "relu": {"missing_chain_rule": 5, "one_at_zero": 4, "inplace_forward": 3, "stale_cache": 2, "leaky": 1},
    "sigmoid": {"naive": 6, "derivative_of_output": 4, "missing_chain_rule": 3, "sign_of_exponent": 1, "two_d_only": 1},
    "gelu": {
        "no_inner_derivative": 6, "first_term_only": 4, "no_chain_rule": 3, "erf_form": 2, "no_factor_3": 2,
        "returns_none": 1, "python_float_0d": 1,
    },
    "silu": {
        "first_term_only": 6, "x_missing_second": 3, "minus_between": 3, "product_of_derivatives": 3, "naive": 2,
        "s_missing_second": 2, "no_chain_rule": 1, "at_output": 1,
    },
}  # fmt: skip
RIGHT: Final = {"relu": 0.7, "sigmoid": 0.55, "gelu": 0.4, "silu": 0.4}  # part of the class that has it right
UNANSWERED: Final = 0.06


def report_on_sample_class(root: Path) -> Path:
    """Make the class's course anew in ``demo/students/class``, grade it, and write the report; returns where it lies.

    Args:
        root: of the repository.

    Raises:
        CommandFailed: if one of the commands fails.
    """
    folder = root / "demo" / "students" / "class"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("source", "oracle", JUDGES_FOLDER):  # the last: what was found out when the source was released
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    shutil.copy(root / "nbgrader_config.py", folder)
    course = WarmCourse(folder)
    course.run("generate_assignment", ASSIGNMENT, "--force")
    names = enrol(course)
    hand_in(course, names, root / "tests" / "corpus")
    course.judge(ASSIGNMENT, names)
    course.give_feedback(ASSIGNMENT, names)
    course.report(ASSIGNMENT, root / REPORT)
    return REPORT


def enrol(course: Course) -> list[str]:
    """Put the students into the gradebook, and when the assignment is due; returns their names."""
    people = {f"{first[0]}{last}".lower(): (first, last) for last in LAST for first in FIRST}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=f"{DUE} UTC")
        for name, (first, last) in people.items():
            gradebook.update_or_create_student(name, first_name=first, last_name=last)
    return sorted(people)


def hand_in(course: Course, names: list[str], corpus: Path) -> None:
    """Put a submission of each where ``nbgrader collect`` would; one copies, one sends no notebook, one is missing."""
    random = Random(14)
    released = (course.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    notebooks = [_filled_in(released, dict(answers_of_one(random, corpus))) for _ in names[1:]]
    notebooks[7] = _renamed(notebooks[23])
    for number, (name, notebook) in enumerate(zip(names[1:], notebooks, strict=True)):
        folder = course.root / "submitted" / name / ASSIGNMENT
        folder.mkdir(parents=True)
        text = "my notebook is on my other computer" if number == 30 else json.dumps(notebook)
        (folder / f"{ASSIGNMENT}.ipynb").write_text(text, encoding="utf-8")
        early = timedelta(hours=random.expovariate(1 / 20) - 1.5, minutes=random.randrange(60))
        (folder / "timestamp.txt").write_text(f"{DUE - early} UTC" if number != 12 else "")


def answers_of_one(random: Random, corpus: Path) -> Iterator[tuple[str, str]]:
    """What one student writes: grade_id to text; a class that is left out stays as it was released."""
    for grade_id, mistakes in MISTAKES.items():
        right = sorted((corpus / "correct").glob(f"{grade_id}_*.py"))
        wrong = random.choices(list(mistakes), list(mistakes.values()))[0]
        chosen = random.choice(right)
        if random.random() >= RIGHT[grade_id]:
            chosen = corpus / "wrong" / f"{grade_id}_{wrong}.py"
        if random.random() >= UNANSWERED:
            yield grade_id, without_header(chosen.read_text(encoding="utf-8"))


def without_header(text: str) -> str:
    """An answer of the corpus without its docstring, which says what is wrong with it."""
    return text.split('"""', 2)[2].strip()


def _filled_in(released: str, answers: Mapping[str, str]) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(released)
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("solution"):
            cell["source"] = answers.get(nbgrader["grade_id"], "".join(cell["source"]))
    return notebook


def _renamed(notebook: dict[str, Any]) -> dict[str, Any]:
    """A copy of somebody's answers, with some names changed."""
    copied: dict[str, Any] = json.loads(json.dumps(notebook))
    for cell in copied["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            for old, new in (("grad_output", "upstream"), ("mask", "keep"), ("result", "answer")):
                cell["source"] = cell["source"].replace(old, new)
    return copied
