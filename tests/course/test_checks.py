"""The student kit: it measures well, it catches planted mistakes, and it never lets a non-answer pass."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.support.inprocess import ASSIGNMENT
from tests.support.layers import Layer

sys.path.insert(0, str(ASSIGNMENT))
from checks import check_array, check_gradient, numerical_gradient

X = np.array([[-2.0, -0.3, 0.4], [1.1, 2.5, -1.7]])


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 3)])
def test_numerical_gradient_measures_any_shape(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(1).normal(size=shape)
    assert np.allclose(numerical_gradient(np.sin, x), np.cos(x), rtol=0, atol=1e-9)
    assert numerical_gradient(np.sin, x).shape == shape


def test_numerical_gradient_scales_its_step_to_the_point() -> None:
    x = np.array([1e-6, 1.0, 1e4])
    assert np.allclose(numerical_gradient(np.square, x), 2 * x, rtol=1e-8, atol=1e-9)


def test_numerical_gradient_handles_a_layer_that_changes_the_shape() -> None:
    weight = np.random.default_rng(2).normal(size=(3, 5))
    upstream = np.random.default_rng(3).normal(size=(2, 5))
    assert np.allclose(numerical_gradient(lambda x: x @ weight, X, upstream), upstream @ weight.T, atol=1e-8)


def test_numerical_gradient_of_a_float32_function_takes_a_larger_step() -> None:
    measured = numerical_gradient(lambda x: np.sin(x.astype(np.float32)), X)
    assert np.allclose(measured, np.cos(X), atol=2e-4)


def test_numerical_gradient_leaves_x_alone() -> None:
    x = X.copy()

    def rude(values: np.ndarray) -> np.ndarray:
        values *= 2
        return values

    numerical_gradient(rude, x)
    assert np.array_equal(x, X)


def test_check_gradient_passes_a_right_layer_and_returns_a_tiny_error() -> None:
    assert check_gradient(Layer(np.sin, np.cos), X) < 1e-8
    assert (
        check_gradient(Layer(lambda x: np.sin(x.astype(np.float32)), lambda x: np.cos(x).astype(np.float32)), X) < 1e-3
    )


@pytest.mark.parametrize(
    "slope",
    [
        np.sin,
        lambda x: -np.cos(x),
        lambda x: np.cos(x) + 1e-4,
        lambda x: np.cos(x) / len(x),
        lambda x: np.full_like(x, np.nan),
    ],
    ids=["another function", "sign", "a little off", "divided by rows", "nan"],
)
def test_check_gradient_catches_a_planted_mistake(slope: Callable[[Any], Any]) -> None:
    with pytest.raises(AssertionError, match="relative error"):
        check_gradient(Layer(np.sin, slope), X)


def test_check_gradient_catches_a_missing_chain_rule_and_names_it() -> None:
    layer = Layer(np.sin, np.cos)
    layer.backward = lambda grad_output: np.cos(layer.x)  # type: ignore[method-assign]  # the planted mistake
    with pytest.raises(AssertionError, match="is grad_output missing"):
        check_gradient(layer, X)


def test_check_gradient_names_place_numbers_and_error() -> None:
    layer = Layer(np.sin, lambda x: np.where(x == 2.5, 7.0, np.cos(x)))
    with pytest.raises(AssertionError) as caught:
        check_gradient(layer, X, np.ones_like(X))
    message = str(caught.value)
    for told in (
        "index (1, 1)",
        "x              2.5",
        "upstream       1",
        "yours          7",
        "numerical     -0.80114362",
        "relative error",
    ):
        assert told in message


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (2.0, "float"),
        ([1.0, 2.0], "list"),
        (None, "NoneType"),
        (np.float64(1.0), r"shape \(2,\)"),
        (np.ones((2, 1)), r"shape \(2,\)"),
        (np.ones(0), r"shape \(2,\)"),
        (np.array([1, 2]), "int64"),
        (np.array([1.0, np.nan]), "yours nan"),
        (np.array([1.0, np.inf]), "yours inf"),
        (np.array([1.0, 2.1]), r"index \(1\): yours 2.1, expected 2"),
    ],
)
def test_check_array_refuses_what_is_not_the_answer(value: object, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_array(value, [1.0, 2.0], "forward")


def test_check_array_accepts_float32_only_where_float32_is_expected() -> None:
    single = np.array([1.0, 2.0], dtype=np.float32)
    check_array(np.array([1.0, 2.0]), [1, 2])
    check_array(single, single)
    check_array(np.array([1.0, 2.0]), single)
    with pytest.raises(AssertionError, match="should return float64 numbers, as what went in, but they are float32"):
        check_array(single, [1, 2])


def test_infinity_does_not_pass_as_infinity() -> None:
    with pytest.raises(AssertionError, match="inf"):
        check_array(np.array([np.inf]), [np.inf])


def test_nothing_to_compare_is_an_error_and_not_a_pass() -> None:
    with pytest.raises(ValueError, match="empty"):
        check_array(np.ones(0), [])
    with pytest.raises(ValueError, match="empty"):
        check_gradient(Layer(np.sin, np.cos), np.ones((0, 3)))


def test_a_gradient_of_the_wrong_shape_does_not_broadcast_into_a_pass() -> None:
    layer = Layer(np.sin, np.cos)
    layer.backward = lambda grad_output: np.float64(1.0)  # type: ignore[method-assign]  # the planted mistake
    with pytest.raises(AssertionError, match="shape"):
        check_gradient(layer, X)


@pytest.mark.parametrize("name", ["arrays", "checks", "gradients"])
def test_the_kit_needs_numpy_alone(name: str) -> None:
    tree = ast.parse((ASSIGNMENT / f"{name}.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    foreign = {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names)
    assert foreign <= {"numpy", "arrays", "gradients"}
