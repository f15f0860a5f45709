"""SiLU: what people write in place of its formulas.

Students find its derivative themselves. So what is told of backward names what theirs looks like, or of what kind the
slip is; never what is right, nor the part that is missing. ``tests/course/diagnosis/test_silu.py`` holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from oracle.activations import silu
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.formulas.functions import logistic
from oracle.diagnosis.formulas.kinds import Family, Own, Peel, Place, Slip, Stand, number

TERM: Final = "of the two terms that the product rule gives, one is missing"
FACTOR: Final = "in one of the two terms of the product rule, a factor is missing"
MANY: Final = "in one of the two terms of the product rule, a factor is there once too often"
SIGN: Final = "a sign is turned around, in one of the two terms of the product rule or between them"
DIFFERENTIATED: Final = "in one of the two terms of the product rule, "
NOT_YET: Final = DIFFERENTIATED + "the sigmoid was not differentiated"
X_INSIDE: Final = DIFFERENTIATED + "x stands inside the derivative of the sigmoid: see Sigmoid's"
Y_INSIDE: Final = DIFFERENTIATED + "forward(x) stands inside the derivative of the sigmoid: see Sigmoid's"
INSIDE: Final = DIFFERENTIATED + "the derivative of the sigmoid is not right: see what it was for the layer Sigmoid"


def _forward(x: np.ndarray) -> list[list[Place]]:
    s, e, there = logistic(x), np.exp(-x), "in the place of sigmoid(x) stands "
    front = [
        Slip(1.0, "x missing", "the factor x is missing"),
        Slip(x * x, "x twice", "the factor x was multiplied in twice"),
        Slip(np.abs(x), "abs(x)", "this has abs(x) in front, where x should be"),
        Slip(np.maximum(0.0, x), "ReLU in front", "this has max(0, x) in front, where x should be"),
    ]
    gate = [
        Slip(1.0 - s, "sign of x", there + "the sigmoid of -x: look at the sign in the exponent"),
        Slip(1.0 + e, "division missing", there + "1 + exp(-x): it should be divided by that"),
        Slip(1.0 / (1.0 - e), "minus in the denominator", there + "1 / (1 - exp(-x)): the sign is plus"),
        Slip(1.0 + 1.0 / e, "bracket missing", there + "1 / 1 + exp(x): a bracket is missing"),
        Slip(1.0 / e, "1 missing in the denominator", there + "exp(x), or 1 / exp(-x): the 1 + is missing"),
        Slip(s * (1.0 - s), "derivative for the sigmoid", there + "its derivative, s (1 - s)"),
        Slip(s * s, "squared", there + "its square"),
        Slip(np.tanh(x), "tanh for the sigmoid", there + "tanh(x)"),
        Slip(logistic(x * x), "x squared", there + "the sigmoid of x^2"),
        Slip(logistic(np.abs(x)), "abs in exponent", there + "the sigmoid of abs(x)"),
        Slip(logistic(s), "sigmoid twice", there + "the sigmoid of the sigmoid"),
    ]
    return [[Place(x, front), Place(s, gate)]]


def _sums(x: np.ndarray) -> list[list[Place]]:
    s = logistic(x)
    told = "{} and sigmoid(x) are {}: they should be multiplied"
    joined = [
        Slip(x + s, "added", told.format("x", "added")),
        Slip(x - s, "subtracted", told.format("x", "subtracted")),
        Slip(x / s, "divided", "x is divided by sigmoid(x): it should be multiplied by it"),
        Slip(x + x * s, "x added", "x is added to the product x sigmoid(x)"),
        Slip(x / 1.0 + np.exp(-x), "bracket missing", "this is x / 1 + exp(-x): a bracket is missing"),
        Slip(logistic(x * s), "sigmoid of the product", "this is the sigmoid of x sigmoid(x)"),
    ]
    return [[Place(x * s, joined)]]


def _whole(x: np.ndarray) -> list[list[Place]]:
    """What the derivative as a whole may look like."""
    s = logistic(x)
    rest, y = 1.0 - s, x * s
    alone = "this is the derivative of the sigmoid alone: x sigmoid(x) is a product, and its derivative is not the"
    looks = [
        Slip(s, "one term missing", f"this is sigmoid(x) times grad_output: {TERM}"),
        Slip(x * s * rest, "one term missing", f"this is x times the derivative of the sigmoid: {TERM}"),
        Slip(s * rest, "derivative of the sigmoid alone", f"{alone} product of the derivatives"),
        Slip(rest, "1 - s alone", "this is 1 - sigmoid(x) alone: x sigmoid(x) is a product, take the product rule"),
        Slip(y * (1.0 - y), "rule of the sigmoid", "this is Sigmoid's rule, y (1 - y), with the output of this layer"),
        Slip(s * (1.0 - y), "one term missing", f"this is sigmoid(x) (1 - forward(x)): {TERM}"),
        Slip(x * rest, "factor missing", f"this is x (1 - sigmoid(x)): {TERM}, and in the other a factor"),
        Slip(s * s * rest * x, "terms multiplied", "the terms of the product rule are multiplied: it adds them"),
        Slip(x + s, "product rule", "this is x + sigmoid(x): the product rule multiplies each by a derivative"),
        Slip(x + s * rest, "product rule", "one factor is alone, the other differentiated: see the product rule"),
        Slip(1.0 + s * rest, "sum of derivatives", "the derivatives of both factors are added: see the product rule"),
    ]  # fmt: skip
    return [[Place(silu.derivative(x), looks)]]


def _backward(x: np.ndarray) -> list[list[Place]]:
    """Slips in the two terms of the product rule."""
    s = logistic(x)
    rest = 1.0 - s
    own, other = Place(s, _of_first(x, s)), [
        Place(x, [
            Slip(1.0, "factor missing", FACTOR),
            Slip(x * x, "factor too often", MANY),
            Slip(-x, "sign", SIGN),
            Slip(np.abs(x), "abs(x)", DIFFERENTIATED + "abs(x) stands for x"),
            Slip(np.maximum(0.0, x), "ReLU for x", DIFFERENTIATED + "max(0, x) stands for x"),
            Slip(x * s, "forward in a term", DIFFERENTIATED + "a factor is there once too often"),
        ]),
        Place(s * rest, [
            Slip(s, "sigmoid not differentiated", NOT_YET),
            Slip(rest, "sigmoid not differentiated", INSIDE),
            Slip(s * (1.0 + s), "slope of the sigmoid", INSIDE),
            Slip(s * s, "slope of the sigmoid", INSIDE),
            Slip(rest * rest, "slope of the sigmoid", INSIDE),
            Slip(1.0 - s * s, "slope of tanh", DIFFERENTIATED + "stands the rule of tanh, 1 - s^2"),
            Slip(s * (1.0 - s * s), "slope of the sigmoid", INSIDE),
            Slip(s * s * rest, "factor too often", MANY),
            Slip(s * rest * rest, "factor too often", MANY),
            Slip((s * rest) ** 2, "factor too often", MANY),
            Slip(s * (1.0 - x), "x for s", X_INSIDE),
            Slip(x * (1.0 - x), "x for s", X_INSIDE),
            Slip(s * (1.0 - x * s), "forward(x) for s", Y_INSIDE),
            Slip(x * s * (1.0 - x * s), "forward(x) for s", Y_INSIDE),
            Slip(1.0, "factor missing", DIFFERENTIATED + "the derivative of the sigmoid is missing"),
            Slip(np.exp(-x), "slope of the sigmoid", INSIDE),
            Slip(np.exp(-x) * s, "slope of the sigmoid", INSIDE),
            Slip(s * s * np.exp(x), "sign in the exponent", SIGN),
            Slip(1.0 - 2.0 * s, "differentiated twice", DIFFERENTIATED + "this has 1 - 2 s, the slope of s (1 - s)"),
        ]),
    ]  # fmt: skip
    return [[own], other]


def _of_first(x: np.ndarray, s: np.ndarray) -> list[Slip]:
    return [
        Slip(1.0, "sigmoid missing", DIFFERENTIATED + "1 stands in place of a function of x"),
        Slip(1.0 - s, "1 - s for s", DIFFERENTIATED + "stands 1 - sigmoid(x), a factor that is not there"),
        Slip(-s, "sign", SIGN),
        Slip(s * s, "factor too often", MANY),
        Slip(s * (1.0 - s), "differentiated too often", DIFFERENTIATED + "too much is differentiated"),
        Slip(x * s, "forward in a term", DIFFERENTIATED + "nothing was differentiated: forward(x) itself stands there"),
        Slip(x, "x not differentiated", DIFFERENTIATED + "x stands alone: nothing was differentiated"),
        Slip(x * (1.0 - s), "1 - s for s", DIFFERENTIATED + "stands x (1 - sigmoid(x))"),
        Slip(np.where(x > 0, 1.0, 0.0), "gate of ReLU", DIFFERENTIATED + "stands the gate of ReLU, 1 where x > 0"),
    ]  # fmt: skip


def _by_output(x: np.ndarray) -> list[list[Place]]:
    """Slips in the form that begins with y, what forward returns."""
    s = logistic(x)
    y = x * s
    form = "this looks like a form of the derivative in terms of y, what forward returns"
    sign, other = f"{form}, with a sign turned around", f"{form}, with x, y or sigmoid(x) in another's place"
    first = [Slip(s, "another's place", other), Slip(x, "another's place", other)]
    front = [
        Slip(x, "another's place", other),
        Slip(y, "another's place", other),
    ]
    ends = [
        Slip(1.0 + y, "sign", sign),
        Slip(y - 1.0, "sign", sign),
        Slip(-1.0 - y, "sign", sign),
        Slip(1.0 - s, "another's place", other),
        Slip(1.0 - x, "another's place", other),
    ]
    return [[Place(y, first)], [Place(s, front), Place(1.0 - y, ends)]]


def _families(forward: bool) -> Iterator[Family]:
    inside = "inside the sigmoid, x seems to be multiplied by "

    def scaled(k: float) -> Cause:
        return Cause("scale of x", f"{inside}{number(k)}{TANH_GELU if abs(k - 1.702) < 1e-6 else ''}")

    if forward:
        yield Family(lambda x, k: x * logistic(k * x), [(1.5,), (0.5,)], scaled)
        yield Family(lambda x, b: (x + b) * logistic(x), [(0.1,)], _shifted)
        return
    yield Family(lambda x, k: logistic(k * x) * (1.0 + k * x * logistic(-k * x)), [(1.5,), (0.5,)], scaled)
    yield Family(lambda x, k: logistic(k * x) * (1.0 + x * logistic(-k * x)), [(1.5,), (0.5,)], scaled)
    told = "the two terms of the product rule seem to have the factors {} and {}: the rule has none"
    yield Family(
        lambda x, a, b: a * logistic(x) + b * x * logistic(x) * logistic(-x),
        [(1.0, 1.0)],
        lambda a, b: Cause("factors of terms", told.format(number(a), number(b))),
    )


TANH_GELU: Final = ": that is a form of GELU"


def _shifted(b: float) -> Cause:
    return Cause("shift of x", f"to the x in front, {number(b)} seems to be added")


PEELS: Final[Sequence[Peel]] = (
    Peel(
        True,
        "sigmoid replaced",
        "{} stands where sigmoid(x) belongs",
        lambda x, y: y / x,
        lambda x, inside: x * inside,
    ),
    Peel(
        True,
        "exponent",
        "in x / (1 + exp(-x)), {} stands for the x in the exponent",
        lambda x, y: -np.log(x / y - 1.0),
        lambda x, inside: x * logistic(inside),
    ),
    Peel(
        True,
        "exp replaced",
        "in x / (1 + exp(-x)), {} stands where exp(-x) belongs",
        lambda x, y: x / y - 1.0,
        lambda x, inside: x / (1.0 + inside),
    ),
)
STANDS: Final = (
    Stand(
        False,
        "{} for the sigmoid",
        "in the derivative, {} seems to stand where a sigmoid belongs",
        lambda x, inside: inside + x * inside * (1.0 - inside),
    ),
    Stand(
        False,
        "rule of GELU",
        "this seems to be GELU's rule, with {} for tanh(u): SiLU has another",
        lambda x, inside: 0.5 * (1.0 + inside) + 0.5 * x * (1.0 - inside * inside),
    ),
)
WORDS: Final = ("It should be x sigmoid(x)", "")
SILU: Final = Own((_forward, _sums), (_whole, _backward, _by_output), _families, WORDS, PEELS, STANDS)
