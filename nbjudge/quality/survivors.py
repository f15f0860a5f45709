"""Comparing many mutants with their solution, in a pool of workers, with a time limit for each."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.pool import work_through
from nbjudge.processes.warm_pair import laid_out
from nbjudge.processes.worker import Duty
from nbjudge.quality.drivers import Driver, Script, driver_named, plain_scripts
from nbjudge.quality.equivalence import DIFFERENT, Namespace, compare, namespace, run
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.suggestions import in_words, suggested_test, suspects
from nbjudge.quality.trials import without_idle_cells
from nbjudge.temporary import temporary_folder

SECONDS: Final = 20.0


@dataclass(frozen=True)
class Survivor:
    """A mutant that no grade cell caught, compared with the solution.

    Attributes:
        verdict: see ``equivalence.py``; DIFFERENT also if the two could not be compared.
        why: why they count as equivalent; else the largest difference in words, or why they could not be compared.
        suspects: if different, the grade cells that should have caught it.
        test: if different, a test function that would.
    """

    verdict: str
    why: str
    suspects: tuple[str, ...] = ()
    test: str = ""


def compare_all(assignment: Assignment, mutants: Sequence[Mutant], drivers: str, *, jobs: int) -> list[Survivor]:
    """Compare each mutant with the solution, in the order given. The caller must be single-threaded.

    Args:
        drivers: the course's module of drivers, see ``drivers.py``.
    """
    found: dict[int, Survivor] = {}
    tasks = ({"name": m.name, "grade_id": m.grade_id, "text": m.text} for m in mutants)
    with kit_importable(assignment):
        for done in work_through(tasks, _Comparing(without_idle_cells(assignment), drivers), jobs=jobs):
            mutant = mutants[done.number]
            if done.lost is None:
                found[done.number] = Survivor(**done.result | {"suspects": tuple(done.result["suspects"])})
            else:
                everywhere = suspects(assignment.parsed, mutant.grade_id, "")
                found[done.number] = Survivor(DIFFERENT, f"it could not be compared: {done.lost}", everywhere)
    return [found[number] for number in range(len(mutants))]


class _Comparing(Duty):
    """Compares one mutant after the other."""

    def __init__(self, assignment: Assignment, drivers: str) -> None:
        self.assignment, self.drivers = assignment, drivers

    def in_worker(self, number: int) -> None:
        """Run the solution's own cells once."""
        self.driver: Driver = driver_named(self.drivers)
        self.solution = self._namespace({})
        self.scripts: dict[str, list[Script]] = {}

    def do(self, task: dict[str, str]) -> dict[str, Any]:
        """Compare one mutant with the solution."""
        grade_id, source = task["grade_id"], self.assignment.parsed
        if grade_id not in self.scripts:
            self.scripts[grade_id] = list(self._scripts(grade_id))
        try:
            with time_limit(SECONDS):
                mutant = self._namespace({grade_id: task["text"]})
                comparison = compare(self.solution, mutant, self.scripts[grade_id], self.driver.allowed)
        except TimeUp:
            raise TimeoutError(f"it took longer than {SECONDS:g} s") from None
        worst = comparison.worst
        if worst is None:
            return asdict(Survivor(comparison.verdict, comparison.why))
        blamed = suspects(source, grade_id, worst.script.lines[-1])
        return asdict(Survivor(DIFFERENT, in_words(worst), blamed, suggested_test(task["name"], worst)))

    def _scripts(self, grade_id: str) -> Iterable[Script]:
        """The course's scripts; else the plain ones that the solution runs through, with arrays or with floats."""
        found = self.driver.scripts(grade_id)
        if found is not None:
            return found
        text = self.assignment.parsed.cells[self.assignment.parsed.by_grade_id[grade_id]].text
        kinds = [list(plain_scripts(text, arrays=arrays)) for arrays in (True, False)]
        running = [[script for script in scripts if self._runs(script)] for scripts in kinds]
        with_arrays, with_floats = running
        return with_arrays if len(with_arrays) == len(kinds[0]) else with_floats or with_arrays

    def _runs(self, script: Script) -> bool:
        return not any(seen.raised for seen in run(self.solution, script))

    def _namespace(self, answers: Mapping[str, str]) -> Namespace:
        with contextlib.redirect_stdout(io.StringIO()):
            return namespace(self.assignment, answers)


@contextmanager
def kit_importable(assignment: Assignment) -> Iterator[None]:
    """Let cells import the files that lie beside their notebook, from a copy of them."""
    with temporary_folder("nbjudge-") as folder:
        kit = str(laid_out(folder / "kit", assignment.kit))
        sys.path.insert(0, kit)
        try:
            yield
        finally:
            sys.path.remove(kit)
