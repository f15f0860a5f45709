"""Where the engine does not know, it says nothing; and it says nothing beyond what the numbers show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle.activations import Reference, gelu, sigmoid
from oracle.ask import gradient
from tests.support.diagnosing import (
    EACH,
    key_of_backward,
    key_of_forward,
    layer,
    told,
)  # fmt: skip


def _garbage(seed: int) -> Callable[[np.ndarray], Any]:
    """A smooth function that nobody has a name for."""
    factors = np.random.default_rng(seed).normal(size=(4, 3))
    return lambda x: sum(a * np.sin(b * x + c) for a, b, c in factors) + 0.3


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
def test_of_garbage_nothing_is_said(reference: Reference, seed: int) -> None:
    garbage = _garbage(seed)
    assert key_of_forward(reference, garbage) == ""
    assert key_of_backward(reference, lambda x, g: garbage(x) * g) == ""
    assert key_of_backward(reference, lambda x, g: garbage(x + 3 * g)) == ""


@pytest.mark.parametrize("seed", range(3))
def test_of_noise_nothing_is_said_but_that_it_is_random(seed: int) -> None:
    noise = np.random.default_rng(seed)
    assert key_of_backward(gelu, lambda x, g: gelu.derivative(x) * g + noise.normal(size=x.shape)) == "random"

    def the_same_each_time(x: np.ndarray, g: np.ndarray) -> np.ndarray:
        return np.asarray(gelu.derivative(x) * g + np.random.default_rng([seed, x.size]).normal(size=x.shape))

    assert key_of_backward(gelu, the_same_each_time) == ""


def test_a_formula_that_explains_all_but_one_answer_is_not_told() -> None:
    def mostly_without_upstream(x: np.ndarray, g: np.ndarray) -> np.ndarray:
        return sigmoid.derivative(x) * (np.cos(g) if x.shape == (40,) else 1.0)

    assert key_of_backward(sigmoid, mostly_without_upstream) == ""


def test_where_few_answers_are_wrong_the_layer_is_asked_for_more() -> None:
    asked = [gradient(np.array([0.5, -1.0]), np.array([2.0, -3.0]))]
    found = told(layer(sigmoid, backward=lambda x, g: sigmoid.derivative(x)), sigmoid, lambda rng, _: asked)
    assert found is not None
    assert found.key == "upstream missing"


def test_fewer_than_eight_answers_explain_nothing() -> None:
    def two_at_most(x: np.ndarray, g: np.ndarray) -> np.ndarray:
        assert x.size <= 2, "too many"
        return sigmoid.derivative(x)

    asked = [gradient(np.array([0.5, -1.0]), np.array([2.0, -3.0]))]
    assert told(layer(sigmoid, backward=two_at_most), sigmoid, lambda rng, _: asked) is None
