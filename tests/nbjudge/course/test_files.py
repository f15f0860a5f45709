"""Whole files: the old one or the new one, whatever happens in between, and no remains for long."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from nbjudge.course.files import write_whole, writing_whole
from tests.support.running import dead_process

OLD, NEW = "old\n" * 100_000, "näw\n" * 100_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is there already."""
    path = tmp_path / "a.txt"
    path.write_text(OLD)
    return path


@contextmanager
def _little_room(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` meanwhile: the kernel refuses in the middle of writing, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for text in (OLD, NEW, ""):
        write_whole(path, text)
        assert path.read_text(encoding="utf-8") == text
    assert os.listdir(tmp_path) == ["a.txt"]


def test_where_there_is_no_room_the_old_file_stays_and_no_half_of_a_new_one(file: Path) -> None:
    with _little_room(1000), pytest.raises(OSError, match="too large"):
        write_whole(file, NEW)
    assert (file.read_text(), os.listdir(file.parent)) == (OLD, ["a.txt"])
    write_whole(file, NEW)
    assert file.read_text() == NEW


@pytest.mark.parametrize("step", ["open", "chmod", "replace"])
def test_whichever_step_fails_the_old_file_stays(file: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(path: Path, *_: Any, **__: Any) -> None:
        if not path.exists():
            path.touch()  # the disk has room for its name
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(Path, step, full)
        with pytest.raises(OSError, match="No space left"):
            write_whole(file, NEW, permissions=0o444)
    assert (file.read_text(), os.listdir(file.parent)) == (OLD, ["a.txt"])


def test_a_folder_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "a.txt", NEW)
    assert os.listdir(tmp_path) == []


def test_a_folder_in_its_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt" / "b").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "a.txt", NEW)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["a.txt", "a.txt/b"]


def test_permissions_are_those_asked_for_and_else_the_systems(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for permissions, found in ((None, 0o640), (0o444, 0o444), (0o664, 0o664), (None, 0o640)):
            write_whole(tmp_path / "a.txt", NEW, permissions=permissions)  # a read-only one is replaced as well
            assert (tmp_path / "a.txt").stat().st_mode & 0o777 == found
    finally:
        os.umask(before)


def test_what_has_permissions_of_its_own_is_nobody_elses_while_it_is_written(tmp_path: Path) -> None:
    with writing_whole(tmp_path / "a.txt", permissions=0o644) as file:
        file.write(NEW)
        (temporary,) = tmp_path.iterdir()
        assert temporary.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


# ------------------------------------------------------------ killed


WRITING_FOR_EVER = (
    "import sys; from pathlib import Path; from nbjudge.course.files import write_whole\n"
    "path, old = Path(sys.argv[1]), Path(sys.argv[1]).read_text(); new = sys.stdin.read()\n"
    "print('begun', flush=True)\n"
    "while True: write_whole(path, new); write_whole(path, old)\n"
)


@contextmanager
def _written_for_ever(path: Path) -> Iterator[None]:
    """A process writes the file meanwhile, again and again, old and new in turn; it is killed at the end."""
    command = [sys.executable, "-c", WRITING_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(NEW.encode())
        writer.stdin.close()
        assert writer.stdout.readline() == b"begun\n"
        try:
            yield
        finally:
            writer.kill()


def test_killed_at_any_instant_and_read_at_any_instant_it_is_old_or_new(file: Path) -> None:
    seen, remains = set(), 0
    for kill in range(40):
        with _written_for_ever(file):
            end = time.monotonic() + 0.02 + kill / 1000
            while time.monotonic() < end:
                seen.add(file.read_text())
        seen.add(file.read_text())
        remains += len(os.listdir(file.parent)) - 1
        write_whole(file, OLD)
        assert os.listdir(file.parent) == ["a.txt"], "what the killed one left is cleared away"
    assert seen == {OLD, NEW}
    assert remains, "none was killed in the middle"


# ------------------------------------------------------------ remains


def test_remains_of_a_dead_process_are_cleared_and_those_of_a_living_one_are_not(file: Path) -> None:
    dead, living = (file.with_name(f".a.txt.{number}.tmp") for number in (dead_process(), os.getppid()))
    for remains in (dead, living):
        remains.write_text("half")
    write_whole(file, NEW)
    assert not dead.exists()
    assert living.read_text() == "half", "that process may be writing it just now"


def test_nothing_but_remains_of_this_file_is_cleared(file: Path) -> None:
    dead = dead_process()
    others = {f".b.txt.{dead}.tmp", f"a.txt.{dead}.tmp", f".a.txt.{dead}", ".a.txt.notes.tmp", f".a.txt.{dead}x.tmp"}
    for name in others:
        file.with_name(name).touch()
    write_whole(file, NEW)
    assert set(os.listdir(file.parent)) == others | {"a.txt"}


def test_a_name_with_signs_of_a_pattern_is_a_name(tmp_path: Path) -> None:
    dead = dead_process()
    path, other = tmp_path / "[ab]*.txt", tmp_path / f".ax.txt.{dead}.tmp"
    mine = tmp_path / f".[ab]*.txt.{dead}.tmp"
    for remains in (mine, other):
        remains.touch()
    write_whole(path, NEW)
    assert {path, other} == set(tmp_path.iterdir())
