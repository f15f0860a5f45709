"""One question to a candidate, and its answer, of which nothing is trusted: bytes, deadlines, and what else it brings.

An answer brings a value, and what was printed, warned of, changed in place or raised on the way. All of that happens
here again, whatever comes of it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from nbjudge.alarm import TimeUp
from nbjudge.examiner.conversation.objects import Objects
from nbjudge.examiner.conversation.questions import Questions
from nbjudge.examiner.conversation.told import CandidateError, rebuilt, warn_again
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, TIME_LIMIT
from nbjudge.wire import channel, frames
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import WireError
from nbjudge.wire.frames import DeadlinePassed
from nbjudge.wire.tracking import Tracker, changes_untold

GREETING_SECONDS: Final = 60.0
MOST_STATEMENTS: Final = 100_000  # of a cell, whose text is bounded
CALLING: Final = {"get", "set", "call", "special", "run_scripts"}  # on the way of which a test's function may be called
NO_KEYWORDS: Final[Mapping[str, object]] = MappingProxyType({})
TOO_LARGE: Final = "WireError: what was returned cannot be handed over"


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


class Exchange:
    """Questions and answers over ``fd``; what may be asked, and in which words, is a ``Session``'s.

    Args:
        questions: what tests may ask.
    """

    objects: Objects

    def __init__(self, fd: int, limits: Limits, questions: Questions | None = None) -> None:
        self.fd = fd
        self.questions = questions if questions is not None else Questions()
        os.set_blocking(fd, False)
        self.limits = limits
        self.deadline = float("inf")
        self.lost: CandidateLost | None = None
        self.printed = ""
        self.reached: int | None = None
        self._asked = 0
        self.tracker = Tracker()
        self.raised: dict[int, tuple[BaseException, str, str]] = {}
        self._raised_back: list[Exception] = []  # by functions of the test's that the student's code called

    def greet(self) -> None:
        """Wait for the candidate's word that its sandbox is closed. No student code has run yet.

        Raises:
            NoCandidate: if it is not, or nothing comes.
        """
        try:
            greeting = channel.receive(
                self.fd, limit=self.limits.message_bytes, deadline=time.monotonic() + GREETING_SECONDS
            )
        except (WireError, DeadlinePassed) as error:
            raise NoCandidate(f"the candidate did not start: {error}") from error
        if greeting != {"to": 0}:
            failed = greeting.get("failed") if isinstance(greeting, dict) else greeting
            raise NoCandidate(f"the candidate could not close its sandbox: {failed}")

    def _request(self, message: list[Any], noted: tuple[Any, ...] = ()) -> object:
        """Ask, and take every step that the candidate takes; only then raise what the student's code raised.

        Both sides number the arrays that cross. Whatever ends this in between, an alarm say, ends the candidate's use.
        """
        self.note_copies(*noted)
        question = self._question(message)  # a test that asks what cannot be asked has asked nothing
        before = len(self._raised_back)
        try:
            reply = self._exchange(question, noted, calls=message[0] in CALLING)
            if "changed" in reply:
                self._apply_changes(reply["changed"])
            if message[0] != "run_scripts":  # whose results are copies
                self.tracker.note(reply.get("value"))
            error = None if reply.get("error") is None else self._exception(reply["error"])
            del self._raised_back[before:]
        except BaseException as cut:
            if self.lost is None:
                self.lose(TIME_LIMIT if isinstance(cut, TimeUp) else DIED, f"cut off by {type(cut).__name__}")
            raise
        if "printed" in reply or "complained" in reply:
            self._print_again(reply)
        warn_again(reply.get("warnings"))
        if error is not None:
            if type(error) is CandidateError and str(error).startswith(TOO_LARGE):
                self.questions.refuse(str(error))
            raise error
        if "same" in reply:
            return self._same(reply["same"], noted)
        return reply.get("value")

    def note_copies(self, arguments: Iterable[object] = (), keywords: Mapping[str, object] = NO_KEYWORDS) -> None:
        """In the solution's trial: note where it can show that the other side has copies.

        The test has changed what crossed, or hands over what two names may stand for, or what the student's code may
        change without its being told.
        """
        if not self.questions.learning:
            return
        given = (*arguments, *keywords.values())
        if self.tracker.differs() or self.tracker.may_be_one(given) or any(map(changes_untold, given)):
            self.questions.need_both()

    def _same(self, place: object, noted: tuple[Any, ...]) -> object:
        """The argument of a call that came back."""
        where: Any = place[0] if type(place) is list and len(place) == 1 else None
        arguments, keywords = noted if len(noted) == 2 else ([], {})
        if type(where) is int and 0 <= where < len(arguments):
            return arguments[where]
        if type(where) is str and where in keywords:
            return keywords[where]
        raise self.lose(DIED, "malformed reply: it returns an argument that was not given")

    def _print_again(self, reply: Mapping[str, Any]) -> None:
        """Print here what was printed there, as a test that listens wants to hear it."""
        for stream, told in ((sys.stdout, reply.get("printed")), (sys.stderr, reply.get("complained"))):
            if type(told) is str:
                text = told[: self.limits.output_bytes - len(self.printed)]
                self.printed += text
                stream.write(text)

    def _question(self, message: list[Any]) -> bytes:
        """The message as bytes. Raises Refused if a test hands over what cannot cross: nothing is asked then."""
        if self.lost is not None:
            raise self.lost
        self._asked += 1
        try:
            return encode([self._asked, *message], limit=self.limits.message_bytes, opaque=self.objects.handle)
        except (WireError, TypeError) as error:
            raise self.questions.refuse(str(error)) from None

    def _exchange(
        self, question: bytes, noted: tuple[Any, ...] = (), *, progress: bool = False, calls: bool = False
    ) -> dict[str, Any]:
        limit, deadline = self.limits.message_bytes, min(self.deadline, time.monotonic() + 3600)
        number = self._asked  # a function of the test's that is called back may ask as well
        # raised after the except clauses: a loss is kept, and would keep a failed message's data alive as its context
        failure = DIED, "its answer does not name the question"
        try:
            frames.write(self.fd, question, deadline=deadline)
            self.tracker.note_arguments(*noted)
            reply = self._receive(deadline, alone=not progress)
            while calls and type(reply) is dict and "back" in reply:
                self._call_back(reply, deadline)
                reply = self._receive(deadline, alone=True)
            while progress and type(reply) is dict and self._is_progress(reply):
                reply = channel.receive(self.fd, limit=limit, deadline=deadline)
            # an answer to anything but this very question would put one layer's numbers under another's name
            if type(reply) is dict and type(reply.get("to")) is int and reply["to"] == number:
                return reply
        except DeadlinePassed:
            failure = TIME_LIMIT, "no answer within the time limit"
        except WireError as error:
            failure = DIED, str(error)
        raise self.lose(*failure)

    def _receive(self, deadline: float, *, alone: bool) -> object:
        limit = self.limits.message_bytes
        told = channel.receive(self.fd, limit=limit, deadline=deadline, resolve=self.objects.here, alone=alone)
        reduced = told.pop("reduced", None) if type(told) is dict else None
        if type(reduced) is list:
            self.questions.meet_reduced([name for name in reduced if type(name) is str])
        return told

    def _call_back(self, asked: Mapping[str, Any], deadline: float) -> None:
        """Call a function of the test's for the student's code, and tell it what came of that.

        Raises:
            WireError: if the candidate's word makes no sense.
        """
        told = asked.get("with")
        if type(told) is not list or [type(part) for part in told] != [list, dict]:
            raise WireError("malformed call of a test's function")
        try:
            function = self.objects.function(asked["back"])
        except ValueError as error:
            raise WireError(str(error)) from error
        try:
            answer = [0, "returned", function(*told[0], **told[1])]
            message = encode(answer, limit=self.limits.message_bytes, opaque=self.objects.handle)
        except Exception as error:  # the student's code may expect it
            self._raised_back.append(error)
            failure = [0, "failed", type(error).__name__, str(error)[: self.limits.output_bytes]]
            message = encode(failure, limit=self.limits.message_bytes)
        frames.write(self.fd, message, deadline=deadline)

    def _is_progress(self, reply: Mapping[str, Any]) -> bool:
        """Whether this only says how far a cell has come. It counts up, so that there is an end to it."""
        before = -1 if self.reached is None else self.reached
        if [*reply] == ["at"] and type(reply["at"]) is int and before < reply["at"] < MOST_STATEMENTS:
            self.reached = reply["at"]
            return True
        return False

    def _apply_changes(self, changes: object) -> None:
        failure, missed = "", self.tracker.missed
        try:
            self.tracker.apply(changes)
        except ValueError as error:
            failure = f"malformed reply: {error}"
        if failure:
            raise self.lose(DIED, failure)
        if self.tracker.missed > missed:
            self.questions.refuse("a change in place that cannot be told")

    def _exception(self, described: object) -> BaseException:
        error, outcome, trace = self._rebuilt(described)
        for own in self._raised_back:
            words = f"{type(error).__name__}: {error}", str(error)
            if not isinstance(own, StopIteration) and f"{type(own).__name__}: {own}" in words:
                return own  # the test's own, which went through the student's code
        self.raised[id(error)] = (error, outcome, trace)
        return error

    def _rebuilt(self, described: object) -> tuple[BaseException, str, str]:
        try:
            return rebuilt(described, self.objects.classes)
        except ValueError as error:
            failure = f"malformed reply: {error}"
        raise self.lose(DIED, failure)

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
