"""A submission's page in formgrader: an index, notes and causes before the cells, verdicts before the tests' code."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter

from tests.support.exporting import config_of
from tests.support.telling import DIAGNOSIS, HIDDEN, a_course, formgraders_page, graded, verdict

NOTE = "the locked cell linear had been changed"
HOSTILE = '<script>alert(1)</script><div class="nbgrader_cell"><span class="full-credit">'


@pytest.fixture(scope="module")
def page() -> str:
    return formgraders_page(*a_course(), notes=(NOTE,))


@pytest.fixture(scope="module")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def test_it_names_its_cells_in_an_index(soup: BeautifulSoup) -> None:
    links = soup.select(".nbjudge .index a")
    assert [link.get_text() for link in links][:3] == ["ReLU forward", "ReLU backward", "Sigmoid forward"]
    ids = {str(element["id"]) for element in soup.select("[id]")}
    assert {str(link["href"])[1:] for link in links} <= ids


def test_notes_and_causes_come_before_the_cells(page: str) -> None:
    order = ["Cells:", "The locked cell linear had been changed.", "The result is squared.", "The assignment"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_verdicts_come_before_the_code_of_the_tests_with_their_messages(page: str) -> None:
    order = ["what two asks", "right = 0.81", 'id="test_relu_forward"', "test_relu_forward_example"]
    begin = page.index('id="cell-id=test-relu-forward"')
    places = [page.index(words, begin) for words in order]
    assert places == sorted(places)


def test_nbgraders_own_page_is_still_there(soup: BeautifulSoup) -> None:
    assert len(soup.select("input.score")) == 7
    assert len(soup.select("textarea.comment")) == 4
    assert HIDDEN.split("(")[0].split()[-1] in soup.get_text(), "an instructor reads hidden tests"


def test_whatever_is_told_there_is_escaped() -> None:
    diagnosis = {**DIAGNOSIS, **dict.fromkeys(("about", "sentence", "section"), HOSTILE), "example": [[HOSTILE] * 2]}
    cells = [
        graded("test_a_b", verdict("a", "wrong answer", HOSTILE, description=HOSTILE, diagnosis=diagnosis)),
        graded("test_c_d", verdict("b", "raised", f"{HOSTILE}\n{HOSTILE}", description=HOSTILE)),
    ]
    soup = BeautifulSoup(formgraders_page(*cells, notes=(HOSTILE,)), "html.parser")
    assert not [script for script in soup.select("script") if script.get_text() == "alert(1)"]
    assert len(soup.select(".nbgrader_cell")) == 2
    assert not soup.select("span.full-credit")


def test_verdicts_that_a_student_wrote_into_an_assignment_of_nbgraders_are_not_shown() -> None:
    config = config_of("formgrade")
    config.NbJudge.assignments = ["another"]
    page = formgraders_page(*a_course(), notes=(NOTE,), exporter=HTMLExporter(config=config))
    assert "linear" not in page
    assert "nbjudge verdicts" not in page


def test_a_notebook_that_the_judge_did_not_grade_is_shown_as_ever() -> None:
    (cell,) = [one for one in a_course() if one.id == "test-relu-forward"]
    del cell.metadata["nbjudge"]
    page = formgraders_page(cell)
    assert "nbjudge verdicts" not in page
    assert "test_relu_forward" in page
