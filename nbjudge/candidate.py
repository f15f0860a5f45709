"""The candidate: runs the student's cells and answers the examiner's questions about what they define.

This process is assumed to be lost to the student from the first cell on. Whatever it says is data to the examiner,
never a verdict. It holds no test, no answer, no other submission, and `sandbox.lock_down` has closed the rest.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import types
import warnings
from abc import ABCMeta
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from nbjudge import sandbox
from nbjudge.cells import Bounded, CellRunner
from nbjudge.framing import receive, send
from nbjudge.limits import Limits
from nbjudge.played import TEXT_CHARS, Played, describe_error
from nbjudge.plays import scripts_of, told
from nbjudge.rehearsal import rehearse
from nbjudge.tracking import Tracker
from nbjudge.wire import Handle, WireError, type_name

GREETING: Final = 0  # the number of the message before any question
ACTIONS: Final = {"look": "_look", "get": "_get", "set": "_set", "call": "_call", "play": "_play"}
# what runs when an instance is made and given its attributes; and descriptors that each class has
MAKERS: Final = frozenset({"__new__", "__init__", "__setattr__", "__getattribute__", "__getattr__", "__slots__"})
UNTOLD: Final = frozenset({"__dict__", "__weakref__"})
WARNINGS_KEPT: Final = 20
STATE_CHANGED: Final = "the code changes NumPy's or Python's global warning settings"


@dataclass
class _Prepared:
    """What the zygote prepares for its children; only the fork can hand it on."""

    limits: Limits
    runner: CellRunner
    walls: sandbox.Walls | None
    trouble: str = ""


_prepared: _Prepared | None = None


def warm(settings: dict[str, Any]) -> None:
    """In the zygote: import what student code will need, make the shell, and run the preamble, once for all."""
    global _prepared  # noqa: PLW0603 - see _Prepared
    for name in settings["imports"]:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    limits = Limits.from_dict(settings["limits"])
    runner = CellRunner(limits)
    if settings["draws"]:
        runner.draw()
    rehearse(Agent(limits, runner), answer_one)
    for cell in json.loads(Path(settings["cells"]).read_text(encoding="utf-8")):
        runner.prepare(cell["source"])
    _prepared = _Prepared(limits, runner, None)
    try:
        if settings["sandboxed"]:
            _prepared.walls = sandbox.prepare(limits, readable=[Path(path) for path in settings["readable"]])
        else:
            sandbox.empty_environment()
    except (OSError, RuntimeError, ImportError) as error:
        _prepared.trouble = str(error)  # told by the first child, to whoever can make it known


def draw() -> None:
    """In a zygote that is warm: get ready for student code that draws."""
    assert _prepared is not None
    _prepared.runner.draw()


def main(fd: int) -> None:
    """In the forked child: close the sandbox, then answer requests until the examiner hangs up. It never returns.

    The first message says that the sandbox is closed.
    """
    assert _prepared is not None
    limits = _prepared.limits
    try:
        trouble = _prepared.trouble or _close_in(fd, _prepared)
        # the examiner must not take this for the student's doing
        send(fd, {"to": GREETING} | ({"failed": trouble} if trouble else {}), limit=limits.message_bytes)
        agent = Agent(limits, _prepared.runner)
        while not trouble:
            answer_one(fd, agent)
    except WireError:  # the channel has ended, which is how a candidate's life normally ends
        os._exit(0)


def answer_one(fd: int, agent: Agent) -> None:
    """Wait for a request and answer it. Raises WireError when the channel ends."""
    request: Any = receive(fd, limit=agent.limits.message_bytes, resolve=agent.resolved, alone=True)
    number, *question = request
    reply = {"to": number, **agent.answer(question)}
    try:
        send(fd, reply, limit=agent.limits.message_bytes, opaque=agent.opaque)
    except (WireError, MemoryError, RecursionError) as error:
        # what the student's code returned is too large or too deep to cross: say so instead
        del reply["value"]
        reply["error"] = [type(error).__name__, f"what was returned cannot be handed over: {error}", "", 0]
        send(fd, reply, limit=agent.limits.message_bytes)
    if question[0] not in {"cell", "play"}:  # of which the examiner keeps no array that could change
        agent.tracker.note(reply.get("value"))


def _close_in(fd: int, prepared: _Prepared) -> str:
    """Close the sandbox, or at least what needs none; returns what went wrong, in words."""
    try:
        if prepared.walls is not None:
            sandbox.lock_down(prepared.walls, keep_fds=[fd])
            return ""
        sandbox.close_descriptors([fd])
        sandbox.die_with_the_parent()
        sandbox.limit_resources(prepared.limits)
    except (OSError, RuntimeError) as error:
        return str(error)
    return ""


class Agent:
    """Answers one request at a time."""

    def __init__(self, limits: Limits, runner: CellRunner) -> None:
        self.limits = limits
        self.runner = runner
        self.objects: dict[int, object] = {}
        self.tracker = Tracker()

    def answer(self, request: Sequence[Any]) -> dict[str, Any]:
        kind, *arguments = request
        if kind == "cell":
            return {"value": self.runner.run(*arguments)}
        if kind == "new":
            return self._answer_of_a_new_one(*arguments)
        return self._guarded(lambda: getattr(self, ACTIONS[kind])(*arguments))

    def _answer_of_a_new_one(self, kind: str, cls: Any, *arguments: Any) -> dict[str, Any]:
        """Make an instance, and answer about that."""
        made: list[object] = []

        def act() -> object:
            made.append(cls())
            return getattr(self, ACTIONS[kind])(made[0], *arguments)

        reply = self._guarded(act)
        return reply | {"made": self.opaque(made[0])} if made else reply

    def opaque(self, value: object) -> Handle:
        """Keep an object that cannot cross by value, and give the examiner a number for it."""
        number = id(value)
        self.objects[number] = value
        return Handle(number, type_name(value))

    def _guarded(self, action: Callable[[], Any]) -> dict[str, Any]:
        """Run student code with its prints kept aside, its warnings recorded, and its exceptions as data."""
        printed = Bounded(self.limits.output_bytes)
        reply: dict[str, Any] = {}
        with (
            warnings.catch_warnings(record=True) as caught,
            np.errstate(all="warn", under="ignore"),
            redirect_stdout(printed),
            redirect_stderr(printed),
        ):
            warnings.simplefilter("always")
            before = (np.geterr(), list(warnings.filters))
            try:
                reply["value"] = action()
            except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's doing as well
                reply["error"] = describe_error(error)
            settings_changed = (np.geterr(), list(warnings.filters)) != before
        warned = [[w.category.__name__, str(w.message)[:TEXT_CHARS]] for w in caught[:WARNINGS_KEPT]]
        if settings_changed:
            warned.append(["RuntimeWarning", STATE_CHANGED])
        asides = {"warnings": warned, "printed": printed.getvalue(), "changed": self.tracker.changes()}
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
        made_as_given = self._is_made_as_given(value)
        owners = {name: base for base in reversed(value.__mro__[:-1]) for name in vars(base) if name[:2] != "__"}
        own: list[str] = []
        given: list[str] = []
        for name, owner in owners.items():
            member = vars(owner)[name]
            if isinstance(member, types.FunctionType):
                (given if self.runner.is_as_given(owner, name) else own).append(name)
        return ["class", self.opaque(value), bases, own, given, made_as_given]

    def _is_made_as_given(self, cls: type) -> bool:
        """Whether the preamble alone makes its instances, so that no code of the student's runs then."""
        if type(cls) not in {type, ABCMeta} or getattr(cls, "__abstractmethods__", None):
            return False
        for base in cls.__mro__[:-1]:
            for name, member in vars(base).items():
                if self.runner.is_given(base):
                    if name in MAKERS and not self.runner.is_as_given(base, name):
                        return False
                elif name in MAKERS or (hasattr(type(member), "__set__") and name not in UNTOLD):
                    return False
        return True

    def _get(self, target: object, name: str) -> object:
        return getattr(target, name)

    def _set(self, target: object, name: str, value: object) -> None:
        setattr(target, name, value)

    def _call(self, target: Any, method: str, arguments: list[Any], keywords: dict[str, Any]) -> object:
        self.tracker.note(arguments)
        self.tracker.note(keywords)
        function = getattr(target, method) if method else target
        return function(*arguments, **keywords)

    def _play(
        self, target: object, plans: list[str], arguments: list[Any], in_turn: bool, wanted: list[list[int]] | None
    ) -> list[Any]:
        """See ``Session.play``."""
        objects = [Played(target, None if wanted is None else wanted[number]) for number in range(len(plans))]
        calls = [
            (one, number, call)
            for one, script in zip(objects, scripts_of(plans, arguments), strict=True)
            for number, call in enumerate(script)
        ]
        first: BaseException | None = None
        for one, _, call in sorted(calls, key=lambda entry: entry[1]) if in_turn else calls:
            one.make(call)
            first = one.error if first is None else first
        return told([(one.results, one.changed()) for one in objects], None if first is None else describe_error(first))

    def resolved(self, handle: Handle) -> object:
        """The object itself where the examiner hands one of ours back."""
        return self.objects.get(handle.id, handle)
