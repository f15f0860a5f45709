"""A head start for verbs that grade: the zygotes that they will wait for, started before anything else is imported."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbjudge.processes.ahead import StartedAhead


@contextmanager
def head_start(options: argparse.Namespace) -> Iterator[StartedAhead | None]:
    """Zygotes for the verb, if it seems to need some; they end with the block if nothing has taken them.

    What is really due is found out later, from fingerprints: a wrong guess costs some CPU time, or the head start, and
    never a grade. With a single core they would only be in the way, so there none is started.
    """
    if len(os.sched_getaffinity(0)) == 1 or not _grades(options):
        yield None
        return
    from nbjudge.processes.ahead import StartedAhead  # noqa: PLC0415 - 20 ms that the other verbs can do without

    ahead = StartedAhead()
    try:
        yield ahead
    finally:
        ahead.close()


def _grades(options: argparse.Namespace) -> bool:
    if options.verb == "autograde":
        return not options.dask and (bool(options.force) or seems_due(Path.cwd(), options.assignment))
    return bool(options.verb == "grade")


def seems_due(here: Path, assignment: str | None) -> bool:
    """Whether a submission in the course around ``here`` has no graded folder, or is younger than that.

    It looks at the times of the folders that nbgrader uses by default, and at nothing in them.

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


def _time(folder: str) -> float:
    """When it was last changed; -1 if it is not there."""
    try:
        return os.stat(folder).st_mtime
    except OSError:
        return -1.0
