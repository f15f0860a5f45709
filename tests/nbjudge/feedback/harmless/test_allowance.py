"""A page's allowance: text is formatted within a size and a time, else shown plain, and one text costs no other's."""

from __future__ import annotations

import copy
import signal
import threading
import time
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter

from nbjudge.feedback.exporter import PageExporter
from nbjudge.feedback.harmless import policy
from nbjudge.feedback.harmless.allowance import NOT_SHOWN, Allowance
from tests.support.exporting import (
    KINDS,
    code,
    config_of,
    markdown,
    page_with,
    printed,
    raw,
    shown,
    students_part,
)

BLANK = "a=0" + "\n " * 45_000 + "b=1"


def spin() -> str:
    while True:
        pass


def test_text_is_shown_as_it_is_formatted() -> None:
    assert Allowance().show("a", lambda: "<b>a</b>") == "<b>a</b>"


def test_text_that_takes_too_long_is_plain_and_the_next_is_not() -> None:
    allowance, begun = Allowance(), time.process_time()
    assert allowance.show("a<b", spin) == "<pre>a&lt;b</pre>"
    assert policy.TEXT_SECONDS * 0.5 < time.process_time() - begun < policy.TEXT_SECONDS + 0.3
    assert allowance.show("a", lambda: "<b>a</b>") == "<b>a</b>"
    assert allowance.refused == 0, "it was plain for its own sake, and would be on any page"


def test_a_page_takes_no_longer_however_many_texts_it_has() -> None:
    allowance, begun = Allowance(), time.process_time()
    for _ in range(20):
        assert allowance.show("a", spin) == "<pre>a</pre>"
    assert time.process_time() - begun < policy.PAGE_SECONDS + 0.5
    assert allowance.show("a", lambda: "<b>a</b>") == "<pre>a</pre>"
    assert allowance.refused > 0


def test_long_text_is_plain_unseen() -> None:
    text = "x" * (policy.TEXT_CHARACTERS + 1)
    assert Allowance().show(text, lambda: pytest.fail("it was formatted")) == f"<pre>{text}</pre>"


def test_where_time_cannot_be_limited_only_short_text_is_formatted() -> None:
    made: list[str] = []

    def work() -> None:
        for length in (policy.UNTIMED_CHARACTERS, policy.UNTIMED_CHARACTERS + 1):
            made.append(Allowance().show("x" * length, lambda: "<b>x</b>"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made[0] == "<b>x</b>"
    assert made[1].startswith("<pre>")


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError, IndexError, KeyError])
def test_whatever_a_renderer_raises_the_text_is_plain(error: type[Exception]) -> None:
    def fail() -> str:
        raise error

    assert Allowance().show("a", fail) == "<pre>a</pre>"


def test_ctrl_c_is_not_taken_for_a_text() -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Allowance().show("a", interrupted)


def test_what_is_parsed_again_is_bounded_in_two_steps() -> None:
    allowance = Allowance()
    large = "<b></b>" * (policy.PAGE_FORMATTED // 3)
    assert allowance.show("a", lambda: large) == large
    assert allowance.show("a", lambda: large) == "<pre>a</pre>"
    many = "<" * (policy.PAGE_SHOWN * policy.ENTITIES_A_TAG // 3)
    texts = [allowance.show(many, spin) for _ in range(5)]
    assert NOT_SHOWN in texts[-1]
    assert allowance.cost < policy.PAGE_SHOWN + 100
    assert allowance.refused > 1


def test_no_timer_is_left_behind() -> None:
    before = signal.getsignal(signal.SIGPROF)
    Allowance().show("a", spin)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) is before


# ---------------------------------------------------------------- on pages


SLOW = {
    "blank lines": code(BLANK),
    "environments": markdown("\\begin{a}" * 10_000),
    "brackets": markdown("[" * 90_000),
    "lists": raw("<ul><li>" * 12_000),
    "bold": code("1", *[shown(text_html="<b>" * 3000)] * 10),
    "colours": code("1", *[printed("\x1b[3mx" * 3000)] * 10),
    "latex": code("1", *[shown(text_latex="<" * 9000)] * 10),
    "signs": code("<" * 90_000),
}


@pytest.mark.parametrize(
    ("kind", "text"), [*(("formgrade", text) for text in SLOW), ("feedback", "blank lines"), ("feedback", "bold")]
)
def test_a_page_of_slow_texts_is_made_in_a_moment(kind: str, text: str) -> None:
    cells = [copy.deepcopy(SLOW[text]) for _ in range(15)]
    for number, cell in enumerate(cells):
        cell["id"], cell["source"] = f"student-{number}", f"{cell['source']}{number}"
    page_with(kind, code("x = 1"), markdown("x", id="student-2"))  # loads what any page needs
    begun = time.process_time()
    page_with(kind, *cells)
    assert time.process_time() - begun < 4, "a second on a quiet machine; without limits minutes"


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts_are_shown_whatever_the_student_puts_above(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "PAGE_FORMATTED", 100)
    monkeypatch.setattr(policy, "PAGE_SHOWN", 200)
    flags = {"grade_id": "test_relu", "grade": True, "solution": False, "locked": True, "points": 2, "score": 1.0}
    above = [code("<" * 1000, id=f"student-{number}") for number in range(4)]
    part = students_part(kind, *above, code("assert x", printed("✗ test_relu (0/2)"), id="test", **flags))
    assert NOT_SHOWN in part
    assert "✗ test_relu (0/2)" in part


def long_cells() -> list[Any]:
    return [code("x + " * 200 + str(number), id=f"student-{number}") for number in range(6)]


def test_pages_come_out_the_same_from_memory_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes decide alike, though nothing is rendered the second time."""
    monkeypatch.setattr(policy, "PAGE_FORMATTED", 2000)
    exporter = PageExporter(config=config_of("feedback"))
    for cell in long_cells():  # now each of them is in memory, formatted
        page_with("feedback", cell, exporter=exporter)
    pages = {page_with("feedback", *long_cells(), exporter=exporter) for _ in range(3)}
    assert pages == {page_with("feedback", *long_cells(), exporter=HTMLExporter(config=config_of("feedback")))}
    (page,) = pages
    assert page.count('<span class="n">x</span>') == 400, "two of six cells"


def test_cell_shown_plain_for_another_cells_sake_is_formatted_on_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "PAGE_FORMATTED", 1700)
    exporter = PageExporter(config=config_of("feedback"))
    last = code("import numpy\n" * 20, id="student-99")
    assert '<span class="kn">import</span>' not in page_with("feedback", *long_cells(), last, exporter=exporter)
    assert '<span class="kn">import</span>' in page_with("feedback", last, exporter=exporter)
