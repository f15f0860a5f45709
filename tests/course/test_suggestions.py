"""The kit names the mistakes that need no answer to be named, before submission; and holds no derivative."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.support.inprocess import ASSIGNMENT, ROOT

sys.path.insert(0, str(ASSIGNMENT))
from checks import check_array, check_gradient

X = np.array([[-2.0, 1.0, 0.5], [3.0, -0.25, 2.0], [0.75, -1.5, 1.25]])


class Sine:
    """sin, and what ``back`` makes of x and grad_output."""

    def __init__(self, back: Callable[[Any, Any], Any]) -> None:
        self._back = back

    def forward(self, x: Any) -> Any:
        self.x: Any = np.array(x)
        return np.sin(x)

    def backward(self, grad_output: Any) -> Any:
        return self._back(self.x, grad_output)


@pytest.mark.parametrize(
    ("back", "told"),
    [
        (lambda x, g: np.cos(x), "is grad_output missing from your product"),
        (lambda x, g: np.cos(x) * g * g, "is grad_output in your product twice"),
        (lambda x, g: g, "yours is upstream alone"),
        (lambda x, g: np.cos(x) * np.abs(g), "was the sign of grad_output lost"),
        (lambda x, g: np.cos(x) * np.sign(g), "did you use only the sign of grad_output"),
        (lambda x, g: np.cos(x) * np.maximum(g, 0), "negative numbers of grad_output count as well"),
        (lambda x, g: np.cos(x) + g, "was grad_output added"),
        (lambda x, g: np.sin(x) * g, r"yours is forward\(x\) times upstream"),
        (lambda x, g: np.cos(np.sin(x)) * g, r"yours is the slope at forward\(x\)"),
        (lambda x, g: np.cos(g) * g, "yours is the slope at grad_output"),
        (lambda x, g: np.cos(x) * g + 0.25, "yours is 0.25 more than it should be"),
        (lambda x, g: -np.cos(x) * g, "the other sign everywhere"),
        (lambda x, g: (np.cos(x) * g).T, "rows and columns exchanged"),
        (lambda x, g: np.cos(x) * g / len(x), "yours is 0.333333 times what it should be"),
        (lambda x, g: np.roll(np.cos(x) * g, 1), "the right numbers, but in other places"),
        (lambda x, g: np.cos(x) * g * np.nan, "9 of yours are nan"),
        (lambda x, g: 0 * g, "all of yours are 0"),
        (lambda x, g: None, "did you forget return"),
        (lambda x, g: (np.cos(x) * g).ravel(), "reshaped"),
        (lambda x, g: (np.cos(x) * g).sum(axis=0), "summed or averaged"),
    ],
)
def test_check_gradient_names_the_mistake(back: Callable[[Any, Any], Any], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_gradient(Sine(back), X)


def test_check_gradient_names_nothing_where_nothing_fits() -> None:
    with pytest.raises(AssertionError) as caught:
        check_gradient(Sine(lambda x, g: np.sin(3 * x) * g), X)
    assert str(caught.value).splitlines()[-1].strip().startswith("relative error")


def test_a_second_backward_that_differs_or_fails_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    class Adding(Sine):
        total: Any = 0.0

        def forward(self, x: Any) -> Any:
            self.total = 0.0
            return super().forward(x)

        def backward(self, grad_output: Any) -> Any:
            self.total = self.total + np.cos(self.x) * grad_output
            return self.total

    class Forgetting(Sine):
        def backward(self, grad_output: Any) -> Any:
            x, self.x = self.x, None
            return np.cos(x) * grad_output

    assert check_gradient(Adding(np.multiply), X) < 1e-8
    assert "note: a second backward gives another result" in capsys.readouterr().out
    assert check_gradient(Forgetting(np.multiply), X) < 1e-8
    assert "note: a second backward after the same forward raises TypeError" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("yours", "told"),
    [
        ([-1.0, -2.0, -3.0], "the other sign"),
        ([2.0, 4.0, 6.0], "yours is 2 times"),
        ([3.0, 1.0, 2.0], "in other places"),
        ([0.0, 0.0, 0.0], "all of yours are 0"),
        ([1.0, np.inf, 3.0], "1 of yours are inf"),
    ],
)
def test_check_array_names_the_mistake(yours: list[float], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_array(np.array(yours), [1, 2, 3])


@pytest.mark.parametrize("yours", [[1.0, 2.0, 4.0], [7.0, 2.0, 3.0]])
def test_check_array_names_nothing_where_nothing_fits(yours: list[float]) -> None:
    with pytest.raises(AssertionError) as caught:
        check_array(np.array(yours), [1, 2, 3])
    assert "\n" not in str(caught.value)


def test_one_number_is_some_multiple_of_any_other_which_says_nothing() -> None:
    with pytest.raises(AssertionError) as caught:
        check_array(np.array([0.0, 5.0]), [0, 2])
    assert "times" not in str(caught.value)


def test_the_kit_computes_no_activation() -> None:
    """Nothing of NumPy's that a derivative of one is made of stands in what students get beside their notebook."""
    for name in ("arrays", "checks", "gradients"):
        tree = ast.parse((ROOT / "release" / "activation" / f"{name}.py").read_text(encoding="utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not used & {"exp", "tanh", "cosh", "expm1", "logaddexp", "heaviside"}
        assert not any(module.startswith("oracle") for module in _imported(tree))


def _imported(tree: ast.AST) -> set[str]:
    return {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
