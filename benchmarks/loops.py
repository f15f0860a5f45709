"""What endless loops cost: a class with and without them, and one submission in which every class loops."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.classes import make_course
from benchmarks.measure import run
from benchmarks.tables import Rows, print_table

ONE_IN: Final = 20
JUDGE: Final = ("nbjudge", "autograde", "activation", "--force")
LOOP: Final = "        while True:\n            pass\n"
CLASSES: Final = {"relu": "ReLU", "sigmoid": "Sigmoid", "gelu": "GELU", "silu": "SiLU"}


def loops(folder: Path, students: int) -> None:
    """Grade a class of right, wrong and raising answers; then again, with a loop in the ReLU of one in twenty."""
    names = [f"student{number:05d}" for number in range(students)]
    root = make_course(folder, names, judge=True).root
    without = run(JUDGE, root).wall
    alone = run([*JUDGE, "--student", names[0]], root).wall
    for name in names[::ONE_IN]:
        _let_loop(root / "submitted" / name / "activation/activation.ipynb", ["relu"])
    with_loops = run(JUDGE, root).wall
    _let_loop(root / "submitted" / names[0] / "activation/activation.ipynb", CLASSES)
    one = run([*JUDGE, "--student", names[0]], root).wall
    rows: Rows = [
        ("", "without loops, s", "with, s", "ratio"),
        (f"{students} submissions, one in {ONE_IN} loops in ReLU", f"{without:.1f}", f"{with_loops:.1f}",
         f"{with_loops / without:.1f}"),
        ("one submission, all classes loop; start-up included", f"{alone:.1f}", f"{one:.1f}", ""),
    ]  # fmt: skip
    print_table(rows)


def _let_loop(path: Path, answers: Iterable[str]) -> None:
    """Put an endless forward into these answers of a submission."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            head = f"class {CLASSES[grade_id]}(Activation):\n    def forward(self, x):\n"
            cell["source"] = head + LOOP + "    def backward(self, grad_output):\n        return grad_output\n"
    path.write_text(json.dumps(notebook), encoding="utf-8")
