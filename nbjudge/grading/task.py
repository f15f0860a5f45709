"""What workers do to grade: read a submission, judge it, and hand back what the writer needs.

A worker of the pool reads for itself; to one of a cluster, which has no course folder, the submission is sent.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbjudge.grading.autograded import notebook_text
from nbjudge.grading.fingerprint import fingerprint
from nbjudge.grading.handed_in import handed_in, notes_on
from nbjudge.judge import judge, not_judged, seed_for
from nbjudge.notebooks.submitted.submission import Unreadable, read_secret, read_submission, read_timestamp
from nbjudge.processes.warm_duty import WarmDuty
from nbjudge.processes.warm_set import WarmSet, own_core
from nbjudge.processes.worker import Unfit
from nbjudge.processes.zygote import ZygoteError
from nbjudge.scores import NotebookScores, Scores
from nbjudge.verdicts import NOT_JUDGED, Graded

if TYPE_CHECKING:
    from nbjudge.grading.terms import Terms  # it reads them with nbgrader, which no worker needs


@dataclass(frozen=True)
class Submitted:
    """What there is of a submission: all that decides, and what is written beside it.

    Attributes:
        notebooks: name to content; empty if nobody has looked at them.
        marks: name to the fingerprint that a graded notebook gets.
        timestamp, secret: of the submission. ``odd_time``: what is odd about the time, in words; empty if nothing is.
        in_doubt: whether that leaves open if a due date was kept.
        beside: what else was handed in.
    """

    student: str
    notebooks: Mapping[str, bytes | Unreadable]
    marks: Mapping[str, str]
    timestamp: datetime | None
    odd_time: str
    in_doubt: bool
    beside: tuple[str, ...]
    secret: str

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for a worker that cannot read it for itself."""
        contents = {
            name: [None, read.reason] if isinstance(read, Unreadable) else [read, ""]
            for name, read in self.notebooks.items()
        }
        timestamp = self.timestamp and self.timestamp.isoformat()
        return {**vars(self), "notebooks": contents, "timestamp": timestamp, "beside": list(self.beside)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Submitted:
        """What ``to_dict`` was called on."""
        contents = {
            name: Unreadable(reason) if content is None else content
            for name, (content, reason) in data["notebooks"].items()
        }
        timestamp = data["timestamp"] and datetime.fromisoformat(data["timestamp"])
        return cls(**{**data, "notebooks": contents, "timestamp": timestamp, "beside": tuple(data["beside"])})


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


class JudgingSent(WarmDuty):
    """Judges one submission after the other. A task is a ``Submitted``, a result a ``ToWrite``, both as plain data."""

    def do(self, task: Any) -> dict[str, Any]:
        """Judge one submission.

        Raises:
            Unfit: if the judge's own processes have died or do not start: another worker should try.
        """
        begun = time.monotonic()
        return self._judged(Submitted.from_dict(task), begun).to_dict()

    def _judged(self, submitted: Submitted, begun: float) -> ToWrite:
        found = {}
        for assignment in self.assignments:
            read = submitted.notebooks[assignment.notebook]
            data, reason = (None, read.reason) if isinstance(read, Unreadable) else (read, None)
            seed = seed_for(submitted.student, assignment.name)
            try:
                found[assignment.notebook] = judge(
                    data, assignment, self.limits,
                    seed=seed, sandboxed=self.sandboxed, reason=reason, beside=submitted.beside, warm=self.warm,
                )  # fmt: skip
            except (ZygoteError, OSError) as error:
                raise Unfit(f"the judge's own processes do not run: {error}") from error
        return _to_write(submitted, found, begun)


class JudgingDuty(JudgingSent):
    """Judges one submission after the other, in the pool. A task is ``[student, folder]``.

    Args:
        warm: of the process that makes it. Each worker gets a copy of its pairs, on a core of its own.
    """

    def __init__(self, terms: Terms, warm: WarmSet) -> None:
        super().__init__(terms.notebooks, terms.limits, sandboxed=terms.sandboxed, warm=warm)
        self.terms = terms

    def in_worker(self, number: int) -> None:
        """Use the copies, on a core of its own."""
        super().in_worker(number)
        self.warm.pin(own_core(number))

    def do(self, task: Any) -> dict[str, Any]:
        """Read and judge one submission. Raises Unfit likewise."""
        begun = time.monotonic()
        return self._judged(read_submitted(self.terms, task[0], Path(task[1])), begun).to_dict()


def read_submitted(terms: Terms, student: str, folder: Path) -> Submitted:
    """Read a submission. Never raises for anything that a student handed in."""
    known = _without_notebooks(terms, student, folder)
    names = [assignment.notebook for assignment in terms.notebooks]
    notebooks = {name: read_submission(folder, f"{name}.ipynb", terms.limits) for name in names}
    marks = {
        assignment.notebook: fingerprint(
            terms, assignment, notebooks[assignment.notebook], student, known.timestamp, known.beside
        )
        for assignment in terms.notebooks
    }
    return replace(known, notebooks=notebooks, marks=marks)


def lost(terms: Terms, student: str, folder: Path, why: str) -> ToWrite:
    """What to write of a submission that no worker could judge. Its notebook is not even looked at here."""
    begun = time.monotonic()
    found = {
        assignment.notebook: not_judged(assignment, terms.limits, why, sandboxed=terms.sandboxed)
        for assignment in terms.notebooks
    }
    return _to_write(_without_notebooks(terms, student, folder), found, begun)


def _without_notebooks(terms: Terms, student: str, folder: Path) -> Submitted:
    """All of a submission but the notebooks."""
    timestamp, odd = read_timestamp(folder, due=terms.due)
    told, in_doubt = (odd.text, terms.due is not None) if odd is not None else ("", False)
    beside = handed_in(folder, terms.notebooks)
    return Submitted(student, {}, {}, timestamp, told, in_doubt, beside, read_secret(folder))


def _to_write(submitted: Submitted, found: Mapping[str, Graded], begun: float) -> ToWrite:
    notes = list(notes_on(submitted.beside, (graded.notebook for graded in found.values())))
    notes += [submitted.odd_time] if submitted.odd_time else []
    notebooks, texts = {}, {}
    for name, judgement in found.items():
        graded = replace(judgement, notes=(*judgement.notes, *notes))
        notes = []  # they are the submission's, and told with its first notebook
        kept = graded.notebook["metadata"]["nbjudge"]
        kept["notes"] = list(graded.notes)
        if not graded.count(NOT_JUDGED):  # without the mark it is graded again next time
            kept["fingerprint"] = submitted.marks[name]
        notebooks[name] = NotebookScores.of(graded)
        texts[name] = notebook_text(graded.notebook)
    scores = Scores(submitted.student, notebooks, time.monotonic() - begun, submitted.in_doubt)
    return ToWrite(scores, texts, submitted.timestamp, submitted.secret)
