"""A right sigmoid, and ones with a planted fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oracle.activations import sigmoid


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
