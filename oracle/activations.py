"""Reference activations: value and derivative, stable over the whole line, written unlike a student would.

``tests/course/test_oracle.py`` holds them to 1e-12 against 400-digit arithmetic, tails included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Elementwise = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Reference:
    """One activation, as the course defines it.

    Attributes:
        name: the class that students write.
        forward: f, float64 array to float64 array of the same shape.
        derivative: f', likewise; at a corner, by the rule that the contract states.
        reach: how large ``abs(x)`` may be in questions about values. Beyond it only the stability cell asks.
    """

    name: str
    forward: Elementwise
    derivative: Elementwise
    reach: float


def _logistic(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)) without overflow: exp only ever sees a number that is not positive."""
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, small) / (1.0 + small))


def _sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    """s(x) s(-x) = e / (1 + e)^2 with e = exp(-abs(x)), which keeps the digits that 1 - s(x) would cancel."""
    small = np.exp(-np.abs(x))
    return np.asarray(small / np.square(1.0 + small))


SQRT_2_OVER_PI = float(np.sqrt(2.0 / np.pi))
CUBIC = 0.044715


def _gelu(x: np.ndarray) -> np.ndarray:
    """The tanh form of Hendrycks and Gimpel (arXiv:1606.08415), through (1 + tanh(u)) / 2 = s(2u)."""
    return np.asarray(x * _logistic(2.0 * SQRT_2_OVER_PI * (x + CUBIC * x * x * x)))


def _gelu_derivative(x: np.ndarray) -> np.ndarray:
    """d/dx [x s(v)] with v = 2 sqrt(2/pi) (x + 0.044715 x^3): s(v) + x s(v) s(-v) v'."""
    v = 2.0 * SQRT_2_OVER_PI * (x + CUBIC * x * x * x)
    v_prime = 2.0 * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x)
    return np.asarray(_logistic(v) + x * _sigmoid_derivative(v) * v_prime)


def _silu(x: np.ndarray) -> np.ndarray:
    """x s(x), also called swish (arXiv:1702.03118; arXiv:1710.05941)."""
    return np.asarray(x * _logistic(x))


def _silu_derivative(x: np.ndarray) -> np.ndarray:
    """d/dx [x s(x)] = s(x) + x s(x) s(-x). Students derive it, so it stands in nothing that they get to see."""
    return np.asarray(_logistic(x) + x * _sigmoid_derivative(x))


relu = Reference("ReLU", lambda x: np.where(x > 0, x, 0.0), lambda x: np.where(x > 0, 1.0, 0.0), reach=1000.0)
sigmoid = Reference("Sigmoid", _logistic, _sigmoid_derivative, reach=30.0)
gelu = Reference("GELU", _gelu, _gelu_derivative, reach=1000.0)
silu = Reference("SiLU", _silu, _silu_derivative, reach=30.0)

REFERENCES = {reference.name: reference for reference in (relu, sigmoid, gelu, silu)}
