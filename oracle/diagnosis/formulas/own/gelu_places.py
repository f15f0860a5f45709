"""GELU: places in its formulas, solved for."""

from __future__ import annotations

from typing import Final

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI
from oracle.diagnosis.formulas.kinds import Peel, Stand


def _u(x: np.ndarray) -> np.ndarray:
    return np.asarray(SQRT_2_OVER_PI * (x + CUBIC * x * x * x))


def _terms(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first term of the derivative; and of the second, 1 - tanh(u)^2 and du/dx, the rest being 0.5 x."""
    t = np.tanh(_u(x))
    return 0.5 * (1.0 + t), 1.0 - t * t, SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x)


def _second(x: np.ndarray, of: int) -> np.ndarray:
    """What multiplies, in the second term, 1 - tanh(u)^2 (1) or du/dx (2) or 0.5 x (0)."""
    _, slope, du = _terms(x)
    return np.asarray((slope * du, 0.5 * x * du, 0.5 * x * slope)[of])


def _in_second(of: int, key: str, place: str) -> Peel:
    return Peel(
        False,
        key,
        f"in the second term of the derivative, {{}} stands where {place} belongs",
        lambda x, slope: (slope - _terms(x)[0]) / _second(x, of),
        lambda x, inside: _terms(x)[0] + inside * _second(x, of),
    )


U: Final = "u = sqrt(2/pi) (x + 0.044715 x^3)"
PEELS: Final = (
    Peel(
        True,
        "{} for x^3",
        f"inside tanh, {{}} stands where x^3 belongs: it is {U}",
        lambda x, y: (np.arctanh(2.0 * y / x - 1.0) / SQRT_2_OVER_PI - x) / CUBIC,
        lambda x, inside: 0.5 * x * (1.0 + np.tanh(SQRT_2_OVER_PI * (x + CUBIC * inside))),
    ),
    Peel(
        True,
        "u replaced",
        f"inside tanh stands {{}}: it is {U}",
        lambda x, y: np.arctanh(2.0 * y / x - 1.0),
        lambda x, inside: 0.5 * x * (1.0 + np.tanh(inside)),
    ),
    Peel(
        True,
        "tanh(u) replaced",
        "{} stands where tanh(u) belongs",
        lambda x, y: 2.0 * y / x - 1.0,
        lambda x, inside: 0.5 * x * (1.0 + inside),
    ),
    Peel(
        True,
        "x in front replaced",
        "{} stands where the x in front belongs",
        lambda x, y: y / (0.5 * (1.0 + np.tanh(_u(x)))),
        lambda x, inside: 0.5 * inside * (1.0 + np.tanh(_u(x))),
    ),
    _in_second(1, "slope of tanh replaced", "1 - tanh(u)^2"),
    _in_second(2, "du/dx replaced", "du/dx"),
    _in_second(0, "0.5 x replaced", "0.5 x"),
    Peel(
        False,
        "first term replaced",
        "{} stands where the first term of the derivative belongs, 0.5 (1 + tanh(u))",
        lambda x, slope: slope - 0.5 * x * _second(x, 0),
        lambda x, inside: inside + 0.5 * x * _second(x, 0),
    ),
    Peel(
        False,
        "second term replaced",
        "{} stands where the second term of the derivative belongs",
        lambda x, slope: slope - _terms(x)[0],
        lambda x, inside: _terms(x)[0] + inside,
    ),
)


def _with_tanh(x: np.ndarray, t: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * _terms(x)[2])


OF: Final = "in backward, tanh seems to be taken of {}: it should be of " + U
STANDS: Final = (
    Stand(False, "{} for u", OF, lambda x, u: _with_tanh(x, np.tanh(u))),
    Stand(False, "{} for tanh(u)", "in backward, {} seems to stand in both places of tanh(u)", _with_tanh),
)
