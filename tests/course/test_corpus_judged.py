"""The judge takes points from every wrong answer of the corpus, in the right cells only, and from no right one."""

from __future__ import annotations

import pytest

from nbjudge.judge import judge
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import Answer
from nbjudge.verdicts import NOT_JUDGED
from tests.support.activation import ACTIVATION, LIMITS, lost, outcomes, submission
from tests.support.answers import answers


@pytest.mark.parametrize("answer", answers("wrong"), ids=lambda answer: answer.name)
def test_wrong_answer_loses_points_in_the_right_cells_only(warm: WarmSet, answer: Answer) -> None:
    # diagnoses are asked for in test_corpus.py, in this process; here they would take half of the time
    graded = judge(submission(**{answer.grade_id: answer.text}), ACTIVATION, LIMITS, warm=warm, diagnose=False)
    assert lost(graded) == answer.loses
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize("answer", answers("correct"), ids=lambda answer: answer.name)
def test_unusual_right_answer_has_full_marks(warm: WarmSet, answer: Answer) -> None:
    assert lost(judge(submission(**{answer.grade_id: answer.text}), ACTIVATION, LIMITS, warm=warm)) == set()
