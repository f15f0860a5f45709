"""Reading submissions from disk: whatever stands there, bytes or a reason, at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from nbjudge.limits import Limits
from nbjudge.notebooks.submitted.submission import Unreadable, read_submission
from nbjudge.sandbox import lockdown

NAME = "activation.ipynb"
LIMITS = Limits(submission_bytes=1000)
NOW = datetime(2026, 11, 24)


def reason(folder: Path, name: str = NAME) -> str:
    found = read_submission(folder, name, LIMITS)
    assert isinstance(found, Unreadable)
    return found.reason


def check_no_descriptor_leaks(act: Callable[[], object]) -> None:
    before = os.listdir("/proc/self/fd")
    act()
    assert os.listdir("/proc/self/fd") == before


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"x" * 1000)
    check_no_descriptor_leaks(lambda: read_submission(tmp_path, NAME, LIMITS))
    assert read_submission(tmp_path, NAME, LIMITS) == b"x" * 1000


def test_an_empty_file_is_empty_bytes(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    assert read_submission(tmp_path, NAME, LIMITS) == b""


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    assert reason(tmp_path) == "there is no activation.ipynb"


def test_a_missing_folder_is_missing(tmp_path: Path) -> None:
    assert reason(tmp_path / "nobody") == "there is no activation.ipynb"


def test_a_renamed_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "activation (1).ipynb").touch()
    (tmp_path / "notes.txt").touch()
    assert reason(tmp_path) == "there is no activation.ipynb (found instead: 'activation (1).ipynb')"


def test_hostile_file_names_are_shown_harmless(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m\n<script>.ipynb").touch()
    (tmp_path / os.fsdecode(b"\xff.ipynb")).touch()
    assert reason(tmp_path).isascii()
    assert reason(tmp_path).isprintable()


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / NAME).symlink_to(tmp_path / "secret")
    assert "not a plain file" in reason(tmp_path)


def test_a_symlink_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "nowhere")
    assert "not a plain file" in reason(tmp_path)


def test_a_submission_folder_that_is_a_symlink_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / NAME).write_text("other student's")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert "not a plain file" in reason(tmp_path / "link")


def test_a_folder_within_that_is_a_symlink_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / NAME).write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_submission(tmp_path, f"real/{NAME}", LIMITS) == b"text"
    check_no_descriptor_leaks(lambda: reason(tmp_path, f"link/{NAME}"))
    assert "not a plain file" in reason(tmp_path, f"link/{NAME}")


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / NAME).write_text("text")
    assert "leads out" in reason(tmp_path / "s", f"../{NAME}")
    assert "leads out" in reason(tmp_path / "s", str(tmp_path / NAME))


def test_a_folder_where_the_file_should_be_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert reason(tmp_path) == "activation.ipynb is a folder"


def test_a_file_where_the_folder_should_be_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "s").touch()
    assert "not a plain file" in reason(tmp_path / "s")


@pytest.mark.timeout(10)
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    assert reason(tmp_path) == "activation.ipynb is no regular file"


def test_a_socket_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path may be no longer than 107 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(NAME)
        assert "not a plain file" in reason(tmp_path)


def test_a_device_is_a_reason() -> None:
    assert reason(Path("/dev"), "zero") == "zero is no regular file"


def test_a_file_without_permission_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / NAME).touch(mode=0)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            lockdown.drop_privileges()  # root with its powers may read everything
            os.write(writer, reason(tmp_path).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader) as told:
        assert told.read() == "activation.ipynb may not be read by this user"
    os.waitpid(pid, 0)


def test_a_file_beyond_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    with open(tmp_path / NAME, "wb") as file:
        file.truncate(30_000_000_000)  # a hole: nobody could read it
    assert reason(tmp_path) == "activation.ipynb has 30000000000 bytes; the limit is 209715200"


@pytest.mark.parametrize("name", ["a\x00b", "", "x" * 5000, "."])
def test_an_impossible_name_is_a_reason(tmp_path: Path, name: str) -> None:
    assert reason(tmp_path, name)
