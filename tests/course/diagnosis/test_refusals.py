"""What is no array, and exceptions, are told in words that help; manners, warnings and networks with their cause."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nbjudge.diagnosis import diagnosis_of
from oracle import manners, network, probes
from oracle.activations import relu, sigmoid
from oracle.answers import Forward
from oracle.diagnosis.exceptions.meaning import EXCEPTIONS
from oracle.diagnosis.refusals import of_result
from tests.support.diagnosing import layer, problem, told
from tests.support.inprocess import NOTEBOOK, code_cells, run_notebook
from tests.support.layers import Base, with_forward, with_methods


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda y: None, "nothing returned"),
        (lambda y: y.tolist(), "list returned"),
        (lambda y: (y, y), "tuple returned"),
        (np.ma.masked_array, "masked array"),
        (lambda y: y.astype(object), "object array"),
        (lambda y: y.astype(int), "integer array"),
        (lambda y: y > 0.5, "bool array"),
        (lambda y: y + 0j, "complex array"),
        (lambda y: y.astype(np.float16), "float16 result"),
        (lambda y: y.astype(np.longdouble), "extended precision"),
        (lambda y: y.astype(np.float32), "float32 result"),
        (lambda y: y.ravel(), "flattened"),
        (lambda y: y.T, "transposed"),
        (lambda y: y[..., None], "axis added"),
        (np.squeeze, "axes dropped"),
        (np.atleast_1d, "0-d becomes 1-d"),
        (lambda y: y.sum(), "summed over all entries"),
        (lambda y: y.mean(axis=0), "averaged over the batch"),
        (lambda y: float(y) if y.size == 1 else y, "number for an array"),
        (lambda y: 0.5, "one number"),
        (lambda y: y[0] if y.ndim > 1 else y, "the first row alone"),
        (lambda y: y[-1] if y.ndim > 1 else y, "the last row alone"),
        (lambda y: np.tanh, "function returned"),
        (lambda y: zip(y.flat, y.flat, strict=True), "generator returned"),
        (lambda y: y.astype(str), "text"),
        (lambda y: y[:2], "shape"),
        (lambda y: {"y": y}, "dict returned"),
        (lambda y: lambda: y, "function returned"),
        (lambda y: (one for one in y), "generator returned"),
    ],
)
def test_what_is_refused_is_told_by_its_kind(change: Callable[[Any], Any], key: str) -> None:
    cls = with_forward(lambda x, y: change(np.asarray(y)))
    questions = (probes.forward_shapes,) if key in {"0-d becomes 1-d", "axes dropped", "number for an array"} else ()
    error = problem(cls, sigmoid, *(questions or (probes.forward_values, probes.forward_shapes)))
    assert error is not None
    found = diagnosis_of(error)
    assert found is not None
    assert found.key == key
    assert f"hint: {found.sentence}" in str(error)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (0.25, "the last entry alone"),
        (0.5, "the first entry alone"),
        (0.75, "replaced by its largest over all entries"),
    ],
)
def test_one_entry_in_place_of_all_is_told_by_its_place(number: float, key: str) -> None:
    right = np.array([[0.5, 0.1], [0.75, 0.25]])
    assert of_result(number, right, [Forward(right)]).key == key


def test_an_entry_that_is_the_last_and_the_largest_shows_neither() -> None:
    right = np.array([0.1, 0.2, 0.7])
    assert of_result(0.7, right, [Forward(right)]).key == "one number"


def test_a_gate_of_whole_numbers_that_lacks_grad_output_is_told_so() -> None:
    gate = with_methods(backward=lambda self, grad_output: np.where(self.x > 0, 1, 0))
    found = told(gate, sigmoid, probes.backward_values)
    assert found is not None
    assert found.key == "integer array"
    assert "grad_output" in found.sentence


def test_a_shape_left_over_from_an_earlier_forward_is_stale() -> None:
    def first(self: Any, x: Any) -> Any:
        self.kept = getattr(self, "kept", x)
        self.x = x
        return sigmoid.forward(self.kept)

    found = told(with_methods(forward=first), sigmoid, probes.forward_values)
    assert found is not None
    assert found.key == "stale cache"


class Other:
    """A layer beside the one that is asked."""

    def __init__(self) -> None:
        self.x = None

    def forward(self, x: Any) -> Any:
        return x


def _raising(line: Callable[[Any], Any]) -> type[Any]:
    return with_methods(forward=lambda self, x: line(x))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (lambda x: max(0, x), "whole array as a condition"),
        (lambda x: x if x > 0 else 0 * x, "whole array as a condition"),
        (math.exp, "function of one number"),
        (lambda x: np.vectorize(abs)(x[:0]), "empty arrays"),
        (lambda x: list(x[0, 0]), "0-d arrays"),
        (lambda x: x.shape[7], "two-dimensional arrays only"),
        (lambda x: list(x.shape).index(1234), ""),
        (lambda x: [0 for _ in x.size], "number gone through"),
        (lambda x: len(x.size), "number gone through"),
        (lambda x: range(x.shape), "whole number wanted"),
        (lambda x: np.max(0, x), "array for a whole number"),
        (eval("lambda x: np.zeros(3, 4)"), "no dtype"),
        (lambda x: x.reshape(1, 1234), "shapes do not fit"),
        (lambda x: (x > 0) - (x < 0), "arithmetic of masks"),
        (Other, "layer made with arguments"),
        (eval("lambda x: 0 * x + Other()(x)"), "not callable"),
        (eval("lambda x: Other().forward(x, x)"), "argument too many"),
        (eval("lambda x: Other.forward(x) + 0"), "argument missing"),
        (lambda x: x * Other(), "layer where numbers belong"),
        (lambda x: x * Other, "class where numbers belong"),
        (lambda x: x * np.tanh, "function not called"),
        (eval("lambda x: super.__init__()"), "super without brackets"),
        (lambda x: x.exp(), "unknown attribute"),
        (eval("lambda x: Other.sigmoid"), "unknown attribute"),
        (eval("lambda x: [x] * 2.0"), "types that do not fit"),
        (lambda x: str(x) * x, "text for numbers"),
        (lambda x: np.gradient(x.ravel()[:1]), "np.gradient"),
        (eval("lambda x: math.exp(None)"), "None where an array belongs"),
        (eval("lambda x: np.maximun(0, x)"), "unknown name"),
        (eval("lambda x: undefined_name"), "unknown name"),
        (lambda x: x.sigmoid(), "unknown attribute"),
        (lambda x: None * x, "None where an array belongs"),
        (lambda x: x @ x, "matrix product"),
        (lambda x: x + np.ones((41, 1, 41, 1)) @ np.ones((2, 3)), "matrix product"),
        (lambda x: x + np.ones(1234), "shapes do not fit"),
        (lambda x: np.add(x, 1.0, out=np.zeros(x.shape, int)), "in place into another type"),
        (lambda x: 1 / 0, "division by zero"),
        (lambda x: x(), "not callable"),
        (lambda x: x.size[0], "not subscriptable"),
    ],
)
def test_exceptions_are_told_in_words_that_help(line: Callable[[Any], Any], key: str) -> None:
    error = problem(_raising(line), sigmoid, probes.forward_values)
    assert error is not None
    found = diagnosis_of(error)
    assert (found.key if found is not None else "") == key
    assert found is None or vars(error)["__notes__"] == [f"hint: {found.sentence}"]


def test_a_stub_and_the_students_own_words_are_left_alone() -> None:
    for raised in (NotImplementedError(), ValueError("x should be float64"), AssertionError("no gradient")):

        def stub(x: Any, raised: Exception = raised) -> Any:
            raise raised

        error = problem(_raising(stub), sigmoid, probes.forward_values)
        assert error is raised
        assert diagnosis_of(error) is None


def test_an_assert_without_a_word_is_told_as_the_codes_own() -> None:
    def two_d_only(x: Any) -> Any:
        raise AssertionError  # as Python does; an assert that stands here would be put into words by pytest

    error = problem(_raising(two_d_only), sigmoid, probes.forward_values)
    assert error is not None
    found = diagnosis_of(error)
    assert found is not None
    assert found.key == "own assert"


def test_sentences_about_exceptions_take_what_their_patterns_find() -> None:
    for pattern, _, sentence in EXCEPTIONS:
        sentence.format(*["name"] * re.compile(pattern).groups)


# ---------------------------------------------------------------- manners, stability, network


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
