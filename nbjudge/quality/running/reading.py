"""What the text of a solution says of it."""

from __future__ import annotations

import ast
import math
from typing import Final


def variables_of(tree: ast.Module) -> list[str]:
    """The variables that a cell binds at its margin, in order."""
    found: list[str] = []
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
        if not isinstance(node, _WITH_NAMES_OF_THEIR_OWN):
            waiting += reversed(list(ast.iter_child_nodes(node)))
    return list(dict.fromkeys(found))


_WITH_NAMES_OF_THEIR_OWN: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp,
)  # fmt: skip


def variables_mentioned(tree: ast.Module, words: set[str]) -> list[str]:
    """Those that the rest of the notebook mentions; if there are none, all."""
    found = variables_of(tree)
    return [name for name in found if name in words] or found


def attributes_of(tree: ast.Module) -> set[str]:
    """What objects keep under public names."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return {node.attr for node in nodes if not node.attr.startswith("_")}


def globals_of(tree: ast.Module) -> tuple[str, ...]:
    """The variables outside of them that its functions change."""
    found = (name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names)
    return tuple(dict.fromkeys(found))


def raised_by(tree: ast.Module) -> set[str]:
    """The exceptions that a solution raises on purpose."""
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc is not None]
    return {name.id for node in raised for name in ast.walk(node) if isinstance(name, ast.Name)}


def numbers_in(tree: ast.Module) -> list[float]:
    """The numbers that stand in a solution, with the sign that they have there."""
    found: dict[float, None] = {}
    for node in ast.walk(tree):
        negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        constant = node.operand if isinstance(node, ast.UnaryOp) else node
        if isinstance(constant, ast.Constant) and isinstance(constant.value, int | float):
            found[-constant.value if negative else constant.value] = None
    return [number for number in found if math.isfinite(number)]
