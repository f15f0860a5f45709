"""What travels is small, plain, and arrives as it was."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nbjudge.cluster.packing import packed, unpacked
from nbjudge.grading.task import JudgingSent, Submitted
from nbjudge.limits import Limits
from nbjudge.notebooks.submitted.submission import Unreadable
from tests.support.activation import ACTIVATION


def test_a_submission_arrives_as_it_was_whatever_a_student_wrote() -> None:
    submitted = Submitted(
        "ada \ud800", {"one": b"\xff\x00", "two": Unreadable("it is a folder")}, {"one": "a" * 64}, datetime.now(UTC),
        "odd", True, ("data \udcff.csv",), "secret",
    )  # fmt: skip
    assert Submitted.from_dict(unpacked(packed(submitted.to_dict()))) == submitted


def test_an_object_is_not_packed() -> None:
    with pytest.raises(TypeError):
        packed({"path": Path()})


def test_a_duty_travels_without_what_is_cached_and_without_processes() -> None:
    duty = JudgingSent([ACTIVATION], Limits(), sandboxed=True)
    assert ACTIVATION.parsed.cells, "cached from here on"
    sent = pickle.dumps(duty)
    arrived = pickle.loads(sent)
    assert arrived.assignments == duty.assignments
    assert "parsed" not in vars(arrived.assignments[0])
    files = sum(len(content) for of in (ACTIVATION.kit, ACTIVATION.modules) for content in of.values())
    assert len(sent) < len(ACTIVATION.source) + len(ACTIVATION.release) + files + 10_000


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("nbjudge.grading.task", ["nbgrader", "nbconvert", "sqlalchemy", "distributed", "numpy"]),
        ("nbjudge.cluster.plugin", ["nbgrader", "nbconvert", "sqlalchemy"]),
        ("nbjudge.cluster.door", ["distributed", "dask"]),  # which the commands import
    ],
)
def test_a_worker_loads_no_nbgrader_and_a_command_no_dask_before_it_is_asked(module: str, without: list[str]) -> None:
    program = f"import {module}, sys; print(*(name for name in {without} if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []
