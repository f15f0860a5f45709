"""The quality card: what is known of an assignment's hidden tests, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import nbjudge
from nbjudge.quality.equivalence import DIFFERENT
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.survivors import Survivor


@dataclass(frozen=True)
class Count:
    """One line of the card.

    Attributes:
        what: which ones are counted, in words; ``found`` of ``total`` there are.
        wanted: how many there should be: ``total`` or 0.
        trouble: a line for each that should not be one of them, or should.
    """

    what: str
    found: int
    total: int
    wanted: int
    trouble: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """``3/4``."""
        return f"{self.found}/{self.total}" if self.total else "none in the corpus"


@dataclass(frozen=True)
class Tried:
    """A mutant and what became of it.

    Attributes:
        caught_by: the grade cells that took points.
        survivor: how it compares with the solution, if none did.
        hung: whether time limits were all that caught it.
    """

    mutant: Mutant
    caught_by: tuple[str, ...]
    survivor: Survivor | None = None
    hung: bool = False

    @property
    def is_caught(self) -> bool:
        """Whether any grade cell took points."""
        return bool(self.caught_by)

    @property
    def is_equivalent(self) -> bool:
        """Whether it does what the solution does, as far as the contract goes."""
        return self.survivor is not None and self.survivor.verdict != DIFFERENT

    @property
    def survives(self) -> bool:
        """Whether it shows a hole in the tests."""
        return self.survivor is not None and self.survivor.verdict == DIFFERENT


@dataclass(frozen=True)
class Card:
    """All that a self-check found.

    Attributes:
        assignment, notebook: which one was checked; ``only``: which solution cells, as patterns, if not all.
        seeds: with how many seeds each right answer was judged; ``wrong_seeds``: each wrong one.
        counts: the lines about the solution and the corpora.
        tried: the mutants, in order.
        strangers: files of the corpus that belong to no solution cell of this notebook, and were left out.
        seconds: wall time; ``jobs``: how many workers.
        without_mutants: solution cells of which no mutant was made, and why.
    """

    assignment: str
    notebook: str
    only: str
    seeds: int
    wrong_seeds: int
    counts: tuple[Count, ...]
    tried: tuple[Tried, ...]
    strangers: tuple[str, ...]
    seconds: float
    jobs: int
    without_mutants: tuple[str, ...] = ()

    @property
    def caught(self) -> int:
        """How many mutants were caught."""
        return sum(tried.is_caught for tried in self.tried)

    @property
    def hung(self) -> int:
        """How many of these were caught by time limits alone."""
        return sum(tried.hung for tried in self.tried)

    @property
    def equivalent(self) -> list[Tried]:
        """The mutants that do what the solution does."""
        return [tried for tried in self.tried if tried.is_equivalent]

    @property
    def survivors(self) -> list[Tried]:
        """The mutants that show a hole."""
        return [tried for tried in self.tried if tried.survives]

    @property
    def unknown(self) -> list[Tried]:
        """Those among them that could not be compared with the solution: whether they show a hole is not known."""
        return [tried for tried in self.survivors if tried.survivor and not tried.survivor.compared]

    @property
    def score(self) -> str:
        """The mutation score: caught mutants out of those that could be."""
        possible = len(self.tried) - len(self.equivalent)
        return f"{self.caught}/{possible}" + (f" ({100 * self.caught / possible:.1f} %)" if possible else "")

    @property
    def problems(self) -> list[str]:
        """All that is not as it should be, a line each; empty if all is well."""
        found = [trouble for count in self.counts for trouble in count.trouble]
        return found + [f"mutant {tried.mutant.name} survives: {_why(tried)}" for tried in self.survivors]

    def by_operator(self) -> dict[str, tuple[int, int, int, int]]:
        """Operator to its numbers of mutants, of caught ones, of equivalents and of survivors."""
        found: dict[str, tuple[int, int, int, int]] = {}
        for tried in self.tried:
            now = (1, tried.is_caught, tried.is_equivalent, tried.survives)
            before = found.get(tried.mutant.operator, (0, 0, 0, 0))
            found[tried.mutant.operator] = tuple(map(sum, zip(before, now, strict=True)))  # type: ignore[assignment]  # four, as both
        return found

    def by_grade_cell(self) -> dict[str, tuple[int, int]]:
        """Grade cell to how many mutants it caught, and how many no other cell caught."""
        caught, alone = Counter[str](), Counter[str]()
        for tried in self.tried:
            caught.update(tried.caught_by)
            alone.update(tried.caught_by if len(tried.caught_by) == 1 else ())
        return {name: (caught[name], alone[name]) for name in sorted(caught)}

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        told = asdict(self) | {"version": nbjudge.__version__, "problems": self.problems, "score": self.score}
        told["mutation"] = {
            "mutants": len(self.tried),
            "caught": self.caught,
            "equivalent": len(self.equivalent),
            "unknown": [tried.mutant.name for tried in self.unknown],
            "survivors": [tried.mutant.name for tried in self.survivors],
        }
        return told


def count(what: str, names: Iterable[str], trouble: Iterable[str], *, wanted: int | None = None) -> Count:
    """The line for things with these names, of which each line of ``trouble`` begins with the name of one.

    Args:
        wanted: 0 if trouble is what is counted; left out, it is what is not.
    """
    all_names, lines = list(names), tuple(trouble)
    bad = {line.partition(":")[0] for line in lines}
    troubled = sum(name in bad for name in all_names)
    total = len(all_names)
    return Count(what, troubled if wanted == 0 else total - troubled, total, total if wanted is None else wanted, lines)


def changed_lines(mutant: Mutant) -> tuple[str, str]:
    """The lines that the solution has, and those that the mutant has instead."""
    lines = mutant.diff.splitlines()
    old = " ⏎ ".join(line[1:].strip() for line in lines if line.startswith("-"))
    new = " ⏎ ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return old, new


def _why(tried: Tried) -> str:
    assert tried.survivor is not None  # of survivors only
    suspects = ", ".join(tried.survivor.suspects)
    return (
        f"{tried.survivor.why}; should be caught by {suspects or 'a grade cell: none mentions what is written there'}"
    )
