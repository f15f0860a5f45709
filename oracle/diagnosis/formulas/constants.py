"""One or two constants solved for: a formula that fits every answer, once its constants are other ones.

What a fit finds is told with "seems to be" where another formula might fit as well. A fit of one or two constants to
eight answers or more, to nine digits, is no accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from oracle.activations import Reference
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import Evidence
from oracle.diagnosis.formulas.kinds import Family, Model, number
from oracle.diagnosis.formulas.own.table import OWN

ROUNDS: Final = 25
LONG: Final = 10  # rounds after which constants that fit are near


def scaled_or_shifted(evidence: Evidence) -> Cause | None:
    """The right numbers, times one number or plus one."""
    return _fitted(evidence, _simplest(evidence.reference, evidence.is_forward))


def constants_solved_for(evidence: Evidence) -> Cause | None:
    """The constants with which a formula gives these very numbers."""
    return _fitted(evidence, _families(evidence))


def _fitted(evidence: Evidence, families: Iterator[Family]) -> Cause | None:
    x = evidence.x[evidence.sample]
    observed = evidence.yours[evidence.sample] if evidence.is_forward else evidence.slopes
    if observed.size < 8 or not np.isfinite(observed).all():
        return None
    for family in families:
        for start in family.starts:
            found = solved(family.model, start, x, observed)
            if np.unique(x).size < 3 * len(start):
                continue  # through a few x there goes a curve of every kind
            if found is None:
                continue
            with np.errstate(all="ignore"):
                if not evidence.near(family.model(x, *found), observed):
                    continue
                fits = evidence.explained_by(family.model(evidence.x, *found) * evidence.upstream, room=10.0)
            cause = family.told(*found) if fits else None
            if cause is not None:
                return cause
    return None


def solved(model: Model, start: Sequence[float], x: np.ndarray, observed: np.ndarray) -> tuple[float, ...] | None:
    """The constants that bring a model nearest to what was observed, by Gauss and Newton; None if they run away."""
    constants = np.array(start, dtype=np.float64)
    with np.errstate(all="ignore"):
        for number_of_round in range(ROUNDS):
            values = model(x, *constants)
            if number_of_round == LONG and np.abs(values - observed).max() > 1e-3 * np.abs(observed).max():
                return None  # it would have come nearer by now
            steps = 1e-6 * np.maximum(1.0, np.abs(constants))
            moved = [model(x, *(constants + step)) for step in np.diag(steps)]
            slopes = (np.array(moved) - values) / steps[:, None]
            if not (np.isfinite(slopes).all() and np.isfinite(values).all()):
                return None
            change = np.linalg.lstsq(slopes.T, observed - values, rcond=None)[0]
            constants = constants + change
            if np.abs(change).max() <= 1e-13 * max(1.0, np.abs(constants).max()):
                break
            if np.abs(constants).max() > 1e6:
                return None
    return tuple(map(float, constants))


def _families(evidence: Evidence) -> Iterator[Family]:
    own = OWN.get(evidence.reference.name)
    if own is not None:
        yield from own.families(evidence.is_forward)
    yield from _for_any(evidence.reference, evidence.is_forward)


def _simplest(reference: Reference, forward: bool) -> Iterator[Family]:
    right, what = (reference.forward, "the result") if forward else (reference.derivative, "the derivative")
    yield Family(
        lambda x, c: c * right(x),
        [(1.5,)],
        lambda c: None if abs(c - 1.0) < 1e-6 else Cause("scaled", f"{what} is {number(c)} times what it should be"),
    )
    yield Family(
        lambda x, c: right(x) + c,
        [(0.1,)],
        lambda c: Cause("shifted", f"{what} has {number(c)} added to it: leave it as it is"),
    )


def _for_any(reference: Reference, forward: bool) -> Iterator[Family]:
    f, slope, base = reference.forward, reference.derivative, _base if reference.name == "Sigmoid" else lambda k: ""
    right, what = (f, "the result") if forward else (slope, "the derivative")
    inside = "inside the function, x seems to be multiplied by "

    def scaled(k: float) -> Cause:
        k = abs(k) if reference.name == "Sigmoid" else k  # its slope is the same on both sides of 0
        return Cause("scale of x", f"{inside}{number(k)}")

    for start in ((1.5,), (0.5,), (-1.0,)):
        if forward:
            yield Family(lambda x, k: f(k * x), [start], lambda k: Cause("scale of x", f"{inside}{number(k)}{base(k)}"))
        else:
            yield Family(lambda x, k: slope(k * x), [start], scaled)
            yield Family(lambda x, k: k * slope(k * x), [start], scaled)
    yield Family(
        lambda x, b: right(x + b),
        [(0.1,)],
        lambda b: Cause("shift of x", f"inside the function, {number(b)} seems to be added to x"),
    )
    yield Family(
        lambda x, a, b: a * right(x) + b,
        [(1.5, 0.1)],
        lambda a, b: Cause(
            "scaled and shifted", f"{what} seems to be {number(a)} times the right one, plus {number(b)}"
        ),
    )
    if forward:
        yield Family(
            lambda x, a, b: a * x + b,
            [(1.0, 0.0)],
            lambda a, b: Cause("straight line", f"forward is a straight line, {number(a)} x{_plus(b)}"),
        )
    what = "forward" if forward else "the derivative"
    for degree in (2, 3, 5):
        yield Family(_polynomial, [(0.0,) * (degree + 1)], lambda *found: _of_polynomial(what, found))


def _plus(b: float) -> str:
    return "" if abs(b) < 1e-9 else f" + {number(b)}"


def _base(k: float) -> str:
    """Of exp(k x): which power it is, if its base is a number that somebody types."""
    base = float(f"{np.exp(k):.4g}")
    if abs(np.log(base) - k) > 1e-9 * abs(k):
        return ""
    return f", which is the same as a power of {base:g} in place of one of e"


def _polynomial(x: np.ndarray, *factors: float) -> np.ndarray:
    return np.asarray(np.polynomial.polynomial.polyval(x, factors))


def _of_polynomial(what: str, factors: Sequence[float]) -> Cause | None:
    terms = [f"{number(c)} x^{power}" for power, c in enumerate(factors) if abs(c) > 1e-9]
    if len(terms) < 2:
        return None
    told = " + ".join(terms).replace(" x^0", "").replace("x^1 ", "x ").replace("+ -", "- ")
    return Cause("polynomial", f"{what} seems to be a polynomial, {told}: a series, say, that is near it only at 0")
