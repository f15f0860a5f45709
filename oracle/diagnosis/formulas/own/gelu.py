"""GELU in its tanh form: the slips that people make in it, term by term."""

from __future__ import annotations

from typing import Final

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, gelu
from oracle.diagnosis.formulas.functions import logistic, normal
from oracle.diagnosis.formulas.kinds import Own, Place, Slip
from oracle.diagnosis.formulas.own.gelu_constants import families
from oracle.diagnosis.formulas.own.gelu_places import PEELS, STANDS, U

HALF_TWICE: Final = "the factor 0.5 was multiplied in twice"
HALF_OF_U: Final = "tanh is taken of half of u (by a factor 1/sqrt(2 pi), say, or by a sigmoid of u in place of tanh)"
X_TWICE: Final = "the factor x was multiplied in twice"


def _u(x: np.ndarray) -> np.ndarray:
    return np.asarray(SQRT_2_OVER_PI * (x + CUBIC * x * x * x))


def _forward(x: np.ndarray) -> list[list[Place]]:
    t = np.tanh(_u(x))
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
            Slip(logistic(_u(x)) * 2.0, "half of u", HALF_OF_U),
            Slip(1.0 + logistic(_u(x)), "sigmoid for tanh", "this has the sigmoid of u where tanh(u) belongs"),
            Slip(1.0 + _u(x), "tanh missing", "tanh is missing: this has u where tanh(u) belongs"),
            Slip(1.0 + np.sin(_u(x)), "sin for tanh", "this has sin(u) where tanh(u) belongs"),
            Slip(1.0 + np.tan(_u(x)), "tan for tanh", "this has tan(u) where tanh(u) belongs"),
            Slip(1.0 + np.arctan(_u(x)), "arctan for tanh", "this has arctan(u) where tanh(u) belongs"),
        ],
    )
    return [[half, front, bracket]]


def _brackets(x: np.ndarray) -> list[list[Place]]:
    """Of 0.5 x (1 + tanh(u)), without a bracket or a factor's reach."""
    t, told = np.tanh(_u(x)), ": 0.5 x multiplies all of 1 + tanh(u)"
    lost = [
        Slip(0.5 * x + t, "bracket missing", "this is 0.5 x + tanh(u)" + told),
        Slip(0.5 * (x + t), "bracket missing", "this is 0.5 (x + tanh(u))" + told),
        Slip(x + 0.5 * t, "bracket missing", "this is x + 0.5 tanh(u)" + told),
        Slip(0.5 * x + x * t, "bracket missing", "this is 0.5 x + x tanh(u)" + told),
        Slip(0.5 * (1.0 + x * t), "bracket missing", "this is 0.5 (1 + x tanh(u))" + told),
        Slip(x * (0.5 + t), "bracket missing", "this is x (0.5 + tanh(u))" + told),
    ]
    return [[Place(gelu.forward(x), lost)]]


def _backward(x: np.ndarray) -> list[list[Place]]:
    return _slope(np.tanh(_u(x)), x)


def _slope(t: np.ndarray, x: np.ndarray) -> list[list[Place]]:
    """0.5 (1 + t), and 0.5 x (1 - t^2) du: the two terms of the product rule."""
    half = Slip(1.0, "half missing in the first term", "the factor 0.5 of the first term is missing")
    none = Slip(0.0, "first term missing", "only the second term of the product rule is there")
    first = [
        Place(0.5, [half, none, Slip(0.25, "half twice in the first term", HALF_TWICE)]),
        Place(
            1.0 + t,
            [
                Slip(1.0 - t, "1 - tanh in the first term", "the first term has 1 - tanh(u) in place of 1 + tanh(u)"),
                Slip(
                    2.0 * (x > 0),
                    "gate of ReLU",
                    "the first term is the gate of ReLU, 1 where x > 0: it is 0.5 (1 + tanh(u))",
                ),
                Slip(t, "1 missing in the first term", "the first term lacks the 1 in 1 + tanh(u)"),
                Slip(1.0, "tanh missing in the first term", "the first term lacks tanh(u)"),
                Slip(1.0 + t * t, "tanh squared in the first term", "the first term has tanh(u)^2 in place of tanh(u)"),
                Slip(1.0 - t * t, "slope in the first term", "the first term has 1 - tanh(u)^2 for 1 + tanh(u)"),
                Slip(
                    x * (1.0 + t), "x in the first term", "the first term has a factor x that differentiating removes"
                ),
            ],
        ),
    ]
    return [first, [*_second_front(x), _tanh_slope(t, x), _inner(x)]]


def _whole(x: np.ndarray) -> list[list[Place]]:
    """Slips that concern the derivative as a whole."""
    u = _u(x)
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
                    Slip(
                        0.25 * x * (1.0 + t) * (1.0 - t * t) * du,
                        "terms multiplied",
                        "the two terms of the product rule are multiplied: they are added",
                    ),
                    Slip(
                        0.5 * (1.0 + t + x * (1.0 - t * t)) * du,
                        "inner derivative outside",
                        "the inner derivative du/dx multiplies both terms: it belongs to the second alone",
                    ),
                    *_other_forms(x),
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


def _other_forms(x: np.ndarray) -> list[Slip]:
    """The derivatives of the other forms of GELU, with a slip in them."""
    below, bell, s = normal(x), np.exp(-x * x / 2.0), logistic(1.702 * x)
    root, told = np.sqrt(2.0 * np.pi), "this is the derivative of {} of GELU, {}: the tanh form is asked for"
    return [
        Slip(below + x * bell, "erf form", told.format("the erf form", "without 1 / sqrt(2 pi)")),
        Slip(below + x * bell**2 / root, "erf form", told.format("the erf form", "with exp(-x^2) for exp(-x^2 / 2)")),
        Slip(below + bell / root, "erf form", told.format("the erf form", "without the x before the density")),
        Slip(below - x * bell / root, "erf form", told.format("the erf form", "with a minus for the plus")),
        Slip(s + x * s * (1.0 - s), "sigmoid form", told.format("the form x sigmoid(1.702 x)", "without 1.702 inside")),
        Slip(s, "sigmoid form", told.format("the form x sigmoid(1.702 x)", "its first term alone")),
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
                Slip(x * x * x, "x^3 in the second term", "the second term has x^3 where the factor x should be"),
            ],
        ),
    ]


def _tanh_slope(t: np.ndarray, x: np.ndarray) -> Place:
    told = "in the second term, the derivative of tanh is 1 - tanh^2, and this has "
    return Place(
        1.0 - t * t,
        [
            Slip(1.0 - t, "tanh not squared", told + "1 - tanh"),
            Slip(1.0 + t * t, "1 + tanh squared", told + "1 + tanh^2"),
            Slip(1.0 + t, "1 + tanh for its slope", told + "1 + tanh"),
            Slip(t * (1.0 - t), "tanh as if it were a sigmoid", told + "tanh (1 - tanh), the rule for the sigmoid"),
            Slip(t * (1.0 - t * t), "tanh once too often", told + "tanh (1 - tanh^2)"),
            Slip(1.0 / np.cosh(_u(x)), "sech not squared", told + "1 / cosh, not squared"),
            Slip((1.0 - t * t) ** 2, "slope of tanh squared", told + "its square"),
            Slip(t * t, "1 missing in the slope of tanh", told + "tanh^2"),
            Slip(t * t - 1.0, "sign of the slope of tanh", told + "tanh^2 - 1"),
            Slip(t, "tanh not differentiated", told + "tanh itself"),
            Slip(1.0, "slope of tanh missing", told + "1: it is missing"),
            Slip(1.0 - _u(x) ** 2, "u for tanh", told + "1 - u^2"),
            Slip(1.0 - x * x, "x for tanh", told + "1 - x^2"),
            Slip(1.0 - 0.5 * t * t, "half of tanh squared", told + "1 - tanh^2 / 2"),
            Slip(1.0 - t**3, "tanh cubed", told + "1 - tanh^3"),
            Slip((1.0 - t) ** 2, "square of 1 - tanh", told + "(1 - tanh)^2"),
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
            Slip((a * (1.0 + 3.0 * c * squared)) ** 2, "inner derivative squared", told + "is squared"),
            Slip(a * a * (1.0 + 3.0 * c * squared), "root twice", told + "has the factor sqrt(2/pi) twice"),
        ],
    )


WORDS: Final = (
    "It should be 0.5 x (1 + tanh(u)), with " + U,
    "It should be grad_output times 0.5 (1 + tanh(u)) + 0.5 x (1 - tanh(u)^2) du/dx",
)
GELU: Final = Own((_forward, _brackets), (_whole, _backward), families, WORDS, PEELS, STANDS)
