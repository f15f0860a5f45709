"""What the engine says of layers that remember, mix up or cut off; and that it is silent where it does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle import probes
from oracle.activations import Reference, gelu, relu, sigmoid
from oracle.answers import Forward
from oracle.ask import gradient
from oracle.diagnosis import engine, telling
from oracle.diagnosis.cause import CHAIN_RULE, CONTRACT, SECTIONS
from tests.support.diagnosing import (
    BACKWARD,
    EACH,
    FORWARD,
    key_of_backward,
    key_of_forward,
    layer,
    problem,
    told,
)  # fmt: skip
from tests.support.inprocess import NOTEBOOK
from tests.support.layers import Right, with_methods

# ---------------------------------------------------------------- what is left of earlier calls


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


# ---------------------------------------------------------------- places, sums, digits, thresholds


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


# ---------------------------------------------------------------- honest limits


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


# ---------------------------------------------------------------- what is told


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


def test_the_example_is_the_first_wrong_entry() -> None:
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


# ---------------------------------------------------------------- answers that nobody had seen before


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
    key = key_of_backward(relu, lambda x, g: np.where(x > 0, 1.0, g))
    assert key == ""


def test_a_cut_that_nobody_asked_near_is_told_in_between() -> None:
    cls = layer(sigmoid, forward=lambda x: sigmoid.forward(np.clip(x, -10, 10)))
    found = told(cls, sigmoid, probes._far_out_forward)
    assert found is not None
    assert "about" not in found.sentence
    assert "between" in found.sentence


@pytest.mark.parametrize("use", [np.ones_like, np.square, np.abs])
def test_a_slip_and_another_use_of_grad_output_are_told_together(use: Callable[[Any], Any]) -> None:
    found = told(layer(gelu, backward=lambda x, g: 2.0 * gelu.derivative(x) * use(g)), gelu, *BACKWARD)
    assert found is not None
    assert "And " in found.sentence
