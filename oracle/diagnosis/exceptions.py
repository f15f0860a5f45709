"""Exceptions that NumPy and Python word badly, in words that help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from oracle.diagnosis.cause import Cause

#: What is said, and what helps. Of a pattern, the groups stand in the sentence.
EXCEPTIONS: Final[Sequence[tuple[str, str, str]]] = (
    (
        r"truth value of an array|truth value of an empty array",
        "whole array as a condition",
        "max(0, x), `if x > 0` and the word and ask one question of a whole array: np.maximum and * go entry by entry",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional|integer scalar) arrays can be converted|must be real number"
        r"|can only convert an array of size 1",
        "function of one number",
        "a function of one number (math.exp, float, item) got a whole array: use NumPy's (np.exp), which take arrays",
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
        r"iteration over a 0-d|float\d+' object is not iterable|len\(\) of unsized|has no len\(\)"
        r"|indices for array: array is 0-dim",
        "0-d arrays",
        "an array of shape () has no rows to go through: work on the whole array, without loops",
    ),
    (
        r"not enough values to unpack|too many values to unpack",
        "two-dimensional arrays only",
        "x.shape was taken apart into a fixed number of axes: x may have any shape; work on the whole array",
    ),
    (
        r"tuple index out of range|too many indices for array|cannot unpack non-iterable|axis -?\d+ is out of bounds"
        r"|must be 1- or 2-d|must be \d-dimensional|diag requires|at least \w+-dimensional",
        "two-dimensional arrays only",
        "an axis or index is asked for that not every x has: x may have any shape; work on the whole array",
    ),
    (
        r"bitwise_xor|for \^",
        "^ for a power",
        "^ is no power in Python, but a bitwise operation: x to the power of 2 is x**2",
    ),
    (
        r"ufunc '(?:invert|bitwise_\w+)' not supported|bad operand type for unary ~|for [&|]:",
        "& of numbers",
        "& | and ~ join masks, as (x > 0) & (x < 1), with brackets around each: something there is no mask",
    ),
    (
        r"boolean (?:subtract|negative)",
        "arithmetic of masks",
        "masks are subtracted, or have a minus before them: turn a mask into numbers first, or use ~",
    ),
    (
        r"does not support item assignment|invalid index to scalar",
        "0-d arrays",
        "a number has no entries to write into, and of an array of shape () NumPy makes one: use np.where",
    ),
    (
        r"arrays used as indices must be of integer|only integers, slices",
        "index that is no mask",
        "an array of numbers was used as an index: a mask, x > 0 say, chooses entries",
    ),
    (
        r"boolean array indexing assignment",
        "entries do not fit the mask",
        "through a mask, as many entries are written as it chooses: use it on both sides, out[mask] = values[mask]",
    ),
    (
        r"\w+\.(\w+)\(\) takes \d+ positional arguments? but \d+ w",
        "missing self",
        "{0} is defined with too few parameters for its call: is self missing, the first of all, or another one?",
    ),
    (
        r"(\w+)\(\) takes (?:from )?\d+ (?:to \d+ )?positional arguments? but (\d+) w",
        "number of arguments",
        "a call gives {0} {1} arguments, another number than it takes",
    ),
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
    (
        r"UnboundLocalError.*'(\w+)'",
        "unknown name",
        "{0} is used before it gets a value: look at the way through the ifs",
    ),
    (
        r"module 'numpy' has no attribute '(\w+)'",
        "unknown name",
        "NumPy has no function {0}: look at its spelling",
    ),
    (
        r"numpy\.(?:ndarray|float64)' object has no attribute '(\w+)'",
        "unknown attribute",
        "NumPy's arrays have no {0}: does it come from another library (PyTorch, say), or is it spelled otherwise?",
    ),
    (
        r"object has no attribute '(\w+)'",
        "unknown attribute",
        "there is no attribute {0}: is it spelled so, and set before it is read? An own __init__ calls super's first",
    ),
    (
        r"either both or neither of x and y",
        "np.where",
        "np.where takes a condition, and what stands where it holds and where it does not: np.where(x > 0, a, b)",
    ),
    (
        r"nonzero on 0d arrays",
        "0-d arrays",
        "np.where(condition) alone, or nonzero, asks for positions, which an array of shape () has not: "
        "np.where(condition, a, b) goes entry by entry",
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
        r"could not be broadcast|must match exactly|same number of dimensions|boolean index did not match"
        r"|non-broadcastable output|cannot reshape",
        "shapes do not fit",
        "two arrays of different shapes meet: is one of them left over from an earlier forward, or reshaped?",
    ),
    (r"ZeroDivisionError|float division by zero", "division by zero", "a division by 0: of Python numbers, one by one"),
    (r"OverflowError|math range error", "overflow", "math.exp gives up where np.exp gives inf: use NumPy's functions"),
    (r"RecursionError|maximum recursion", "endless recursion", "a function calls itself without an end"),
    (
        r"math domain error",
        "function of one number",
        "a function of math got a number that it cannot take: log(0), say",
    ),
    (
        r"KeyError: (.*)",
        "unknown key",
        "nothing was stored under the key {0}: look at its spelling, and where it is stored",
    ),
    (
        r"unhashable type",
        "unhashable",
        "an array is used as the key of a dict, or put into a set: use its number, or a list",
    ),
    (
        r"cannot be interpreted as an integer",
        "whole number wanted",
        "a number with a point stands where a whole one is wanted (range, a shape, an index): use //, or len",
    ),
    (
        r"not supported between instances",
        "types that do not fit",
        "things are compared that cannot be: None, or a list",
    ),
    (
        r"no loop|has no callable \w+ method|not supported for the input types",
        "types that do not fit",
        "NumPy cannot compute with what it got: objects, text or a list of different things, where numbers belong",
    ),
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
    (
        r"object is not subscriptable",
        "not subscriptable",
        "something has an index that is no array: a number, or a method",
    ),
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
