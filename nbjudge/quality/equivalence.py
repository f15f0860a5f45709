"""Whether a mutant behaves as the solution does: both run the same scripts, and all that can be seen is compared.

Both texts are the instructor's own, or one slip away from it, so they run in the process that compares them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nbjudge.alarm import TimeUp
from nbjudge.quality.drivers import Allowed, Script, Seen
from nbjudge.quality.running.differences import Incomparable, apart
from nbjudge.quality.running.runs import Namespace, run

ROUNDING: Final = 1e-12  # of the size of what was computed with: some thousand units in the last place of a float64

IDENTICAL: Final = "identical"
ROUNDED: Final = "within rounding"
ALLOWED: Final = "allowed by the contract"
DIFFERENT: Final = "different"

ENDLESS: Final = 2.0  # seconds, and ten times the solution's, after which a script is said not to come to an end


@dataclass(frozen=True)
class Difference:
    """The script on which two answers differ most.

    Attributes:
        script: as far as the line that shows it, its last.
        right, yours: what was seen of that line.
        size: of the difference, in units of the numbers computed with; infinite for another shape, type or error.
    """

    script: Script
    right: Seen
    yours: Seen
    size: float

    def tells_more_than(self, other: Difference) -> bool:
        """Whether it is larger by a power of ten or more, or as large with less to read."""
        return (self._order, -self._to_read) > (other._order, -other._to_read)

    @property
    def is_in_value(self) -> bool:
        """Whether the values differ, and not just what else the line did."""
        return apart(self.right.value, self.yours.value, self.script.arrays) > ROUNDING

    @property
    def _order(self) -> float:
        return math.floor(math.log10(self.size)) if math.isfinite(self.size) else math.inf

    @property
    def _to_read(self) -> int:
        """How many numbers of arrays, and letters of anything else."""
        given = self.script.arrays.values()
        sizes = (value.size + 1 if isinstance(value, np.ndarray) else len(repr(value)) for value in given)
        return sum(sizes) + sum(map(len, self.script.lines))


@dataclass(frozen=True)
class Comparison:
    """What came of comparing two answers.

    Attributes:
        verdict: IDENTICAL, ROUNDED, ALLOWED or DIFFERENT.
        lines: how many values were compared.
        rounding: the largest difference among those within rounding.
        reasons: why differences are allowed by the contract, each reason once.
        worst: if DIFFERENT, where most; None if ``endless``, the lines that do not come to an end.
    """

    verdict: str
    lines: int
    rounding: float = 0.0
    reasons: tuple[str, ...] = ()
    worst: Difference | None = None
    endless: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The justification, in words."""
        if self.verdict == ROUNDED:
            power = math.ceil(math.log10(self.rounding))  # the same on every machine, mostly
            return f"within 1e{power} of the solution, relative to its scale, in all {self.lines} values compared"
        if self.verdict == ALLOWED:
            return f"{'; '.join(self.reasons)} (in all {self.lines} values compared)"
        return f"{self.verdict} in all {self.lines} values compared"


class NotCompared(ValueError):
    """Nothing can be said of two answers; the text says why."""


def compare(right: Namespace, yours: Namespace, scripts: Sequence[Script], allowed: Allowed) -> Comparison:
    """Run all scripts in both namespaces and compare line by line.

    Raises:
        NotCompared: if the scripts are empty, or what they give is of a kind that cannot be compared.
    """
    lines, rounding, reasons, untold, worst = 0, 0.0, dict[str, None](), dict[str, None](), None
    for script in scripts:
        begun = time.monotonic()
        expected = list(run(right, script))
        between = time.monotonic()
        try:
            found = list(run(yours, script))
        except TimeUp:
            if time.monotonic() - between < ENDLESS + 10 * (between - begun):
                raise  # the time was up, and nobody to blame
            return Comparison(DIFFERENT, lines, endless=script.lines)
        for number, (a, b) in enumerate(zip(expected, found, strict=False)):
            lines += 1
            try:
                size = difference(a, b, script)
            except Incomparable as error:
                untold[f"{script.lines[number]} is {error}"] = None
                continue
            if size <= ROUNDING:
                rounding = max(rounding, size)
                continue
            reason = allowed(script.lines[number], a, b)
            if reason is not None:
                reasons[reason] = None
                continue
            seen = Difference(Script(script.lines[: number + 1], script.arrays), a, b, size)
            worst = seen if worst is None or seen.tells_more_than(worst) else worst
            break  # what follows from it says nothing new
    if not worst and (untold or not lines):
        raise NotCompared("; ".join(untold) or "nothing of it can be run that gives the same each time")
    verdict = DIFFERENT if worst else ALLOWED if reasons else ROUNDED if rounding else IDENTICAL
    return Comparison(verdict, lines, rounding, tuple(reasons), worst)


def difference(right: Seen, yours: Seen, script: Script) -> float:
    """How far apart two lines' results are, relative to the numbers computed with; infinite if not just in numbers.

    Raises:
        Incomparable: if the values are of a kind of which it cannot be said.
    """
    if _besides(right) != _besides(yours):
        return math.inf
    return apart(right.value, yours.value, script.arrays)


def _besides(seen: Seen) -> tuple[object, ...]:
    return seen.raised, seen.warned, seen.changed, seen.printed
