"""Where answers are wrong, and that they are right elsewhere: what can be said when no formula fits."""

from __future__ import annotations

from typing import Final

import numpy as np

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.cuts import between
from oracle.diagnosis.evidence import ENOUGH, Evidence
from oracle.diagnosis.formulas.functions import other_functions, same_function
from oracle.diagnosis.formulas.recognised import small_expressions
from oracle.diagnosis.formulas.terms import one_slip
from oracle.diagnosis.shapes import OTHERS, by_place, by_shape, by_type, by_upstream

TINY: Final = 1e-3  # abs(x) from which on a side of 0 is wrong, if it is wrong as a whole
HIDES: Final = 1e-6  # abs(grad_output) that hides a wrong slope
CLOSE: Final = 0.1  # where a formula that is near the right one at 0 may begin to be wrong
HALFWAY: Final = 3.0  # abs(x) up to which it is, then
JUMP: Final = 0.05  # of the median error: an error as large at an edge does not grow from nothing
GROWS: Final = ". The error grows from there without a jump"


def where_it_is_wrong(evidence: Evidence) -> Cause | None:
    """A rule that holds for every wrong entry and for no right one, both being there."""
    if evidence.x.size < ENOUGH or evidence.wrong.all():
        return None
    for look in (_by_x, by_upstream, by_type, by_place, by_shape):
        found = look(evidence)
        if found is not None:
            return found
    return None


def _by_x(evidence: Evidence) -> Cause | None:
    # where grad_output is next to 0 the right gradient is too, and says nothing of x; nor does a wide tolerance
    hides = ~evidence.wrong & ((np.abs(evidence.upstream) < HIDES) | evidence.single)
    evidence = evidence.part((evidence.upstream != 0) & ~hides)
    x, wrong = evidence.x, evidence.wrong
    if np.array_equal(wrong, x == 0):
        return Cause("at zero", f"only entries where x is exactly 0 are wrong; {OTHERS}{_at_zero(evidence)}")
    minus = (x == 0) & np.signbit(x)
    if np.array_equal(wrong, minus):
        return Cause("at zero", f"only entries where x is -0.0 are wrong: that is 0 too; {OTHERS}{_at_zero(evidence)}")
    if np.array_equal(wrong, (x == 0) & ~minus):
        return Cause("at zero", f"only entries where x is +0.0 are wrong; {OTHERS}{_at_zero(evidence)}")
    if wrong.sum() < ENOUGH:
        return None
    return _on_one_side(evidence) or _beyond(evidence)


def _at_zero(evidence: Evidence) -> str:
    if evidence.is_forward:
        return ""
    slopes = evidence.yours[evidence.wrong] / evidence.upstream[evidence.wrong]
    if np.ptp(slopes) > 1e-9:
        return ""
    return f". The slope there is {slopes[0]:.6g}; it should be {evidence.reference.derivative(np.zeros(1))[0]:.6g}"


def _on_one_side(evidence: Evidence) -> Cause | None:
    """All of one side of 0 is wrong, as far as it shows: far out, and very near to 0, much is alike."""
    x, wrong = evidence.x, evidence.wrong
    for sign, name in ((-1.0, "negative"), (1.0, "positive")):
        out = sign * x
        if (out[wrong] < 0).any() or not (out[wrong] > 0).any():
            continue
        nearest, farthest = float(out[wrong & (x != 0)].min()), float(out[wrong].max())
        right = out[~wrong & (out > 0)]
        if (nearest > TINY and (right < nearest).any()) or ((right > nearest) & (right < farthest)).any():
            continue
        beyond = float(right[right > farthest].min(initial=np.inf))
        region = (out > 0) & (out <= farthest)
        there = _what_there(evidence, region) or _formula_there(evidence.part(region))
        if beyond < np.inf and farthest < HALFWAY:
            return Cause(
                "in a window", f"only where x is {_from_zero(sign, farthest, beyond)} it is wrong; {OTHERS}{there}"
            )
        return Cause(f"{name} x", f"only where x is {name} it is wrong; {OTHERS}{there}")
    return None


def _from_zero(sign: float, farthest: float, beyond: float) -> str:
    """A window beside 0; if nothing was asked for between what is wrong and what is right, where it may end."""
    if beyond > 2.0 * farthest:
        nearer, farther = sign * farthest, sign * beyond
        return f"between 0 and a point between {nearer:.4g} and {farther:.4g}"
    ends = sorted((sign * float(between(farthest, beyond)), 0.0))
    return f"between about {ends[0]:g} and {ends[1]:g}"


def _formula_there(evidence: Evidence) -> str:
    """What stands there, if a formula explains all of it; on one side of 0, the names of ReLU's are too much alike."""
    named = () if evidence.reference.name == "ReLU" else (one_slip, same_function, other_functions)
    for detect in (*named, small_expressions):
        found = detect(evidence)
        if found is not None:
            return f". There, {found.sentence}"
    return ""


def _beyond(evidence: Evidence) -> Cause | None:
    """Wrong beyond a threshold, near 0, or in a window."""
    x, wrong = evidence.x, evidence.wrong
    if wrong.all() or (np.count_nonzero(~wrong & (np.abs(x) <= 1.0)) < ENOUGH and np.abs(x[wrong]).max() > 1.0):
        return None  # right only far out, where formulas are alike
    for values, name in ((np.abs(x), "abs(x)"), (x, "x"), (-x, "-x")):
        low, high, right = float(values[wrong].min()), float(values[wrong].max()), values[~wrong]
        off = np.where(np.isfinite(evidence.yours), np.abs(evidence.yours - evidence.right), np.inf)
        jump = JUMP * np.median(off[wrong])
        begins, ends = (bool((off[wrong & (values == edge)] >= jump).any()) for edge in (low, high))
        if right.max() < low:
            said = f"only where {_edge(name, float(right.max()), low)} it is wrong; {OTHERS}"
            if not begins:
                return Cause("away from 0" if low < CLOSE else "beyond a threshold", said + GROWS)
            return Cause("beyond a threshold", said + _what_there(evidence, values >= low))
        if name == "abs(x)" and right.min() > high and ends:
            said = f"only where abs(x) is below about {between(high, float(right.min()))} it is wrong; {OTHERS}"
            return Cause("near zero", said + _what_there(evidence, values <= high))
        if begins and ends and np.array_equal(wrong, (values >= low) & (values <= high)):
            edges = sorted((low, high) if name != "-x" else (-low, -high))
            said = f"only where {name.strip('-')} is between about {edges[0]:.4g} and {edges[1]:.4g} it is wrong"
            there = _what_there(evidence, (values >= low) & (values <= high))
            return Cause("in a window", f"{said}; {OTHERS}{there}")
    return None


def _edge(name: str, inside: float, outside: float) -> str:
    if name == "-x":
        return f"x is below about {between(-outside, -inside)}"
    return f"{name} is above about {between(inside, outside)}"


def _what_there(evidence: Evidence, region: np.ndarray) -> str:
    """What stands there instead, if it is one number, x, or not a number."""
    yours, g, x = evidence.yours[region], evidence.upstream[region], evidence.x[region]
    if not np.isfinite(yours).all():
        return ". There stand nan or infinite numbers" if not np.isfinite(yours).any() else ""
    values, what = (yours, "forward returns") if evidence.is_forward else (yours / g, "the slope is")
    sides = [values[x > 0], values[x < 0]]
    if np.unique(x).size < 3:
        return ""  # of one or two x everything is a rule
    if _is_constant(values):
        return f". There {what} always {values[0]:.6g}"
    if all(map(_is_constant, sides)) and min(np.unique(x[x > 0]).size, np.unique(x[x < 0]).size) >= 3:
        return f". There {what} always {sides[0][0]:.6g} for positive x, {sides[1][0]:.6g} for negative"
    if np.allclose(values, x, rtol=1e-9, atol=1e-12):
        return f". There {what} x itself"
    return ". There stands x itself" if np.allclose(yours, x, rtol=1e-9, atol=1e-12) else ""


def _is_constant(values: np.ndarray) -> bool:
    return bool(values.size and np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())))
