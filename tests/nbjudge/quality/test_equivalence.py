"""Answers that do the same are told from those that do not, whatever it is that differs."""

from __future__ import annotations

import numpy as np
import pytest

from nbjudge.quality.drivers import Script
from nbjudge.quality.equivalence import ALLOWED, DIFFERENT, IDENTICAL, ROUNDED, NotCompared, compare
from nbjudge.quality.mutation.mutants import mutants
from nbjudge.quality.running.runs import run
from tests.support.comparing import DIFFERENCES, LAYER, SCRIPTS, X, compared, defined
from tests.support.small import small_assignment

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
    with pytest.raises(NotCompared, match="nothing of it can be run"):
        compared(LAYER, [])


# ---------------------------------------------------------------- what is not


@pytest.mark.parametrize("name", DIFFERENCES)
def test_difference_is_seen(name: str) -> None:
    comparison = compared(LAYER.replace(*DIFFERENCES[name]))
    assert comparison.verdict == DIFFERENT
    assert comparison.worst is not None
    assert comparison.worst.size > 1e-9


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


def test_mutants_of_a_layer_are_told_apart_as_by_hand() -> None:
    right = defined(LAYER)
    equivalent = {m.diff.splitlines()[3][1:].strip() for m in mutants(small_assignment(LAYER, "").parsed)
                  if compare(right, defined(m.text), SCRIPTS, lambda *_: None).verdict == IDENTICAL}  # fmt: skip
    assert equivalent == {"return self.y", "self.y = self.y.copy()"}
