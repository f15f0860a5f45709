"""Self-checks of small assignments, of one with a hole in its tests, and of this course's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment, read_assignment
from nbjudge.quality.card import Card
from nbjudge.quality.plan import SelfCheck
from nbjudge.quality.run import run_selfcheck
from tests.support.inprocess import ROOT
from tests.support.zygotes import blanks

LIMITS = Limits(cell_seconds=5.0, test_seconds=5.0)
WEAK = ROOT / "tests" / "nbjudge" / "quality" / "weak_assignment"
HOLE, MENDED = "return np.ones(shape)", "return np.random.default_rng(9).uniform(-2.0, 2.0, size=shape)"
TWICE, TEST_TWICE = "def twice(x):\n    return 2 * x", "def test_twice():\n    assert twice(3) == 6"


def weak(*, mended: bool = False) -> Assignment:
    """An assignment whose tests have a hole; or with the hole mended."""
    assignment = read_assignment(WEAK, "weak", "weak", [])
    assert HOLE in assignment.source
    return replace(assignment, source=assignment.source.replace(HOLE, MENDED)) if mended else assignment


def checked(assignment: Assignment, corpus: Path | None = None, **options: Any) -> Card:
    """The card of an assignment; see `SelfCheck` for the options."""
    return run_selfcheck(SelfCheck(assignment, LIMITS, corpus, jobs=2, **options), blanks=blanks())


def slips(card: Card) -> set[str]:
    """What the survivors have in place of the solution's lines."""
    lines = [line for tried in card.survivors for line in tried.mutant.diff.splitlines()]
    return {line[1:].strip() for line in lines if line.startswith("+")}


def corpus_of(folder: Path, **files: str) -> Path:
    """A corpus with one file in each of these folders."""
    for kind, text in files.items():
        (folder / kind).mkdir(parents=True)
        (folder / kind / "one.py").write_text(text)
    return folder
