"""The agent: answers the examiner's questions about what the student's cells define, one at a time."""

from __future__ import annotations

import builtins
import types
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, Final

import numpy as np

from nbjudge.candidate.calls import BUILTIN_ERRORS, TEXT_CHARS, RunningScript, describe_error
from nbjudge.candidate.cells import Bounded, CellRunner
from nbjudge.candidate.shell import tell_nobody
from nbjudge.limits import Limits
from nbjudge.wire import channel, frames
from nbjudge.wire.batches import flat_outcomes, scripts_of
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import BUILTIN, OF_TEST, Given, Handle, WireError, class_name, type_name
from nbjudge.wire.given import GivenClasses
from nbjudge.wire.refills import CONTAINERS
from nbjudge.wire.specials import bits_of, does
from nbjudge.wire.tracking import Tracker

ACTIONS: Final = {
    "look": "_look", "get": "_get", "set": "_set", "call": "_call", "special": "_special",
    "run_scripts": "_run_scripts",
}  # fmt: skip
NOTED: Final = {"call", "special"}  # questions whose arguments may be changed in place
COPIES: Final = {"cell", "run_scripts"}  # questions of whose answers the examiner keeps no array that could change
BUILTIN_TYPES: Final = {kind: name for name, kind in vars(builtins).items() if isinstance(kind, type)}
RETURNING: Final = CONTAINERS | {id(np.ndarray)}  # types of which it matters whether an object is the same
ERRSTATE: Final[dict[str, Any]] = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}  # NumPy's
WARNINGS_KEPT: Final = 20
REDUCED: Final = 20  # names of classes that one message tells
STATE_CHANGED: Final = "the code changes NumPy's or Python's global warning settings"


def answer_one(fd: int, agent: Agent) -> None:
    """Wait for a request and answer it. Raises WireError when the channel ends."""
    limit = agent.limits.message_bytes
    agent.fd = fd
    request: Any = channel.receive(fd, limit=limit, resolve=agent.resolved, alone=True)
    _answer(agent, request)


def _answer(agent: Agent, request: Sequence[Any]) -> None:
    number, *question = request
    reply = {"to": number, **agent.answer(question, lambda reached: agent.send({"at": reached}))}
    same = _argument(reply.get("value"), question)
    if same is not None:
        reply |= {"value": None, "same": same}
    _send(reply, agent)
    if question[0] not in COPIES:
        agent.tracker.note(reply.get("value"))


def _argument(value: object, question: Sequence[Any]) -> list[Any] | None:
    """Which argument of a call comes back: the very same object goes home, as tests may compare by ``is``."""
    if question[0] != "call" or id(type(value)) not in RETURNING:
        return None
    _, _, _, arguments, keywords = question
    for places in (enumerate(arguments), keywords.items()):
        for place, given in places:
            if given is value:
                return [place]
    return None


def _send(reply: dict[str, Any], agent: Agent) -> None:
    """Send a reply; without what is too large or too deep to cross: what was returned, then also what has changed."""
    for left_out in ("value", "changed", None):
        try:
            agent.send(reply)
            return
        except (WireError, MemoryError, RecursionError) as error:
            if left_out is None:
                raise
            reply.pop(left_out, None)
            why = f"what was returned cannot be handed over: {error}"
            reply["error"] = [type(error).__name__, why, "", 0, 0, "Exception", {}]


class Agent:
    """Answers one request at a time."""

    def __init__(self, limits: Limits, runner: CellRunner) -> None:
        self.limits = limits
        self.runner = runner
        self.objects: dict[int, object] = {}
        self.fd = -1
        self._specials: dict[int, int] = {}
        self._given_count, self._given_classes = 0, GivenClasses(())
        self._of_tests: dict[int, Callable[..., Any]] = {}
        self._named: set[int] = set()  # classes that a test knows by name
        self._reduced: set[str] = set()  # names of the subclasses of plain types in the message that is sent
        self.tracker = Tracker(self._is_plain)

    def answer(self, request: Sequence[Any], report: Callable[[int], None] = tell_nobody) -> dict[str, Any]:
        """The answer to a question. How far a cell has come is reported on the way, lest it die and nobody know."""
        kind, *arguments = request
        if kind == "cell":
            return {"value": self.runner.run(*arguments, report=report)}
        if kind in NOTED:  # noted whatever becomes of the call, as the examiner has noted them by now
            self.tracker.note_arguments(*arguments[2:])
        return self._guarded(lambda: getattr(self, ACTIONS[kind])(*arguments))

    def send(self, message: dict[str, Any]) -> None:
        """Send a message, with whatever values of the student's in it. Raises WireError.

        Of subclasses of plain types only the plain value crosses, so it says besides which those are.
        """
        limit = self.limits.message_bytes
        self._reduced.clear()
        packed = encode(message, limit=limit, opaque=self.opaque, plain_subclasses=self._is_plain)
        if self._reduced:
            told = message | {"reduced": sorted(self._reduced)[:REDUCED]}
            packed = encode(told, limit=limit, opaque=self.opaque, plain_subclasses=self._is_plain)
        frames.write(self.fd, packed)

    def _is_plain(self, kind: type) -> bool:
        """Whether an instance of a subclass of a plain type is no more than that: tests know no more of its class."""
        plain = id(kind) not in self._named and not self.runner.is_given(kind)
        if plain:
            self._reduced.add(class_name(kind))
        return plain

    def opaque(self, value: object) -> Handle | Given:
        """Keep an object that cannot cross by value, and give the examiner a number for it.

        Unless it is of a class that was given, and holds what the examiner's own may hold.
        """
        given = self._given().apart(value)
        return self.handle(value) if given is None else given

    def handle(self, value: object) -> Handle:
        """Keep an object, and give the examiner a number for it."""
        number, kind = id(value), type(value)
        if kind is type and (name := BUILTIN_TYPES.get(value)) is not None:  # type: ignore[call-overload]  # a type
            return Handle(0, name, BUILTIN)
        for its, function in self._of_tests.items():
            if function is value:
                return Handle(its, type_name(value), OF_TEST)
        self.objects[number] = value
        if id(kind) not in self._specials:
            self.objects[id(kind)] = kind  # so that no other gets its number
            self._specials[id(kind)] = bits_of(kind)
        return Handle(number, type_name(value), id(kind), self._specials[id(kind)])

    def _guarded(self, action: Callable[[], Any]) -> dict[str, Any]:
        """Run student code with its prints kept aside, its warnings recorded, and its exceptions as data."""
        printed, complained = Bounded(self.limits.output_bytes), Bounded(self.limits.output_bytes)
        reply: dict[str, Any] = {}
        with (
            warnings.catch_warnings(record=True) as caught,
            np.errstate(**ERRSTATE),
            redirect_stdout(printed),
            redirect_stderr(complained),
        ):
            warnings.simplefilter("always")
            filters = list(warnings.filters)
            try:
                reply["value"] = action()
            except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's doing as well
                reply["error"] = describe_error(error)
            settings_changed = np.geterr() != ERRSTATE or warnings.filters != filters
        warned = [[w.category.__name__, str(w.message)[:TEXT_CHARS]] for w in caught[:WARNINGS_KEPT]]
        if settings_changed:
            warned.append(["RuntimeWarning", STATE_CHANGED])
        asides: dict[str, Any] = {"warnings": warned, "changed": self.tracker.changes()}
        asides |= {"printed": printed.getvalue(), "complained": complained.getvalue()}
        reply.update({name: aside for name, aside in asides.items() if aside})
        return reply

    def _look(self, names: Sequence[str]) -> dict[str, Any]:
        """Of the names asked for, those that the student's cells defined, and what they are."""
        namespace = self.runner.namespace
        return {name: self._describe(namespace[name]) for name in names if name in namespace}

    def _describe(self, value: object) -> list[Any]:
        if not isinstance(value, type):
            return ["value", value]
        bases = [base.__name__ for base in value.__mro__[1:] if self.runner.is_given(base)]
        owners = {name: base for base in reversed(value.__mro__[:-1]) for name in vars(base) if name[:2] != "__"}
        own: list[str] = []
        given: list[str] = []
        for name, owner in owners.items():
            member = vars(owner)[name]
            if isinstance(member, types.FunctionType):
                (given if self.runner.is_as_given(owner, name) else own).append(name)
        behind = [id(base) for base in value.__mro__[1:-1] if not self.runner.is_given(base)]
        error = next((base.__name__ for base in value.__mro__ if base in BUILTIN_ERRORS), "")
        self._named.add(id(value))
        return ["class", self.handle(value), bases, own, given, behind, bits_of(value), error]

    def _get(self, target: object, name: str) -> object:
        return getattr(target, name)

    def _set(self, target: object, name: str, value: object) -> None:
        setattr(target, name, value)

    def _call(self, target: Any, method: str, arguments: list[Any], keywords: dict[str, Any]) -> object:
        function = getattr(target, method) if method else target
        return function(*arguments, **keywords)

    def _special(self, target: Any, name: str, arguments: list[Any]) -> object:
        if name != "__next__":
            return does(name)(target, *arguments)
        try:
            return [next(target)]
        except StopIteration:  # which as an error would end any loop that it meets on its way
            return []

    def _run_scripts(
        self, target: object, plans: list[str], arguments: list[Any], in_turn: bool, wanted: list[list[int]] | None
    ) -> list[Any]:
        """See ``Session.run_scripts``."""
        objects = [RunningScript(target, None if wanted is None else wanted[number]) for number in range(len(plans))]
        calls = [
            (one, number, call)
            for one, script in zip(objects, scripts_of(plans, arguments), strict=True)
            for number, call in enumerate(script)
        ]
        first: BaseException | None = None
        for one, _, call in sorted(calls, key=lambda entry: entry[1]) if in_turn else calls:
            one.make(call)
            first = one.error if first is None else first
        error = None if first is None else describe_error(first)
        for one in objects:
            one.error = None  # its traceback leads back here, and would keep whatever arrays the script holds
        return flat_outcomes([(one.results, one.changed()) for one in objects], error)

    def _given(self) -> GivenClasses:
        classes = self.runner.given_classes()
        if len(classes) != self._given_count:
            self._given_count, self._given_classes = len(classes), GivenClasses(classes)
        return self._given_classes

    def resolved(self, handle: Handle | Given | np.ndarray) -> object:
        """The object itself where the examiner hands one of ours back, or what calls a function of a test's."""
        if isinstance(handle, Given):
            return self._given().built(handle)
        if isinstance(handle, np.ndarray):
            return handle
        if handle.type_id == BUILTIN:
            return vars(builtins)[handle.type_name]
        if handle.type_id != OF_TEST:
            return self.objects.get(handle.id, handle)
        if handle.id not in self._of_tests:

            def function(*arguments: Any, **keywords: Any) -> object:
                return self._call_back(handle.id, arguments, keywords)

            function.__name__ = function.__qualname__ = handle.type_name
            self._of_tests[handle.id] = function
        return self._of_tests[handle.id]

    def _call_back(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> object:
        """What a function of a test's returns, or raises; meanwhile it may ask as well."""
        limit = self.limits.message_bytes
        self.send({"back": number, "with": [list(arguments), keywords]})
        while True:
            request: Any = channel.receive(self.fd, limit=limit, resolve=self.resolved, alone=True)
            if request[1] == "returned":
                return request[2]
            if request[1] == "failed":
                raise _error(*request[2:])
            _answer(self, request)


def _error(name: str, message: str) -> Exception:
    """An exception that a function of a test's has raised."""
    known = vars(builtins).get(name)
    kind: Callable[[str], Exception] = type(name, (Exception,), {})
    return known(message) if isinstance(known, type) and issubclass(known, Exception) else kind(message)
