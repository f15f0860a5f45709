"""The zip for Gradescope: its `run_autograder` grades in a folder tree laid out as Gradescope's, and nothing leaks."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import subprocess
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nbjudge.digest import judge_digest
from nbjudge.sandbox import requirements
from tests.support.mini import MiniCourse
from tests.support.one_file import CELLS, HALF, nbjudge, written
from tests.support.sandboxed import needs_sandbox

PASSWORD = "a-password-in-the-configuration"
CONFIGURATION = f"""
import os
c.CourseDirectory.db_url = "sqlite:////nowhere/{PASSWORD}.db"
c.NbJudge.test_seconds = 3.0
c.NbJudge.feedback_before_due = "visible"
c.ClearSolutions.text_stub = "WRITE HERE"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> MiniCourse:
    cells = ({**CELLS[0], "source": "import numpy as np\nimport mine"}, *CELLS[1:])
    made = MiniCourse(tmp_path_factory.mktemp("bundled") / "course", *cells, configuration=CONFIGURATION)
    (made.root / "source" / "ps" / "mine.py").write_text("import msgpack\n")
    return made


@pytest.fixture(scope="module")
def bundle(course: MiniCourse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bundle") / "ps.zip"
    done = nbjudge(course, "bundle", "--for=gradescope", f"--to={target}")
    assert done.code == 0, done.err
    assert "It holds solutions and hidden tests" in done.out
    return target


@pytest.fixture(scope="module")
def autograder(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gradescope's folders, as `setup.sh` leaves them; what that installs from an index is there already."""
    root = tmp_path_factory.mktemp("gradescope") / "autograder"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(root / "source")
    (root / "source" / "run_autograder").rename(root / "run_autograder")
    (root / "run_autograder").chmod(0o755)
    venv.create(root / "nbjudge", with_pip=False, symlinks=True)
    (packages,) = (root / "nbjudge" / "lib").glob("python*/site-packages")
    (wheel,) = (root / "source").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # without what is in this environment by a .pth: the judge's own folder
    (packages / "installed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return root


def results(autograder: Path, code: int) -> dict[str, Any]:
    """What `run_autograder` leaves, in a bare environment."""
    environment = {"PATH": "/usr/bin:/bin", "AUTOGRADER_ROOT": str(autograder), "HOME": str(autograder)}
    program = [autograder / "run_autograder"]
    done = subprocess.run(program, cwd=autograder, env=environment, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    told: dict[str, Any] = json.loads((autograder / "results" / "results.json").read_text())
    return told


@needs_sandbox
def test_it_grades_in_gradescopes_folders(autograder: Path, course: MiniCourse) -> None:
    written(autograder / "submission" / "homework.ipynb", course, HALF)
    (autograder / "submission_metadata.json").write_text('{"users": [{"email": "ada@example.org"}]}')
    told = results(autograder, 0)
    assert told["score"] == 2
    assert [(test["status"], test["visibility"]) for test in told["tests"]] == [
        ("passed", "visible"),
        ("failed", "after_due_date"),
    ]
    assert "'homework.ipynb' was taken for it" in told["output"]


@needs_sandbox
def test_the_judge_in_it_is_this_one(autograder: Path) -> None:
    program = "from nbjudge.digest import judge_digest; print(judge_digest())"
    python = autograder / "nbjudge" / "bin" / "python"
    done = subprocess.run([python, "-c", program], cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == judge_digest()


def test_where_it_cannot_grade_the_results_say_so_without_a_score(autograder: Path) -> None:
    source = autograder / "source" / "course" / "source"
    source.rename(source.with_name("gone"))
    try:
        told = results(autograder, 1)
    finally:
        source.with_name("gone").rename(source)
    assert "score" not in told
    assert "no fault of yours" in told["output"]
    assert "is 'ps' the name of an assignment?" in told["extra_data"]["nbjudge"]


def test_the_wheel_has_a_record_of_each_file(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".whl"))
        wheel = zipfile.ZipFile(io.BytesIO(archive.read(name)))
    (record,) = (name for name in wheel.namelist() if name.endswith(".dist-info/RECORD"))
    rows = {path: digest for path, digest, _ in csv.reader(io.StringIO(wheel.read(record).decode()))}
    assert rows.keys() == set(wheel.namelist())
    for path, digest in rows.items():
        made = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(path)).digest()).rstrip(b"=").decode()
        assert path == record or digest == f"sha256={made}"
    assert "nbjudge/doors/templates/setup.sh.txt" in rows
    assert not [path for path in rows if path.endswith(".pyc")]


def test_of_the_configuration_only_what_decides_travels(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        told = archive.read("course/nbgrader_config.py").decode()
        modes = {name: archive.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
        wanted = archive.read("requirements.txt").decode().split()
    assert PASSWORD.encode() not in everything
    assert "c.NbJudge.test_seconds = 3.0" in told
    assert "c.NbJudge.feedback_before_due = 'visible'" in told
    assert "c.ClearSolutions.text_stub = 'WRITE HERE'" in told
    assert set(modes.values()) == {0o100755}
    assert {"numpy", "msgpack"} <= set(wanted), "what the source and its kit import"
    assert bundle.stat().st_mode & 0o777 == 0o600


def test_the_same_course_makes_the_same_file_also_where_no_sandbox_can_be_closed(
    bundle: Path, course: MiniCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requirements, "available", lambda: [requirements.Problem("this is no Linux", "")])
    again = tmp_path / "again.zip"
    assert nbjudge(course, "bundle", "ps", "--for=gradescope", f"--to={again}").code == 0
    assert again.read_bytes() == bundle.read_bytes()


def test_a_place_that_cannot_be_written_is_named(course: MiniCourse) -> None:
    done = nbjudge(course, "bundle", "--for=gradescope", "--to=/proc/nowhere/ps.zip")
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "/proc/nowhere" in done.err


# ---------------------------------------------------------------- where there is no Landlock


def test_without_landlock_nothing_is_graded_unless_the_instructor_has_chosen_so(
    course: MiniCourse, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = requirements.Problem("this kernel (gVisor) has no Landlock", "grade elsewhere")
    monkeypatch.setattr(requirements, "available", lambda: [missing])
    half = str(written(tmp_path / "ps.ipynb", course, HALF))
    refused = nbjudge(course, "grade", half)
    assert refused.code == 1
    assert "no sandbox: this kernel (gVisor) has no Landlock" in refused.err
    with zipfile.ZipFile(bundle) as archive:
        assert b"without_landlock" not in archive.read("course/nbgrader_config.py")

    trusting = tmp_path / "trusting.zip"
    done = nbjudge(course, "bundle", "--for=gradescope", "--trust-students", f"--to={trusting}")
    assert "students' code is trusted there" in done.out
    with zipfile.ZipFile(trusting) as archive:
        archive.extractall(tmp_path / "there")
    there = MiniCourse.__new__(MiniCourse)
    there.root, there.environment = tmp_path / "there" / "course", {**os.environ}
    graded = nbjudge(there, "grade", half, "--json")
    assert graded.code == 0, graded.err
    assert graded.document["sandboxed"] is False
    assert "could read hidden tests" in graded.document["told"][0]
    assert "WITHOUT a sandbox" in nbjudge(there, "grade", half).out
    assert "WITHOUT a sandbox" not in nbjudge(there, "grade", half, "--as-student").out
