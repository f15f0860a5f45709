"""The examiner's conversation with one candidate: questions, answers, and what an answer brings with it.

A remote call is faithful: arrays that the student's
code changes in place change here too, warnings raised there are raised again here, exceptions arrive as the same
builtin class, else as CandidateError. Nothing that comes back is trusted to be more than a value.
"""

from __future__ import annotations

import builtins
import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from nbjudge.framing import DeadlinePassed, receive, send
from nbjudge.limits import Limits
from nbjudge.remote import Call, Outcome, Remote, bound, handle_of
from nbjudge.tracking import Tracker
from nbjudge.verdicts import DIED, FORBIDDEN, MEMORY_LIMIT, RAISED, TIME_LIMIT
from nbjudge.wire import Handle, WireError

TEXT: Final = 4_000  # characters of any one text that a candidate sends about an error or warning
WARNINGS: Final = 50
GREETING_SECONDS: Final = 60.0
OPAQUE_TYPES: Final = 100  # a class costs kilobytes, and a candidate may invent any number of names
_OUTCOME: Final = 3  # parts of a script's outcome: results, changed, error
_REFUSED_BY_SANDBOX: Final = (1, 13)  # EPERM from seccomp, EACCES from Landlock


class CandidateError(Exception):
    """An exception of a class that is not builtin, raised by the student's code."""


class CandidateLost(BaseException):
    """The candidate is of no further use. No test may catch it: not an Exception.

    Attributes:
        outcome: TIME_LIMIT or DIED; ``message``: in words.
    """

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(outcome, message)
        self.outcome, self.message = outcome, message


class NoCandidate(Exception):
    """A candidate did not get as far as student code: the judge's own trouble."""


class Session:
    """One candidate, spoken to over ``fd``."""

    def __init__(self, fd: int, limits: Limits) -> None:
        self.fd = fd
        os.set_blocking(fd, False)
        self.limits = limits
        self.deadline = float("inf")
        self.lost: CandidateLost | None = None
        self.printed = ""
        self._asked = 0
        self.tracker = Tracker()
        self.raised: dict[int, tuple[BaseException, str, str]] = {}
        self._opaque_types: dict[str, type[Remote]] = {}

    # ------------------------------------------------------------ requests

    def greet(self) -> None:
        """Wait for the candidate's word that its sandbox is closed. No student code has run yet.

        Raises:
            NoCandidate: if it is not, or nothing comes.
        """
        try:
            told = receive(self.fd, limit=self.limits.message_bytes, deadline=time.monotonic() + GREETING_SECONDS)
        except (WireError, DeadlinePassed) as error:
            raise NoCandidate(f"the candidate did not start: {error}") from error
        if told != {"to": 0}:
            failed = told.get("failed") if isinstance(told, dict) else told
            raise NoCandidate(f"the candidate could not close its sandbox: {failed}")

    def run_cell(self, source: str, given: bool) -> object:
        """Run a cell in the candidate; returns its outputs as the candidate tells them."""
        return self._exchange(["cell", source, given]).get("value")

    def look(self, names: Iterable[str]) -> dict[str, Any]:
        """What of ``names`` the student's cells define: name to ``[kind, ...]``."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # looking runs no student code that could honestly warn
            found = self._request(["look", list(names)], resolve=False)
        return found if type(found) is dict else {}

    def get(self, target: Handle, name: str) -> object:
        return self._request(["get", target, name])

    def set(self, target: Handle, name: str, value: object) -> None:
        self._request(["set", target, name, value])

    def call(self, target: Handle, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> object:
        return self._request(["call", target, method, list(arguments), keywords], noted=(list(arguments), keywords))

    def play(self, cls: Handle, scripts: Sequence[Sequence[Call]], *, in_turn: bool) -> list[Outcome]:
        """For each script an instance of ``cls``, on which its calls are made in order, all in one message.

        The arguments are handed over: a change of them in place is not made here. Results are as they were when they
        were returned; of those that changed later, the numbers come back.

        Args:
            in_turn: the first call of each script is made, then the second of each, and so on.
        """
        told = self._request(["play", cls, [[list(call) for call in script] for script in scripts], in_turn])
        if type(told) is list and len(told) == len(scripts):
            outcomes = [self._outcome(one, len(script)) for one, script in zip(told, scripts, strict=True)]
            if None not in outcomes:
                return [outcome for outcome in outcomes if outcome is not None]
        raise self.lose(DIED, "malformed reply: there should be results for each script")

    def _outcome(self, told: object, calls: int) -> Outcome | None:
        """One script's outcome; None if what the candidate tells of it makes no sense."""
        if type(told) is not list or [type(part) for part in told[:2]] != [list, list] or len(told) != _OUTCOME:
            return None
        results, changed, error = told
        ended_early = error is not None
        if len(results) > calls or (len(results) < calls) != ended_early:
            return None
        if not all(type(number) is int and 0 <= number < len(results) for number in changed):
            return None
        return results, changed, self._exception(error) if ended_early else None

    # ------------------------------------------------------------ what happens on the way

    def _request(self, message: list[Any], noted: tuple[object, ...] = (), *, resolve: bool = True) -> object:
        reply = self._exchange(message, noted)
        self._take_side_effects(reply)
        if message[0] != "play":  # whose results are copies
            self.tracker.note(reply.get("value"))
        if reply.get("error") is not None:
            raise self._exception(reply["error"])
        value = reply.get("value")
        return self.resolved(value) if resolve else value

    def _exchange(self, message: list[Any], noted: tuple[object, ...] = ()) -> dict[str, Any]:
        if self.lost is not None:
            raise self.lost
        limit, deadline = self.limits.message_bytes, min(self.deadline, time.monotonic() + 3600)
        # raised after the except clauses: a loss is kept, and would keep a failed message's data alive as its context
        failure = DIED, "its answer does not name the question"
        try:
            self._asked += 1
            send(self.fd, [self._asked, *message], limit=limit, deadline=deadline, opaque=handle_of)
            for value in noted:
                self.tracker.note(value)
            reply = receive(self.fd, limit=limit, deadline=deadline, alone=True)
            # an answer to anything but this very question would put one layer's numbers under another's name
            if type(reply) is dict and type(reply.get("to")) is int and reply["to"] == self._asked:
                return reply
        except DeadlinePassed:
            failure = TIME_LIMIT, "no answer within the time limit"
        except WireError as error:
            failure = DIED, str(error)
        raise self.lose(*failure)

    def _take_side_effects(self, reply: Mapping[str, Any]) -> None:
        failure = ""
        try:
            self.tracker.apply(reply.get("changed", []))
        except ValueError as error:
            failure = f"malformed reply: {error}"
        if failure:
            raise self.lose(DIED, failure)
        if type(reply.get("printed")) is str:
            self.printed += reply["printed"][: self.limits.output_bytes - len(self.printed)]
        told = reply.get("warnings")
        for warning in told[:WARNINGS] if type(told) is list else []:
            if type(warning) is list and [type(part) for part in warning] == [str, str]:
                category = _builtin(warning[0], Warning) or UserWarning
                warnings.warn(warning[1][:TEXT], category, stacklevel=2)

    def _exception(self, told: object) -> BaseException:
        if type(told) is not list or [type(part) for part in told] != [str, str, str, int]:
            raise self.lose(DIED, "malformed reply: an error should be a class, a message, a traceback and a number")
        name, message, trace, errno = told[0][:200], told[1][:TEXT], told[2][:TEXT], told[3]
        error = _rebuilt(name, message)
        outcome = RAISED
        if name == "MemoryError":
            outcome = MEMORY_LIMIT
        elif name == "PermissionError" and errno in _REFUSED_BY_SANDBOX:
            outcome = FORBIDDEN
        self.raised[id(error)] = (error, outcome, trace)
        return error

    def start_test(self, deadline: float) -> None:
        """Forget the test before: what was printed and raised, and the arrays that its tracebacks hold on to."""
        self.deadline = deadline
        self.printed = ""
        self.raised.clear()

    def lose(self, outcome: str, message: str) -> CandidateLost:
        """Give this candidate up; raise what is returned."""
        self.lost = CandidateLost(outcome, message)
        return self.lost

    def blame(self, error: BaseException) -> tuple[str, str] | None:
        """Outcome and traceback if ``error`` was raised by the student's code; None if by the test itself."""
        known = self.raised.get(id(error))
        return known[1:] if known is not None else None

    # ------------------------------------------------------------ values

    def resolved(self, value: object) -> object:
        """``value`` with a proxy in place of each handle, inside containers too."""
        kind = type(value)
        if kind is Handle:
            return self.opaque(value)  # type: ignore[arg-type]  # its exact type was just compared
        if kind is list:
            return [self.resolved(item) for item in value]  # type: ignore[attr-defined]  # likewise
        if kind is tuple:
            return tuple(self.resolved(item) for item in value)  # type: ignore[attr-defined]  # likewise
        if kind is dict:
            return {key: self.resolved(item) for key, item in value.items()}  # type: ignore[attr-defined]  # likewise
        return value

    def opaque(self, handle: Handle) -> Remote:
        """A proxy for an object of which only the type's name is known."""
        name = handle.type_name.replace("\0", "?") or "object"
        if name not in self._opaque_types and len(self._opaque_types) >= OPAQUE_TYPES:
            name = "object"
        if name not in self._opaque_types:
            self._opaque_types[name] = type(name, (Remote,), {})
        proxy: Remote = bound(object.__new__(self._opaque_types[name]), self, handle, frozenset())
        return proxy


def _builtin(name: str, base: type[BaseException]) -> type[Any] | None:
    found = vars(builtins).get(name)
    return found if isinstance(found, type) and issubclass(found, base) else None


def _rebuilt(name: str, message: str) -> BaseException:
    """The exception to raise here. Only Exceptions: a candidate cannot send the examiner a SystemExit."""
    cls: Callable[[str], BaseException] | None = _builtin(name, Exception)
    if cls is not None and name != "StopIteration":  # which would end a test's loop instead of failing it
        try:
            return cls(message)
        except TypeError:  # UnicodeDecodeError and its like want more than a message
            pass
    return CandidateError(f"{name}: {message}")
