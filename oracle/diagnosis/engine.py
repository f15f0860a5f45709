"""The table of detectors, and the order in which they are asked: exact formulas before fits, the rule of thumb last."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from oracle.activations import Reference
from oracle.answers import Compared
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.cuts import cut_off
from oracle.diagnosis.evidence import ENOUGH, NEAR, OVERFLOWS, Evidence
from oracle.diagnosis.formulas.constants import constants_solved_for, scaled_or_shifted
from oracle.diagnosis.formulas.functions import other_functions, other_uses_of_functions, same_function
from oracle.diagnosis.formulas.limits import clipped_before
from oracle.diagnosis.formulas.places import wrong_places
from oracle.diagnosis.formulas.recognised import small_expressions
from oracle.diagnosis.formulas.sums import sums_and_means
from oracle.diagnosis.formulas.terms import bracket_lost, one_slip, two_slips
from oracle.diagnosis.formulas.upstream import (
    computes_nothing,
    normalised_upstream,
    slip_and_upstream,
    step_of_descent,
    uses_of_upstream,
)
from oracle.diagnosis.own_forward import follows_forward, is_slope_of_forward, of_the_same_function
from oracle.diagnosis.precision import made_coarser, measured, noisy
from oracle.diagnosis.replays import depends_on_history, is_random, not_finite, with_ordinary
from oracle.diagnosis.where import where_it_is_wrong

Detector = Callable[[Evidence], Cause | None]

#: Formulas of single entries, in this order: each gives a cause that explains all answers, or None.
BY_ENTRY: Final[Sequence[Detector]] = (
    computes_nothing,
    uses_of_upstream,
    one_slip,
    same_function,
    other_functions,
    two_slips,
    bracket_lost,
    step_of_descent,
)
#: What needs all of the numbers, likewise.
BY_NUMBERS: Final[Sequence[Detector]] = (
    normalised_upstream,
    wrong_places,
    sums_and_means,
    scaled_or_shifted,
    other_uses_of_functions,
    clipped_before,
    cut_off,
    measured,
    slip_and_upstream,
    constants_solved_for,
    small_expressions,
    made_coarser,
)
DEAR: Final = frozenset({slip_and_upstream, small_expressions, constants_solved_for})  # some milliseconds each
BESIDES: Final = " (Besides, there are nan or infinite numbers.)"
FAR_OUT: Final = " (Besides, there are nan or infinite numbers far out: something overflows.)"
CURVE: Final = 64  # points to draw, at most
FEW: Final = 24  # points to draw, below which others are drawn too
ORDINARY: Final = 3.0  # abs(x) up to which an example is telling
DRAWN: Final = 6.0  # abs(x) up to which they are drawn
UPSTREAM_DRAWN: Final = 3.0  # where it is not divided by


def diagnosed(evidence: Evidence, cls: Any) -> Cause | None:
    """The mistake that explains every answer of a question, or None.

    Args:
        evidence: all answers of one method. If few wrong ones are near 0, where formulas differ, the layer is asked for
            some ordinary ones besides.
        cls: the student's class, of which fresh layers are asked again.
    """
    found = not_finite(evidence, cls) or depends_on_history(evidence, cls)
    if found is None and np.count_nonzero(evidence.wrong & (np.abs(evidence.x) <= NEAR)) < ENOUGH:
        evidence = with_ordinary(evidence, cls)
    if found is None:
        finite = bool(np.isfinite(evidence.yours).all())
        before = memory_of(cls, evidence.is_forward)
        found = _first([detect for detect in before.explaining if finite or detect in BY_ENTRY], evidence, before)
        found = found or _first(BY_ENTRY, evidence, before)
        found = of_the_same_function(evidence, cls, found) or follows_forward(evidence, cls)
        if found is None and finite:
            found = _first([detect for detect in BY_NUMBERS if detect not in before.in_vain], evidence, before)
        if found is not None and not finite:
            far = np.abs(evidence.x[~np.isfinite(evidence.yours)]).min() > OVERFLOWS
            found = replace(found, sentence=found.sentence + (FAR_OUT if far else BESIDES))
    return (
        found
        or is_random(evidence, cls)
        or noisy(evidence)
        or where_it_is_wrong(evidence)
        or is_slope_of_forward(evidence, cls)
    )


@dataclass
class Memory:
    """What came of earlier questions about a class: a wrong answer fails three tests and more.

    What explains the next one as well is the likeliest cause of both. Asking it first takes the diagnoses of a wrong
    answer to less than half the time.

    Attributes:
        explaining: the detector that explained the last question, if any did.
        in_vain: of DEAR, those that explained nothing.
    """

    explaining: list[Detector] = field(default_factory=list)
    in_vain: set[Detector] = field(default_factory=set)


@functools.lru_cache(maxsize=8)
def memory_of(cls: Any, is_forward: bool) -> Memory:
    """The memory of a class's forward or backward, in this process."""
    return Memory()


def _first(detectors: Sequence[Detector], evidence: Evidence, before: Memory) -> Cause | None:
    for detect in detectors:
        cause = detect(evidence)
        if cause is not None:
            before.explaining = [detect]
            return cause
        if detect in DEAR:
            before.in_vain.add(detect)
    return None


def most_telling(one: Compared) -> int:
    """The number of the wrong entry that shows the mistake best: ordinary x, and far off for its size."""
    wrong, x = np.flatnonzero(one.wrong), one.answer.forward.known.ravel()
    ordinary = wrong[np.abs(x[wrong]) <= ORDINARY]
    wrong = ordinary if ordinary.size else wrong
    right, above = one.right.ravel()[wrong], one.answer.above
    scale = np.abs(right) + 0.1 * (1.0 if above is None else np.abs(above.ravel()[wrong])) + 1e-300
    with np.errstate(all="ignore"):
        off = np.abs(np.asarray(one.answer.yours, np.float64).ravel()[wrong] - right) / scale
    return int(wrong[np.argmax(np.where(np.isfinite(off), off, np.inf))])


def example(one: Compared) -> list[tuple[str, str]]:
    """The most telling wrong entry of an answer, as names and numbers in words."""
    number = most_telling(one)
    above = [] if one.answer.above is None else [("grad_output", one.answer.above)]
    columns = [("x", one.answer.forward.known), *above, ("yours", one.answer.yours), ("right", one.right)]
    return [(name, f"{values.flat[number]:.10g}") for name, values in columns]


def curve(evidence: Evidence, cls: Any) -> list[tuple[float, float, float]]:
    """``(x, yours, right)`` of wrong answers by x, to draw, for each unit of grad_output; empty if that is no curve.

    A curve has one number for each x: not where entries are mixed up. Where grad_output plays no part in what came
    back, the numbers are drawn as they are. If few answers are wrong, right ones are drawn too.
    """
    chosen = _drawn(evidence)
    if chosen.size < FEW:
        evidence = with_ordinary(evidence, cls)
        chosen = _drawn(evidence, wrong_alone=False)
    x, g = evidence.x[chosen], evidence.upstream[chosen]
    yours, right = evidence.yours[chosen] / g, evidence.right[chosen] / g
    if x.size >= 8 and _jumps(x, yours) > 4.0 * _jumps(x, right) + 0.5:
        smooth, plain = right, np.abs(g) <= UPSTREAM_DRAWN  # one that is huge would leave nothing else to be seen
        x, yours, right = x[plain], (yours * g)[plain], (right * g)[plain]
        if evidence.is_forward or _jumps(x, yours) > 4.0 * _jumps(x, smooth[plain]) + 0.5:
            return []
    if x.size < 8:
        return []
    picked = np.unique(np.linspace(0, x.size - 1, CURVE).astype(int))
    return [(float(a), float(b), float(c)) for a, b, c in zip(x[picked], yours[picked], right[picked], strict=True)]


def _drawn(evidence: Evidence, wrong_alone: bool = True) -> np.ndarray:
    """The numbers of entries to draw, by x."""
    usable = np.isfinite(evidence.yours) & (np.abs(evidence.x) <= DRAWN) & (np.abs(evidence.upstream) >= 0.1)
    if wrong_alone:
        wrong = [bool(one.wrong.any()) for one in evidence.compared]
        usable = usable & np.repeat(wrong, [one.right.size for one in evidence.compared])
    chosen = np.flatnonzero(usable)
    return chosen[np.argsort(evidence.x[chosen], kind="stable")]


def _jumps(x: np.ndarray, y: np.ndarray) -> float:
    """How much a curve goes up and down, for each unit of x, at most about the mean."""
    return float(np.abs(np.diff(y)).sum() / max(1e-9, np.ptp(x)))


def evidence_of(reference: Reference, compared: Sequence[Compared], method_of: Compared) -> Evidence:
    """All answers of the method that an answer is of."""
    forward = method_of.answer.above is None
    return Evidence(reference, [one for one in compared if (one.answer.above is None) is forward])
