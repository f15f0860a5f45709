"""What a pool's workers do to grade: read a submission, judge it, and hand back what the writer needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from nbjudge.grading.autograded import notebook_text
from nbjudge.grading.fingerprint import fingerprint
from nbjudge.grading.handed_in import handed_in, notes_on
from nbjudge.grading.terms import Terms
from nbjudge.judge import judge, not_judged, seed_for
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.submitted.submission import Unreadable, read_secret, read_submission, read_timestamp
from nbjudge.processes.warm_set import WarmSet, own_core
from nbjudge.processes.worker import Duty, Unfit
from nbjudge.processes.zygote import ZygoteError
from nbjudge.scores import NotebookScores, Scores
from nbjudge.verdicts import NOT_JUDGED, Graded


@dataclass(frozen=True)
class ToWrite:
    """What is to be written of a submission: its scores, and the files beside them.

    Attributes:
        texts: notebook name to the graded notebook's text.
        timestamp, secret: of the submission.
    """

    scores: Scores
    texts: dict[str, str]
    timestamp: datetime | None
    secret: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, for the channel between worker and parent."""
        return {
            "student": self.scores.student,
            "notebooks": {name: scores.to_dict() for name, scores in (self.scores.notebooks or {}).items()},
            "seconds": self.scores.seconds,
            "time_in_doubt": self.scores.time_in_doubt,
            "texts": self.texts,
            "timestamp": self.timestamp and self.timestamp.isoformat(),
            "secret": self.secret,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ToWrite:
        """What ``to_dict`` was called on."""
        notebooks = {name: NotebookScores.from_dict(scores) for name, scores in data["notebooks"].items()}
        timestamp = data["timestamp"] and datetime.fromisoformat(data["timestamp"])
        scores = Scores(data["student"], notebooks, data["seconds"], data["time_in_doubt"])
        return cls(scores, data["texts"], timestamp, data["secret"])


class JudgingDuty(Duty):
    """Judges one submission after the other. A task is ``[student, folder]``, a result is a ``ToWrite`` as JSON data.

    Args:
        warm: of the process that makes it. Each worker gets a copy of its pairs.
    """

    def __init__(self, terms: Terms, warm: WarmSet) -> None:
        self.terms = terms
        self._warm = warm
        self._copies: WarmSet | None = None

    def before_fork(self) -> None:
        """Copy the warm pairs for the worker to be. Raises ZygoteError if the zygotes do not start."""
        self._copies = self._warm.copies(self.terms.notebooks, self.terms.limits, sandboxed=self.terms.sandboxed)

    def after_fork(self) -> None:
        """The worker alone speaks to them, so that they end when it does."""
        if self._copies is not None:
            self._copies.forget()
            self._copies = None

    def in_worker(self, number: int) -> None:
        """Use the copies, on a core of its own."""
        assert self._copies is not None
        self._warm.forget()
        self._warm, self._copies = self._copies, None
        self._warm.pin(own_core(number))

    def do(self, task: list[str]) -> dict[str, Any]:
        """Judge one submission.

        Raises:
            Unfit: if the judge's own processes have died or do not start: a fresh worker starts new ones.
        """
        student, folder = task[0], Path(task[1])
        try:
            return _to_write(self.terms, student, folder, partial(self._judge, student, folder)).to_dict()
        except (ZygoteError, OSError) as error:
            raise Unfit(f"the judge's own processes do not run: {error}") from error

    def _judge(
        self, student: str, folder: Path, assignment: Assignment, timestamp: datetime | None, beside: Sequence[str]
    ) -> tuple[Graded, str]:
        terms = self.terms
        read = read_submission(folder, f"{assignment.notebook}.ipynb", terms.limits)
        data, reason = (None, read.reason) if isinstance(read, Unreadable) else (read, None)
        seed = seed_for(student, terms.name)
        graded = judge(
            data, assignment, terms.limits,
            seed=seed, sandboxed=terms.sandboxed, reason=reason, beside=beside, warm=self._warm,
        )  # fmt: skip
        return graded, fingerprint(terms, assignment, read, student, timestamp, beside)


def lost(terms: Terms, student: str, folder: Path, why: str) -> ToWrite:
    """What to write of a submission that no worker could judge. Its notebook is not even looked at here."""

    def without_judging(assignment: Assignment, *_: object) -> tuple[Graded, str]:
        return not_judged(assignment, terms.limits, why, sandboxed=terms.sandboxed), ""

    return _to_write(terms, student, folder, without_judging)


def _to_write(
    terms: Terms,
    student: str,
    folder: Path,
    judged: Callable[[Assignment, datetime | None, Sequence[str]], tuple[Graded, str]],
) -> ToWrite:
    begun = time.monotonic()
    timestamp, odd_time = read_timestamp(folder, due=terms.due)
    beside = handed_in(folder, terms.notebooks)
    found = {assignment.notebook: judged(assignment, timestamp, beside) for assignment in terms.notebooks}
    notes = list(notes_on(beside, (graded.notebook for graded, _ in found.values())))
    notes += [odd_time.text] if odd_time is not None else []
    notebooks, texts = {}, {}
    for name, (judgement, mark) in found.items():
        graded = replace(judgement, notes=(*judgement.notes, *notes))
        notes = []  # they are the submission's, and told with its first notebook
        kept = graded.notebook["metadata"]["nbjudge"]
        kept["notes"] = list(graded.notes)
        if not graded.count(NOT_JUDGED):  # without the mark it is graded again next time
            kept["fingerprint"] = mark
        notebooks[name] = NotebookScores.of(graded)
        texts[name] = notebook_text(graded.notebook)
    in_doubt = odd_time is not None and terms.due is not None
    scores = Scores(student, notebooks, time.monotonic() - begun, in_doubt)
    return ToWrite(scores, texts, timestamp, read_secret(folder))
