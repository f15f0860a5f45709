"""Layers with a planted mistake, of any of the course's activations, and what the engine says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nbjudge.diagnosis import Diagnosis, diagnosis_of
from oracle import probes
from oracle.activations import REFERENCES, Reference
from oracle.ask import Question, about
from tests.support.layers import Base

FORWARD = probes.forward_values, probes.forward_shapes
BACKWARD = probes.backward_values, probes.rule_at_zero, probes.any_upstream

Values = Callable[[np.ndarray], Any]
Gradient = Callable[[np.ndarray, np.ndarray], Any]


def layer(reference: Reference, *, forward: Values | None = None, backward: Gradient | None = None) -> type[Any]:
    """A right layer, but for what forward returns for x, or backward for x and grad_output."""

    class Layer(Base):
        def forward(self, x: Any) -> Any:
            self.x = x
            with np.errstate(all="ignore"):
                return _alike((forward or reference.forward)(x), x)

        def backward(self, grad_output: Any) -> Any:
            with np.errstate(all="ignore"):
                if backward is None:
                    return reference.derivative(self.x) * grad_output
                return _alike(backward(self.x, grad_output), grad_output)

    Layer.__name__ = reference.name
    return Layer


def _alike(result: Any, like: np.ndarray) -> Any:
    """A float64 array of the shape of another, if it is an array at all: formulas with constants forget shapes."""
    if not isinstance(result, np.ndarray | np.generic | float):
        return result
    return np.array(np.broadcast_to(result, like.shape), dtype=np.float64)


def problem(cls: type[Any], reference: Reference, *questions: Question) -> BaseException | None:
    """What the questions raise."""
    try:
        about(cls, reference, *questions)
    except Exception as error:
        return error
    return None


def told(cls: type[Any], reference: Reference, *questions: Question) -> Diagnosis | None:
    """The diagnosis of a wrong layer. Fails if the questions find nothing wrong with it."""
    error = problem(cls, reference, *questions)
    assert error is not None, "nothing is wrong with this layer"
    return diagnosis_of(error)


def key_of_forward(reference: Reference, forward: Values) -> str:
    """The key for a wrong forward; empty if there is none."""
    found = told(layer(reference, forward=forward), reference, *FORWARD)
    return found.key if found is not None else ""


def key_of_backward(reference: Reference, backward: Gradient) -> str:
    """The key for a wrong backward; empty if there is none."""
    found = told(layer(reference, backward=backward), reference, *BACKWARD)
    return found.key if found is not None else ""


EACH = tuple(REFERENCES.values())
