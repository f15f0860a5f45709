"""What was handed in besides the notebook is told where the code asks for it, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nbjudge.grading.handed_in import MOST_FILES, asked_for, handed_in, notes_on
from tests.support.small import small_assignment

FILES = ("helper.py", "pkg/__init__.py", "numbers.csv", "data/a.txt", "data/b.txt", "weights", "Übung 1.npy")

ASKS = {
    "import helper": ["helper.py"],
    "import numpy as np, helper as h": ["helper.py"],
    "from helper import times": ["helper.py"],
    "    from .helper import times": ["helper.py"],
    "from pkg.inner import f": ["pkg/__init__.py"],
    "importlib.import_module('helper')": ["helper.py"],
    "%run helper.py": ["helper.py"],
    "!python ./helper.py": ["helper.py"],
    "np.loadtxt('numbers.csv')": ["numbers.csv"],
    'np.loadtxt("./numbers.csv")': ["numbers.csv"],
    "open('/home/me/ps/numbers.csv')": ["numbers.csv"],
    "open(r'C:\\ps\\numbers.csv')": ["numbers.csv"],
    "open('NUMBERS.csv')": ["numbers.csv"],
    "open('data/a.txt')": ["data/a.txt", "data/b.txt"],
    "open(f'data/{name}.txt')": ["data/a.txt", "data/b.txt"],
    "glob('*.csv')": ["numbers.csv"],
    "Path('data') / 'a.txt'": ["data/a.txt", "data/b.txt"],
    "np.load('weights')": ["weights"],
    "np.load('Übung 1.npy')": ["Übung 1.npy"],
    "import helper\n  this is no Python (": ["helper.py"],
    "weights = 1; helper = 2; data = 3": [],
    "import helpers, numbers": [],
    "glob('*'); open('.')": [],
    "# as in helper.py": [],
    "": [],
}


@pytest.mark.parametrize(("text", "asked"), ASKS.items())
def test_files_that_code_asks_for_are_found(text: str, asked: list[str]) -> None:
    assert asked_for(FILES, [text]) == asked


def test_a_submissions_own_files_are_those_that_are_not_expected(tmp_path: Path) -> None:
    kit = small_assignment("", "")
    for name in ("small.ipynb", "timestamp.txt", "submission_secret.txt", "helper.py", "copy.ipynb", "data/a.txt",
                 ".hidden", ".ipynb_checkpoints/small-checkpoint.ipynb", "__pycache__/helper.pyc"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to("/")
    assert handed_in(tmp_path, [kit]) == ("copy.ipynb", "helper.py", "data/a.txt")
    assert handed_in(tmp_path / "nowhere", [kit]) == ()
    assert handed_in(tmp_path / "small.ipynb", [kit]) == ()


def test_many_files_are_not_all_looked_at(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 100):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "a/b/c/d/e/f").mkdir(parents=True)
    assert len(handed_in(tmp_path, [])) == MOST_FILES


def cell(cell_id: str, text: str, cell_type: str = "code", **flags: Any) -> dict[str, Any]:
    return {"cell_type": cell_type, "id": cell_id, "metadata": {"nbgrader": flags} if flags else {}, "source": text}


def told(files: tuple[str, ...], *cells: dict[str, Any]) -> list[str]:
    return list(notes_on(files, [{"cells": list(cells)}]))


def test_only_the_students_code_counts() -> None:
    text = "import helper"
    assert told(("helper.py",), cell("a", text, grade=True), cell("b", text), cell("student-1", text, "markdown")) == []
    for own in (cell("a", text, solution=True), cell("student-1", text)):
        assert told(("helper.py",), own) == [
            "the code asks for 'helper.py': handed in, but a student's own files are not used in grading"
        ]


def test_names_are_few_short_and_harmless() -> None:
    names = tuple(f"\x1b[2J{'x' * 300}{number}.ipynb" for number in range(9))
    (note,) = told(names)
    assert note.endswith("and 6 more; the assignment has no notebook of that name")
    assert len(note) < 400
    assert note.isprintable()


@pytest.mark.timeout(20)
def test_hostile_code_takes_no_long_time() -> None:
    texts = ["'" + "*a" * 140 + "b'", "import " + "a," * 50_000, "'\\" * 50_000, "{" * 100_000, "'{" * 50_000] * 20
    texts += ["\n " * 100_000, "from " + "." * 100_000, "import" + " " * 100_000]
    texts += [f"'{number}*{number}'" for number in range(10_000)]
    assert asked_for([("a" * 200) + str(number) for number in range(MOST_FILES)], texts) == []
