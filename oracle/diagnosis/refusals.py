"""What is no array as the contract wants it, and exceptions that NumPy and Python word badly: in words that help."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from oracle.answers import Forward, Script
from oracle.diagnosis.cause import CONTRACT, Cause

Shape = tuple[int, ...]


def of_result(value: Any, right: np.ndarray, steps: Script) -> Cause:
    """Why a result is refused: its type, its dtype or its shape.

    Args:
        right: what it should be.
        steps: the calls that led to it.
    """
    method = "forward" if isinstance(steps[-1], Forward) else "backward"
    if isinstance(value, np.generic) and right.size > 1:
        summed = _reduced(np.asarray(value), right)
        if summed:
            return Cause(summed, f"{method} returns what was {summed}: each entry stands alone", CONTRACT)
    if type(value) is not np.ndarray and not (isinstance(value, np.generic) and right.shape == ()):
        return _of_type(value, right, method)
    if value.dtype != np.float64 and value.dtype != np.float32:
        return _of_dtype(value.dtype, method)
    if value.shape == right.shape:
        told = f"{method} returns float32 for float64: keep the type of what went in, and cast nothing"
        return Cause("float32 result", told, CONTRACT)
    return _of_shape(np.asarray(value), right, steps, method)


TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "NoneType": ("nothing returned", "{} returns None: did you forget return?"),
    "list": ("list returned", "{} returns a list: return the array itself, without tolist() or brackets"),
    "tuple": ("tuple returned", "{} returns several things (a comma makes a tuple): return the one array alone"),
    "MaskedArray": ("masked array", "{} returns a masked array: use np.where, which returns a plain one"),
    "matrix": ("np.matrix", "{} returns a np.matrix, in which * is another product: use plain arrays"),
    "NotImplementedType": ("NotImplemented returned", "{} returns NotImplemented: return the array"),
    "dict": ("dict returned", "{} returns a dict: return the array itself"),
    "str": ("text returned", "{} returns text: return the array itself"),
    "function": ("function returned", "{} returns a function: call it, with brackets"),
    "method": ("function returned", "{} returns a method: call it, with brackets"),
    "builtin_function_or_method": ("function returned", "{} returns a function: call it, with brackets"),
    "generator": ("generator returned", "{} returns a generator (it has yield in it): return the array"),
    "map": ("generator returned", "{} returns a map that nobody went through: return an array"),
}
NUMBERS: Final = ("float", "int", "bool", "complex")


def _of_type(value: Any, right: np.ndarray, method: str) -> Cause:
    name = type(value).__name__
    if name in TYPES:
        key, told = TYPES[name]
        return Cause(key, told.format(method), CONTRACT)
    if name in NUMBERS or isinstance(value, np.generic):
        if right.size == 1:
            told = f"for a single number in an array, {method} returns a bare {name}: return an array of shape {right.shape}"
            return Cause("number for an array", told, CONTRACT)
        return Cause("one number", f"{method} returns one number for a whole array: return a number for each", CONTRACT)
    if isinstance(value, np.ndarray):
        return Cause("array subclass", f"{method} returns a subclass of numpy.ndarray: return a plain array", CONTRACT)
    return Cause("no array", f"{method} returns something of type {name}: return a plain NumPy array", CONTRACT)


def _of_dtype(dtype: np.dtype[Any], method: str) -> Cause:
    found = f"{method} returns an array of {dtype} numbers"
    if dtype == object:
        told = f"{method} returns an array of Python objects: say float where dtype=object came from (frompyfunc, say)"
        return Cause("object array", told, CONTRACT)
    if dtype.kind in "iu":
        told = f"{found}: whole numbers lose what is behind the point (np.zeros and astype take a dtype)"
        return Cause("integer array", told, CONTRACT)
    if dtype.kind == "b":
        return Cause("bool array", f"{found}, True and False: turn a mask into numbers, or multiply by it", CONTRACT)
    if dtype.kind == "c":
        return Cause("complex array", f"{found}: return its real part", CONTRACT)
    if dtype == np.float16:
        return Cause("float16 result", f"{found}: float16 has three digits; keep the type of what went in", CONTRACT)
    if dtype.kind == "f":
        return Cause("extended precision", f"{found}, wider than what went in: turn them back into float64", CONTRACT)
    return Cause("no numbers", f"{found}: return float64", CONTRACT)


def _of_shape(value: np.ndarray, right: np.ndarray, steps: Script, method: str) -> Cause:
    wanted, got = right.shape, value.shape
    earlier = [step.known.shape for step in steps[:-1] if isinstance(step, Forward)]
    if got in earlier and got != wanted:
        told = f"{method} returns the shape of an earlier forward: what that has stored should be replaced"
        return Cause("stale cache", told, CONTRACT)
    squeezed = tuple(n for n in wanted if n != 1)
    if wanted == () and right.size == 1:
        return Cause("0-d becomes 1-d", f"for a single number (shape ()), {method} returns shape {got}", CONTRACT)
    if got == (right.size,) and len(wanted) > 1 and got != squeezed:
        return Cause("flattened", f"{method} returns a flat array: bring it back to the shape of x", CONTRACT)
    if got == squeezed and got != (right.size,):
        return Cause("axes dropped", f"{method} drops the axes of length 1 (squeeze): keep the shape of x", CONTRACT)
    summed = _reduced(value, right)
    if summed:
        return Cause(summed, f"{method} returns what was {summed}: each entry stands alone", CONTRACT)
    if len(wanted) > 1 and got == wanted[::-1]:
        return Cause("transposed", f"{method} returns rows and columns exchanged (a transpose)", CONTRACT)
    if got in {(*wanted, 1), (1, *wanted)}:
        return Cause("axis added", f"{method} returns one axis more than x has: keep the shape of x", CONTRACT)
    if len(wanted) == 1 and got == wanted * 2:
        told = f"{method} returns an n by n table for n numbers (a matrix or outer product): work entry by entry"
        return Cause("matrix product", told, CONTRACT)
    forward = next(step for step in reversed(steps) if isinstance(step, Forward))
    if forward.where:
        told = f"{method} returns shape {got} for a view of shape {wanted} ({forward.where}): a view is an array like any"
        return Cause("views", told, CONTRACT)
    told = f"{method} returns shape {got} for x of shape {wanted}: the result has the shape of x, whatever that is"
    return Cause("shape", told, CONTRACT)


def _reduced(value: np.ndarray, right: np.ndarray) -> str:
    """How the right numbers were summed up, if that gives these."""
    axes: Sequence[tuple[int | None, str]] = ((0, "over the batch"), (-1, "over the last axis"), (None, "over all entries"))
    if right.ndim == 1:
        axes = axes[::-1]
    for axis, over in axes if right.ndim and right.size > 1 else ():
        for how, reduced in (("summed", right.sum(axis=axis)), ("averaged", right.mean(axis=axis))):
            if reduced.size == value.size and np.allclose(value.ravel(), np.ravel(reduced), rtol=1e-6, atol=1e-9 * np.abs(right).sum()):
                return f"{how} {over}"
    return ""


# ---------------------------------------------------------------- exceptions

#: What is said, and what helps. Of a pattern, the groups stand in the sentence.
EXCEPTIONS: Final[Sequence[tuple[str, str, str]]] = (
    (
        r"truth value of an array|truth value of an empty array",
        "whole array as a condition",
        "max(0, x) and `if x > 0` ask one question of a whole array: use np.maximum or np.where, which go entry by entry",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional|integer scalar) arrays can be converted|must be real number, not ndarray",
        "function of one number",
        "a function of one number (math.exp, float) got a whole array: use NumPy's (np.exp), which goes entry by entry",
    ),
    (
        r"setting an array element with a sequence",
        "function of one number",
        "a place for one number got a whole array: go entry by entry, or use NumPy's functions on the whole array",
    ),
    (
        r"zero-size array to reduction|cannot call `?vectorize`? on size 0|attempt to get arg\w+ of an empty sequence",
        "empty arrays",
        "an empty array has no largest entry, and tells np.vectorize no type: the contract has empty arrays",
    ),
    (
        r"iteration over a 0-d array|len\(\) of unsized object|too many indices for array: array is 0-dim",
        "0-d arrays",
        "an array of shape () has no rows to go through: work on the whole array, without loops",
    ),
    (
        r"not enough values to unpack|too many values to unpack",
        "two-dimensional arrays only",
        "x.shape was taken apart into a fixed number of axes: x may have any shape; work on the whole array",
    ),
    (
        r"tuple index out of range|too many indices for array|cannot unpack non-iterable|axis \d+ is out of bounds",
        "two-dimensional arrays only",
        "an axis or index is asked for that not every x has: x may have any shape; work on the whole array",
    ),
    (r"takes (\d+) positional arguments? but (\d+) w", "missing self", "a method's first parameter should be self"),
    (
        r"__init__\(\) missing .*required positional argument",
        "__init__ wants arguments",
        "the layer is made without arguments, ReLU() say: give those of your __init__ default values, or leave it out",
    ),
    (
        r"missing \d+ required positional argument.*'(\w+)'",
        "argument missing",
        "a call lacks the argument {0}: is self missing in a definition, or an argument in a call?",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        "wrong argument name",
        "a call names an argument {0} that the function does not have",
    ),
    (
        r"abstract class .* abstract methods? (.*)",
        "method missing",
        "the class lacks {0}: look for its spelling, and for its indentation (it stands inside the class)",
    ),
    (
        r"unsupported operand type\(s\).*NoneType|bad operand type.*NoneType|'NoneType' (?:and|object)|NoneType",
        "None where an array belongs",
        "something is None: self.x if forward did not store it (or it was removed), or a function that returns nothing",
    ),
    (
        r"NameError: name '(\w+)' is not defined",
        "unknown name",
        "nothing is called {0} here: is self. missing before it, or np., or is it spelled in another way?",
    ),
    (r"UnboundLocalError.*'(\w+)'", "unknown name", "{0} is used before it gets a value: look at the way through the ifs"),
    (
        r"module 'numpy' has no attribute '(\w+)'",
        "unknown name",
        "NumPy has no function {0}: look at its spelling",
    ),
    (
        r"object has no attribute '(\w+)'",
        "unknown attribute",
        "there is no attribute {0}: look at its spelling, and at whether forward sets it on self before backward reads it",
    ),
    (
        r"read-only",
        "writes into its argument",
        "an array is written into that belongs to somebody else: work on a copy",
    ),
    (
        r"Cannot cast ufunc|Cannot cast .* from|same_kind",
        "in place into another type",
        "an in-place operation (*=, out=) would have to put its result into an array of another type: write a * b",
    ),
    (
        r"matmul: |shapes .* not aligned|mismatch in its core dimension",
        "matrix product",
        "@ and np.dot are the matrix product: activations multiply entry by entry, with *",
    ),
    (
        r"could not be broadcast|boolean index did not match|non-broadcastable output|cannot reshape",
        "shapes do not fit",
        "two arrays of different shapes meet: is one of them left over from an earlier forward, or reshaped?",
    ),
    (r"ZeroDivisionError|float division by zero", "division by zero", "a division by 0: of Python numbers, one by one"),
    (r"OverflowError|math range error", "overflow", "math.exp gives up where np.exp gives inf: use NumPy's functions"),
    (r"RecursionError|maximum recursion", "endless recursion", "a function calls itself without an end"),
    (r"IndentationError|SyntaxError", "syntax", "Python cannot read it: look at the line named"),
    (r"ModuleNotFoundError|No module named", "module missing", "a module is asked for that grading does not have"),
    (
        r"IndexError|index \d+ is out of bounds",
        "index out of bounds",
        "an index lies beyond the array: x may have any shape; work on the whole array",
    ),
    (
        r"unsupported operand type\(s\)|can't multiply sequence|must be str",
        "types that do not fit",
        "an operation between types that do not fit: a list where an array belongs, or a function that was not called",
    ),
    (r"object is not callable", "not callable", "something is called with brackets that is no function"),
    (r"object is not subscriptable", "not subscriptable", "something has an index that is no array: a number, or a method"),
)


def of_exception(error: BaseException) -> Cause | None:
    """What an exception of the student's code means here; None for one whose words say enough, or a stub's."""
    if type(error).__name__ == "NotImplementedError":
        return None
    said = f"{type(error).__name__}: {error}"
    for pattern, key, sentence in EXCEPTIONS:
        found = re.search(pattern, said)
        if found is not None:
            return Cause(key, sentence.format(*found.groups()))
    return None
