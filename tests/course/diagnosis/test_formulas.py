"""Every slip and function that the tables hold is found by its numbers; so are constants that nobody wrote down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from oracle.activations import REFERENCES, Reference, gelu, relu, sigmoid
from oracle.diagnosis.formulas.functions import FUNCTIONS, Function
from oracle.diagnosis.formulas.kinds import Formula, Place
from oracle.diagnosis.formulas.own.table import OWN
from oracle.diagnosis.formulas.upstream import USES
from tests.support.diagnosing import BACKWARD, EACH, FORWARD, key_of_backward, key_of_forward, layer, told

X = np.linspace(-3.1, 3.3, 41)
UPSTREAM = np.resize([1.3, -0.7, -1.9, 0.4], X.shape)


def _slips(formula: Formula) -> Iterator[tuple[int, int, int]]:
    for term, places in enumerate(formula(X)):
        for place, found in enumerate(places):
            yield from ((term, place, slip) for slip in range(len(found.slips)))


def _slipped(formula: Formula, which: tuple[int, int, int], x: np.ndarray) -> np.ndarray:
    """The formula's numbers with one slip."""
    total = np.zeros_like(x)
    for term, places in enumerate(formula(x)):
        product = np.ones_like(x)
        for place, found in enumerate(places):
            values = found.slips[which[2]].values if which[:2] == (term, place) else found.right
            product = product * values
        total = total + product
    return total


CASES = [
    pytest.param(name, forward, formula, which, id=f"{name}-{forward}-{number}-{which}")
    for name, own in OWN.items()
    for forward, formulas in ((True, own.forward), (False, own.backward))
    for number, formula in enumerate(formulas)
    for which in _slips(formula)
]


@pytest.mark.parametrize(("name", "forward", "formula", "which"), CASES)
def test_each_slip_is_told_by_its_key(name: str, forward: bool, formula: Formula, which: tuple[int, int, int]) -> None:
    reference = REFERENCES[name]
    term, place, slip = which
    wanted = formula(X)[term][place].slips[slip].key
    if forward:
        found = key_of_forward(reference, lambda x: _slipped(formula, which, x))
    else:
        found = key_of_backward(reference, lambda x, g: _slipped(formula, which, x) * g)
    assert found in {wanted, *_same_numbers(reference, forward, _slipped(formula, which, X))}


def _same_numbers(reference: Reference, forward: bool, numbers: np.ndarray) -> set[str]:
    """The keys of other tables' entries that give the same numbers: of these, either may be told."""
    own = OWN[reference.name]
    keys = {
        formula(X)[which[0]][which[1]].slips[which[2]].key
        for formula in (own.forward if forward else own.backward)
        for which in _slips(formula)
        if np.allclose(_slipped(formula, which, X), numbers, rtol=1e-12)
    }
    right = reference.forward if forward else reference.derivative
    named = {"sign": -right(X), "sign of x": right(-X), "forward in backward": reference.forward(X)}
    return keys | {key for key, values in named.items() if np.allclose(values, numbers, rtol=1e-12)}


@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_another_function_is_told_by_name(function: Function, reference: Reference) -> None:
    if np.allclose(function.value(X), reference.forward(X), rtol=1e-12):
        return  # that is the right one
    found = told(layer(reference, forward=function.value), reference, *FORWARD)
    back = told(layer(reference, backward=lambda x, g: function.slope(x) * g), reference, *BACKWARD)
    assert found is not None
    assert back is not None
    others = _same_numbers(reference, True, function.value(X)) | ALIKE
    assert found.key in {function.key, *others}
    assert back.key in {function.key, *_same_numbers(reference, False, function.slope(X)), *ALIKE}


#: Other words for the same numbers, as good: of the step, the slope is 0; x itself passes everything.
ALIKE = {
    "x itself", "upstream alone", "all zeros", "abs(x)", "gate reversed", "leaky ReLU", "derivative in forward",
    "constant slope", "straight line", "threshold", "cut off", "ReLU squared", "x twice", "scaled and shifted", "tanh",
    "scale of x", "slope of tanh", "sign", "scaled", "slope in s", "log(sigmoid(x))", "s missing", "1 - s missing",
    "clipped result", "ELU", "x sigmoid(k x)", "exp(-x) alone", "output for gate",
}  # fmt: skip


# ---------------------------------------------------------------- constants, and uses of grad_output, that are random


def _draws(seed: int, *ranges: tuple[float, float]) -> list[float]:
    rng = np.random.default_rng(seed)
    return [float(rng.uniform(low, high)) for low, high in ranges]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
def test_a_random_factor_and_a_random_shift_are_solved_for(reference: Reference, seed: int) -> None:
    factor, shift = _draws(seed, (1.2, 3.0), (0.05, 0.4))
    scaled = told(layer(reference, backward=lambda x, g: factor * reference.derivative(x) * g), reference, *BACKWARD)
    assert scaled is not None
    assert (scaled.key in {"scaled", "slope above 0"}, f"{factor:.6g}"[:6] in scaled.sentence) == (True, True)
    shifted = told(layer(reference, forward=lambda x: reference.forward(x) + shift), reference, *FORWARD)
    assert shifted is not None
    assert (shifted.key, f"{shift:.6g}"[:6] in shifted.sentence) == ("shifted", True)


@pytest.mark.parametrize("seed", range(3))
def test_random_constants_inside_are_solved_for(seed: int) -> None:
    a, c, k, leak = _draws(seed, (0.6, 1.1), (0.01, 0.09), (1.2, 2.5), (0.02, 0.5))

    def u(x: np.ndarray) -> Any:
        return a * (x + c * x**3)

    both = told(layer(gelu, forward=lambda x: 0.5 * x * (1 + np.tanh(u(x)))), gelu, *FORWARD)
    assert both is not None
    assert (both.key, f"{a:.7g}"[:7] in both.sentence, f"{c:.7g}"[:7] in both.sentence) == ("both factors", True, True)
    steep = told(layer(sigmoid, forward=lambda x: sigmoid.forward(k * x)), sigmoid, *FORWARD)
    assert steep is not None
    assert (steep.key, f"{k:.7g}"[:6] in steep.sentence) == ("scale of x", True)
    leaky = told(layer(relu, backward=lambda x, g: np.where(x > 0, 1.0, leak) * g), relu, *BACKWARD)
    assert leaky is not None
    assert (leaky.key, f"{leak:.7g}"[:6] in leaky.sentence) == ("leaky ReLU", True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
def test_random_limits_are_solved_for(reference: Reference, seed: int) -> None:
    limit, at = _draws(seed, (0.8, 1.4), (1.5, 3.5))
    clipped = key_of_backward(reference, lambda x, g: reference.derivative(x) * np.clip(g, -limit, limit))
    assert clipped in {"clipped upstream", "clipped result"}
    cut = key_of_forward(reference, lambda x: reference.forward(np.clip(x, -at, at)))
    assert cut in {"cut off", "clipped result"}


@pytest.mark.parametrize("reference", EACH, ids=lambda reference: reference.name)
@pytest.mark.parametrize("use", USES, ids=lambda use: use[1][:50])
def test_each_use_of_grad_output_is_told(use: Any, reference: Reference) -> None:
    key, _, formula = use
    slope = reference.derivative
    with np.errstate(divide="ignore", invalid="ignore"):
        numbers = formula(slope(X), UPSTREAM)
    if np.allclose(numbers, slope(X) * UPSTREAM):
        return  # the slope of ReLU is its own square
    gradient = told(layer(reference, backward=lambda x, g: formula(slope(x), g)), reference, BACKWARD[0])
    assert gradient is not None
    assert gradient.key in {key, "nan everywhere", "overflow"} if np.isfinite(numbers).all() else gradient.sentence


def test_two_slips_at_once_are_both_told() -> None:
    def backward(x: np.ndarray, g: np.ndarray) -> Any:
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        return (0.5 * (1 + t) + 0.5 * (1 - t**2)) * g

    found = told(layer(gelu, backward=backward), gelu, *BACKWARD)
    assert found is not None
    assert "factor x of the second term is missing; and" in found.sentence
    assert "inner derivative" in found.sentence


def test_a_slip_and_a_missing_upstream_are_both_told() -> None:
    found = told(layer(gelu, backward=lambda x, g: -gelu.derivative(x)), gelu, *BACKWARD)
    assert found is not None
    assert (found.key, "grad_output is missing" in found.sentence) == ("sign", True)


def test_terms_of_places_have_what_is_right_first() -> None:
    for name, own in OWN.items():
        for formulas, right in ((own.forward, REFERENCES[name].forward), (own.backward, REFERENCES[name].derivative)):
            for formula in formulas:
                terms: Sequence[Sequence[Place]] = formula(X)
                total = sum(np.prod([np.broadcast_to(p.right, X.shape) for p in places], axis=0) for places in terms)
                assert np.allclose(total, right(X), rtol=1e-12)


def test_a_layer_that_is_another_function_has_no_slip_of_its_own() -> None:
    softplus = next(function for function in FUNCTIONS if function.name == "softplus")
    consistent = layer(sigmoid, forward=softplus.value, backward=lambda x, g: softplus.slope(x) * g)
    found = told(consistent, sigmoid, *BACKWARD)
    assert found is not None
    assert found.key == "softplus"
    assert key_of_backward(sigmoid, lambda x, g: softplus.slope(x) * g) == "1 - s missing", "forward is right here"


def test_a_slip_in_s_says_so_where_forward_returns_no_s() -> None:
    both = layer(sigmoid, forward=lambda x: sigmoid.forward(-x), backward=lambda x, g: sigmoid.forward(-x) * g)
    found = told(both, sigmoid, *BACKWARD)
    assert found is not None
    assert (found.key, "your forward returns other numbers" in found.sentence) == ("s missing", True)


@pytest.mark.parametrize("limit", [5.0, 15.0])
@pytest.mark.parametrize("both_sides", [True, False])
def test_limits_are_told_where_they_are_to_be_seen(limit: float, both_sides: bool) -> None:
    def clipped(x: np.ndarray) -> np.ndarray:
        return x * sigmoid.forward(np.clip(x, -limit, limit if both_sides else np.inf))

    found = told(layer(REFERENCES["SiLU"], forward=clipped), REFERENCES["SiLU"], *FORWARD)
    assert found is not None
    ends = f"-{limit:g} and {limit:g}" if both_sides else f"-{limit:g}"
    assert (found.key, f"inside the sigmoid, x seems to be cut off at {ends} (" in found.sentence) == ("cut off", True)


def test_what_is_rounded_on_the_way_is_told_by_its_noise_and_a_small_smooth_error_is_not() -> None:
    def narrow(x: np.ndarray) -> np.ndarray:
        return sigmoid.forward(x).astype(np.float16).astype(np.float64)

    silu = REFERENCES["SiLU"]
    assert key_of_forward(silu, lambda x: x * narrow(x)) == "float16 inside"
    smooth = key_of_forward(silu, lambda x: silu.forward(x) + 3e-4 * np.sin(x) ** 3)
    assert smooth != "float16 inside"
