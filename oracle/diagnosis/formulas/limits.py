"""x cut off before anything else, or inside exp or tanh: np.clip with limits that the tails show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference, sigmoid
from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import ENOUGH, Evidence

#: Limits that people type; farther out, nothing of them is to be seen.
LIMITS: Final = np.array([*range(1, 41), 45, 50, 60, 88, 100], dtype=np.float64)
#: The lower and the upper limit, a column each: both, the lower alone, the upper alone.
ENDS: Final = np.concatenate([[-LIMITS, LIMITS], [-LIMITS, LIMITS + np.inf], [-LIMITS - np.inf, LIMITS]], axis=1)

Clip = Callable[[np.ndarray], np.ndarray]
Formula = Callable[[np.ndarray, Clip], np.ndarray]  # x, and what cuts off, to what comes back for each unit of g


class Inside(NamedTuple):
    """What is cut off, in words; and what forward then returns, and the derivative is."""

    what: str
    forward: Formula
    slope: Formula


def _silu_slope(x: np.ndarray, clip: Clip) -> np.ndarray:
    s = sigmoid.forward(clip(x))
    return np.asarray(s + x * s * (1.0 - s))


def _tanh(x: np.ndarray, clip: Clip) -> np.ndarray:
    return np.asarray(np.tanh(clip(SQRT_2_OVER_PI * (x + CUBIC * x * x * x))))


def _gelu_slope(x: np.ndarray, clip: Clip) -> np.ndarray:
    t = _tanh(x, clip)
    return np.asarray(0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x))


INSIDE: Final = {
    "SiLU": Inside("inside the sigmoid, x", lambda x, clip: x * sigmoid.forward(clip(x)), _silu_slope),
    "GELU": Inside("inside tanh, u", lambda x, clip: 0.5 * x * (1.0 + _tanh(x, clip)), _gelu_slope),
}


def clipped_before(evidence: Evidence) -> Cause | None:
    """The limits between which x, or what stands inside exp or tanh, was kept."""
    if evidence.reference.name == "ReLU" or evidence.x.size < ENOUGH:
        return None  # of ReLU, one of the limits is not to be seen
    x = evidence.x[evidence.sample]
    observed = evidence.yours[evidence.sample] if evidence.is_forward else evidence.slopes
    for what, formula in _ways(evidence.reference, evidence.is_forward):
        with np.errstate(all="ignore"):
            near = evidence.near(formula(x, _clip(ENDS[0, :, None], ENDS[1, :, None])), observed)
            for low, high in ENDS.T[near]:
                if evidence.explained_by(formula(evidence.x, _clip(low, high)) * evidence.upstream, room=3.0):
                    ends = _seen(evidence, low, high)
                    told = f"{what} seems to be cut off at {ends} (np.clip, say), which is too early"
                    return Cause("cut off", told)
    return None


def _clip(low: np.ndarray, high: np.ndarray) -> Clip:
    return lambda values: np.clip(values, low, high)


def _seen(evidence: Evidence, low: float, high: float) -> str:
    """The limits of which something is to be seen."""
    x = evidence.x[evidence.wrong]
    return " and ".join([f"{low:g}"] * bool((x < 0).any()) + [f"{high:g}"] * bool((x > 0).any()))


def _ways(reference: Reference, forward: bool) -> Iterator[tuple[str, Formula]]:
    right = reference.forward if forward else reference.derivative
    yield "x", lambda x, clip: right(clip(x))
    inside = INSIDE.get(reference.name)
    if inside is not None:
        yield inside.what, inside.forward if forward else inside.slope
