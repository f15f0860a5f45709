"""Checking an assignment before anybody is graded by it: its solution and its release, judged, and what is wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from nbjudge.course.errors import GradingError
from nbjudge.course.settings import NbJudge
from nbjudge.grading.faults import Fault, faults_of
from nbjudge.grading.stands_file import trial_of
from nbjudge.grading.terms import Terms, terms_of_source, told_of_limits
from nbjudge.grading.trial import Trial
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import ZygoteError
from nbjudge.stands import APART, Stand


@dataclass(frozen=True)
class Checked:
    """An assignment that was checked.

    Attributes:
        terms: as grading would have them, but for what only the gradebook knows.
        told: of settings and limits, a sentence each.
        trials: by notebook.
        faults: what is wrong, or worth knowing.
        seconds: that it took.
    """

    terms: Terms
    told: tuple[str, ...]
    trials: Mapping[str, Trial]
    faults: tuple[Fault, ...]
    seconds: float

    @property
    def wrong(self) -> tuple[Fault, ...]:
        """The faults that are mistakes."""
        return tuple(fault for fault in self.faults if fault.wrong)

    @property
    def stands(self) -> dict[str, Mapping[str, Stand]]:
        """Notebook to grade_id to where the cell is judged."""
        return {assignment.notebook: assignment.stands for assignment in self.terms.notebooks}

    @property
    def apart(self) -> int:
        """How many grade cells are judged apart."""
        return sum(stand.where == APART for stands in self.stands.values() for stand in stands.values())

    @property
    def cells(self) -> int:
        """How many grade cells there are."""
        return sum(len(stands) for stands in self.stands.values())

    def to_dict(self) -> dict[str, Any]:
        """As JSON data; see docs/judge/reference.md."""
        return {
            "assignment": self.terms.name,
            "seconds": round(self.seconds, 3),
            "limits": self.terms.limits.as_dict(),
            "told": list(self.told),
            "cells": [
                {
                    "notebook": notebook,
                    "cell": cell.grade_id,
                    "points": cell.points,
                    "where": self.stands[notebook][cell.grade_id].where,
                    "why": cell.stand.why,
                    "seconds": round(cell.seconds, 3),
                    "solution": cell.solution,
                    "release": cell.release,
                }
                for notebook, trial in self.trials.items()
                for cell in trial.cells
            ],
            "faults": [vars(fault) for fault in self.faults],
        }


def check(coursedir: CourseDirectory, settings: NbJudge, warm: WarmSet, *, anew: bool = True) -> Checked:
    """Check the assignment that ``coursedir`` names. It need not be in the gradebook yet.

    Args:
        anew: try it out in any case; else what is known is used, if nothing has changed since.

    Raises:
        GradingError: if its source cannot be used, or nothing can be judged here.
    """
    begun = time.monotonic()
    terms, root = terms_of_source(coursedir, settings), Path(coursedir.root)
    try:
        trials = {
            assignment.notebook: trial_of(
                assignment, terms.limits, root, warm, sandboxed=terms.sandboxed, anew=anew
            )
            for assignment in terms.notebooks
        }  # fmt: skip
    except (ZygoteError, OSError) as error:
        raise GradingError(f"the judge's own processes do not run: {error}") from error
    tried = terms.tried(trials)
    faults = [
        fault
        for assignment in tried.notebooks
        for fault in faults_of(assignment, trials[assignment.notebook], tried.limits, root)
    ]
    told = (*terms.told, *told_of_limits(terms.limits, tried.limits))
    return Checked(tried, told, trials, tuple(faults), time.monotonic() - begun)
