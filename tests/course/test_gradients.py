"""Measuring gradients honestly: at corners, in flat places, of small numbers, and in words that name the cause."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from oracle.planted import CLASSES
from tests.support.answers import answers
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, code_cells, run_notebook
from tests.support.layers import Layer

sys.path.insert(0, str(ASSIGNMENT))
from checks import check_direction, check_gradient, numerical_gradient

X = np.array([[-2.0, 1.0, 0.5], [3.0, -0.25, 2.0]])


def relu_slope(x: np.ndarray) -> np.ndarray:
    return (x > 0).astype(float)


# ------------------------------------------------------------ points


def test_whole_numbers_are_taken_as_floats() -> None:
    assert check_gradient(Layer(lambda x: np.maximum(0, x), relu_slope), np.array([[-2, 1], [3, -1]])) < 1e-9
    assert np.allclose(numerical_gradient(np.sin, np.array([1, 2])), np.cos([1, 2]))


@pytest.mark.parametrize("x", [np.array(["a"]), np.array([1j]), np.array([None])])
def test_what_is_no_number_is_named(x: np.ndarray) -> None:
    with pytest.raises(TypeError, match=r"x should be an array of float numbers, but its type is"):
        check_gradient(Layer(np.sin, np.cos), x)


@pytest.mark.parametrize("at_the_corner", [0.0, 0.3, 1.0])
def test_at_a_corner_any_slope_between_both_sides_passes_and_the_corner_is_named(
    at_the_corner: float, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = Layer(lambda x: np.maximum(0, x), lambda x: np.where(x == 0, at_the_corner, relu_slope(x)))
    check_gradient(layer, np.array([-1.0, 0.0, 2.0]), np.ones(3))
    assert "a corner: to the left the slope is 0, to the right 1" in capsys.readouterr().out


def test_at_a_corner_a_slope_beyond_both_sides_fails_and_the_corner_is_named() -> None:
    layer = Layer(lambda x: np.maximum(0, x), lambda x: np.where(x == 0, 1.5, relu_slope(x)))
    with pytest.raises(AssertionError, match=r"disagrees(.|\n)*a corner"):
        check_gradient(layer, np.array([-1.0, 0.0, 2.0]))


@pytest.mark.parametrize(
    ("x", "upstream"),
    [(np.ones(1000), np.full(1000, 1 / 4e6)), (np.array([12.0, 20.0]), None), (np.array([1.0]), np.array([1e-200]))],
    ids=["a mean over millions", "a flat place", "next to nothing"],
)
def test_a_zero_gradient_is_caught_however_small_the_right_one_is(x: np.ndarray, upstream: np.ndarray | None) -> None:
    def sigmoid(x: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-x)))

    check_gradient(Layer(sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))), x, upstream)
    with pytest.raises(AssertionError, match="backward disagrees"):
        check_gradient(Layer(sigmoid, np.zeros_like), x, upstream)


def sine_with(slope: Callable[[Any, Any], Any]) -> Layer:
    """A sine whose backward is a function of x and grad_output."""
    layer = Layer(np.sin, np.cos)
    layer.backward = lambda grad_output: slope(layer.x, grad_output)  # type: ignore[method-assign]  # on purpose
    return layer


@pytest.mark.parametrize("scale", [1e-9, 1e-4, 1.0, 1e5])
@pytest.mark.parametrize(
    ("slope", "told"),
    [
        (lambda x, g: 0 * g, "all of yours are 0"),
        (lambda x, g: -np.cos(x) * g, "the other sign everywhere"),
        (lambda x, g: 2 * np.cos(x) * g, "yours is 2 times what it should be"),
        (lambda x, g: np.cos(x), "is grad_output missing"),
        (lambda x, g: np.cos(x) * g * g, "is grad_output in your product twice"),
    ],
)
def test_the_cause_is_named_however_small_or_large_the_numbers_are(
    slope: Callable[[Any, Any], Any], told: str, scale: float
) -> None:
    upstream = scale * np.array([[1.0, -2.0, 3.0], [0.7, 4.0, -5.0]])
    with pytest.raises(AssertionError, match="backward disagrees") as raised:
        check_gradient(sine_with(slope), X, upstream)
    hints = str(raised.value).splitlines()[6:]
    assert len(hints) == 1
    assert told in hints[0]


@pytest.mark.parametrize(
    ("layer", "x", "upstream", "told"),
    [
        (np.sin, X, None, "expected a layer with forward and backward, but found ufunc"),
        (Layer(np.sin, np.cos), np.array([1.0, np.nan]), None, "x should be finite"),
        (Layer(np.sin, np.cos), np.array([1.0, np.inf]), None, "x should be finite"),
        (Layer(np.sin, np.cos), X, np.full(X.shape, np.nan), "upstream should be finite numbers"),
        (Layer(np.sin, np.cos), X, np.ones(3), r"in the shape of forward\(x\), \(2, 3\)"),
    ],
)
def test_what_cannot_be_checked_is_named(layer: Any, x: Any, upstream: Any, told: str) -> None:
    with pytest.raises((TypeError, ValueError), match=told):
        check_gradient(layer, x, upstream)


def test_many_corners_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    check_gradient(Layer(lambda x: np.maximum(0, x), relu_slope), np.zeros((5, 4)))
    told = capsys.readouterr().out
    assert told.count("a corner") == 3
    assert "and 17 more corners" in told


def test_where_nothing_can_be_measured_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    check_gradient(Layer(np.tanh, np.zeros_like), np.array([40.0, -50.0]))
    assert "the check says little" in capsys.readouterr().out


def test_a_class_in_place_of_a_layer_is_named() -> None:
    with pytest.raises(TypeError, match=r"found the class Layer: write Layer\(\)"):
        check_gradient(Layer, X)


# ------------------------------------------------------------ one direction


def test_one_direction_passes_what_is_right_and_catches_what_is_not() -> None:
    x = np.random.default_rng(4).normal(size=(200, 300))
    assert check_direction(Layer(np.sin, np.cos), x) < 1e-6
    for slope in (np.sin, lambda x: -np.cos(x), lambda x: 1.001 * np.cos(x), np.zeros_like):
        with pytest.raises(AssertionError, match="along a random direction"):
            check_direction(Layer(np.sin, slope), x)


# ------------------------------------------------------------ the corpus


@pytest.mark.filterwarnings("ignore")
def test_no_right_answer_of_the_corpus_is_told_that_it_disagrees() -> None:
    cells = code_cells(NOTEBOOK)
    rng = np.random.default_rng(6)
    for answer in answers("correct"):
        namespace = run_notebook(cells, {answer.grade_id: answer.text})
        for scale in (0.1, 2.0, 30.0):
            x = rng.normal(size=(2, 3)) * scale
            check_gradient(namespace[CLASSES[answer.grade_id]](), np.where(np.abs(x) < 0.02, 0.5, x))
