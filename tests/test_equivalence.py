"""Answers that do the same are told from those that do not, whatever it is that differs; so does a suggested test."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from nbjudge.quality.comparing import compare_all
from nbjudge.quality.equivalence import ALLOWED, DIFFERENT, IDENTICAL, ROUNDED, Comparison, compare, run
from nbjudge.quality.mutants import Mutant, mutants
from nbjudge.quality.scripts import Script, Seen, driver_named, plain_scripts
from nbjudge.quality.suggest import suggested_test, suspects
from oracle import drivers
from oracle.activations import REFERENCES
from tests.small import small_assignment

X = np.array([[0.5, -1.5, 2.0], [-0.25, 0.0, 3.0]])
LAYER = """class Layer:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y.copy()

    def backward(self, g):
        return (1 - self.y**2) * g
"""
SCRIPTS = [
    Script(
        ("layer = Layer()", "layer.forward(x)", "layer.backward(g)", "layer.backward(h)"), {"x": X, "g": -X, "h": X}
    ),
    Script(
        ("one, two = Layer(), Layer()", "one.forward(x)", "two.forward(g)", "one.backward(g)", "one.forward(g)"),
        {"x": X[:1], "g": 1 - X[:1]},
    ),
]


def defined(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"np": np}
    exec(text, names)
    return names


def compared(text: str, scripts: list[Script] = SCRIPTS, right: str = LAYER) -> Comparison:
    return compare(defined(right), defined(text), scripts, lambda *_: None)


# ---------------------------------------------------------------- what is the same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self.y.copy()", "self.y"),
        ("(1 - self.y**2) * g", "g * (1 - self.y**2)"),
        ("self.y = np.tanh(x)", "self.x = x\n        self.y = np.tanh(x)"),
        ("np.tanh(x)", "np.array([np.tanh(number) for number in x.flat]).reshape(x.shape)"),
    ],
    ids=["not copied", "operands swapped", "more is kept", "a loop"],
)
def test_what_cannot_be_seen_is_no_difference(old: str, new: str) -> None:
    comparison = compared(LAYER.replace(old, new))
    assert comparison.verdict == IDENTICAL
    assert comparison.lines == 9
    assert comparison.why == "identical in all 9 values compared"


def test_other_rounding_is_equivalent_and_said() -> None:
    comparison = compared(LAYER.replace("np.tanh(x)", "2 / (1 + np.exp(-2 * x)) - 1"))
    assert comparison.verdict == ROUNDED
    assert 0 < comparison.rounding < 1e-14
    assert "within 1e-1" in comparison.why


def test_difference_that_the_contract_allows_is_equivalent_with_its_reason() -> None:
    single = LAYER.replace("self.y.copy()", "self.y.astype(np.float32)")
    comparison = compare(defined(LAYER), defined(single), SCRIPTS, lambda *_: "any type will do")
    assert comparison.verdict == ALLOWED
    assert comparison.reasons == ("any type will do",)


def test_scalar_and_array_without_axes_count_as_one() -> None:
    right, yours = "def f(x):\n    return np.asarray(x + 1)", "def f(x):\n    return x + 1"
    assert compared(yours, [Script(("f(x)",), {"x": np.array(2.0)})], right).verdict == IDENTICAL


def test_without_a_script_nothing_is_said_to_be_equivalent() -> None:
    with pytest.raises(ValueError, match=r"oracle/drivers\.py"):
        compared(LAYER, [])


# ---------------------------------------------------------------- what is not


DIFFERENCES = {
    "other numbers": ("np.tanh(x)", "np.tanh(1.0000001 * x)"),
    "other shape": ("self.y.copy()", "self.y.T"),
    "other dtype": ("self.y.copy()", "self.y.astype(np.float32)"),
    "other type": ("self.y.copy()", "self.y.tolist()"),
    "nothing": ("return self.y.copy()", "pass"),
    "raises": ("self.y.copy()", "self.z"),
    "warns": ("self.y.copy()", "self.y + 0 * np.log(-1.0)"),
    "x changed": ("np.tanh(x)", "np.tanh(x, out=x)"),
    "grad_output changed": ("(1 - self.y**2) * g", "np.multiply(1 - self.y**2, g, out=g)"),
    "earlier result changed": ("return (1 ", "self.b = getattr(self, 'b', 0 * g); self.b[:] = g; return self.b; (1 "),
    "state on the class": ("self.y = ", "type(self).y = "),
    "first forward kept": ("self.y = np.tanh(x)", "self.y = getattr(self, 'y', np.tanh(x))"),
    "infinite": ("* g", "* g / 0.0"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_difference_is_seen(name: str) -> None:
    comparison = compared(LAYER.replace(*DIFFERENCES[name]))
    assert comparison.verdict == DIFFERENT
    assert comparison.worst is not None
    assert comparison.worst.size > 1e-9


@pytest.mark.parametrize(
    "name", [name for name in DIFFERENCES if name not in {"earlier result changed", "other dtype"}]
)
def test_suggested_test_fails_for_the_mutant_and_not_for_the_solution(name: str) -> None:
    mutant = LAYER.replace(*DIFFERENCES[name])
    worst = compared(mutant).worst
    assert worst is not None
    text = suggested_test("layer-001", worst)
    for answer, should_pass in ((LAYER, True), (mutant, False)):
        names = defined(answer) | {"warnings": warnings, "pytest": pytest}
        exec(text, names)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert passes(names["test_layer_001"]) is should_pass, text


def passes(test: Any) -> bool:
    try:
        test()
    except (Exception, pytest.fail.Exception):
        return False
    return True


def test_shortest_script_is_suggested_among_those_that_tell_as_much() -> None:
    long = Script(("layer = Layer()", "layer.forward(x)"), {"x": np.ones((20, 20))})
    short = Script(("layer = Layer()", "layer.forward(x)"), {"x": np.ones(2)})
    worst = compared(LAYER.replace("np.tanh(x)", "np.sinh(x)"), [long, short, long]).worst
    assert worst is not None
    assert worst.script.arrays["x"].shape == (2,)


def test_largest_difference_is_suggested() -> None:
    near = Script(("layer = Layer()", "layer.forward(x)"), {"x": np.full(2, 0.01)})
    far = Script(("layer = Layer()", "layer.forward(x)"), {"x": np.full(3, 4.0)})
    worst = compared(LAYER.replace("np.tanh(x)", "np.sinh(x)"), [near, far, near]).worst
    assert worst is not None
    assert worst.script.arrays["x"].shape == (3,)
    assert worst.size == pytest.approx((np.sinh(4.0) - np.tanh(4.0)) / 4.0)


def test_scripts_do_not_change_each_others_arrays() -> None:
    script = Script(("x[:] = 7.0", "x"), {"x": X[:, ::2]})
    seen = list(run({}, script))
    assert seen[0].changed == ("x",)
    assert (seen[1].value == 7.0).all()
    assert X[0, 0] == 0.5


def test_views_stay_views_of_the_same_kind() -> None:
    script = Script(("x.strides", "x"), {"x": X.T[::-1]})
    strides, value = (seen.value for seen in run({}, script))
    assert strides == X.T[::-1].strides
    assert np.array_equal(value, X.T[::-1])


# ---------------------------------------------------------------- without a contract


def test_plain_scripts_call_functions_and_public_methods_in_order() -> None:
    text = LAYER + "    def _hidden(self):\n        pass\n\ndef twice(x):\n    return 2 * x\n"
    scripts = list(plain_scripts(text, arrays=True))
    assert scripts[0].lines == (
        "one = Layer()", "one.forward(a0)", "one.backward(a1)", "one.forward(a2)", "one.backward(a3)"
    )  # fmt: skip
    assert scripts[1].lines[:4] == ("one = Layer()", "two = Layer()", "one.forward(a0)", "two.forward(a1)")
    assert scripts[-1].lines == ("twice(a0)",)


def test_plain_scripts_tell_a_slip() -> None:
    scripts = list(plain_scripts(LAYER, arrays=True))
    assert compared(LAYER, scripts).verdict == IDENTICAL
    assert compared(LAYER.replace("* g", "* abs(g)"), scripts).verdict == DIFFERENT


def test_course_without_drivers_allows_nothing() -> None:
    driver = driver_named("there.is.no.such.module")
    assert driver.scripts("relu") is None
    assert driver.allowed("f(x)", Seen(1.0), Seen(2.0)) is None


# ---------------------------------------------------------------- in the pool


def mutant_of(text: str) -> Mutant:
    return Mutant("answer-001", "answer", "by hand", 1, "", "", text)


def test_many_are_compared_in_order() -> None:
    assignment = small_assignment("def f(x):\n    return 2 * x + 1", "def test_f():\n    assert f(1) == 3")
    texts = ["def f(x):\n    return x + x + 1", "def f(x):\n    return 2 * x", "def f(x):\n    return 1 + 2 * x"]
    found = compare_all(assignment, [mutant_of(text) for text in texts], "no.drivers", jobs=2)
    assert [survivor.verdict for survivor in found] == [IDENTICAL, DIFFERENT, IDENTICAL]
    assert found[1].suspects == ("test_answer",)
    assert "def test_answer_001():" in found[1].test


def test_function_that_takes_no_arrays_is_asked_with_floats() -> None:
    text = "def f(x):\n    return 'up' if x > 1 else 'down'"
    found = compare_all(small_assignment(text, ""), [mutant_of(text.replace(">", "<"))], "no.drivers", jobs=1)
    assert "is 'down' instead of 'up'" in found[0].why or "is 'up' instead of 'down'" in found[0].why


def test_mutant_that_cannot_be_compared_is_no_equivalent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbjudge.quality.comparing.SECONDS", 0.3)
    text = "def f(x):\n    return x"
    hangs = "def f(x):\n    while True:\n        pass"
    found = compare_all(small_assignment(text, ""), [mutant_of(hangs)], "no.drivers", jobs=1)
    assert found[0].verdict == DIFFERENT
    assert "could not be compared: TimeoutError" in found[0].why


def test_cell_that_fails_for_a_mutant_is_passed_over() -> None:
    assignment = small_assignment("def f(x):\n    return x", "", "assert f(1) == 1", "one = 1")
    found = compare_all(assignment, [mutant_of("def f(x):\n    return 2 * x")], "no.drivers", jobs=1)
    assert "instead of" in found[0].why


# ---------------------------------------------------------------- who should have noticed


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("layer.backward(g)", ("test_relu_backward",)),
        ("layer.x", ("test_relu_contract",)),
        ("", ("test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network")),
    ],
)
def test_cells_that_should_have_noticed_are_named(line: str, cells: tuple[str, ...]) -> None:
    from tests.test_mutants import SOURCE  # noqa: PLC0415 - read once, there

    assert suspects(SOURCE, "relu", line) == cells


# ---------------------------------------------------------------- this course's drivers


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
    from tests.test_mutants import FOUND  # noqa: PLC0415 - made once, there

    assert {mutant.grade_id for mutant in FOUND} == drivers.CLASSES.keys()
    assert drivers.scripts("linear") is None


def test_contract_leaves_float32_open_for_results_alone() -> None:
    double = Seen(np.array([0.1, -2.0]))
    single = Seen(np.array([0.1, -2.0], np.float32))
    assert drivers.allowed("layer.forward(x)", double, single)
    assert drivers.allowed("layer.forward(x)", single, double)
    assert drivers.allowed("layer.x", double, single) is None
    assert drivers.allowed("layer.forward(x)", double, Seen(np.array([0.1, -2.0], np.float16))) is None
    assert drivers.allowed("layer.forward(x)", double, Seen(np.array([0.1, -2.001], np.float32))) is None
    assert drivers.allowed("layer.forward(x)", double, Seen([0.1, -2.0])) is None
    assert drivers.allowed("layer.forward(x)", double, Seen(single.value, changed=("x",))) is None


def test_mutants_of_a_layer_are_told_apart_as_by_hand() -> None:
    right = defined(LAYER)
    equivalent = {m.diff.splitlines()[3][1:].strip() for m in mutants(small_assignment(LAYER, "").parsed)
                  if compare(right, defined(m.text), SCRIPTS, lambda *_: None).verdict == IDENTICAL}  # fmt: skip
    assert equivalent == {"return self.y", "self.y = self.y.copy()"}
