"""What NumPy raises: shapes, masks and types of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: As for what Python raises.
RAISED: Final[Sequence[tuple[str, str, str]]] = (
    (
        r"truth value of an array|truth value of an empty array",
        "whole array as a condition",
        "max(0, x), `if x > 0` and the word and ask one question of a whole array: np.maximum and * go entry by entry",
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index",
        "array for a whole number",
        "an array stands where a whole number belongs (a shape, an axis, range): np.maximum(0, x) is wanted, say, and "
        "not np.max(0, x), or np.zeros(x.shape) and not np.zeros(x)",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional|integer scalar) arrays can be converted|must be real number"
        r"|can only convert an array of size 1|doesn't define __round__",
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
        r"iteration over a 0-d|float\d+' object is not iterable|len\(\) of unsized|'numpy\.\w+' has no len\(\)"
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
        r"|must be 1- or 2-d|must be \d-dimensional|diag requires|at least \w+-dimensional|an axis to squeeze",
        "two-dimensional arrays only",
        "an axis or index is asked for that not every x has: x may have any shape; work on the whole array",
    ),
    (
        r"boolean (?:subtract|negative)",
        "arithmetic of masks",
        "masks are subtracted, or have a minus before them: turn a mask into numbers first, or use ~",
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
        r"'tuple' object does not support item assignment",
        "written into a tuple",
        "a tuple cannot be written into: is it an array that is wanted (a comma makes a tuple)?",
    ),
    (
        r"does not support item assignment|invalid index to scalar",
        "0-d arrays",
        "a number has no entries and no axes, and of an array of shape () NumPy makes one: use np.where",
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
        r"either both or neither of x and y|functions are expected|list of cases must be same length",
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
        r"return arrays must be of ArrayType",
        "argument too many",
        "what follows a NumPy function's arguments is the array that it writes into: is there an argument too many?",
    ),
    (
        r"Cannot interpret .* as a data type|data type .* not understood",
        "no dtype",
        "something stands in the place of a dtype that is none: a shape has brackets of its own, np.zeros((3, 4))",
    ),
    (
        r"FloatingPointError: overflow",
        "overflow",
        "NumPy was told to raise at an overflow: exp(x) is inf for x above 709, so compute it of -abs(x)",
    ),
    (
        r"negative integer powers",
        "whole numbers",
        "whole numbers have no negative powers in NumPy: 2.0 has, and 1 / x**2 is the same as x**-2",
    ),
    (
        r"calculate a numerical gradient",
        "np.gradient",
        "np.gradient takes differences between neighbours in the array: each entry stands alone",
    ),
    (
        r"dtype\('<U|could not convert string",
        "text for numbers",
        "text stands where numbers belong: is something in quotes, or made by str?",
    ),
    (
        r"matmul: |shapes .* not aligned|mismatch in its core dimension",
        "matrix product",
        "@ and np.dot are the matrix product: activations multiply entry by entry, with *",
    ),
    (
        r"cannot reshape array of size (\d+) into shape (\([\d,]*\))",
        "shapes do not fit",
        "{0} entries do not fill shape {1}: x may have any shape, and reshape(x.shape) brings it back",
    ),
    (
        r"could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))",
        "shapes do not fit",
        "arrays of shapes {0} and {1} meet: is one left over from an earlier forward, was it reshaped, or does it hold "
        "other entries (x[mask], np.diff, np.where without what to choose from)?",
    ),
    (
        r"could not be broadcast|must match exactly|same number of dimensions|boolean index did not match"
        r"|non-broadcastable output|cannot reshape|must have the same shape",
        "shapes do not fit",
        "two arrays of different shapes meet: is one of them left over from an earlier forward, or reshaped?",
    ),
)
