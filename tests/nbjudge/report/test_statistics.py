"""Quartiles, histograms, correlation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.report.statistics import Correlation, Spread, histogram, round_step

numbers = st.lists(st.floats(0, 20), min_size=1, max_size=60)


@given(numbers)
def test_quartiles_are_numpys(found: list[float]) -> None:
    spread = Spread.of(found)
    assert spread is not None
    expected = np.quantile(found, [0, 0.25, 0.5, 0.75, 1])
    got = [spread.lowest, spread.lower, spread.median, spread.upper, spread.highest]
    assert got == pytest.approx(list(expected))
    assert spread.mean == pytest.approx(np.mean(found))


def test_of_nothing_there_are_no_quartiles() -> None:
    assert Spread.of([]) is None


@given(numbers)
def test_a_histogram_holds_every_number_once(found: list[float]) -> None:
    bars = histogram(found, 0, 20, 20)
    assert sum(bar.count for bar in bars) == len(found)
    assert [bar.high for bar in bars[:-1]] == [bar.low for bar in bars[1:]]
    for bar in bars[:-1]:
        # the last digit of a sum of thirds decides over nothing
        assert bar.count == sum(bar.low <= number + 1e-9 < bar.high for number in found)


def test_bars_have_a_round_width_and_the_last_one_its_upper_end() -> None:
    bars = histogram([0, 0.5, 19.5, 20], 0, 20, 20)
    assert (len(bars), bars[0].count, bars[-1].count) == (20, 2, 2)
    assert len(histogram([1.0], 0, 7.5, 20)) == 15
    assert [bar.count for bar in histogram([0, 0], 0, 0, 20)] == [2]
    assert [round_step(least) for least in (0.03, 0.2, 1.1, 2.4, 3.0, 7)] == [0.05, 0.2, 2, 2.5, 5, 10]


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 20)), min_size=3, max_size=60))
def test_the_correlation_is_pearsons(pairs: list[tuple[int, float]]) -> None:
    found = Correlation()
    for x, y in pairs:
        found.add(x, y)
    x, y = np.array(pairs).T
    if x.std() < 1e-3 or y.std() < 1e-3:
        return
    assert found.value == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-6)


def test_what_never_varies_has_no_correlation() -> None:
    found = Correlation()
    for number in range(30):
        found.add(1.0, number)
    assert found.value is None
