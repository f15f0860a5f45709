"""The candidate's code, run a few times in the zygote, before any student's code is there."""

from __future__ import annotations

import socket
from typing import Any, Final

import numpy as np

from nbjudge.candidate.agent import Agent, answer_one
from nbjudge.wire import channel

TURNS: Final = 20  # Python 3.11 rewrites a function after eight calls, and a loop after as many turns
EXAMPLE: Final = """
import numpy as np
class Example:
    def again(self, value):
        self.value = np.maximum(0, value)
        return self.value
"""


def warm_up(agent: Agent) -> None:
    """Answer a few dozen questions about a class of our own, and forget it.

    Python rewrites a function's code for speed when it has run a few times. Done here, no child has to do it again,
    each in its own copy of the pages. A submission takes 2 % longer without (median of 150).
    """
    agent.runner.run(EXAMPLE, given=False)
    handle = agent.handle(agent.runner.namespace["Example"])
    limit = agent.limits.message_bytes
    mine, its = socket.socketpair()

    def ask(question: list[Any]) -> object:
        channel.send(mine.fileno(), [1, *question], limit=limit, opaque=agent.opaque)
        answer_one(its.fileno(), agent)
        reply: Any = channel.receive(mine.fileno(), limit=limit)
        return reply.get("value")

    with mine, its:
        for _ in range(TURNS):
            made: Any = ask(["call", handle, "", [], {}])
            array = np.ones((3, 4))
            for question in (
                ["look", ["Example", "nothing"]],
                ["call", made, "again", [array], {}],
                ["call", made, "absent", [array], {}],
                ["get", made, "value"],
                ["run_scripts", handle, ["again 1 again 1 value 0"], [array, array[::2, ::-1]], False, [[1, 2]]],
            ):
                ask(question)
    for name in ("Example", "np"):
        del agent.runner.namespace[name]
