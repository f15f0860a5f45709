"""What Python raises: names, calls and types that do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# types of functions; of a method of an array, Python says builtin_function_or_method
_FUNCTIONS: Final = r"(?:numpy\.)?(?:ufunc|function|method|builtin_function_or_method|_ArrayFunctionDispatcher)"

#: What is sure whatever else the message says: nothing, a name, a call.
CALLS: Final[Sequence[tuple[str, str, str]]] = (
    (
        r"NoneType",
        "None where an array belongs",
        "something is None: self.x where no forward has stored it (or it was removed), or what a function without "
        "return gives",
    ),
    (
        r"'super' object needs an argument|type object 'super' has no attribute",
        "super without brackets",
        "super lacks its brackets: it is super().__init__()",
    ),
    (
        r"__init__\(\) takes 1 positional argument but",
        "layer made with arguments",
        "a layer takes no arguments when it is made: it is Tanh().forward(x), not Tanh(x), and super().__init__()",
    ),
    (
        r"\w+\.(forward|backward)\(\) takes 2 positional arguments but [3-9]",
        "argument too many",
        "{0} is called with an argument too many: what stands before the dot is handed over as self, as in "
        "self.{0}(...)",
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
        r"(\w+)\.(forward|backward)\(\) missing 1 required positional argument: '(\w+)'",
        "argument missing",
        "{1} of {0} lacks its argument {2}: is it called without one, or of the class {0} and not of a layer, "
        "{0}(), or does its definition name one too many?",
    ),
    (
        r"missing (?:\d+ )?required (?:positional )?argument.*'(\w+)'",
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
        r"NameError: name '(math|cmath|random|scipy|torch)' is not defined",
        "unknown name",
        "{0} was not imported: NumPy, which is here as np, has what is needed",
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
        "NumPy has no {0}: is it spelled otherwise, or does it come from another library?",
    ),
    (
        r"module '([\w.]+)' has no attribute '(\w+)'",
        "unknown name",
        "the module {0} has no {1}: look at its spelling",
    ),
    (
        r"cannot import name '(\w+)' from '([\w.]+)'",
        "unknown name",
        "there is no {0} in {1} to import: look at its spelling",
    ),
    (
        r"numpy\.\w+' object has no attribute '(exp|tanh|sqrt|log|abs|sign|where|maximum|minimum|power)'",
        "unknown attribute",
        "NumPy's arrays have no {0} of their own: it is np.{0}, with the array in its brackets",
    ),
    (
        r"numpy\.(?:ndarray|bool_?|float\d+)' object has no attribute '(\w+)'",
        "unknown attribute",
        "NumPy's arrays have no {0}: does it come from another library (PyTorch, say), or is it spelled otherwise?",
    ),
    (
        rf"'{_FUNCTIONS}' object has no attribute '(\w+)'",
        "unknown attribute",
        "a function has no {0}: is it called before that, with round brackets?",
    ),
    (
        r"'(list|tuple|float|int|bool|str)' object has no attribute '(\w+)'",
        "unknown attribute",
        "a {0} of Python has no {1}: does an array belong there?",
    ),
    (
        r"type object '(\w+)' has no attribute '(\w+)'",
        "unknown attribute",
        "the class {0} has no {1}: is that of a layer wanted (self.{1}, say), or is it spelled otherwise?",
    ),
    (
        r"object has no attribute '(\w+)'",
        "unknown attribute",
        "there is no attribute {0}: is it spelled so, and was it set on this layer before? An own __init__ (two "
        "underscores on either side) calls super's first",
    ),
    (
        r"'([A-Z]\w*)' object is not callable",
        "not callable",
        "a {0} is no function, but is called with brackets: call its forward, or its backward",
    ),
    (
        r"'(?:numpy\.)?(?:ndarray|bool_?|float\d*|int\d*|tuple|list)' object is not callable",
        "not callable",
        "brackets right after a number or an array call it as a function: is a * missing before them, or are they too "
        "many, as after x.shape?",
    ),
    (r"object is not callable", "not callable", "something is called with brackets that is no function"),
    (
        rf"TypeError: .*(?:'|of type ){_FUNCTIONS}\b",
        "function not called",
        "a function stands where its result belongs: call it, with round brackets",
    ),
)

#: What is asked of an exception that is neither among those nor NumPy's.
REST: Final[Sequence[tuple[str, str, str]]] = (
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
        r"'(tuple|list|str)' object cannot be interpreted as an integer",
        "whole number wanted",
        "a {0} stands where one whole number is wanted: is it x.size, or one entry of x.shape?",
    ),
    (
        r"cannot be interpreted as an integer",
        "whole number wanted",
        "a number with a point stands where a whole one is wanted (range, a shape, an index): use //, or len",
    ),
    (
        r"'(?:int|float)' (?:object is not iterable|has no len)",
        "number gone through",
        "a number is gone through or counted like a list: is range missing, as in range(len(x)), or has x fewer axes?",
    ),
    (
        r"operand type.*'(?:list|tuple|str|dict|set)'|instances of.*'(?:list|tuple|str|dict)'|multiply sequence"
        r"|concatenate (?:list|tuple|str)",
        "types that do not fit",
        "a list, a tuple or text stands where an array belongs: np.array makes an array of a list",
    ),
    (
        r"(?:list|tuple) indices must be",
        "list where an array belongs",
        "a list or a tuple takes whole numbers as its index: np.array makes an array of it, which takes masks too",
    ),
    (
        r"TypeError: .*'(?:ABCMeta|type)'",
        "class where numbers belong",
        "a class stands where numbers belong: make a layer of it and call that one's forward, Tanh().forward(x) say",
    ),
    (
        r"TypeError: .*(?:'|of type )([A-Z]\w+)",
        "layer where numbers belong",
        "a {0} stands where numbers belong: if that is a layer, call its forward",
    ),
    (
        r"not supported between instances",
        "types that do not fit",
        "things are compared that cannot be: None, or a list",
    ),
    (
        r"[nN]o loop|contain a loop|has no callable \w+ method|not supported for the input types",
        "types that do not fit",
        "NumPy cannot compute with what it got: objects, text or a list of different things, where numbers belong",
    ),
    (
        r"exceptions must derive from",
        "nothing to raise",
        "what is raised is no exception: if the line is left over from the empty cell, delete it",
    ),
    (r"IndentationError|SyntaxError", "syntax", "Python cannot read it: look at the line named"),
    (r"ModuleNotFoundError|No module named", "module missing", "a module is asked for that grading does not have"),
    (
        r"IndexError|index \d+ is out of bounds",
        "index out of bounds",
        "an index lies beyond the array: x may have any shape; work on the whole array",
    ),
    (
        r"unsupported operand type\(s\)|must be str",
        "types that do not fit",
        "an operation between types that do not fit: a list where an array belongs, or a function that was not called",
    ),
    (
        r"object is not subscriptable",
        "not subscriptable",
        "something has an index that is no array: a number, or a method",
    ),
    (
        r"^AssertionError: $",
        "own assert",
        "an assert of the code itself does not hold: x may have any shape, and any number in it",
    ),
)
