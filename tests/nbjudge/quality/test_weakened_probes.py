"""The checker is checked: probes of the course that were weakened let mutants pass, and these are named."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from nbjudge.notebooks.assignment import Assignment
from nbjudge.quality.mutation.mutants import Mutant
from nbjudge.quality.plan import SelfCheck
from tests.support.activation import ACTIVATION
from tests.support.selfchecking import LIMITS, checked, slips

QUESTIONS = "from oracle import probes as _ask\n", "from oracle import manners as _manners\n"


def hidden_tests_alone(patch: str) -> Assignment:
    """The course's assignment with nothing but the hidden tests of its layers, and a patch to their probes.

    Without the visible examples and the network, which catch much of what a weak probe lets pass.
    """
    notebook = json.loads(ACTIVATION.source)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test-network"]
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if "BEGIN HIDDEN" in text:
            hidden = text[text.index("### BEGIN HIDDEN") :]
            (imported,) = [line for line in hidden.splitlines(keepends=True) if line in QUESTIONS]
            cell["source"] = hidden.replace(imported, f"{''.join(QUESTIONS)}{patch}\n")
    return replace(ACTIVATION, source=json.dumps(notebook))


CONTROLS = ("return None", "return -np.maximum(0, x)", "return -((self.x > 0).astype(float) * grad_output)")
WEAKENED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "upstream all ones": (
        "_ask.inputs.upstream = lambda rng, *shapes: [np.ones(shape) for shape in shapes]\n"
        "_ask.any_upstream = _ask.backward_values\n"
        "_ask.SIGNS_AT_ZERO = 0.5",  # times 1 + 1
        (
            "return np.abs((self.x > 0).astype(float) * grad_output)",
            "return (self.x > 0).astype(float) / grad_output",
            "return (self.x > 0).astype(float)",
        ),
        "test_relu_backward",
    ),
    "allclose without a check of shapes": (
        "from oracle import comparing as _comparing\n"
        "_comparing.plain = lambda value, shape, dtype, what: np.asarray(value, float)",
        ("return np.maximum(0, x)[None]",),
        "test_relu_forward",
    ),
    "zero never asked": (
        "_ask.rule_at_zero = lambda *_: []",
        ("return (self.x >= 0).astype(float) * grad_output",),
        "test_relu_backward",
    ),
    "self.x never asked": (
        "_manners.keeps_input = _manners.instances_are_independent = lambda *_: None",
        ("self.x = np.maximum(0, x)", "return self.x"),
        "test_relu_contract",
    ),
    "purity never asked": (
        "_manners.leaves_arguments_alone = lambda *_: None",
        ("return np.multiply((self.x > 0).astype(float), grad_output, out=grad_output)",),
        "test_relu_backward",
    ),
}


@cache
def mutants_of_relu() -> list[Mutant]:
    return SelfCheck(ACTIVATION, LIMITS, only="relu").mutants


def mutants_with(slips: tuple[str, ...]) -> str:
    """The names of the mutants of ReLU with these lines, with commas between."""
    names = [m.name for m in mutants_of_relu() if any(f"+        {slip}" in m.diff.splitlines() for slip in slips)]
    assert len(names) >= len(slips)
    return ",".join(names)


@pytest.mark.parametrize("name", WEAKENED)
def test_weakened_probe_turns_the_check_red_with_the_right_mutants_named(name: str) -> None:
    patch, missed, cell = WEAKENED[name]
    card = checked(hidden_tests_alone(patch), only=mutants_with(missed + CONTROLS))
    assert slips(card) == set(missed)
    assert len(card.problems) == len(card.survivors)
    assert all(cell in problem for problem in card.problems)


def test_probes_as_they_are_catch_all_of_these() -> None:
    every = tuple(slip for _, missed, _ in WEAKENED.values() for slip in missed) + CONTROLS
    card = checked(hidden_tests_alone(""), only=mutants_with(every))
    assert card.problems == []
    assert card.caught == len(card.tried) >= len(every)
