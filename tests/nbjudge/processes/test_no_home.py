"""Nobody has a home in the judge's processes: libraries that want one find a folder, and nothing is left in any."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.sandbox import lockdown
from tests.support.small import small_assignment

ANSWER = "def answer():\n    return 42"
DRAWN = """import matplotlib.pyplot
assert matplotlib.get_configdir().endswith("drawing")
assert answer() == 42"""


def test_matplotlib_has_a_folder_before_the_examiners_walls_stand() -> None:
    assignment = small_assignment(ANSWER, DRAWN, given="import matplotlib")
    with WarmSet() as warm:
        graded = judge(assignment.source.encode(), assignment, Limits(), warm=warm)
    assert [verdict.message for cell in graded.cells.values() for verdict in cell.verdicts] == [""]
    assert graded.score == 1


def test_matplotlib_has_it_where_only_a_student_draws() -> None:
    assignment = small_assignment(ANSWER, "assert answer() == 42", "pass")
    drawn = assignment.source.replace('"pass"', '"import matplotlib.pyplot\\nprint(matplotlib.get_configdir())"')
    with WarmSet() as warm:
        graded = judge(drawn.encode(), assignment, Limits(), warm=warm)
    (cell,) = (cell for cell in graded.notebook["cells"] if "get_configdir" in cell["source"])
    assert cell["outputs"][0]["text"].endswith("drawing\n")


def test_making_a_shell_writes_nothing_into_a_home(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    environment = lockdown.bare_environment() | {"HOME": str(home), "TMPDIR": str(temporary)}
    program = "from nbjudge.candidate.process import begin; begin()"
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    assert [*home.iterdir(), *temporary.iterdir()] == []


@pytest.mark.parametrize("raising", ["raise OSError('no place to write')", "{}['missing']"])
def test_a_module_of_the_course_that_fails_when_imported_is_told_in_its_cell(raising: str) -> None:
    assignment = small_assignment(ANSWER, "assert answer() == 42", given="import broken")
    with WarmSet() as warm:
        graded = judge(
            assignment.source.encode(), replace(assignment, kit={"broken.py": raising.encode()}), Limits(), warm=warm
        )
    (given, *_) = (cell for cell in graded.notebook["cells"] if "import broken" in cell["source"])
    assert ("no place to write" if "OSError" in raising else "missing") in json.dumps(given["outputs"])
