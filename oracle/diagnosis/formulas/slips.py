"""The formulas of each activation, and the slips that people make in them, place by place.

A formula is a list of terms, a term a list of places, a place what is right and each slip. To have the slips of another
activation told, add its formulas to FORWARD and BACKWARD.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, gelu
from oracle.diagnosis.formulas.functions import logistic


class Slip(NamedTuple):
    """What stands in a place instead of what is right."""

    values: np.ndarray | float
    key: str
    sentence: str


class Place(NamedTuple):
    """A factor of a term: what is right, and what may stand there instead."""

    right: np.ndarray | float
    slips: Sequence[Slip] = ()


Formula = Callable[[np.ndarray], Sequence[Sequence[Place]]]

# ---------------------------------------------------------------- GELU, in the tanh form


def _gelu_u(x: np.ndarray) -> np.ndarray:
    return np.asarray(SQRT_2_OVER_PI * (x + CUBIC * x * x * x))


def _gelu_forward(x: np.ndarray) -> list[list[Place]]:
    t = np.tanh(_gelu_u(x))
    half = Place(0.5, [Slip(1.0, "half missing", "the factor 0.5 is missing"), Slip(0.25, "half twice", HALF_TWICE)])
    front = Place(x, [Slip(1.0, "x missing", "the factor x in front is missing"), Slip(x * x, "x twice", X_TWICE)])
    bracket = Place(
        1.0 + t,
        [
            Slip(1.0 - t, "1 - tanh", "this has 1 - tanh(u) where the formula has 1 + tanh(u)"),
            Slip(t, "1 missing", "this has tanh(u) where the formula has 1 + tanh(u)"),
            Slip(t - 1.0, "1 - tanh", "this has tanh(u) - 1 where the formula has 1 + tanh(u)"),
            Slip(1.0 + t * t, "tanh squared", "tanh(u) is squared, where the formula has 1 + tanh(u)"),
            Slip(1.0 - t * t, "derivative of tanh", "this has 1 - tanh(u)^2 where the formula has 1 + tanh(u)"),
            Slip(logistic(_gelu_u(x)) * 2.0, "sigmoid for tanh", "this has the sigmoid of u where tanh(u) belongs"),
            Slip(1.0 + logistic(_gelu_u(x)), "sigmoid for tanh", "this has the sigmoid of u where tanh(u) belongs"),
            Slip(1.0 + _gelu_u(x), "tanh missing", "tanh is missing: this has u where tanh(u) belongs"),
            Slip(1.0 + np.sin(_gelu_u(x)), "sin for tanh", "this has sin(u) where tanh(u) belongs"),
            Slip(1.0 + np.arctan(_gelu_u(x)), "arctan for tanh", "this has arctan(u) where tanh(u) belongs"),
        ],
    )
    return [[half, front, bracket]]


HALF_TWICE: Final = "the factor 0.5 was multiplied in twice"
X_TWICE: Final = "the factor x was multiplied in twice"


def _gelu_backward(x: np.ndarray) -> list[list[Place]]:
    return _gelu_slope(np.tanh(_gelu_u(x)), x)


def _gelu_slope(t: np.ndarray, x: np.ndarray) -> list[list[Place]]:
    """0.5 (1 + t), and 0.5 x (1 - t^2) du: the two terms of the product rule."""
    half = Slip(1.0, "half missing in the first term", "the factor 0.5 of the first term is missing")
    none = Slip(0.0, "first term missing", "only the second term of the product rule is there")
    first = [
        Place(0.5, [half, none, Slip(0.25, "half twice in the first term", HALF_TWICE)]),
        Place(
            1.0 + t,
            [
                Slip(1.0 - t, "1 - tanh in the first term", "the first term has 1 - tanh(u) in place of 1 + tanh(u)"),
                Slip(t, "1 missing in the first term", "the first term lacks the 1 in 1 + tanh(u)"),
                Slip(1.0, "tanh missing in the first term", "the first term lacks tanh(u)"),
                Slip(x * (1.0 + t), "x in the first term", "the first term has a factor x that differentiating removes"),
            ],
        ),
    ]
    return [first, [*_second_front(x), _tanh_slope(t), _inner(x)]]


def _gelu_whole(x: np.ndarray) -> list[list[Place]]:
    """Slips that concern the derivative as a whole."""
    u = _gelu_u(x)
    t, du = np.tanh(u), SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x)
    product = "this multiplies the derivatives of the two factors: the product rule adds two products"
    at_u = "the derivative was taken at u in place of x: does self.x hold u?"
    return [
        [
            Place(
                gelu.derivative(x),
                [
                    Slip(2.0 * gelu.derivative(x), "half missing", "the factor 0.5 is missing, in both terms"),
                    Slip(0.5 * (1.0 - t * t) * du, "product of derivatives", product),
                    Slip((1.0 - t * t) * du, "product of derivatives", product),
                    Slip(gelu.derivative(u), "derivative at u", at_u),
                    Slip(gelu.derivative(t), "derivative at tanh(u)", at_u.replace("u in", "tanh(u) in")),
                    Slip(1.0 - t * t, "slope of tanh alone", "this is 1 - tanh(u)^2 alone, a part of the derivative"),
                    Slip(du, "du/dx alone", "this is du/dx alone, a part of the derivative"),
                    Slip(u, "u alone", "this is u alone: the derivative is wanted"),
                    Slip(t, "tanh alone", "this is tanh(u) alone: the derivative is wanted"),
                ],
            )
        ]
    ]


def _second_front(x: np.ndarray) -> list[Place]:
    half = Slip(1.0, "half missing in the second term", "the factor 0.5 of the second term is missing")
    none = Slip(0.0, "second term missing", "only the first term of the product rule is there")
    minus = Slip(-1.0, "minus in the product rule", "the second term is subtracted: the product rule adds")
    return [
        Place(0.5, [half, none, Slip(0.25, "half twice in the second term", HALF_TWICE)]),
        Place(1.0, [minus]),
        Place(
            x,
            [
                Slip(1.0, "x missing in the second term", "the factor x of the second term is missing"),
                Slip(x * x, "x twice in the second term", "the second term has the factor x twice"),
            ],
        ),
    ]


def _tanh_slope(t: np.ndarray) -> Place:
    told = "in the second term, the derivative of tanh is 1 - tanh^2, and this has "
    return Place(
        1.0 - t * t,
        [
            Slip(1.0 - t, "tanh not squared", told + "1 - tanh"),
            Slip(1.0 + t * t, "1 + tanh squared", told + "1 + tanh^2"),
            Slip(1.0 + t, "1 + tanh for its slope", told + "1 + tanh"),
            Slip(t * (1.0 - t), "tanh as if it were a sigmoid", told + "tanh (1 - tanh), the rule for the sigmoid"),
            Slip(t * (1.0 - t * t), "tanh once too often", told + "tanh (1 - tanh^2)"),
            Slip(np.sqrt(np.maximum(0.0, 1.0 - t * t)), "sech not squared", told + "1 / cosh, not squared"),
            Slip((1.0 - t * t) ** 2, "slope of tanh squared", told + "its square"),
            Slip(t * t, "1 missing in the slope of tanh", told + "tanh^2"),
            Slip(t * t - 1.0, "sign of the slope of tanh", told + "tanh^2 - 1"),
            Slip(t, "tanh not differentiated", told + "tanh itself"),
            Slip(1.0, "slope of tanh missing", told + "1: it is missing"),
        ],
    )


def _inner(x: np.ndarray) -> Place:
    a, c, told = SQRT_2_OVER_PI, CUBIC, "the inner derivative du/dx (of what stands inside tanh) "
    squared = x * x
    return Place(
        a * (1.0 + 3.0 * c * squared),
        [
            Slip(1.0, "inner derivative missing", told + "is missing"),
            Slip(1.0 + 3.0 * c * squared, "inner derivative without root", told + "lacks the factor sqrt(2/pi)"),
            Slip(a * (1.0 + c * squared), "inner derivative without 3", told + "lacks the 3 that comes from x^3"),
            Slip(a * (1.0 + 2.0 * c * squared), "inner derivative with 2", told + "has 2 where x^3 gives 3"),
            Slip(a * (1.0 + 3.0 * c * x), "inner derivative linear", told + "has x where x^3 gives x^2"),
            Slip(a * (1.0 + 3.0 * c * squared * x), "inner derivative cubic", told + "has x^3 where it should be x^2"),
            Slip(a * (1.0 + 3.0 * c), "inner derivative without x^2", told + "lacks the x^2 that is left of x^3"),
            Slip(a * (1.0 - 3.0 * c * squared), "inner derivative with minus", told + "has a minus for the plus"),
            Slip(a * 3.0 * c * squared, "inner derivative without 1", told + "lacks the 1 that comes from x"),
            Slip(3.0 * c * squared, "inner derivative without 1", told + "lacks the 1 and the factor sqrt(2/pi)"),
            Slip(a, "inner derivative without the cube", told + "leaves out the term that comes from x^3"),
            Slip(a + 3.0 * c * squared, "inner derivative bracket", told + "multiplies only the 1 by sqrt(2/pi)"),
            Slip(a * (1.0 + 3.0 * squared), "inner derivative without 0.044715", told + "lacks the 0.044715"),
            Slip(a * (x + c * squared * x), "u for du/dx", told + "was not taken: u itself stands there"),
            Slip(a * a * (1.0 + 3.0 * c * squared), "root twice", told + "has the factor sqrt(2/pi) twice"),
        ],
    )


# ---------------------------------------------------------------- Sigmoid, in terms of s


def _sigmoid_forward(x: np.ndarray) -> list[list[Place]]:
    s, e, told = logistic(x), np.exp(-x), "this is "
    return [
        [
            Place(
                s,
                [
                    Slip(1.0 + e, "reciprocal missing", told + "1 + exp(-x): the reciprocal is wanted"),
                    Slip(1.0 / (1.0 - e), "minus in the denominator", told + "1 / (1 - exp(-x)): the sign is plus"),
                    Slip(1.0 / e, "1 missing in the denominator", told + "1 / exp(-x): the 1 + is missing"),
                    Slip(1.0 + 1.0 / e, "bracket missing", told + "1 / 1 + exp(x): a bracket is missing"),
                    Slip(1.0 + np.exp(-x), "bracket missing", told + "1 / 1 + exp(-x): a bracket is missing"),
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


def _sigmoid_backward(x: np.ndarray) -> list[list[Place]]:
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
                    Slip(s - rest, "minus for times", told + "this is s - (1 - s)"),
                    Slip(x * (1.0 - x), "x for s", "this is x (1 - x): put s = sigmoid(x) there"),
                    Slip(s * (1.0 - x), "x for s", "this is s (1 - x): put s = sigmoid(x) in both places"),
                    Slip(x * rest, "x for s", "this is x (1 - s): put s = sigmoid(x) in both places"),
                    Slip(s * rest * x, "derivative times x", told + "this has a factor x besides"),
                    Slip(0.25, "constant slope", "this is 1/4 everywhere: that is the slope at x = 0 alone"),
                    Slip(e, "exp(-x) alone", told + "this is exp(-x): the denominator is missing"),
                    Slip(-e, "exp(-x) alone", told + "this is -exp(-x): the denominator is missing"),
                    Slip(e / (1.0 + e), "denominator not squared", "the denominator 1 + exp(-x) should be squared"),
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


# ---------------------------------------------------------------- ReLU


def _relu_forward(x: np.ndarray) -> list[list[Place]]:
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


def _relu_backward(x: np.ndarray) -> list[list[Place]]:
    gate = np.where(x > 0, 1.0, 0.0)
    return [
        [
            Place(
                gate,
                [
                    Slip(1.0 - gate, "gate reversed", "the gate is the wrong way round: it opens where x <= 0"),
                    Slip(np.where(x < 0, 1.0, 0.0), "gate reversed", "the gate is the wrong way round: it opens where x < 0"),
                    Slip(np.where(x >= 0, 1.0, 0.0), "at zero", "the derivative at exactly x = 0 is 0, and this has 1"),
                    Slip(np.where(x > 0, 1.0, -1.0), "abs(x)", "where x <= 0 this has -1, the slope of abs(x): it should be 0"),
                    Slip(np.ones_like(x), "no gate", "everything passes: it should be 0 where x <= 0"),
                    Slip(gate + np.where(x == 0, 0.5, 0.0), "at zero", "the derivative at x = 0 is 0, and this has 0.5"),
                    Slip(np.where(x > 1, 1.0, 0.0), "threshold", "the gate opens at x > 1: it should be x > 0"),
                    Slip(gate * x, "output for gate", "this multiplies by the output: it should be 1 where x > 0"),
                ],
            )
        ]
    ]


FORWARD: Final[Mapping[str, Sequence[Formula]]] = {
    "GELU": (_gelu_forward,),
    "Sigmoid": (_sigmoid_forward,),
    "ReLU": (_relu_forward,),
}
BACKWARD: Final[Mapping[str, Sequence[Formula]]] = {
    "GELU": (_gelu_whole, _gelu_backward),
    "Sigmoid": (_sigmoid_backward,),
    "ReLU": (_relu_backward,),
}
