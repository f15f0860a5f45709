"""One test over the class, and what is to be looked at about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbjudge.report import policy
from nbjudge.report.statistics import Correlation
from nbjudge.verdicts import NOT_JUDGED, PASSED, Verdict


@dataclass(slots=True)
class Item:
    """A test, as test theory calls it, with what came of it.

    Attributes:
        place: among the items, in order of appearance.
        stands: where its cell was judged, to the number of students.
        outcomes: each outcome to the number of students.
        correlation: of the part of its points that is earned with the points of all other tests (the corrected
            item-total correlation); whoever has a test that was not judged is left out.
        open_to: students who pass all visible tests of its cell, of a hidden test; ``despite``: who fail it then.
    """

    notebook: str
    cell: str
    test: str
    description: str
    hidden: bool
    place: int
    stands: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    correlation: Correlation = field(default_factory=Correlation)
    open_to: int = 0
    despite: int = 0

    def add(self, verdict: Verdict, stand: str, rest: float | None, visible_pass: bool | None) -> None:
        """Add a student.

        Args:
            rest: the points of the student's other tests; None if they are not known.
            visible_pass: whether all visible tests of the cell passed; None if it has none.
        """
        self.stands[stand] += 1
        self.outcomes[verdict.outcome] += 1
        self.seconds += verdict.seconds
        if rest is not None:
            # a test without points of its own passes or does not
            part = verdict.points / verdict.max_points if verdict.max_points else float(verdict.outcome == PASSED)
            self.correlation.add(part, rest)
        if verdict.hidden and visible_pass and verdict.outcome != NOT_JUDGED:
            self.open_to += 1
            self.despite += verdict.outcome != PASSED

    @property
    def students(self) -> int:
        """Of how many there is an outcome, judged or not."""
        return self.outcomes.total()

    @property
    def judged(self) -> int:
        """Of how many it was judged."""
        return self.students - self.outcomes[NOT_JUDGED]

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.outcomes[PASSED]

    @property
    def r(self) -> float | None:
        """The correlation, where there are enough students for it to mean something."""
        return self.correlation.value if self.correlation.count >= policy.CORRELATION_FROM else None

    def flags(self) -> Iterator[tuple[str, str]]:
        """What is worth a look: a key, and what it is, in words."""
        failed = self.judged - self.passed
        if self.judged >= policy.PERCENT_FROM and self.passed < policy.PASSED_BY_FEW * self.judged:
            yield "few pass", f"fewer than {policy.PASSED_BY_FEW:.0%} pass".replace("%", " %")
        varied = min(self.passed, failed) >= policy.BOTH_ENDS
        if self.r is not None and varied and self.r < policy.LITTLE_CORRELATION:
            yield "little correlation", "hardly tells those who do well elsewhere from those who do not"
        least = max(policy.DESPITE_STUDENTS, policy.DESPITE_SHARE * self.open_to)
        if self.despite >= least:
            yield "visible tests pass", f"{self.despite} fail it who pass all visible tests of its cell"
