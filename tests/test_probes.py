"""Each probe has a planted fault that it must catch; without it, it must pass."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import sigmoid
from oracle.ask import ask, gradient


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


def _with(**methods: Any) -> type[Any]:
    return type("Sigmoid", (Right,), methods)


def _forward(change: Callable[[Any, Any], Any]) -> type[Any]:
    """A sigmoid whose forward result goes through ``change(x, result)``."""

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return change(x, sigmoid.forward(x))

    return _with(forward=forward)


def _backward(change: Callable[[Any, Any, Any], Any]) -> type[Any]:
    """A sigmoid whose backward result goes through ``change(x, grad_output, result)``."""
    return _with(backward=lambda self, g: change(self.x, g, sigmoid.derivative(self.x) * g))


def _edit_x(self: Any, x: Any) -> Any:
    self.x = x.copy()
    x += 0.0 if x.size == 0 else 1.0
    return sigmoid.forward(self.x)


def _edit_upstream(self: Any, grad_output: Any) -> Any:
    grad_output *= sigmoid.derivative(self.x)
    return grad_output


def _stale(self: Any, x: Any) -> Any:
    self.x = x if self.x is None else self.x
    return sigmoid.forward(x)


def _consume(self: Any, grad_output: Any) -> Any:
    x, self.x = self.x, np.zeros_like(self.x)
    return sigmoid.derivative(x) * grad_output


def _shared_state(self: Any, grad_output: Any) -> Any:
    return sigmoid.derivative(type(self).shared) * grad_output


def _share(self: Any, x: Any) -> Any:
    self.x = type(self).shared = x
    return sigmoid.forward(x)


_BUFFER = np.empty((3, 4))


def _reuse_buffer(self: Any, x: Any) -> Any:
    self.x = x
    _BUFFER[...] = sigmoid.forward(x)
    return _BUFFER


def _silence_everything(self: Any, x: Any) -> Any:
    np.seterr(over="ignore")
    self.x = x
    return 1 / (1 + np.exp(-x))


def _naive(self: Any, x: Any) -> Any:
    self.x = x
    return 1 / (1 + np.exp(-x))


FAULTS: list[tuple[str, type[Any]]] = [
    ("forward_values", _forward(lambda x, y: y + 1e-7)),
    ("forward_values", _forward(lambda x, y: np.where(np.abs(x) > 25, 0.5, y))),
    ("forward_values", _forward(lambda x, y: y if x.size < 1000 else y * 0)),
    ("forward_shapes", _forward(lambda x, y: np.atleast_1d(y))),
    ("forward_shapes", _forward(lambda x, y: np.squeeze(y))),
    ("forward_views", _forward(lambda x, y: sigmoid.forward(x.ravel("K").reshape(x.shape)))),
    ("forward_float32", _forward(lambda x, y: y.astype(np.float16) if x.dtype == np.float32 else y)),
    ("backward_values", _backward(lambda x, g, r: sigmoid.derivative(x))),
    ("backward_values", _backward(lambda x, g, r: r / len(x))),
    ("backward_shapes", _backward(lambda x, g, r: np.ravel(r))),
    ("backward_views", _backward(lambda x, g, r: sigmoid.derivative(x) * g.ravel("K").reshape(g.shape))),
    ("backward_float32", _backward(lambda x, g, r: r * (1.01 if x.dtype == np.float32 else 1.0))),
    ("latest_forward_wins", _with(forward=_stale)),
    ("repeated_backward", _with(backward=_consume)),
    ("any_upstream", _backward(lambda x, g, r: np.clip(r, -1, 1))),
    ("rule_at_zero", _backward(lambda x, g, r: np.where(x == 0, 0.0, r))),
    ("keeps_input", _with(forward=lambda self, x: sigmoid.forward(x))),
    ("leaves_arguments_alone", _with(forward=_edit_x)),
    ("leaves_arguments_alone", _with(backward=_edit_upstream)),
    ("earlier_results_stay", _with(forward=_reuse_buffer)),
    ("instances_are_independent", _with(forward=_share, backward=_shared_state)),
    ("has_no_parameters", _with(parameters=lambda self: [self.x])),
    ("has_no_parameters", _with(grads=lambda self: ())),
    ("stable_forward", _with(forward=_naive)),
    ("stable_forward", _with(forward=_silence_everything)),
    ("stable_backward", _backward(lambda x, g, r: np.exp(x) / (1 + np.exp(x)) ** 2 * g)),
]


def _ask(probe: str, cls: type[Any]) -> None:
    question = getattr(probes, probe)
    arguments = (cls, sigmoid, Base) if probe == "has_no_parameters" else (cls, sigmoid)
    settings = np.geterr()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            question(*arguments)
    finally:
        np.seterr(**settings)  # one of the faults is to change them


@pytest.mark.parametrize(("probe", "cls"), FAULTS, ids=[f"{probe}-{n}" for n, (probe, _) in enumerate(FAULTS)])
def test_probe_catches_its_planted_fault(probe: str, cls: type[Any]) -> None:
    with pytest.raises(AssertionError):
        _ask(probe, cls)


@pytest.mark.parametrize("probe", sorted({probe for probe, _ in FAULTS}))
def test_probe_passes_a_right_layer(probe: str) -> None:
    _ask(probe, Right)


def test_every_probe_has_a_planted_fault() -> None:
    public = {
        name
        for name, value in vars(probes).items()
        if not name.startswith("_") and value.__class__.__name__ == "function"
    }
    assert public - {"ask", "gradient", "plain", "play"} == {probe for probe, _ in FAULTS}


def test_a_class_that_is_no_activation_is_told_so() -> None:
    with pytest.raises(AssertionError, match="subclass of Base"):
        probes.has_no_parameters(type("Sigmoid", (), dict(vars(Right))), sigmoid, Base)


def _message(cls: type[Any]) -> str:
    x, upstream = np.array([[0.5, -1.0]]), np.array([[2.0, -3.0]])
    with pytest.raises(AssertionError) as caught:
        ask(cls, sigmoid, [gradient(x, upstream)])
    return str(caught.value)


def test_message_says_that_backward_is_wrong_when_forward_is_right() -> None:
    assert "the mistake is in backward" in _message(_backward(lambda x, g, r: 2 * r))


def _tanh(self: Any, x: Any) -> Any:
    self.x = x
    return np.tanh(x)


def test_message_says_that_forward_is_wrong_when_backward_fits_it() -> None:
    cls = _with(
        forward=_tanh,
        backward=lambda self, g: g / np.cosh(self.x) ** 2,
    )
    assert "forward itself is wrong" in _message(cls)


def test_message_says_so_when_both_are_wrong() -> None:
    cls = _with(forward=_tanh, backward=lambda self, g: g)
    assert "forward is wrong here too" in _message(cls)


def test_message_names_the_misconception_behind_the_numbers() -> None:
    assert "hint: this is the local derivative alone" in _message(_backward(lambda x, g, r: sigmoid.derivative(x)))


def test_message_for_a_single_number_shows_the_numbers_too() -> None:
    with pytest.raises(AssertionError, match="yours"):
        ask(_backward(lambda x, g, r: 2 * r), sigmoid, [gradient(np.array(0.5), np.array(2.0))])


def test_a_wrong_forward_costs_no_points_for_a_right_backward() -> None:
    ask(_forward(lambda x, y: y * 0), sigmoid, [gradient(np.array([0.5, -1.0]), np.array([2.0, -3.0]))])
