"""The self-check of this course finds nothing wrong, and the card in the docs is what it finds."""

from __future__ import annotations

import re

import pytest

from nbjudge.quality.card import Card
from nbjudge.quality.card_text import markdown
from tests.support.activation import tried
from tests.support.answers import CORPUS
from tests.support.inprocess import ROOT
from tests.support.selfchecking import checked

CARD = ROOT / "docs" / "course" / "quality-card.md"


@pytest.fixture(scope="module")
def course_card() -> Card:
    return checked(tried())


def test_no_mutant_of_the_course_survives_that_is_not_equivalent(course_card: Card) -> None:
    assert course_card.problems == []


def test_card_in_the_docs_is_what_selfcheck_finds(course_card: Card) -> None:
    """Its mutants are compared word by word, the corpora by their size."""
    kept, found = CARD.read_text(encoding="utf-8"), markdown(course_card)
    mutation = "## Mutants by kind of slip"
    assert kept[kept.index(mutation) :] == found[found.index(mutation) :]
    correct, wrong, hostile = (len(list((CORPUS / kind).glob("*.py"))) for kind in ("correct", "wrong", "hostile"))
    assert f"| right answers accepted | {correct}/{correct} |" in kept
    assert f"| wrong answers caught | {wrong}/{wrong} |" in kept
    assert f"| wrong answers blamed in the right cells only | {wrong}/{wrong} |" in kept
    named = re.search(r"\| wrong answers whose mistake is named \(at least 90%\) \| (\d+)/(\d+) \|", kept)
    assert named is not None
    assert int(named[2]) == wrong
    assert int(named[1]) >= 0.9 * wrong
    assert f"| wrong answers that a diagnosis misleads | 0/{wrong} |" in kept
    assert f"| hostile answers that gain anything | 0/{hostile} |" in kept
    assert "| faults planted at random caught, in the right cells and with every seed | 100/100 |" in kept
    trivial = len(list((CORPUS / "trivial").glob("*.py")))
    assert f"| trivial answers that earn more than 5% of the points | 0/{trivial} |" in kept
    assert f"| answers whose verdicts depend on the seed | 0/{1 + correct + wrong} |" in kept
