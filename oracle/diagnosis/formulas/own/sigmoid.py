"""Sigmoid: what people write in place of its formulas, in terms of s = sigmoid(x)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.formulas.functions import logistic
from oracle.diagnosis.formulas.kinds import Family, Own, Peel, Place, Slip, number


def _forward(x: np.ndarray) -> list[list[Place]]:
    s, e, told = logistic(x), np.exp(-x), "this is "
    return [
        [
            Place(
                s,
                [
                    Slip(
                        1.0 + e,
                        "reciprocal missing",
                        told + "1 + exp(-x): it is 1 / (1 + exp(-x)), with its bracket",
                    ),
                    Slip(1.0 / (1.0 - e), "minus in the denominator", told + "1 / (1 - exp(-x)): the sign is plus"),
                    Slip(
                        1.0 / e,
                        "1 missing in the denominator",
                        told + "exp(x), or 1 / exp(-x): the 1 + is missing",
                    ),
                    Slip(1.0 + 1.0 / e, "bracket missing", told + "1 / 1 + exp(x): a bracket is missing"),
                    Slip(e / (1.0 + e) ** 2, "derivative in forward", told + "the derivative, s (1 - s)"),
                    Slip(1.0 / (2.0 + e), "2 for 1", told + "1 / (2 + exp(-x)): it should be 1 + exp(-x)"),
                    Slip(1.0 / (1.0 + e) ** 2, "squared", told + "the square of the sigmoid"),
                    Slip(1.0 / (1.0 + np.exp(-x * x)), "x squared", told + "the sigmoid of x^2"),
                    Slip(1.0 / (1.0 + np.exp(-np.abs(x))), "abs in exponent", told + "the sigmoid of abs(x)"),
                    Slip(e / (1.0 + e), "sign of x", told + "the sigmoid of -x: look at the sign in the exponent"),
                    Slip(2.0 * s - 1.0, "tanh", told + "2 s - 1, which goes from -1 to 1"),
                ],
            )
        ]
    ]


def _backward(x: np.ndarray) -> list[list[Place]]:
    s = logistic(x)
    other = np.exp(-np.abs(x)) / (1.0 + np.exp(-np.abs(x)))
    rest = np.where(x > 0, other, 1.0 - other)  # 1 - s, with the digits that the difference would lose
    told, e = "the derivative is s (1 - s), and ", np.exp(-x)
    return [
        [
            Place(
                s * rest,
                [
                    Slip(s, "1 - s missing", told + "this is s: the factor 1 - s is missing"),
                    Slip(rest, "s missing", told + "this is 1 - s: the factor s is missing"),
                    Slip(s * s, "s squared", told + "this is s times s"),
                    Slip(rest * rest, "1 - s squared", told + "this is (1 - s) squared"),
                    Slip(s * (1.0 + s), "s (1 + s)", told + "this is s (1 + s): the sign is a minus"),
                    Slip(s * (1.0 - s * s), "s (1 - s^2)", told + "this is s (1 - s^2): s is not squared"),
                    Slip(s * s * rest, "s once too often", told + "this is s^2 (1 - s)"),
                    Slip(s * rest * rest, "1 - s once too often", told + "this is s (1 - s)^2"),
                    Slip(1.0 - s * s, "slope of tanh", told + "this is 1 - s^2, the rule for tanh"),
                    Slip(s + s * rest, "bracket missing", told + "this is s + s (1 - s)"),
                    Slip(1.0 - 2.0 * s, "1 - 2 s", told + "this is 1 - 2 s, the slope of s (1 - s)"),
                    Slip(s - rest, "minus for times", told + "this is s - (1 - s)"),
                    Slip(x * (1.0 - x), "x for s", "this is x (1 - x): put s = sigmoid(x) there"),
                    Slip(s * (1.0 - x), "x for s", "this is s (1 - x): put s = sigmoid(x) in both places"),
                    Slip(x * rest, "x for s", "this is x (1 - s): put s = sigmoid(x) in both places"),
                    Slip(s * rest * x, "derivative times x", told + "this has a factor x besides"),
                    Slip(0.25, "constant slope", "this is 1/4 everywhere: that is the slope at x = 0 alone"),
                    Slip(e, "exp(-x) alone", told + "this is exp(-x): the denominator is missing"),
                    Slip(-e, "exp(-x) alone", told + "this is -exp(-x): the denominator is missing"),
                    Slip(e / (1.0 + e), "denominator not squared", "the denominator 1 + exp(-x) should be squared"),
                    Slip(other, "denominator not squared", "the denominator 1 + exp(-abs(x)) should be squared"),
                    Slip(1.0 / (1.0 + e) ** 2, "numerator missing", "the numerator exp(-x) is missing"),
                    Slip(np.exp(x) / (1.0 + e) ** 2, "sign in the numerator", "the numerator has exp(x) for exp(-x)"),
                ],
            ),
            Place(
                1.0,
                [
                    Slip(-1.0, "sign", "the sign is turned around: the sigmoid grows, so its slope is positive"),
                    Slip(2.0, "twice", "it is twice what it should be"),
                    Slip(0.5, "half", "it is half of what it should be"),
                ],
            ),
        ]
    ]


def _families(forward: bool) -> Iterator[Family]:
    if forward:
        yield Family(lambda x, c: 1.0 / (c + np.exp(-x)), [(1.5,), (0.3,)], lambda c: Cause("1 replaced", _replaced(c)))
        return
    yield Family(
        lambda x, a, b, c, d: a + logistic(x) * (b + logistic(x) * (c + logistic(x) * d)),
        [(0.0, 1.0, -1.0, 0.0)],
        lambda *found: Cause("slope in s", f"the derivative seems to be {_polynomial(found)}: it is s (1 - s)"),
    )
    yield Family(
        lambda x, a, b: logistic(x) ** a * logistic(-x) ** b,
        [(1.0, 1.0), (1.0, 2.0), (0.5, 0.5)],
        lambda a, b: Cause(
            "powers of s", f"the derivative seems to be s^{number(a)} (1 - s)^{number(b)}: both powers are 1"
        ),
    )
    yield Family(lambda x, c: c + 0.0 * x, [(0.25,)], lambda c: Cause("constant slope", _constant(c)))


def _replaced(c: float) -> str:
    return f"in 1 + exp(-x) stands {number(c)} where the 1 should be"


def _constant(c: float) -> str:
    return f"the derivative is {number(c)} everywhere: it depends on x"


def _polynomial(factors: Sequence[float]) -> str:
    terms = [
        f"{factor:.5g}" + ("", " s", " s^2", " s^3")[power]
        for power, factor in enumerate(factors)
        if abs(factor) > 1e-7
    ]
    return " + ".join(terms) or "0"


WORDS: Final = ("It should be 1 / (1 + exp(-x))", "It should be s (1 - s) grad_output, s being sigmoid(x)")
PEELS: Final = (
    Peel(
        True,
        "exponent",
        "in 1 / (1 + exp(-x)), {} stands where x belongs",
        lambda x, y: -np.log(1.0 / y - 1.0),
        lambda x, inside: logistic(inside),
    ),
    Peel(
        True,
        "exp replaced",
        "in 1 / (1 + exp(-x)), {} stands where exp(-x) belongs",
        lambda x, y: 1.0 / y - 1.0,
        lambda x, inside: 1.0 / (1.0 + inside),
    ),
)
SIGMOID: Final = Own((_forward,), (_backward,), _families, WORDS, PEELS)
