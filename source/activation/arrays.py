"""Comparing arrays with what they should be, in words; and watching what a function does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

ENOUGH = 2  # entries that are not 0, below which any of them is some multiple of the right one
HINTS = {
    "NoneType": ": did you forget return?",
    "list": ": return the array itself, without tolist() or brackets",
    "tuple": ": a comma makes a tuple; return the one array alone",
}


def check_array(yours: Any, expected: Any, what: str = "the result", *, tolerance: float = 1e-6) -> None:
    """Compare an array with what it should be: same type, same shape, and every entry close.

    Args:
        yours: what your code returned.
        expected: what it should be; numbers, lists of numbers or an array. Only where it is an array of float32, yours
            may be one, too: float64 in, float64 out.
        what: how to call it in the message, for example ``"forward"``.
        tolerance: the largest difference that passes, relative to ``max(1, |expected|)``.

    Raises:
        AssertionError: with the worst entry. NaN, a wrong shape or a number for an array never pass.
        ValueError: if there is nothing to compare, because ``expected`` is empty.
    """
    single = getattr(expected, "dtype", None) == np.float32
    expected = np.asarray(expected, dtype=np.float64)
    if expected.size == 0:
        raise ValueError(f"there is nothing to compare {what} with: expected is empty")
    yours = plain_array(yours, what)
    if yours.dtype == np.float32 and not single:
        raise AssertionError(f"{what} should return float64 numbers, as what went in, but they are float32")
    same_shape(yours, expected, what)
    error = relative_error(yours, expected)
    if not error.max() <= tolerance:
        index = np.unravel_index(np.argmax(error), error.shape)
        differs = f"{what} differs at {where(index)}: yours {yours[index]:.8g}, expected {expected[index]:.8g}"
        raise AssertionError("\n".join([differs, *suggestions(yours, expected)]))


def plain_array(value: Any, what: str) -> np.ndarray:
    """``value`` as a float64 or float32 array, or an AssertionError that says what it is instead."""
    if type(value) is not np.ndarray and not isinstance(value, np.generic):
        hint = HINTS.get(type(value).__name__, "")
        raise AssertionError(f"{what} should return a NumPy array, but it returned {type(value).__name__}{hint}")
    if value.dtype not in (np.float64, np.float32):
        raise AssertionError(f"{what} should return float64 or float32 numbers, but they are {value.dtype}")
    return np.asarray(value)


def floats(x: Any) -> np.ndarray:
    """``x`` as an array of floats: whole numbers become float64, anything else is refused."""
    array = np.asarray(x)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"x should be an array of float numbers, but its type is {array.dtype}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def same_shape(yours: np.ndarray, expected: np.ndarray, what: str) -> None:
    if yours.shape == expected.shape:
        return
    hint = ""
    if yours.size == expected.size and yours.shape == expected.shape[::-1]:
        hint = ": rows and columns are exchanged (a transpose)"
    elif yours.size == expected.size:
        hint = ": the right number of entries, but reshaped (ravel, squeeze, a new axis)"
    elif yours.size < expected.size:
        hint = ": was it summed or averaged?"
    raise AssertionError(f"{what} should return shape {expected.shape}, but it returned shape {yours.shape}{hint}")


def suggestions(yours: np.ndarray, expected: np.ndarray, tolerance: float = 1e-6) -> Iterator[str]:
    """What wrong numbers suggest, a sentence each: only what holds for all of them, and for two at least."""
    finite = np.isfinite(yours)
    if not finite.all():
        bad = "nan" if np.isnan(yours).any() else "inf"
        yield f"{np.count_nonzero(~finite)} of yours are {bad}: is something divided by 0, or too large for exp?"
        return
    size = size_of(expected)
    large = np.abs(expected) > tolerance * size

    def fits(other: np.ndarray) -> bool:
        return bool(np.all(np.abs(yours - other) <= tolerance * np.maximum(size, np.abs(other))))

    if np.count_nonzero(large) < ENOUGH:
        return
    if not yours.any():
        yield "all of yours are 0: is the result put where it is returned from?"
    elif fits(-expected):
        yield "yours has the other sign everywhere: look for a minus that is too much, or missing"
    elif yours.shape == yours.T.shape and yours.ndim > 1 and fits(expected.T):
        yield "yours is right with rows and columns exchanged (a transpose)"
    elif fits(np.median(yours[large] / expected[large]) * expected):
        yield f"yours is {np.median(yours[large] / expected[large]):.6g} times what it should be, everywhere"
    elif fits(expected + np.median(yours - expected)):
        yield f"yours is {np.median(yours - expected):.6g} more than it should be, everywhere"
    elif np.allclose(np.sort(yours, axis=None), np.sort(expected, axis=None), rtol=tolerance, atol=tolerance * size):
        yield "yours has the right numbers, but in other places"


Use = Callable[[np.ndarray, np.ndarray], np.ndarray]
# What became of grad_output, if what is made of yours and of the measurement is the same: what you know as well.
USES: tuple[tuple[str, Use, Use], ...] = (
    (
        "yours times upstream would agree: is grad_output missing from your product?",
        lambda yours, g: yours * g,
        lambda measured, g: measured,
    ),
    (
        "yours divided by upstream would agree: is grad_output in your product twice?",
        lambda yours, g: yours,
        lambda measured, g: measured * g,
    ),
    ("yours is upstream alone: multiply it by the derivative", lambda yours, g: yours, lambda measured, g: g),
    (
        "yours is right but for its sign where upstream is negative: was the sign of grad_output lost?",
        lambda yours, g: yours,
        lambda measured, g: measured * np.sign(g),
    ),
    (
        "yours times the size of upstream would agree: did you use only the sign of grad_output?",
        lambda yours, g: yours * np.abs(g),
        lambda measured, g: measured,
    ),
    (
        "yours is right where upstream is positive, and 0 elsewhere: negative numbers of grad_output count as well",
        lambda yours, g: yours,
        lambda measured, g: measured * (g > 0),
    ),
    (
        "yours minus upstream, times upstream, would agree: was grad_output added, where it is multiplied?",
        lambda yours, g: (yours - g) * g,
        lambda measured, g: measured,
    ),
)


def size_of(numbers: np.ndarray) -> float:
    """1, or the largest of them if all are smaller: small numbers are compared as closely as others."""
    return min(1.0, float(np.abs(numbers).max(initial=0.0))) or 1.0


def agree(yours: np.ndarray, theirs: np.ndarray, tolerance: float) -> bool:
    """Whether a measurement and numbers of yours are the same, for two entries at least that are not 0."""
    yours, theirs = yours / size_of(theirs), theirs / size_of(theirs)
    clear = np.abs(theirs) > tolerance
    return bool(np.count_nonzero(clear) >= ENOUGH and relative_error(yours, theirs).max() < 10 * tolerance)


def relative_error(a: np.ndarray, b: np.ndarray, rounding: np.ndarray | None = None) -> np.ndarray:
    """|a - b| / max(1, |a|, |b|) for each entry; infinite where a or b is not a finite number.

    With ``rounding``, that much is taken off, and the rest is compared with |a| and |b| alone, however small.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    with np.errstate(all="ignore"):  # inf - inf and 0 / 0 are dealt with in the next lines
        larger = np.maximum(np.abs(a), np.abs(b))
        if rounding is None:
            error = np.abs(a - b) / np.maximum(1.0, larger)
        else:
            rest = np.maximum(0.0, np.abs(a - b) - rounding)
            error = np.where(rest > 0, rest / larger, 0.0)
    return np.where(np.isfinite(a) & np.isfinite(b), error, np.inf)


def where(index: tuple[Any, ...]) -> str:
    return f"index ({', '.join(str(int(i)) for i in index)})" if index else "the only entry"


class Watched:
    """A function of arrays that gets copies, and of whose results copies are kept.

    Attributes:
        notes: what it does to its arrays.
        dtype, precision: of its results.
    """

    def __init__(self, function: Callable[[np.ndarray], np.ndarray], name: str) -> None:
        self.function, self.name = function, name
        self.notes: list[str] = []
        self.dtype, self.precision = np.dtype(np.float64), float(np.finfo(np.float64).eps)
        self._last: Any = None

    def __call__(self, x: np.ndarray) -> np.ndarray:
        given = x.copy()
        result = plain_array(self.function(given), self.name)
        if not np.array_equal(given, x, equal_nan=True):
            self._note(f"{self.name} changes x, the array that it is given: work on a copy")
        elif result.size and np.shares_memory(result, given):
            self._note(f"{self.name} returns the array that it is given, or a part of it: who changes one changes both")
        if self._last is not None and result.size and np.shares_memory(result, self._last):
            self._note(f"{self.name} returns the same array each time: an earlier result changes with the next call")
        self._last, self.dtype = result, result.dtype
        self.precision = float(np.finfo(np.result_type(result.dtype, np.float32)).eps)
        return np.array(result, dtype=np.float64)

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
