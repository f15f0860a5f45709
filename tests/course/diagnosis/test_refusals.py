"""What is no array of the right kind and shape is told by what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nbjudge.diagnosis import diagnosis_of
from oracle import probes
from oracle.activations import sigmoid
from oracle.answers import Forward
from oracle.diagnosis.refusals import of_result
from tests.support.diagnosing import problem, told
from tests.support.layers import with_forward, with_methods


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda y: None, "nothing returned"),
        (lambda y: y.tolist(), "list returned"),
        (lambda y: (y, y), "tuple returned"),
        (np.ma.masked_array, "masked array"),
        (lambda y: y.astype(object), "object array"),
        (lambda y: y.astype(int), "integer array"),
        (lambda y: y > 0.5, "bool array"),
        (lambda y: y + 0j, "complex array"),
        (lambda y: y.astype(np.float16), "float16 result"),
        (lambda y: y.astype(np.longdouble), "extended precision"),
        (lambda y: y.astype(np.float32), "float32 result"),
        (lambda y: y.ravel(), "flattened"),
        (lambda y: y.T, "transposed"),
        (lambda y: y[..., None], "axis added"),
        (np.squeeze, "axes dropped"),
        (np.atleast_1d, "0-d becomes 1-d"),
        (lambda y: y.sum(), "summed over all entries"),
        (lambda y: y.mean(axis=0), "averaged over the batch"),
        (lambda y: float(y) if y.size == 1 else y, "number for an array"),
        (lambda y: 0.5, "one number"),
        (lambda y: y[0] if y.ndim > 1 else y, "the first row alone"),
        (lambda y: y[-1] if y.ndim > 1 else y, "the last row alone"),
        (lambda y: np.tanh, "function returned"),
        (lambda y: zip(y.flat, y.flat, strict=True), "generator returned"),
        (lambda y: y.astype(str), "text"),
        (lambda y: y[:2], "shape"),
        (lambda y: {"y": y}, "dict returned"),
        (lambda y: lambda: y, "function returned"),
        (lambda y: (one for one in y), "generator returned"),
    ],
)
def test_what_is_refused_is_told_by_its_kind(change: Callable[[Any], Any], key: str) -> None:
    cls = with_forward(lambda x, y: change(np.asarray(y)))
    questions = (probes.forward_shapes,) if key in {"0-d becomes 1-d", "axes dropped", "number for an array"} else ()
    error = problem(cls, sigmoid, *(questions or (probes.forward_values, probes.forward_shapes)))
    assert error is not None
    found = diagnosis_of(error)
    assert found is not None
    assert found.key == key
    assert f"hint: {found.sentence}" in str(error)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (0.25, "the last entry alone"),
        (0.5, "the first entry alone"),
        (0.75, "replaced by its largest over all entries"),
    ],
)
def test_one_entry_in_place_of_all_is_told_by_its_place(number: float, key: str) -> None:
    right = np.array([[0.5, 0.1], [0.75, 0.25]])
    assert of_result(number, right, [Forward(right)]).key == key


def test_an_entry_that_is_the_last_and_the_largest_shows_neither() -> None:
    right = np.array([0.1, 0.2, 0.7])
    assert of_result(0.7, right, [Forward(right)]).key == "one number"


def test_a_gate_of_whole_numbers_that_lacks_grad_output_is_told_so() -> None:
    gate = with_methods(backward=lambda self, grad_output: np.where(self.x > 0, 1, 0))
    found = told(gate, sigmoid, probes.backward_values)
    assert found is not None
    assert found.key == "integer array"
    assert "grad_output" in found.sentence


def test_a_shape_left_over_from_an_earlier_forward_is_stale() -> None:
    def first(self: Any, x: Any) -> Any:
        self.kept = getattr(self, "kept", x)
        self.x = x
        return sigmoid.forward(self.kept)

    found = told(with_methods(forward=first), sigmoid, probes.forward_values)
    assert found is not None
    assert found.key == "stale cache"
