"""All channels through which a student's text gets onto a page: harmless in each, in feedback and in formgrader."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from nbjudge.feedback.exporter import SAFE_FILTERS
from nbjudge.nbgrader_plugin import install
from tests.support.exporting import (
    CHANNELS,
    KINDS,
    answer,
    code,
    config_of,
    markdown,
    outputs_of,
    page_with,
    printed,
    raw,
    shown,
    students_part,
)

HOSTILE = (
    '<div class="full-credit modal show" data-toggle="modal" style="position: fixed">MINE<span id="test_relu"></span>'
    '<a name="test_relu" href="javascript:alert(1)" onclick="alert(1)">x</a><form action="/x"><input name="q"></form>'
    "<script>alert(1)</script><img src=x onerror=alert(1)></div>"
)
DANGEROUS = re.compile(
    r"<[^>]*(?:full-credit|modal|data-toggle|position:|test_relu|javascript:|onclick|onerror|/x)|<(?:form|input|script)"
)
Cells = Callable[[str], tuple[Any, ...]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cells", CHANNELS.values(), ids=CHANNELS.keys())
def test_hostile_html_is_harmless_in_every_channel(cells: Cells, kind: str) -> None:
    part = students_part(kind, *cells(HOSTILE))
    if not (kind == "formgrade" and "Text." in part):  # formgrader's comments are no part of the page
        assert "MINE" in part
    of_the_template = DANGEROUS.findall(students_part(kind, *cells("MINE")))  # formgrader's own buttons
    assert DANGEROUS.findall(part) == of_the_template


def test_that_test_sees_what_nbconvert_lets_pass() -> None:
    config = config_of("formgrade")
    config.HTMLExporter.filters = {}
    part = students_part("formgrade", markdown(HOSTILE), exporter=HTMLExporter(config=config))
    assert DANGEROUS.search(part)


def test_a_comment_reads_as_it_was_written() -> None:
    page = students_part("feedback", answer("Text.", comment="No response."))
    assert "<p>No response.</p>" in page
    assert "&lt;p&gt;" not in page
    assert "<h4>Well <em>done</em></h4>" in students_part("feedback", answer("Text.", comment="## Well *done*"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_instructors_cells_stay_as_they_are(kind: str) -> None:
    page = page_with(
        kind,
        markdown('<div class="note" id="n">[a](files/a.csv)</div>\n\n# Part', id="intro"),
        markdown("![p](attachment:p.png)", id="pictured", attachments={"p.png": {"image/png": "aGk="}}),
    )
    assert '<div class="note" id="n">' in page
    assert 'id="Part"' in page
    assert "data:image/png;base64,aGk=" in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_instructors_cell_shows_is_the_students(kind: str) -> None:
    text = '<b class="full-credit">x</b>'
    assert "full-credit" not in outputs_of(students_part(kind, code("1", shown(text_markdown=text), id="given")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "codes", ["\x1b[38m", "\x1b[48m", "\x1b[38;5m", "\x1b[38;2;1m", "\x1b[" + "1;" * 50_000 + "m", "\x1b[999999m"]
)
def test_no_escape_code_stops_a_page(kind: str, codes: str) -> None:
    """nbconvert 7.17 raises IndexError for the first of these, and the whole page is lost."""
    assert "after" in students_part(kind, code("1", printed(f"before{codes}after")))


@pytest.mark.parametrize("kind", KINDS)
def test_colours_stay(kind: str) -> None:
    assert '<span class="ansi-red-fg">red</span>' in students_part(kind, code("1", printed("\x1b[31mred\x1b[0m")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "source", ["![a](attachment:no.png)", "<b" * 5000, "[" * 30_000, ">" * 5000, "- " * 5000, "\\begin{a}" * 3000]
)
def test_no_markdown_stops_a_page(kind: str, source: str) -> None:
    assert "MINE" in students_part(kind, markdown(source), markdown("MINE", id="student-2"))


def test_a_raw_cell_is_a_box_of_its_own() -> None:
    assert "<div>a <b>b</b></div>" in students_part("feedback", raw("a <b>b</b>"))


def test_what_formgrader_loads_for_formulas_is_mathjax_made_safe() -> None:
    """Without its extension Safe, $\\class{full-credit}{x}$ and $\\href{javascript:...}{x}$ would do what they say."""
    assert re.search(r"latest\.js\?config=[\w-]+,Safe", page_with("formgrade", markdown("x")))


@pytest.mark.parametrize("kind", KINDS)
def test_formulas_are_mathml_in_cells_and_in_outputs(kind: str) -> None:
    part = students_part(kind, markdown("$x^2$"), code("1", shown(text_latex="$\\displaystyle y$"), id="student-2"))
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in part
    assert "<mi>y</mi>" in part


def test_installed_filters_are_those_that_pages_are_made_with() -> None:
    config = Config()
    install(config)
    assert config.HTMLExporter.filters == SAFE_FILTERS
