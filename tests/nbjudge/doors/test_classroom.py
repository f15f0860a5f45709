"""The workflow for a student's repository: what it runs is there, and it shows what the judge says and nothing else."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from nbjudge.cli import _parser
from tests.support.inprocess import ROOT

WORKFLOW: Any = yaml.safe_load((ROOT / "docs" / "judge" / "classroom.yml").read_text())
STEPS: Any = WORKFLOW["jobs"]["grade"]["steps"]
GRADE = STEPS[-1]["run"]
STUB = """#!/bin/sh
printf '%s\\n' "$@" >arguments.txt
echo '::set-env name=PATH::evil'
echo 'what is wrong' >&2
exit {code}
"""


def run(folder: Path, code: int) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run the last step with a judge that ends so. Returns what it was, and the summary."""
    for name in ("course", "judge/bin"):
        (folder / name).mkdir(parents=True)
    program = folder / "judge" / "bin" / "nbjudge"
    program.write_text(STUB.format(code=code))
    program.chmod(0o755)
    summary = folder / "summary.md"
    environment = {
        **os.environ, "RUNNER_TEMP": str(folder), "GITHUB_WORKSPACE": str(folder), "GITHUB_STEP_SUMMARY": str(summary),
        "STUDENT": "--ada",
    }  # fmt: skip
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", GRADE]  # as GitHub runs it
    done = subprocess.run(command, cwd=folder / "course", env=environment, capture_output=True, text=True, check=False)
    return done, summary.read_text()


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (3, 0), (1, 1)])
def test_the_result_is_the_summary_and_never_on_the_log(tmp_path: Path, code: int, ends: int) -> None:
    done, summary = run(tmp_path, code)
    assert (done.returncode, done.stdout, done.stderr) == (ends, "", "")
    assert summary == "## ASSIGNMENT\n    ::set-env name=PATH::evil\n    what is wrong\n"


def test_the_command_is_one_that_there_is_and_tells_what_students_may_know(tmp_path: Path) -> None:
    run(tmp_path, 0)
    options = _parser().parse_args((tmp_path / "course" / "arguments.txt").read_text().splitlines())
    assert (options.verb, options.assignment, options.student) == ("grade", "ASSIGNMENT", "--ada")
    assert options.as_student
    assert not options.json


def test_no_step_leaves_a_key_to_student_code_or_may_write() -> None:
    checkouts = [step["with"] for step in STEPS if step.get("uses", "").startswith("actions/checkout")]
    assert [one["persist-credentials"] for one in checkouts] == [False, False]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "secrets" not in shlex.quote(GRADE)
