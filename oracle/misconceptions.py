"""Wrong formulas that people often write, so that a message can name the mistake behind the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference, gelu, sigmoid

# (x, upstream) -> the wrong result; forward formulas ignore the upstream
Formula = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _tanh_u(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.tanh(SQRT_2_OVER_PI * (x + CUBIC * x * x * x)))


_erf = np.vectorize(math.erf, otypes=[float])

FORWARD: Mapping[str, Mapping[str, Formula]] = {
    "ReLU": {
        "this is abs(x): negative entries should become 0": lambda x, _: np.abs(x),
        "this is min(0, x): it keeps the wrong half": lambda x, _: np.minimum(0, x),
        "this is a leaky ReLU: negative entries should become exactly 0": lambda x, _: np.where(x > 0, x, 0.01 * x),
        "this is x itself: negative entries should become 0": lambda x, _: x,
        "this is 1 where x > 0: that is the derivative": lambda x, _: (x > 0) * 1.0,
    },
    "Sigmoid": {
        "this is sigmoid(-x): look at the sign in the exponent": lambda x, _: sigmoid.forward(-x),
        "this is tanh(x)": lambda x, _: np.tanh(x),
        "this is the derivative, s (1 - s)": lambda x, _: sigmoid.derivative(x),
    },
    "GELU": {
        "this is the exact erf form: the assignment asks for the tanh form": (
            lambda x, _: 0.5 * x * (1.0 + _erf(x / np.sqrt(2.0)))
        ),
        "this is x sigmoid(1.702 x): the assignment asks for the tanh form": lambda x, _: (
            x * sigmoid.forward(1.702 * x)
        ),
        "the factor 0.5 is missing": lambda x, _: 2.0 * gelu.forward(x),
        "the cubic term 0.044715 x^3 is missing": lambda x, _: 0.5 * x * (1.0 + np.tanh(SQRT_2_OVER_PI * x)),
        "the factor x in front is missing": lambda x, _: 0.5 * (1.0 + _tanh_u(x)),
    },
}

BACKWARD: Mapping[str, Mapping[str, Formula]] = {
    "ReLU": {
        "this is the slope of a leaky ReLU": lambda x, g: np.where(x > 0, g, 0.01 * g),
        "the mask comes from grad_output: it should come from self.x": lambda x, g: np.where(g > 0, g, 0.0),
    },
    "Sigmoid": {
        "the derivative was taken at the output: s is already the sigmoid of x, so it is s (1 - s) without a second "
        "sigmoid": lambda x, g: sigmoid.derivative(sigmoid.forward(x)) * g,
        "the factor 1 - s is missing": lambda x, g: sigmoid.forward(x) * g,
        "the factor s is missing": lambda x, g: sigmoid.forward(-x) * g,
        "this is x (1 - x): put s = sigmoid(x) there": lambda x, g: x * (1.0 - x) * g,
    },
    "GELU": {
        "only the first term of the product rule is there": lambda x, g: 0.5 * (1.0 + _tanh_u(x)) * g,
        "only the second term of the product rule is there": (
            lambda x, g: (gelu.derivative(x) - 0.5 * (1.0 + _tanh_u(x))) * g
        ),
        "the inner derivative (of what stands inside tanh) is missing": (
            lambda x, g: (0.5 * (1.0 + _tanh_u(x)) + 0.5 * x * (1.0 - _tanh_u(x) ** 2)) * g
        ),
        "this is the derivative of x sigmoid(1.702 x)": (
            lambda x, g: (sigmoid.forward(1.702 * x) + 1.702 * x * sigmoid.derivative(1.702 * x)) * g
        ),
    },
}


def _for_any_activation(reference: Reference) -> Mapping[str, Formula]:
    return {
        "this is the local derivative alone: multiply by grad_output": lambda x, g: reference.derivative(x),
        "this is grad_output alone: multiply by the derivative": lambda x, g: g,
        "the sign is turned around": lambda x, g: -reference.derivative(x) * g,
        "the derivative was taken at the output: it belongs at the input, self.x": (
            lambda x, g: reference.derivative(reference.forward(x)) * g
        ),
        "this is forward(x) times grad_output: the derivative is wanted": lambda x, g: reference.forward(x) * g,
        "the gradient was divided by the number of rows: each entry has its own gradient": (
            lambda x, g: reference.derivative(x) * g / max(1, len(x))
        ),
        "the gradient was divided by the number of entries: each entry has its own gradient": (
            lambda x, g: reference.derivative(x) * g / max(1, x.size)
        ),
    }


def recognise(reference: Reference, x: np.ndarray, upstream: np.ndarray | None, yours: np.ndarray) -> str | None:
    """The mistake whose formula gives these very numbers, or None.

    A formula that happens to be right at ``x`` (the derivative at the output, for ReLU) says nothing and is skipped.

    Args:
        x: the input; ``upstream`` in the same shape for backward, None for forward.
        yours: what the student's code returned, in the same shape.
    """
    x, yours = np.atleast_1d(x), np.atleast_1d(yours)
    above = np.zeros_like(x) if upstream is None else np.atleast_1d(upstream)
    if upstream is None:
        formulas, right = FORWARD[reference.name], reference.forward(x)
    else:
        formulas = {**BACKWARD[reference.name], **_for_any_activation(reference)}
        right = reference.derivative(x) * above
    with np.errstate(all="ignore"):  # a wrong formula may overflow where the right one does not
        for hint, formula in formulas.items():
            numbers = formula(x, above)
            if _close(numbers, yours) and not _close(numbers, right):
                return hint
    return None


def _close(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.allclose(a, b, rtol=1e-5, atol=1e-7))
