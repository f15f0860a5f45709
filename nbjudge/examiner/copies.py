"""Whether a test's text asks what can show that values have crossed: such a cell is judged beside as well as apart.

What is asked positively (``"x" in globals()``) the solution does not pass apart. What is asked the other way round
(``"x" not in globals()``) everybody would.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Final

from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.names import names_bound

#: Names of functions and attributes that tell, or change, what does not cross.
TELLING: Final = frozenset({
    "id", "is_", "is_not", "assertIs", "assertIsNot", "shares_memory", "may_share_memory",
    "globals", "locals", "vars", "dir", "modules", "__dict__", "__bases__", "__mro__", "mro", "__subclasses__",
    "getmembers", "getsource", "getrefcount", "getsizeof",
    "patch", "setattr", "delattr", "environ", "chdir", "seterr", "errstate",
})  # fmt: skip
_OF_CLASSES: Final = frozenset({"isinstance", "issubclass", "callable"})
_BUILTINS: Final = frozenset(vars(builtins))


def shows_copies(text: str) -> bool:
    """Whether a grade cell asks such things.

    Args:
        text: the cell's, magics included.
    """
    plain = without_magics(text)
    try:
        nodes = list(ast.walk(ast.parse(plain)))
        bound = names_bound(plain)
    except (SyntaxError, ValueError):
        return False
    named = {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in nodes}
    return (
        not TELLING.isdisjoint(named)
        or not _BUILTINS.isdisjoint(bound)  # which the student's code would use instead
        or any(_compares_identity(node) or _denies_a_class(node) for node in nodes)
        or any(name not in bound for name in _changed(nodes))
    )


def _compares_identity(node: ast.AST) -> bool:
    """Whether it asks if two values are one object, other than ``None`` and its like, and types."""
    if not isinstance(node, ast.Compare):
        return False
    sides = zip(node.ops, [node.left, *node.comparators], node.comparators, strict=False)
    return any(isinstance(one, ast.Is | ast.IsNot) and not (_is_plain(a) or _is_plain(b)) for one, a, b in sides)


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and _called(node) == "type")


def _denies_a_class(node: ast.AST) -> bool:
    """``not isinstance(x, ...)``: what stands for an object of the student's is of no class."""
    denied = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else None
    return isinstance(denied, ast.Call) and _called(denied) in _OF_CLASSES


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _changed(nodes: list[ast.AST]) -> Iterator[str]:
    """The names of which an attribute is set or deleted."""
    for node in nodes:
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
            yield node.value.id
