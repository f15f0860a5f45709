"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import glob
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

JUDGES_FOLDER: Final = ".nbjudge"  # under a course's root: what the judge has found out and must not forget


def write_whole(path: Path, text: str, *, permissions: int | None = None) -> None:
    """Write a file under a temporary name and rename it: nobody ever sees half of one.

    A kill at any instant leaves the old file or the new one; what it leaves beside them, the next writing clears away.
    A power cut may leave an empty file: to be safe from that, each would have to wait for the disk (`fsync`), for what
    the same command makes again.

    Args:
        text: written as UTF-8.
        permissions: such as 0o444; None leaves them to the system.

    Raises:
        OSError: if the disk is full or the folder is not there or may not be written; the old file is then as it was.
    """
    with writing_whole(path, permissions=permissions) as file:
        file.write(text)


@contextlib.contextmanager
def writing_whole(path: Path, *, permissions: int | None = None) -> Iterator[TextIO]:
    """The same piece by piece: what is written within the block is there at its end, and nothing if it raises."""
    with writing_bytes_whole(path, permissions=permissions) as file, io.TextIOWrapper(file, encoding="utf-8") as text:
        yield text


@contextlib.contextmanager
def writing_bytes_whole(path: Path, *, permissions: int | None = None) -> Iterator[BinaryIO]:
    """The same of bytes."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    _clear_remains(path)
    try:
        if permissions is not None:
            temporary.touch(0o600)  # nobody else reads it before it is whole
        with temporary.open("wb") as file:
            yield file
        if permissions is not None:
            temporary.chmod(permissions)
        temporary.replace(path)
    except BaseException:  # Ctrl-C as well
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _clear_remains(path: Path) -> None:
    """Of processes that were killed in the middle."""
    for remains in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        number = remains.name.removesuffix(".tmp").rpartition(".")[2]
        if number.isdecimal() and not os.path.exists(f"/proc/{number}"):
            remains.unlink(missing_ok=True)
