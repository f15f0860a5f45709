"""The course's drivers ask of an answer what its contract allows, and no more (oracle/drivers.py)."""

from __future__ import annotations

import numpy as np
import pytest

from nbjudge.quality.drivers import Seen
from nbjudge.quality.running.runs import run
from oracle import drivers
from oracle.activations import REFERENCES
from tests.support.activation import SOLUTIONS


class _Layer:
    """An activation that follows the contract, for the scripts."""

    def __init__(self, name: str) -> None:
        self.reference, self.x = REFERENCES[name], np.zeros(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return self.reference.forward(x)

    def backward(self, g: np.ndarray) -> np.ndarray:
        return np.asarray(self.reference.derivative(self.x) * g)

    def parameters(self) -> list[np.ndarray]:
        return []

    grads = parameters


@pytest.mark.parametrize("grade_id", drivers.CLASSES)
def test_scripts_of_the_course_ask_a_right_layer_nothing_that_it_refuses(grade_id: str) -> None:
    name = drivers.CLASSES[grade_id]
    scripts = drivers.scripts(grade_id)
    assert scripts is not None
    seen = [line for script in scripts for line in run({name: lambda: _Layer(name)}, script)]
    assert len(seen) > 200
    assert {(line.raised, line.warned, line.changed) for line in seen} == {("", (), ())}


def test_course_has_scripts_for_each_of_its_solution_cells_and_for_no_other() -> None:
    assert SOLUTIONS.keys() == drivers.CLASSES.keys()
    assert drivers.scripts("linear") is None


def test_contract_leaves_float32_open_for_results_of_float32_alone() -> None:
    double = Seen(np.array([0.1, -2.0]))
    single = Seen(np.array([0.1, -2.0], np.float32))
    line = "layer.forward(x_float32)"
    assert drivers.allowed(line, double, single)
    assert drivers.allowed(line, single, double)
    assert drivers.allowed("layer.forward(x)", double, single) is None
    assert drivers.allowed("layer.x", double, single) is None
    assert drivers.allowed(line, double, Seen(np.array([0.1, -2.0], np.float16))) is None
    assert drivers.allowed(line, double, Seen(np.array([0.1, -2.001], np.float32))) is None
    assert drivers.allowed(line, double, Seen([0.1, -2.0])) is None
    assert drivers.allowed(line, double, Seen(single.value, changed=("x",))) is None


def test_names_say_which_arrays_are_float32() -> None:
    for script in drivers.scripts("relu") or ():
        for name, array in script.arrays.items():
            assert (array.dtype == np.float32) is name.endswith("_float32")
