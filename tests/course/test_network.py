"""The questions about a network catch a layer that is wrong in it, and what is told is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import network
from oracle.activations import REFERENCES, sigmoid
from tests.support.inprocess import NOTEBOOK, code_cells, run_notebook

GIVEN = run_notebook([cell for cell in code_cells(NOTEBOOK) if cell.grade_id in {"imports", "module", "linear"}])
Activation, Linear, Sequential = (GIVEN[name] for name in ("Activation", "Linear", "Sequential"))


class Right(Activation):  # type: ignore[misc,valid-type]  # the notebook's own, known when it has run
    """A right sigmoid."""

    def forward(self, x: Any) -> Any:
        self.x = x
        return sigmoid.forward(x)

    def backward(self, grad_output: Any) -> Any:
        return sigmoid.derivative(self.x) * grad_output


def layer(**methods: Any) -> type[Any]:
    """A right sigmoid but for these methods."""
    return type("Sigmoid", (Right,), methods)


def _forward(wrong: Callable[[Any], Any]) -> type[Any]:
    """A sigmoid whose forward returns something else."""

    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return wrong(x)

    return layer(forward=forward)


def gradient_flows(cls: type[Any]) -> None:
    network.gradient_flows(cls, sigmoid, Sequential, Linear)


def learns(cls: type[Any]) -> None:
    network.learns(cls, sigmoid, Sequential, Linear, GIVEN["SGD"], GIVEN["mse"])


def _stale(self: Any, x: Any) -> Any:
    self.x = x if self.x is None else self.x
    return sigmoid.forward(x)


def _first_rows(self: Any, grad_output: Any) -> Any:
    result = np.zeros_like(grad_output)
    result[:32] = (sigmoid.derivative(self.x) * grad_output)[:32]
    return result


FAULTS: list[tuple[str, type[Any]]] = [
    ("the output of the network", _forward(np.tanh)),
    ("the gradient of the network's input", layer(backward=lambda self, g: sigmoid.derivative(self.x))),
    ("the gradient of the network's input", layer(backward=lambda self, g: g)),
    ("the gradient of the network's input", layer(forward=_stale)),
    ("the gradient of the network's input", layer(backward=_first_rows)),
    ("should have shape", layer(backward=lambda self, g: g.sum(axis=0))),
    ("should be a plain numpy.ndarray", _forward(lambda x: sigmoid.forward(x).tolist())),
]


@pytest.mark.parametrize(("told", "cls"), FAULTS)
def test_wrong_gradient_of_the_network_is_told(told: str, cls: type[Any]) -> None:
    with pytest.raises(AssertionError, match=told):
        gradient_flows(cls)


def test_layer_with_gradients_of_its_own_is_noticed() -> None:
    with pytest.raises(AssertionError, match=r"5 gradients .* in place of 4: grads\(\) of an activation should return"):
        gradient_flows(layer(grads=lambda self: [np.zeros(3)]))


@pytest.mark.parametrize("ask", [gradient_flows, learns])
def test_error_of_the_layer_is_raised_as_it_is(ask: Callable[[type[Any]], None]) -> None:
    with pytest.raises(ZeroDivisionError):
        ask(layer(backward=lambda self, g: 1 / 0))


@pytest.mark.parametrize("ask", [gradient_flows, learns])
def test_right_layer_passes(ask: Callable[[type[Any]], None]) -> None:
    ask(layer())


def test_a_layer_that_casts_to_float32_spoils_the_gradient_and_still_learns() -> None:
    single = _forward(lambda x: sigmoid.forward(x).astype(np.float32))
    learns(single)
    with pytest.raises(AssertionError, match="should hold float64 numbers"):
        gradient_flows(single)


def test_linear_keeps_the_names_of_the_specification() -> None:
    linear = Linear(3, 2, np.random.default_rng(0))
    linear.forward(np.ones((4, 3)))
    linear.backward(np.ones((4, 2)))
    assert [array is own for array, own in zip(linear.parameters(), (linear.W, linear.b), strict=True)] == [True, True]
    assert [array is own for array, own in zip(linear.grads(), (linear.dW, linear.db), strict=True)] == [True, True]
    assert linear.dW.tolist() == [[4.0, 4.0]] * 3
    assert linear.db.tolist() == [4.0, 4.0]
    assert set(vars(linear)) == {"x", "W", "b", "dW", "db", "training"}


@pytest.mark.parametrize(
    "cls",
    [
        _forward(np.tanh),
        layer(backward=lambda self, g: -sigmoid.derivative(self.x) * g),
        layer(backward=lambda self, g: 0.0 * g),
        _forward(lambda x: 1e6 + sigmoid.forward(x)),
    ],
)
def test_layer_that_does_not_learn_as_it_should_is_told_its_losses(cls: type[Any]) -> None:
    with pytest.raises(AssertionError, match=r"in 3 steps of training with Sigmoid the loss went from .* to "):
        learns(cls)


def test_layer_with_parameters_of_its_own_spoils_the_training() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        learns(layer(parameters=lambda self: [np.zeros(3)]))


def test_learning_is_judged_by_losses_and_not_entry_by_entry() -> None:
    """What is off by a millionth is for the other cells to find."""
    learns(layer(backward=lambda self, g: sigmoid.derivative(self.x) * g * (1 + 1e-6)))


@pytest.mark.parametrize("name", REFERENCES)
def test_right_layer_is_not_asked_one_by_one(name: str) -> None:
    """Each question is one message under the judge, if nothing is wrong."""
    reference = REFERENCES[name]
    plays = []

    class Proxy:
        def __init__(self) -> None:
            raise AssertionError("a layer is made only if its answers differ")

        @staticmethod
        def __together__(scripts: Any, in_turn: Any, wanted: Any) -> Any:
            plays.append(scripts)
            return [(list(_answers(script)), [], None) for script in scripts]

    def _answers(script: Any) -> Any:
        for call, *arguments in script:
            if call == "forward":
                (x,) = arguments
                yield reference.forward(x)
            elif call == "backward":
                yield reference.derivative(x) * arguments[0]
            else:
                yield []

    network.gradient_flows(Proxy, reference, Sequential, Linear)
    network.learns(Proxy, reference, Sequential, Linear, GIVEN["SGD"], GIVEN["mse"])
    assert len(plays) == 2
