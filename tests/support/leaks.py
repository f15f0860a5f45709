"""Looking for a formula that must not be told: what can be read as an expression is evaluated, however it is spelled.

SiLU's derivative is the students' to find. It may stand somewhere as LaTeX, in prose, in code, or be what some function
computes, under any names. What all spellings share is their values.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from oracle.activations import Reference, sigmoid, silu

X: Final = np.array([-2.3, -0.9, -0.35, 0.2, 0.55, 1.4, 2.6, 3.7])
UPSTREAM: Final = np.array([0.8, -1.3, 1.9, -0.6, 2.2, 0.7, -1.1, 1.6])
S, SLOPE, Y, E = sigmoid.forward(X), sigmoid.derivative(X), silu.forward(X), np.exp(-X)
#: What a name may stand for. One that tells what it is stands for that alone; any other for each of these in turn.
ANYTHING: Final = (X, S, Y, E, UPSTREAM)
TELLING: Final[Mapping[str, tuple[np.ndarray, ...]]] = {
    "x": (X,), "s": (S,), "slope_of_s": (SLOPE,), "grad_output": (UPSTREAM,), "e": (np.full(X.shape, np.e), E),
    "backward": (SLOPE, SLOPE * UPSTREAM),
}  # fmt: skip
#: A formula of more names is no derivative that anybody would write down. Some of four can mean anything: where a call
#: of no function that is known stands among them, they may be three.
MOST_NAMES, MOST_WITH_CALLS = 4, 3
FUNCTIONS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "exp": np.exp, "tanh": np.tanh, "cosh": np.cosh, "sech": lambda v: 1 / np.cosh(v), "sqrt": np.sqrt, "abs": np.abs,
    "square": np.square, "sigmoid": sigmoid.forward, "logistic": sigmoid.forward, "silu": silu.forward, "log": np.log,
}  # fmt: skip
OPERATIONS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
}  # fmt: skip


def leaks_in_code(text: str, of: Reference = silu) -> list[str]:
    """The expressions in a Python text, the text of its comments and strings included, that give the derivative."""
    found = [ast.unparse(node) for node in ast.walk(ast.parse(text)) if _gives(node, of)]
    strings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    comments = re.findall(r"#(.*)", text)
    told = "\n".join([string for string in strings if isinstance(string, str)] + comments)
    return found + leaks_in_text(told, of)


def leaks_in_text(text: str, of: Reference = silu) -> list[str]:
    """The formulas in a text, be they LaTeX or prose, that give the derivative."""
    found = []
    for run in _runs(_without_latex(text)):
        with contextlib.suppress(SyntaxError, RecursionError), warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(run, mode="eval")
            found += [ast.unparse(node) for node in ast.walk(tree) if _gives(node, of)]
    return found


def leaks_by_value(namespace: Mapping[str, Any], modules: Iterable[str], of: Reference = silu) -> list[str]:
    """The functions and methods that give the derivative at random points, those of layers after a forward, too.

    Args:
        modules: the names of those whose functions count; what is imported from elsewhere is not looked at.
    """
    wanted = (of.derivative(X), of.derivative(X) * UPSTREAM)
    calls = ((X,), (X, UPSTREAM), (UPSTREAM, X), (UPSTREAM,))
    found = []
    for name, function in _functions(namespace, set(modules)):
        for arguments in calls:
            with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
                result = np.asarray(function(*(argument.copy() for argument in arguments)), np.float64)
                if any(result.shape == right.shape and np.allclose(result, right, rtol=1e-6) for right in wanted):
                    found.append(name)
    return sorted(set(found))


def _functions(namespace: Mapping[str, Any], modules: set[str]) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, value in namespace.items():
        if getattr(value, "__module__", "") not in modules:
            continue
        if inspect.isclass(value):
            with contextlib.suppress(Exception):
                layer: Any = value()
                with contextlib.suppress(Exception):
                    layer.forward(X.copy())
                methods = [(method, getattr(layer, method)) for method in dir(value) if not method.startswith("__")]
                yield from ((f"{name}.{method}", bound) for method, bound in methods if callable(bound))
        elif callable(value):
            yield name, value


# ---------------------------------------------------------------- an expression's values


def _gives(node: ast.AST, of: Reference) -> bool:
    """Whether an expression has the derivative's values, or these times the upstream, for some meaning of its names."""
    if not isinstance(node, ast.BinOp):
        return False
    names = sorted({_name(part) for part in _leaves(node)} - {""})
    unknown = any(isinstance(part, ast.Call) and _name(part) != "backward" for part in _leaves(node))
    most = MOST_WITH_CALLS if unknown else MOST_NAMES
    if not 1 <= len(names) <= most:
        return False
    values = {}
    for axis, name in enumerate(names):
        meanings = np.array(TELLING.get(name, ANYTHING))
        shape = [1] * len(names) + [X.size]
        shape[axis] = len(meanings)
        values[name] = meanings.reshape(shape)
    with np.errstate(all="ignore"):
        result = _value(node, values)
        if result is None or np.ndim(result) == 0:
            return False
        alike = [np.isclose(result, of.derivative(X) * factor, rtol=1e-9) for factor in (1.0, UPSTREAM)]
    return any(bool(one.all(axis=-1).any()) for one in alike)


def _leaves(node: ast.AST) -> Iterator[ast.AST]:
    """The parts that stand for a value which is not known: names, and what is as good as a name."""
    if isinstance(node, ast.BinOp):
        yield from _leaves(node.left)
        yield from _leaves(node.right)
    elif isinstance(node, ast.UnaryOp):
        yield from _leaves(node.operand)
    elif isinstance(node, ast.Call) and _function(node) is not None:
        yield from _leaves(node.args[0])
    else:
        yield node


def _name(node: ast.AST) -> str:
    """What a leaf is called; empty for a number."""
    if isinstance(node, ast.Constant):
        return ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "backward":
        return "backward"  # of a Sigmoid inside
    name = node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)
    return {"g": "grad_output", "upstream": "grad_output"}.get(name, name)


def _function(node: ast.Call) -> Callable[[Any], Any] | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return FUNCTIONS.get(name.lower()) if len(node.args) == 1 else None


def _value(node: ast.AST, values: Mapping[str, np.ndarray]) -> Any:
    """None for what cannot be evaluated."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, int | float) else None
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = _value(node.left, values), _value(node.right, values)
        return None if left is None or right is None else OPERATIONS[type(node.op)](np.float64(left), right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _value(node.operand, values)
        return None if inner is None else -inner
    if isinstance(node, ast.Call) and (function := _function(node)) is not None:
        inner = _value(node.args[0], values)
        return None if inner is None else function(inner)
    return values.get(_name(node))


# ---------------------------------------------------------------- formulas in a text

SIGNS: Final = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{MULTIPLICATION SIGN}": "*",
        "\N{MIDDLE DOT}": "*",
        "\N{SUPERSCRIPT TWO}": "**2",
        "\N{PRIME}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{GREEK SMALL LETTER SIGMA}": " s ",
        "$": " ",
        "`": " ",
    }
)
SPELLED: Final = (
    (r"\\(bigl|bigr|Bigl|Bigr|left|right|,|;|!|quad|qquad|displaystyle)(?![a-z])", " "),
    (r"\\(cdot|times)(?![a-z])", " * "),
    (r"\\sigma(?![a-z])|\bsigmoid\b(?=\s*(\(\s*-?\s*x\s*\)|'))", " s "),
    (r"\\operatorname\{(\w+)\}|\\(?:text|mathrm)\{(\w+)\}", r" \1\2 "),
    (r"\bs\s*'(\s*\(\s*x\s*\))?", " slope_of_s "),
    (r"\bs\s*\(\s*-\s*x\s*\)", " (1 - s) "),
    (r"\bs\s*\(\s*x\s*\)", " s "),
    (r"\bsilu\s*\(\s*x\s*\)", " y "),
    (r"\\(?=exp|tanh|cosh|sqrt)", " "),
)
INNERMOST: Final = (
    (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" ((\1) / (\2)) "),
    (r"\\[dt]?frac\s*(\d)\s*(\d)", r" (\1 / \2) "),
    (r"\^\s*\{([^{}]*)\}", r" ** (\1) "),
    (r"\\underbrace\{([^{}]*)\}_\{[^{}]*\}", r" \1 "),
)
TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|[A-Za-z_]\w*|\*\*|\S")
OPERATORS: Final = frozenset({"+", "-", "*", "/", "**", "(", ")"})


def _without_latex(text: str) -> str:
    text = text.translate(SIGNS)
    for pattern, plain in SPELLED:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    before = ""
    while before != text:
        before = text
        for pattern, plain in INNERMOST:
            text = re.sub(pattern, plain, text)
    return text.replace("^", "**")


def _runs(text: str) -> Iterator[str]:
    """Parts of a text that may be formulas, with the signs of multiplication that people leave out.

    A word ends a formula, as a comma or an equals sign does, unless it is one letter, or a known function's name.
    """
    run: list[str] = []
    for token in TOKEN.findall(f"{text} ."):
        if not _belongs(token):
            yield from _trimmed(run)
            run = []
            continue
        if run and _is_left_out(run[-1], token):
            run.append("*")
        run.append(token)


def _belongs(token: str) -> bool:
    word = token.isidentifier() and (len(token) == 1 or token in TELLING or token.lower() in FUNCTIONS)
    return word or token in OPERATORS or token[0].isdigit()


def _is_left_out(before: str, token: str) -> bool:
    """Whether a sign of multiplication is missing between two tokens."""
    called = token == "(" and before.lower() in FUNCTIONS
    return (before == ")" or before not in OPERATORS) and (token == "(" or token not in OPERATORS) and not called


def _trimmed(run: list[str]) -> Iterator[str]:
    """The run, without operators and brackets that prose has put at its ends."""
    while run and (run[0] in OPERATORS - {"(", "-"} or (run[0] == "(" and run.count("(") > run.count(")"))):
        run = run[1:]
    while run and (run[-1] in OPERATORS - {")"} or (run[-1] == ")" and run.count("(") < run.count(")"))):
        run = run[:-1]
    if len(run) > 2:
        yield " ".join(run)
