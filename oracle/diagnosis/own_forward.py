"""A backward that is right for what forward returns, where that is wrong: forward is to be mended first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from oracle.answers import Forward
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import ENOUGH, NEAR, Evidence
from oracle.diagnosis.formulas.functions import FUNCTIONS, Function, other_slope
from oracle.diagnosis.replays import replayed
from oracle.parts import joined

STEP: Final = 6e-6  # of central differences; the error is about 1e-10 then
OF_S: Final = "the derivative is s (1 - s), and "  # how Sigmoid's slips begin
#: Rules of backward that are written in terms of y, what forward returned.
RULES: Final[Mapping[str, tuple[str, Callable[[np.ndarray], np.ndarray]]]] = {
    "Sigmoid": ("y (1 - y) grad_output", lambda y: y * (1.0 - y)),
    "ReLU": ("grad_output where y > 0", lambda y: np.where(y > 0, 1.0, 0.0)),
}


def follows_forward(evidence: Evidence, cls: Any) -> Cause | None:
    """backward follows a right rule in y, what forward returned; that is wrong."""
    rule = RULES.get(evidence.reference.name)
    values = None if evidence.is_forward or rule is None else _values(evidence, cls)
    if values is None or rule is None or _is_right(values, evidence):
        return None
    with np.errstate(all="ignore"):
        if not evidence.explained_by(rule[1](values) * evidence.upstream, room=10.0):
            return None
    told = f"backward is {rule[0]}, y being what your forward returns, and that is wrong{_at(values, evidence)}"
    return Cause("follows forward", f"{told}: mend forward first")


def of_the_same_function(evidence: Evidence, cls: Any, found: Cause | None) -> Cause | None:
    """What was found; or, if forward and backward are another function's, that: no slip in the rule of this layer."""
    if found is None or evidence.is_forward or evidence.reference.name == "ReLU":
        return found  # the slopes that are near ReLU's are alike
    function, in_s = _function_of_slope(evidence), OF_S in found.sentence
    values = _values(evidence, cls) if function is not None or in_s else None
    if values is None or _is_right(values, evidence):
        return found
    with np.errstate(all="ignore"):
        if function is not None and np.allclose(values, function.value(evidence.x), rtol=1e-5, atol=1e-9):
            return other_slope(function, evidence.reference.name)
    told = f"{found.sentence}. (Here s is the right sigmoid(x): your forward returns other numbers, mend it first.)"
    return replace(found, sentence=told) if in_s else found


def _function_of_slope(evidence: Evidence) -> Function | None:
    """The other function whose derivative explains what backward returned."""
    others = [function for function in FUNCTIONS if function.value is not evidence.reference.forward]
    with np.errstate(all="ignore"):
        near = evidence.near(np.array([one.slope(evidence.x[evidence.sample]) for one in others]), evidence.slopes)
        for number in np.flatnonzero(near):
            if evidence.explained_by(others[number].slope(evidence.x) * evidence.upstream):
                return others[number]
    return None


def is_slope_of_forward(evidence: Evidence, cls: Any) -> Cause | None:
    """backward is the slope of forward, by central differences; forward is wrong."""
    values = None if evidence.is_forward else _values(evidence, cls)
    if values is None or _is_right(values, evidence):
        return None
    above, below = _values(evidence, cls, STEP), _values(evidence, cls, -STEP)
    near = (np.abs(evidence.x) <= NEAR) & ~evidence.single & (evidence.x != 0)
    if above is None or below is None or np.count_nonzero(near & evidence.wrong) < ENOUGH:
        return None
    with np.errstate(all="ignore"):
        slopes = (above - below)[near] / (2.0 * STEP) * evidence.upstream[near]
        if not np.allclose(slopes, evidence.yours[near], rtol=1e-5, atol=1e-7):
            return None
    told = f"backward is the derivative of your forward, but that is wrong{_at(values, evidence)}: mend forward first"
    return Cause("follows forward", told)


def _values(evidence: Evidence, cls: Any, moved: float = 0.0) -> np.ndarray | None:
    """What the student's forward returns for each x, moved by so much; None if that is no array for some."""
    forwards = [one.answer.forward for one in evidence.compared]
    scripts = [[Forward(np.asarray(one.known + moved).astype(one.dtype))] for one in forwards]
    results = replayed(cls, scripts).results
    for result, one in zip(results, forwards, strict=True):
        if not isinstance(result, np.ndarray | np.generic) or result.shape != one.known.shape:
            return None
    return joined([np.asarray(result, np.float64) for result in results])


def _off(values: np.ndarray, evidence: Evidence) -> np.ndarray:
    right, room = evidence.reference.forward(evidence.x), np.where(evidence.single, 1e-4, 1e-9)
    with np.errstate(all="ignore"):
        off = np.abs(values - right) / np.maximum(1e-2, np.abs(right))
    return np.where(off > room, off, 0.0)


def _is_right(values: np.ndarray, evidence: Evidence) -> bool:
    """Whether forward is right where backward is wrong, in most places: then backward has a mistake of its own."""
    off = _off(values, evidence)[evidence.wrong & ~evidence.single]
    return not (off.size and (off != 0).mean() > 0.5)


def _at(values: np.ndarray, evidence: Evidence) -> str:
    """Where forward is wrong, and what it returns there."""
    off = np.where(np.isfinite(values) & evidence.wrong, _off(values, evidence), 0.0)
    off = np.where(np.abs(evidence.x) <= NEAR, off, 1e-9 * off)  # far out only if there is nothing nearer
    if not off.any():
        return ""
    x, yours = evidence.x[np.argmax(off)], values[np.argmax(off)]
    right = evidence.reference.forward(np.array([x]))[0]
    digits = 5 if abs(yours - right) > 1e-3 * abs(right) else 12
    return f" (at x = {x:.5g} it is {yours:.{digits}g} for {right:.{digits}g})"
