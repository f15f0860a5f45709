"""Of what a student laid into the exchange plain files are copied, and nothing that leads elsewhere."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from nbjudge.doors.copying import copy_plain_files


def test_plain_files_are_copied_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, secret = tmp_path / "sent", tmp_path / "secret"
    (source / "deep" / "er").mkdir(parents=True)
    secret.mkdir()
    (secret / "solution").write_text("42")
    (source / "deep" / "er" / "file").write_bytes(b"x" * 3_000_000)
    (source / "empty").touch()
    (source / "left.out").touch()
    (source / "link").symlink_to(secret / "solution")
    (source / "folder").symlink_to(secret)
    os.mkfifo(source / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(source)
        listening.bind("socket")  # a whole path may be longer than a socket's name
        copy_plain_files(source, tmp_path / "copy", lambda _, names: {"left.out"}, shared_up_to=None)
    found = {path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*")}
    assert found == {"deep", "deep/er", "deep/er/file", "empty"}
    assert (tmp_path / "copy" / "deep" / "er" / "file").stat().st_size == 3_000_000


def test_a_folder_that_is_a_link_itself_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "solution").write_text("42")
    (tmp_path / "sent").symlink_to(tmp_path / "secret")
    copy_plain_files(tmp_path / "sent", tmp_path / "copy", lambda *_: (), shared_up_to=None)
    assert not list((tmp_path / "copy").glob("*"))
