"""Cut off: beyond a point, what comes back is one number, or x times one number, whatever x is there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import Evidence

FEWEST = 3  # wrong entries on a side, below which a side says nothing


class Side(NamedTuple):
    """What is wrong on one side of 0.

    Attributes:
        inside: the farthest x that is right; ``outside``: the nearest that is wrong. Their sizes, if below 0.
        told: what stands there.
    """

    inside: float
    outside: float
    told: str


def cut_off(evidence: Evidence) -> Cause | None:
    """Right up to a point on either side, and beyond it one number: x, or the result, is cut off there."""
    telling = np.abs(evidence.upstream) > 1e-3  # where grad_output hides nothing
    with np.errstate(all="ignore"):
        values = evidence.yours / evidence.upstream
    wrong = evidence.wrong & telling
    if evidence.x.size < 8 or wrong.sum() < FEWEST or (evidence.wrong & ~telling & (evidence.upstream == 0)).any():
        return None
    sides = []
    for sign, name in ((1.0, "above"), (-1.0, "below")):
        here = (sign * evidence.x > 0) & telling
        if (wrong & here).any():
            side = _side(sign * evidence.x[here], wrong[here], values[here], name, sign, evidence)
            if side is None:
                return None
            sides.append(side)
    if not sides or (wrong & (evidence.x == 0)).any():
        return None
    said = " and ".join(side.told for side in sides)
    what = "forward returns" if evidence.is_forward else "the slope is"
    return Cause("cut off", f"beyond a point it is cut off: {what} always {said}. Nearer to 0 it is right")


def _side(
    size: np.ndarray, wrong: np.ndarray, values: np.ndarray, name: str, sign: float, evidence: Evidence
) -> Side | None:
    outside = float(size[wrong].min())
    inside = float(size[~wrong & (size < outside)].max(initial=0.0))
    if inside < 1e-3 or (wrong.sum() < FEWEST and evidence.wrong.sum() < 2 * FEWEST):
        return None  # wrong from 0 on: that is another function, and no cut
    beyond, x = values[size >= outside], sign * size[size >= outside]
    where = f"for x {_point(inside, outside, name, '' if sign > 0 else '-')}"
    spread = 1e-8 * max(1e-12, float(np.abs(beyond).max())) + 1e-11
    if not np.isfinite(beyond).all() or np.unique(x).size < FEWEST:
        return None  # one x alone shows no rule
    if np.ptp(beyond) <= spread:
        return Side(inside, outside, f"{np.median(beyond):.10g} {where}")
    share = beyond / x
    if np.ptp(share) <= 1e-8 * float(np.abs(share).max()):
        factor = float(np.median(share))
        return Side(inside, outside, f"{'x' if abs(factor - 1) < 1e-9 else f'{factor:.6g} x'} {where}")
    return None


def _point(inside: float, outside: float, name: str, minus: str) -> str:
    """Where it begins; if nothing was asked for long, only in between what."""
    if outside - inside <= 0.1 or outside <= 1.1 * inside:
        return f"{name} about {minus}{between(inside, outside)}"
    return f"{name} a point between {minus}{inside:.4g} and {minus}{outside:.4g}"


def between(low: float, high: float) -> str:
    """The shortest number between two, as a threshold that somebody may have typed."""
    for digits in range(1, 8):
        for middle in (low, high, (low + high) / 2):
            value = float(f"{middle:.{digits - 1}e}")
            if low <= value <= high:
                return f"{value:g}"
    return f"{low:.6g}"
