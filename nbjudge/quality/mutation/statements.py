"""The slips that mutants are made of, in statements: results, what an object keeps, statements left out.

As in ``expressions.py``, each takes a node and what is known around it. A Module stands for several statements.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from nbjudge.quality.mutation.expressions import Around, code

REDUCTIONS: Final = ("_0.sum()", "_0.sum(axis=0)", "_0.mean()", "_0.mean(axis=0)")
SHAPES: Final = ("_0.T", "_0.ravel()", "_0[None]", "_0.squeeze()")
TYPES: Final = ("_0.astype(np.float32)", "_0.astype(np.float16)", "_0.astype(int)", "_0.tolist()", "np.round(_0, 6)")


def reduction(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The result is summed or averaged."""
    yield from _results(node, REDUCTIONS if around.arrays else ())


def shape(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The result has its axes or its shape changed."""
    yield from _results(node, SHAPES if around.arrays else ())


def narrowed(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The result is of another type, or rounded."""
    yield from _results(node, TYPES if around.arrays else ())


def sign(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The result, or an argument of a call, changes its sign, or loses it."""
    yield from _results(node, ("-_0", "np.abs(_0)") if around.arrays else ("-_0",), local=True)
    if isinstance(node, ast.Call):
        for i, arg in enumerate(node.args):
            if isinstance(arg, ast.BinOp | ast.Call | ast.Attribute) or _is_variable(arg, around):
                yield ast.Call(node.func, [*node.args[:i], code("-_0", arg), *node.args[i + 1 :]], node.keywords)


def _is_variable(node: ast.expr, around: Around) -> bool:
    return isinstance(node, ast.Name) and node.id in around.names


def _results(node: ast.AST, templates: tuple[str, ...], *, local: bool = False) -> Iterator[ast.AST]:
    """The same return or assignment with its value wrapped in each template; to variables only if ``local``."""
    for template in templates:
        if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
            yield ast.Return(code(template, node.value))
        elif isinstance(node, ast.Assign) and (local or isinstance(node.targets[0], ast.Attribute)):
            yield ast.Assign(node.targets, code(template, node.value), lineno=node.lineno)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def returned(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Nothing is returned, or zeros, or ones, or an argument as it came, or what is kept."""
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))
        fixed = ("np.zeros_like(_0)", "np.ones_like(_0)") if around.arrays else ("0", "1")
        yield from (ast.Return(code(text, node.value)) for text in fixed)
        yield from (ast.Return(ast.Name(other)) for other in around.names[: around.parameters])
        yield from (ast.Return(kept) for kept in around.kept())


# ---------------------------------------------------------------- statements and state


def removed(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The statement is left out."""
    if isinstance(node, _REMOVABLE):
        yield ast.Pass()


_REMOVABLE: Final = (
    ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While, ast.Raise, ast.Delete, ast.Break, ast.Continue,
)  # fmt: skip


def state(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """What an object keeps is kept on its class, or from the first call only, or overwritten by the result."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Attribute):
        target = node.targets[0]
        if ast.unparse(target.value) == around.itself != "":
            on_class = ast.Attribute(code(f"type({around.itself})"), target.attr)
            yield ast.Assign([on_class], node.value, lineno=node.lineno)
            missing = code(f"getattr({around.itself}, {target.attr!r}, None) is None")
            yield ast.If(missing, [node], [])
    elif isinstance(node, ast.Return) and node.value is not None:
        for kept in around.kept():
            store = ast.Assign([kept], node.value, lineno=node.lineno)
            yield ast.Module([store, ast.Return(kept)], [])
