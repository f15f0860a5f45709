"""Answers are asked what grade cells ask them, and more of the same kind: planted slips that tests miss are seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nbjudge.notebooks.cells import SKIPPED_TAG
from nbjudge.quality.equivalence import DIFFERENT, IDENTICAL, NotCompared, compare
from nbjudge.quality.running.asking import functions_run, scripts_for
from nbjudge.quality.running.runs import file_of, namespace
from tests.support.small import small_assignment

BOX = "class Box:\n    def __init__(self, side, name):\n        self.side, self.name = side, name\n"
STACK = """class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
    def __len__(self):
        return len(self.items)
    @property
    def top(self):
        return self.items[-1]"""


def verdict(solution: str, tests: str, old: str, new: str, *given: str) -> str:
    """How an answer with other text in one place compares with the solution."""
    assert old in solution
    assignment = small_assignment(solution, tests, *given)
    right, yours = namespace(assignment, {}), namespace(assignment, {"answer": solution.replace(old, new)})
    return compare(right, yours, list(scripts_for(assignment, "answer", right)), lambda *_: None).verdict


@pytest.mark.parametrize(
    ("solution", "tests", "old", "new"),
    [
        ("speed = 270 / 3", "assert speed > 50", "270", "271"),
        ("primes = [2, 3, 5]", "assert 2 in primes", "5", "7"),
        ("table = {'a': [1, 2]}", "assert 'a' in table", "2]", "3]"),
        ("def greet():\n    return 'hello'", "assert greet()", "hello", "hullo"),
        ("def greet():\n    print('hello')", "greet()", "hello", "hullo"),
        ("def digits(n):\n    return len(str(n))", "assert digits(7) == 1", "len(str(n))", "1"),
        ("def shout(text):\n    return text.upper()", "assert shout('a') == 'A'", ".upper()", "[:1].upper()"),
        ("def total(values):\n    return sum(values)", "assert total([3]) == 3", "sum(values)", "values[0]"),
        ("def tidy(values):\n    values.sort()", "v = [2, 1]\ntidy(v)\nassert v == [1, 2]", "sort()", "reverse()"),
        ("def grade(p):\n    return p >= 50", "for p in (0, 100):\n    assert grade(p) == (p > 0)", ">=", ">"),
        ("def half(n, *, up=0):\n    return -(-n // 2) if up else n // 2", "assert half(4, up=1) == 2", "-n", "n"),
        ("def adder(n):\n    return lambda m: n + m", "assert adder(0)(1) == 1", "n + m", "m"),
        ("def to(n):\n    for i in range(n):\n        yield i", "assert list(to(1)) == [0]", "yield i", "yield 0"),
        ("seen = 0\ndef visit():\n    global seen\n    seen += 2", "visit()", "+= 2", "+= 1"),
        ("def root(x):\n    if x < 0:\n        raise ValueError\n    return x", "try: root(-1)\nexcept Exception: 0",
         "ValueError", "TypeError"),
    ],
)  # fmt: skip
def test_slip_that_a_test_misses_is_seen(solution: str, tests: str, old: str, new: str) -> None:
    assert verdict(solution, tests, old, new) == DIFFERENT
    assert verdict(solution, tests, old, old) == IDENTICAL


def test_function_of_a_given_class_is_asked_with_other_objects_of_it() -> None:
    solution, tests = "def area(box):\n    return box.side ** 2", "assert area(Box(2, 'a')) == 4"
    assert verdict(solution, tests, "** 2", "* 2", BOX) == DIFFERENT
    assert verdict(solution, tests, "box.side ** 2", "box.side * box.side", BOX) == IDENTICAL


def test_object_of_a_notebooks_class_is_compared_by_what_it_keeps() -> None:
    solution, tests = "def grown(box):\n    return Box(box.side + 1, box.name)", "assert grown(Box(2, 'a')).side == 3"
    assert verdict(solution, tests, "box.name", "'a'", BOX) == DIFFERENT
    assert verdict(solution, tests, "box.side + 1", "1 + box.side", BOX) == IDENTICAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[-1]", "[0]"),
        ("append(item)", "insert(0, item)"),
        ("return len(self.items)", "return 1"),
        ("self.items = []", "type(self).items = []"),
    ],
)
def test_class_is_asked_as_its_tests_ask_it(old: str, new: str) -> None:
    tests = "stack = Stack()\nstack.push(1)\nassert len(stack) == 1 and stack.top == 1\nstack.push(1)\nstack.top"
    assert verdict(STACK, tests, old, new) == DIFFERENT
    assert verdict(STACK, tests, old, old) == IDENTICAL


def test_calls_in_test_functions_and_helpers_count() -> None:
    helper = "def check(f, n):\n    assert f(n) == n"
    solution, tests = "def same(n):\n    return n", "def test_same():\n    check(same, 1)"
    assert verdict(solution, tests, "return n", "return 1", helper) == DIFFERENT


def test_functions_that_nothing_calls_are_known() -> None:
    solution = "def f(x):\n    return x\n\ndef g(thing):\n    return thing.part"
    assignment = small_assignment(solution, "assert f(1) == 1")
    names = namespace(assignment, {})
    assert functions_run(list(scripts_for(assignment, "answer", names)), names, file_of("answer")) == {"f"}


@pytest.mark.parametrize(
    "solution",
    ["import threading\ndef f():\n    return threading.Lock()", "def f(thing):\n    return thing.part"],
    ids=["lock", "unasked"],
)
def test_what_cannot_be_compared_is_not_called_the_same(solution: str) -> None:
    with pytest.raises(NotCompared):
        verdict(solution, "f" if "thing" in solution else "f()", "return", "return ")


def test_numbers_that_were_never_promised_are_not_asked() -> None:
    hangs_below_0 = "def down(n):\n    while n != 0:\n        n -= 1\n    return n"
    assert verdict(hangs_below_0, "assert down(3) == 0", "n != 0", "n > 0") == IDENTICAL


def test_cells_that_grading_skips_are_not_run() -> None:
    """As pictures, which take longer to draw than all else takes to compare."""
    source = json.loads(small_assignment("def f(x):\n    return x", "", "drawn = 1").source)
    source["cells"][2]["metadata"]["tags"] = [SKIPPED_TAG]
    shown = replace(small_assignment("", ""), source=json.dumps(source))
    assert {"f", "drawn"} & namespace(shown, {}).keys() == {"f"}
