"""What a self-check asks: which answers of the corpus and which mutants are tried, how often, and with which limits."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.quality.corpus import EXTRA, PACES, Answer, Hostile, read_answers, read_attacks
from nbjudge.quality.drivers import DRIVERS, Planted, driver_named
from nbjudge.quality.mutation.mutants import Mutant, mutants
from nbjudge.quality.trials import Trial

Key = tuple[str, str, int]  # what kind of trial, of what, with which seed

PLANTED_SEEDS: Final = 5


@dataclass(frozen=True)
class SelfCheck:
    """What to check, and how.

    Attributes:
        assignment: the notebook.
        limits: of the course, for honest answers.
        corpus: the folder with ``correct``, ``wrong``, ``trivial`` and ``hostile``; None for none.
        only: patterns for the grade_ids of solution cells, or for names of mutants, commas between.
        seeds: with how many seeds each right answer is judged; each wrong one with a tenth of them, one at least;
            each planted fault with PLANTED_SEEDS at most.
        drivers: the module with the course's scripts, see ``drivers.py``.
        root: the course's folder, which attacks are after.
    """

    assignment: Assignment
    limits: Limits
    corpus: Path | None = None
    only: str = "*"
    seeds: int = 1
    jobs: int = 1
    sandboxed: bool = True
    drivers: str = DRIVERS
    root: Path = Path()

    @property
    def wrong_seeds(self) -> int:
        """With how many seeds each wrong answer is judged."""
        return max(1, self.seeds // 10)

    @property
    def planted_seeds(self) -> int:
        """With how many seeds each planted fault is judged."""
        return min(self.seeds, PLANTED_SEEDS)

    def concerns(self, name: str) -> bool:
        """Whether a solution cell, or a mutant, is asked for by its name."""
        return any(fnmatch.fnmatchcase(name, pattern.strip()) for pattern in self.only.split(","))

    def _has(self, grade_id: str) -> bool:
        return grade_id in EXTRA or grade_id in self.assignment.parsed.by_grade_id

    @cached_property
    def correct(self) -> list[Answer]:
        """The right answers of the corpus. Raises CorpusError for a file that makes no sense."""
        return self._answers("correct")

    @cached_property
    def wrong(self) -> list[Answer]:
        """The wrong ones. Raises CorpusError likewise."""
        return self._answers("wrong")

    @cached_property
    def trivial(self) -> list[Answer]:
        """The trivial ones, which stand in every solution cell: none if only some are asked for. Raises likewise."""
        return read_answers(self.corpus, "trivial") if self.corpus and self.only == "*" else []

    @cached_property
    def planted(self) -> list[Planted]:
        """The faults that the course plants in its solutions."""
        found = driver_named(self.drivers).planted(self.solutions)
        return [fault for fault in found if fault.grade_id in self.solutions and self.concerns(fault.grade_id)]

    @cached_property
    def solutions(self) -> dict[str, str]:
        """The text of each solution cell of code, by grade_id."""
        cells = self.assignment.parsed.cells
        return {cell.name: cell.text for cell in cells if cell.role == "solution" and cell.cell_type == "code"}

    @cached_property
    def attacks(self) -> list[Hostile]:
        """The hostile ones. Raises CorpusError likewise."""
        return [attack for attack in self._hostile if self._has(attack.cell) and self.concerns(attack.cell)]

    @cached_property
    def mutants(self) -> list[Mutant]:
        """The mutants of the solution."""
        found = mutants(self.assignment.parsed)
        return [mutant for mutant in found if self.concerns(mutant.grade_id) or self.concerns(mutant.name)]

    @cached_property
    def without_mutants(self) -> tuple[str, ...]:
        """The solution cells that are asked for and have no mutants, and why."""
        concerned = {mutant.grade_id for mutant in self.mutants}
        cells = [cell for cell in self.assignment.parsed.cells if cell.name in self.solutions]
        return tuple(
            f"{cell.name} ({'a person grades it' if cell.for_a_person else 'no slip fits into it'})"
            for cell in cells
            if cell.name not in concerned and self.concerns(cell.name)
        )

    @property
    def strangers(self) -> tuple[str, ...]:
        """The files of the corpus that belong to no solution cell of this notebook: another's, or a slip of the pen."""
        answers = [answer for kind in ("correct", "wrong") for answer in self._honest[kind]]
        names = [answer.name for answer in answers if not self._has(answer.grade_id)]
        return (*names, *(f"hostile/{attack.name}" for attack in self._hostile if not self._has(attack.cell)))

    @cached_property
    def _honest(self) -> dict[str, list[Answer]]:
        return {kind: read_answers(self.corpus, kind) if self.corpus else [] for kind in ("correct", "wrong")}

    @cached_property
    def _hostile(self) -> list[Hostile]:
        return read_attacks(self.corpus) if self.corpus else []

    def _answers(self, kind: str) -> list[Answer]:
        return [
            answer for answer in self._honest[kind] if self._has(answer.grade_id) and self.concerns(answer.grade_id)
        ]


# ---------------------------------------------------------------- the plan


def planned(selfcheck: SelfCheck, bait: Path, hasty: Limits) -> Iterator[tuple[Key, Trial]]:
    """All trials, the longest first; those with the same limits together, as they share a warm pair.

    Args:
        bait: a folder with what attackers are after.
        hasty: limits for mutants, many of which hang.
    """
    for attack in sorted(selfcheck.attacks, key=lambda attack: ("patient", "hasty", "").index(attack.pace)):
        limits = PACES[attack.pace]
        text = attack.text.replace("@BAIT@", str(bait)).replace("@ROOT@", str(selfcheck.root))
        yield ("attack", attack.name, 0), _placed(attack, text, limits)
        yield harmless_key(attack), _placed(attack, _harmless(attack), limits)
    for seed in range(selfcheck.seeds):
        yield ("solution", "", seed), Trial({}, selfcheck.limits, seed=seed)
        for answer in selfcheck.correct + (selfcheck.wrong if seed < selfcheck.wrong_seeds else []):
            placed = {answer.grade_id: answer.text}
            yield (
                ("answer", answer.name, seed),
                Trial(placed, selfcheck.limits, seed=seed, diagnose=bool(answer.diagnoses)),
            )
    for answer in selfcheck.trivial:
        yield ("trivial", answer.name, 0), Trial(dict.fromkeys(selfcheck.solutions, answer.text), selfcheck.limits)
    for seed in range(selfcheck.planted_seeds):
        for fault in selfcheck.planted:
            placed = {fault.grade_id: fault.text}
            yield ("planted", fault.name, seed), Trial(placed, selfcheck.limits, seed=seed, until_lost=True)
    for mutant in selfcheck.mutants:
        yield ("mutant", mutant.name, 0), Trial({mutant.grade_id: mutant.text}, hasty, until_lost=True)


def _placed(attack: Hostile, text: str, limits: Limits) -> Trial:
    """The text where the attack's file says that it stands; everything else is as students get it."""
    if attack.cell in EXTRA:
        first = attack.cell == "extra-first"
        return Trial({}, limits, "stub", first=[text] if first else [], last=[] if first else [text])
    return Trial({attack.cell: text}, limits, "stub")


def _harmless(attack: Hostile) -> str:
    return attack.harmless.partition('"""\n')[2]


def harmless_key(attack: Hostile) -> Key:
    """Many attacks stand around the same wrong answer, which is judged once for each set of limits."""
    return "harmless", f"{attack.cell} {attack.pace} {_harmless(attack)}", 0
