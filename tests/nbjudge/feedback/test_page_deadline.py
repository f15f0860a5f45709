"""A page that takes too long is made plain by another worker, or told; the others get theirs."""

from __future__ import annotations

import time
from typing import Any

import pytest

from demo.course import Course
from nbjudge.feedback.harmless.preparing import PLAIN
from nbjudge.feedback.page_writer import PageDuty
from tests.support.pages import graded_for_pages, outcome_of_pages, page_of
from tests.support.running import copied


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return copied(graded_for_pages(), tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("plain_helps", [True, False])
def test_page_that_takes_too_long(course: Course, monkeypatch: pytest.MonkeyPatch, plain_helps: bool) -> None:
    make = PageDuty._html

    def slow(duty: PageDuty, task: dict[str, Any]) -> str:
        if task["student"] == "bob" and not (plain_helps and PLAIN in task):
            time.sleep(600)
        return make(duty, task)

    monkeypatch.setattr(PageDuty, "_html", slow)
    monkeypatch.setattr(PageDuty, "seconds", 3.0)
    outcome = outcome_of_pages(course, student="[ab]*", force=True)
    assert set(outcome) == {"ada", "bob"}
    assert outcome["ada"] == (True, None)
    if plain_helps:
        assert outcome["bob"] == (True, None)
        assert "class ReLU(Activation)" in page_of(course, "bob").read_text(), "plain, without tags in it"
    else:
        assert outcome["bob"] == (False, "it took longer than 3 s")
