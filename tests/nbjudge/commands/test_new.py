"""`nbjudge new`: what it makes passes `check` and `selfcheck` as it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.adopting import nbjudge


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two assignments that were made so, in one corpus."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    for name in ("ps1", "Week-2"):
        done = nbjudge(root, "new", name)
        assert done.returncode == 0, done.stderr
        assert f"source/{name}/{name}.ipynb" in done.stdout
    return root


def test_it_passes_check_at_once_and_is_judged_apart(made: Path) -> None:
    done = nbjudge(made, "check")
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout
    assert done.stdout.count("nothing is wrong (1 of 1 grade cells apart") == 2


@pytest.mark.parametrize("name", ["ps1", "Week-2"])
def test_it_passes_selfcheck_at_once(made: Path, name: str) -> None:
    done = nbjudge(made, "selfcheck", name, "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    for line in ("right answers accepted", "wrong answers caught"):
        assert any(line in told and "1/1" in told for told in done.stdout.splitlines()), line
    assert any("hostile" in told and "0/1" in told for told in done.stdout.splitlines())


def test_what_makes_no_sense_is_refused(made: Path) -> None:
    for name, said in (("ps1", "is there already"), ("a b", "is no name for an assignment")):
        done = nbjudge(made, "new", name)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
