"""Proxies: objects and classes that live in the candidate, and read in a test like the student's own.

``ReLU()``, ``layer.forward(x)``, ``layer.x``, ``len(bag)``, ``a + b`` cross as data, through a ``Session``.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

from nbjudge.wire.forms import Handle
from nbjudge.wire.specials import names_of

Call = tuple[str, *tuple[Any, ...]]
"""A name and arguments: of a method; or, without arguments, of an attribute."""

ScriptOutcome = tuple[list[Any], list[int], BaseException | None]
"""The results of a script's calls, the numbers of those that a later call changed, and what ended it early."""

#: Attributes with double underscores that are asked of the object itself.
TOLD: Final = frozenset({"__name__", "__doc__", "__qualname__", "__annotations__", "__dict__"})


class Conversation(Protocol):
    """What proxies need of a ``Session``: questions about an object in the candidate."""

    def get(self, target: Any, name: str) -> object: ...
    def set(self, target: Any, name: str, value: object) -> None: ...
    def call(
        self, target: Any, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any], *, named: bool = False
    ) -> object: ...
    def special(self, target: Any, name: str, arguments: tuple[Any, ...]) -> object: ...
    def run_scripts(
        self, cls: type, scripts: Sequence[Sequence[Call]], *, in_turn: bool, wanted: Sequence[Sequence[int]] | None
    ) -> list[ScriptOutcome]: ...


class Remote:
    """An object in the candidate. Of names with double underscores, few cross; the rest are this proxy's own."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in TOLD:
            return object.__getattribute__(self, name)
        session, _, _ = object.__getattribute__(self, "__nbjudge__")
        methods, given = type.__getattribute__(type(self), "__members__")
        if name in methods:
            return lambda *arguments, **keywords: session.call(self, name, arguments, keywords)
        if name in given:
            return object.__getattribute__(self, name)
        return session.get(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        object.__getattribute__(self, "__nbjudge__")[0].set(self, name, value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object of the student>"

    def __array__(self, *_: object, **__: object) -> Any:
        """As NumPy wants it: the array that the object is there."""
        return _session_of(self).special(self, "__array__", ())

    @property
    def __signature__(self) -> inspect.Signature:
        """As ``inspect.signature`` wants it."""
        return _signature(_session_of(self).special(self, "__signature__", ()))

    __members__: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def opaque_class(name: str, specials: int) -> type[Remote]:
    """A class for objects of which the class's name and its special methods are known."""
    return type(name, (Remote,), _special_methods(specials))


def remote_class(
    session: Conversation,
    name: str,
    handle: Handle,
    bases: tuple[type, ...],
    methods: Iterable[str],
    given: Iterable[str] = (),
    specials: int = 0,
) -> type:
    """A class whose instances live in the candidate; a subclass of ``bases``.

    Those are the examiner's own, so that ``issubclass(ReLU, Activation)`` and ``isinstance(ReLU(), Module)`` read as
    they do in the notebook, or proxies of the student's.

    Args:
        methods: the student's own.
        given: those that it inherits from the preamble as they stand there; they run here, natively, as the rest of
            the preamble does.
        specials: the special methods that it has, see ``Handle``.
    """
    given = frozenset(given)
    native = frozenset(member for member in given if any(_defines(base, member) for base in bases))

    def create(cls: type, *arguments: Any, **keywords: Any) -> object:
        found = session.call(made, "", arguments, keywords, named=True)
        if isinstance(found, Remote):
            object.__setattr__(found, "__made__", True)
        return found

    def no_init(self: object, *_: Any, **__: Any) -> None:
        """The candidate has run the student's ``__init__``."""

    def together(
        scripts: Sequence[Sequence[Call]], in_turn: bool, wanted: Sequence[Sequence[int]] | None = None
    ) -> list[ScriptOutcome]:
        """Many calls in one message; see ``Session.run_scripts``."""
        return session.run_scripts(made, scripts, in_turn=in_turn, wanted=wanted)

    own = _special_methods(specials) | {
        "__new__": create,
        "__init__": no_init,
        "__together__": staticmethod(together),
        "__members__": (frozenset(methods) | (given - native), native),
        "__of_class__": handle,
    }
    behind = bases if any(issubclass(base, Remote) for base in bases) else (Remote, *bases)
    made: type = _asking_class(session, type(bases[0]) if bases else type)(name, behind, own)
    made.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]  # the candidate refuses what is abstract
    return made


def _asking_class(session: Conversation, meta: type) -> Any:
    """A metaclass by which ``ReLU.name`` is asked there: only what the examiner's own base classes lack."""

    def class_attribute(cls: type, attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return session.get(next(base for base in cls.__mro__ if "__of_class__" in vars(base)), attribute)

    return type(meta.__name__, (meta,), {"__getattr__": class_attribute})


def _special_methods(specials: int) -> dict[str, Any]:
    """The special methods of a proxy's class: each is done where the object is."""
    found: dict[str, Any] = {name: _forwarded(name) for name in names_of(specials)}
    if "__eq__" in found:
        found.setdefault("__hash__", None)  # as Python does it
    return found | {name: method for name, method in _OTHERWISE.items() if name in found}


def _forwarded(name: str) -> Callable[..., object]:
    def special(self: Remote, *arguments: Any) -> object:
        return _session_of(self).special(self, name, arguments)

    return special


def _call(self: Remote, *arguments: Any, **keywords: Any) -> object:
    session, _, label = object.__getattribute__(self, "__nbjudge__")
    return session.call(self, "", arguments, keywords, named=bool(label))


def _next(self: Remote) -> object:
    found = _session_of(self).special(self, "__next__", ())
    if type(found) is list and found:
        return found[0]
    raise StopIteration


def _exit(self: Remote, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> object:
    return _session_of(self).special(self, "__exit__", (kind, str(error) if error is not None else ""))


_OTHERWISE: Final[dict[str, Any]] = {"__call__": _call, "__next__": _next, "__exit__": _exit}


def bound(proxy: Any, session: Conversation, target: Handle, label: str = "") -> Any:
    """The proxy, for an object there; ``label``: the name that the student's code has for it, if a test knows it."""
    object.__setattr__(proxy, "__nbjudge__", (session, target, label))
    return proxy


def labelled(proxy: Remote, name: str) -> Remote:
    """The proxy of an object for which the student's code has a name."""
    session, target, _ = object.__getattribute__(proxy, "__nbjudge__")
    named: Remote = bound(proxy, session, target, f"the name {name}")
    return named


def is_made(value: object) -> bool:
    """Whether it is an object that the test has made itself, of a class of the student's."""
    return isinstance(value, Remote) and "__made__" in object.__getattribute__(value, "__dict__")


def label_of(value: object) -> str:
    """The name that the student's code has for an object, or its class's."""
    if isinstance(value, Remote):
        label: str = object.__getattribute__(value, "__nbjudge__")[2]
        return label or type(value).__name__
    return class_of(value)


def class_of(value: object) -> str:
    """What an operand of a question counts as: the name of its class; of a class of the student's, its own."""
    if isinstance(value, Handle):
        return value.type_name
    if isinstance(value, type) and "__of_class__" in vars(value):
        return f"the name {value.__name__}"
    return type(value).__name__


def handle_of(value: object) -> Handle:
    """What stands for a value that cannot cross by value: a proxy goes home as its handle.

    Raises:
        TypeError: for anything else.
    """
    if isinstance(value, Handle):
        return value
    if isinstance(value, Remote):
        handle: Handle = object.__getattribute__(value, "__nbjudge__")[1]
        return handle
    if isinstance(value, type) and "__of_class__" in vars(value):
        of_class: Handle = vars(value)["__of_class__"]
        return of_class
    raise TypeError(f"a test may hand plain values, arrays and the student's own objects to the student's code, "
                    f"but not {type(value).__name__}")  # fmt: skip


def _signature(told: object) -> inspect.Signature:
    """A signature, from each parameter's name, kind, and default or None; without annotations, which may not cross.

    Raises:
        TypeError: if that is none.
    """
    try:
        parameters = [
            inspect.Parameter(name, inspect._ParameterKind(kind), default=default[0] if default else inspect._empty)
            for name, kind, default in told  # type: ignore[attr-defined]  # what is no list of those raises
        ]
        return inspect.Signature(parameters)
    except (TypeError, ValueError, KeyError) as error:
        raise TypeError("no signature is known of it") from error


def _session_of(proxy: Remote) -> Conversation:
    session: Conversation = object.__getattribute__(proxy, "__nbjudge__")[0]
    return session


def _defines(base: type, name: str) -> bool:
    """Whether the examiner's own class has a method of that name."""
    return any(isinstance(vars(cls).get(name), types.FunctionType) for cls in base.__mro__)
