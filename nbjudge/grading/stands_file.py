"""Trials of a course's notebooks, kept in a file under its root: each is made once for each state of its source."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

from nbjudge.course.files import JUDGES_FOLDER, write_whole
from nbjudge.digest import judge_digest
from nbjudge.grading.terms import Terms
from nbjudge.grading.trial import Trial, TriedCell, try_out
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet

SCHEMA: Final = 1


def trial_of(
    assignment: Assignment,
    limits: Limits,
    root: Path,
    warm: WarmSet,
    *,
    sandboxed: bool = True,
    anew: bool = False,
    keep: bool = True,
) -> Trial:
    """The trial of a notebook: the one that is kept, or a new one, which is kept then.

    Args:
        root: the course's folder.
        anew: try it out in any case.
        keep: False keeps no new one, and writes nothing.

    Raises:
        ZygoteError, OSError: if the judge's own processes do not start, or the file cannot be written.
    """
    path, state = _place(assignment, limits, root, sandboxed=sandboxed)
    kept = None if anew else _read(path, state)
    if kept is not None:
        return kept
    trial = try_out(assignment, limits, warm, sandboxed=sandboxed)
    if not keep:
        return trial
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{**vars(cell), "stand": cell.stand.to_dict()} for cell in trial.cells]
    seconds = {"cell_seconds": trial.cell_seconds, "whole_seconds": trial.whole_seconds}
    told = {"schema": SCHEMA, "state": state, "cells": cells} | seconds
    write_whole(path, json.dumps(told | {"digest": _digest(told)}, indent=1) + "\n")
    return trial


def tried_out(terms: Terms, root: Path, warm: WarmSet, *, keep: bool = True) -> Terms:
    """The same terms with where each grade cell is judged, found out now unless that is known. Raises as `trial_of`."""
    return terms.tried(
        {
            assignment.notebook: trial_of(assignment, terms.limits, root, warm, sandboxed=terms.sandboxed, keep=keep)
            for assignment in terms.notebooks
        }
    )


def as_kept(terms: Terms, root: Path) -> Terms:
    """The same terms with where each grade cell is judged, if that is known of all their notebooks."""
    known = {}
    for assignment in terms.notebooks:
        trial = _read(*_place(assignment, terms.limits, root, sandboxed=terms.sandboxed))
        if trial is None:
            return terms
        known[assignment.notebook] = trial
    return terms.tried(known)


def _place(assignment: Assignment, limits: Limits, root: Path, *, sandboxed: bool) -> tuple[Path, str]:
    """The file of a notebook's trial, and the state that the trial in it should be of."""
    path = root / JUDGES_FOLDER / assignment.name / f"{assignment.notebook}.json"
    return path, _state(assignment, limits, sandboxed=sandboxed)


def _read(path: Path, state: str) -> Trial | None:
    """The trial that is kept, if it is of this state and nobody has edited it."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        digest = told.pop("digest")
        if told["state"] == state and digest == _digest(told):
            cells = tuple(TriedCell.from_dict(cell) for cell in told["cells"])
            return Trial(cells, told["cell_seconds"], told["whole_seconds"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # there is none, or it is not whole
        pass
    return None


def _state(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> str:
    """Changes with all that a trial depends on: the source, the limits, the judge's code, and Python."""
    parts = [assignment.with_parts(stands={}).fingerprint, json.dumps(limits.as_dict()), judge_digest()]
    return hashlib.sha256("\0".join([*parts, sys.version, str(sandboxed)]).encode()).hexdigest()


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
