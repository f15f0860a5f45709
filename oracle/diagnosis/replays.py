"""The same calls on a fresh layer: whether an answer depends on what went before it, and on what."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from oracle.activations import Reference
from oracle.answers import Answer, Backward, Compared, Forward, Script
from oracle.compare import coarsest, mismatch
from oracle.diagnosis.cause import CONTRACT, Cause
from oracle.diagnosis.evidence import Evidence
from oracle.parts import joined
from oracle.play import play

RANDOM: Final = (
    "the same calls on two new layers give different numbers: is something random in it, read from np.empty before it "
    "was written, or kept outside self?"
)
BEGINS: Final = ("once", "with each forward", "with each shape")  # a sum over calls that should not be summed


@dataclass(frozen=True)
class Replayed:
    """What scripts gave on fresh layers: the last result of each, or None; and what NumPy warned of meanwhile."""

    results: Sequence[Any]
    warned: Sequence[str]


def replayed(cls: Any, scripts: Sequence[Script]) -> Replayed:
    """Play scripts once more, each on a fresh layer, listening to NumPy."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        played = play(cls, [[step.again() for step in script] for script in scripts])
    last = [one.results[-1] if one.error is None and one.results else None for one in played]
    said = [str(warning.message) for warning in caught if issubclass(warning.category, RuntimeWarning)]
    return Replayed(last, list(dict.fromkeys(said)))


def has_history(one: Compared) -> bool:
    """Whether other calls than those that it needs went before an answer."""
    return len(one.answer.steps) > len(one.answer.fewest)


def depends_on_history(evidence: Evidence, cls: Any) -> Cause | None:
    """Every wrong answer comes out right on a fresh layer: something of an earlier call is left over."""
    mistaken = evidence.mistaken
    if not all(map(has_history, mistaken)) or evidence.x.size < 8:
        return None
    again = replayed(cls, [one.answer.fewest for one in mistaken])
    if not all(_is_right(result, one) for result, one in zip(again.results, mistaken, strict=True)):
        return None
    fresh = "the same calls on a new layer give the right numbers: "
    for cause, predicted in _left_over(evidence):
        if evidence.explained_by(predicted, room=10.0):
            return Cause(cause.key, fresh + cause.sentence, cause.section)
    if not evidence.is_forward and all(_is_second_backward(one) for one in mistaken):
        told = "a second backward after the same forward is wrong: backward changes what forward has stored"
        return Cause("second backward", fresh + told, CONTRACT)
    told = "something of an earlier call is left over, and is used again"
    return Cause("stale cache", fresh + told, CONTRACT)


def _is_right(result: Any, one: Compared) -> bool:
    if type(result) is not np.ndarray or result.shape != one.right.shape:
        return bool(one.right.shape == () and isinstance(result, np.generic) and np.isclose(result, one.right))
    dtype = coarsest(one.answer.dtype)
    return not mismatch(result, one.right, dtype, np.maximum(1.0, np.abs(one.answer.forward.known)) * 3.0).any()


def _is_second_backward(one: Compared) -> bool:
    steps = one.answer.steps
    return len(steps) > 1 and isinstance(steps[-2], Backward)


def _left_over(evidence: Evidence) -> Iterator[tuple[Cause, np.ndarray]]:
    """What may be left over, and what would come of it."""
    reference = evidence.reference
    for key, told, which in (
        ("stale cache", "self.x, or what was computed from it, stays that of the first forward", 0),
        ("stale cache", "what is used is that of the forward before the latest", -2),
    ):
        yield Cause(key, f"{told}: each forward should replace it", CONTRACT), _with_x_of(evidence, which)
    told = "gradients of earlier calls are added to it: each backward stands alone"
    for begins in BEGINS:
        summed = joined([_summed(one, reference, begins) for one in evidence.compared])
        yield Cause("accumulated", told, CONTRACT), summed
    told = "the result of the call before is returned: compute it anew"
    yield Cause("stale cache", told, CONTRACT), joined([_earlier(one, reference) for one in evidence.compared])


def _with_x_of(evidence: Evidence, which: int) -> np.ndarray:
    """What would be right if x were that of another forward of the script, where that has the same shape."""
    parts = []
    for one in evidence.compared:
        latest = one.answer.forward
        alike = [s for s in one.answer.steps if isinstance(s, Forward) and s.known.shape == latest.known.shape]
        x = alike[which].known if len(alike) >= 2 else latest.known
        of = evidence.reference.forward if evidence.is_forward else evidence.reference.derivative
        parts.append(of(x) * (1.0 if one.answer.above is None else one.answer.above))
    return joined(parts)


def _summed(one: Compared, reference: Reference, begins: str) -> np.ndarray:
    """The right gradient and those before it of the same shape, since the sum began."""
    total, x = np.zeros_like(one.right), one.right
    for step in one.answer.steps:
        if begins == "with each forward" or (begins == "with each shape" and step.known.shape != total.shape):
            total = np.zeros_like(one.right) if isinstance(step, Forward) else total
        if isinstance(step, Forward):
            x = step.known
        elif step.known.shape == total.shape and x.shape == total.shape:
            total = total + reference.derivative(x) * step.known
    return total if one.answer.above is not None else one.right


def _earlier(one: Compared, reference: Reference) -> np.ndarray:
    """The first result of the same method and shape in the script."""
    x = one.answer.forward.known
    for step in one.answer.steps:
        if isinstance(step, Forward):
            x = step.known
            if one.answer.above is None and x.shape == one.right.shape:
                return reference.forward(x)
        elif one.answer.above is not None and step.known.shape == one.right.shape:
            return reference.derivative(x) * step.known
    return one.right


def is_random(evidence: Evidence, cls: Any) -> Cause | None:
    """The same calls give other numbers on the next new layer."""
    scripts = [one.answer.fewest for one in evidence.mistaken if one.right.size >= 2]
    once, again = replayed(cls, scripts).results, replayed(cls, scripts).results
    pairs = [pair for pair in zip(once, again, strict=True) if all(isinstance(one, np.ndarray) for one in pair)]
    if not any(not np.array_equal(one, other, equal_nan=True) for one, other in pairs):
        return None
    return Cause("random", RANDOM, CONTRACT)


def not_finite(evidence: Evidence, cls: Any) -> Cause | None:
    """nan and inf stand where numbers should, all wrong entries among them, or nearly."""
    yours, wrong, x = evidence.yours, evidence.wrong, evidence.x
    bad = ~np.isfinite(yours)
    if not bad.any() or not np.array_equal(bad, wrong):
        return None
    names = [name for name, here in (("nan", np.isnan(yours)), ("inf", np.isinf(yours))) if here.any()]
    what, warned = " and ".join(names), replayed(cls, [evidence.mistaken[0].answer.fewest]).warned
    listened = f" NumPy warned of it: {warned[0]}." if warned else ""
    if np.array_equal(bad, x == 0):
        return Cause("nan at zero", f"{what} stands where x is 0: a division by 0, or a logarithm of it.{listened}")
    if wrong.all():
        return Cause("nan everywhere", f"{what} stands everywhere: no number is right.{listened}")
    nearest, side = float(np.abs(x[bad]).min()), _side(x[bad])
    beyond = (np.abs(x) >= nearest) & ((side == "x") | (np.sign(x) == np.sign(x[bad][0])))
    where = f"{what} stands where {side} is {nearest:.4g} or more in size"
    told = f"{where}; nearer to 0 the numbers are right." if np.abs(x).min() < nearest else f"{where}."
    if not np.array_equal(bad, beyond):
        told = f"{what} stands in {np.count_nonzero(bad)} places, the nearest to 0 at abs(x) = {nearest:.4g}."
    if nearest > 1 and any("overflow" in words for words in warned):
        after = " Then inf / inf or inf - inf is nan." if "nan" in names else ""
        return Cause("overflow", f"{told} A function of a large number is inf there.{after}{listened}")
    if nearest > 1:
        return Cause("overflow", f"{told}{listened}")
    return None


def _side(x: np.ndarray) -> str:
    return "positive x" if (x > 0).all() else "negative x" if (x < 0).all() else "x"


def with_ordinary(evidence: Evidence, cls: Any) -> Evidence:
    """The same evidence with answers for ordinary x besides; unchanged if the layer does not answer them."""
    x = np.linspace(-4.1, 3.9, 24)
    forward, backward = Forward(x), Backward(np.resize([1.3, -0.7, -1.9, 0.4], 24) + 0.01 * x)
    steps: Script = (forward,) if evidence.is_forward else (forward, backward)
    (result,) = replayed(cls, [steps]).results
    if type(result) is not np.ndarray or result.shape != x.shape or result.dtype != np.float64:
        return evidence
    above = None if evidence.is_forward else backward.known
    reference = evidence.reference
    right = reference.forward(x) if above is None else reference.derivative(x) * above
    scale = x if above is None else above * np.maximum(1.0, np.abs(x))
    wrong = mismatch(result, right, result.dtype, scale)
    answer = Answer(steps, forward, above, result.dtype, result)
    return Evidence(reference, [*evidence.compared, Compared(answer, wrong, right)])
