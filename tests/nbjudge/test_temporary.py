"""Where no temporary folder can be written, the verbs say which were tried and why."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from pathlib import Path

import pytest

from nbjudge.commands import doctor
from nbjudge.console import exit_codes
from nbjudge.course.errors import explained
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.warm_set import WarmSet
from nbjudge.temporary import NoTemporaryFolder, temporary_folder
from tests.support.activation import ACTIVATION, LIMITS
from tests.support.sandboxed import needs_sandbox


@pytest.fixture
def no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file where TMPDIR says that a folder is, and no other place to go."""
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("TMPDIR", str(file))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(file)])
    return file


def test_a_folder_is_there_and_goes() -> None:
    with temporary_folder("nbjudge-test-") as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_what_was_tried_is_told_with_the_reason_and_the_remedy(no_folder: Path) -> None:
    with pytest.raises(NoTemporaryFolder) as raised, temporary_folder("nbjudge-test-"):
        pass
    assert f"{no_folder}: Not a directory" in str(raised.value)
    assert "/tmp: " in str(raised.value)
    assert "TMPDIR" in str(raised.value)


def test_grading_tells_it_in_the_same_words(no_folder: Path) -> None:
    with pytest.raises(NoTemporaryFolder) as raised:
        WarmPair(ACTIVATION, LIMITS, sandboxed=False)
    assert explained(raised.value).startswith("there is no usable temporary folder (")


def test_the_folder_of_a_pair_outlives_a_worker_that_forgets_the_pair() -> None:
    """A worker is forked with its parent's pairs, and throws them away; the zygotes stand in that folder."""
    with WarmSet() as warm:
        with warm.pair_for(ACTIVATION, LIMITS, sandboxed=False) as pair:
            folder = pair.folder
        del pair
        child = os.fork()
        if child == 0:
            warm.forget()
            gc.collect()
            os._exit(0)
        os.waitpid(child, 0)
        assert (folder / "kit").is_dir()
    assert not folder.exists()


@needs_sandbox
def test_the_doctor_tells_it_too(no_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(argparse.Namespace()) == exit_codes.TROUBLE
    said = " ".join(capsys.readouterr().out.split())
    assert "cannot be tried: there is no usable temporary folder" in said
