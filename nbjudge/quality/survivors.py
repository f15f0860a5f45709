"""Comparing many mutants with their solution, in a pool of workers, with a time limit for each."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.pool import work_through
from nbjudge.processes.warm_pair import laid_out
from nbjudge.processes.worker import Duty
from nbjudge.quality.drivers import Driver, Script, driver_named
from nbjudge.quality.equivalence import DIFFERENT, IDENTICAL, ROUNDED, NotCompared, compare
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.running.asking import functions_run, scripts_for
from nbjudge.quality.running.runs import Namespace, file_of, namespace
from nbjudge.quality.suggestions import has_functions, in_words, suggested_test, suspects
from nbjudge.temporary import temporary_folder

SECONDS: Final = 20.0
SECONDS_OF_SOLUTION: Final = 4.0  # that its scripts may take where the course has none


@dataclass(frozen=True)
class Survivor:
    """A mutant that no grade cell caught, compared with the solution.

    Attributes:
        verdict: see ``equivalence.py``; DIFFERENT also if the two could not be compared.
        why: why they count as equivalent; else the largest difference in words, or why they could not be compared.
        suspects: if different, the grade cells that should have caught it.
        test: if different, a test that would; empty where none could be written.
        compared: whether it could be run beside the solution. If not, nothing is known of it.
    """

    verdict: str
    why: str
    suspects: tuple[str, ...] = ()
    test: str = ""
    compared: bool = True


def compare_all(assignment: Assignment, mutants: Sequence[Mutant], drivers: str, *, jobs: int) -> list[Survivor]:
    """Compare each mutant with the solution, in the order given. The caller must be single-threaded.

    Args:
        drivers: the course's module of drivers, see ``drivers.py``.
    """
    found: dict[int, Survivor] = {}
    tasks = ({"name": m.name, "grade_id": m.grade_id, "function": m.function, "text": m.text} for m in mutants)
    with kit_importable(assignment) as kit:
        for done in work_through(tasks, _Comparing(assignment, drivers, kit), jobs=jobs):
            mutant = mutants[done.number]
            if done.lost is None:
                found[done.number] = Survivor(**done.result | {"suspects": tuple(done.result["suspects"])})
            else:
                everywhere = suspects(assignment.parsed, mutant.grade_id, "")
                why = f"it could not be compared with the solution: {done.lost}"
                found[done.number] = Survivor(DIFFERENT, why, everywhere, compared=False)
    return [found[number] for number in range(len(mutants))]


class _Comparing(Duty):
    """Compares one mutant after the other."""

    def __init__(self, assignment: Assignment, drivers: str, kit: Path) -> None:
        self.assignment, self.drivers, self.kit = assignment, drivers, kit

    def in_worker(self, number: int) -> None:
        """Nothing is known of any cell yet."""
        os.chdir(self.kit)  # where cells find the files that they read
        os.environ["MPLBACKEND"] = "agg"  # there is no screen
        self.driver: Driver = driver_named(self.drivers)
        self.asked: dict[str, _Asked] = {}

    def do(self, task: dict[str, str]) -> dict[str, Any]:
        """Compare one mutant with the solution."""
        grade_id = task["grade_id"]
        try:
            if grade_id not in self.asked:
                self.asked[grade_id] = self._asked(grade_id)
            with time_limit(SECONDS):
                survivor = self._compared(task, self.asked[grade_id])
        except TimeUp:
            raise TimeoutError(f"it took longer than {SECONDS:g} s") from None
        except NotCompared as error:
            survivor = self._unknown(grade_id, f"it could not be compared with the solution: {error}")
        return asdict(survivor)

    def _compared(self, task: dict[str, str], asked: _Asked) -> Survivor:
        grade_id, source = task["grade_id"], self.assignment.parsed
        function = task["function"]
        if asked.functions is not None and function and function not in asked.functions:
            return self._unknown(grade_id, f"it could not be run: no grade cell calls {function} with what can be kept")
        # new namespaces for each mutant, as what is run may leave something behind in them
        right, yours = self._namespace({}), self._namespace({grade_id: task["text"]})
        comparison = compare(right, yours, asked.scripts, self.driver.allowed)
        worst = comparison.worst
        if comparison.endless:
            blamed = suspects(source, grade_id, comparison.endless[-1])
            return Survivor(DIFFERENT, f"{'; '.join(comparison.endless)} does not come to an end", blamed)
        if worst is None:
            return Survivor(comparison.verdict, comparison.why)
        blamed = suspects(source, grade_id, worst.script.lines[-1])
        test = suggested_test(task["name"], worst, as_function=has_functions(source, blamed))
        return Survivor(DIFFERENT, in_words(worst), blamed, test)

    def _unknown(self, grade_id: str, why: str) -> Survivor:
        return Survivor(DIFFERENT, why, suspects(self.assignment.parsed, grade_id, ""), compared=False)

    def _asked(self, grade_id: str) -> _Asked:
        """The course's scripts; else those that can be made without a contract, and give the same each time."""
        found = self.driver.scripts(grade_id)
        if found is not None:
            return _Asked(list(found), None)
        solution, again = self._namespace({}), self._namespace({})
        scripts, until = [], time.monotonic() + SECONDS_OF_SOLUTION
        for script in scripts_for(self.assignment, grade_id, solution):
            if _gives_the_same(script, solution, again):
                scripts.append(script)
            if time.monotonic() > until:
                break
        return _Asked(scripts, functions_run(scripts, solution, file_of(grade_id)))

    def _namespace(self, answers: Mapping[str, str]) -> Namespace:
        return namespace(self.assignment, answers)


@dataclass(frozen=True)
class _Asked:
    """What the answers in a cell are asked.

    Attributes:
        functions: the names of the functions that this runs; None where the course itself says what to ask.
    """

    scripts: list[Script]
    functions: set[str] | None


def _gives_the_same(script: Script, solution: Namespace, again: Namespace) -> bool:
    try:
        with time_limit(SECONDS):
            return compare(solution, again, [script], lambda *_: None).verdict in (IDENTICAL, ROUNDED)
    except TimeUp:
        return False
    except NotCompared:
        return True  # which is then said of the mutant


@contextmanager
def kit_importable(assignment: Assignment) -> Iterator[Path]:
    """Let cells import the files that lie beside their notebook, from a copy of them: a folder."""
    with temporary_folder("nbjudge-") as folder:
        kit = laid_out(folder / "kit", assignment.kit)
        sys.path.insert(0, str(kit))
        try:
            yield kit
        finally:
            sys.path.remove(str(kit))
