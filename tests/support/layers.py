"""Layers to be checked: one of any two functions; a right sigmoid, and ones with a planted fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from oracle.activations import sigmoid


class Layer:
    """A layer made of two functions; ``forward`` keeps a copy of its input first."""

    def __init__(self, forward: Callable[[Any], Any], slope: Callable[[Any], Any]) -> None:
        self._forward, self._slope = forward, slope

    def forward(self, x: np.ndarray) -> Any:
        self.x = np.array(x)
        return self._forward(x)

    def backward(self, grad_output: np.ndarray) -> Any:
        return self._slope(self.x) * grad_output


class Base:
    """What the notebook's Activation promises."""

    def __init__(self) -> None:
        self.x: Any = None

    def parameters(self) -> Any:
        return []

    def grads(self) -> Any:
        return []


class Right(Base):
    """A right sigmoid."""

    def forward(self, x: Any) -> Any:
        self.x = x
        return sigmoid.forward(x)

    def backward(self, grad_output: Any) -> Any:
        return sigmoid.derivative(self.x) * grad_output


def with_methods(**methods: Any) -> type[Any]:
    """A right sigmoid but for these methods."""
    return type("Sigmoid", (Right,), methods)


def with_forward(change: Callable[[Any, Any], Any]) -> type[Any]:
    """A sigmoid whose forward result goes through ``change(x, result)``."""

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return change(x, sigmoid.forward(x))

    return with_methods(forward=forward)


def with_backward(change: Callable[[Any, Any, Any], Any]) -> type[Any]:
    """A sigmoid whose backward result goes through ``change(x, grad_output, result)``."""
    return with_methods(backward=lambda self, g: change(self.x, g, sigmoid.derivative(self.x) * g))
