"""GELU with other constants: u = a x + b x^3 in tanh, and what a and b say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.formulas.functions import logistic
from oracle.diagnosis.formulas.kinds import Family, Model, number

RIGHT: Final = f"{SQRT_2_OVER_PI:.7g} + {3.0 * CUBIC * SQRT_2_OVER_PI:.7g} x^2"
TANH: Final = "the assignment asks for the tanh form"
FACTORS: Final = {
    "2/pi, without the root": 2 / math.pi,
    "sqrt(2)/pi": math.sqrt(2) / math.pi,
    "sqrt(2 pi)": math.sqrt(2 * math.pi),
    "sqrt(pi/2)": math.sqrt(math.pi / 2),
    "sqrt(pi)": math.sqrt(math.pi),
    "1/sqrt(2)": math.sqrt(0.5),
    "sqrt(2)": math.sqrt(2),
    "1/sqrt(2 pi)": 1 / math.sqrt(2 * math.pi),
    "1/sqrt(pi)": 1 / math.sqrt(math.pi),
    "1 (the root is missing)": 1.0,
}


def families(forward: bool) -> Iterator[Family]:
    for power in (3,) if forward else (3, 2):

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
        yield Family(_with_constant, [(a, a * CUBIC, 0.01)], _of_constant)
        yield Family(_scaled, [(1.0, a, a * CUBIC), (0.25, a, a * CUBIC)], _of_scaled)
        silu: Model = lambda x, k: x * logistic(k * x)  # noqa: E731  # two of them, side by side
    else:
        yield from _copies_of_u()
        silu = lambda x, k: logistic(k * x) + k * x * logistic(k * x) * logistic(-k * x)  # noqa: E731
    yield Family(
        silu, [(1.5,)], lambda k: Cause("x sigmoid(k x)", f"this seems to be x sigmoid({number(k)} x): {TANH}")
    )


def _with_constant(x: np.ndarray, a: float, b: float, c: float) -> np.ndarray:
    return np.asarray(0.5 * x * (1.0 + np.tanh(a * x + b * x * x * x + c)))


def _of_constant(a: float, b: float, c: float) -> Cause | None:
    if abs(c) < 1e-7:
        return None
    told = f"inside tanh, {number(c)} seems to be added: it is {number(a)} x + {number(b)} x^3 + {number(c)} there"
    return Cause("constant in u", f"{told}, where u = sqrt(2/pi) (x + 0.044715 x^3) should be")


def _scaled(x: np.ndarray, s: float, a: float, b: float) -> np.ndarray:
    return np.asarray(s * x * (1.0 + np.tanh(a * x + b * x * x * x)))


def _of_scaled(s: float, a: float, b: float) -> Cause | None:
    if not a or not (_same(a, SQRT_2_OVER_PI) or _same(b / a, CUBIC)):
        return None  # three other constants at once are no slips: x is scaled, say
    found = _of_gelu(a, b / a, b, 3)
    return found and replace(found, sentence=f"the factor 0.5 seems to be {number(s)}; and {found.sentence}")


def _copies_of_u() -> Iterator[Family]:
    """backward's own copy of u has a slip; du/dx is right. Or the other way round."""
    a0, b0 = SQRT_2_OVER_PI, SQRT_2_OVER_PI * CUBIC
    for power in (3, 2):

        def copy(x: np.ndarray, a: float, b: float, p: int = power) -> np.ndarray:
            t = np.tanh(a * x + b * x**p)
            return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (a0 + 3.0 * b0 * x * x))

        def told(a: float, b: float, p: int = power) -> Cause | None:
            if abs(b) < 1e-8:
                return Cause("tanh of x", f"in backward, tanh seems to be taken of {number(a)} x: it should be of u")
            found = _of_gelu(a, b / a, b, p) if a else None
            return found and replace(found, sentence=f"in backward's own tanh(u), {found.sentence}")

        yield Family(copy, [(a0, b0), (a0, 0.0)], told)

    def inner(x: np.ndarray, a: float, b: float) -> np.ndarray:
        t = np.tanh(a0 * x + b0 * x * x * x)
        return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (a + b * x * x))

    def of_inner(a: float, b: float) -> Cause:
        return Cause(
            "inner derivative", f"the inner derivative du/dx seems to be {number(a)} + {number(b)} x^2: it is {RIGHT}"
        )

    yield Family(inner, [(a0, b0)], of_inner)


def _of_gelu(a: float, c: float, b: float, power: int) -> Cause | None:
    return next(_readings(a, c, b, power), None)


def _readings(a: float, c: float, b: float, power: int) -> Iterator[Cause]:
    """What a, b and c say where u is a (x + c x^p), that is a x + b x^p; what is most particular first."""
    if power != 3:
        if abs(b) > 1e-6:
            yield Cause(f"x^{power} for x^3", f"inside tanh stands x^{power} where x^3 should be")
        return
    if abs(a) < 1e-9:
        yield Cause(
            "x missing in u", f"inside tanh seems to stand {number(b)} x^3 alone: it is a sum, x + 0.044715 x^3"
        )
    right_a, right_c = _same(a, SQRT_2_OVER_PI), _same(c, CUBIC)
    if abs(c) < 1e-8:
        missing = Cause("cubic term missing", "the cubic term 0.044715 x^3 is missing")
        if _same(a, SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC)):
            yield Cause("x * 3 for x**3", "inside tanh stands x + 0.044715 * x * 3: it is x**3")
        if _same(a, SQRT_2_OVER_PI * (1.0 + CUBIC)):
            yield Cause("x for x^3", "inside tanh stands x + 0.044715 x: it is x^3 there")
        line = f"inside tanh seems to stand {number(a)} x, without a cubic term (as in x sigmoid({number(2 * a)} x))"
        yield missing if right_a else Cause("x sigmoid(k x)", f"{line}: {TANH}")
    if right_a and _same(c, -CUBIC):
        yield Cause("minus before the cubic term", "inside tanh stands a minus: it is x + 0.044715 x^3")
    if right_a and _same(c, CUBIC * SQRT_2_OVER_PI**2):
        yield Cause("root inside the cube", "sqrt(2/pi) stands inside the cube: it multiplies x + 0.044715 x^3 once")
    if right_a and _same(b, CUBIC):
        yield Cause("root outside", "sqrt(2/pi) multiplies only x: it multiplies the cubic term too")
    if _same(a, 1.0) and _same(b, CUBIC * SQRT_2_OVER_PI):
        yield Cause("root outside", "sqrt(2/pi) multiplies only the cubic term: it multiplies x too")
    name = next((name for name, value in FACTORS.items() if _same(a, value)), "")
    factor = f"the factor before the bracket is {name}" if name else f"the factor before x seems to be {number(a)}"
    if not right_a and right_c:
        yield Cause("factor sqrt(2/pi)", f"{factor}: it is sqrt(2/pi) = 0.7978845608...")
    if right_a:
        yield Cause("factor 0.044715", f"the factor of x^3 seems to be {number(c)}: it is 0.044715")
    yield Cause("both factors", f"{factor}, and that of x^3 {number(c)}: they are sqrt(2/pi) and 0.044715")


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-7 * abs(b)
