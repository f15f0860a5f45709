"""The table at the end of the demo, read from the gradebook."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from demo.sample_class import REPORT


def print_grades(root: Path, assignment: str, students: Mapping[str, str]) -> None:
    """Print students by grade cell, points of points."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submissions = {student: gradebook.find_submission(assignment, student) for student in students}
        scores = {
            student: {
                grade.name: (grade.score, grade.max_score) for book in submission.notebooks for grade in book.grades
            }
            for student, submission in submissions.items()
        }
        order = [cell.name for book in gradebook.find_assignment(assignment).notebooks for cell in book.grade_cells]
        totals = {student: (submission.score, submission.max_score) for student, submission in submissions.items()}
    table = Table(title=f"{assignment}: points", title_justify="left")
    table.add_column("grade cell", no_wrap=True)
    for student, expected in students.items():
        table.add_column(f"{student}\n[dim]{expected}[/dim]", justify="right", max_width=18)
    for name in order:
        table.add_row(name, *(_points(*scores[student][name]) for student in students))
    table.add_section()
    table.add_row("[bold]total[/bold]", *(f"[bold]{_points(*totals[student])}[/bold]" for student in students))
    # a fixed width, so that the README can show what everybody sees
    Console(width=110).print(table)


def print_attack(root: Path, assignment: str, student: str) -> None:
    """Print what came of an attack, in the attacker's own words: what her cell printed while she was at it."""
    graded = root / "autograded" / student / assignment / f"{assignment}.ipynb"
    cells = {cell["id"]: cell for cell in json.loads(graded.read_text(encoding="utf-8"))["cells"]}
    print(f"\nWhat {student} tried from inside her solution cell, and what she met:\n")
    for output in cells["relu-solution"]["outputs"]:
        print(textwrap.indent(output.get("text", ""), "    "), end="")


def print_next() -> None:
    """Print where everything lies."""
    print(
        "\n"
        "feedback     feedback/STUDENT/activation/activation.html\n"
        "gradebook    gradebook.db\n"
        "CSV          grades.csv\n"
        f"the class    {REPORT}: a report on 40 sample students\n"
        "\n"
        "Next: open feedback/hacker/activation/activation.html in a browser,\n"
        "or start `make lab` and choose Nbgrader > Formgrader in the menu."
    )


def _points(score: float, most: float) -> str:
    return f"{round(score, 2):g} / {most:g}"
