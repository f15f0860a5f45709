"""ReLU: what people write in place of its formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.formulas.functions import logistic
from oracle.diagnosis.formulas.kinds import Family, Own, Place, Slip, number


def _forward(x: np.ndarray) -> list[list[Place]]:
    right = np.maximum(0.0, x)
    return [
        [
            Place(
                right,
                [
                    Slip(np.minimum(0.0, x), "gate reversed", "this is min(0, x): it keeps the wrong half"),
                    Slip(np.maximum(0.0, -x), "gate reversed", "this is max(0, -x): it keeps the wrong half"),
                    Slip(np.abs(x), "abs(x)", "this is abs(x): negative numbers should become 0"),
                    Slip(np.maximum(1.0, x), "1 for 0", "this is max(1, x): negative numbers should become 0"),
                    Slip(np.where(x > 0, x, 1.0), "1 for 0", "negative numbers become 1: they should become 0"),
                    Slip(np.where(x > 0, x, -1.0), "-1 for 0", "negative numbers become -1: they should become 0"),
                    Slip(np.where(x > 1, x, 0.0), "threshold", "numbers pass above 1: they should above 0"),
                    Slip(right * x, "x twice", "the numbers that pass are squared"),
                ],
            )
        ]
    ]


def _backward(x: np.ndarray) -> list[list[Place]]:
    gate = np.where(x > 0, 1.0, 0.0)
    return [
        [
            Place(
                gate,
                [
                    Slip(1.0 - gate, "gate reversed", "the gate is the wrong way round: it opens where x <= 0"),
                    Slip(
                        np.where(x < 0, 1.0, 0.0),
                        "gate reversed",
                        "the gate is the wrong way round: it opens where x < 0",
                    ),
                    Slip(np.where(x >= 0, 1.0, 0.0), "at zero", "the derivative at exactly x = 0 is 0, and this has 1"),
                    Slip(
                        np.where(x > 0, 1.0, -1.0),
                        "abs(x)",
                        "where x <= 0 this has -1, the slope of abs(x): it should be 0",
                    ),
                    Slip(
                        gate + np.where(x == 0, 0.5, 0.0), "at zero", "the derivative at x = 0 is 0, and this has 0.5"
                    ),
                    Slip(
                        np.where(x != 0, 1.0, 0.0),
                        "all but 0",
                        "the gate opens wherever x is not 0: it should be x > 0",
                    ),
                    Slip(np.where(x > 1, 1.0, 0.0), "threshold", "the gate opens at x > 1: it should be x > 0"),
                    Slip(gate * x, "output for gate", "this multiplies by the output: it should be 1 where x > 0"),
                ],
            )
        ]
    ]


SOFTENED: Final = [(-6.0,), (-8.0,), (-9.0,), (-10.0,)]  # of 10, the power that is added to a denominator


def _softened(e: float) -> Cause:
    told = (
        f"the gate seems to be x / (x + {10.0**e:.3g}), or the like, which is not quite 1 where x > 0: compare x with 0"
    )
    return Cause("quotient for a gate", told)


SMOOTHED: Final = [(1e-4,), (1e-2,), (1.0,)]  # what is added to x^2 under a root


def _smoothed(b: float) -> Cause:
    told = f"a smooth function that is near ReLU, (x + sqrt(x^2 + {number(b)})) / 2, seems to stand in its place"
    return Cause("smooth ReLU", f"{told}: the corner at 0 is wanted")


def _floor(c: float) -> Cause:
    return Cause("floor", f"this seems to be max({number(c)}, x): what is below 0 should become 0")


def _leaky(a: float) -> Cause:
    if abs(a + 1.0) < 1e-9:
        return Cause("abs(x)", "this is abs(x), or its slope: what is below 0 should become 0")
    told = f"numbers below 0 seem to be multiplied by {number(a)}: they should become 0"
    return Cause("leaky ReLU", f"this is a leaky ReLU: {told}")


def _families(forward: bool) -> Iterator[Family]:
    return _families_of_values() if forward else _families_of_slopes()


def _families_of_values() -> Iterator[Family]:
    yield Family(lambda x, a: np.where(x > 0, x, a * x), [(0.1,)], _leaky)
    yield Family(
        lambda x, a: np.where(x > 0, x, a * np.expm1(x)),
        [(0.5,)],
        lambda a: Cause("ELU", f"this seems to be ELU with {number(a)}: what is below 0 should become 0"),
    )
    yield Family(
        lambda x, s, a: np.where(x > 0, s * x, a * np.expm1(x)),
        [(1.05, 1.75)],
        lambda s, a: Cause("SELU", f"this seems to be SELU: {number(s)} x above 0, {number(a)} (exp(x) - 1) below"),
    )
    yield Family(
        lambda x, a: np.where(x > 0, x, a * np.expm1(x / a)),
        [(2.0,), (0.5,)],
        lambda a: Cause("CELU", f"this seems to be CELU with {number(a)}: what is below 0 should become 0"),
    )
    yield Family(lambda x, c: np.maximum(c, x), [(-0.5,), (-1.0,), (-3.0,)], _floor)
    yield Family(lambda x, b: 0.5 * (x + np.sqrt(x * x + b)), SMOOTHED, _smoothed)
    for start in (2.0, 5.0, 10.0):
        yield Family(
            lambda x, k: np.logaddexp(0.0, k * x) / k,
            [(start,)],
            lambda k: Cause("softplus", f"this seems to be softplus, log(1 + exp({number(k)} x)) / {number(k)}"),
        )


def _families_of_slopes() -> Iterator[Family]:
    yield Family(lambda x, a: np.where(x > 0, 1.0, a), [(0.1,)], _leaky)
    yield Family(lambda x, e: np.where(x > 0, x / (x + np.float_power(10.0, e)), 0.0), SOFTENED, _softened)
    yield Family(lambda x, e: 0.5 + 0.5 * x / (np.abs(x) + np.float_power(10.0, e)), SOFTENED, _softened)
    yield Family(
        lambda x, a: np.where(x > 0, a, 0.0),
        [(0.5,)],
        lambda a: Cause("slope above 0", f"the slope for x > 0 is 1, and this has {number(a)}"),
    )
    yield Family(
        lambda x, a: np.where(x > 0, 1.0, a * np.exp(x)),
        [(0.5,)],
        lambda a: Cause("ELU", f"this seems to be the slope of ELU with {number(a)}: it should be 0 below 0"),
    )
    yield Family(
        lambda x, s, a: np.where(x > 0, s, a * np.exp(x)),
        [(1.05, 1.75)],
        lambda s, a: Cause("SELU", f"this seems to be the slope of SELU: {number(s)}, below 0 {number(a)} exp(x)"),
    )
    yield Family(
        lambda x, a: np.where(x > 0, 1.0, np.exp(x / a)),
        [(2.0,), (0.5,)],
        lambda a: Cause("CELU", f"this seems to be the slope of CELU with {number(a)}: it should be 0 below 0"),
    )
    yield Family(lambda x, b: 0.5 + 0.5 * x / np.sqrt(x * x + b), SMOOTHED, _smoothed)
    for start in (2.0, 5.0, 10.0):
        yield Family(
            lambda x, k: logistic(k * x), [(start,)], lambda k: Cause("softplus", f"this is sigmoid({number(k)} x)")
        )


WORDS: Final = ("It should be max(0, x)", "It should be grad_output where x > 0, and 0 elsewhere")
RELU: Final = Own((_forward,), (_backward,), _families, WORDS)
