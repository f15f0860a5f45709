"""The notebook's tests take points from every wrong answer, in the right cells only, and from no right one.

And they tell its mistake, and no other. Every tenth answer meets all tests, as all do in `make card`; the others meet
those that ask something of its class.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nbjudge.quality.corpus import NO_DIAGNOSIS, Answer, read_answer
from tests.support.answers import answers, concerned
from tests.support.inprocess import NOTEBOOK, Cell, code_cells, lost_cells
from tests.support.leaks import leaks_in_text

CELLS = code_cells(NOTEBOOK)
GRADE_IDS = {cell.grade_id for cell in CELLS if cell.points}
WRONG, RIGHT = answers("wrong"), answers("correct")
WHOLE = [*WRONG[5::10], *RIGHT[5::10]]  # others than test_corpus_judged.py takes


def asked_of(answer: Answer) -> list[Cell]:
    """The cells that run for an answer; see above."""
    kept = GRADE_IDS if answer in WHOLE else {cell.name for cell in concerned(answer.grade_id).parsed.cells}
    return [cell for cell in CELLS if not cell.points or cell.grade_id in kept]


@pytest.mark.parametrize("answer", WRONG, ids=lambda answer: answer.name)
def test_wrong_answer_loses_points_in_the_right_cells_only_and_is_told_why(answer: Answer) -> None:
    assert answer.loses
    assert answer.loses <= GRADE_IDS
    lost = lost_cells(asked_of(answer), {answer.grade_id: answer.text})
    assert set(lost) == answer.loses, lost
    keys = {failure.key for failed in lost.values() for failure in failed.values() if failure.key}
    assert keys <= set(answer.diagnoses)
    assert answer.diagnoses[0] in keys or answer.diagnoses == (NO_DIAGNOSIS,)
    told = "\n\n".join(message for failed in lost.values() for message in failed.values())
    assert leaks_in_text(told) == [], "no message tells the derivative that students are to find"


@pytest.mark.parametrize("answer", RIGHT, ids=lambda answer: answer.name)
def test_unusual_right_answer_loses_nothing(answer: Answer) -> None:
    assert lost_cells(asked_of(answer), {answer.grade_id: answer.text}) == {}


def test_corpus_is_large_enough_and_covers_every_class() -> None:
    for found, least in ((WRONG, 400), (RIGHT, 15)):
        assert len(found) >= least
        assert {answer.grade_id for answer in found} == {"relu", "sigmoid", "gelu", "silu"}


def test_every_grade_cell_is_lost_by_some_wrong_answer_and_kept_by_another() -> None:
    losses = [answer.loses for answer in WRONG]
    for grade_id in GRADE_IDS:
        assert any(grade_id in lost for lost in losses)
        assert any(grade_id not in lost for lost in losses)


def test_answer_without_its_header_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    folder.mkdir()
    (folder / "nameless.py").write_text('"""A mistake.\n\nclass: ReLU\nwhy: no reason\n"""\n')
    with pytest.raises(ValueError, match=r"nameless\.py.*loses"):
        read_answer(folder / "nameless.py")
