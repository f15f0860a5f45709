"""What was handed in, found by a name: a notebook, a folder with the notebooks of an assignment, or standard input."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from nbjudge.course.errors import GradingError
from nbjudge.limits import Limits
from nbjudge.notebooks.submitted.skimming import CHUNK, SkimError, skimmed
from nbjudge.notebooks.submitted.submission import Unreadable, read_submission

STDIN: Final = "-"
_SCANNED: Final = 1000  # entries of a folder, which may hold any number


@dataclass(frozen=True)
class Handed:
    """Notebook name to its bytes, or why there are none; and what was odd about the files."""

    notebooks: Mapping[str, bytes | Unreadable]
    notes: tuple[str, ...] = ()


def read_handed(where: str, expected: Sequence[str], limits: Limits, stdin: BinaryIO) -> Handed:
    """Read a submission. What a student may have put there is never followed and never waited for.

    Args:
        where: a file, a folder, or ``-`` for ``stdin``.
        expected: the names of the assignment's notebooks.

    Raises:
        GradingError: if there is nothing of that name, or no telling which notebook it is.
    """
    if where == STDIN:
        return Handed({_only(expected, "standard input"): _from_stream(stdin, limits)})
    path = Path(where).resolve()  # whoever calls may name a link
    if path.is_dir():
        return _in_folder(path, expected, limits)
    if not path.exists():
        raise GradingError(f"there is no file {where}: name a notebook, a folder with notebooks in it, or - for stdin")
    name = path.stem if path.stem in expected else _only(expected, path.name)
    return Handed({name: read_submission(path.parent, path.name, limits)})


def _in_folder(folder: Path, expected: Sequence[str], limits: Limits) -> Handed:
    """All notebooks of the assignment; of one that has a single notebook, a single one by another name as well."""
    names = {name: f"{name}.ipynb" for name in expected}
    notes: tuple[str, ...] = ()
    if len(expected) == 1 and not os.path.lexists(folder / names[expected[0]]):
        with os.scandir(folder) as entries:
            there = [entry.name for entry in islice(entries, _SCANNED) if entry.name.endswith(".ipynb")]
        if len(there) == 1:
            notes = (f"there is no {names[expected[0]]}, and {ascii(there[0])[:60]} was taken for it",)
            names[expected[0]] = there[0]
    return Handed({name: read_submission(folder, file, limits) for name, file in names.items()}, notes)


def _from_stream(stream: BinaryIO, limits: Limits) -> bytes | Unreadable:
    data = stream.read(limits.submission_file_bytes + 1)
    if len(data) > limits.submission_file_bytes:
        return Unreadable(f"it has more than {limits.submission_file_bytes} bytes, which is the limit")
    if len(data) <= limits.submission_bytes:
        return data
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    try:
        return skimmed(chunks, limits.submission_bytes)
    except SkimError as error:
        return Unreadable(str(error))


def _only(expected: Sequence[str], given: str) -> str:
    if len(expected) != 1:
        names = ", ".join(f"{name}.ipynb" for name in expected)
        raise GradingError(
            f"the assignment has {len(expected)} notebooks, and there is no telling which of them {given} is: give "
            f"the file one of the names {names}, or name a folder that holds them all"
        )
    return expected[0]
