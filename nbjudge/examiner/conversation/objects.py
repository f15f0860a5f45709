"""Objects of which the other side has only a number: the student's, as proxies here, and a test's functions, there."""

from __future__ import annotations

import builtins
import functools
import types
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakValueDictionary

import numpy as np

from nbjudge.examiner.conversation.proxies import Conversation, Remote, bound, handle_of, opaque_class
from nbjudge.examiner.conversation.questions import Questions
from nbjudge.wire.forms import BUILTIN, OF_TEST, Given, Handle
from nbjudge.wire.given import GivenClasses

OPAQUE_TYPES: Final = 100  # a class costs kilobytes, and a candidate may invent any number of names
FUNCTIONS: Final = 10_000  # of tests, that one candidate was given
FUNCTION_TYPES: Final = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, np.ufunc,
)  # fmt: skip
#: Functions that a test may not hand over, as student code would call them here.
NEVER: Final = frozenset({eval, exec, open, compile, input, __import__, breakpoint})


class Objects:
    """Those of one candidate.

    Attributes:
        classes: the student's that a test knows by name, by the number that each has.
        given: the instructor's classes whose objects cross by value.
    """

    def __init__(self, session: Conversation, questions: Questions) -> None:
        self.classes: dict[int, type] = {}
        self._session, self._questions = session, questions
        self._types: dict[tuple[str, int], type[Remote]] = {}
        self._proxies: WeakValueDictionary[int, Remote] = WeakValueDictionary()
        self._functions: list[Callable[..., Any]] = []
        self.given = GivenClasses(())

    def here(self, handle: Handle | Given | np.ma.MaskedArray[Any, Any]) -> object:
        """What a handle stands for; always the same for the same object, as tests may compare by ``is``.

        Raises:
            ValueError: if it stands for nothing.
        """
        if isinstance(handle, np.ndarray):
            self._questions.meet_masked(partly=bool(np.ma.getmaskarray(handle).any()))
            return handle
        if isinstance(handle, Given):
            return self.given.built(handle)
        if handle.type_id == BUILTIN:
            return _builtin_type(handle.type_name)
        if handle.type_id == OF_TEST:
            return self.function(handle.id)
        known = self._proxies.get(handle.id)
        if known is not None:
            return known
        cls = self.classes.get(handle.type_id)
        if cls is None or not issubclass(cls, Remote):
            self._questions.meet(handle)
            cls = self._type(handle.type_name.replace("\0", "?") or "object", handle.specials)
        proxy: Remote = bound(object.__new__(cls), self._session, handle)
        self._proxies[handle.id] = proxy
        return proxy

    def handle(self, value: object) -> Handle | Given:
        """What stands for a value of a test's that does not cross.

        Raises:
            TypeError: if it may not be handed over.
        """
        given = self.given.apart(value)
        if given is not None:
            return given
        name = getattr(value, "__name__", "") if type(value) is type else ""
        if name and vars(builtins).get(name) is value:
            return Handle(0, name, BUILTIN)
        if type(value) not in FUNCTION_TYPES or value in NEVER or len(self._functions) >= FUNCTIONS:
            return handle_of(value)
        number = next((n for n, known in enumerate(self._functions) if known is value), len(self._functions))
        if number == len(self._functions):
            self._functions.append(value)  # type: ignore[arg-type]  # its type was just compared
        return Handle(number, str(getattr(value, "__name__", "function")), OF_TEST)

    def function(self, number: object) -> Callable[..., Any]:
        """A function of a test's. Raises ValueError if there is none of that number."""
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise ValueError("a test's function that was not handed over")
        return self._functions[number]

    def _type(self, name: str, specials: int) -> type[Remote]:
        """A class for objects of which no more is known than their class's name and special methods."""
        if (name, specials) not in self._types and len(self._types) >= OPAQUE_TYPES:
            name, specials = "object", 0
        if (name, specials) not in self._types:
            self._types[name, specials] = opaque_class(name, specials)
        return self._types[name, specials]


def _builtin_type(name: str) -> type:
    found = vars(builtins).get(name)
    if not isinstance(found, type):
        raise ValueError("a builtin type that there is not")
    return found
