"""One or two constants solved for: a formula that fits every answer, once its constants are other ones.

Formulas with constants that people often take for the right ones come first, as they are exact; then what a fit finds,
of which the sentence says "seems to be". A fit of one or two constants to eight answers or more, to nine digits, is no
accident.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import Evidence
from oracle.diagnosis.formulas.functions import logistic

Model = Callable[..., np.ndarray]  # x and the constants -> what forward returns, or the slope

ROUNDS: Final = 25
GELU_FACTORS: Final = {
    "2/pi, without the root": 2 / math.pi,
    "sqrt(2)/pi": math.sqrt(2) / math.pi,
    "sqrt(2 pi)": math.sqrt(2 * math.pi),
    "sqrt(pi/2)": math.sqrt(math.pi / 2),
    "sqrt(pi)": math.sqrt(math.pi),
    "1/sqrt(2)": math.sqrt(0.5),
    "sqrt(2)": math.sqrt(2),
    "1/sqrt(2 pi)": 1 / math.sqrt(2 * math.pi),
    "1/sqrt(pi)": 1 / math.sqrt(math.pi),
    "1: it is missing": 1.0,
}


class Family(NamedTuple):
    """Formulas with constants in them.

    Attributes:
        model: the formula; ``starts``: where to look for its constants from.
        told: what constants that fit say; None if nothing.
    """

    model: Model
    starts: Sequence[tuple[float, ...]]
    told: Callable[..., Cause | None]


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
            if found is None or not evidence.near(family.model(x, *found), observed):
                continue
            with np.errstate(all="ignore"):
                fits = evidence.explained_by(family.model(evidence.x, *found) * evidence.upstream, room=10.0)
            cause = family.told(*found) if fits else None
            if cause is not None:
                return cause
    return None


def solved(model: Model, start: Sequence[float], x: np.ndarray, observed: np.ndarray) -> tuple[float, ...] | None:
    """The constants that bring a model nearest to what was observed, by Gauss and Newton; None if they run away."""
    constants = np.array(start, dtype=np.float64)
    with np.errstate(all="ignore"):
        for _ in range(ROUNDS):
            values = model(x, *constants)
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
    reference, forward = evidence.reference, evidence.is_forward
    own = {"GELU": _for_gelu, "Sigmoid": _for_sigmoid, "ReLU": _for_relu}.get(reference.name)
    if own is not None:
        yield from own(forward)
    yield from _for_any(reference, forward)


def _simplest(reference: Reference, forward: bool) -> Iterator[Family]:
    right, what = (reference.forward, "the result") if forward else (reference.derivative, "the derivative")
    yield Family(
        lambda x, c: c * right(x), [(1.5,)], lambda c: Cause("scaled", f"{what} is {_number(c)} times what it should be")
    )
    yield Family(
        lambda x, c: right(x) + c,
        [(0.1,)],
        lambda c: Cause("shifted", f"{what} has {_number(c)} added to it: leave it as it is"),
    )


def _for_any(reference: Reference, forward: bool) -> Iterator[Family]:
    f, slope = reference.forward, reference.derivative
    right, what = (f, "the result") if forward else (slope, "the derivative")
    inside = "inside the function, x seems to be multiplied by "
    for start in ((1.5,), (0.5,), (-1.0,)):
        if forward:
            yield Family(lambda x, k: f(k * x), [start], lambda k: Cause("scale of x", f"{inside}{_number(k)}"))
        else:
            yield Family(lambda x, k: slope(k * x), [start], lambda k: Cause("scale of x", f"{inside}{_number(k)}"))
            yield Family(
                lambda x, k: k * slope(k * x), [start], lambda k: Cause("scale of x", f"{inside}{_number(k)}")
            )
    yield Family(
        lambda x, b: right(x + b),
        [(0.1,)],
        lambda b: Cause("shift of x", f"inside the function, {_number(b)} seems to be added to x"),
    )
    yield Family(
        lambda x, a, b: a * right(x) + b,
        [(1.5, 0.1)],
        lambda a, b: Cause("scaled and shifted", f"{what} seems to be {_number(a)} times the right one, plus {_number(b)}"),
    )
    if forward:
        yield Family(
            lambda x, a, b: a * x + b,
            [(1.0, 0.0)],
            lambda a, b: Cause("straight line", f"forward is a straight line, {_number(a)} x + {_number(b)}"),
        )


def _for_sigmoid(forward: bool) -> Iterator[Family]:
    if forward:
        yield Family(lambda x, c: 1.0 / (c + np.exp(-x)), [(1.5,)], lambda c: Cause("1 replaced", _replaced(c)))
        return
    yield Family(
        lambda x, a, b, c, d: a + logistic(x) * (b + logistic(x) * (c + logistic(x) * d)),
        [(0.0, 1.0, -1.0, 0.0)],
        lambda *found: Cause("slope in s", f"the derivative seems to be {_polynomial(found)}: it is s (1 - s)"),
    )
    yield Family(lambda x, c: c + 0.0 * x, [(0.25,)], lambda c: Cause("constant slope", _constant(c)))


def _replaced(c: float) -> str:
    return f"in 1 + exp(-x) stands {_number(c)} where the 1 should be"


def _constant(c: float) -> str:
    return f"the derivative is {_number(c)} everywhere: it depends on x"


def _for_relu(forward: bool) -> Iterator[Family]:
    told = "numbers below 0 seem to be multiplied by {}: they should become 0"

    def leaky(a: float) -> Cause:
        if abs(a + 1.0) < 1e-9:
            return Cause("abs(x)", "this is abs(x), or its slope: what is below 0 should become 0")
        return Cause("leaky ReLU", "this is a leaky ReLU: " + told.format(_number(a)))

    if forward:
        yield Family(lambda x, a: np.where(x > 0, x, a * x), [(0.1,)], leaky)
        yield Family(
            lambda x, a: np.where(x > 0, x, a * np.expm1(x)),
            [(0.5,)],
            lambda a: Cause("ELU", f"this seems to be ELU with {_number(a)}: what is below 0 should become 0"),
        )
        for start in (2.0, 5.0, 10.0):
            yield Family(
                lambda x, k: np.logaddexp(0.0, k * x) / k,
                [(start,)],
                lambda k: Cause("softplus", f"this seems to be softplus, log(1 + exp({_number(k)} x)) / {_number(k)}"),
            )
        return
    yield Family(lambda x, a: np.where(x > 0, 1.0, a), [(0.1,)], leaky)
    yield Family(
        lambda x, a: np.where(x > 0, a, 0.0),
        [(0.5,)],
        lambda a: Cause("slope above 0", f"the slope for x > 0 is 1, and this has {_number(a)}"),
    )
    yield Family(
        lambda x, a: np.where(x > 0, 1.0, a * np.exp(x)),
        [(0.5,)],
        lambda a: Cause("ELU", f"this seems to be the slope of ELU with {_number(a)}: it should be 0 below 0"),
    )
    for start in (2.0, 5.0, 10.0):
        yield Family(
            lambda x, k: logistic(k * x), [(start,)], lambda k: Cause("softplus", f"this is sigmoid({_number(k)} x)")
        )


# ---------------------------------------------------------------- GELU: u = a x + b x^p


def _for_gelu(forward: bool) -> Iterator[Family]:
    for power in (3, 2):

        def model(x: np.ndarray, a: float, b: float, p: int = power) -> np.ndarray:
            t = np.tanh(a * x + b * x**p)
            if forward:
                return np.asarray(0.5 * x * (1.0 + t))
            return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (a + b * p * x ** (p - 1)))

        def told(a: float, b: float, p: int = power) -> Cause | None:
            return _of_gelu(a, b / a, b, p) if a else None

        a = SQRT_2_OVER_PI
        starts = [(a, a * CUBIC), (1.1 * a, 0.0), (0.6, 0.02), (1.25, 0.05), (2.5, 0.1), (a, 0.3)]
        yield Family(model, starts, told)
    if forward:
        silu: Model = lambda x, k: x * logistic(k * x)  # noqa: E731  # two of them, side by side
    else:
        yield from _copies_of_u()
        silu = lambda x, k: logistic(k * x) + k * x * logistic(k * x) * logistic(-k * x)  # noqa: E731
    yield Family(silu, [(1.5,)], lambda k: Cause("x sigmoid(k x)", f"this seems to be x sigmoid({_number(k)} x): {TANH}"))


TANH: Final = "the assignment asks for the tanh form"


def _copies_of_u() -> Iterator[Family]:
    """backward's own copy of u has a slip; du/dx is right. Or the other way round."""
    a0, b0 = SQRT_2_OVER_PI, SQRT_2_OVER_PI * CUBIC
    for power in (3, 2):

        def copy(x: np.ndarray, a: float, b: float, p: int = power) -> np.ndarray:
            t = np.tanh(a * x + b * x**p)
            return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (a0 + 3.0 * b0 * x * x))

        def told(a: float, b: float, p: int = power) -> Cause | None:
            return _of_gelu(a, b / a, b, p) if a else None

        yield Family(copy, [(a0, b0), (a0, 0.0)], told)

    def inner(x: np.ndarray, a: float, b: float) -> np.ndarray:
        t = np.tanh(a0 * x + b0 * x * x * x)
        return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (a + b * x * x))

    def of_inner(a: float, b: float) -> Cause:
        return Cause("inner derivative", f"the inner derivative du/dx seems to be {_number(a)} + {_number(b)} x^2")

    yield Family(inner, [(a0, b0)], of_inner)


def _of_gelu(a: float, c: float, b: float, power: int) -> Cause | None:
    """What a, b and c say where u is a (x + c x^p), or a x + b x^p."""
    right_a, right_c = _same(a, SQRT_2_OVER_PI), _same(c, CUBIC)
    if power == 2:
        return Cause("x^2 for x^3", "inside tanh stands x^2 where x^3 should be") if abs(b) > 1e-6 else None
    if abs(c) < 1e-8 and not right_a:
        return Cause("x sigmoid(k x)", f"this seems to be x sigmoid({_number(2 * a)} x): {TANH}")
    if abs(c) < 1e-8:
        return Cause("cubic term missing", "the cubic term 0.044715 x^3 is missing")
    if right_a and _same(c, -CUBIC):
        return Cause("minus before the cubic term", "inside tanh stands a minus: it is x + 0.044715 x^3")
    if right_a and _same(b, CUBIC):
        return Cause("root outside", "sqrt(2/pi) multiplies only x: it multiplies the cubic term too")
    if _same(a, 1.0) and _same(b, CUBIC * SQRT_2_OVER_PI):
        return Cause("root outside", "sqrt(2/pi) multiplies only the cubic term: it multiplies x too")
    name = next((name for name, value in GELU_FACTORS.items() if _same(a, value)), "")
    factor = f"the factor before the bracket is {name}" if name else f"the factor before x seems to be {_number(a)}"
    if not right_a and right_c:
        return Cause("factor sqrt(2/pi)", f"{factor}: it is sqrt(2/pi) = 0.7978845608...")
    if right_a:
        return Cause("factor 0.044715", f"the factor of x^3 seems to be {_number(c)}: it is 0.044715")
    return Cause("both factors", f"{factor}, and that of x^3 {_number(c)}: they are sqrt(2/pi) and 0.044715")


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-7 * abs(b)


def _number(value: float) -> str:
    """A constant in words, without the noise of a fit."""
    return f"{value:.7g}"


def _polynomial(factors: Sequence[float]) -> str:
    terms = [f"{factor:.5g}" + ("", " s", " s^2", " s^3")[power] for power, factor in enumerate(factors) if abs(factor) > 1e-7]
    return " + ".join(terms) or "0"
