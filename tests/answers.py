"""The answers of tests/corpus, right and wrong, for tests that are run on each of them."""

from __future__ import annotations

from pathlib import Path

from nbjudge.quality.corpus import Answer, read_answers

CORPUS = Path(__file__).parent / "corpus"


def answers(kind: str) -> list[Answer]:
    """All answers of a kind, ``correct`` or ``wrong``, by name."""
    return read_answers(CORPUS, kind)
