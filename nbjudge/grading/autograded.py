"""The writer's files: what comes of grading a submission, in autograded/, under its final name only when it is whole.

A graded notebook that is there, with its fingerprint, says that all of it has been recorded. So the old one goes first,
then the gradebook is written, then what belongs beside the notebook, and the notebook last:

    with withdrawn(folder):
        record(...)
    empty_folder(folder, keep=kit)
    write_kit(...)
    write_notebook(...)

Killed anywhere on this way, the submission has no graded notebook, and the next run grades it again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Set
from datetime import datetime
from pathlib import Path
from typing import Any

from nbjudge.course.files import write_whole

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
WITHDRAWN = ".withdrawn"
SHARED_FILE = 0o664
_SHARED_FOLDER = 0o2770


@contextlib.contextmanager
def withdrawn(folder: Path) -> Iterator[None]:
    """Take the graded notebooks of a submission away while the gradebook is written; put back if that fails.

    Were an old notebook still there after a kill, and were what the student submitted then changed back, it would
    pass for up to date, while the gradebook has the scores of the version between.
    """
    moved = {path: path.with_name(path.name + WITHDRAWN) for path in folder.glob("*.ipynb")}
    for path, aside in moved.items():
        path.replace(aside)
    try:
        yield
    except BaseException:
        for path, aside in moved.items():
            aside.replace(path)
        raise


@contextlib.contextmanager
def naming(folder: Path) -> Iterator[None]:
    """Say where it was that something could not be written: the system says so of opening, but not of writing."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(folder)
        raise


def notebook_text(notebook: Mapping[str, Any]) -> str:
    """A notebook as the text of its file, the same for the same notebook, byte for byte.

    A line for each cell: whoever compares two sees which cells differ. What is indented, Python's json writes without
    its C code, which takes 7.4 ms in place of 0.9, of a submission's 110.
    """
    one_line = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
    cells = ",\n".join(map(one_line, notebook["cells"]))
    return one_line({**notebook, "cells": []}).replace("[]", f"[\n{cells}\n]", 1) + "\n"  # no key sorts before cells


def write_notebook(path: Path, text: str, permissions: int = 0o444) -> None:
    """Write a graded notebook, read-only as nbgrader leaves it: nobody should edit one by accident.

    Raises:
        OSError: if the disk is full or the folder may not be written; the old notebook is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text, permissions=permissions)


def share_with_group(folder: Path, above: Path) -> None:
    """Let other instructors write what was made of a submission (``groupshared``), with nbgrader's permissions.

    What another instructor made and may alone change is left as it is, as nbgrader does.

    Args:
        above: ``autograded/``, up to which the folders are shared as well.
    """
    for place, _, files in os.walk(folder):
        for name in files:
            _share(Path(place, name), SHARED_FILE)
        _share(Path(place), _SHARED_FOLDER)
    for parent in folder.relative_to(above).parents:
        _share(above / parent, _SHARED_FOLDER)


def _share(path: Path, permissions: int) -> None:
    mode = path.stat().st_mode
    if mode & permissions != permissions:
        with contextlib.suppress(PermissionError):
            path.chmod((mode | permissions) & 0o2777)


def write_kit(folder: Path, kit: Mapping[str, bytes], timestamp: datetime | None, secret: str) -> None:
    """Put the assignment's own files beside the graded notebook, as nbgrader does, and what goes on to feedback/.

    The student's other files stay in submitted/: nothing here needs them, and they may be anything. Files that are
    the same already are left alone.

    Args:
        timestamp: when it was submitted; None leaves the file empty, which nbgrader reads as "unknown".
        secret: by which `nbgrader release_feedback` names the student's page.
    """
    when = "" if timestamp is None else f"{timestamp} UTC"
    for name, content in {**kit, TIMESTAMP: when.encode(), SECRET: secret.encode()}.items():
        target = folder / name
        if not _holds(target, content):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def empty_folder(folder: Path, keep: Collection[str] = ()) -> None:
    """Remove what an earlier grading left, graded notebooks first.

    Args:
        keep: names of files, relative to the folder, that `write_kit` will put right.
    """
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        for notebook in folder.glob("*.ipynb"):
            notebook.unlink()
        kept = (*keep, TIMESTAMP, SECRET) if keep else ()
        _empty(str(folder), {os.path.join(folder, name) for name in kept})


def _empty(folder: str, keep: Set[str]) -> None:
    """Remove the folder, or, if it holds a file to keep, all but that."""
    if not any(path.startswith(folder + os.sep) for path in keep):
        shutil.rmtree(folder)
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            _empty(entry.path, keep)
        elif entry.path not in keep or entry.is_symlink():
            os.unlink(entry.path)
