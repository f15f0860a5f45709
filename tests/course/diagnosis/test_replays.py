"""What is left of earlier calls: blamed where a fresh layer has it right, and only there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import sigmoid
from tests.support.diagnosing import (
    layer,
    told,
)  # fmt: skip
from tests.support.layers import with_methods


def _first_x(self: Any, x: Any) -> Any:
    self.x = x if self.x is None or self.x.shape != x.shape else self.x
    return sigmoid.forward(x)


def _summing(self: Any, g: Any) -> Any:
    gradient = sigmoid.derivative(self.x) * g
    self.total = gradient + (getattr(self, "total", 0.0) if np.shape(getattr(self, "total", 0.0)) == g.shape else 0.0)
    return self.total


def _overwriting(self: Any, g: Any) -> Any:
    gradient = sigmoid.derivative(self.x) * g
    self.x = self.x + 1.0
    return gradient


def _once(self: Any, g: Any) -> Any:
    gradient = sigmoid.derivative(self.x) * g
    self.x = None
    return gradient


@pytest.mark.parametrize(
    ("cls", "key"),
    [
        (with_methods(forward=_first_x), "stale cache"),
        (with_methods(backward=_summing), "accumulated"),
        (with_methods(backward=_overwriting), "second backward"),
        (with_methods(backward=_once), "second backward"),
    ],
    ids=["stale", "accumulates", "overwrites", "works once"],
)
def test_what_is_right_on_a_fresh_layer_is_blamed_on_the_calls_before(cls: type[Any], key: str) -> None:
    found = told(cls, sigmoid, probes.latest_forward_wins, probes.repeated_backward)
    assert found is not None
    assert found.key == key


def test_what_is_wrong_on_a_fresh_layer_too_is_not() -> None:
    cls = layer(sigmoid, backward=lambda x, g: np.sin(7 * x) * g)
    assert told(cls, sigmoid, probes.latest_forward_wins) is None
