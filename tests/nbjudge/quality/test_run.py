"""What a self-check says of small assignments: of their solutions, their corpora, and mutants that hang."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest

from nbjudge.quality.card_text import markdown
from nbjudge.quality.plan import SelfCheck
from nbjudge.quality.solution import SolutionFails
from nbjudge.stands import BESIDE, NOWHERE, Stand
from tests.support.selfchecking import LIMITS, TEST_TWICE, TWICE, checked, corpus_of
from tests.support.small import small_assignment


def test_mutant_that_hangs_is_caught_quickly() -> None:
    solution = "def down(n):\n    while n > 0:\n        n = n - 1\n    return n"
    assignment = small_assignment(solution, "def test_down():\n    assert down(5) == 0")
    (hanging,) = [m for m in SelfCheck(assignment, LIMITS).mutants if "+        n = n + 1" in m.diff.splitlines()]
    card = checked(assignment, only=hanging.name)
    assert [tried.caught_by for tried in card.tried] == [("test_answer",)]
    assert card.hung == 1
    assert card.seconds < 10


def test_solution_that_fails_its_own_tests_is_named() -> None:
    wrong = small_assignment(TWICE, "def test_twice():\n    assert twice(3) == 7, 'not seven'")
    with pytest.raises(SolutionFails, match=r"test_answer, test_twice \(judged apart\): wrong answer: .*not seven"):
        checked(wrong)


def test_grade_cell_that_is_not_judged_is_no_clean_card() -> None:
    nowhere = replace(small_assignment(TWICE, TEST_TWICE), stands={"test_answer": Stand(NOWHERE, "it asks for frames")})
    with pytest.raises(SolutionFails, match=r'not judged: .*; c\.NbJudge\.beside = "allow"'):
        checked(nowhere)


def test_verdicts_that_depend_on_the_seed_are_a_flake() -> None:
    tests = "import os\n\ndef test_twice():\n    assert twice(3) == 6\n    assert os.environ['NBJUDGE_SEED'] != '2'"
    card = checked(small_assignment(TWICE, tests), only="none", seeds=3)
    assert card.problems == [
        "solution: it loses points in test_answer (seed 2)",
        "solution: other verdicts with seed 2 than with seed 0, in test_twice",
    ]


def test_right_answer_that_loses_and_wrong_one_that_does_not_are_named(tmp_path: Path) -> None:
    head = '"""One.\n\nclass: Answer\nwhy: to see.\nloses: test_answer\n"""\n'
    corpus = corpus_of(tmp_path, correct=f"{head}def twice(x): return x", wrong=f"{head}def twice(x): return x + x")
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus, only="answer")
    assert card.problems == [
        "correct/one: it loses points in test_answer (seed 0)",
        "wrong/one: it loses nothing",
        "wrong/one: it should lose test_answer, but it loses nothing (seed 0)",
    ]


def test_file_for_a_cell_that_the_notebook_lacks_is_shown_on_the_card(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, correct='"""One.\n\nclass: Anwser\nwhy: a slip.\n"""\n')
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus, only="none")
    assert card.strangers == ("correct/one",)
    assert "| files of the corpus for cells that this notebook lacks | correct/one |" in markdown(card)


def test_attack_that_gains_something_is_named(tmp_path: Path) -> None:
    # what it gains is planted: with the attack it is the right answer
    head = '"""One.\n\ncell: answer\noutcome: none\nevidence: none\n"""\n'
    attack = f"{head}def twice(x):\n    # attack\n    x = 2 * x\n    # end of attack\n    return x\n"
    card = checked(small_assignment(TWICE, TEST_TWICE), corpus_of(tmp_path, hostile=attack), only="answer")
    assert card.problems == ["one: it scores 1 in test_answer, without the attack 0"]


def test_course_without_a_corpus_is_told_so_on_the_card() -> None:
    text = markdown(checked(small_assignment(TWICE, TEST_TWICE), only="none"))
    assert "| right answers accepted | none in the corpus |" in text
    assert "| hostile answers that gain anything | none in the corpus |" in text


def test_cell_that_is_judged_beside_students_is_judged_so_here() -> None:
    asks = """import sys
def inner():
    return sys._getframe(1).f_code.co_name  # apart, the student's frames are elsewhere
assert twice(3) == 6 and caller(inner) == "caller"
"""
    solution = f"{TWICE}\n\ndef caller(f):\n    return f()"
    beside = replace(small_assignment(solution, asks), stands={"test_answer": Stand(BESIDE, "frames")})
    card = checked(beside, only="answer-001")
    assert card.problems == []
    assert card.caught == 1


def test_cell_that_does_more_than_it_shows_stays_where_the_solution_needs_it() -> None:
    seeds = "import random\nrandom.seed(3)"  # binds nothing that a later cell mentions
    solution = "import random\n\ndef roll():\n    return random.randint(1, 6)"
    rolls = small_assignment(solution, "assert [roll(), roll()] == [2, 5]", seeds)
    stands = {"test_answer": Stand(BESIDE, "it depends on chance")}
    assert checked(replace(rolls, stands=stands), only="answer-001").counts[0].result == "1/1"


def test_cell_that_a_person_grades_has_no_mutants_and_is_named() -> None:
    source = json.loads(small_assignment(TWICE, TEST_TWICE).source)
    essay = copy.deepcopy(source["cells"][1])
    essay["metadata"]["nbgrader"] |= {"grade_id": "essay", "grade": True, "points": 1}
    source["cells"].insert(2, essay | {"id": "essay", "source": "def essay():\n    return 1"})
    selfcheck = SelfCheck(replace(small_assignment(TWICE, TEST_TWICE), source=json.dumps(source)), LIMITS)
    assert {mutant.grade_id for mutant in selfcheck.mutants} == {"answer"}
    assert selfcheck.without_mutants == ("essay (a person grades it)",)
