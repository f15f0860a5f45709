"""A suggested test fails for the mutant and not for the solution; the cells that should have noticed are named."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from nbjudge.quality.suggestions import suggested_test, suspects
from tests.support.activation import ACTIVATION
from tests.support.comparing import DIFFERENCES, LAYER, compared, defined


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


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("layer.backward(g)", ("test_relu_backward",)),
        ("layer.x", ("test_relu_contract",)),
        ("", ("test_relu_forward", "test_relu_backward", "test_relu_contract", "test_network")),
    ],
)
def test_cells_that_should_have_noticed_are_named(line: str, cells: tuple[str, ...]) -> None:
    assert suspects(ACTIVATION.parsed, "relu", line) == cells
