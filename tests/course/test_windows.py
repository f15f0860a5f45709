"""What is wrong in a window is met by every seed: the strata leave no gap, and planted faults are found."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.quality.drivers import Planted
from oracle import inputs, planted, probes
from oracle.activations import REFERENCES, Reference
from oracle.ask import about
from tests.support.activation import SOLUTIONS
from tests.support.inprocess import NOTEBOOK, code_cells, lost_cells, run_notebook

CELLS = code_cells(NOTEBOOK)
FAULTS = list(planted.windows(SOLUTIONS))
SEEDS = [0, 1, 12345, 2**31, 2**32 - 1]


def _stability(cls: Any, reference: Reference) -> None:
    probes.stable_forward(cls, reference)
    probes.stable_backward(cls, reference)


QUESTIONS: dict[str, Callable[[Any, Reference], None]] = {
    "forward": lambda cls, reference: about(cls, reference, probes.forward_values),
    "backward": lambda cls, reference: about(cls, reference, probes.backward_values),
    "stability": _stability,
}


def _with_seed(seed: int) -> Any:
    return mock.patch.dict(os.environ, NBJUDGE_SEED=str(seed))


# ---------------------------------------------------------------- the strata


@given(seed=st.integers(0, 2**32 - 1), high=st.sampled_from([30.0, 1000.0]))
@settings(max_examples=50)
def test_next_number_is_never_further_away_than_a_window_is_wide(seed: int, high: float) -> None:
    numbers = inputs.strata(np.random.default_rng(seed), 0.0, high)
    assert np.abs(numbers).max() == high
    for sign in (1.0, -1.0):
        sizes = np.unique(sign * numbers[sign * numbers >= 1e-12])
        assert sizes[0] == 1e-12
        assert (sizes[1:] / sizes[:-1]).max() < 1.1
        assert np.diff(sizes[sizes <= 50.0]).max() < 0.25
        far = sizes[sizes >= 50.0]
        assert far.size == 0 or (far[1:] / far[:-1]).max() < 1.04


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_no_gap_is_left_where_one_cell_stops_asking_and_another_begins(seed: int) -> None:
    rng = np.random.default_rng(seed)
    near, far = inputs.strata(rng, 0.0, 30.0), inputs.strata(rng, 30.0, 1000.0)
    assert np.abs(far).min() == np.abs(near).max() == 30.0


def test_strata_are_long_and_wide_enough_to_show_what_handles_only_a_part() -> None:
    for high in (30.0, 1000.0):
        assert min(inputs.strata(np.random.default_rng(0), 0.0, high).shape) >= 31


def test_students_are_asked_with_different_numbers() -> None:
    one, other = (inputs.strata(np.random.default_rng(seed), 0.0, 1000.0) for seed in (1, 2))
    assert np.intersect1d(one, other).size < 20


# ---------------------------------------------------------------- planted faults


def test_faults_are_spread_over_the_line_over_both_sides_and_over_both_methods() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) == 100
    assert {fault.grade_id for fault in FAULTS} == set(SOLUTIONS)
    lost = frozenset[str]().union(*(fault.loses for fault in FAULTS))
    values = {f"test_{name}_{method}" for name in SOLUTIONS for method in ("forward", "backward")}
    assert lost == values | {"test_sigmoid_stability", "test_silu_stability"}
    assert sum("abs(x)" in fault.name for fault in FAULTS) > 10
    assert sum("<= -x" in fault.name for fault in FAULTS) > 10


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_planted_fault_is_found_by_each_of_its_cells_with_every_seed(fault: Planted) -> None:
    name = planted.CLASSES[fault.grade_id]
    layer = run_notebook(CELLS, {fault.grade_id: fault.text})[name]
    for seed in SEEDS:
        with _with_seed(seed):
            for aspect, question in QUESTIONS.items():
                if f"test_{fault.grade_id}_{aspect}" in fault.loses:
                    with pytest.raises(AssertionError):
                        question(layer, REFERENCES[name])


@pytest.mark.parametrize("fault", FAULTS[::10], ids=lambda fault: fault.name)
def test_planted_fault_costs_its_own_cells_only(fault: Planted) -> None:
    lost = set(lost_cells(CELLS, {fault.grade_id: fault.text}))
    assert fault.loses <= lost <= fault.loses | fault.may_lose


# ---------------------------------------------------------------- other kinds of window


def _layer(reference: Reference, **methods: Any) -> type[Any]:
    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return reference.forward(x)

    def backward(self: Any, grad_output: Any) -> Any:
        return reference.derivative(self.x) * grad_output

    return type(reference.name, (), {"forward": forward, "backward": backward, **methods})


BEGINS = 1e-3, 0.3, 7.0, 90.0, 500.0
UPSTREAM_WINDOWS = [*((begin, 2.0 * begin) for begin in BEGINS), *((-2.0 * begin, -begin) for begin in BEGINS)]


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda r: r.name)
@pytest.mark.parametrize(("low", "high"), UPSTREAM_WINDOWS)
def test_grad_output_that_is_lost_in_a_window_is_found(reference: Reference, low: float, high: float) -> None:
    def backward(self: Any, grad_output: Any) -> Any:
        lost = (low < grad_output) & (grad_output < high)
        return np.where(lost, 0.0, reference.derivative(self.x) * grad_output)

    for seed in SEEDS:
        with _with_seed(seed), pytest.raises(AssertionError):
            about(_layer(reference, backward=backward), reference, probes.any_upstream)


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=lambda r: r.name)
@pytest.mark.parametrize("low", [1e-4, 0.1, 1.0, 20.0])
def test_what_is_wrong_for_float32_alone_is_found_within_a_factor_of_two(reference: Reference, low: float) -> None:
    def forward(self: Any, x: Any) -> Any:
        self.x = x
        return reference.forward(x) + ((x.dtype == np.float32) & (x > low) & (x < 2 * low))

    for seed in SEEDS:
        with _with_seed(seed), pytest.raises(AssertionError):
            about(_layer(reference, forward=forward), reference, probes.forward_float32)


def test_the_examined_does_not_choose_the_ruler_by_changing_the_type_of_x() -> None:
    def forward(self: Any, x: Any) -> Any:
        y = REFERENCES["ReLU"].forward(x) * (1 + 1e-5)
        if x.dtype == np.float64 and x.ndim:
            x.dtype = np.float32
        return y

    with pytest.raises(AssertionError, match="entries wrong"):
        about(_layer(REFERENCES["ReLU"], forward=forward), REFERENCES["ReLU"], probes.forward_values)
