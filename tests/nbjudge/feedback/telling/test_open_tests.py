"""A page that tells of visible tests alone: nothing on it depends on what became of hidden ones."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from nbjudge.verdicts import PASSED, RAISED, WRONG
from tests.support.telling import answer, graded, told_page, verdict


def cells(hidden: str, whole: str) -> list[Any]:
    """Two grade cells: one with a hidden test, one that is judged as a whole and hides something."""
    return [
        answer("relu", "class ReLU:\n    pass"),
        graded(
            "test_relu_forward",
            verdict("seen"),
            verdict("failing", WRONG, "it is 3, and should be 4"),
            verdict("unseen", hidden, "" if hidden == PASSED else "of a hidden input", hidden=True),
        ),
        graded("test_relu_backward", verdict("test_relu_backward", whole, "", description="the tests of this cell")),
    ]


@pytest.fixture(scope="module")
def page() -> str:
    return told_page(*cells(WRONG, RAISED), detail="visible", late_penalty=2)


def test_hidden_tests_their_points_and_the_penalty_are_not_on_it(page: str) -> None:
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select_one(".total").get_text().strip() == "1 of 2 points"  # type: ignore[union-attr]
    assert "others that ran are not told here" in page
    assert "what seen asks" in page
    assert "it is 3, and should be 4" in page, "of visible tests everything is told"
    for secret in ("what unseen asks", "of a hidden input", "the tests of this cell", "late-penalty"):
        assert secret not in page


def test_a_cell_of_which_no_test_is_told_is_not_said_to_be_graded_by_hand(page: str) -> None:
    assert "by hand" not in page


@pytest.mark.parametrize("hidden", [PASSED, WRONG, RAISED])
@pytest.mark.parametrize("whole", [PASSED, RAISED])
def test_it_is_the_same_whatever_became_of_hidden_tests(page: str, hidden: str, whole: str) -> None:
    assert told_page(*cells(hidden, whole), detail="visible", score=8.5, late_penalty=0) == page


def test_the_page_that_tells_everything_differs_by_them(page: str) -> None:
    pages = {told_page(*cells(hidden, PASSED)) for hidden in (PASSED, WRONG)}
    assert len(pages | {page}) == 3
