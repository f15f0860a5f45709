"""What the cells of a notebook import, and use of what they import: loaded once, in the zygotes.

Each submission would else load it anew, or each of its candidates. It changes nothing that code can see but what is
quick: no name is bound.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbjudge.notebooks.assignment import LIBRARIES, Assignment, cells_to_prepare, imports_of
from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.own_modules import imported_names
from nbjudge.stands import BESIDE


def preloaded(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """By role, in JSON data: ``imports``, and ``used``, pairs of a module and an attribute.

    For candidates also ``drawn``, the like of what makes a process large: loaded only for submissions that draw. They
    load what only tests import where a cell is judged beside them.
    """
    preamble, graded = ([cell["source"] for cell in cells] for cells in cells_to_prepare(assignment.parsed))
    solutions = [cell.text for cell in assignment.parsed.cells if cell.role == "solution" and cell.cell_type == "code"]
    given, of_tests = imports_of(assignment.parsed)
    own = {name.partition(".")[0].partition("/")[0] for name in assignment.modules}
    solved = [name for text in solutions for name in imported_names(without_magics(text))]
    beside = any(stand.where == BESIDE for stand in assignment.stands.values())
    theirs = [name for name in solved + (of_tests if beside else []) if name.partition(".")[0] not in own]
    wanted = [name for name in solved if not _draws(name) or any(name in text for text in graded)]
    return {
        "candidate": {
            "imports": _once([*given, *(name for name in theirs if not _draws(name))]),
            "drawn": {"imports": _once(filter(_draws, theirs))},
            "used": _used([*preamble, *solutions, *(graded if beside else [])]),
        },
        "examiner": {
            "imports": _once([*given, *of_tests, *wanted]),
            "used": _used([*preamble, *graded]),
        },
    }


def _draws(name: str) -> bool:
    return name.partition(".")[0] in LIBRARIES


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _used(texts: Iterable[str]) -> list[list[str]]:
    """``numpy.testing`` for ``import numpy as np`` and ``np.testing``, which NumPy loads when it is first used."""
    trees = [tree for tree in map(_tree, texts) if tree is not None]
    modules = {name: module for tree in trees for name, module in _modules(tree)}
    found = dict.fromkeys(pair for tree in trees for pair in _attributes(tree, modules))
    return [list(pair) for pair in found]


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(without_magics(text))
    except (SyntaxError, ValueError):
        return None


def _modules(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What ``import a as b`` and ``import a.b`` bind, and to which module."""
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.Import) else ():
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname is not None else (top, top)


def _attributes(tree: ast.Module, modules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr
