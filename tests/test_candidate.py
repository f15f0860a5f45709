"""What the candidate tells of the classes that the student's cells define, and how it makes their instances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nbjudge.candidate import Agent
from nbjudge.cells import CellRunner
from nbjudge.limits import Limits

PREAMBLE = """
from abc import ABC, abstractmethod

class Layer(ABC):
    def __init__(self):
        self.x = None
    @abstractmethod
    def forward(self, x): ...
"""
FORWARD = "    def forward(self, x):\n        self.x = x\n        return x + 1\n"


@pytest.fixture
def agent() -> Iterator[Agent]:
    runner = CellRunner(Limits())
    runner.run(PREAMBLE, True)
    yield Agent(runner.limits, runner)
    runner.shell.reset(new_session=False)  # type: ignore[no-untyped-call]  # IPython


def described(agent: Agent, source: str) -> list[Any]:
    agent.runner.run(source, False)
    (description,) = agent.answer(["look", ["Mine"]])["value"].values()
    assert description[0] == "class"
    rest: list[Any] = description[1:]
    return rest


@pytest.mark.parametrize(
    ("source", "as_given"),
    [
        ("class Mine(Layer):\n" + FORWARD, True),
        ("class Mine(Layer):\n    'What it is for.'\n    scale = 2\n" + FORWARD, True),
        ("class Mine(Layer):\n    pass\n", False),
        ("class Mine(Layer):\n    def __init__(self):\n        self.x = 1\n" + FORWARD, False),
        ("class Mine(Layer):\n    def __new__(cls):\n        return super().__new__(cls)\n" + FORWARD, False),
        ("class Mine(Layer):\n    def __setattr__(self, name, value):\n        raise ValueError\n" + FORWARD, False),
        ("class Mine(Layer):\n    x = property(lambda self: 1)\n" + FORWARD, False),
        ("class Between(Layer):\n    def __init__(self):\n        pass\nclass Mine(Between):\n" + FORWARD, False),
        ("Layer.__init__ = lambda self: None\nclass Mine(Layer):\n" + FORWARD, False),
        ("class Meta(type(Layer)):\n    pass\nclass Mine(Layer, metaclass=Meta):\n" + FORWARD, False),
    ],
    ids=[
        "plain", "with data", "abstract", "init", "new", "setattr", "property", "inherited init",
        "init of the preamble", "metaclass",
    ],
)  # fmt: skip
def test_only_a_class_whose_making_runs_no_code_of_the_students_is_made_as_given(
    agent: Agent, source: str, as_given: bool
) -> None:
    assert described(agent, source)[-1] is as_given


def test_a_new_one_is_made_and_answers_at_once(agent: Agent) -> None:
    cls = agent.objects[described(agent, "class Mine(Layer):\n" + FORWARD)[0].id]
    reply = agent.answer(["new", "call", cls, "forward", [1], {}])
    assert reply["value"] == 2
    assert agent.answer(["get", agent.objects[reply["made"].id], "x"])["value"] == 1


def test_a_new_one_that_fails_is_made_all_the_same(agent: Agent) -> None:
    cls = agent.objects[described(agent, "class Mine(Layer):\n    def forward(self, x):\n        1 / 0\n")[0].id]
    reply = agent.answer(["new", "call", cls, "forward", [1], {}])
    assert reply["error"][0] == "ZeroDivisionError"
    assert type(agent.objects[reply["made"].id]) is cls
