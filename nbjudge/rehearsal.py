"""The candidate's rehearsal, in the zygote, before any student's code is there."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nbjudge.framing import receive, send

if TYPE_CHECKING:
    from nbjudge.candidate import Agent

REHEARSALS: Final = 20  # Python 3.11 rewrites a function after eight calls, and a loop after as many turns
REHEARSAL: Final = """
import numpy as np
class Rehearsal:
    def again(self, value):
        self.value = np.maximum(0, value)
        return self.value
"""


def rehearse(agent: Agent, answer_one: Callable[[int, Agent], None]) -> None:
    """Answer a few dozen questions about a class of our own, and forget it.

    Python rewrites a function's code for speed when it has run a few times. Done here, no child has to do it again,
    each in its own copy of the pages.
    """
    agent.runner.run(REHEARSAL, given=False)
    handle = agent.opaque(agent.runner.namespace["Rehearsal"])
    limit = agent.limits.message_bytes
    mine, its = socket.socketpair()

    def ask(question: list[Any]) -> object:
        send(mine.fileno(), [1, *question], limit=limit, opaque=agent.opaque)
        answer_one(its.fileno(), agent)
        reply: Any = receive(mine.fileno(), limit=limit)
        return reply.get("value")

    with mine, its:
        for _ in range(REHEARSALS):
            made: Any = ask(["call", handle, "", [], {}])
            array = np.ones((3, 4))
            for question in (
                ["look", ["Rehearsal", "nothing"]],
                ["call", made, "again", [array], {}],
                ["call", made, "absent", [array], {}],
                ["get", made, "value"],
                ["play", handle, ["again 1 again 1 value 0"], [array, array[::2, ::-1]], False, [[1, 2]]],
            ):
                ask(question)
    for name in ("Rehearsal", "np"):
        del agent.runner.namespace[name]
