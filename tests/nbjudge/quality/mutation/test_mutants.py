"""Mutants: one slip each, in the solution alone, each as it is named, always the same."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from nbjudge.quality.mutation.mutants import OPERATORS, Mutant, mutants, solution_lines
from tests.support.activation import ACTIVATION
from tests.support.small import small_assignment

SOURCE = ACTIVATION.parsed

LAYER = """class Layer:
    def forward(self, x):
        self.x = x
        self.s = np.tanh(x)
        return self.s.copy()

    def backward(self, g):
        return (1 - self.s**2) * g
"""


def of(text: str) -> list[Mutant]:
    return mutants(small_assignment(text, "").parsed)


def new_lines(text: str, operator: str) -> set[str]:
    """What the mutants of one kind have in place of the solution's lines."""
    before = text.splitlines()
    found = [mutant.text.splitlines() for mutant in of(text) if mutant.operator == operator]
    return {"; ".join(line.strip() for line in lines if line not in before) for lines in found}


# ---------------------------------------------------------------- all of them


@pytest.fixture(scope="module")
def found() -> list[Mutant]:
    """All mutants of the course."""
    return mutants(SOURCE)


def test_activation_has_hundreds_of_mutants_of_each_class(found: list[Mutant]) -> None:
    counts = Counter(mutant.grade_id for mutant in found)
    assert set(counts) == {"relu", "sigmoid", "gelu", "silu"}
    assert all(count >= 80 for count in counts.values())
    assert 400 <= len(found) <= 1000


def test_mutants_are_the_same_each_time(found: list[Mutant]) -> None:
    assert mutants(SOURCE) == found
    assert len({mutant.name for mutant in found}) == len(found)


def test_every_mutant_compiles_and_no_two_mean_the_same(found: list[Mutant]) -> None:
    meanings = [ast.unparse(ast.parse(mutant.text)) for mutant in found]
    solutions = [ast.unparse(ast.parse(cell.text)) for cell in SOURCE.cells if cell.role == "solution"]
    assert len(set(meanings)) == len(meanings)
    assert not set(meanings) & set(solutions)


def test_only_the_solution_region_is_changed(found: list[Mutant]) -> None:
    for mutant in found:
        solution = SOURCE.cells[SOURCE.by_grade_id[mutant.grade_id]].text
        inside = solution_lines(solution)
        kept = [line for number, line in enumerate(solution.splitlines(), start=1) if number not in inside]
        assert [line for line in mutant.text.splitlines() if line in kept] == kept


def test_diff_names_the_lines_that_differ(found: list[Mutant]) -> None:
    for mutant in found:
        solution = SOURCE.cells[SOURCE.by_grade_id[mutant.grade_id]].text.splitlines()
        lines = mutant.diff.splitlines()
        assert lines[0].startswith("@@")
        assert {line[1:] for line in lines if line[0] == "-"} <= set(solution)
        assert {line[1:] for line in lines if line[0] == "+"} <= set(mutant.text.splitlines())
        assert solution[mutant.line - 1] in {line[1:] for line in lines}


def test_every_operator_that_an_activation_can_show_is_used(found: list[Mutant]) -> None:
    without = {"condition negated", "keyword dropped", "item dropped"}
    assert {mutant.operator for mutant in found} == OPERATORS.keys() - without


# ---------------------------------------------------------------- one kind at a time


@pytest.mark.parametrize(
    ("text", "operator", "some"),
    [
        ("y = a - b", "arithmetic swapped", {"y = a + b", "y = a * b"}),
        ("y += a", "arithmetic swapped", {"y -= a", "y *= a", "y = a"}),
        ("y = a * b", "operand dropped", {"y = a", "y = b"}),
        ("y = a - b", "operands swapped", {"y = b - a"}),
        ("y = a + b", "operands swapped", set()),
        ("y = a > b", "comparison swapped", {"y = a >= b", "y = a < b", "y = a <= b", "y = a == b", "y = a != b"}),
        ("y = a in b", "comparison swapped", {"y = a not in b"}),
        ("y = a and b", "condition negated", {"y = a or b"}),
        ("y = a if c else b", "condition negated", {"y = b if c else a"}),
        ("y = 3", "constant changed", {"y = 0", "y = 1", "y = -1", "y = 4", "y = 6", "y = 3.003"}),
        ("y = True", "constant changed", {"y = False"}),
        ("y = 'yes'", "constant changed", {"y = ''"}),
        ("y = np.pi", "constant changed", {"y = 3.14", "y = 3", "y = np.e"}),
        ("y = np.maximum(a, b)", "function swapped", {"y = np.minimum(a, b)"}),
        ("y = max(a, b)", "function swapped", {"y = min(a, b)"}),
        ("y = np.abs(a)", "call dropped", {"y = a"}),
        ("y = a.copy()", "call dropped", {"y = a"}),
        ("y = np.where(c, a, b)", "arguments swapped", {"y = np.where(a, c, b)", "y = np.where(c, b, a)"}),
        ("y = np.maximum(a, b)", "arguments swapped", set()),
        ("y = a.sum(axis=0)", "keyword dropped", {"y = a.sum()"}),
        ("y = -np.tanh(a)", "sign changed", {"y = --np.tanh(a)", "y = np.abs(-np.tanh(a))"}),
        ("y = [a, b, c]", "item dropped", {"y = [b, c]", "y = [a, b]"}),
        ("y = {a: 1, b: 2}", "item dropped", {"y = {b: 2}", "y = {a: 1}"}),
        ("a = 1\ny = 2\ny = a", "name replaced", {"y = y"}),
        ("print(a)\ny = 1", "statement removed", {"pass"}),
    ],
)
def test_slip_at_the_margin(text: str, operator: str, some: set[str]) -> None:
    assert new_lines(text, operator) == some


@pytest.mark.parametrize(
    ("operator", "line"),
    [
        ("attribute replaced", "return (1 - self.x**2) * g"),
        ("attribute replaced", "self.s = x"),
        ("name replaced", "self.s = np.tanh(self.s)"),
        ("in place", "self.s = np.tanh(x, out=x)"),
        ("in place", "return np.multiply(1 - self.s**2, g, out=g)"),
        ("operand dropped", "return 1 - self.s**2"),
        ("reduction added", "return ((1 - self.s**2) * g).mean(axis=0)"),
        ("reduction added", "return ((1 - self.s**2) * g).sum()"),
        ("shape changed", "return ((1 - self.s**2) * g).T"),
        ("shape changed", "self.x = x.ravel()"),
        ("type narrowed", "return ((1 - self.s**2) * g).astype(np.float32)"),
        ("sign changed", "return -((1 - self.s**2) * g)"),
        ("return replaced", "return None"),
        ("return replaced", "return g"),
        ("return replaced", "return self.s"),
        ("return replaced", "return np.zeros_like((1 - self.s**2) * g)"),
        ("statement removed", "pass"),
        ("state misplaced", "type(self).x = x"),
        ("state misplaced", "if getattr(self, 'x', None) is None:; self.x = x"),
        ("state misplaced", "self.x = (1 - self.s**2) * g; return self.x"),
    ],
)
def test_slip_in_a_layer(operator: str, line: str) -> None:
    lines = {
        "; ".join(part[1:].strip() for part in mutant.diff.splitlines() if part.startswith("+"))
        for mutant in of(LAYER)
        if mutant.operator == operator
    }
    assert line in lines


def test_name_of_the_method_goes_with_the_mutant() -> None:
    assert {mutant.function for mutant in of(LAYER)} == {"forward", "backward"}


def test_condition_of_a_loop_and_of_a_branch_is_negated() -> None:
    assert new_lines("while a:\n    if b:\n        c()\n", "condition negated") == {"while not a:", "if not b:"}


# ---------------------------------------------------------------- places that are odd


def test_cell_without_region_is_all_solution() -> None:
    assert solution_lines("a = 1\nb = 2") == {1, 2}


def test_lines_outside_of_regions_are_no_solution() -> None:
    text = "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n\nLIMIT = 7"
    assert solution_lines(text) == {3}
    assert all("LIMIT = 7" in mutant.text for mutant in of(text))


def test_docstrings_annotations_and_defaults_are_left_alone() -> None:
    text = 'def f(x: int = 3) -> "float":\n    """Twice."""\n    y: int = x\n    return y\n'
    assert all('def f(x: int = 3) -> "float":\n    """Twice."""\n    y: int = ' in mutant.text for mutant in of(text))


def test_letters_of_several_bytes_do_not_shift_a_change() -> None:
    assert "y = 'é' + a * 2" in new_lines("y = 'é' + a * 1", "constant changed")


def test_what_stands_in_an_f_string_is_changed_too() -> None:
    assert any("{n - 1}" in mutant.text for mutant in of("y = f'{n + 1} of them'"))


def test_parentheses_are_put_where_they_are_needed() -> None:
    assert new_lines("y = (a + b) * c", "arithmetic swapped") >= {"y = (a + b) / c", "y = (a - b) * c"}
    assert "y = a * (b * c)" not in new_lines("y = a * b + c", "arithmetic swapped")
    assert all(ast.parse(mutant.text) for mutant in of("y = (1 - a)**2 / (b + c)"))


def test_cell_that_is_no_plain_python_has_no_mutants() -> None:
    assert of("%matplotlib inline\ny = 1") == []
