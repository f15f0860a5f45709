"""Asking layers questions: play forward and backward, compare with the reference, explain a difference."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from oracle.activations import Reference
from oracle.compare import mismatch, plain, table
from oracle.misconceptions import recognise
from oracle.play import Call, play

# Central differences explain a wrong answer; they never decide. At this step the float64 error is about 1e-10.
STEP = 6e-6


@dataclass
class Forward:
    """A call ``layer.forward(x)``.

    Attributes:
        x: any shape, float64 or float32; handed over, not to be used afterwards.
        where: what is special about ``x``, for the message.
        asked: whether the result is compared with the reference; if not, the call only prepares the next one.
    """

    x: np.ndarray
    where: str = ""
    asked: bool = True

    def __post_init__(self) -> None:
        # now: the student's code may change x itself
        self.known = np.array(self.x, dtype=np.float64)
        self.dtype = self.x.dtype

    @property
    def title(self) -> str:
        """What the message calls it."""
        return f"x = {self.dtype.name} array of shape {self.known.shape}{f' ({self.where})' if self.where else ''}"

    @property
    def call(self) -> Call:
        return "forward", self.x


@dataclass
class Backward:
    """A call ``layer.backward(upstream)``, compared with f'(x) * upstream, x being that of the forward before.

    Attributes:
        upstream: of the shape of x, float64 or float32; handed over, not to be used afterwards.
    """

    upstream: np.ndarray

    def __post_init__(self) -> None:
        self.known = np.array(self.upstream, dtype=np.float64)

    @property
    def call(self) -> Call:
        return "backward", self.upstream


Script = Sequence[Forward | Backward]


def gradient(x: np.ndarray, upstream: np.ndarray, where: str = "") -> Script:
    """The usual question about backward: forward(x), whose result only explains, then backward(upstream)."""
    return Forward(x, where, asked=False), Backward(upstream)


def ask(cls: Any, reference: Reference, scripts: Iterable[Script]) -> None:
    """Play each script on a fresh layer, and compare every answer that is asked for with the reference.

    Only backward decides on backward: a wrong forward with a right backward passes there, and a backward that fits
    its own wrong forward fails.

    Raises:
        AssertionError: if type, dtype, shape or a number is wrong, for the first such answer.
        Exception: what the student's code raised, if that comes first.
    """
    scripts = [list(script) for script in scripts]
    for script, played in zip(scripts, play(cls, [[step.call for step in script] for script in scripts]), strict=True):
        forward = forward_result = None
        for step, result in zip(script, played.results, strict=False):  # shorter if an error ended it
            if isinstance(step, Forward):
                forward, forward_result = step, result
                if step.asked:
                    _compare_forward(step, result, reference)
            else:
                assert forward is not None, "a script begins with forward"
                _compare_backward(cls, forward, forward_result, step, result, reference)
        if played.error is not None:
            raise played.error


def _compare_forward(step: Forward, result: Any, reference: Reference) -> None:
    title = functools.partial("forward(x) for {0.title}".format, step)
    yours = plain(result, step.known.shape, title)
    right = reference.forward(step.known)
    wrong = mismatch(yours, right, step.dtype, step.known)
    if wrong.any():
        lines = [f"{title()}: {table(wrong, [('x', step.known), ('yours', yours), ('right', right)])}"]
        raise AssertionError(_with_hint(lines, recognise(reference, step.known, None, yours)))


def _compare_backward(
    cls: Any, forward: Forward, forward_result: Any, step: Backward, result: Any, reference: Reference
) -> None:
    x, above = forward.known, step.known
    title = functools.partial("backward(grad_output) after forward(x) for {0.title}".format, forward)
    yours = plain(result, x.shape, title)
    right = reference.derivative(x) * above
    wrong = mismatch(yours, right, forward.dtype, above * np.maximum(1.0, np.abs(x)))
    if wrong.any():
        columns = [("x", x), ("grad_output", above), ("yours", yours), ("right", right)]
        forward_agrees = _agrees(forward_result, reference, x, forward.dtype)
        lines = [f"{title()}: {table(wrong, columns)}", _blame(cls, x, above, yours, forward_agrees)]
        raise AssertionError(_with_hint(lines, recognise(reference, x, above, yours)))


def _agrees(result: Any, reference: Reference, known: np.ndarray, dtype: Any) -> bool:
    try:
        return not mismatch(plain(result, known.shape, ""), reference.forward(known), dtype, known).any()
    except AssertionError:
        return False


def _blame(cls: Any, x: np.ndarray, upstream: np.ndarray, yours: np.ndarray, forward_agrees: bool) -> str:
    """Which of the two is wrong, judging by central differences of the student's own forward."""
    if forward_agrees:
        return "forward is right here, so the mistake is in backward"
    try:
        above, below = (p.results[0] for p in play(cls, [[("forward", x + h)] for h in (STEP, -STEP)]))
        rise = np.asarray(above, np.float64) - np.asarray(below, np.float64)
        fits = np.allclose(rise / (2 * STEP) * upstream, yours, rtol=1e-4, atol=1e-6)
    except Exception:  # any failure of the student's forward: then there is nothing to compare with
        fits = False
    if fits:
        return "backward is the derivative of your forward, but forward itself is wrong: mend forward first"
    return "forward is wrong here too"


def _with_hint(lines: list[str], hint: str | None) -> str:
    return "\n".join([*lines, *([f"hint: {hint}"] if hint else [])])
