"""Tools for checking the layers that you write. NumPy is all they need; read on, it is a short file.

The idea behind all of it is one line of calculus. For a small step ``h``,

    f'(x)  is close to  (f(x + h) - f(x - h)) / (2 h)

so a derivative can be *measured* without knowing its formula. ``numerical_gradient`` measures,
``check_gradient`` compares the measurement with your ``backward``, ``check_array`` compares two
arrays, and ``run_tests`` runs the tests of a cell.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["TestsFailed", "check_array", "check_gradient", "numerical_gradient", "run_tests"]


class TestsFailed(AssertionError):
    """Some tests of a cell failed. What went wrong was already printed, so no traceback is shown."""

    __test__ = False  # the name starts with "Test", but pytest should not collect it

    def _render_traceback_(self) -> list[str]:
        """What Jupyter shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def numerical_gradient(
    function: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    upstream: np.ndarray | None = None,
    step: float | None = None,
) -> np.ndarray:
    """Measure the gradient of ``sum(function(x) * upstream)`` with respect to ``x``.

    Args:
        function: maps an array to an array, for example ``layer.forward``. Shapes may differ.
        x: where to measure; any shape. It is not modified.
        upstream: the gradient that arrives from above, in the shape of ``function(x)``; ones if left out.
        step: h, the distance to go left and right. Left out, it is chosen for each entry: the cube
            root of the floating point precision, times ``max(1, |x|)``, which balances the error of
            the formula (it grows with h squared) against rounding (it grows with 1 / h).

    Returns:
        An array of x's shape, float64: one central difference for each entry of ``x``.
        Keep entries away from corners such as ReLU's 0, where left and right disagree.
    """
    point = np.array(x, dtype=np.float64)  # a copy, so that your x stays as it is
    precision = np.finfo(np.result_type(np.asarray(function(point.copy())).dtype, np.float32)).eps
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        here = point[index]
        h = step if step is not None else np.cbrt(precision) * max(1.0, abs(here))
        left, right = point.copy(), point.copy()
        left[index], right[index] = here - h, here + h
        rise = np.asarray(function(right), np.float64) - np.asarray(function(left), np.float64)
        # right - left, not 2 * h: that is the step which rounding really left us
        slope = rise / (right[index] - left[index])
        gradient[index] = np.sum(slope if upstream is None else slope * upstream)
    return gradient


def check_gradient(
    layer: Any, x: np.ndarray, upstream: np.ndarray | None = None, *, tolerance: float | None = None, seed: int = 0
) -> float:
    """Compare ``layer.backward`` with the numerical gradient of ``layer.forward`` at ``x``.

    Args:
        layer: anything with ``forward`` and ``backward``.
        x: where to check; any shape, at least one entry, away from corners.
        upstream: the gradient that arrives from above; random numbers of both signs if left out, because
            ones would hide a missing chain rule.
        tolerance: the largest relative error that passes. Left out, 1e-6, or 1e-3 for float32 results.
        seed: which random upstream to take.

    Returns:
        The largest relative error, ``|yours - numerical| / max(1, |yours|, |numerical|)``.

    Raises:
        AssertionError: with the worst entry, your number there and the measured one.
        ValueError: if there is nothing to check, because ``x`` is empty.
    """
    x = np.asarray(x)
    if x.size == 0:
        raise ValueError("check_gradient needs at least one entry to check, but x is empty")
    output = _plain_array(layer.forward(x.copy()), "forward")
    if upstream is None:
        upstream = np.random.default_rng(seed).normal(size=output.shape)
    yours = _plain_array(layer.backward(upstream.copy()), "backward")
    measured = numerical_gradient(layer.forward, x, upstream)
    layer.forward(x.copy())  # leave the layer as a reader would expect it: last run at x
    if tolerance is None:
        tolerance = 1e-3 if np.float32 in (output.dtype, yours.dtype) else 1e-6
    _same_shape(yours, measured, "backward")
    error = _relative_error(yours, measured)
    if not error.max() <= tolerance:
        raise AssertionError(_gradient_message(x, upstream, yours, measured, error))
    return float(error.max())


def check_array(yours: Any, expected: Any, what: str = "the result", *, tolerance: float = 1e-6) -> None:
    """Compare an array with what it should be: same type, same shape, and every entry close.

    Args:
        yours: what your code returned.
        expected: what it should be; numbers, lists of numbers or an array.
        what: how to call it in the message, for example ``"forward"``.
        tolerance: the largest difference that passes, relative to ``max(1, |expected|)``.

    Raises:
        AssertionError: with the worst entry. NaN, a wrong shape or a number for an array never pass.
        ValueError: if there is nothing to compare, because ``expected`` is empty.
    """
    expected = np.asarray(expected, dtype=np.float64)
    if expected.size == 0:
        raise ValueError(f"there is nothing to compare {what} with: expected is empty")
    yours = _plain_array(yours, what)
    _same_shape(yours, expected, what)
    error = _relative_error(yours, expected)
    if not error.max() <= tolerance:
        index = np.unravel_index(np.argmax(error), error.shape)
        raise AssertionError(
            f"{what} differs at {_where(index)}: yours {yours[index]:.8g}, expected {expected[index]:.8g}"
        )


def run_tests() -> None:
    """Run the ``test_*`` functions of the calling cell, in the order in which they stand there.

    Each gets one line: its name and the first line of its docstring. A failed one also says why.
    Warnings are shown as notes and cost nothing.

    Raises:
        TestsFailed: at the end, if any test failed, or if the cell has none.
    """
    tests = _tests_of(sys._getframe(1))
    if not tests:
        raise TestsFailed("this cell defines no test: expected a function whose name starts with test_")
    # stderr would look like an error to nbgrader, and a warning is not one
    with contextlib.redirect_stderr(sys.stdout):
        failed = [test.__name__ for test in tests if not _passes(test)]
    if failed:
        raise TestsFailed(f"{len(failed)} of {len(tests)} tests failed: {', '.join(failed)}")


def _tests_of(frame: Any) -> list[Callable[[], None]]:
    """The test functions that this very cell defined: each cell is compiled under its own file name."""
    return [
        value
        for name, value in frame.f_globals.items()
        if name.startswith("test_")
        and inspect.isfunction(value)
        and value.__code__.co_filename == frame.f_code.co_filename
    ]


def _passes(test: Callable[[], None]) -> bool:
    title = f"{test.__name__}: {(inspect.getdoc(test) or '').partition(chr(10))[0]}"
    problem = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            test()
        except NotImplementedError:
            problem = "not written yet"
        except AssertionError as error:
            problem = str(error) or "the assertion does not hold"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
    print(f"{'✓' if problem is None else '✗'} {title}")
    notes = dict.fromkeys(f"note: {w.category.__name__}: {w.message}" for w in caught)
    for line in [*(problem or "").splitlines(), *notes]:
        print(f"    {line}")
    return problem is None


def _plain_array(value: Any, what: str) -> np.ndarray:
    """``value`` as a float64 or float32 array, or an AssertionError that says what it is instead."""
    if type(value) is not np.ndarray and not isinstance(value, np.generic):
        raise AssertionError(f"{what} should return a NumPy array, but it returned {type(value).__name__}")
    if value.dtype not in (np.float64, np.float32):
        raise AssertionError(f"{what} should return float64 or float32 numbers, but they are {value.dtype}")
    return np.asarray(value)


def _same_shape(yours: np.ndarray, expected: np.ndarray, what: str) -> None:
    if yours.shape != expected.shape:
        raise AssertionError(f"{what} should return shape {expected.shape}, but it returned shape {yours.shape}")


def _relative_error(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """|a - b| / max(1, |a|, |b|) for each entry; infinite where a or b is not a finite number."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    with np.errstate(all="ignore"):  # inf - inf is dealt with in the next line
        error = np.abs(a - b) / np.maximum(1.0, np.maximum(np.abs(a), np.abs(b)))
    return np.where(np.isfinite(a) & np.isfinite(b), error, np.inf)


def _where(index: tuple[Any, ...]) -> str:
    return f"index ({', '.join(str(int(i)) for i in index)})" if index else "the only entry"


def _gradient_message(
    x: np.ndarray, upstream: np.ndarray, yours: np.ndarray, measured: np.ndarray, error: np.ndarray
) -> str:
    index = np.unravel_index(np.argmax(error), error.shape)
    lines = [
        f"backward disagrees with the numerical gradient, most at {_where(index)}:",
        f"  x             {x[index]: .8g}",
        f"  yours         {yours[index]: .8g}",
        f"  numerical     {measured[index]: .8g}",
        f"  relative error {error[index]:.2g}",
    ]
    if upstream.shape == yours.shape:
        lines.insert(2, f"  upstream      {upstream[index]: .8g}")
        if _relative_error(yours * upstream, measured).max() < 1e-4:
            lines.append("  yours times upstream would agree: is grad_output missing from your product?")
    return "\n".join(lines)
