"""Mutants are compared with their solution in a pool, each within a time limit."""

from __future__ import annotations

import pytest

from nbjudge.quality.equivalence import DIFFERENT, IDENTICAL
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.survivors import compare_all
from tests.support.small import small_assignment


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
    monkeypatch.setattr("nbjudge.quality.survivors.SECONDS", 0.3)
    text = "def f(x):\n    return x"
    hangs = "def f(x):\n    while True:\n        pass"
    found = compare_all(small_assignment(text, ""), [mutant_of(hangs)], "no.drivers", jobs=1)
    assert found[0].verdict == DIFFERENT
    assert "could not be compared with the solution: TimeoutError" in found[0].why


def test_cell_that_fails_for_a_mutant_is_passed_over() -> None:
    assignment = small_assignment("def f(x):\n    return x", "", "assert f(1) == 1", "one = 1")
    found = compare_all(assignment, [mutant_of("def f(x):\n    return 2 * x")], "no.drivers", jobs=1)
    assert "instead of" in found[0].why
