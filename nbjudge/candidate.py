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
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Final

import numpy as np

from nbjudge import sandbox, seccomp
from nbjudge.cells import Bounded, CellRunner
from nbjudge.framing import receive, send
from nbjudge.limits import Limits
from nbjudge.played import TEXT_CHARS, Played, describe_error
from nbjudge.rehearsal import rehearse
from nbjudge.tracking import Tracker
from nbjudge.wire import Handle, WireError, type_name

GREETING: Final = 0  # the number of the message before any question
WARNINGS_KEPT: Final = 20
STATE_CHANGED: Final = "the code changes NumPy's or Python's global warning settings"


_runner: CellRunner | None = None


def warm(settings: dict[str, Any]) -> None:
    """In the zygote: import what student code will need, make the shell, and run the preamble, once for all."""
    global _runner  # noqa: PLW0603 - what a zygote prepares for its children can only be handed on by the fork
    seccomp.program(writes=False)
    for name in settings["imports"]:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    limits = Limits.from_dict(settings["limits"])
    _runner = CellRunner(limits)
    rehearse(Agent(limits), answer_one)
    for cell in json.loads(Path(settings["cells"]).read_text(encoding="utf-8")):
        _runner.prepare(cell["source"])


def serve(fd: int, limits: Limits, readable: Sequence[Path], *, sandboxed: bool) -> None:
    """In the forked child: close the sandbox, then answer requests until the examiner hangs up.

    The first message says that the sandbox is closed. Raises WireError when the channel ends, which is how a
    candidate's life normally ends.
    """
    try:
        _close_in(fd, limits, readable, sandboxed=sandboxed)
    except (OSError, RuntimeError) as error:
        # the examiner must not take this for the student's doing
        send(fd, {"to": GREETING, "failed": str(error)}, limit=limits.message_bytes)
        return
    send(fd, {"to": GREETING}, limit=limits.message_bytes)
    agent = Agent(limits)
    while True:
        answer_one(fd, agent)


def answer_one(fd: int, agent: Agent) -> None:
    """Wait for a request and answer it. Raises WireError when the channel ends."""
    request: Any = receive(fd, limit=agent.limits.message_bytes, alone=True)
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


def _close_in(fd: int, limits: Limits, readable: Sequence[Path], *, sandboxed: bool) -> None:
    if sandboxed:
        sandbox.lock_down(limits, readable=readable, keep_fds=[fd])
        return
    sandbox.empty_environment()
    sandbox.close_descriptors([fd])
    sandbox.die_with_the_parent()
    sandbox.limit_resources(limits)


class Agent:
    """Answers one request at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.runner = _runner or CellRunner(limits)
        self.objects: dict[int, object] = {}
        self.tracker = Tracker()

    def answer(self, request: Sequence[Any]) -> dict[str, Any]:
        kind, *arguments = request
        if kind == "cell":
            return {"value": self.runner.run(*arguments)}
        actions: dict[str, Callable[..., Any]] = {
            "look": self._look,
            "get": self._get,
            "set": self._set,
            "call": self._call,
            "play": self._play,
        }
        return self._guarded(lambda: actions[kind](*arguments))

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
        told = [[w.category.__name__, str(w.message)[:TEXT_CHARS]] for w in caught[:WARNINGS_KEPT]]
        if settings_changed:
            told.append(["RuntimeWarning", STATE_CHANGED])
        asides = {"warnings": told, "printed": printed.getvalue(), "changed": self.tracker.changes()}
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
        return ["class", self.opaque(value), bases, own, given]

    def _get(self, target: Handle, name: str) -> object:
        return getattr(self.objects[target.id], name)

    def _set(self, target: Handle, name: str, value: object) -> None:
        setattr(self.objects[target.id], name, self._resolved(value))

    def _call(self, target: Handle, method: str, arguments: list[Any], keywords: dict[str, Any]) -> object:
        self.tracker.note(arguments)
        self.tracker.note(keywords)
        function: Any = self.objects[target.id]
        if method:
            function = getattr(function, method)
        values = [self._resolved(value) for value in arguments]
        return function(*values, **{name: self._resolved(value) for name, value in keywords.items()})

    def _play(self, target: Handle, scripts: list[Any], in_turn: bool) -> list[Any]:
        """``[results, changed, error]`` for each script; see ``Session.play``."""
        objects = [Played(self.objects[target.id]) for _ in scripts]
        calls = [
            (one, number, call)
            for one, script in zip(objects, scripts, strict=True)
            for number, call in enumerate(script)
        ]
        for one, _, call in sorted(calls, key=lambda entry: entry[1]) if in_turn else calls:
            one.make([self._resolved(part) for part in call])
        return [[one.results, one.changed(), one.error] for one in objects]

    def _resolved(self, value: object) -> object:
        """The object itself where the examiner hands one of ours back."""
        return self.objects.get(value.id, value) if type(value) is Handle else value


def main(fd: int, settings: dict[str, Any]) -> None:
    """What the zygote's child calls; it never returns."""
    limits = Limits.from_dict(settings["limits"])
    readable = [Path(path) for path in settings["readable"]]
    try:
        serve(fd, limits, readable, sandboxed=settings["sandboxed"])
    except WireError:
        os._exit(0)
