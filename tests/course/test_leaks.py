"""SiLU's derivative is told nowhere: it is in nothing that students get, and no function of theirs computes it."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pytest

from oracle.activations import gelu, sigmoid, silu
from tests.support.inprocess import ASSIGNMENT, ROOT, code_cells, importable, run_notebook
from tests.support.leaks import UPSTREAM, X, leaks_by_value, leaks_in_code, leaks_in_text

RELEASE = ROOT / "release" / "activation"
NOTEBOOK = RELEASE / "activation.ipynb"
KIT = sorted(RELEASE.glob("*.py"))
MARKDOWN = [
    "".join(cell["source"])
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "markdown"
]


@pytest.mark.parametrize("path", KIT, ids=lambda path: path.name)
def test_no_file_of_the_kit_tells_the_derivative(path: Any) -> None:
    assert leaks_in_code(path.read_text(encoding="utf-8")) == []


def test_no_cell_of_the_release_tells_the_derivative() -> None:
    assert [leak for text in MARKDOWN for leak in leaks_in_text(text)] == []
    assert [leak for cell in code_cells(NOTEBOOK) for leak in leaks_in_code(cell.source)] == []


def test_no_function_that_students_get_computes_the_derivative(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    names = [path.stem for path in KIT]
    given = run_notebook(code_cells(NOTEBOOK))
    with importable(ASSIGNMENT):
        for name in names:
            __import__(name)
            assert leaks_by_value(vars(sys.modules[name]), names) == []
    assert leaks_by_value(given, [*names, given["Module"].__module__]) == []


# ---------------------------------------------------------------- planted

SPELLINGS = [
    r"$$\operatorname{SiLU}'(x) = \sigma(x)\,\bigl(1 + x\,(1 - \sigma(x))\bigr)$$",
    r"so it is $\sigma(x) + x \cdot \sigma(x) (1 - \sigma(x))$, which",
    r"$\sigma(x) + x\,\sigma'(x)$",
    r"$$ = \frac{1 + e^{-x} + x e^{-x}}{(1 + e^{-x})^2} $$",
    r"$$ = \dfrac{1 + (1 + x) e^{-x}}{\left(1 + e^{-x}\right)^{2}} $$",
    "the derivative is s + x s (1 - s), and this has 2 s",
    "with y = SiLU(x) it is `y + s * (1 - y)`",
    "s(x) + x s(x) s(-x)",
    "x·s·(1\N{MINUS SIGN}s) + s",
    "multiply grad_output by s (1 + x - y)",
    "½ aside, s (1 + x (1 - s)).",
]
CODE = [
    "def slope(z):\n    p = 1 / (1 + np.exp(-z))\n    return p * (1 + z * (1 - p))",
    "y = 1  # s + x s (1 - s)",
    '"""backward: s (1 + x (1 - s)) grad_output."""',
    "result = grad_output * (self.s + self.x * self.s * (1 - self.s))",
    "result = self.s * grad_output + self.x * self.gate.backward(grad_output)",
    "d = sigmoid(x) + x * sigmoid(x) * sigmoid(-x)",
    "d = 0.5 * (1 + np.tanh(x / 2)) + x / 4 / np.cosh(x / 2) ** 2",
    "d = (1 + np.exp(-x) * (1 + x)) / (1 + np.exp(-x)) ** 2",
]
HARMLESS = [
    "forward is x * sigmoid(x), and the slope of the sigmoid is s (1 - s)",
    r"$$\frac12\,\bigl(1 + \tanh u\bigr) + \frac{x}{2}\,\bigl(1 - \tanh^2 u\bigr)\,\frac{du}{dx}$$",
    "this is s + s (1 - s): x is missing",
    r"$\operatorname{SiLU}(x) = x \cdot \sigma(x) = \frac{x}{1 + e^{-x}}$",
]


@pytest.mark.parametrize("told", SPELLINGS)
def test_planted_formula_is_found_in_any_spelling(told: str) -> None:
    assert leaks_in_text(told)
    assert leaks_in_text("\n\n".join([*MARKDOWN[:3], told]))


@pytest.mark.parametrize("text", CODE)
def test_planted_expression_is_found_under_any_names(text: str) -> None:
    assert leaks_in_code(f"import numpy as np\n{text}\n")


@pytest.mark.parametrize("told", HARMLESS)
def test_other_formulas_are_none(told: str) -> None:
    assert leaks_in_text(told) == []


def test_search_finds_the_derivatives_that_are_printed() -> None:
    assert any(leaks_in_text(text, sigmoid) for text in MARKDOWN), "s (1 - s) stands in the notebook"


class Layer:
    """A layer that somebody may have left in the kit."""

    def forward(self, x: Any) -> Any:
        self.x = x
        return silu.forward(x)

    def backward(self, grad_output: Any) -> Any:
        return silu.derivative(self.x) * grad_output


def _measured(x: Any) -> Any:
    return (silu.forward(x + 1e-6) - silu.forward(x - 1e-6)) / 2e-6


def test_planted_function_is_found_by_its_values() -> None:
    planted = {
        "slope": lambda x: np.asarray(silu.derivative(x)),
        "chain": lambda x, g: silu.derivative(x) * g,
        "_measured": _measured,
        "Layer": Layer,
        "harmless": silu.forward,
        "other": gelu.derivative,
    }
    assert leaks_by_value(planted, [__name__]) == ["Layer.backward", "_measured", "chain", "slope"]
    assert np.unique([*X, *UPSTREAM]).size == X.size + UPSTREAM.size
