"""What is told of a mistake: one key for all tests, an example, a curve, a section, and else the calls to repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import Reference, gelu, relu, sigmoid
from oracle.answers import Forward
from oracle.diagnosis import engine, telling
from oracle.diagnosis.cause import CHAIN_RULE, CONTRACT, SECTIONS
from tests.support.diagnosing import (
    BACKWARD,
    EACH,
    FORWARD,
    layer,
    problem,
    told,
)  # fmt: skip
from tests.support.inprocess import NOTEBOOK
from tests.support.layers import Right, with_methods


def test_tests_that_fail_for_one_mistake_share_one_key() -> None:
    def u(x: np.ndarray) -> Any:
        return np.sqrt(2 / np.pi) * x

    def slope(x: np.ndarray, g: np.ndarray) -> Any:
        t = np.tanh(u(x))
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * np.sqrt(2 / np.pi)) * g

    cls = layer(gelu, forward=lambda x: 0.5 * x * (1 + np.tanh(u(x))), backward=slope)
    questions = [
        probes.forward_values, probes.forward_shapes, probes.forward_views, probes.backward_values,
        probes.backward_shapes, probes.latest_forward_wins, probes.repeated_backward,
    ]  # fmt: skip
    found = {(one.about, one.key) for question in questions if (one := told(cls, gelu, question)) is not None}
    assert found == {("GELU", "cubic term missing")}


def test_the_curve_is_sorted_bounded_and_near_zero() -> None:
    found = told(layer(gelu, backward=lambda x, g: -gelu.derivative(x) * g), gelu, *BACKWARD)
    assert found is not None
    x, yours, right = np.array(found.curve).T
    assert 8 <= x.size <= engine.CURVE
    assert np.all(np.diff(x) >= 0)
    assert np.abs(x).max() <= engine.DRAWN
    assert np.allclose(yours, -right)
    assert np.allclose(right, gelu.derivative(x))


def test_there_is_no_curve_where_entries_are_mixed_up() -> None:
    found = told(layer(gelu, backward=lambda x, g: np.flip(gelu.derivative(x) * g)), gelu, *BACKWARD)
    assert found is not None
    assert (found.key, found.curve) == ("reversed", ())


def test_the_example_has_all_numbers_of_one_wrong_entry() -> None:
    found = told(layer(relu, backward=lambda x, g: g), relu, *BACKWARD)
    assert found is not None
    assert [name for name, _ in found.example] == ["x", "grad_output", "yours", "right"]
    numbers = {name: float(number) for name, number in found.example}
    assert (numbers["yours"], numbers["right"]) == (numbers["grad_output"], 0.0)


def test_sections_are_headings_of_the_notebook() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    for heading in (*SECTIONS.values(), CONTRACT, CHAIN_RULE):
        assert f"# {heading}" in text.replace("\\u00b7", "·"), heading


def test_a_right_layer_is_never_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("the engine was asked of a right answer")

    for name in ("diagnosed", "evidence_of", "replayed"):
        monkeypatch.setattr(telling, name, never)
    assert problem(Right, sigmoid, *FORWARD, *BACKWARD) is None


def test_what_goes_wrong_in_the_engine_costs_the_diagnosis_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(telling, "diagnosed", broken)
    error = problem(layer(relu, backward=lambda x, g: g), relu, *BACKWARD)
    assert type(error) is AssertionError
    assert ("entries wrong" in str(error), "diagnosis" in vars(error)) == (True, False)


def test_without_a_diagnosis_the_calls_that_show_the_mistake_are_told_and_do() -> None:
    cls = layer(sigmoid, backward=lambda x, g: np.sin(7 * x + g))
    error = problem(cls, sigmoid, probes.backward_values)
    said = str(error)
    calls = [line.strip() for line in said.splitlines() if line.startswith("  layer")]
    assert [call.partition("(")[0] for call in calls] == ["layer = Sigmoid", "layer.forward", "layer.backward"]
    space: dict[str, Any] = {"Sigmoid": cls, "np": np}
    exec("\n".join(calls[:-1]), space)
    assert f"yours = {eval(calls[-1], space)[0]:.8g}" in said


def test_calls_that_need_those_before_them_are_told_in_full() -> None:
    def counting(self: Any, x: Any) -> Any:
        self.calls = getattr(self, "calls", 0) + 1
        self.x = x
        return sigmoid.forward(x) + np.sin(9.0 * self.calls * np.arange(x.size))

    asked = [Forward(np.full(3, 0.5)), Forward(np.full(3, 0.25), asked=False), Forward(np.full(3, 0.75))]
    error = problem(with_methods(forward=counting), sigmoid, lambda rng, _: [asked[1:]])
    assert str(error).endswith(
        "to see it again, in full:\n  layer = Sigmoid()\n"
        "  layer.forward(np.array([0.25, 0.25, 0.25]))\n  layer.forward(np.array([0.75, 0.75, 0.75]))"
    )


@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
def test_a_missing_upstream_has_a_picture_and_a_telling_example(reference: Reference) -> None:
    found = told(layer(reference, backward=lambda x, g: reference.derivative(x)), reference, *BACKWARD)
    assert found is not None
    assert len(found.curve) >= 16
    numbers = {name: float(number) for name, number in found.example}
    assert abs(numbers["x"]) <= 3
    assert abs(numbers["yours"] - numbers["right"]) > 0.1 * abs(numbers["right"])


def test_few_wrong_answers_have_a_picture_too() -> None:
    found = told(layer(relu, backward=lambda x, g: (x >= 0) * g), relu, probes.rule_at_zero)
    assert found is not None
    assert len(found.curve) >= 16


@pytest.mark.parametrize("change", [lambda y: 2.0 * y, lambda y: np.round(y, 3), lambda y: np.tanh(4.0 * y)])
def test_a_right_rule_in_a_wrong_output_is_blamed_on_forward(change: Callable[[Any], Any]) -> None:
    def forward(self: Any, x: Any) -> Any:
        self.x, self.y = x, change(sigmoid.forward(x))
        return self.y.copy()

    cls = with_methods(forward=forward, backward=lambda self, g: self.y * (1 - self.y) * g)
    found = told(cls, sigmoid, probes.backward_values)
    assert found is not None
    assert found.key == "follows forward"


@pytest.mark.parametrize("use", [np.ones_like, np.square, np.abs])
def test_a_slip_and_another_use_of_grad_output_are_told_together(use: Callable[[Any], Any]) -> None:
    found = told(layer(gelu, backward=lambda x, g: 2.0 * gelu.derivative(x) * use(g)), gelu, *BACKWARD)
    assert found is not None
    assert "And " in found.sentence
