"""A gradient is measured right whatever the function does to its arrays, and what it does is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.support.inprocess import ASSIGNMENT
from tests.support.layers import Layer

sys.path.insert(0, str(ASSIGNMENT))
from checks import check_gradient, numerical_gradient

X = np.array([[-2.0, 1.0, 0.5], [3.0, -0.25, 2.0]])


def triple_in_place(x: np.ndarray) -> np.ndarray:
    x *= 3
    return x


def masked_in_place(x: np.ndarray) -> np.ndarray:
    x[x < 0] = 0
    return x


def with_one_buffer(function: Callable[..., Any]) -> Callable[[np.ndarray], np.ndarray]:
    """The function, with one array for all results of a shape."""
    buffers: dict[tuple[int, ...], np.ndarray] = {}

    def buffered(x: np.ndarray) -> np.ndarray:
        buffer = buffers.setdefault(x.shape, np.empty(x.shape))
        buffer[...] = function(x)
        return buffer

    return buffered


def tripled(x: np.ndarray) -> np.ndarray:
    return np.full(x.shape, 3.0)


@pytest.mark.parametrize("function", [triple_in_place, with_one_buffer(lambda x: 3 * x), lambda x: (3 * x)[...]])
def test_a_function_that_works_in_place_or_in_one_buffer_is_measured_right(function: Callable[[Any], Any]) -> None:
    x = X.copy()
    assert np.allclose(numerical_gradient(function, x), 3.0)
    assert np.array_equal(x, X)


@pytest.mark.parametrize("forward", [triple_in_place, with_one_buffer(lambda x: 3 * x)], ids=["in place", "one buffer"])
@pytest.mark.parametrize("factor", [0.0, 1.0, 3.001, -3.0])
def test_a_wrong_factor_is_caught_whatever_forward_does_to_its_arrays(
    forward: Callable[[Any], Any], factor: float
) -> None:
    with pytest.raises(AssertionError, match="backward disagrees"):
        check_gradient(Layer(forward, lambda x: np.full(x.shape, factor)), X)


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (Layer(triple_in_place, tripled), "forward changes x"),
        (Layer(masked_in_place, lambda x: (x > 0).astype(float)), "forward changes x"),
        (Layer(with_one_buffer(lambda x: 3 * x), tripled), "the same array each time"),
        (Layer(lambda x: x, np.ones_like), "returns the array that it is given"),
    ],
    ids=["in place", "mask in place", "one buffer", "the input itself"],
)
def test_a_right_layer_that_shares_arrays_passes_and_is_told(
    layer: Layer, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_gradient(layer, X) < 1e-6
    assert told in capsys.readouterr().out


def test_a_backward_that_changes_grad_output_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    layer = Layer(lambda x: 3 * x, tripled)
    layer.backward = triple_in_place  # type: ignore[assignment, method-assign]  # on purpose
    assert check_gradient(layer, X) < 1e-6
    assert "backward changes grad_output" in capsys.readouterr().out


def test_a_forward_that_remembers_earlier_calls_is_told() -> None:
    calls: list[int] = []

    def tired(x: np.ndarray) -> np.ndarray:
        calls.append(1)
        return x * len(calls)

    with pytest.raises(AssertionError, match="another result the second time"):
        check_gradient(Layer(tired, np.ones_like), X)


def test_measuring_a_mask_in_place_warns_of_nothing(recwarn: pytest.WarningsRecorder) -> None:
    assert np.allclose(numerical_gradient(masked_in_place, np.array([-2.0, 1.0])), [0.0, 1.0])
    assert not recwarn.list
