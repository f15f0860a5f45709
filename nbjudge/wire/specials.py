"""Special methods that an object which does not cross may have, and what each stands for.

Python looks for them on the class, so a proxy's class must have those that the object's own class has, and no others.
"""

from __future__ import annotations

import inspect
import itertools
import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from nbjudge.wire.forms import ITEMS


def _swapped(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda mine, other: function(other, mine)


def _raised(kind: type[BaseException] | None = None, message: str = "") -> tuple[Any, Any, None]:
    """What ``__exit__`` is told of an exception of a builtin class; a traceback does not cross."""
    return (None, None, None) if kind is None else (kind, kind(message), None)


_COMPARED: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_UNARY: Final = ("neg", "pos", "abs", "invert")
_BINARY: Final = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "matmul": operator.matmul,
    "truediv": operator.truediv, "floordiv": operator.floordiv, "mod": operator.mod, "pow": operator.pow,
    "lshift": operator.lshift, "rshift": operator.rshift, "and": operator.and_, "or": operator.or_,
    "xor": operator.xor, "divmod": divmod,
}  # fmt: skip

#: What only takes data out of an object: it could have been that data.
TELLING: Final[dict[str, Callable[..., Any]]] = {
    "__len__": len, "__iter__": iter, "__next__": next, "__reversed__": reversed, "__getitem__": operator.getitem,
    "__float__": float, "__int__": int, "__index__": operator.index, "__complex__": complex, "__round__": round,
    "__trunc__": int, "__str__": str, "__repr__": repr, "__format__": format, "__bytes__": bytes, "__hash__": hash,
}  # fmt: skip

#: What brings a test's value to the object, or decides by its answer alone.
DECIDING: Final[dict[str, Callable[..., Any]]] = {
    **{f"__{name}__": getattr(operator, name) for name in (*_COMPARED, *_UNARY)},
    **{f"__{name}__": function for name, function in _BINARY.items()},
    **{f"__r{name}__": _swapped(function) for name, function in _BINARY.items()},
    **{f"__i{name}__": getattr(operator, f"i{name}") for name in _BINARY if name != "divmod"},
    "__bool__": bool, "__contains__": operator.contains,
    "__setitem__": operator.setitem, "__delitem__": operator.delitem,
    "__enter__": lambda mine: type(mine).__enter__(mine),
    "__exit__": lambda mine, *raised: type(mine).__exit__(mine, *_raised(*raised)),
    "__call__": lambda mine, *arguments, **keywords: mine(*arguments, **keywords),
}  # fmt: skip

#: What every object is asked for under these names, by NumPy, by ``inspect`` and by the judge, whatever its class.
OF_EVERY_OBJECT: Final[dict[str, Callable[..., Any]]] = {
    "__array__": np.asarray,
    "__snapshot__": lambda mine: list(itertools.islice(iter(mine), ITEMS // 2)),
    "__signature__": lambda mine: [
        [one.name, int(one.kind), [] if one.default is one.empty else [one.default]]
        for one in inspect.signature(mine).parameters.values()
    ],
}

SPECIALS: Final = (*TELLING, *DECIDING)
"""A bit each in ``Handle.specials``, in this order."""


def does(name: str) -> Callable[..., Any]:
    """What a special method stands for: with Python's own rules, such as asking the other operand. Raises KeyError."""
    return TELLING.get(name) or DECIDING.get(name) or OF_EVERY_OBJECT[name]


def bits_of(cls: type) -> int:
    """The special methods that a class has, but for what every object has, a bit each.

    Asks ``type`` itself: a metaclass may lie.
    """
    found = 0
    mro: tuple[type, ...] = type.__dict__["__mro__"].__get__(cls)
    members = {name: value for base in reversed(mro) if base is not object for name, value in _members(base).items()}
    for number, name in enumerate(SPECIALS):
        if members.get(name) is not None:
            found |= 1 << number
    return found


def _members(cls: type) -> Any:
    return type.__dict__["__dict__"].__get__(cls)


def names_of(bits: int) -> tuple[str, ...]:
    """The special methods that these bits stand for."""
    return tuple(name for number, name in enumerate(SPECIALS) if bits >> number & 1)
