"""Drivers: what is done with an answer to see how it behaves, as lines of Python and the arrays that they use.

A course may bring its own in a module ``oracle/drivers.py``, with two functions, or three:

    scripts(grade_id) -> Iterable[Script] | None      what its contract allows to be done with an answer in that cell
    allowed(line, right, yours) -> str | None         why its contract allows a difference, if it does
    planted(solutions) -> Iterable[Planted]           faults put at random into the solutions, by grade_id

For solution cells without any, ``plain_scripts`` calls each function and each class's public methods with float arrays
or plain floats, which is as much as can be known without a contract.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

DRIVERS: Final = "oracle.drivers"


@dataclass(frozen=True)
class Script:
    """Lines of Python, each a statement or an expression, whose value is looked at.

    Attributes:
        lines: run in the notebook's namespace.
        arrays: name to array, or to another value that can be copied; each script run gets copies.
    """

    lines: tuple[str, ...]
    arrays: Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """What was seen of one line.

    Attributes:
        value: of an expression, as it was then; None for a statement.
        raised: the class name of the exception that it raised; empty if none.
        warned: the class names of warnings, in alphabetical order, each once.
        changed: the names of arrays and the lines of earlier results that it changed.
        printed: what it printed.
    """

    value: Any = None
    raised: str = ""
    warned: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True)
class Planted:
    """A solution with a fault at a random place, which has to be found wherever it is.

    Attributes:
        name: what it is and where, for messages.
        grade_id: the solution cell that the text belongs in.
        loses: the grade cells in which it should lose points; ``may_lose``: those in which it also may.
    """

    name: str
    grade_id: str
    text: str
    loses: frozenset[str]
    may_lose: frozenset[str] = frozenset()


Allowed = Callable[[str, Seen, Seen], str | None]


@dataclass(frozen=True)
class Driver:
    """How the answers of a course are made to show what they do."""

    scripts: Callable[[str], Iterable[Script] | None]
    allowed: Allowed
    planted: Callable[[Mapping[str, str]], Iterable[Planted]]


def driver_named(module: str) -> Driver:
    """The course's driver; one that knows nothing if there is no such module."""
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:  # nor is there its package
        found = None
    if found is None:
        return Driver(lambda _: None, lambda *_: None, lambda _: ())
    loaded = importlib.import_module(module)
    return Driver(loaded.scripts, loaded.allowed, getattr(loaded, "planted", lambda _: ()))


# ---------------------------------------------------------------- without a contract

SHAPES: Final = ((), (1,), (7,), (3, 4), (2, 3, 2))
SCALES: Final = (1e-6, 1.0, 30.0)


def plain_scripts(text: str, *, arrays: bool) -> Iterator[Script]:
    """Scripts for whatever functions and classes a solution cell defines at its left margin.

    Classes are made without arguments, and their public methods called in the order of their definition, twice over,
    in every other script on two objects. What takes other arguments than numbers will raise.

    Args:
        arrays: whether arguments are float arrays, of the same shape in one script; else they are plain floats.
    """
    for node in ast.parse(text).body:
        for number, values in enumerate(_arrays() if arrays else _floats()):
            if isinstance(node, ast.FunctionDef):
                yield _script([], [(node.name, _arity(node))], values)
            elif isinstance(node, ast.ClassDef):
                objects = ["one", "two"][: 1 + number % 2]
                made = [f"{name} = {node.name}()" for name in objects]
                calls = [(f"{name}.{method}", arity) for method, arity in _methods(node) * 2 for name in objects]
                yield _script(made, calls, values)


def _methods(node: ast.ClassDef) -> list[tuple[str, int]]:
    """The public methods and how many arguments each needs, besides ``self``."""
    functions = [child for child in node.body if isinstance(child, ast.FunctionDef)]
    return [(child.name, _arity(child) - 1) for child in functions if not child.name.startswith("_")]


def _script(made: list[str], calls: list[tuple[str, int]], values: Iterator[np.ndarray | float]) -> Script:
    lines, arrays = list(made), dict[str, np.ndarray]()
    for function, arity in calls:
        written = []
        for value in itertools.islice(values, arity):
            name = f"a{len(arrays)}"
            arrays[name] = np.asarray(value)
            written.append(name if isinstance(value, np.ndarray) else f"float({name})")
        lines.append(f"{function}({', '.join(written)})")
    return Script(tuple(lines), arrays)


def _arity(node: ast.FunctionDef) -> int:
    return len(node.args.posonlyargs) + len(node.args.args) - len(node.args.defaults)


def _arrays() -> Iterator[Iterator[np.ndarray | float]]:
    """For each script an endless row of arrays of one shape and one size."""
    for number, (shape, scale) in enumerate(itertools.product(SHAPES, SCALES)):
        yield _random(np.random.default_rng(number), shape, scale)
    for number, shape in enumerate(SHAPES):
        yield _whole(np.random.default_rng(number), shape)


def _floats() -> Iterator[Iterator[np.ndarray | float]]:
    """For each script an endless row of floats."""
    for number, scale in enumerate(SCALES * 20):
        yield map(float, _random(np.random.default_rng(number), (), scale))
        yield map(float, _whole(np.random.default_rng(number), ()))


def _random(rng: np.random.Generator, shape: tuple[int, ...], scale: float) -> Iterator[np.ndarray]:
    while True:
        yield np.asarray(scale * rng.normal(size=shape))


def _whole(rng: np.random.Generator, shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Small whole numbers, among which equal ones meet."""
    while True:
        yield np.asarray(rng.integers(-2, 3, size=shape), dtype=np.float64)
