"""What a feedback page tells, first and at all, and what it does not, whatever the student wrote."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from nbjudge.verdicts import WRONG
from tests.support.telling import (
    DIAGNOSIS,
    HIDDEN,
    PRINTED,
    UNSHOWN,
    a_course,
    answer,
    graded,
    text,
    told_page,
    verdict,
)  # fmt: skip

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page() -> str:
    return told_page(*a_course(), notes=("the locked cell linear had been changed",), late_penalty=2.5)


@pytest.fixture(scope="module")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def texts(soup: BeautifulSoup, selector: str) -> list[str]:
    return [re.sub(r"\s+", " ", found.get_text()).strip() for found in soup.select(selector)]


# ---------------------------------------------------------------- what comes first


def test_the_total_comes_first_with_what_lateness_cost(soup: BeautifulSoup) -> None:
    assert texts(soup, "h1 + .total") == ["9 of 13 points (late submission penalty: \N{MINUS SIGN}2.5)"]


def test_extra_credit_is_told_wherever_a_score_is_above_the_maximum() -> None:
    cells = (
        graded("test_relu_forward", verdict("one"), score=3.0, extra_credit=2.0),
        graded("test_relu_backward", verdict("two", WRONG)),
        graded("test_gelu_forward", verdict("three")),
        graded("test_gelu_backward", verdict("four")),
        answer("essay", "Mine.", grade=True, points=2.0, score=2.5, extra_credit=1.0),
    )
    soup = BeautifulSoup(told_page(*cells, score=7.5, max_score=6.0), "html.parser")
    assert texts(soup, ".total") == ["7.5 of 6 points, with 3 points of extra credit"]
    marks = texts(soup, ".marks td a, .marks .sum, .marks small")
    assert marks == ["✓ 3/1", "2 extra", "✗ 0/1", "3/2", "✓ 1/1", "✓ 1/1", "2/2", "by hand", "1 extra", "✓ 2.5/2"]
    assert "2.5 of 2 points, with 1 point of extra credit" in texts(soup, ".answers .points")
    assert "extra: extra credit that is in them" in texts(soup, ".key")[0]


def test_without_extra_credit_nothing_is_said_of_it(page: str) -> None:
    assert "extra" not in BeautifulSoup(page, "html.parser").get_text()


def test_classes_and_aspects_are_a_table_with_marks_that_need_no_colour(soup: BeautifulSoup) -> None:
    assert texts(soup, ".marks thead th") == ["Part", "forward", "backward", "stability", "points"]
    rows = [texts(BeautifulSoup(str(row), "html.parser"), "th, td") for row in soup.select(".marks tbody tr")]
    assert rows == [
        ["ReLU", "◐ 1/3", "✗ 0/1", "\N{EN DASH}", "1/4"],
        ["Sigmoid", "✓ 1/1", "◐ 0.5/1 by hand", "? 0/1", "1.5/3"],
        ["essay by hand", "", "◐ 1.5/2"],
        ["drawing by hand", "", "✓ 4/3"],
    ]
    assert [one["aria-label"] for one in soup.select(".marks .sign")][:2] == ["some points:", "no points:"]


def test_every_grade_cell_is_named_in_the_index_and_on_the_page(soup: BeautifulSoup) -> None:
    linked = {link["href"][1:] for link in soup.select(".marks a")}
    graded = {"test-relu-forward", "test-relu-backward", "test-sigmoid-forward", "test-sigmoid-backward"}
    assert linked == {f"cell-{name}" for name in (*graded, "test-sigmoid-stability", "essay-answer", "task")}
    assert linked <= {element["id"] for element in soup.select("[id]")}


def test_of_another_assignment_each_grade_cell_is_a_row() -> None:
    page = told_page(graded("ex1", verdict("a")), graded("ex2_part", verdict("b", "wrong answer", "no")))
    soup = BeautifulSoup(page, "html.parser")
    assert texts(soup, ".marks tbody th") == ["ex1", "ex2_part"]
    assert texts(soup, ".cause h3") == ["1 ex2_part"], "and causes come from verdicts alone"


def test_notes_and_causes_come_before_answers_and_these_before_the_rest(page: str) -> None:
    order = ["<h1>", "<table", "About your submission", "What went wrong", "tests passed", "Your answers", "The whole"]
    places = [page.index(words, page.index("<body>")) for words in order]
    assert places == sorted(places)


def test_one_mistake_is_one_card_with_all_that_there_is_to_say_of_it(soup: BeautifulSoup) -> None:
    card = BeautifulSoup(str(soup.select(".cause")[0]), "html.parser")
    assert texts(card, "h3") == ["1 ReLU"]
    assert texts(card, ".cost") == ["wrong answer · \N{MINUS SIGN}3 points, 3 tests · ReLU forward, ReLU backward"]
    assert texts(card, ".sentence") == ["The result is squared."]
    assert texts(card, ".example td") == ["1.5", "-0.25", "2.25", "1.50000000000000022204"]
    assert card.select("svg[role=img][aria-label]")
    (again,) = card.select(".again a")
    assert (again.get_text(), again["href"]) == ("1 · ReLU", "#cell-relu")
    assert texts(card, ".tests li") == ["✗ what two asks", "✗ what three asks", "✗ what four asks"]


def test_what_may_be_the_same_mistake_is_told_in_brief() -> None:
    wrong = verdict("b", "wrong answer", "it differs\nat 1")
    cell = graded("ex", verdict("a", "wrong answer", "x", diagnosis=DIAGNOSIS), wrong)
    soup = BeautifulSoup(told_page(cell), "html.parser")
    assert texts(soup, ".cause h3") == ["1 ReLU"]
    assert texts(soup, ".perhaps li") == ["ex \N{MINUS SIGN}1 point, 1 testit differsat 1"]
    assert {str(link["href"])[1:] for link in soup.select(".rest .tests a")} == {"cause-1", "cause-2"}
    assert soup.select("#cause-2")


def test_the_line_of_their_code_is_told_where_it_is_known(soup: BeautifulSoup) -> None:
    assert texts(soup, ".cause .line") == ["Line 3 of your code, in f: d[1]"]


def test_a_section_that_is_not_in_the_notebook_is_named_without_a_link() -> None:
    lone = graded("test_relu", verdict("a", "wrong answer", "no", diagnosis=DIAGNOSIS))
    soup = BeautifulSoup(told_page(lone), "html.parser")
    assert (texts(soup, ".again"), soup.select(".again a")) == (["Read again: 1 · ReLU"], [])


def test_a_cell_that_does_not_compile_comes_first_in_plain_words() -> None:
    note = "the cell relu ended with SyntaxError at line 1 (class ReLU): expected ':'"
    soup = BeautifulSoup(told_page(*a_course(), notes=(note,)), "html.parser")
    assert texts(soup, ".cause h3")[0] == "1 The cell relu is not valid Python"
    assert texts(soup, ".notes") == [], "and is told once"


def test_what_cannot_be_read_at_all_is_told_with_its_reason() -> None:
    soup = BeautifulSoup(told_page(*a_course(), reason="it is not a notebook"), "html.parser")
    assert texts(soup, ".notes li") == ["Nothing of it could be graded: it is not a notebook."]
    assert texts(soup, ".cause") == []


def test_passed_tests_and_the_rest_of_the_notebook_are_folded(soup: BeautifulSoup) -> None:
    assert [one["class"] for one in soup.select("main > details")] == [["passed"], ["rest"]]
    assert not soup.select("main > details[open]")
    assert texts(soup, ".passed li") == ["✓ what one asks", "✓ what five asks"]


def test_answers_stand_with_the_persons_comments_and_points(soup: BeautifulSoup) -> None:
    assert texts(soup, ".answers h3") == [
        "1 · ReLU relu", "2 · Sigmoid sigmoid", "2 · Sigmoid essay 1.5 of 2 points",
        "2 · Sigmoid drawing (task) 4 of 3 points",
    ]  # fmt: skip
    assert texts(soup, ".answers .comment") == ["Comment Well argued.", "Comment Short.", "Comment More than asked."]
    assert len(soup.select(".rest .moved a")) == 4, "and where they stood is a link"


def test_headings_are_in_order(soup: BeautifulSoup) -> None:
    ranks = [int(heading.name[1]) for heading in soup.select("h1, h2, h3, h4, h5, h6")]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


# ---------------------------------------------------------------- how much is told


def test_scores_tell_no_test() -> None:
    page = told_page(*a_course(), detail="scores")
    assert "1/4" in page
    assert "what one asks" not in page
    assert "The result is squared" not in page


def test_descriptions_tell_what_tests_ask_and_no_mistake() -> None:
    page = told_page(*a_course(), detail="descriptions")
    assert "what one asks" in page
    assert "what two asks" in page
    assert "The result is squared" not in page
    assert "1.50000000000000022204" not in page


# ---------------------------------------------------------------- what is not told


def as_read(page: str) -> str:
    """A page's text: in code each word is an element of its own."""
    return unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize("detail", ["scores", "descriptions", "everything"])
def test_no_hidden_test_no_print_and_no_right_value_but_the_examples(detail: str) -> None:
    page = told_page(*a_course(), detail=detail)
    for secret in (HIDDEN, UNSHOWN, PRINTED, "nbjudge_"):
        assert secret not in unescape(page)
        assert secret not in as_read(page)


def test_that_test_sees_what_stands_under_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbjudge.feedback.keep_secrets.without_hidden_tests", lambda source, *_, **__: source)
    assert HIDDEN in as_read(told_page(*a_course()))


def test_whatever_is_told_is_escaped() -> None:
    diagnosis = {
        **DIAGNOSIS,
        **dict.fromkeys(("about", "sentence", "section"), HOSTILE),
        "example": [[HOSTILE, HOSTILE]],
    }
    cells = [
        graded("test_a_b", verdict("a", "wrong answer", HOSTILE, description=HOSTILE, diagnosis=diagnosis)),
        graded(
            "test_c_d", verdict("b", "raised", f"{HOSTILE}\n{HOSTILE}\nline 3, in f: {HOSTILE}", description=HOSTILE)
        ),
        graded("test_e_f", verdict("c", description=HOSTILE)),
    ]
    stopped = f"the cell that begins with '{HOSTILE}' ended with E at line 1 ({HOSTILE}): {HOSTILE}"
    page = told_page(*cells, text("# Part", "part"), notes=(HOSTILE, stopped))
    assert page.count("&lt;script&gt;") >= 12
    assert "<script" not in page
    assert "<img" not in page
    assert "<script" not in told_page(*cells, reason=HOSTILE)


def test_an_answer_that_looks_like_the_judges_marks_moves_nothing() -> None:
    marks = "<!--nbjudge: cell 0--> <!--nbjudge: cell 1-->"
    page = told_page(*a_course(), answer("other", f"'{marks}'"), notes=(marks,))
    assert page.count("<h1>") == 1
