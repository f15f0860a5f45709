"""What the page for teachers says of mistakes and of the shorter lesson is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.support.adopting import nbjudge
from tests.support.answers import answers
from tests.support.inprocess import ROOT, code_cells

PAGE = (ROOT / "docs" / "course" / "lesson.md").read_text(encoding="utf-8")


def _rows() -> list[list[str]]:
    """The cells of the table of mistakes, row by row."""
    table = PAGE.partition("## Common mistakes")[2].partition("## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")
    ][2:]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_a_mistake_has_as_many_answers_in_the_corpus_as_the_page_says(row: list[str]) -> None:
    names = re.findall(r"`([^`]+)`", row[2])
    known = {key for answer in answers("wrong") for key in answer.diagnoses}
    assert not [name for name in names if not any(fnmatchcase(key, name) for key in known)], "nobody is told these"
    found = [a for a in answers("wrong") if any(fnmatchcase(key, name) for key in a.diagnoses for name in names)]
    assert int(row[3]) == len(found)


def test_most_wrong_answers_that_have_a_name_are_in_the_table() -> None:
    names = [name for row in _rows() for name in re.findall(r"`([^`]+)`", row[2])]
    named = [answer for answer in answers("wrong") if set(answer.diagnoses) - {"none"}]
    told = [a for a in named if any(fnmatchcase(key, name) for key in a.diagnoses for name in names)]
    assert len(told) > 0.8 * len(named)


def test_the_notebook_without_gelu_and_silu_is_an_assignment_of_ten_points_that_checks(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "oracle", tmp_path / "oracle", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (script,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    short = code_cells(tmp_path / "source" / "activation" / "activation.ipynb")
    assert sum(cell.points for cell in short) == 10
    assert {cell.grade_id for cell in short if cell.solution} == {"relu", "sigmoid"}
    assert not [cell.id for cell in short if re.search("GELU|SiLU", cell.source)]
    done = nbjudge(tmp_path, "check", "activation")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"nothing is wrong \(8 of 8 grade cells apart", done.stdout), done.stdout
