"""Which names the cells of a source bind, use and import: told from their texts, as Python would see them."""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import symtable
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.notebooks.source import Source


def background(source: Source, own: Iterable[str]) -> dict[str, Any]:
    """What an examiner knows of the source besides its grade cells, as JSON data; see ``examiner/background.py``.

    Args:
        own: paths of the kit's modules and the instructor's own, which are not installed.
    """
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    graded = {cell.cell_id for cell in code if is_test_cell({"cell_type": "code", "metadata": cell.metadata})}
    mine = {PurePath(path).parts[0].removesuffix(".py") for path in own}
    imports: dict[str, tuple[str, bool]] = {}
    bound: dict[str, list[str]] = {}
    defined: set[str] = set()
    classes: set[str] = set()
    of_kit: set[str] = set()
    for cell in code:
        if cell.cell_id in graded:
            continue
        imported, assigned, ours = _bound_by(without_magics(cell.text), mine)
        classes |= _classes_in(without_magics(cell.text)) if cell.role == "solution" else set()
        of_kit |= ours
        bound[cell.cell_id] = sorted(assigned)
        defined |= assigned if cell.role == "solution" else set()
        for name, statement in imported.items():
            only = cell.role == "solution" and imports.get(name, ("", True))[1]
            imports[name] = statement, only
    return {
        "imports": {name: found for name, found in imports.items() if name not in defined},
        "bound": bound,
        "solutions": [cell.cell_id for cell in code if cell.role == "solution"],
        "classes": sorted(classes),
        "of_kit": sorted(of_kit),
        "texts": [(without_magics(cell.text), cell.cell_id in graded) for cell in code],
        "released": {cell.cell_id: cell.released for cell in code if cell.cell_id in graded},
    }


def _classes_in(text: str) -> set[str]:
    try:
        return {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)}
    except (SyntaxError, ValueError):
        return set()


def _bound_by(text: str, own: Collection[str]) -> tuple[dict[str, str], set[str], set[str]]:
    """The names that code imports from what is installed, with the statement; the others that it binds; and those that
    it imports from the modules in ``own``.
    """
    try:
        tree = ast.parse(text)
        table = symtable.symtable(text, "<cell>", "exec")
    except (SyntaxError, ValueError):
        return {}, set(), set()
    imported: dict[str, str] = {}
    ours: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                if alias.name.partition(".")[0] in own:
                    ours.add(name)
                else:
                    imported[name] = ast.unparse(ast.Import([alias]))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level and node.module != "__future__":
            for alias in node.names:
                name = f"*{node.module}" if alias.name == "*" else alias.asname or alias.name
                if node.module.partition(".")[0] in own:
                    ours.add(name)
                    continue
                imported[name] = ast.unparse(ast.ImportFrom(node.module, [alias], 0))
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    assigned = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_namespace()}
    return imported, assigned, ours


# ---------------------------------------------------------------- of one cell


def names_used(cells: Iterable[tuple[str, bool]]) -> frozenset[str]:
    """The names that grade cells use, and what the cells use that bind those.

    Args:
        cells: the text of each cell of the source, and whether it is a grade cell.
    """
    used: set[str] = set()
    others: list[tuple[frozenset[str], frozenset[str]]] = []
    for text, graded in cells:
        with contextlib.suppress(SyntaxError, ValueError):
            if graded:
                used |= names_wanted(text)
            else:
                others.append((names_bound(text), names_wanted(text)))
    grown = True
    while grown:
        more = {name for bound, wanted in others if bound & used for name in wanted} - used
        used |= more
        grown = bool(more)
    return frozenset(used)


@functools.cache
def names_wanted(source: str) -> frozenset[str]:
    """The global names that a cell reads and does not bind itself: what it wants from the cells before it.

    Only these are asked of the candidate. A local variable's name is none of its business, and a name that the
    cell imports or defines, or a builtin one, is never to be taken from there.
    """
    top = symtable.symtable(source, "<grade cell>", "exec")
    read: set[str] = set()
    tables = [top]
    bound = set(names_bound(source))
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                read.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                bound.add(symbol.get_name())
    return frozenset(read - bound - vars(builtins).keys())


def names_hidden(whole: str, released: str) -> frozenset[str]:
    """The names that a grade cell binds, and that what students have of it does not; none if it is no Python."""
    with contextlib.suppress(SyntaxError, ValueError):
        return names_bound(without_magics(whole)) - names_bound(without_magics(released))
    return frozenset()


@functools.cache
def names_bound(source: str) -> frozenset[str]:
    """The names that a cell assigns, defines or imports at its top level."""
    top = symtable.symtable(source, "<cell>", "exec")
    return frozenset(symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported())


# ---------------------------------------------------------------- of one statement


@dataclass(frozen=True)
class Statement:
    """A statement at the top of a cell.

    Attributes:
        binds: the names that it binds; ``changes``: those, and what it may change.
        reads: the names that it reads when it is run, which is not what is in the bodies of functions.
    """

    node: ast.stmt
    binds: frozenset[str]
    changes: frozenset[str]
    reads: frozenset[str]


def statements_of(source: str) -> list[Statement]:
    """The statements at the top of a cell; none if it is no Python."""
    try:
        return [_statement(node) for node in ast.parse(source).body]
    except (SyntaxError, ValueError):
        return []


def _statement(node: ast.stmt) -> Statement:
    """Of a function's body nothing is read when it is defined; of a class's methods neither."""
    text = ast.unparse(node)
    bound = names_bound(text)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        return Statement(node, bound, bound, _read_by([*node.decorator_list, *defaults]))
    if isinstance(node, ast.ClassDef):
        inner = [one for one in node.body if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
        wanted = names_wanted(ast.unparse(ast.Module(inner, []))) if inner else frozenset[str]()
        return Statement(node, bound, bound, wanted | _read_by([*node.decorator_list, *node.bases]))
    reads = names_wanted(ast.unparse(_WithoutLambdas().visit(ast.parse(text))))
    only_binds = isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom)
    return Statement(node, bound, bound if only_binds else bound | reads, reads)


class _WithoutLambdas(ast.NodeTransformer):
    """Takes away what is done when they are called."""

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        node.body = ast.Constant(None)
        return node


def _read_by(expressions: Iterable[ast.expr]) -> frozenset[str]:
    return frozenset[str]().union(*(names_wanted(ast.unparse(expression)) for expression in expressions))
