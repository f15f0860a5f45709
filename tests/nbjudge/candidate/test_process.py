"""What a candidate's process has loaded: nothing that knows tests or grades."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

# Each new one is a decision: whatever is loaded there, a student's code can read.
LOADED: Final = {
    "nbjudge",
    "nbjudge.alarm",
    "nbjudge.candidate",
    "nbjudge.candidate.agent",
    "nbjudge.candidate.calls",
    "nbjudge.candidate.cells",
    "nbjudge.candidate.kept",
    "nbjudge.candidate.process",
    "nbjudge.candidate.refusals",
    "nbjudge.candidate.shell",
    "nbjudge.candidate.stand_ins",
    "nbjudge.candidate.statements",
    "nbjudge.candidate.warmup",
    "nbjudge.limits",
    "nbjudge.processes",
    "nbjudge.processes.zygote_main",
    "nbjudge.sandbox",
    "nbjudge.sandbox.kernel",
    "nbjudge.sandbox.landlock",
    "nbjudge.sandbox.lockdown",
    "nbjudge.sandbox.seccomp",
    "nbjudge.sandbox.syscalls",
    "nbjudge.wire",
    "nbjudge.wire.arrays",
    "nbjudge.wire.batches",
    "nbjudge.wire.channel",
    "nbjudge.wire.decode",
    "nbjudge.wire.encode",
    "nbjudge.wire.forms",
    "nbjudge.wire.frames",
    "nbjudge.wire.given",
    "nbjudge.wire.refills",
    "nbjudge.wire.specials",
    "nbjudge.wire.tracking",
    "nbjudge.wire.values",
    "nbjudge.wire.values.bases",
    "nbjudge.wire.values.containers",
    "nbjudge.wire.values.keys",
    "nbjudge.wire.values.rich_arrays",
    "nbjudge.wire.values.single",
    "nbjudge.wire.values.tables",
}
OTHERS: Final = {"nbgrader", "nbconvert", "nbclient", "sqlalchemy", "oracle", "pytest", "jinja2", "matplotlib"}


def loaded(role: str) -> set[str]:
    """The modules that a zygote of this role has loaded when it waits for an assignment."""
    program = (
        "import importlib, sys\n"
        "from nbjudge.processes import zygote_main\n"
        f"importlib.import_module(zygote_main.ROLES[{role!r}]).begin()\n"
        "print(*sorted(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_candidates_process_has_loaded_these_modules_of_the_judge_and_no_others() -> None:
    assert {name for name in loaded("candidate") if name.partition(".")[0] == "nbjudge"} == LOADED


def test_a_candidates_process_has_loaded_no_test_no_answer_and_no_database() -> None:
    assert OTHERS & loaded("candidate") == set()


def test_an_examiners_process_would_be_noticed_for_one() -> None:
    assert "nbjudge.examiner.exam" in loaded("examiner") - LOADED
