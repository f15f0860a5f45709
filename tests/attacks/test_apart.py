"""In a grade cell that is judged apart, an answer gains nothing by answering for itself: it computes right, or fails.

All attacks are tried on one notebook. Each stands around a wrong answer, and would pass with nbgrader's own autograde.
"""

from __future__ import annotations

from typing import Final

import pytest

from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, BESIDE
from nbjudge.verdicts import NOT_JUDGED
from tests.support.attacking import LIAR, TO_THE_WIRE, Arena, Cell, graded_by, locked, plain, solved_in

OPEN: Final = """
import math
import numpy as np
import helpers
from numpy.testing import *
TOL = 1e-9
norm = abs
def near(a, b):
    return abs(a - b) < TOL
"""
LOCKED: Final = """
INPUTS = [1, 2, 3]
EXPECTED = [1, 8, 27]
LIMIT = 1e-6
same = np.allclose
class Case:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def holds(self, f):
        return f(self.x) == self.y
def all_hold(f):
    return all(f(x) == y for x, y in zip(INPUTS, EXPECTED))
"""
VECTOR: Final = """
class V:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return isinstance(other, V) and self.x == other.x
    def __len__(self):
        return self.x
    def norm(self):
        return self.x
def total(vs):
    return sum(v.x for v in vs)
"""
FROZEN: Final = "p = pair(1, 2)\ntry:\n    p[0] = 9\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError\n"
CELLS: Final[list[Cell]] = [
    plain("imports", OPEN),
    solved_in("square", "def square(x):\n    return x * x"),
    graded_by("open_function", "assert near(square(3), 9)"),
    graded_by("open_alias", "assert norm(square(3) - 9) < 1e-6"),
    graded_by("open_value", "assert abs(square(3) - 9) < TOL"),
    graded_by("kit", "assert helpers.near(square(3), 9)"),
    graded_by("starred", "assert_allclose(square(3), 9)"),
    graded_by("modules", "assert np.allclose(square(3), 9)\nassert math.isclose(square(3), 9)"),
    graded_by("own_names", "def check(x):\n    return square(x) == x * x\nassert check(3)\nexpected = 9\nassert square(3) == expected"),
    graded_by("later", "assert check(4) and expected == 9"),
    graded_by("builtin", "assert round(square(3)) == 9 and sum([square(1), square(2)]) == 5"),
    graded_by("functions", "def test_nine():\n    assert square(3) == 9\ndef test_four():\n    assert square(2) == 4\nrun_tests()"),
    locked("data", LOCKED),
    solved_in("cube", "def run_tests():\n    pass\ndef cube(x):\n    return x ** 3"),
    graded_by("locked_value", "assert abs(cube(2) - 8) < LIMIT"),
    graded_by("locked_data", "assert [cube(x) for x in INPUTS] == EXPECTED"),
    graded_by("locked_function", "assert all_hold(cube)"),
    graded_by("locked_alias", "assert same(cube(2), 8)"),
    graded_by("locked_class", "assert Case(2, 8).holds(cube)"),
    solved_in("total", VECTOR.strip()),
    graded_by("number", "assert V(1) == V(1)\nassert total([V(1), V(2)]) == 3"),
    graded_by("compared", "assert V(2) == V(2)\nassert 2 < total([V(1), V(2)]) < 4"),
    graded_by("listed", "assert [total([V(1)]), total([V(2)])] == [1, 2]\nassert (1, 2) == (total([V(1)]), total([V(2)]))"),
    graded_by("member", "assert total([V(3)]) in (3, 4)"),
    graded_by("looked_up", "assert {3: 'a'}[total([V(3)])] == 'a'"),
    graded_by("close", "assert abs(total([V(3)]) - 3) < 1e-9"),
    graded_by("in_a_loop", "for got, want in [(V(1), V(1)), (total([V(4)]), 4)]:\n    assert got == want"),
    graded_by("credit", "n = total([V(1)]) == 1\nn = n + (total([V(2)]) == 2)\nn", points=2),
    graded_by("shown", "total([V(1), V(1)])", points=2),
    solved_in("three", "def three(f):\n    return f(3)"),
    graded_by("three_told", "def same(x):\n    return x\nassert three(same) == 3"),
    solved_in("pair", "def pair(a, b):\n    return (a, b)"),
    graded_by("swallowed", FROZEN + "assert p[0] == 1\nassert p[1] == 2"),
    graded_by("swallowed_equality", "try:\n    assert pair(1, 2) == (1, 2)\nexcept TypeError:\n    pass"),
    solved_in("sort", "def sort(xs):\n    return sorted(xs)"),
    graded_by("changing", "s = sort([3, 1, 2])\nassert {*s} == {1, 2, 3}\nassert all(a <= b for a, b in zip(list(s), list(s)[1:]))"),
    solved_in("merge", "from collections import ChainMap\ndef merge(a, b):\n    return ChainMap(a, b)"),
    graded_by("library", "assert merge({'a': 1}, {'b': 2}) == {'a': 1, 'b': 2}"),
    solved_in("pop", "class Empty(LookupError):\n    pass\ndef pop(xs):\n    if not xs:\n        raise Empty('empty')\n    return xs[-1] > 0"),
    graded_by("stopped", "try:\n    pop([])\nexcept Empty:\n    pass\nassert all(map(pop, [[1], [2]]))\nassert not any(map(pop, [[-1]]))"),
    solved_in("each", "def each(f, xs):\n    return [f(x) for x in xs]"),
    graded_by("raised_back", "it = iter([1])\ndef once(x):\n    return next(it)\nassert each(once, [7]) == [1]\nassert all(map(lambda x: each(abs, [x]) == [-x], [-1, -2]))"),
    graded_by("counted", "seen = []\ndef spy(x):\n    seen.append(x)\n    return x + 1\nassert each(spy, [1, 2]) == [2, 3]\nassert seen == [1, 2]"),
    solved_in("double", "def double(x):\n    return 2 * x"),
    graded_by("testing", "np.testing.assert_allclose(double(np.arange(3.0)), [0, 2, 4])"),
    graded_by("testing_equal", "np.testing.assert_array_equal(double(np.arange(3.0)), [0, 2, 4])"),
    graded_by("array", "assert np.array_equal(double(np.arange(3.0)), [0, 2, 4])"),
    solved_in("hello", "import io\nfrom contextlib import redirect_stdout\ndef hello():\n    print('hello')"),
    graded_by("printed", "out = io.StringIO()\nwith redirect_stdout(out):\n    hello()\nassert out.getvalue() == 'hello\\n'"),
    solved_in("opened", "class Opened:\n    def __init__(self):\n        self.value = 3\n    def __enter__(self):\n        return self\n    def __exit__(self, *error):\n        return None"),
    graded_by("with_block", "with Opened() as o:\n    assert o.value == 3"),
]  # fmt: skip
KIT: Final = {"helpers.py": b"def near(a, b):\n    return abs(a - b) < 1e-9\n"}
QUICK: Final = Limits(test_seconds=2, lost_seconds=2, candidates=1)
MAY_STAND_BESIDE: Final = {"kit", "locked_class", "library", "shown"}

ZERO: Final = "def square(x):\n    return 0\n"
FLAT: Final = "def cube(x):\n    return 0\n"
ANY: Final = VECTOR.replace("isinstance(other, V) and self.x == other.x", "True").partition("def total")[0] + LIAR
NUMBERS: Final = ("number", "compared", "listed", "member", "looked_up", "close", "in_a_loop", "credit", "shown")
PAIR: Final = """
class Pair:
    def __init__(self, *values):
        self.values = list(values)
    def __getitem__(self, index):
        return self.values[index]
    def __setitem__(self, index, value):
        self.values[index] = value
def pair(a, b):
    return Pair(a, b)
"""
CHANGING: Final = """
class Changing:
    asked = 0
    def __iter__(self):
        Changing.asked += 1
        return iter([3, 1, 2] if Changing.asked == 1 else [1, 1, 1])
def sort(xs):
    return Changing()
"""
STOPS_LATER: Final = """
def each(f, xs):
    if f.__name__ == "once":
        found = [f(xs[0])]
        try:
            f(0)
        except BaseException:
            return found
    raise StopIteration()
"""
KEEPS_CALLING: Final = """
def each(f, xs):
    for x in (1, 2):
        f(x)
    return Liar()
"""

WIRED: Final = TO_THE_WIRE + "def three(f):\n    "
TOLD: Final = ("three_told",)

ATTACKS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    # names of the instructor's, bound again
    "a function of an open cell": ("square", ZERO + "def near(a, b):\n    return True", ("open_function",)),
    "another name in an open cell": ("square", ZERO + "def norm(a):\n    return 0", ("open_alias",)),
    "a number of an open cell": ("square", ZERO + "TOL = 1e9", ("open_value", "open_function")),
    "a module of the kit": ("square", ZERO + "class helpers:\n    near = staticmethod(lambda a, b: True)", ("kit",)),
    "a module of the kit, patched": ("square", ZERO + "helpers.near = lambda a, b: True", ("kit",)),
    "a starred name": ("square", ZERO + "def assert_allclose(*a, **k):\n    pass", ("starred",)),
    "modules": ("square", ZERO + LIAR + "np = math = Liar()", ("modules", "starred")),
    "modules, patched": ("square", ZERO + "np.allclose = math.isclose = lambda *a, **k: True", ("modules",)),
    "names that a test defines": ("square", ZERO + "def check(x):\n    return True\nexpected = 0", ("own_names", "later")),
    "builtin names": ("square", ZERO + "import builtins\nbuiltins.round = builtins.sum = round = sum = lambda *a: 9", ("builtin",)),
    "tests of the same names": ("square", ZERO + "def test_nine():\n    pass\ntest_four = test_nine", ("functions",)),
    "run_tests": ("cube", FLAT + "def run_tests():\n    raise SystemExit(0)", ("locked_value", "locked_function")),
    "a number of a locked cell": ("cube", FLAT + "LIMIT = 1e9", ("locked_value",)),
    "a list of a locked cell, changed": ("cube", FLAT + "EXPECTED[:] = [0, 0, 0]", ("locked_data", "locked_function")),
    "a list of a locked cell, emptied": ("cube", FLAT + "INPUTS.clear()\nEXPECTED.clear()", ("locked_data", "locked_function")),
    "a function of a locked cell": ("cube", FLAT + "def all_hold(f):\n    return True", ("locked_function",)),
    "another name in a locked cell": ("cube", FLAT + "def same(*a):\n    return True", ("locked_alias",)),
    "a class of a locked cell": ("cube", FLAT + "Case.holds = lambda self, f: True", ("locked_class",)),
    # objects that answer for themselves
    "equal to everything": ("total", ANY + "def total(vs):\n    return Liar()", NUMBERS),
    "equal to everything, of the solution's class": ("total", ANY + "def total(vs):\n    return V(0)", NUMBERS),
    "the solution's class itself": ("total", ANY + "def total(vs):\n    return V", NUMBERS),
    "a class whose metaclass says so": ("total", ANY + "class Meta(type):\n    __eq__ = __lt__ = __gt__ = lambda c, o: True\n    __hash__ = type.__hash__\n    __instancecheck__ = lambda c, o: True\nclass Made(metaclass=Meta):\n    pass\ndef total(vs):\n    return Made", NUMBERS),
    "a whole number by its class": ("total", ANY.replace("class Liar:", "class Liar(int):") + "def total(vs):\n    return Liar(0)", NUMBERS),
    "a text by its class": ("total", ANY.replace("class Liar:", "class Liar(str):") + "def total(vs):\n    return Liar('0')", NUMBERS),
    "a list by its class": ("total", ANY.replace("class Liar:", "class Liar(list):") + "def total(vs):\n    return Liar()", NUMBERS),
    "a dict by its class": ("total", ANY.replace("class Liar:", "class Liar(dict):") + "def total(vs):\n    return Liar()", NUMBERS),
    "a class called int": ("total", ANY.replace("class Liar:", "class int:") + "def total(vs):\n    return int()", NUMBERS),
    "it lies about its class": ("total", ANY + "Liar.__class__ = int\ndef total(vs):\n    return Liar()", NUMBERS),
    "an exception of the test's kind": ("total", ANY + "class Failed(AssertionError):\n    pass\ndef total(vs):\n    raise Failed('3')", NUMBERS),
    "a view of lies": ("total", ANY + "def total(vs):\n    return [Liar()]", NUMBERS),
    "refused, and that is swallowed": ("pair", PAIR, ("swallowed",)),
    "refused comparison, swallowed": ("pair", LIAR + "def pair(a, b):\n    return Liar()", ("swallowed_equality", "swallowed")),
    "another answer each time": ("sort", CHANGING, ("changing",)),
    "the name of a library's class": ("merge", LIAR.replace("class Liar:", "class ChainMap:") + "def merge(a, b):\n    return ChainMap()", ("library",)),
    "the name of a library's class, lent": ("merge", LIAR + "Liar.__name__ = 'ChainMap'\ndef merge(a, b):\n    return Liar()", ("library",)),
    "an exception that ends loops": ("pop", "class Empty(StopIteration):\n    pass\ndef pop(xs):\n    raise Empty('empty')", ("stopped",)),
    "all is masked": ("double", "def double(x):\n    return np.ma.masked_all_like(np.asarray(x))", ("testing", "testing_equal", "array")),
    "the one masked value": ("double", "def double(x):\n    return np.ma.masked", ("testing", "testing_equal", "array")),
    "an array of lies": ("double", LIAR + "def double(x):\n    return np.array([Liar()] * 3)", ("testing", "testing_equal", "array")),
    "an array by its word": ("double", LIAR + "Liar.__array__ = lambda self, *a, **k: np.zeros(3)\nLiar.__array_ufunc__ = Liar.__array_function__ = lambda self, *a, **k: True\ndef double(x):\n    return Liar()", ("testing", "testing_equal", "array")),
    "it swallows what the test asserts": ("opened", "class Opened:\n    value = 0\n    def __enter__(self):\n        return self\n    def __exit__(self, *error):\n        return True", ("with_block",)),
    # the test's own functions, and the wire
    "the test's exception, raised later": ("each", STOPS_LATER, ("raised_back",)),
    "the test's function, called for nothing": ("each", LIAR + KEEPS_CALLING, ("counted",)),
    "a forged answer to the next question": ("three", WIRED + "say({'to': number() + 1, 'value': 3})\n    return 0", TOLD),
    "a forged argument that came back": ("three", WIRED + "answer({'same': [7]})", TOLD),
    "a forged handle of a builtin": ("three", WIRED + "answer({'value': Handle(0, 'object', 2)})", TOLD),
    "a forged handle of a test's function": ("three", WIRED + "answer({'value': Handle(0, 'f', 1)})", TOLD),
    "a forged handle with all specials": ("three", WIRED + "answer({'value': Handle(1, 'int', 9, (1 << 80) - 1)})", TOLD),
    "a call of what was not handed over": ("three", WIRED + "say({'back': 9, 'with': [[3], {}]})\n    return 0", TOLD),
    "a call that is none": ("three", WIRED + "say({'back': 0, 'with': 3})\n    return 0", TOLD),
    "a verdict in place of an answer": ("three", WIRED + "say({'results': [{'outcome': 'passed'}]})\n    return 0", TOLD),
    # outputs
    "printed as the test would": ("hello", "def hello():\n    print('✓ printed (1/1)')", ("printed",)),
    "printed past the test": ("hello", "import os, sys\ndef hello():\n    os.write(1, b'hello\\n')\n    sys.__stdout__.write('hello\\n')", ("printed",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def arena(warm: WarmSet) -> Arena:
    return Arena.of(CELLS, warm, kit=KIT, limits=QUICK)


def test_the_solution_has_all_points_and_the_cells_stand_apart(arena: Arena) -> None:
    assert {name: cell.score for name, cell in arena.judge().cells.items()} == arena.points
    beside = {name: stand.why for name, stand in arena.trial.stands.items() if stand.where == BESIDE}
    assert {name: why for name, why in beside.items() if name not in MAY_STAND_BESIDE} == {}


@pytest.mark.parametrize(("cell", "text", "attacked"), ATTACKS.values(), ids=ATTACKS.keys())
def test_an_answer_that_does_not_compute_right_gains_nothing(
    arena: Arena, cell: str, text: str, attacked: tuple[str, ...]
) -> None:
    found = arena.judge({cell: text}).cells
    gained = {name: found[name].verdicts for name in attacked if arena.trial.stands[name].where == APART
              and (found[name].score or 0.0) > 0}  # fmt: skip
    assert gained == {}


def test_every_attacked_cell_fails_a_plainly_wrong_answer(arena: Arena) -> None:
    wrong = {"square": ZERO, "cube": FLAT, "total": VECTOR.replace("sum(v.x for v in vs)", "7"), "pair": "def pair(a, b):\n    return [b, a]",
             "sort": "def sort(xs):\n    return xs", "merge": "def merge(a, b):\n    return a",
             "pop": "class Empty(LookupError):\n    pass\ndef pop(xs):\n    return False", "three": "def three(f):\n    return f(4)", "each": "def each(f, xs):\n    return xs",
             "double": "def double(x):\n    return 0 * x", "hello": "def hello():\n    pass",
             "opened": "class Opened:\n    value = 0\n    def __enter__(self):\n        return self\n    def __exit__(self, *error):\n        return None"}  # fmt: skip
    found = arena.judge(wrong).cells
    attacked = {name for _, _, names in ATTACKS.values() for name in names}
    assert {name for name in attacked if found[name].score} == set()


def test_a_doubt_is_not_judged_and_says_what_could_not_be_asked(arena: Arena) -> None:
    verdict = arena.verdict({"total": ANY + "def total(vs):\n    return Liar()"}, "number")
    assert verdict.outcome == NOT_JUDGED
    assert verdict.points == 0
    assert "__eq__ of Liar" in verdict.message
