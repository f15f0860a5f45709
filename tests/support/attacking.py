"""Small assignments that are tried out as grading tries them, and what attacks on them come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from nbjudge.grading.trial import Trial, submitted, try_out
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import Graded, Verdict
from tests.support.rebuilding import Cell, new_cell, new_notebook

#: An object that answers whatever it is asked as a test might wish.
LIAR: Final = """
class Liar:
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 3
    __bool__ = lambda self: True
    __len__ = __int__ = __index__ = __round__ = lambda self, *digits: 3
    __float__ = lambda self: 3.0
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = lambda self, other: self
    __abs__ = __call__ = __getitem__ = lambda self, *arguments, **keywords: self
    __iter__ = lambda self: iter([3])
    __repr__ = __str__ = lambda self: "liar"
    __format__ = lambda self, how: "3"
    __getattr__ = lambda self, name: self
"""
#: Functions with which student code speaks on the wire itself.
TO_THE_WIRE: Final = """
import os, sys, time
from nbjudge.wire import channel
from nbjudge.wire.forms import Handle
def asked():
    frame = sys._getframe()
    while not ("question" in frame.f_locals and "number" in frame.f_locals):
        frame = frame.f_back
    return frame.f_locals
def say(message):
    channel.send(asked()["agent"].fd, message, limit=10**6)
def raw(data):
    os.write(asked()["agent"].fd, data)
    time.sleep(30)
def answer(message):
    say({"to": asked()["number"], **message})
    os._exit(0)
"""


def solved_in(name: str, text: str) -> Cell:
    """A solution cell; students get ``raise NotImplementedError()`` in its place."""
    return new_cell(f"### BEGIN SOLUTION\n{text}\n### END SOLUTION", name, grade_id=name, solution=True)


def graded_by(name: str, text: str, *, points: float = 1) -> Cell:
    """A grade cell."""
    return new_cell(text, name, grade_id=name, grade=True, locked=True, points=points)


def hidden(text: str) -> str:
    """Lines that students do not get."""
    return f"### BEGIN HIDDEN TESTS\n{text}\n### END HIDDEN TESTS"


def locked(name: str, text: str) -> Cell:
    """A cell of the instructor's that nbgrader keeps as it is."""
    return new_cell(text, name, grade_id=name, locked=True)


def plain(name: str, text: str) -> Cell:
    """A cell of the instructor's of which nbgrader knows nothing, as most cells with imports are."""
    return new_cell(text, name)


@dataclass(frozen=True)
class Arena:
    """An assignment that has been tried out, and the processes that judge it."""

    assignment: Assignment
    trial: Trial
    limits: Limits
    warm: WarmSet

    @classmethod
    def of(
        cls, cells: list[Cell], warm: WarmSet, *, kit: Mapping[str, bytes] | None = None, limits: Limits | None = None
    ) -> Arena:
        """Try a notebook out, which takes a second; ``limits`` hold for what is judged then."""
        untried = Assignment("attacked", "attacked", json.dumps(new_notebook(cells)), kit or {})
        trial = try_out(untried, Limits(), warm)
        return cls(replace(untried, stands=trial.stands), trial, limits or Limits(), warm)

    @property
    def points(self) -> dict[str, float]:
        """grade_id to the most that the cell gives."""
        return {cell.grade_id: cell.points for cell in self.trial.cells}

    def submission(self, answers: Mapping[str, str], *added: str) -> bytes:
        """The solution with these texts in solution cells, and with cells at the end."""
        notebook: dict[str, Any] = json.loads(submitted(self.assignment.parsed.cells, solved=True))
        for cell in notebook["cells"]:
            cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        notebook["cells"] += [new_cell(text, f"added-{number}") for number, text in enumerate(added)]
        return json.dumps(notebook).encode()

    def judge(self, answers: Mapping[str, str] | None = None, *added: str) -> Graded:
        """Judge the solution with these texts in solution cells, and with cells at the end."""
        return judge(self.submission(answers or {}, *added), self.assignment, self.limits, warm=self.warm)

    def verdict(self, answers: Mapping[str, str], grade_id: str) -> Verdict:
        """The one verdict of a grade cell that is judged as a whole."""
        (verdict,) = self.judge(answers).cells[grade_id].verdicts
        return verdict

    def stand(self, grade_id: str) -> str:
        """Where a grade cell is judged, and why."""
        stand = self.trial.stands[grade_id]
        return f"{stand.where}: {stand.why}" if stand.why else stand.where
