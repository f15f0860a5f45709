"""Notebooks as other instructors write them: judged, they score as with stock nbgrader, and nobody forges anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pytest

from nbjudge.grading.trial import try_out
from nbjudge.judge import judge
from nbjudge.limits import MIB, Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, Stand
from tests.nbjudge.any_notebook.grouping import RELEASE, SOLUTION, Group, grouped, key_of
from tests.nbjudge.any_notebook.reading import Answer, Case, read_cases
from tests.nbjudge.any_notebook.recording import read_expected, without_the_answer
from tests.support.zygotes import blanks

FILES = {"scratch_bytes": 4 * MIB}
GROUPS = {case: group for group in grouped(read_cases()) for case in group.cases}
CASES = list(GROUPS)
BY_STOCK = read_expected()


@dataclass(frozen=True)
class Judged:
    """A group: where its cells stand, and the scores of each submission by grade id; None is *not judged*."""

    stands: Mapping[str, Stand]
    scores: Mapping[str, Mapping[str, float | None]]

    def of(self, case: Case, key: str) -> dict[str, float | None]:
        """What a submission got in a case's grade cells."""
        return {grade_id: self.scores[key][grade_id] for grade_id in case.points()}


@pytest.fixture(scope="module")
def judged() -> Callable[[Case], Judged]:
    """Judges the group of a case, once for all its tests."""
    by_group = cache(judge_group)

    def of_case(case: Case) -> Judged:
        if case.needs:
            pytest.importorskip(
                case.needs, reason=f"the case {case.name} is about {case.needs}, which is not installed"
            )
        return by_group(GROUPS[case])

    return of_case


def judge_group(group: Group) -> Judged:
    limits = Limits.from_dict(FILES) if group.scratch else Limits()
    with WarmSet(blanks()) as warm:
        trial = try_out(group.assignment(), limits, warm)
        assignment = replace(group.assignment(), stands=trial.stands)
        scores = {}
        for key in group.submissions():
            graded = judge(json.dumps(group.submission(key)).encode(), assignment, limits, warm=warm)
            scores[key] = {grade_id: cell.score for grade_id, cell in graded.cells.items()}
    return Judged(trial.stands, scores)


def answers(kind: str) -> list[object]:
    """Parameters: each answer of a kind, with its case."""
    return [
        pytest.param(case, answer, id=f"{case.name}-{answer.label}")
        for case in CASES
        for answer in case.answers
        if answer.kind == kind
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_solution_and_untouched_release_score_as_with_stock(judged: Callable[[Case], Judged], case: Case) -> None:
    found, stock = judged(case), BY_STOCK[case.name]
    assert found.of(case, SOLUTION) == stock[SOLUTION]
    assert found.of(case, RELEASE) == stock[RELEASE]


@pytest.mark.parametrize("case", [case for case in CASES if case.stands], ids=str)
def test_a_cell_stands_where_the_construct_needs_it(judged: Callable[[Case], Judged], case: Case) -> None:
    stands = judged(case).stands
    assert {name: (stands[name].where, stands[name].why) for name, where in case.stands.items()
            if stands[name].where != where} == {}  # fmt: skip


@pytest.mark.parametrize(("case", "answer"), answers("wrong"))
def test_a_wrong_answer_scores_as_with_stock(judged: Callable[[Case], Judged], case: Case, answer: Answer) -> None:
    assert judged(case).of(case, answer.label) == BY_STOCK[case.name][answer.label]


@pytest.mark.parametrize(("case", "answer"), answers("right"))
def test_a_right_answer_of_another_kind_keeps_its_points(
    judged: Callable[[Case], Judged], case: Case, answer: Answer
) -> None:
    found, full = judged(case).of(case, answer.label), case.points()
    if answer.label in case.doubts:
        found = {name: full[name] if score is None else score for name, score in found.items()}
    assert found == full


@pytest.mark.parametrize(("case", "answer"), answers("forged"))
def test_a_forged_answer_gains_nothing_where_it_is_judged_apart(
    judged: Callable[[Case], Judged], case: Case, answer: Answer
) -> None:
    found = judged(case)
    gained = {
        name: score
        for name, score in found.scores[key_of(case, answer)].items()
        if name in answer.attacks and found.stands[name].where == APART
        if (score or 0.0) > without_the_answer(case, answer, name, BY_STOCK)
    }
    assert gained == {}
