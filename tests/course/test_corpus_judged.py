"""The judge takes points from every wrong answer of the corpus, in the right cells only, and from no right one.

A mistake in one class costs only tests of that class, so a notebook has an answer of the corpus in each of its classes,
as students' notebooks have: a quarter of the time. Every tenth wrong answer has the notebook to itself; `make card`
judges each so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from nbjudge.judge import judge
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import Answer
from nbjudge.verdicts import NOT_JUDGED, PASSED, Graded
from tests.support.activation import LIMITS, SOLUTIONS, lost, outcomes, submission, tried
from tests.support.answers import answers

WRONG, RIGHT = answers("wrong"), answers("correct")
CLASSES = ("relu", "sigmoid", "gelu", "silu")


def together(found: Sequence[Answer]) -> list[list[Answer]]:
    """The answers in groups, of each class one at most; none mentions a name that another one of its group defines."""
    groups: list[list[Answer]] = []
    for answer in found:
        fitting = (group for group in groups if not any(meet(answer, other) for other in group))
        group = next(fitting, None)
        if group is None:
            groups.append([answer])
        else:
            group.append(answer)
    return groups


def meet(one: Answer, other: Answer) -> bool:
    """Whether two answers are for the same cell, or one mentions what the other defines: a layer may use another."""
    first, second = code_of(one), code_of(other)
    return bool(first.defined & second.words or second.defined & first.words)


@dataclass(frozen=True)
class Code:
    """What an answer's code mentions, and what it defines of that for the cells after it."""

    words: frozenset[str]
    defined: frozenset[str]


@cache
def code_of(answer: Answer) -> Code:
    code = answer.text.partition('"""\n')[2]  # behind what the file says of it
    defined = re.findall(r"^(?:class|def) (\w+)|^(\w+) =", code, re.M)
    return Code(frozenset(re.findall(r"\w+", code)), frozenset(name for names in defined for name in names if name))


def judged(warm: WarmSet, *found: Answer, diagnose: bool = False) -> Graded:
    """What becomes of a notebook with these answers, and the solution in the other classes."""
    data = submission(**{answer.grade_id: answer.text for answer in found})
    # diagnoses are asked for in test_corpus.py, in this process; here they would take half of the time
    return judge(data, tried(), LIMITS, warm=warm, diagnose=diagnose)


def lost_by(name: str, graded: Graded) -> set[str]:
    """The grade cells in which a test of this class was lost: such a test has the class in its name."""
    return {
        cell.grade_id
        for cell in graded.cells.values()
        if any(name in verdict.test for verdict in cell.verdicts if verdict.outcome != PASSED)
    }


def names(found: Sequence[Answer]) -> str:
    return "+".join(answer.name for answer in found)


def test_each_answer_of_the_corpus_is_for_one_of_the_classes() -> None:
    assert {answer.grade_id for answer in (*WRONG, *RIGHT)} == set(CLASSES) <= SOLUTIONS.keys()


@pytest.mark.parametrize("found", together(WRONG), ids=names)
def test_wrong_answers_lose_points_each_in_its_own_cells_only(warm: WarmSet, found: list[Answer]) -> None:
    graded = judged(warm, *found)
    assert {answer.name: lost_by(answer.grade_id, graded) for answer in found} == {a.name: a.loses for a in found}
    assert lost(graded) == set().union(*(answer.loses for answer in found))
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize("answer", WRONG[::10], ids=lambda answer: answer.name)
def test_a_wrong_answer_by_itself_loses_points_in_the_right_cells_only(warm: WarmSet, answer: Answer) -> None:
    graded = judged(warm, answer)
    assert lost(graded) == answer.loses
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize("found", together(RIGHT), ids=names)
def test_unusual_right_answers_have_full_marks(warm: WarmSet, found: list[Answer]) -> None:
    assert lost(judged(warm, *found, diagnose=True)) == set()
