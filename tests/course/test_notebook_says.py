"""What the notebook says to students is so."""

from __future__ import annotations

import math
import sys
import time
from typing import Any

import numpy as np
import pytest

from oracle.activations import gelu
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, ROOT, code_cells, failures, importable, run_cell, run_notebook

CELLS = {cell.id: cell for cell in code_cells(NOTEBOOK)}
RELEASED = code_cells(ROOT / "release" / "activation" / "activation.ipynb")
RUNS_BUT = """
class {name}(Activation):
    def forward(self, x):
        self.x = x
        return {forward}

    def backward(self, grad_output):
        return {backward}
"""


@pytest.fixture(scope="module")
def trained() -> Any:
    """The finale's function that trains, with the notebook's solutions in reach."""
    namespace = run_notebook(list(CELLS.values()))
    text = CELLS["finale"].source
    namespace["draw_boundaries"] = lambda *_: None
    with importable(ASSIGNMENT):
        run_cell(CELLS["choose-activation"], namespace)
        exec(text.replace("from pictures import draw_boundaries\n", ""), namespace)
    return namespace


def _right(namespace: Any, *arguments: Any) -> float:
    network = namespace["trained"](*arguments)
    return float(np.mean(np.sign(network.forward(namespace["points"])) == namespace["labels"]))


def test_training_takes_seconds_with_gelu_too(trained: Any) -> None:
    begun = time.process_time()
    assert _right(trained, trained["GELU"]) > 0.99
    assert time.process_time() - begun < 10  # about one, if the machine has nothing else to do


def test_relu_separates_the_moons_and_a_straight_line_does_not(trained: Any) -> None:
    assert _right(trained, trained["ReLU"]) == 1.0
    assert 0.85 < _right(trained, None) < 0.95


def test_sigmoid_is_slow_for_its_first_weights_too(trained: Any) -> None:
    straight = _right(trained, None)
    assert _right(trained, trained["Sigmoid"]) < straight + 0.03
    assert _right(trained, trained["Sigmoid"], 4) > 0.98


def test_gelu_in_its_two_forms_differs_by_less_than_five_ten_thousandths() -> None:
    x = np.linspace(-10, 10, 20001)
    exact = np.array([0.5 * a * (1 + math.erf(a / math.sqrt(2))) for a in x])
    assert 0.0004 < np.abs(gelu.forward(x) - exact).max() < 0.0005


@pytest.mark.parametrize(
    ("forward", "backward", "told"),
    [
        ("x.copy()", "grad_output.copy()", "the output of the network differs at"),
        ("np.zeros_like(x)", "np.zeros_like(grad_output)", "the output of the network differs at"),
        ("None", "None", ""),
    ],
)
def test_visible_network_tests_fail_for_methods_that_merely_run_and_say_why(
    forward: str, backward: str, told: str
) -> None:
    names = {"relu": "ReLU", "sigmoid": "Sigmoid", "gelu": "GELU", "silu": "SiLU"}
    texts = {key: RUNS_BUT.format(name=name, forward=forward, backward=backward) for key, name in names.items()}
    namespace = run_notebook(RELEASED, texts)
    (cell,) = [cell for cell in RELEASED if cell.id == "test-network"]
    failed = failures(cell, namespace)
    assert set(failed) == {f"test_network_with_{key}" for key in names}
    assert all(told in message and message.partition(": ")[2] for message in failed.values())


def test_visible_network_test_tells_a_layer_with_parameters_of_its_own() -> None:
    extra = '"""One too many."""\n' + CELLS["relu-solution"].source
    text = extra + "\n    def parameters(self):\n        return [np.zeros(1)]\n"
    (cell,) = [cell for cell in RELEASED if cell.id == "test-network"]
    solutions = {c.grade_id: c.source for c in CELLS.values() if c.solution}
    failed = failures(cell, run_notebook(RELEASED, {**solutions, "relu": text}))
    assert "the optimizer receives 5 arrays" in failed["test_network_with_relu"]


def test_notebook_that_was_opened_alone_says_what_to_put_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "checks", None)  # which is as if there were no such file
    beside = r"put checks\.py, arrays\.py, gradients\.py and pictures\.py into the folder"
    with pytest.raises(ModuleNotFoundError, match=beside):
        exec(CELLS["imports"].source, {})
