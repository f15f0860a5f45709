"""The demo's class of forty: drawn from the corpus, the same every time."""

from __future__ import annotations

import ast
from random import Random

import pytest

from demo.sample_class import MISTAKES, RIGHT, STUDENTS, answers_of_one, without_header
from tests.support.inprocess import ROOT

CORPUS = ROOT / "tests" / "corpus"


def drawn(seed: int) -> list[dict[str, str]]:
    random = Random(seed)
    return [dict(answers_of_one(random, CORPUS)) for _ in range(STUDENTS)]


@pytest.mark.parametrize("grade_id", MISTAKES)
def test_mistakes_are_files_of_the_corpus(grade_id: str) -> None:
    missing = [name for name in MISTAKES[grade_id] if not (CORPUS / "wrong" / f"{grade_id}_{name}.py").exists()]
    assert not missing


def test_the_class_is_the_same_every_time_and_mixed() -> None:
    assert drawn(14) == drawn(14) != drawn(15)
    for grade_id in RIGHT:
        answers = [answer.get(grade_id) for answer in drawn(14)]
        assert 1 <= answers.count(None) <= STUDENTS / 4, "some leave it as it was"
        assert len(set(answers)) >= 8


def test_what_an_answer_of_the_corpus_says_of_itself_is_not_handed_in() -> None:
    text = (CORPUS / "wrong" / "relu_leaky.py").read_text(encoding="utf-8")
    handed_in = without_header(text)
    assert handed_in.startswith("class ReLU")
    assert ast.get_docstring(ast.parse(handed_in)) is None
