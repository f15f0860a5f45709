"""The judge takes points from every wrong answer of the corpus, in the right cells only, and from no right one.

The other classes' tests ask nothing of an answer, so most are judged on the part of the notebook that concerns them,
which takes half the time, and every tenth on all of it; `make card` judges each on all of it.
"""

from __future__ import annotations

import pytest

from nbjudge.judge import judge
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import Answer
from nbjudge.quality.trials import Trial, submission_bytes
from nbjudge.verdicts import NOT_JUDGED, Graded
from tests.support.activation import LIMITS, lost, outcomes, submission, tried
from tests.support.answers import answers, concerned

WRONG, RIGHT = answers("wrong"), answers("correct")
WHOLE = [*WRONG[::10], *RIGHT[::10]]


def judged(answer: Answer, warm: WarmSet, *, diagnose: bool) -> Graded:
    """Judge it on all of the notebook, or on its part; see above."""
    if answer in WHOLE:
        data = submission(**{answer.grade_id: answer.text})
        return judge(data, tried(), LIMITS, warm=warm, diagnose=diagnose)
    part = concerned(answer.grade_id)
    data = submission_bytes(part.parsed, Trial({answer.grade_id: answer.text}, LIMITS))
    return judge(data, part, LIMITS, warm=warm, diagnose=diagnose)


@pytest.mark.parametrize("answer", WRONG, ids=lambda answer: answer.name)
def test_wrong_answer_loses_points_in_the_right_cells_only(warm: WarmSet, answer: Answer) -> None:
    # diagnoses are asked for in test_corpus.py, in this process; here they would take half of the time
    graded = judged(answer, warm, diagnose=False)
    assert lost(graded) == answer.loses
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize("answer", RIGHT, ids=lambda answer: answer.name)
def test_unusual_right_answer_has_full_marks(warm: WarmSet, answer: Answer) -> None:
    assert lost(judged(answer, warm, diagnose=True)) == set()
