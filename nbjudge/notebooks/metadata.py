"""What nbgrader and Jupyter say of a cell and of a notebook, read as they read it, and refused where they would.

nbgrader checks its metadata whenever it releases and grades (``nbgrader.nbgraderformat``, schema 3). What older
versions wrote is read here as ``nbgrader update`` rewrites it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

PYTHON: Final = "python"  # where a notebook says nothing of its language, as for nbgrader
SCHEMA: Final = 3
_GRADE_ID: Final = re.compile(r"[A-Za-z0-9_-]*")
_CELL_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")  # nbformat 4.5

# What nbgrader's schema allows, and nothing else: key to what is expected, in words and as a test.
_FIELDS: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "schema_version": ("the number 3", lambda value: type(value) is int and value == SCHEMA),
    "grade": ("true or false", lambda value: isinstance(value, bool)),
    "locked": ("true or false", lambda value: isinstance(value, bool)),
    "solution": ("true or false", lambda value: isinstance(value, bool)),
    "task": ("true or false", lambda value: isinstance(value, bool)),
    "grade_id": ("letters, digits, _ and -", lambda v: isinstance(v, str) and _GRADE_ID.fullmatch(v) is not None),
    "points": ("a number, 0 or more", lambda value: type(value) in (int, float) and 0 <= value < math.inf),
    "checksum": ("32 characters", lambda value: isinstance(value, str) and len(value) == 32),
    "cell_type": ("raw, code or markdown", lambda value: value in ("raw", "code", "markdown")),
}
_REQUIRED: Final = ("grade", "locked", "solution")
_PYTHONS: Final = frozenset({"python", "python3", "ipython", "ipython3", "xpython"})
# Kernels that are known by name to be another language's, where a notebook does not say which: how the name begins.
_OTHERS: Final[Mapping[str, str]] = {
    "ir": "R", "xr": "R", "julia": "Julia", "bash": "Bash", "octave": "Octave", "xoctave": "Octave", "matlab": "MATLAB",
    "javascript": "JavaScript", "deno": "TypeScript", "tslab": "TypeScript", "java": "Java", "ijava": "Java",
    "xcpp": "C++", "sas": "SAS", "stata": "Stata", "sagemath": "SageMath", "scala": "Scala", "rust": "Rust",
    "ihaskell": "Haskell", "haskell": "Haskell", "sos": "SoS", "gnuplot": "Gnuplot", "xsql": "SQL",
}  # fmt: skip


class MetadataError(ValueError):
    """Metadata that nbgrader or the judge cannot go by; the text says what was expected, what found, what to do."""


def text_of(cell: Mapping[str, Any]) -> str:
    """A cell's source, which nbformat keeps as a string or as a list of lines.

    Raises:
        MetadataError: if it is neither.
    """
    source = cell.get("source")
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise MetadataError(f"expected a text as source, found {type(source).__name__}")


def nbgraders(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands under ``nbgrader`` in a cell's metadata, as it stands there; empty if nothing does."""
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


# --- nbgrader's of a cell ------------------------------------------------------------------------------


def checked_metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A source cell's metadata, with nbgrader's part of it in the present schema, or without one.

    Raises:
        MetadataError: for whatever ``nbgrader generate_assignment`` would refuse as well.
    """
    metadata = cell.get("metadata", {})
    if not isinstance(metadata, dict):
        raise MetadataError(f"expected an object as metadata, found {type(metadata).__name__}")
    if "nbgrader" not in metadata:
        return metadata
    flags = metadata["nbgrader"]
    if not isinstance(flags, dict):
        raise MetadataError(f"expected an object as nbgrader's metadata, found {type(flags).__name__}")
    flags = _updated(flags)
    rest = {key: value for key, value in metadata.items() if key != "nbgrader"}
    if not flags:
        return rest
    _check_fields(flags)
    _check_whole(flags, cell.get("cell_type"))
    return {**rest, "nbgrader": flags}


def _updated(flags: Mapping[str, Any]) -> dict[str, Any]:
    """What ``nbgrader update`` makes of metadata of schema 0, 1 and 2; nothing of an ordinary cell of schema 0."""
    version = flags.get("schema_version", 0)
    if type(version) is not int or version < 0:
        raise MetadataError(f"expected a schema_version from 0 to {SCHEMA}, found {version!r}")
    if version > SCHEMA:
        raise MetadataError(f"its schema_version is {version}, and nbgrader here knows {SCHEMA}: update nbgrader")
    if version == SCHEMA:
        return dict(flags)
    updated = {key: value for key, value in flags.items() if key in _FIELDS} | {"schema_version": SCHEMA}
    if version > 0:
        return updated
    updated = dict.fromkeys(_REQUIRED, False) | updated
    if not any(updated[flag] for flag in _REQUIRED):
        return {}
    points = updated.pop("points", "")
    if updated["grade"]:
        try:
            updated["points"] = max(0.0, float(0 if points == "" else points))
        except (TypeError, ValueError):
            raise MetadataError(f"expected a number as points, found {points!r}") from None
    return updated


def _check_fields(flags: Mapping[str, Any]) -> None:
    missing = [key for key in _REQUIRED if key not in flags]
    if missing:
        raise MetadataError(f"nbgrader's metadata lacks {missing[0]!r}: mark the cell anew in JupyterLab")
    of = f" of {flags['grade_id']!r}" if isinstance(flags.get("grade_id"), str) else ""
    for key, value in flags.items():
        if key not in _FIELDS:
            raise MetadataError(f"nbgrader's metadata knows no {key!r}: remove it, or run `nbgrader update`")
        expected, fits = _FIELDS[key]
        if not fits(value):
            raise MetadataError(f"expected {expected} as nbgrader's {key!r}{of}, found {value!r}")


def _check_whole(flags: Mapping[str, Any], cell_type: object) -> None:
    """What must hold of the fields together. Of tasks nbgrader notices some of it only when it releases them."""
    grade, solution, task = flags["grade"], flags["solution"], flags.get("task", False)
    if (grade or solution or task or flags["locked"]) and not flags.get("grade_id"):
        raise MetadataError(f"nbgrader cells need a grade_id, found {flags.get('grade_id')!r}")
    name = flags.get("grade_id")
    if (grade or task) and "points" not in flags:
        raise MetadataError(f"the cell {name} is graded: expected points, a number, but found none")
    if task and cell_type != "markdown":
        raise MetadataError(f"the task {name} is no Markdown cell: make it one")
    if cell_type == "markdown" and not task and grade != solution:
        raise MetadataError(
            f"the Markdown cell {name} is {'graded' if grade else 'a solution'} alone: such cells are both, for a "
            "person to grade; mark it as 'Manually graded answer'"
        )


# --- ids of cells --------------------------------------------------------------------------------------


def cell_ids(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """An id for each cell: its own, as of nbformat 4.5; where it has none that is its alone, one that is made.

    The same every time. A made id is the grade_id or goes by type and text, which stay when other cells come and go.
    """
    own = [cell.get("id") for cell in cells]
    given = {one for one in own if isinstance(one, str) and _CELL_ID.fullmatch(one)}
    taken: set[str] = set()
    ids = []
    for cell, found in zip(cells, own, strict=True):
        name = found if found in given and found not in taken else _made_id(cell, given | taken)
        taken.add(name)
        ids.append(name)
    return ids


def _made_id(cell: Mapping[str, Any], taken: Iterable[str]) -> str:
    grade_id = nbgraders(cell).get("grade_id")
    if isinstance(grade_id, str) and _CELL_ID.fullmatch(grade_id) and grade_id not in taken:
        return grade_id
    told = f"{cell.get('cell_type')}\0{grade_id or text_of(cell)}"
    number = 0
    while True:
        name = hashlib.sha256(f"{told}\0{number}".encode(errors="replace")).hexdigest()[:12]
        if name not in taken:
            return name
        number += 1


# --- the notebook's language ---------------------------------------------------------------------------


def language_of(metadata: Mapping[str, Any]) -> str:
    """The language that nbgrader looks up the stubs of code cells by.

    Raises:
        MetadataError: if the notebook's kernel is not Python.
    """
    kernel, info = metadata.get("kernelspec"), metadata.get("language_info")
    kernel = kernel if isinstance(kernel, dict) else {}
    info = info if isinstance(info, dict) else {}
    name = str(kernel.get("name", ""))
    other = next((told for begin, told in _OTHERS.items() if re.fullmatch(rf"{begin}[-_.\d]*", name.lower())), None)
    told = kernel.get("language") or (other if name else None) or info.get("name") or PYTHON
    if str(told).lower() not in _PYTHONS:
        called = f"the kernel {name!r}" if name else "its kernel"
        raise MetadataError(
            f"its language is {told!r} ({called}), and the judge runs Python alone: leave this notebook to "
            "nbgrader, or choose a Python kernel in JupyterLab and save it again"
        )
    found = kernel.get("language", PYTHON)
    return found if isinstance(found, str) else PYTHON
