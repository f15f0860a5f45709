"""x cut off on both sides before anything else, or inside exp or tanh: np.clip with limits that the tails show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference, sigmoid
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import ENOUGH, Evidence

#: Limits that people type; farther out, nothing of them is to be seen.
LIMITS: Final = np.array([*range(1, 41), 45, 50, 60, 88, 100], dtype=np.float64)

Formula = Callable[[np.ndarray, np.ndarray], np.ndarray]  # x and the limit to what comes back, for each unit of g


class Inside(NamedTuple):
    """What is cut off, in words; and what forward then returns, and the derivative is."""

    what: str
    forward: Formula
    slope: Formula


def _silu_slope(x: np.ndarray, limit: np.ndarray) -> np.ndarray:
    s = sigmoid.forward(np.clip(x, -limit, limit))
    return np.asarray(s + x * s * (1.0 - s))


def _tanh(x: np.ndarray, limit: np.ndarray) -> np.ndarray:
    return np.asarray(np.tanh(np.clip(SQRT_2_OVER_PI * (x + CUBIC * x * x * x), -limit, limit)))


def _gelu_slope(x: np.ndarray, limit: np.ndarray) -> np.ndarray:
    t = _tanh(x, limit)
    return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x))


INSIDE: Final = {
    "SiLU": Inside(
        "inside the sigmoid, x", lambda x, limit: x * sigmoid.forward(np.clip(x, -limit, limit)), _silu_slope
    ),
    "GELU": Inside("inside tanh, u", lambda x, limit: 0.5 * x * (1.0 + _tanh(x, limit)), _gelu_slope),
}


def clipped_before(evidence: Evidence) -> Cause | None:
    """The limits between which x, or what stands inside exp or tanh, was kept."""
    if evidence.reference.name == "ReLU" or evidence.x.size < ENOUGH:
        return None  # of ReLU, one of the limits is not to be seen
    x = evidence.x[evidence.sample]
    for what, formula in _ways(evidence.reference, evidence.is_forward):
        with np.errstate(all="ignore"):
            values = formula(x, LIMITS[:, None])
            observed = evidence.yours[evidence.sample] if evidence.is_forward else evidence.slopes
            for limit in LIMITS[evidence.near(values, observed)]:
                if evidence.explained_by(formula(evidence.x, limit) * evidence.upstream, room=3.0):
                    ends = [f"-{limit:g}"] * bool((evidence.x[evidence.wrong] < 0).any())
                    ends += [f"{limit:g}"] * bool((evidence.x[evidence.wrong] > 0).any())
                    told = f"{what} seems to be cut off at {' and '.join(ends)} (np.clip, say), which is too early"
                    return Cause("cut off", told)
    return None


def _ways(reference: Reference, forward: bool) -> Iterator[tuple[str, Formula]]:
    right = reference.forward if forward else reference.derivative
    yield "x", lambda x, limit: right(np.clip(x, -limit, limit))
    inside = INSIDE.get(reference.name)
    if inside is not None:
        yield inside.what, inside.forward if forward else inside.slope
