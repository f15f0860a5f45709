"""Bad manners, overflows and networks that do not learn are told with their cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nbjudge.diagnosis import diagnosis_of
from oracle import manners, network, probes
from oracle.activations import relu, sigmoid
from tests.support.diagnosing import layer
from tests.support.inprocess import NOTEBOOK, code_cells, run_notebook
from tests.support.layers import Base, with_methods


def _changing(self: Any, x: Any) -> Any:
    self.x = x
    x *= 0.5
    return sigmoid.forward(x)


@pytest.mark.parametrize(
    ("cls", "question", "key"),
    [
        (with_methods(forward=_changing), manners.leaves_arguments_alone, "changes x"),
        (with_methods(forward=lambda self, x: sigmoid.forward(x)), manners.keeps_input, "x not stored"),
        (with_methods(parameters=lambda self: None), manners.has_no_parameters, "parameters"),
    ],
    ids=["changes x", "stores nothing", "has parameters"],
)
def test_bad_manners_are_told_by_their_kind(cls: type[Any], question: Callable[..., None], key: str) -> None:
    more = [Base] if question is manners.has_no_parameters else []
    with pytest.raises(AssertionError) as caught:
        question(cls, sigmoid, *more)
    found = diagnosis_of(caught.value)
    assert found is not None
    assert (found.about, found.key, found.section) == ("Sigmoid", key, "The contract")


def test_self_x_that_holds_the_output_is_not_blamed_on_another_layer() -> None:
    def stores_output(self: Any, x: Any) -> Any:
        self.x = sigmoid.forward(x)
        return self.x.copy()

    with pytest.raises(AssertionError) as caught:
        manners.instances_are_independent(with_methods(forward=stores_output), sigmoid)
    found = diagnosis_of(caught.value)
    assert found is not None
    assert found.key == "self.x is not x"


def test_numbers_that_were_never_written_are_not_blamed_on_another_layer() -> None:
    def backward(self: Any, grad_output: Any) -> Any:
        return np.where(self.x > 0, grad_output, np.random.default_rng().normal(size=self.x.shape))

    with pytest.raises(AssertionError) as caught:
        manners.instances_are_independent(with_methods(backward=backward), sigmoid)
    found = diagnosis_of(caught.value)
    assert found is not None
    assert found.key == "random"


def _naive(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _quotient(x: Any) -> Any:
    return np.exp(x) / (1 + np.exp(x))


@pytest.mark.parametrize("formula", [_naive, _quotient])
def test_an_overflow_is_told_whether_its_numbers_are_right_or_not(formula: Callable[[Any], Any]) -> None:
    with pytest.raises(AssertionError) as caught:
        probes.stable_forward(with_methods(forward=lambda self, x: formula(x)), sigmoid)
    found = diagnosis_of(caught.value)
    assert found is not None
    assert (found.key, "overflow encountered in exp" in str(caught.value)) == ("overflow", True)


def test_far_out_where_formulas_are_alike_the_layer_is_asked_nearer_to_0() -> None:
    for power, key in ((1, "s missing"), (2, "slope of tanh")):
        cls = layer(sigmoid, backward=lambda x, g, power=power: (1 - sigmoid.forward(x) ** power) * g)  # type: ignore[misc]  # bound now
        with pytest.raises(AssertionError) as caught:
            probes.stable_backward(cls, sigmoid)
        found = diagnosis_of(caught.value)
        assert found is not None
        assert found.key == key


def test_a_network_that_fails_tells_the_mistake_of_its_activation() -> None:
    notebook = run_notebook(code_cells(NOTEBOOK))
    sequential, linear, sgd, mse = (notebook[name] for name in ("Sequential", "Linear", "SGD", "mse"))
    cls = layer(relu, backward=lambda x, g: np.where(x > 0, 1.0, 4.0) * g)
    asked: tuple[Callable[[], None], ...] = (
        lambda: network.gradient_flows(cls, relu, sequential, linear),
        lambda: network.learns(cls, relu, sequential, linear, sgd, mse),
    )
    for ask in asked:
        with pytest.raises(AssertionError) as caught:
            ask()
        found = diagnosis_of(caught.value)
        assert found is not None
        assert (found.key, "hint: this is a leaky ReLU" in str(caught.value)) == ("leaky ReLU", True)
