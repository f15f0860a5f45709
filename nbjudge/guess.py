"""Whether there seems to be something to grade: a guess, made before anything that takes time is imported.

It looks at the times of the folders that nbgrader uses by default, and at nothing in them. What is really due is found
out later, from fingerprints: a wrong guess costs some CPU time, or the head start, and never a grade.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def seems_due(here: Path, assignment: str | None) -> bool:
    """Whether a submission in the course around ``here`` has no graded folder, or is younger than that.

    Args:
        assignment: only of this one; None for any.
    """
    root = next((folder for folder in (here, *here.parents) if (folder / "nbgrader_config.py").exists()), here)
    return any(
        _time(f"{root}/autograded/{student}/{name}") < _time(f"{root}/submitted/{student}/{name}")
        for student in _names(f"{root}/submitted")
        for name in ([assignment] if assignment is not None else _names(f"{root}/submitted/{student}"))
    )


def _names(folder: str) -> Iterator[str]:
    """Of the folders in it."""
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_dir())
    except OSError:
        return


def _time(path: str) -> float:
    """When an entry was last made or removed in a folder; 0 if there is none."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
