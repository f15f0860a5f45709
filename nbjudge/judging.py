"""What a pool's workers do to grade: read a submission, judge it, and hand back what the writer needs as JSON data."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from nbjudge.assignment import Assignment
from nbjudge.bench import close_benches
from nbjudge.clones import Clones
from nbjudge.fingerprint import fingerprint
from nbjudge.judge import judge, not_judged, seed_for
from nbjudge.outcome import Judged
from nbjudge.pool import Unfit
from nbjudge.submission import Unreadable, read_secret, read_submission, read_timestamp
from nbjudge.terms import Terms
from nbjudge.verdicts import NOT_JUDGED, Graded
from nbjudge.writer import notebook_text
from nbjudge.zygote import ZygoteError


@dataclass(frozen=True)
class Handed:
    """What the writer gets of a submission.

    Attributes:
        notebooks: name to what came out; ``texts``: name to the graded notebook's text.
        timestamp, secret: of the submission; ``seconds``: wall time of reading and judging it.
    """

    notebooks: dict[str, Judged]
    texts: dict[str, str]
    timestamp: datetime | None
    secret: str
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, for the channel between worker and parent."""
        return {
            "notebooks": {name: judged.to_dict() for name, judged in self.notebooks.items()},
            "texts": self.texts,
            "timestamp": self.timestamp and self.timestamp.isoformat(),
            "secret": self.secret,
            "seconds": self.seconds,
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Handed:
        """What ``to_dict`` was called on."""
        notebooks = {name: Judged.from_dict(judged) for name, judged in told["notebooks"].items()}
        timestamp = told["timestamp"] and datetime.fromisoformat(told["timestamp"])
        return cls(notebooks, told["texts"], timestamp, told["secret"], told["seconds"])


class Judging:
    """The pool's workshop. A task is ``[student, folder]``, a result is a ``Handed`` as JSON data."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._clones = Clones(terms.notebooks, terms.limits, sandboxed=terms.sandboxed)

    def before_fork(self) -> None:
        """In the parent: make warm benches for the worker to be. Raises ZygoteError if the zygotes do not start."""
        self._clones.make()

    def in_parent(self) -> None:
        """In the parent, after that: leave those to the worker."""
        self._clones.forget()

    def in_worker(self, number: int) -> None:
        """In the fresh worker: use them."""
        self._clones.adopt(number)

    def work(self, task: list[str]) -> dict[str, Any]:
        """Judge one submission.

        Raises:
            Unfit: if the judge's own processes have died or do not start: a fresh worker starts new ones.
        """
        student, folder = task[0], Path(task[1])
        try:
            return _handed(self.terms, folder, partial(self._judge, student, folder)).to_dict()
        except (ZygoteError, OSError) as error:
            close_benches()
            raise Unfit(f"the judge's own processes do not run: {error}") from error

    def _judge(
        self, student: str, folder: Path, assignment: Assignment, timestamp: datetime | None
    ) -> tuple[Graded, str]:
        terms = self.terms
        read = read_submission(folder, f"{assignment.notebook}.ipynb", terms.limits)
        data, reason = (None, read.reason) if isinstance(read, Unreadable) else (read, None)
        seed = seed_for(student, terms.name)
        graded = judge(data, assignment, terms.limits, seed=seed, sandboxed=terms.sandboxed, reason=reason)
        return graded, fingerprint(terms, assignment, read, student, timestamp)


def lost(terms: Terms, folder: Path, why: str) -> Handed:
    """What the writer gets of a submission that no worker could judge. Its notebook is not even looked at here."""
    return _handed(
        terms, folder, lambda assignment, _: (not_judged(assignment, terms.limits, why, sandboxed=terms.sandboxed), "")
    )


def _handed(terms: Terms, folder: Path, judged: Callable[[Assignment, datetime | None], tuple[Graded, str]]) -> Handed:
    begun = time.monotonic()
    timestamp, odd_time = read_timestamp(folder)
    notebooks, texts = {}, {}
    for assignment in terms.notebooks:
        graded, mark = judged(assignment, timestamp)
        graded = replace(graded, notes=(*graded.notes, *([odd_time.text] if odd_time is not None else [])))
        kept = graded.notebook["metadata"]["nbjudge"]
        kept["notes"] = list(graded.notes)
        if not graded.count(NOT_JUDGED):  # without the mark it is graded again next time
            kept["fingerprint"] = mark
        notebooks[assignment.notebook] = Judged.of(graded)
        texts[assignment.notebook] = notebook_text(graded.notebook)
    return Handed(notebooks, texts, timestamp, read_secret(folder), time.monotonic() - begun)
