"""Asking a layer one question: call forward or backward, compare with the reference, explain a difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from oracle.activations import Reference
from oracle.compare import describe, mismatch, plain, table
from oracle.misconceptions import recognise

# Central differences explain a wrong answer; they never decide. At this step the float64 error is about 1e-10.
STEP = 6e-6


def ask_forward(layer: Any, x: np.ndarray, reference: Reference, where: str = "") -> None:
    """Call ``layer.forward(x)`` and compare with the reference.

    Args:
        layer: the student's layer.
        x: any shape, float64 or float32. It is handed over and must not be used afterwards.
        where: what is special about ``x``, for the message.

    Raises:
        AssertionError: if type, dtype, shape or a number is wrong.
    """
    known = np.array(x, dtype=np.float64)
    title = f"forward(x) for x = {describe(x)}{f' ({where})' if where else ''}"
    yours = plain(layer.forward(x), known.shape, title)
    right = reference.forward(known)
    wrong = mismatch(yours, right, x.dtype, known)
    if wrong.any():
        lines = [f"{title}: {table(wrong, [('x', known), ('yours', yours), ('right', right)])}"]
        raise AssertionError(_with_hint(lines, recognise(reference, known, None, yours)))


def ask_backward(
    layer: Any, x: np.ndarray, upstream: np.ndarray, reference: Reference, where: str = "", *, call_forward: bool = True
) -> None:
    """Call ``layer.forward(x)``, then ``layer.backward(upstream)``, and compare with f'(x) * upstream.

    forward is compared first, but only backward decides: a wrong forward with a right backward passes here,
    and a backward that fits its own wrong forward fails.

    Args:
        layer: the student's layer.
        x, upstream: same shape, float64 or float32; handed over, not to be used afterwards.
        call_forward: False if the layer has already seen ``x``.

    Raises:
        AssertionError: if type, dtype, shape or a number is wrong.
    """
    known, above = np.array(x, dtype=np.float64), np.array(upstream, dtype=np.float64)
    title = f"backward(grad_output) after forward(x) for x = {describe(x)}{f' ({where})' if where else ''}"
    forward_agrees = _agrees(layer.forward(x), reference, known, x.dtype) if call_forward else True
    yours = plain(layer.backward(upstream), known.shape, title)
    right = reference.derivative(known) * above
    wrong = mismatch(yours, right, x.dtype, above * np.maximum(1.0, np.abs(known)))
    if wrong.any():
        columns = [("x", known), ("grad_output", above), ("yours", yours), ("right", right)]
        lines = [f"{title}: {table(wrong, columns)}", _blame(layer, known, above, yours, forward_agrees)]
        raise AssertionError(_with_hint(lines, recognise(reference, known, above, yours)))


def _agrees(result: Any, reference: Reference, known: np.ndarray, dtype: Any) -> bool:
    try:
        return not mismatch(plain(result, known.shape, ""), reference.forward(known), dtype, known).any()
    except AssertionError:
        return False


def _blame(layer: Any, x: np.ndarray, upstream: np.ndarray, yours: np.ndarray, forward_agrees: bool) -> str:
    """Which of the two is wrong, judging by central differences of the student's own forward."""
    if forward_agrees:
        return "forward is right here, so the mistake is in backward"
    try:
        rise = np.asarray(layer.forward(x + STEP), np.float64) - np.asarray(layer.forward(x - STEP), np.float64)
        fits = np.allclose(rise / (2 * STEP) * upstream, yours, rtol=1e-4, atol=1e-6)
    except Exception:  # any failure of the student's forward: then there is nothing to compare with
        fits = False
    if fits:
        return "backward is the derivative of your forward, but forward itself is wrong: mend forward first"
    return "forward is wrong here too"


def _with_hint(lines: list[str], hint: str | None) -> str:
    return "\n".join([*lines, *([f"hint: {hint}"] if hint else [])])
