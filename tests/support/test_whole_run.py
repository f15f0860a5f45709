"""`make test` keeps temporary files in memory only where they fit and can be run, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.inprocess import ROOT
from tests.support.running import wait_until
from tests.support.whole_run import NEEDED_BYTES, folder_for_temporary_files

BLOCK = 4096


def file_system(free: int, flags: int = 0) -> os.statvfs_result:
    """One with so many free bytes, as ``os.statvfs`` tells of it."""
    blocks = free // BLOCK
    return os.statvfs_result((BLOCK, BLOCK, blocks, blocks, blocks, 0, 0, 0, flags, 255))


@pytest.mark.parametrize(
    ("found", "fits"),
    [
        (file_system(NEEDED_BYTES), True),
        (file_system(NEEDED_BYTES - BLOCK), False),
        (file_system(NEEDED_BYTES, os.ST_NOEXEC), False),
    ],
    ids=["room", "too little room", "runs no programs"],
)
def test_memory_has_to_have_room_and_to_run_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: os.statvfs_result, fits: bool
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: found)
    assert folder_for_temporary_files(tmp_path, {}) == (str(tmp_path) if fits else None)


def test_without_such_a_folder_and_with_one_that_somebody_has_set_python_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder_for_temporary_files(tmp_path / "missing", {}) is None
    monkeypatch.setattr(os, "statvfs", lambda _: file_system(NEEDED_BYTES))
    assert folder_for_temporary_files(tmp_path, {"TMPDIR": str(tmp_path)}) is None


def whole_run(folder: Path, test: str) -> subprocess.Popen[str]:
    """A run of one test in a folder of its own, whose temporary files lie in ``folder``."""
    (folder / "test_it.py").write_text(test)
    options = ["-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder / "test_it.py")]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.whole_run", *options], cwd=ROOT, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=os.environ | {"TMPDIR": str(folder)}, start_new_session=True,
    )  # fmt: skip


def test_its_exit_code_is_pytests_and_what_tests_left_is_gone(tmp_path: Path) -> None:
    running = whole_run(tmp_path, "def test_it(tmp_path):\n    (tmp_path / 'left').touch()\n    assert not tmp_path\n")
    told, _ = running.communicate(timeout=60)
    assert running.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"{tmp_path}/nbjudge-tests-" in told
    assert list(tmp_path.glob("nbjudge-tests-*")) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, int(pytest.ExitCode.INTERRUPTED)), (signal.SIGTERM, 128 + signal.SIGTERM)],
    ids=["SIGINT", "SIGTERM"],
)
def test_a_signal_ends_it_with_pytest_and_leaves_nothing(tmp_path: Path, number: int, code: int) -> None:
    started = tmp_path / "started"
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background starts us with it ignored
    try:
        text = f"import time\ndef test_it():\n    open({str(started)!r}, 'w')\n    time.sleep(60)\n"
        running = whole_run(tmp_path, text)
    finally:
        signal.signal(signal.SIGINT, before)
    assert wait_until(started.exists)
    begun = time.monotonic()
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # as a terminal does
    else:
        running.send_signal(number)
    running.communicate(timeout=60)
    assert running.returncode == code
    assert time.monotonic() - begun < 20
    assert list(tmp_path.glob("nbjudge-tests-*")) == []
