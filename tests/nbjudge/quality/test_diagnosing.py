"""The card says how many wrong answers are told their mistake, and that none is told another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbjudge.quality.card import Count
from nbjudge.quality.card_text import markdown
from nbjudge.quality.corpus import Answer, read_answer
from nbjudge.quality.diagnosing import diagnosed
from nbjudge.quality.trials import TrialResult
from nbjudge.verdicts import WRONG, CellResult, Verdict
from tests.support.selfchecking import TWICE, checked, corpus_of
from tests.support.small import small_assignment

TELLS = """def test_twice():
    if twice(3) != 6:
        error = AssertionError("not twice")
        error.diagnosis = {"about": "twice", "key": "no change", "sentence": "x came back", "curve": [(1, 2, 3)]}
        raise error
"""
HEAD = '"""One.\n\nclass: Answer\nwhy: to see.\nloses: test_answer\ndiagnosis: {}\n"""\ndef twice(x): return x\n'


@pytest.mark.parametrize(
    ("diagnosis", "named", "misled", "problem"),
    [
        ("no change", "1/1", "0/1", ""),
        ("sign, no change", "0/1", "0/1", "0 of 1 mistakes are named, fewer than 90%; not wrong/one"),
        ("sign", "0/1", "1/1", "wrong/one: test_twice tells 'no change', and it should tell sign (seed 0)"),
        ("none", "0/1", "1/1", "wrong/one: test_twice tells 'no change', and it should tell nothing (seed 0)"),
    ],
)
def test_card_counts_what_is_named_and_what_misleads(
    tmp_path: Path, diagnosis: str, named: str, misled: str, problem: str
) -> None:
    corpus = corpus_of(tmp_path, wrong=HEAD.format(diagnosis))
    card = checked(small_assignment(TWICE, TELLS), corpus, only="answer")
    results = {line.what: line.result for line in card.counts}
    assert results["wrong answers whose mistake is named (at least 90%)"] == named
    assert results["wrong answers that a diagnosis misleads"] == misled
    assert (problem in card.problems) is bool(problem)
    assert f"| wrong answers that a diagnosis misleads | {misled} |" in markdown(card)


def test_course_that_says_nothing_of_diagnoses_has_no_such_lines(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, wrong=HEAD.replace("diagnosis: {}\n", ""))
    card = checked(small_assignment(TWICE, TELLS), corpus, only="answer-001")
    assert not [line for line in card.counts if "mistake" in line.what or "diagnosis" in line.what]


def _told(*keys: str) -> TrialResult:
    verdict = Verdict("test_it", "", WRONG, 0.0, 1.0).to_dict()
    verdicts = [
        Verdict.from_dict(verdict | {"diagnosis": {"about": "it", "key": key, "sentence": key}}) for key in keys
    ]
    return TrialResult((CellResult("test_answer", 1.0, tuple(verdicts)),))


def test_nine_of_ten_are_enough_and_each_seed_counts() -> None:
    answers = [Answer(f"wrong/{i}", "answer", frozenset(), "", ("slip",)) for i in range(10)]

    def counted(*last: TrialResult) -> list[Count]:
        found = {answer.name: [_told("slip")] for answer in answers}
        return list(diagnosed(answers, {**found, "wrong/8": list(last), "wrong/9": [_told()]}))

    named, misled = counted(_told("slip"))
    assert (named.found, named.trouble, misled.found) == (9, (), 0)
    named, misled = counted(_told("slip"), _told())
    assert (named.found, len(named.trouble), misled.found) == (8, 1, 0)
    named, misled = counted(_told("slip"), _told("slip", "other"))
    assert (named.found, misled.found) == (9, 1)


def test_header_lists_the_main_key_first(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, wrong=HEAD.format("sign of x,  sign"))
    assert read_answer(corpus / "wrong" / "one.py").diagnoses == ("sign of x", "sign")
