"""Scripts of calls, flat on the wire: what goes in comes out, and what makes no sense is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.wire.batches import flat_outcomes, outcomes_of, planned, scripts_of

names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
scripts = st.lists(st.lists(st.tuples(names, st.lists(st.integers(), max_size=3)), max_size=4), max_size=4)
ERROR = ["ValueError", "no", "", 0]


@given(scripts)
def test_scripts_survive_the_wire(drawn: list[list[tuple[str, list[int]]]]) -> None:
    made = [[[name, *arguments] for name, arguments in script] for script in drawn]
    assert list(scripts_of(*planned(made))) == made


@given(st.lists(st.lists(st.integers(), max_size=4), max_size=5), st.data())
def test_outcomes_survive_the_wire(drawn: list[list[int]], data: st.DataObject) -> None:
    missing = data.draw(st.lists(st.integers(0, 2), min_size=len(drawn), max_size=len(drawn)))
    error = ERROR if any(missing) else None
    outcomes = []
    for results, short in zip(drawn, missing, strict=True):
        changed = data.draw(st.lists(st.sampled_from(range(len(results))), unique=True)) if results else []
        outcomes.append((results, sorted(changed), error if short else None))
    calls = [len(results) + short for results, short in zip(drawn, missing, strict=True)]
    assert (
        outcomes_of(flat_outcomes([(results, changed) for results, changed, _ in outcomes], error), calls) == outcomes
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        [[1], [5], []],
        [[1], [5], [], None, None],
        [[2], [5], [], None],
        [[1.0], [5], [], None],
        [[True], [5], [], None],
        [[-1], [], [], None],
        [[1, 1], [5, 6], [], None],
        [[2], [5, 6], [], None],
        [[0], [], [], None],
        [[1], [5], [1], None],
        [[1], [5], [-1], None],
        [[1], [5], ["0"], None],
        [[1], [5], [], ERROR],
    ],
)
def test_an_outcome_of_one_call_that_makes_no_sense_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"should|only"):
        outcomes_of(value, [1])


def test_the_error_is_that_of_each_script_that_was_cut_short() -> None:
    assert outcomes_of([[2, 1, 0], [5, 6, 7], [2], ERROR], [2, 2, 1]) == [
        ([5, 6], [], None),
        ([7], [0], ERROR),
        ([], [], ERROR),
    ]
