"""The writer's files: folders never look finished before they are."""

from __future__ import annotations

import json
import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from nbjudge.grading.autograded import (
    SHARED_FILE,
    empty_folder,
    notebook_text,
    share_with_group,
    withdrawn,
    write_kit,
    write_notebook,
)
from tests.support.gradebooks import DUE


def test_notebook_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.ipynb"
    write_notebook(path, "old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            write_notebook(path, "new " * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (path.read_text(), os.listdir(path.parent)) == ("old", ["a.ipynb"])
    write_notebook(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o444)


def test_text_of_a_notebook_is_json_with_a_line_for_each_cell_whatever_the_order_of_its_keys() -> None:
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": 'é, "cells": [] and \\n\n  - a line'},
        {
            "outputs": [{"text": "x" * 20_000}],
            "source": "",
            "cell_type": "code",
            "metadata": {"z": [1, {"b": []}], "a": {}},
        },
    ]
    notebook = {"nbformat": 4, "metadata": {"text": '"cells": []'}, "cells": cells}
    text = notebook_text(notebook)
    assert json.loads(text) == notebook
    assert notebook_text(dict(reversed(notebook.items()))) == text
    assert [json.loads(line.removesuffix(",")) for line in text.splitlines()[1:-1]] == cells
    assert text.splitlines()[-1] == '], "metadata": {"text": "\\"cells\\": []"}, "nbformat": 4}'
    assert json.loads(notebook_text({"cells": []})) == {"cells": []}


def test_kit_that_is_there_already_is_left_alone_and_what_differs_is_put_right(tmp_path: Path) -> None:
    kit = {"checks.py": b"right", "data/x.csv": b"1,2", "other.py": b"same"}
    write_kit(tmp_path, kit, DUE, "secret")
    (tmp_path / "checks.py").write_bytes(b"wrong")
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in kit}
    write_kit(tmp_path, kit, DUE + timedelta(days=1), "secret")
    assert {name: (tmp_path / name).read_bytes() for name in kit} == kit
    after = {name: (tmp_path / name).stat().st_mtime_ns for name in kit}
    assert {name for name in kit if after[name] != before[name]} == {"checks.py"}
    assert (tmp_path / "timestamp.txt").read_text() == "2026-11-02 12:00:00 UTC"
    write_kit(tmp_path, kit, None, "secret")
    assert (tmp_path / "timestamp.txt").read_text() == ""


def test_emptied_folder_keeps_the_kit_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "graded"
    kit = {"checks.py": b"right", "data/x.csv": b"1,2"}
    write_kit(folder, kit, None, "secret")
    write_notebook(folder / "a.ipynb", "{}")
    (folder / "data" / "stray.csv").write_text("stray")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "link.csv").symlink_to(folder / "checks.py")
    (folder / ".a.ipynb.1.tmp").write_text("half")
    empty_folder(folder, keep=kit)
    left = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    assert left == {"checks.py", "data/x.csv", "timestamp.txt", "submission_secret.txt"}
    assert not (folder / "deep").exists()


def test_emptied_folder_follows_no_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_kit(other, {"checks.py": b"theirs"}, None, "")
    folder = tmp_path / "graded"
    folder.mkdir()
    (folder / "data").symlink_to(other)
    (folder / "checks.py").symlink_to(other / "checks.py")
    empty_folder(folder, keep=["checks.py", "data/checks.py"])
    assert os.listdir(folder) == []
    folder.rmdir()
    folder.symlink_to(other)
    empty_folder(folder)
    assert not folder.is_symlink()
    assert (other / "checks.py").read_bytes() == b"theirs"


def test_old_notebook_is_away_while_the_gradebook_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    write_notebook(path, "old")
    with withdrawn(tmp_path):
        assert not path.exists()
    assert not path.exists(), "what was recorded has no notebook yet"


def test_old_notebook_comes_back_if_the_gradebook_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    write_notebook(path, "old")
    with pytest.raises(KeyboardInterrupt), withdrawn(tmp_path):
        raise KeyboardInterrupt
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["a.ipynb"])


def test_a_folder_that_is_not_there_yet_has_nothing_to_withdraw(tmp_path: Path) -> None:
    with withdrawn(tmp_path / "new"):
        pass
    empty_folder(tmp_path / "new", keep=["checks.py"])
    assert not (tmp_path / "new").exists()


def test_what_is_shared_with_the_group_has_the_permissions_that_nbgrader_sets(tmp_path: Path) -> None:
    stock, mine = tmp_path / "stock" / "autograded", tmp_path / "mine" / "autograded"
    for root in (stock, mine):
        write_kit(root / "ada" / "ps1", {"data/a.csv": b"1"}, None, "secret")
    course = CourseDirectory(root=str(stock.parent), groupshared=True)
    Autograde(coursedir=course).set_permissions("ps1", "ada")
    share_with_group(mine / "ada" / "ps1", mine)
    for root in (stock, mine):
        write_notebook(root / "ada" / "ps1" / "a.ipynb", "new", SHARED_FILE)
    permissions = [
        {path.relative_to(root).as_posix(): oct(path.stat().st_mode) for path in (root, *root.rglob("*"))}
        for root in (stock, mine)
    ]
    # nbgrader leaves the student's folder as it was made; here it is shared, so that a regrade by others can replace it
    assert permissions[1].pop("ada") == "0o42775"
    permissions[0].pop("ada")
    assert permissions[0] == permissions[1]
