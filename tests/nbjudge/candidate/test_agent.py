"""What the candidate tells of the classes that the student's cells define, and that it makes and uses their objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nbjudge.candidate.agent import Agent
from nbjudge.candidate.cells import CellRunner
from nbjudge.candidate.shell import new_shell
from nbjudge.limits import Limits

PREAMBLE = """
from abc import ABC, abstractmethod

class Layer(ABC):
    def __init__(self):
        self.x = None
    @abstractmethod
    def forward(self, x): ...
    def parameters(self):
        return []
"""
FORWARD = "    def forward(self, x):\n        self.x = x\n        return x + 1\n"
BASES = ["Layer", "ABC"]  # what the preamble defines or imports; ``object`` is everybody's


@pytest.fixture
def agent() -> Iterator[Agent]:
    runner = CellRunner(new_shell(), Limits())
    runner.run(PREAMBLE, True)
    yield Agent(runner.limits, runner)
    runner.shell.reset(new_session=False)  # type: ignore[no-untyped-call]  # IPython


def described(agent: Agent, source: str) -> list[Any]:
    """What is told of the class ``Mine`` that a cell defines: its handle, bases, own methods and given ones."""
    agent.runner.run(source, False)
    (description,) = agent.answer(["look", ["Mine", "Yours"]])["value"].values()
    assert description[0] == "class"
    rest: list[Any] = description[1:]
    return rest


def made(agent: Agent, source: str) -> object:
    """An instance of it, made as a test makes one."""
    cls = agent.objects[described(agent, source)[0].id]
    instance: object = agent.answer(["call", cls, "", [], {}])["value"]
    assert type(instance) is cls
    return instance


@pytest.mark.parametrize(
    ("source", "bases", "own", "given"),
    [
        ("class Mine(Layer):\n" + FORWARD, BASES, ["forward"], ["parameters"]),
        ("class Mine(Layer):\n    pass\n", BASES, [], ["forward", "parameters"]),
        ("class Mine:\n" + FORWARD, [], ["forward"], []),
        ("class Mine(Layer):\n    def parameters(self):\n        return [1]\n", BASES, ["parameters"], ["forward"]),
        ("class Mine(Layer):\n    scale = 2\n    x = property(lambda self: 1)\n" + FORWARD,
         BASES, ["forward"], ["parameters"]),
        ("class Between(Layer):\n    def twice(self):\n        pass\nclass Mine(Between):\n" + FORWARD,
         BASES, ["forward", "twice"], ["parameters"]),
        ("Layer.parameters = lambda self: [1]\nclass Mine(Layer):\n" + FORWARD,
         BASES, ["forward", "parameters"], []),
        ("class Layer:\n    def parameters(self):\n        return [1]\nclass Mine(Layer):\n" + FORWARD,
         [], ["forward", "parameters"], []),
    ],
    ids=[
        "plain", "empty", "without base", "overridden", "with data", "inherited", "replaced in the preamble",
        "preamble's class defined anew",
    ],
)  # fmt: skip
def test_methods_are_given_only_where_they_stand_as_in_the_preamble(
    agent: Agent, source: str, bases: list[str], own: list[str], given: list[str]
) -> None:
    _, told_bases, *told_methods = described(agent, source)[:4]
    assert told_bases == bases
    assert [sorted(names) for names in told_methods] == [own, given]


def test_a_class_that_is_called_makes_an_instance_that_answers(agent: Agent) -> None:
    mine = made(agent, "class Mine(Layer):\n" + FORWARD)
    assert agent.answer(["get", mine, "x"])["value"] is None, "the preamble's __init__ should have run"
    assert agent.answer(["call", mine, "forward", [1], {}])["value"] == 2
    assert agent.answer(["get", mine, "x"])["value"] == 1


def test_an_instance_whose_method_has_failed_still_answers(agent: Agent) -> None:
    source = "class Mine(Layer):\n    def forward(self, x):\n        self.x = x\n        1 / 0\n"
    mine = made(agent, source)
    assert agent.answer(["call", mine, "forward", [1], {}])["error"][0] == "ZeroDivisionError"
    assert agent.answer(["get", mine, "x"])["value"] == 1


def test_a_class_that_cannot_be_made_says_so_when_it_is_called(agent: Agent) -> None:
    cls = agent.objects[described(agent, "class Mine(Layer):\n    pass\n")[0].id]
    assert agent.answer(["call", cls, "", [], {}])["error"][0] == "TypeError"
