"""What is no array as the contract wants it, by its type, its dtype or its shape: in words that help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    scalar = isinstance(value, np.generic)
    if right.size > 1 and (scalar or type(value) in (float, int)):
        summed, alone = _reduced(np.asarray(value), right), _alone(np.asarray(value), right.ravel())
        if summed and not alone:
            return Cause(summed, f"{method} returns the right numbers {summed}: each entry stands alone", CONTRACT)
        if alone and not summed:  # the last may be the largest as well: then it shows neither
            return Cause(alone, f"{method} returns {alone}: {RETURN}", CONTRACT)
    if type(value) is not np.ndarray and not (scalar and right.shape == ()):
        return _of_type(value, right, method)
    if value.dtype not in (np.float64, np.float32):
        return _of_dtype(np.asarray(value), method)
    if value.shape == right.shape:
        told = f"{method} returns float32 for float64: keep the type of what went in, and cast nothing"
        return Cause("float32 result", told, CONTRACT)
    return _of_shape(np.asarray(value), right, steps, method)


TUPLE: Final = "{} returns several things (a comma makes a tuple, and np.where alone does): return the one array alone"
UNREAD: Final = "{} returns something that nobody went through (a map, a zip): return an array"
TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "NoneType": ("nothing returned", "{} returns None: did you forget return?"),
    "list": ("list returned", "{} returns a list: return the array itself, without tolist() or brackets"),
    "tuple": ("tuple returned", TUPLE),
    "MaskedArray": ("masked array", "{} returns a masked array: use np.where, which returns a plain one"),
    "matrix": ("np.matrix", "{} returns a np.matrix, in which * is another product: use plain arrays"),
    "NotImplementedType": ("NotImplemented returned", "{} returns NotImplemented: return the array"),
    "dict": ("dict returned", "{} returns a dict: return the array itself"),
    "str": ("text returned", "{} returns text: return the array itself"),
    "function": ("function returned", "{} returns a function: call it, with brackets"),
    "method": ("function returned", "{} returns a method: call it, with brackets"),
    "builtin_function_or_method": ("function returned", "{} returns a function: call it, with brackets"),
    "ufunc": ("function returned", "{} returns a function: call it, with brackets"),
    "ABCMeta": ("class returned", "{} returns a class: return an array"),
    "generator": ("generator returned", "{} returns a generator (it has yield in it): return the array"),
    "map": ("generator returned", UNREAD),
    "zip": ("generator returned", UNREAD),
    "filter": ("generator returned", UNREAD),
    "enumerate": ("generator returned", UNREAD),
    "iterator": ("generator returned", UNREAD),
    "range": ("generator returned", UNREAD),
}
NUMBERS: Final = ("float", "int", "bool", "complex")


def _of_type(value: Any, right: np.ndarray, method: str) -> Cause:
    name = type(value).__name__
    if name in TYPES:
        key, told = TYPES[name]
        return Cause(key, told.format(method), CONTRACT)
    if name in NUMBERS or isinstance(value, np.generic):
        if right.size == 1:
            told = f"for an array of one number, {method} returns a bare {name}: return an array of shape {right.shape}"
            return Cause("number for an array", told, CONTRACT)
        return Cause("one number", f"{method} returns one number for a whole array: return a number for each", CONTRACT)
    if isinstance(value, np.ndarray):
        return Cause("no plain array", f"{method} returns a subclass of numpy.ndarray: return a plain array", CONTRACT)
    return Cause("no plain array", f"{method} returns something of type {name}: return a plain NumPy array", CONTRACT)


#: By the kind of a dtype, as NumPy has it in one letter.
DTYPES: Final[Mapping[str, tuple[str, str]]] = {
    "O": ("object array", "Python objects, not numbers: say float where dtype=object came from (frompyfunc, say)"),
    "i": ("integer array", "whole numbers, which lose what is behind the point (np.zeros and astype take a dtype)"),
    "u": ("integer array", "whole numbers, which lose what is behind the point (np.zeros and astype take a dtype)"),
    "b": ("bool array", "True and False: multiply by a mask, or turn it into numbers"),
    "c": ("complex array", "return its real part"),
    "U": ("text", "text is no number: leave out str, and the quotes"),
    "f": ("extended precision", "wider than what went in: turn them back into float64"),
}


def _of_dtype(value: np.ndarray, method: str) -> Cause:
    dtype = value.dtype
    key, told = DTYPES.get(dtype.kind, ("no numbers", "return float64"))
    if dtype == np.float16:
        key, told = "float16 result", "float16 has three digits; keep the type of what went in"
    elif method == "backward" and dtype.kind in "biu" and np.isin(value, (0, 1)).all():
        told = "it is 0 or 1 everywhere, with nothing of grad_output in it: multiply the two"
    return Cause(key, f"{method} returns an array of {dtype}: {told}", CONTRACT)


def _of_shape(value: np.ndarray, right: np.ndarray, steps: Script, method: str) -> Cause:
    key, told = next(_shapes(value, right, steps))
    return Cause(key, f"{method} {told}", CONTRACT)


def _shapes(value: np.ndarray, right: np.ndarray, steps: Script) -> Iterator[tuple[str, str]]:
    """What a wrong shape may come from, what is most particular first."""
    wanted, got = right.shape, value.shape
    if got in {step.known.shape for step in steps[:-1] if isinstance(step, Forward)}:
        yield "stale cache", "returns the shape of an earlier forward: what that has stored should be replaced"
    squeezed = tuple(n for n in wanted if n != 1)
    if wanted == () and value.size == 1:
        yield "0-d becomes 1-d", f"returns shape {got} for a single number, whose shape is ()"
    if got in {(right.size, 1), (1, right.size)} and len(wanted) > 1:
        yield (
            "flattened",
            f"returns all entries in one {'column' if got[1] == 1 else 'row'}: bring it back to the shape of x",
        )
    if got == (right.size,) and len(wanted) > 1 and got != squeezed:
        yield "flattened", "returns a flat array: bring it back to the shape of x"
    if got == squeezed and got != (right.size,):
        yield "axes dropped", "drops the axes of length 1 (squeeze): keep the shape of x"
    alone = _alone(value, right)
    if alone:
        yield alone, f"returns {alone}: {RETURN}"
    summed = _reduced(value, right)
    one_in_each = np.array_equal(value, right[right != 0])  # to sum them up and to choose them is the same
    if summed and not one_in_each:
        yield summed, f"returns the right numbers {summed}: each entry stands alone"
    if len(wanted) > 1 and got == wanted[::-1]:
        yield "transposed", "returns rows and columns exchanged (a transpose)"
    if got in {(*wanted, 1), (1, *wanted)}:
        yield "axis added", "returns one axis more than x has: keep the shape of x"
    if not one_in_each:
        yield from _products(got, wanted, right.size)
    if value.ndim == 1 and 0 < value.size < right.size and np.isin(value, right).all() and not (summed and one_in_each):
        yield "entries dropped", "returns some of the entries alone (as x[x > 0] does): choose with np.where instead"
    yield "shape", f"returns shape {got} for x of shape {wanted}: the result has the shape of x, whatever that is"


def _products(got: Shape, wanted: Shape, size: int) -> Iterator[tuple[str, str]]:
    """Shapes of products that are none of entries with entries."""
    if got == (size, size) or (len(wanted) == 1 and got == wanted * 2):
        told = "returns an n by n table for n numbers (a matrix or outer product, or a row that meets a column)"
        yield "matrix product", f"{told}: go entry by entry"
    if len(wanted) == 2 and got in {wanted[:1], wanted[1:]}:
        which = "column" if got == wanted[1:] else "row"
        told = f"returns one number for each {which}, as a matrix product (@, np.dot) or a loop by {which}s does"
        yield f"one a {which}", f"{told}: go entry by entry"
    if len(wanted) == 2 and got in {(wanted[0],) * 2, (wanted[1],) * 2}:
        told = f"returns shape {got} for x of shape {wanted}, as a matrix product with a transpose does"
        yield "matrix product", f"{told}: go entry by entry"


RETURN: Final = "does return stand inside a loop, does a loop write over its result, or is an index too many?"


def _alone(value: np.ndarray, right: np.ndarray) -> str:
    """Which row, or entry of a vector, this is of the right numbers, all the others left out."""
    if right.ndim == 0 or len(right) < 2 or value.shape != right.shape[1:]:
        return ""
    what = "entry" if right.ndim == 1 else "row"
    for which, part in (("first", right[0]), ("last", right[-1])):
        if part.any() and np.allclose(value, part, rtol=1e-6, atol=0):
            return f"the {which} {what} alone"
    return ""


def _reduced(value: np.ndarray, right: np.ndarray) -> str:
    """How the right numbers were summed up, if that gives these."""
    axes: Sequence[tuple[int | None, str]] = (
        (0, "over the batch"),
        (-1, "over the last axis"),
        (None, "over all entries"),
    )
    if right.ndim == 1:
        axes = axes[::-1]
    for axis, over in axes if right.ndim and right.size > 1 else ():
        for how, reduced in (
            ("summed", right.sum(axis=axis)),
            ("averaged", right.mean(axis=axis)),
            ("replaced by its largest", right.max(axis=axis, initial=-np.inf)),
            ("replaced by its smallest", right.min(axis=axis, initial=np.inf)),
        ):
            if reduced.size == value.size and np.allclose(
                value.ravel(), np.ravel(reduced), rtol=1e-6, atol=1e-9 * np.abs(right).sum()
            ):
                return f"{how} {over}"
    return ""
