"""The doctor tells what the sandbox stops and lets through, and where there is none, what to do."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from nbjudge.commands import doctor
from nbjudge.sandbox import escape_list, landlock, lockdown, requirements
from tests.support.inprocess import ROOT
from tests.support.sandboxed import NOBODY, is_root, leave_out, needs_sandbox, python_for


@needs_sandbox
def test_a_sound_sandbox_is_found_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(Namespace()) == 0
    printed = capsys.readouterr().out
    assert "The sandbox holds" in printed
    assert "NOT BLOCKED" not in printed


@needs_sandbox
def test_without_landlock_the_file_acts_are_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(landlock, "restrict", leave_out)
    monkeypatch.setattr(escape_list, "FORBIDDEN", (*escape_list.READING, *escape_list.WRITING))
    assert doctor.main(Namespace()) == 1
    printed = capsys.readouterr().out
    assert "NOT BLOCKED" in printed
    reported = " ".join(printed.partition("ended as they must not")[2].split())
    for name in (
        "read the gradebook",
        "list the folder of the course",
        "write a file in /tmp",
        "list /tmp",
    ):
        assert name in reported


@needs_sandbox
def test_a_sandbox_too_tight_for_honest_work_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(escape_list, "FORBIDDEN", ())
    monkeypatch.setattr(lockdown, "readable_paths", lambda extra=(): ())
    assert doctor.main(Namespace()) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_a_machine_without_a_sandbox_is_told_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(requirements, "available", lambda: [requirements.Problem("no [walls]", "build some")])
    assert doctor.main(Namespace()) == 1
    assert "No sandbox here: no [walls]; build some." in capsys.readouterr().out


@needs_sandbox
def test_the_doctor_works_when_an_ordinary_user_without_a_home_runs_it(tmp_path: Path) -> None:
    if not is_root():
        pytest.skip("the tests run as an ordinary user: all others show this already")
    found = python_for(NOBODY)
    if found is None:
        pytest.skip(f"user {NOBODY} may run no Python on this course: folders on the way are closed to others")
    python, environment = found
    done = subprocess.run(
        [python, "-m", "nbjudge.cli", "doctor"],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        env=environment | {"HOME": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_message_comes_even_where_unix_modules_are_missing() -> None:
    program = """
import sys
for name in ("fcntl", "termios", "resource"):
    sys.modules[name] = None
import rich.console  # it looks at the platform when imported, and this is not about its own Windows part
sys.platform = "win32"
from nbjudge.cli import main
print(main(["doctor"]))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "the sandbox needs Linux, and this is win32" in done.stdout, done.stderr
    assert done.stdout.endswith("1\n")
