"""The answers of tests/corpus, right and wrong, for tests that are run on each of them."""

from __future__ import annotations

from nbjudge.quality.corpus import Answer, read_answers
from tests.support.inprocess import ROOT

CORPUS = ROOT / "tests" / "corpus"


def answers(kind: str) -> list[Answer]:
    """All answers of a kind, ``correct`` or ``wrong``, by name."""
    return read_answers(CORPUS, kind)
