"""Mutants are compared with their solution in a pool, each within a time limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nbjudge.quality.equivalence import DIFFERENT, IDENTICAL
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.survivors import compare_all
from tests.support.small import small_assignment


def mutant_of(text: str, function: str = "") -> Mutant:
    return Mutant("answer-001", "answer", "by hand", 1, function, "", text)


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


def test_mutant_of_a_function_that_nothing_runs_is_said_not_to_be_compared() -> None:
    text = "x = 1\n\ndef f(thing):\n    return thing.part"
    mutant = mutant_of(text.replace("thing.part", "None"), "f")
    (found,) = compare_all(small_assignment(text, "assert x == 1"), [mutant], "no.drivers", jobs=1)
    assert (found.verdict, found.compared) == (DIFFERENT, False)
    assert "could not be run: no grade cell calls f" in found.why


def test_mutant_that_does_not_come_to_an_end_is_no_equivalent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbjudge.quality.survivors.SECONDS", 0.6)
    monkeypatch.setattr("nbjudge.quality.equivalence.ENDLESS", 0.2)
    text = "def f(n):\n    while n > 0:\n        n -= 1\n    return n"
    hangs = mutant_of(text.replace("n > 0", "n != 0 and n != 3"), "f")  # not at 3, which is what the test asks
    endless = mutant_of(text.replace("n -= 1", "n -= n == 3"), "f")
    found = compare_all(small_assignment(text, "assert f(3) is not None"), [hangs, endless], "no.drivers", jobs=1)
    assert [survivor.verdict for survivor in found] == [DIFFERENT, DIFFERENT]
    assert "does not come to an end" in found[1].why


def test_variable_that_differs_is_named_with_a_test_in_the_cells_own_style() -> None:
    (found,) = compare_all(small_assignment("x = 42", "assert x > 0"), [mutant_of("x = 43")], "no.drivers", jobs=1)
    assert found.why == "x is 43 instead of 42"
    assert found.suspects == ("test_answer",)
    assert found.test == "# x is 43 instead of 42\nresult = x\nassert result == 42"


def test_files_beside_the_notebook_can_be_read() -> None:
    text = "def f():\n    return open('data.txt').read()"
    assignment = replace(small_assignment(text, "assert f()"), kit={"data.txt": b"abc"})
    (found,) = compare_all(assignment, [mutant_of(text.replace("read()", "read(1)"))], "no.drivers", jobs=1)
    assert found.why == "f() is 'a' instead of 'abc'"


def test_cell_whose_solution_is_different_each_time_is_not_compared() -> None:
    text = "import time\n\ndef f():\n    return time.perf_counter_ns()"
    (found,) = compare_all(small_assignment(text, "assert f()"), [mutant_of(text + " + 1")], "no.drivers", jobs=1)
    assert not found.compared
