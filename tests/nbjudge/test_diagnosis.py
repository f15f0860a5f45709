"""A diagnosis is what a test attaches to its exception: kept where it is one, bounded, and never a reason to fail."""

from __future__ import annotations

import json
import math

import pytest

from nbjudge.diagnosis import NUMBERS, POINTS, SENTENCE_CHARS, Diagnosis, diagnosis_of
from nbjudge.verdicts import WRONG, CellResult, Verdict

TOLD = {
    "about": "ReLU",
    "key": "upstream missing",
    "sentence": "multiply by grad_output",
    "section": "ReLU",
    "example": [("x", "1.5"), ("yours", "1"), ("right", "0.2")],
    "curve": [(0.0, 1.0, 0.2)],
}


def raised(told: object) -> AssertionError:
    error = AssertionError("wrong")
    error.diagnosis = told  # type: ignore[attr-defined]  # as an instructor's test does
    return error


def test_what_a_test_attaches_comes_through_the_channel_unchanged() -> None:
    cause = diagnosis_of(raised(TOLD))
    assert cause is not None
    assert (cause.about, cause.key, cause.example[0], cause.curve) == (
        "ReLU", "upstream missing", ("x", "1.5"), ((0.0, 1.0, 0.2),),
    )  # fmt: skip
    verdict = Verdict("test_it", "it", WRONG, 0.0, 1.0, "wrong", diagnosis=cause)
    result = CellResult("test_relu", 1.0, (verdict,))
    assert CellResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result


@pytest.mark.parametrize(
    "told",
    [None, "text", 3, {}, {"key": "k"}, {"sentence": "s"}, TOLD | {"curve": [1, 2]}, TOLD | {"example": [(1, 2, 3)]}],
    ids=repr,
)
def test_what_is_no_diagnosis_is_left_out(told: object) -> None:
    assert diagnosis_of(raised(told)) is None


def test_an_exception_without_one_has_none() -> None:
    assert diagnosis_of(ValueError("x")) is None


def test_it_is_bounded_and_its_curve_finite() -> None:
    huge = TOLD | {
        "sentence": "long" * 1000,
        "curve": [(0.0, math.nan, 1.0), (1.0, math.inf, 1.0), *[(1.0, 2.0, 3.0)] * 1000],
        "example": [("x", "1" * 1000)] * 1000,
    }
    cause = diagnosis_of(raised(huge))
    assert isinstance(cause, Diagnosis)
    assert (len(cause.sentence), len(cause.curve), len(cause.example)) == (SENTENCE_CHARS, POINTS, NUMBERS)
    assert json.dumps(cause.to_dict(), allow_nan=False)
