"""Right numbers that were made coarser: clipped, floored, rounded, cut to float32 or float16, or only measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from oracle.diagnosis.cause import CONTRACT, Cause
from oracle.diagnosis.evidence import ENOUGH, NEAR, Evidence

DECIMALS: Final = range(10)
WAYS: Final = ("on both sides", "on one side", "on one side", "on both sides")
TURNS: Final = (0.2, 0.75)  # share of neighbours whose errors have other signs: of a formula that is wrong, few have
STEPS: Final = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)


def made_coarser(evidence: Evidence) -> Cause | None:
    """What became of numbers that were right before."""
    for look in (_clipped, _narrowed, _rounded, _few_digits):
        found = look(evidence)
        if found is not None:
            return found
    return None


def _clipped(evidence: Evidence) -> Cause | None:
    """Limits are solved for: the extremes of what came back, where it is wrong."""
    g, slope = evidence.upstream, evidence.reference.derivative(evidence.x)
    what = "forward's result" if evidence.is_forward else "the gradient"
    found = _limits(evidence, evidence.right, lambda limited: limited, evidence.yours)
    if found:
        it = "it, or x before it," if evidence.is_forward else "it"
        return Cause("clipped result", f"{what} is cut off {found}: leave {it} as it is")
    if evidence.is_forward:
        return None
    with np.errstate(all="ignore"):
        found = _limits(evidence, g, lambda limited: slope * limited, evidence.yours / slope)
        if found:
            return Cause("clipped upstream", f"grad_output is cut off {found}: use it as it is")
        found = _limits(evidence, slope, lambda limited: limited * g, evidence.yours / g)
    return Cause("clipped derivative", f"the derivative is cut off {found}: leave it as it is") if found else None


def _limits(evidence: Evidence, values: np.ndarray, then: Callable[[np.ndarray], np.ndarray], yours: np.ndarray) -> str:
    """At which limits ``values`` were cut off, in words; nothing if that does not explain what came back."""
    usable = evidence.wrong & np.isfinite(yours)
    above, below = yours[usable & (yours < values)], yours[usable & (yours > values)]
    low = float(np.median(below)) if below.size >= 3 else -np.inf
    high = float(np.median(above)) if above.size >= 3 else np.inf
    if above.size + below.size < 3 or low > high or not evidence.explained_by(then(np.clip(values, low, high)), 10.0):
        return ""
    ends = [f"below {low:.6g}"] * bool(below.size) + [f"above {high:.6g}"] * bool(above.size)
    return " and ".join(ends)


def _rounded(evidence: Evidence) -> Cause | None:
    g, right = evidence.upstream, evidence.right
    slope = right if evidence.is_forward else evidence.reference.derivative(evidence.x)
    for values, factor, what in ((right, 1.0, "the result"), (slope, g, "the derivative")):
        for decimals in DECIMALS:
            if evidence.explained_by(np.round(values, decimals) * factor):
                told = f"{what} is rounded to {decimals} decimals: leave all digits"
                whole_only = f"{what} is a whole number, the nearest (rounded, or decided by a threshold at one half)"
                return Cause("rounded", told if decimals else whole_only)
        for name, whole in (("floor", np.floor), ("ceil", np.ceil), ("trunc", np.trunc)):
            if evidence.explained_by(whole(values) * factor):
                like = name if name == "ceil" else f"{name}, or an integer dtype"
                return Cause("rounded", f"{what} is cut to whole numbers (as by {like})")
    if evidence.reference.name == "ReLU" and not evidence.is_forward:
        return None  # its slope has no digits that could show it
    for decimals in DECIMALS[:5]:
        x = np.round(evidence.x, decimals)
        if evidence.explained_by(_at(evidence, x)):
            return Cause("x rounded", f"x is rounded to {decimals} decimals before anything else: leave all digits")
    for whole in (np.floor, np.ceil, np.trunc):
        if evidence.explained_by(_at(evidence, whole(evidence.x))):
            return Cause("x rounded", "x is cut to whole numbers (an integer dtype, say) before anything else")
    return None


def _at(evidence: Evidence, x: np.ndarray) -> np.ndarray:
    """What would be right at another x."""
    of = evidence.reference.forward if evidence.is_forward else evidence.reference.derivative
    return np.asarray(of(x) * evidence.upstream)


def _narrowed(evidence: Evidence) -> Cause | None:
    """Every number fits into a narrower type, which other numbers do only by chance; and it is nearly right."""
    double = ~evidence.single
    yours, right, g = evidence.yours[double], evidence.right[double], evidence.upstream[double]
    if yours.size < 8 or not np.isfinite(yours).all():
        return None
    for narrow in (np.float16, np.float32):
        with np.errstate(all="ignore"):
            x = evidence.x.astype(narrow).astype(np.float64)
        if evidence.explained_by(_at(evidence, x)):
            told = f"x was cut to {np.dtype(narrow).name} before anything else: keep it as it came"
            return Cause(f"{np.dtype(narrow).name} inside", told, CONTRACT)
    for narrow, digits, room in ((np.float16, 3, 5e-3), (np.float32, 7, 2e-5)):
        size = np.maximum(np.abs(g), np.abs(right))
        if np.any(np.abs(yours - right) > room * np.maximum(size, np.abs(evidence.x[double]) * np.abs(g) * 0.1)):
            continue
        with np.errstate(all="ignore"):
            fits = _fits(yours, narrow) or (not evidence.is_forward and _fits(yours / g, narrow))
        if fits:
            name = np.dtype(narrow).name
            told = f"these numbers have only the {digits} digits of {name}: compute in float64 throughout"
            return Cause(f"{name} inside", told, CONTRACT)
    return None


def _fits(values: np.ndarray, narrow: type[np.floating[Any]]) -> bool:
    values = values[np.isfinite(values) & (values != 0)]
    off = np.abs(values.astype(narrow).astype(np.float64) - values)
    whole = values == np.round(values)
    return bool((~whole).sum() >= 8 and (off <= 1e-14 * np.abs(values)).mean() > 0.97)


def noisy(evidence: Evidence) -> Cause | None:
    """Off by as much as a narrower type rounds, up and down without a rule: a part was computed in that type."""
    double = np.flatnonzero(~evidence.single & (np.abs(evidence.x) <= NEAR) & (evidence.right != 0))
    double = double[np.argsort(evidence.x[double])]
    off, wrong = evidence.yours[double] - evidence.right[double], evidence.wrong[double]
    scale = np.maximum(1.0, np.abs(evidence.x[double])) * np.abs(evidence.upstream[double])
    size = np.abs(evidence.right[double]) + 0.1 * scale
    if wrong.sum() < 2 * ENOUGH or not np.isfinite(off).all():
        return None
    off = (off / size)[wrong]
    signs = np.sign(off * np.sign(evidence.upstream[double][wrong]))
    turns = np.count_nonzero(signs[1:] != signs[:-1]) / (signs.size - 1)
    median = float(np.median(np.abs(off)))
    for name, digits, rounds in (("float16", 3, 2.0**-11), ("float32", 7, 2.0**-24)):
        if TURNS[0] < turns < TURNS[1] and median > rounds / 32.0 and float(np.abs(off).max()) < 8.0 * rounds:
            told = f"only about {digits} digits are right, and the rest goes up and down without a rule"
            return Cause(f"{name} inside", f"{told}: is a part of it computed in {name}, or rounded?", CONTRACT)
    return None


def measured(evidence: Evidence) -> Cause | None:
    """backward measures the slope of forward, with a step that shows."""
    if evidence.is_forward or evidence.x.size < ENOUGH:
        return None
    everywhere, some = np.flatnonzero(~evidence.single), evidence.sample[~evidence.single[evidence.sample]]
    for step in STEPS:
        for way, sides in enumerate(WAYS):
            # a few first: all of them cost a hundred times as much
            if _is_measured(evidence, some, step, way) and _is_measured(evidence, everywhere, step, way):
                told = f"this seems to be the slope measured {sides} with a step of {step:g}: the exact one is wanted"
                if way == 3:
                    told = f"this seems to be f(x + h) - f(x - h), divided by h = {step:g} and not by 2 h"
                return Cause("finite difference", told)
    return None


def _is_measured(evidence: Evidence, among: np.ndarray, step: float, way: int) -> bool:
    """Whether these entries are what a difference gives: from left to right, or from x to one side."""
    f, x, g = evidence.reference.forward, evidence.x[among], evidence.upstream[among]
    left, right = (x if way == 1 else x - step), (x if way == 2 else x + step)
    predicted = (f(right) - f(left)) / (2.0 * step if way == 0 else step) * g  # 3 forgets that the way is twice as long
    off, error = np.abs(evidence.yours[among] - predicted), np.abs(evidence.yours[among] - evidence.right[among])
    # what rounding makes of a difference, which no formula foretells
    rounding = 4e-15 * np.maximum(1.0, np.abs(x)) / step * np.abs(g) + 1e-12
    telling = evidence.wrong[among] & (np.abs(x) <= NEAR)
    if evidence.reference.name == "ReLU" and (telling & (np.abs(x) > 2.0 * step)).any():
        return False  # there a difference is exact
    fits = (off <= rounding + 1e-9 * np.abs(predicted)).all()
    return bool(telling.any() and fits and (off[telling] < 0.2 * error[telling]).mean() > 0.6)


def _few_digits(evidence: Evidence) -> Cause | None:
    """Nearly right everywhere, and off by something erratic: digits were lost on the way."""
    double = np.flatnonzero(~evidence.single & (np.abs(evidence.x) <= NEAR) & (np.abs(evidence.upstream) > 1e-3))
    scale = np.abs(evidence.upstream) * np.maximum(1.0, np.abs(evidence.x))
    off = ((evidence.yours - evidence.right) / np.where(scale > 0, scale, 1.0))[double]
    if double.size < 2 * ENOUGH or not 1e-9 < np.abs(off).max() < 1e-6:
        return None
    signs = np.sign(off[np.argsort(evidence.x[double])])
    if (signs[1:] * signs[:-1] < 0).mean() < 0.2:
        return None
    told = "only about 7 digits are right: was it float32 on the way, or a difference of nearly equal numbers?"
    return Cause("few digits", told, CONTRACT)
