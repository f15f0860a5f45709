"""Proxies: objects and classes that live in the candidate, and read in a test like the student's own.

``ReLU()``, ``layer.forward(x)``, ``layer.x`` cross as data, through a ``Session``.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from nbjudge.wire.forms import Handle

Call = tuple[str, *tuple[Any, ...]]
"""A name and arguments: of a method; or, without arguments, of an attribute."""

ScriptOutcome = tuple[list[Any], list[int], BaseException | None]
"""The results of a script's calls, the numbers of those that a later call changed, and what ended it early."""


class Conversation(Protocol):
    """What proxies need of a ``Session``: questions about an object in the candidate, by its handle."""

    def get(self, target: Handle, name: str) -> object: ...
    def set(self, target: Handle, name: str, value: object) -> None: ...
    def call(self, target: Handle, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> object: ...
    def run_scripts(
        self, cls: Handle, scripts: Sequence[Sequence[Call]], *, in_turn: bool, wanted: Sequence[Sequence[int]] | None
    ) -> list[ScriptOutcome]: ...


class Remote:
    """An object in the candidate. Only names without double underscores cross; the rest is this proxy's own."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            return object.__getattribute__(self, name)
        session, target, methods, given = object.__getattribute__(self, "__nbjudge__")
        if name in methods:
            return lambda *arguments, **keywords: session.call(target, name, arguments, keywords)
        if name in given:
            return object.__getattribute__(self, name)
        return session.get(target, name)

    def __setattr__(self, name: str, value: object) -> None:
        session, target, *_ = object.__getattribute__(self, "__nbjudge__")
        session.set(target, name, value)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        session, target, *_ = object.__getattribute__(self, "__nbjudge__")
        return session.call(target, "", arguments, keywords)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object of the student>"


def remote_class(
    session: Conversation,
    name: str,
    handle: Handle,
    bases: tuple[type, ...],
    methods: Iterable[str],
    given: Iterable[str] = (),
) -> type:
    """A class whose instances live in the candidate; a subclass of ``bases``, which are the examiner's own.

    So ``issubclass(ReLU, Activation)`` and ``isinstance(ReLU(), Module)`` read as they do in the notebook.

    Args:
        methods: the student's own.
        given: those that it inherits from the preamble as they stand there; they run here, natively, as the rest of
            the preamble does.
    """
    given = frozenset(given)
    native = frozenset(member for member in given if any(_defines(base, member) for base in bases))
    known = frozenset(methods) | (given - native)

    def create(cls: type, *arguments: Any, **keywords: Any) -> object:
        made = session.call(handle, "", arguments, keywords)
        if not isinstance(made, Remote):
            return made
        return bound(object.__new__(cls), session, handle_of(made), known, native)

    def no_init(self: object, *_: Any, **__: Any) -> None:
        """The candidate has run the student's ``__init__``."""

    def class_attribute(cls: type, attribute: str) -> object:
        """``ReLU.name``: only asked for what the examiner's own base classes lack."""
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return session.get(handle, attribute)

    meta = type(bases[0]) if bases else type
    kind: Any = type(meta.__name__, (meta,), {"__getattr__": class_attribute})

    def together(
        scripts: Sequence[Sequence[Call]], in_turn: bool, wanted: Sequence[Sequence[int]] | None = None
    ) -> list[ScriptOutcome]:
        """Many calls in one message; see ``Session.run_scripts``."""
        return session.run_scripts(handle, scripts, in_turn=in_turn, wanted=wanted)

    own = {"__new__": create, "__init__": no_init, "__together__": staticmethod(together)}
    made: type = kind(name, (Remote, *bases), own)
    made.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]  # the candidate refuses what is abstract
    return made


def bound(
    proxy: Any, session: Conversation, target: Handle, methods: frozenset[str], given: frozenset[str] = frozenset()
) -> Any:
    object.__setattr__(proxy, "__nbjudge__", (session, target, methods, given))
    return proxy


def _defines(base: type, name: str) -> bool:
    """Whether the examiner's own class has a method of that name."""
    return any(isinstance(vars(cls).get(name), types.FunctionType) for cls in base.__mro__)


def handle_of(value: object) -> Handle:
    """What stands for a value that cannot cross by value: a proxy goes home as its handle."""
    if isinstance(value, Remote):
        handle: Handle = object.__getattribute__(value, "__nbjudge__")[1]
        return handle
    raise TypeError(f"a test may hand plain values, arrays and the student's own objects to the student's code, "
                    f"but not {type(value).__name__}")  # fmt: skip
