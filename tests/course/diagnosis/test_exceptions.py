"""What layers raise is told in words that help."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nbjudge.diagnosis import diagnosis_of
from oracle import probes
from oracle.activations import sigmoid
from oracle.diagnosis.exceptions.meaning import EXCEPTIONS
from tests.support.diagnosing import problem
from tests.support.layers import with_methods


class Other:
    """A layer beside the one that is asked."""

    def __init__(self) -> None:
        self.x = None

    def forward(self, x: Any) -> Any:
        return x


def _raising(line: Callable[[Any], Any]) -> type[Any]:
    return with_methods(forward=lambda self, x: line(x))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (lambda x: max(0, x), "whole array as a condition"),
        (lambda x: x if x > 0 else 0 * x, "whole array as a condition"),
        (math.exp, "function of one number"),
        (lambda x: np.vectorize(abs)(x[:0]), "empty arrays"),
        (lambda x: list(x[0, 0]), "0-d arrays"),
        (lambda x: x.shape[7], "two-dimensional arrays only"),
        (lambda x: list(x.shape).index(1234), ""),
        (lambda x: [0 for _ in x.size], "number gone through"),
        (lambda x: len(x.size), "number gone through"),
        (lambda x: range(x.shape), "whole number wanted"),
        (lambda x: np.max(0, x), "array for a whole number"),
        (eval("lambda x: np.zeros(3, 4)"), "no dtype"),
        (lambda x: x.reshape(1, 1234), "shapes do not fit"),
        (lambda x: (x > 0) - (x < 0), "arithmetic of masks"),
        (Other, "layer made with arguments"),
        (eval("lambda x: 0 * x + Other()(x)"), "not callable"),
        (eval("lambda x: Other().forward(x, x)"), "argument too many"),
        (eval("lambda x: Other.forward(x) + 0"), "argument missing"),
        (lambda x: x * Other(), "layer where numbers belong"),
        (lambda x: x * Other, "class where numbers belong"),
        (lambda x: x * np.tanh, "function not called"),
        (eval("lambda x: super.__init__()"), "super without brackets"),
        (lambda x: x.exp(), "unknown attribute"),
        (eval("lambda x: Other.sigmoid"), "unknown attribute"),
        (eval("lambda x: [x] * 2.0"), "types that do not fit"),
        (lambda x: str(x) * x, "text for numbers"),
        (lambda x: np.gradient(x.ravel()[:1]), "np.gradient"),
        (eval("lambda x: math.exp(None)"), "None where an array belongs"),
        (eval("lambda x: np.maximun(0, x)"), "unknown name"),
        (eval("lambda x: undefined_name"), "unknown name"),
        (lambda x: x.sigmoid(), "unknown attribute"),
        (lambda x: None * x, "None where an array belongs"),
        (lambda x: x @ x, "matrix product"),
        (lambda x: x + np.ones((41, 1, 41, 1)) @ np.ones((2, 3)), "matrix product"),
        (lambda x: x + np.ones(1234), "shapes do not fit"),
        (lambda x: np.add(x, 1.0, out=np.zeros(x.shape, int)), "in place into another type"),
        (lambda x: 1 / 0, "division by zero"),
        (lambda x: x(), "not callable"),
        (lambda x: x.size[0], "not subscriptable"),
    ],
)
def test_exceptions_are_told_in_words_that_help(line: Callable[[Any], Any], key: str) -> None:
    error = problem(_raising(line), sigmoid, probes.forward_values)
    assert error is not None
    found = diagnosis_of(error)
    assert (found.key if found is not None else "") == key
    assert found is None or vars(error)["__notes__"] == [f"hint: {found.sentence}"]


def test_a_stub_and_the_students_own_words_are_left_alone() -> None:
    for raised in (NotImplementedError(), ValueError("x should be float64"), AssertionError("no gradient")):

        def stub(x: Any, raised: Exception = raised) -> Any:
            raise raised

        error = problem(_raising(stub), sigmoid, probes.forward_values)
        assert error is raised
        assert diagnosis_of(error) is None


def test_an_assert_without_a_word_is_told_as_the_codes_own() -> None:
    def two_d_only(x: Any) -> Any:
        raise AssertionError  # as Python does; an assert that stands here would be put into words by pytest

    error = problem(_raising(two_d_only), sigmoid, probes.forward_values)
    assert error is not None
    found = diagnosis_of(error)
    assert found is not None
    assert found.key == "own assert"


def test_sentences_about_exceptions_take_what_their_patterns_find() -> None:
    for pattern, _, sentence in EXCEPTIONS:
        sentence.format(*["name"] * re.compile(pattern).groups)
