"""The slips that mutants are made of, in expressions: operators, numbers, calls, names.

Each operator takes a node and what is known around it, and yields what could stand there instead. They are slips that
students make with arrays and layers; a course without NumPy gets those that need none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Around:
    """What is known at a place in a solution cell.

    Attributes:
        itself: the first parameter of the method that the place lies in (``self``); empty outside of methods.
        names: the function's other parameters, then its local variables.
        parameters: how many of ``names`` are parameters.
        attributes: the attributes that the class keeps on itself, in the order of their first mention.
        arrays: whether the cell uses NumPy as ``np``.
    """

    itself: str = ""
    names: tuple[str, ...] = ()
    parameters: int = 0
    attributes: tuple[str, ...] = ()
    arrays: bool = False

    def kept(self) -> Iterator[ast.Attribute]:
        """``self.x`` for each attribute x."""
        for name in self.attributes:
            yield ast.Attribute(ast.Name(self.itself), name)


def code(template: str, *parts: ast.expr) -> ast.expr:
    """The expression that a template makes with these parts in place of ``_0``, ``_1``, ..."""
    return _Fill(parts).visit(ast.parse(template, mode="eval").body)  # type: ignore[no-any-return]  # of its class


class _Fill(ast.NodeTransformer):
    def __init__(self, parts: tuple[ast.expr, ...]) -> None:
        self.parts = {f"_{number}": part for number, part in enumerate(parts)}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.parts.get(node.id, node)


# ---------------------------------------------------------------- arithmetic

ARITHMETIC: Final[dict[type[ast.operator], tuple[type[ast.operator], ...]]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult, ast.Add),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv, ast.Mult),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
_COMMUTE: Final = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr, ast.BitXor)
UFUNCS: Final = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power"}


def arithmetic(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Another operator between the same operands."""
    if isinstance(node, ast.BinOp):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)
    elif isinstance(node, ast.AugAssign):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield ast.AugAssign(node.target, other(), node.value)
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def operand_dropped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``a * b`` becomes ``a``, or ``b``; ``-a`` becomes ``a``."""
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield node.operand


def operands_swapped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``a - b`` becomes ``b - a``."""
    if isinstance(node, ast.BinOp) and not isinstance(node.op, _COMMUTE):
        yield ast.BinOp(node.right, node.op, node.left)


COMPARISONS: Final = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq)
_OPPOSITES: Final = {ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}


def comparison(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Each of the five other comparisons."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        kind = type(node.ops[0])
        others = COMPARISONS if kind in COMPARISONS else (_OPPOSITES[kind],)
        for other in others:
            if other is not kind:
                yield ast.Compare(node.left, [other()], node.comparators)


def condition(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``if a`` becomes ``if not a``, ``a and b`` becomes ``a or b``, the branches of ``a if c else b`` swap."""
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.If | ast.While):
        yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


NAMED: Final = {"pi": ("3.14", "3", "np.e"), "e": ("2.718", "np.pi"), "inf": ("0", "-np.inf"), "newaxis": ("...",)}


def constant(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Other numbers: 0, 1, -1, one more, doubled, of other sign, and a thousandth more."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {"np", "math"}:
        yield from (code(text) for text in NAMED.get(node.attr, ()))
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        for other in (0, 1, -1, value + 1, 2 * value, -value, round(1.001 * value, 12)):
            if other != value:
                yield code(repr(other))
    elif isinstance(value, str) and value:
        yield ast.Constant("")


# ---------------------------------------------------------------- calls

_SWAPS: Final = (
    ("maximum", "minimum"), ("fmax", "fmin"), ("max", "min"), ("argmax", "argmin"), ("any", "all"), ("floor", "ceil"),
    ("sum", "mean"), ("sum", "prod"), ("tanh", "sinh"), ("tanh", "arctan"), ("tanh", "sin"), ("exp", "expm1"),
    ("exp", "exp2"), ("log", "log1p"), ("log", "log2"), ("sqrt", "cbrt"), ("sqrt", "square"), ("sin", "cos"),
    ("abs", "negative"), ("zeros_like", "ones_like"), ("zeros", "ones"), ("float", "int"), ("float", "bool"),
    ("sorted", "list"), ("logical_and", "logical_or"), ("cumsum", "cumprod"), ("std", "var"), ("dot", "multiply"),
)  # fmt: skip
FUNCTIONS: Final = {
    name: tuple(other for pair in _SWAPS if name in pair for other in pair if other != name)
    for name in dict.fromkeys(name for pair in _SWAPS for name in pair)
}
_SYMMETRIC: Final = {"maximum", "minimum", "fmax", "fmin", "max", "min", "add", "multiply", "logaddexp", "hypot"}


def function(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """A neighbour of the function: ``np.minimum`` for ``np.maximum``, ``np.sinh`` for ``np.tanh``."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield from (ast.Attribute(node.value, other) for other in FUNCTIONS.get(node.attr, ()))
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in around.names:
        yield from (ast.Name(other) for other in FUNCTIONS.get(node.id, ()) if other in _BUILTINS)


_BUILTINS: Final = {"int", "float", "bool", "list", "sorted", "min", "max", "any", "all", "sum", "abs"}


def call_dropped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``np.abs(a)`` becomes ``a``; ``a.copy()`` becomes ``a``; a call with more arguments becomes each of them."""
    if isinstance(node, ast.Call):
        is_method = isinstance(node.func, ast.Attribute) and not _is_module(node.func.value)
        if is_method:
            yield node.func.value  # type: ignore[attr-defined]  # a method's func is an Attribute
        else:
            yield from (argument for argument in node.args if not isinstance(argument, ast.Starred))


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"np", "math", "numpy"}


def arguments_swapped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Two neighbouring arguments change places: ``np.where(c, b, a)``."""
    if isinstance(node, ast.Call) and _last_name(node.func) not in _SYMMETRIC:
        for i in range(len(node.args) - 1):
            args = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
            yield ast.Call(node.func, args, node.keywords)


def keyword_dropped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``a.sum(axis=0)`` becomes ``a.sum()``."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])


def item_dropped(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The first or the last item of a list, a tuple, a set or a dict that is written out."""
    if isinstance(node, ast.List | ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield from (type(node)(items, ast.Load()) for items in (node.elts[1:], node.elts[:-1]))
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        yield from (ast.Set(items) for items in (node.elts[1:], node.elts[:-1]))
    elif isinstance(node, ast.Dict) and node.keys:
        yield from (ast.Dict(node.keys[cut], node.values[cut]) for cut in (slice(1, None), slice(None, -1)))


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def in_place(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """The result is written into an operand: ``np.multiply(a, b, out=a)``."""
    if not around.arrays:
        return
    if isinstance(node, ast.BinOp) and type(node.op) in UFUNCS:
        args, func = [node.left, node.right], code(f"np.{UFUNCS[type(node.op)]}")
    elif isinstance(node, ast.Call) and _is_module(getattr(node.func, "value", node)) and not node.keywords:
        args, func = node.args, node.func
        if _last_name(func) in {"where", "zeros_like", "ones_like", "asarray", "array", "copy"}:
            return  # these have no ``out``
    else:
        return
    for arg in args:
        if _is_shared(arg, around):
            yield ast.Call(func, args, [ast.keyword("out", arg)])


def _is_shared(node: ast.expr, around: Around) -> bool:
    """Whether others see what is written into it: a parameter, or something kept on self."""
    parameter = isinstance(node, ast.Name) and node.id in around.names[: around.parameters]
    return parameter or ast.unparse(node) in {ast.unparse(kept) for kept in around.kept()}


# ---------------------------------------------------------------- names


def name(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Another variable, or something that the object keeps."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in around.names:
        yield from (ast.Name(other) for other in around.names if other != node.id)
        yield from around.kept()


def attribute(node: ast.AST, around: Around) -> Iterator[ast.AST]:
    """``self.s`` for ``self.x``, read or written, or a parameter instead of what was kept."""
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == around.itself != "":
        yield from (ast.Attribute(node.value, other) for other in around.attributes if other != node.attr)
        if isinstance(node.ctx, ast.Load) and node.attr in around.attributes:
            yield from (ast.Name(other) for other in around.names[: around.parameters])
