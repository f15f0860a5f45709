"""Right numbers in wrong places, sums, digits and thresholds: told as what they are, with their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import Reference, gelu, relu, sigmoid
from tests.support.diagnosing import (
    BACKWARD,
    EACH,
    FORWARD,
    key_of_backward,
    key_of_forward,
    layer,
    told,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        (lambda y: y.T.reshape(y.shape), {"transposed", "column order"}),
        (np.flip, {"reversed"}),
        (lambda y: np.roll(y, 1), {"moved"}),
        (lambda y: np.sort(y, axis=None).reshape(y.shape), {"sorted"}),
        (lambda y: y - y.mean() if y.size else y, {"mean subtracted"}),
        (lambda y: y / max(1, y.size), {"divided by size"}),
        (lambda y: y * len(y) if y.ndim else y, {"times rows"}),
        (lambda y: np.cumsum(y, axis=-1) if y.ndim else y, {"running sum"}),
        (lambda y: y + 0 * y if y.ndim < 2 else np.broadcast_to(y.sum(axis=0), y.shape), {"summed over the batch"}),
        (lambda y: np.round(y, 3), {"rounded"}),
        (lambda y: y.astype(np.float32).astype(float), {"float32 inside"}),
        (lambda y: y.astype(np.float16).astype(float), {"float16 inside"}),
        (lambda y: np.clip(y, -0.07, 0.07), {"clipped result"}),
        (lambda y: y * np.nan, {"nan everywhere"}),
        (lambda y: 0 * y, {"all zeros"}),
        (lambda y: 0 * y + 3, {"constant"}),
    ],
)
def test_what_became_of_right_numbers_is_told(change: Callable[[Any], Any], keys: set[str]) -> None:
    cls = layer(sigmoid, backward=lambda x, g: change(sigmoid.derivative(x) * g))
    found = told(cls, sigmoid, probes.backward_values, probes.backward_shapes)
    assert found is not None
    assert found.key in keys


@pytest.mark.parametrize("step", [1e-2, 1e-4, 1e-6])
def test_a_measured_slope_is_told_with_its_step(step: float) -> None:
    def measured(x: Any, g: Any) -> Any:
        return (gelu.forward(x + step) - gelu.forward(x)) / step * g

    found = told(layer(gelu, backward=measured), gelu, probes.backward_values)
    assert found is not None
    assert (found.key, f"step of {step:g}" in found.sentence) == ("finite difference", True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
def test_a_random_threshold_is_found(reference: Reference, seed: int) -> None:
    rng = np.random.default_rng(seed)
    low = float(rng.uniform(0.6, 2.0))
    beyond = told(layer(reference, forward=lambda x: reference.forward(x) + np.sin(x) * (x > low)), reference, *FORWARD)
    assert beyond is not None
    assert beyond.key == "beyond a threshold"
    assert float(beyond.sentence.split("above about ")[1].split()[0]) == pytest.approx(low, rel=0.05)
    inside = (low, low + 1.0)
    window = layer(reference, forward=lambda x: reference.forward(x) + np.cos(x) * ((x > inside[0]) & (x < inside[1])))
    found = told(window, reference, *FORWARD)
    assert found is not None
    assert found.key == "in a window"


def test_wrong_at_zero_alone_is_told_with_the_slope_there() -> None:
    found = told(
        layer(relu, backward=lambda x, g: np.where(x > 0, 1.0, np.where(x == 0, 0.25, 0.0)) * g), relu, *BACKWARD
    )
    assert found is not None
    assert (found.key, "The slope there is 0.25; it should be 0" in found.sentence) == ("at zero", True)


def test_a_threshold_of_grad_output_is_told() -> None:
    key = key_of_backward(relu, lambda x, g: relu.derivative(x) * np.where(np.abs(g) < 1e-4, 0.0, g))
    assert key == "where grad_output is small"


def test_large_arrays_and_views_are_told() -> None:
    def first_hundred(x: np.ndarray) -> np.ndarray:
        y = sigmoid.forward(x)
        y.ravel()[100:] = 0.5
        return y

    assert key_of_forward(sigmoid, first_hundred) == "large arrays"
    turned = layer(sigmoid, forward=lambda x: sigmoid.forward(x) + (not x.flags.c_contiguous) * np.abs(np.sin(x)))
    found = told(turned, sigmoid, probes.forward_views, probes.forward_values)
    assert found is not None
    assert found.key == "views"


@pytest.mark.parametrize("reference", [sigmoid, gelu], ids=lambda reference: reference.name)
def test_one_side_of_zero_is_told_with_the_formula_that_stands_there(reference: Reference) -> None:
    cls = layer(reference, backward=lambda x, g: np.where(x < 0, -1.0, 1.0) * reference.derivative(x) * g)
    found = told(cls, reference, *BACKWARD)
    assert found is not None
    assert (found.key, "There, " in found.sentence) == ("negative x", True)


@pytest.mark.parametrize("degree", [2, 3, 5])
def test_an_error_that_grows_from_nothing_is_no_threshold(degree: int) -> None:
    found = told(layer(gelu, forward=lambda x: gelu.forward(x) + 0.1 * np.sinh(x**degree / 50)), gelu, *FORWARD)
    assert found is None or ("without a jump" in found.sentence or found.key == "polynomial")


def test_of_few_x_no_curve_is_fitted() -> None:
    key = key_of_backward(relu, lambda x, g: np.where(x > 0, 1.0, np.sin(7.0 * g)))
    assert key == ""


def test_a_cut_that_nobody_asked_near_is_told_in_between() -> None:
    cls = layer(sigmoid, forward=lambda x: sigmoid.forward(np.clip(x, -10.3, 10.3)))
    found = told(cls, sigmoid, probes._far_out_forward)
    assert found is not None
    assert "about" not in found.sentence
    assert "between" in found.sentence
