"""Measuring gradients, and comparing yours with the measurement.

For a small step ``h``,

    f'(x)  is close to  (f(x + h) - f(x - h)) / (2 h)

so a derivative can be *measured* without knowing its formula. The three functions at the top are all there is to it;
below them, and in arrays.py, stands how a measurement stays honest whatever the measured function does to its arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from arrays import USES, Watched, agree, floats, plain_array, relative_error, same_shape, suggestions, where

MEASURED = 1e-5  # relative: how near a measured gradient is to the right one, or to a multiple of it
MEASURABLE = 1e-10  # of the upstream gradient: a slope that differs by less cannot be told from rounding
CORNERS_TOLD = 3  # of more corners, only how many there are


def numerical_gradient(
    function: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    upstream: np.ndarray | None = None,
    step: float | None = None,
) -> np.ndarray:
    """Measure the gradient of ``sum(function(x) * upstream)`` with respect to ``x``.

    The function gets copies and its results are copied, so it may work in place or use one array again and again.

    Args:
        function: maps an array to an array, for example ``layer.forward``. Shapes may differ.
        x: where to measure; any shape. It is not modified. Whole numbers are taken as float64.
        upstream: the gradient that arrives from above, in the shape of ``function(x)``; ones if left out.
        step: h, the distance to go left and right. Left out, it is chosen for each entry: the cube
            root of the floating point precision, times ``max(1, |x|)``, which balances the error of
            the formula (it grows with h squared) against rounding (it grows with 1 / h).

    Returns:
        An array of x's shape, float64: one central difference for each entry of ``x``.
        Keep entries away from corners such as ReLU's 0, where left and right disagree.
    """
    watched = Watched(function, "the function")
    gradient, _ = _measured(watched, floats(x).astype(np.float64), 1.0 if upstream is None else upstream, step)
    for note in watched.notes:
        print(f"note: {note}")
    return gradient


def check_gradient(
    layer: Any, x: np.ndarray, upstream: np.ndarray | None = None, *, tolerance: float | None = None, seed: int = 0
) -> float:
    """Compare ``layer.backward`` with the numerical gradient of ``layer.forward`` at ``x``, entry by entry.

    Then once more along one random direction, see ``check_direction``. What is odd about the layer, though its numbers
    may be right, is printed as a note.

    Args:
        layer: anything with ``forward`` and ``backward``.
        x: where to check; any shape, at least one entry. Whole numbers are taken as float64.
        upstream: the gradient that arrives from above; random numbers of both signs if left out, because
            ones would hide a missing chain rule.
        tolerance: the largest relative error that passes. Left out, 1e-6, or 1e-3 for float32 results.
        seed: which random upstream, and which direction, to take.

    Returns:
        The largest relative error, ``|yours - numerical|`` in units of the larger of the two. What rounding makes of a
        measurement is taken off first. At a corner, any number between the slopes on its two sides is as good.

    Raises:
        AssertionError: with the worst entry, your number there and the measured one.
        ValueError: if there is nothing to check, because ``x`` is empty, or where it is not a finite number, or if
            ``upstream`` has not the shape of what ``forward`` returns; TypeError: if ``layer`` is none, as a class.
    """
    run = _Run(layer, x, upstream, seed, tolerance)
    measured, rounding = _measured(run.forward, run.x, run.upstream)
    same_shape(run.yours, measured, "backward")
    error = relative_error(run.yours, measured, rounding)
    corners = _corners(run, error > run.tolerance) if run.repeats else np.zeros(error.shape, dtype=bool)
    error = np.where(corners, 0.0, error)
    if not error.max() <= run.tolerance:
        raise AssertionError(_gradient_message(run, measured, error))
    if not corners.any():
        check_direction(layer, run.x, run.upstream, tolerance=10 * run.tolerance, seed=seed)
    layer.forward(run.x.copy())  # leave the layer as a reader would expect it: last run at x
    largest = np.maximum(np.abs(measured), np.abs(run.yours))
    if not (largest > 10 * rounding).any():
        run.notes.append("all slopes here are 0, or too small to be measured: the check says little. Try another x")
    for note in run.notes:
        print(f"note: {note}")
    return float(error.max())


def check_direction(
    layer: Any, x: np.ndarray, upstream: np.ndarray | None = None, *, tolerance: float | None = None, seed: int = 0
) -> float:
    """Compare ``layer.backward`` with ``layer.forward`` along one random direction: two calls, however large ``x`` is.

    With all entries moved at once by ``h * v``, the sum of ``forward(x) * upstream`` rises by ``h`` times the inner
    product of the gradient with ``v``.

    Args:
        layer, x, upstream, tolerance, seed: as in ``check_gradient``.

    Returns:
        The relative error of that one number.

    Raises:
        AssertionError, ValueError, TypeError: as ``check_gradient``.
    """
    run = _Run(layer, x, upstream, seed, tolerance)
    same_shape(run.yours, run.x, "backward")
    draw = np.random.default_rng(seed + 1)
    direction = draw.choice([-1.0, 1.0], size=run.x.shape) * draw.uniform(0.5, 1.0, size=run.x.shape)
    h = np.cbrt(run.forward.precision) * np.maximum(1.0, np.abs(run.x)) * direction
    left, right = run.forward(run.x - h), run.forward(run.x + h)
    rise = float(np.sum((right - left) * run.upstream)) / 2
    yours = float(np.sum(run.yours * h))
    # what rounding and the formula's own error may add up to, all entries together
    size = float(np.sum(np.abs(run.yours * h))) + float(np.sum(np.abs(run.upstream))) * MEASURABLE * np.abs(h).max()
    rounding = 4 * run.forward.precision * float(np.sum((np.abs(left) + np.abs(right)) * np.abs(run.upstream)))
    error = max(0.0, abs(rise - yours) - rounding) / size if size > 0 else 0.0
    if not error <= run.tolerance:
        raise AssertionError(
            "backward disagrees with the numerical gradient along a random direction:\n"
            f"  yours         {yours: .8g}\n  numerical     {rise: .8g}\n  relative error {error:.2g}"
        )
    return error


class _Run:
    """A layer that was run forward and backward once at ``x``, and what is needed to measure it there."""

    def __init__(self, layer: Any, x: Any, upstream: np.ndarray | None, seed: int, tolerance: float | None) -> None:
        if isinstance(layer, type):
            raise TypeError(f"expected a layer, but found the class {layer.__name__}: write {layer.__name__}()")
        if not (hasattr(layer, "forward") and hasattr(layer, "backward")):
            raise TypeError(f"expected a layer with forward and backward, but found {type(layer).__name__}")
        self.x = floats(x)
        if self.x.size == 0:
            raise ValueError("there should be at least one entry to check, but x is empty")
        if not np.isfinite(self.x).all():
            raise ValueError("x should be finite: there is no slope at nan or inf")
        self.forward = Watched(layer.forward, "forward")
        self.notes = self.forward.notes  # one list, for what is odd about either method
        output = self.forward(self.x)
        if upstream is None:
            upstream = np.random.default_rng(seed).normal(size=output.shape)
        self.upstream = np.asarray(upstream, np.float64)
        if self.upstream.shape not in ((), output.shape) or not np.isfinite(self.upstream).all():
            raise ValueError(f"upstream should be finite numbers in the shape of forward(x), {output.shape}")
        given = np.array(upstream, dtype=np.asarray(upstream).dtype)
        before = given.copy()
        self.yours = np.array(plain_array(layer.backward(given), "backward"))
        if not np.array_equal(given, before):
            self.notes.append("backward changes grad_output, the array that it is given: work on a copy")
        self._ask_again(layer, before)
        self.repeats = bool(np.array_equal(self.forward(self.x), output, equal_nan=True))
        if not self.repeats:
            self.notes.append("forward gives another result the second time: does it use what an earlier call left?")
        usual = 1e-3 if np.float32 in (self.forward.dtype, self.yours.dtype) else 1e-6
        self.tolerance = usual if tolerance is None else tolerance

    def _ask_again(self, layer: Any, upstream: np.ndarray) -> None:
        """backward may be called more than once after a forward: then it gives the same again."""
        try:
            again = np.asarray(layer.backward(upstream.copy()))
        except Exception as error:
            self.notes.append(f"a second backward after the same forward raises {type(error).__name__}: {error}")
            return
        if not np.array_equal(again, self.yours, equal_nan=again.dtype.kind == "f"):
            self.notes.append("a second backward gives another result: does it add to, or change, what it uses?")


def _measured(
    function: Watched, x: np.ndarray, upstream: np.ndarray | float, step: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The numerical gradient, and for each entry how far off rounding and the formula may leave it."""
    function(x)  # its precision decides about the step
    gradient, rounding = np.empty(x.shape), np.empty(x.shape)
    for index in np.ndindex(x.shape):
        left, right, h = _sides(x, index, step, function.precision)
        above, below = function(right), function(left)
        rise = above - below
        # right - left, not 2 * h: that is the step which rounding really left us
        slope = rise / (right[index] - left[index])
        gradient[index] = np.sum(slope * upstream)
        floor = MEASURABLE if function.dtype == np.float64 else 1e-4
        off = np.abs(upstream) * (function.precision * 4 * (np.abs(above) + np.abs(below)) / h + floor)
        # only outputs that moved were rounded differently on the two sides; where none did, one may have
        rounding[index] = np.sum(off[rise != 0]) if np.any(rise) else np.max(off, initial=0.0)
    return gradient, rounding


def _sides(
    x: np.ndarray, index: tuple[int, ...], step: float | None, precision: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """``x`` with one entry a step to the left, and to the right; and the step."""
    h = float(step if step is not None else np.cbrt(precision) * max(1.0, abs(x[index])))
    left, right = x.copy(), x.copy()
    left[index] -= h
    right[index] += h
    return left, right, h


def _corners(run: _Run, wrong: np.ndarray) -> np.ndarray:
    """Which of the entries that seem wrong lie at a corner, with a number of yours between the slopes on both sides."""
    excused = np.zeros(run.x.shape, dtype=bool)
    here = run.forward(run.x)
    told: list[str] = []
    for index in map(tuple, np.argwhere(wrong)):
        left, right, _ = _sides(run.x, index, None, run.forward.precision)
        before = np.sum((here - run.forward(left)) / (run.x[index] - left[index]) * run.upstream)
        after = np.sum((run.forward(right) - here) / (right[index] - run.x[index]) * run.upstream)
        low, high = min(before, after), max(before, after)
        room = 1e-3 * max(abs(low), abs(high))
        if high - low > 10 * room:
            excused[index] = low - room <= run.yours[index] <= high + room
            told.append(
                f"x is {run.x[index]:.6g} at {where(index)}, a corner: to the left the slope is {before:.6g}, "
                f"to the right {after:.6g}. Check your rule for this point by itself"
            )
    run.notes += told[:CORNERS_TOLD]
    if len(told) > CORNERS_TOLD:
        run.notes.append(f"and {len(told) - CORNERS_TOLD} more corners")
    return excused


def _use_of_upstream(run: _Run, measured: np.ndarray) -> list[str]:
    """The use of grad_output, or of what your own forward returns, that explains all of yours."""
    yours, g = run.yours, run.upstream
    for said, mine, theirs in USES:
        if agree(mine(yours, g), theirs(measured, g), MEASURED):
            return [said]
    output = run.forward(run.x)
    if agree(yours, output * g, MEASURED):
        return ["yours is forward(x) times upstream: the derivative is wanted"]
    for name, x in (("forward(x)", output), ("grad_output", g), ("-x", -run.x)):
        if x.shape == run.x.shape and agree(yours, _measured(run.forward, x, g)[0], MEASURED):
            return [f"yours is the slope at {name}: it is wanted at x"]
    return []


def _gradient_message(run: _Run, measured: np.ndarray, error: np.ndarray) -> str:
    x, upstream, yours = run.x, run.upstream, run.yours
    index = np.unravel_index(np.argmax(error), error.shape)
    lines = [
        f"backward disagrees with the numerical gradient, most at {where(index)}:",
        f"  x             {x[index]: .8g}",
        f"  yours         {yours[index]: .8g}",
        f"  numerical     {measured[index]: .8g}",
        f"  relative error {error[index]:.2g}",
    ]
    if upstream.shape == yours.shape:
        lines.insert(2, f"  upstream      {upstream[index]: .8g}")
        used = _use_of_upstream(run, measured)
        lines += (f"  {suggestion}" for suggestion in used or suggestions(yours, measured, MEASURED))
    return "\n".join([*lines, *(f"  {note}" for note in run.notes)])
