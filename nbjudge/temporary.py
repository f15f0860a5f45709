"""A temporary folder; where there can be none, in words which ones were tried, and why none will do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")  # where tempfile looks, in this order
_USUAL: Final = ("/tmp", "/var/tmp", "/usr/tmp")


class NoTemporaryFolder(OSError):
    """None of the usual folders can be written."""


def make_folder(prefix: str) -> Path:
    """A folder of our own, which whoever asks for it removes.

    Raises:
        NoTemporaryFolder: if none can be made.
    """
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as error:
        tried = "; ".join(f"{folder}: {_why(folder)}" for folder in _candidates())
        advice = "make one of these writable, or name another in the environment variable TMPDIR"
        raise NoTemporaryFolder(f"there is no usable temporary folder ({tried}): {advice}") from error


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """One that is there for a block. Raises as `make_folder`.

    Not for what a forked process forgets: a generator that is thrown away there would remove the folder as well.
    """
    folder = make_folder(prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _candidates() -> list[str]:
    named = [folder for variable in _VARIABLES if (folder := os.environ.get(variable))]
    return list(dict.fromkeys([*named, *_USUAL]))


def _why(folder: str) -> str:
    """Why nothing can be written there."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return "writable by now"
