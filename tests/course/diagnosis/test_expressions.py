"""Small expressions are recognised by their numbers: as a whole, in one place of a formula, or in the place of x."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference, gelu, relu, sigmoid, silu
from oracle.diagnosis.formulas.expressions import Search, near, symbols
from tests.support.diagnosing import BACKWARD, FORWARD, key_of_backward, layer, told

X = np.linspace(-3.1, 3.3, 16)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with np.errstate(all="ignore"):
        yield


def _u(x: np.ndarray) -> Any:
    return SQRT_2_OVER_PI * (x + CUBIC * x**3)


@pytest.mark.parametrize(
    ("reference", "forward", "words"),
    [
        (sigmoid, lambda x: np.sqrt(sigmoid.forward(x)), "forward seems to be sqrt(forward(x))"),
        (sigmoid, lambda x: 1 / (1 + np.exp(-x * np.abs(x))), "stands where x belongs"),
        (
            sigmoid,
            lambda x: np.where(x > 0, sigmoid.forward(x), np.exp(x) / (1 - np.exp(x))),
            "only where x is negative",
        ),
        (
            gelu,
            lambda x: 0.5 * x * (1 + np.tanh(SQRT_2_OVER_PI * (x + CUBIC * np.cbrt(x)))),
            "cbrt(x) stands where x^3",
        ),
        (gelu, lambda x: 0.5 * x * (1 + np.cos(_u(x))), "cos(u) stands where tanh(u) belongs"),
        (gelu, lambda x: x * np.exp(-x * x), "forward seems to be x"),
        (silu, lambda x: x * np.logaddexp(0.0, -x), "stands where sigmoid(x) belongs"),
    ],
)
def test_what_stands_in_forward_is_told(reference: Reference, forward: Any, words: str) -> None:
    found = told(layer(reference, forward=forward), reference, *FORWARD)
    assert found is not None
    assert words in found.sentence


@pytest.mark.parametrize(
    ("reference", "backward", "words"),
    [
        (
            relu,
            lambda x, g: relu.forward(x) * (1 - relu.forward(x)) * g,
            "Sigmoid's rule, s (1 - s), with forward(x) for s",
        ),
        (relu, lambda x, g: relu.forward(x) * np.sign(g), "forward(x) * sign(grad_output)"),
        (relu, lambda x, g: (x + g > 0) * g, "taken at (x + grad_output)"),
        (sigmoid, lambda x, g: sigmoid.forward(x) * (1 - g), "forward(x) * (1 - grad_output)"),
        (gelu, lambda x, g: gelu.derivative(np.cos(x)) * g, "taken at cos(x)"),
        (silu, lambda x, g: sigmoid.forward(x) * (x > 0) * g, "sigmoid(x) * (x > 0) * grad_output"),
    ],
)
def test_what_backward_is_instead_is_told(reference: Reference, backward: Any, words: str) -> None:
    found = told(layer(reference, backward=backward), reference, BACKWARD[0])
    assert found is not None
    assert words in found.sentence


def test_what_stands_in_a_term_of_the_derivative_is_told() -> None:
    def slope(x: np.ndarray, g: np.ndarray) -> Any:
        du = SQRT_2_OVER_PI * (1 + 3 * CUBIC * x**2)
        return (0.5 * (1 + np.tanh(_u(x))) + 0.5 * x / np.cosh(_u(x) ** 2) * du) * g

    found = told(layer(gelu, backward=slope), gelu, *BACKWARD)
    assert found is not None
    assert "1 / cosh(u^2) stands where 1 - tanh(u)^2 belongs" in found.sentence


@pytest.mark.parametrize("seed", range(6))
def test_any_two_terms_are_found_again(seed: int) -> None:
    named = symbols(gelu, X)
    search = Search(X, named)
    rng = np.random.default_rng(seed)
    for sign, terms in (("*", search.single), ("+", search.all)):
        usable = [
            n
            for n, row in enumerate(terms.values)
            if np.isfinite(row).all() and np.abs(row).min() > 1e-3 and np.ptp(row) > 1
        ]
        i, j = rng.choice(usable, 2, replace=False)
        a, b = terms.values[i], terms.values[j]
        target = a * b if sign == "*" else a + b
        found = next(search.found(target), None)
        assert found is not None, (terms.terms[i].text, sign, terms.terms[j].text)
        assert near(found.of(named), target)


def test_one_digit_off_is_none_of_them() -> None:
    search = Search(X, symbols(sigmoid, X))
    right = sigmoid.forward(X) * np.tanh(X)
    assert next(search.found(right), None) is not None
    assert next(search.found(right * (1 + 1e-5 * np.cos(9 * X))), None) is None


def test_a_quotient_in_place_of_a_gate_is_told_with_its_constant() -> None:
    assert key_of_backward(relu, lambda x, g: np.maximum(0, x) / (x + 1e-8) * g) == "quotient for a gate"
