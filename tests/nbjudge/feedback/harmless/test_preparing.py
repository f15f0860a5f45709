"""Notebooks made ready for templates: names are escaped, and what the judge did not grade is all the student's."""

from __future__ import annotations

import time
from typing import Any

import pytest
from nbformat.v4 import new_output

from nbjudge.feedback.harmless import policy
from tests.support.exporting import KINDS, code, markdown, outputs_of, page_with, printed, students_part

PICTURE = {"image/png": "aGk="}


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_notebook_that_the_judge_did_not_grade_nothing_is_the_instructors(kind: str) -> None:
    html = '<b class="full-credit" id="relu">x</b>'
    assert "full-credit" in students_part(kind, markdown(html, id="any"))
    page = page_with(kind, markdown(html, id="any"), code("1", id="other"), judged=False)
    assert "<b>x</b>" in page
    assert 'class="full-credit"' not in page
    assert 'id="relu"' not in page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "output",
    [
        new_output("display_data", PICTURE, metadata={"image/png": {"width": "1 class=full-credit onerror=alert(1)"}}),
        new_output("display_data", PICTURE, metadata={"image/png": {"unconfined": True}, "width": "1 onerror=x"}),
        new_output("display_data", PICTURE, metadata={"filenames": {"image/png": "https://elsewhere.org/onerror=x"}}),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": "no dictionary"}),
        new_output("display_data", {"application/javascript": "onerror=x"}),
        new_output("display_data", {"image/svg+xml": "<svg onload='onerror=x'/>"}),
        new_output("display_data", {"text/html": "<b onerror=x>"}, metadata={"text/html": {"isolated": True}}),
        new_output("display_data", {"text/vnd.mermaid": "graph onerror=x"}),
        new_output("display_data", {"application/json": {"a": [1]}}),
    ],
    ids=lambda output: f"{[*output.data]}",
)
def test_no_output_of_such_a_notebook_breaks_out_or_stops_the_page(kind: str, output: Any) -> None:
    part = outputs_of(page_with(kind, code("1", output), markdown("AFTER", id="other"), judged=False))
    assert "AFTER" in part
    assert "onerror" not in part
    assert "<iframe" not in part


def test_tags_of_such_a_notebook_are_no_classes() -> None:
    cell = code("1")
    cell.metadata["tags"] = ["a full-credit modal"]
    assert "celltag_a full-credit modal" in page_with("formgrade", cell, judged=True), "nbconvert's own template"
    assert "celltag_" not in page_with("formgrade", cell, judged=False)


@pytest.mark.parametrize("name", ["student", "last_name", "first_name", "notebook_path"])
def test_names_of_students_are_text_in_formgrader(name: str) -> None:
    names = {"student": "a", "last_name": "b", "first_name": "c", "notebook_path": "d"}
    names[name] = '"><script>alert(1)</script>'
    if name == "student":
        names["last_name"] = ""
    page = page_with("formgrade", markdown("x"), names=names)
    assert "<script>alert(1)" not in page
    assert "alert(1)" in page


def test_many_outputs_are_cut_with_a_notice() -> None:
    line = new_output("error", ename="E", evalue="", traceback=[""] * 100)
    cells = [code("1", *[printed("x\n")] * 50, line, id=f"student-{number}") for number in range(20)]
    begun = time.process_time()
    page = page_with("formgrade", *cells)
    assert time.process_time() - begun < 3
    assert page.count("output_stdout") < policy.PAGE_OUTPUTS
    assert page.count("are not shown.)") == 1
