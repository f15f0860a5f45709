"""One grade cell in the examiner: what it tests, and running that.

Its test functions are tests of their own, as in pytest, unless the cell calls them itself. Where there are none, the
whole cell is one test, as for nbgrader, and the value of its last line may be partial credit.
"""

from __future__ import annotations

import ast
import functools
import io
import math
import traceback
import types
from collections.abc import Callable, Collection, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any, Final

from nbjudge.examiner.conversation.questions import Questions
from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.regions import Region, line_numbers
from nbjudge.verdicts import NOT_JUDGED, Verdict

WHOLE_CELL: Final = "the tests of this cell"
QUOTED_CHARS: Final = 200
_DEFINING: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Problem(Exception):
    """The tests of a cell could not be defined: outcome and message for the one verdict that the cell then has."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(outcome, message)
        self.outcome, self.message = outcome, message


@dataclass(frozen=True)
class GradeCell:
    """A grade cell as the source has it.

    Attributes:
        source: its text without magics, which set up a notebook and test nothing; ``text``: as it stands.
    """

    id: str
    grade_id: str
    points: float
    source: str
    text: str

    @classmethod
    def from_dict(cls, cell: Mapping[str, Any]) -> GradeCell:
        nbgrader = cell["metadata"]["nbgrader"]
        text = cell["source"]
        return cls(cell["id"], nbgrader["grade_id"], float(nbgrader["points"]), without_magics(text), text)

    @property
    def native(self) -> str:
        """Its text as it is run beside: with calls of its test functions, where it calls nothing itself."""
        return "\n".join([self.text, *(f"{name}();" for name in uncalled_tests(self.text))])

    @property
    def file(self) -> str:
        """What its code names as its file."""
        return file_of(self.id)

    def verdict(self, outcome: str, message: str = "", *, points: float = 0.0, seconds: float = 0.0) -> Verdict:
        """The one verdict of a cell that is judged as a whole."""
        return Verdict(self.grade_id, WHOLE_CELL, outcome, points, self.points, message, seconds=seconds)


@dataclass(frozen=True)
class Test:
    """One test of a cell.

    Attributes:
        run: runs it; returns which part of its points are earned, from 0 to 1.
        weight: its share of the cell's points, relative to the others'.
        names: the global names that it mentions itself.
        hidden: whether it stands in a hidden region.
    """

    __test__ = False

    name: str
    title: str
    run: Callable[[], float]
    weight: float
    names: frozenset[str]
    hidden: bool

    @classmethod
    def of_function(cls, function: types.FunctionType, hidden: bool) -> Test:
        """A test function; ``test_x.weight = 2`` says its weight, the first line of its docstring what it is about."""
        title = (function.__doc__ or "").strip().partition("\n")[0].rstrip()

        def run() -> float:
            function()
            return 1.0

        weight = float(getattr(function, "weight", 1.0))
        return cls(function.__name__, title, run, weight, _names_in(function.__code__), hidden)

    def verdict(
        self, share: float, outcome: str, message: str = "", *, part: float = 0.0, seconds: float = 0.0,
        printed: str = "",
    ) -> Verdict:  # fmt: skip
        """Its verdict; ``share``: its points, ``part``: how much of them is earned."""
        points = share * part
        return Verdict(self.name, self.title, outcome, points, share, message, self.hidden, seconds, printed)


@functools.cache
def _names_in(code: types.CodeType) -> frozenset[str]:
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return frozenset(code.co_names).union(*map(_names_in, inner))


# ---------------------------------------------------------------- what a cell tests


def collect(
    cell: GradeCell, namespace: dict[str, Any], hidden_tests: Region, questions: Questions | None = None
) -> list[Test]:
    """The tests of a grade cell, in their order. If those are functions, the cell's top level has been run then.

    Args:
        hidden_tests: between which lines hidden ones stand.
        questions: what tests may ask.

    Raises:
        Problem: if it makes no sense: the instructor's mistake, so *not judged*.
        Whatever the cell's top level raises.
    """
    if not test_functions(cell.source):
        hidden = line_numbers(cell.source, hidden_tests)
        code = whole_cell(cell.source, cell.id)
        names = frozenset[str]().union(*(_names_in(part) for part in code if part is not None))
        run = functools.partial(_run_whole, cell, hidden, code, namespace, questions or Questions())
        return [Test(cell.grade_id, WHOLE_CELL, run, 1.0, names, bool(hidden))]
    before = dict(namespace)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        exec(compiled(cell.source, cell.id), namespace)
    in_hidden, file = line_numbers(cell.source, hidden_tests), cell.file
    functions = [
        value
        for name, value in namespace.items()
        if name.startswith("test_") and value is not before.get(name)
        and isinstance(value, types.FunctionType) and value.__code__.co_filename == file
    ]  # fmt: skip
    functions.sort(key=lambda function: function.__code__.co_firstlineno)
    if not functions:
        raise Problem(NOT_JUDGED, "the cell's tests are gone when it has been run: each needs a name of its own")
    tests = [Test.of_function(function, function.__code__.co_firstlineno in in_hidden) for function in functions]
    if not sum(test.weight for test in tests) > 0:
        raise Problem(NOT_JUDGED, "the weights of the cell's tests should add up to more than 0")
    return tests


@functools.cache
def test_functions(source: str) -> frozenset[str]:
    """The test functions of a cell that are left to be called: not those with parameters, or that it calls itself."""
    tree = ast.parse(source)
    defined = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not _needs_arguments(node)
    }
    top = [node for statement in tree.body if not isinstance(statement, _DEFINING) for node in ast.walk(statement)]
    called = {node.func.id for node in top if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return frozenset(defined - called)


def uncalled_tests(text: str) -> tuple[str, ...]:
    """The test functions, in order, of a grade cell that calls nothing at all: stock nbgrader tests nothing there.

    Args:
        text: the cell's, magics included.
    """
    plain = without_magics(text)
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError):
        return ()
    top = [node for statement in tree.body if not isinstance(statement, _DEFINING) for node in ast.walk(statement)]
    if any(isinstance(node, ast.Call) for node in top):
        return ()
    tests = test_functions(plain)
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in tests]
    return tuple(dict.fromkeys(defined))


def _needs_arguments(function: ast.FunctionDef) -> bool:
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    return positional > 0 or any(default is None for default in arguments.kw_defaults)


def file_of(cell_id: str) -> str:
    """What a cell's code names as its file."""
    return f"<cell {cell_id}>"


@functools.cache
def compiled(source: str, cell_id: str) -> types.CodeType:
    """A grade cell's code; its functions name the cell as their file."""
    return compile(source, file_of(cell_id), "exec", dont_inherit=True)


@functools.cache
def whole_cell(source: str, cell_id: str) -> tuple[types.CodeType, types.CodeType | None]:
    """A grade cell's code but for the expression at its end, and that, if there is one whose value would be shown."""
    tree = ast.parse(source, file_of(cell_id))
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        return compiled(source, cell_id), None
    first = compile(ast.Module(tree.body[:-1], []), file_of(cell_id), "exec", dont_inherit=True)
    return first, compile(ast.Expression(last.value), file_of(cell_id), "eval", dont_inherit=True)


def _run_whole(
    cell: GradeCell,
    hidden: Collection[int],
    code: tuple[types.CodeType, types.CodeType | None],
    namespace: dict[str, Any],
    questions: Questions,
) -> float:
    """Run a cell as one test; returns the part of its points that is earned.

    An assertion of its own that says nothing is quoted, unless it is hidden.
    """
    first, last = code
    try:
        exec(first, namespace)
        value = eval(last, namespace) if last is not None else None
    except AssertionError as error:
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        if str(error) or frame.f_code.co_filename != cell.file or line in hidden:
            raise
        quoted = cell.source.splitlines()[line - 1].strip()[:QUOTED_CHARS]
        raise AssertionError(f"line {line} of the cell does not hold: {quoted}") from None
    shown = "" if value is None else repr(value)
    if last is not None:
        questions.credit(is_number=_is_number(shown))
    return 1.0 if value is None else partial_credit(shown, cell.points)


def _is_number(shown: str) -> bool:
    try:
        float(shown)
    except ValueError:
        return False
    return True


def partial_credit(shown: str, points: float) -> float:
    """The part of a cell's points that is earned by what its last line shows, as nbgrader reads it.

    Raises:
        Problem: if that is a number and no possible score.
    """
    try:
        found = float(shown)
    except ValueError:
        return 1.0
    if not 0 <= found <= points or not math.isfinite(found):
        raise Problem(NOT_JUDGED, f"the cell's last line shows {shown[:QUOTED_CHARS]}, expected 0 to {points:g} points")
    return found / points if points else 1.0
