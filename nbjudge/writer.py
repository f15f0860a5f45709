"""The writer: what comes of grading a submission, onto disk. Verdicts go into the gradebook (`recording`), notebooks
into autograded/, under their final name only when they are whole.

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
import functools
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbjudge.recording import LatePenalty, record, recorded

__all__ = [
    "LatePenalty",
    "empty_folder",
    "notebook_text",
    "record",
    "recorded",
    "withdrawn",
    "write_kit",
    "write_notebook",
]

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
WITHDRAWN = ".withdrawn"
REMEMBERED = 10_000  # characters of a cell; the instructor's are shorter, and a student's with pictures much longer


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


def notebook_text(notebook: Mapping[str, Any]) -> str:
    """A notebook as the text of its file, the same for the same notebook, byte for byte.

    Python writes indented JSON slowly, and most cells are the instructor's, the same in every notebook: a cell's text
    is made once for what stands in it.
    """
    cells = ",\n  ".join(map(_cell, notebook["cells"]))
    rest = json.dumps({**notebook, "cells": []}, indent=1, ensure_ascii=False, sort_keys=True)
    return rest.replace('"cells": []', f'"cells": [\n  {cells}\n ]' if cells else '"cells": []', 1) + "\n"


def _cell(cell: Mapping[str, Any]) -> str:
    plain = json.dumps(cell, sort_keys=True)
    return _cell_text(plain) if len(plain) <= REMEMBERED else _cell_text.__wrapped__(plain)


@functools.lru_cache(maxsize=1000)
def _cell_text(cell: str) -> str:
    """A cell as it stands in the file. No string of JSON holds a line break, so each begins a line of the form's."""
    return json.dumps(json.loads(cell), indent=1, ensure_ascii=False, sort_keys=True).replace("\n", "\n  ")


def write_notebook(path: Path, text: str) -> None:
    """Write a notebook under a temporary name and rename it: nobody ever sees half of one.

    A kill at any instant leaves the old notebook or the new one. A power cut may leave an empty file: to be safe from
    that, each file would have to wait for the disk (`fsync`), for a notebook that `--force` makes again.

    Raises:
        OSError: if the disk is full or the folder may not be written; the old notebook is then as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.chmod(0o444)  # as nbgrader leaves it: nobody should edit a graded notebook by accident
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


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
        _empty(folder, {folder / name for name in (*keep, TIMESTAMP, SECRET)} if keep else set())


def _empty(folder: Path, keep: set[Path]) -> None:
    """Remove the folder, or, if it holds a file to keep, all but that."""
    if not any(folder in path.parents for path in keep):
        shutil.rmtree(folder)
        return
    for entry in os.scandir(folder):
        path = Path(entry)
        if entry.is_dir(follow_symlinks=False):
            _empty(path, keep)
        elif path not in keep or entry.is_symlink():
            path.unlink()
