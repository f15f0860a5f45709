"""The answers of tests/corpus, right and wrong, for tests that are run on each of them."""

from __future__ import annotations

from functools import cache

from nbjudge.notebooks.assignment import Assignment
from nbjudge.quality.corpus import Answer, read_answers
from nbjudge.quality.mutation.concerned import without_unconcerned
from nbjudge.quality.trials import without_idle_cells
from tests.support.activation import tried
from tests.support.inprocess import ROOT

CORPUS = ROOT / "tests" / "corpus"


def answers(kind: str) -> list[Answer]:
    """All answers of a kind, ``correct`` or ``wrong``, by name."""
    return read_answers(CORPUS, kind)


@cache
def concerned(grade_id: str) -> Assignment:
    """The part of the assignment in which an answer in this cell can lose points: a third of its tests."""
    return without_unconcerned(without_idle_cells(tried()), grade_id)
