"""Comparing a student's array with the right one, and saying what is wrong in words that help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Tolerance:
    """``|yours - right| <= relative * |right| + absolute * scale``, scale being 1 or larger."""

    relative: float
    absolute: float


# Right formulas written in unlucky ways (a tanh-based sigmoid, 1 - tanh**2) lose a few digits to cancellation,
# never this many; every wrong formula in tests/corpus/wrong is further off than this.
DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)
TOLERANCES = {
    DOUBLE: Tolerance(relative=1e-9, absolute=1e-11),
    SINGLE: Tolerance(relative=1e-4, absolute=2e-5),
}


def describe(x: np.ndarray) -> str:
    """A short name for an input: ``float64 array of shape (3, 4)``."""
    return f"{x.dtype.name} array of shape {x.shape}"


def plain(value: Any, shape: tuple[int, ...], dtype: np.dtype[Any], what: str | Callable[[], str]) -> np.ndarray:
    """``value`` itself, once it is known to be an array as the contract wants it.

    Args:
        dtype: of what went in. float64 in, float64 out; for float32 in, either.
        what: what the message calls it, or how to say that, for where there are many and most are right.

    Raises:
        AssertionError: if the type is not exactly ``numpy.ndarray`` (or, for 0-d, a NumPy scalar), the dtype
            not what ``dtype`` asks for, or the shape not exactly ``shape``.
    """
    scalar = isinstance(value, np.generic) and shape == ()
    right_type = type(value) is np.ndarray or scalar
    right_dtype = right_type and (value.dtype == DOUBLE or value.dtype == dtype == SINGLE)
    if right_dtype and value.shape == shape:
        return np.asarray(value)
    what = what if isinstance(what, str) else what()
    if not right_type:
        raise AssertionError(f"{what} should be a plain numpy.ndarray, but it is of type {type(value).__name__}")
    if not right_dtype:
        wanted = "float64 or float32 numbers" if dtype == SINGLE else "float64 numbers, as what went in does"
        raise AssertionError(f"{what} should hold {wanted}, but it holds {value.dtype}")
    raise AssertionError(f"{what} should have shape {shape}, but it has shape {value.shape}")


def coarsest(*dtypes: np.dtype[Any]) -> np.dtype[Any]:
    """float32 if any is, else float64."""
    return SINGLE if SINGLE in dtypes else DOUBLE


def mismatch(yours: np.ndarray, right: np.ndarray, dtype: np.dtype[Any], scale: Any = 1.0) -> np.ndarray:
    """Which entries of ``yours`` are wrong, as a boolean array. NaN and infinity are always wrong.

    The tolerance is that of ``dtype``, which is that of what went in: the examined does not choose the ruler.
    ``scale`` (a number or an array of the same shape) is the size of what was multiplied or subtracted on the way.
    """
    tolerance = TOLERANCES[dtype]
    value = np.asarray(yours, dtype=np.float64)
    allowed = tolerance.relative * np.abs(right) + tolerance.absolute * np.maximum(1.0, np.abs(scale))
    with np.errstate(invalid="ignore"):  # inf - inf; not finite is wrong whatever the difference
        return np.asarray(~(np.isfinite(value) & (np.abs(value - right) <= allowed)))


def table(wrong: np.ndarray, columns: Sequence[tuple[str, np.ndarray]], most: int = 3, telling: int = -1) -> str:
    """Some wrong entries, a line each: ``at (0, 2): x = -1.5, yours = 0.2, right = 0``.

    Args:
        telling: the number, in the flattened array, of the one that comes first; with -1 they come in order.
    """
    lines = []
    shown = sorted(np.flatnonzero(wrong).tolist(), key=lambda number: number != telling)[:most]
    for index in (np.unravel_index(number, np.atleast_1d(wrong).shape) for number in shown):
        place = ", ".join(str(int(i)) for i in index) if wrong.ndim else ""
        numbers = ", ".join(f"{name} = {np.atleast_1d(values)[index]:.10g}" for name, values in columns)
        lines.append(f"  at ({place}): {numbers}")
    count = int(np.count_nonzero(wrong))
    head = f"{count} of {wrong.size} entries wrong" + (f", {most} of them:" if count > most else ":")
    return "\n".join([head, *lines])
