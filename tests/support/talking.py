"""A session and an agent that talk to each other in one process, over the wire."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbjudge.candidate.agent import Agent, answer_one
from nbjudge.examiner.conversation.session import Session
from nbjudge.limits import MIB, Limits
from nbjudge.wire.forms import Handle, WireError

LIMITS = Limits(message_bytes=MIB)


class Talk:
    """The two sides, and one object of the candidate's, ``target``."""

    def __init__(self, session: Session, agent: Agent, target: object) -> None:
        self.session, self.agent = session, agent
        self.target: Handle = agent.handle(target)

    @property
    def in_step(self) -> bool:
        """Whether both sides remember the same arrays, by number, with the same elements."""
        self.session.get(self.target, "__doc__")  # by its answer, the agent is through with the question before
        mine, its = self.session.tracker.remembered(), self.agent.tracker.remembered()
        return {number: data for number, (_, data) in mine.items()} == {
            number: data for number, (_, data) in its.items()
        }


class NothingGiven:
    """Stands for a runner of cells: the agent is asked about its object only."""

    def given_classes(self) -> list[type]:
        return []

    def is_given(self, cls: type) -> bool:
        return False


@contextmanager
def talking(target: object, limits: Limits = LIMITS) -> Iterator[Talk]:
    """The agent answers in a thread, until the session hangs up."""
    mine, its = socket.socketpair()
    runner: Any = NothingGiven()
    agent = Agent(limits, runner)

    def answer() -> None:
        try:
            while True:
                answer_one(its.fileno(), agent)
        except WireError:
            return

    with mine, its:
        thread = threading.Thread(target=answer)
        thread.start()
        session = Session(mine.fileno(), limits)
        session.deadline = time.monotonic() + 30
        try:
            yield Talk(session, agent, target)
        finally:
            mine.shutdown(socket.SHUT_RDWR)
            thread.join()
