"""Formulas as MathML: what becomes one, what stays text, and that no formula takes long."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest

from nbjudge.feedback.harmless.formulas import NoFormula, environment, formula, in_text, mathml
from tests.support.inprocess import NOTEBOOK

import nbformat  # isort: skip


def test_every_formula_of_the_course_is_one() -> None:
    text = "\n".join(cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "markdown")
    found = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL)
    assert len(found) > 40
    for block, inline in found:
        assert "<mrow>" in mathml(block or inline, block=bool(block))


@pytest.mark.parametrize(
    "tex",
    [
        r"\nonsense{x}", r"\frac", r"x^a^b", "{" * 5000, r"\frac" * 3000, "x+" * 2000, r"\sqrt{" * 90 + "x" + "}" * 90,
        r"\def\a{\a\a}\a", r"\newcommand{\a}{x}\a", r"\let\a=\b", r"\raisebox{3em}{x}",
    ],
)  # fmt: skip
def test_what_is_not_understood_or_not_bounded_stays_text_at_once(tex: str) -> None:
    begun = time.process_time()
    with pytest.raises(NoFormula):
        mathml(tex, block=False)
    assert unescape(formula(tex, block=False)) == f"${tex}$"
    assert time.process_time() - begun < 0.5


def test_text_within_a_formula_is_text() -> None:
    assert "<mtext>&lt;b&gt;grad_output&amp;</mtext>" in mathml(r"\text{<b>grad\_output&}", block=False)


def test_a_formula_on_lines_of_its_own_scrolls_by_itself() -> None:
    assert mathml("x", block=True).startswith('<span class="formula" tabindex="0"><math display="block">')


def test_environments_are_formulas() -> None:
    assert "<mtable" in environment("align*", r"a&=b\\c&=d")
    assert "<mi>x</mi>" in environment("equation", "x")
    assert environment("tikzpicture", "<x>") == r"\begin{tikzpicture}&lt;x&gt;\end{tikzpicture}"


def test_outputs_hold_formulas_between_dollar_signs() -> None:
    html = in_text(r"<a> $\displaystyle x$ and $$y$$ for $5")
    assert html.startswith("&lt;a&gt; <math")
    assert html.count("<math") == 2
    assert html.endswith("for $5")
    assert in_text("$x and no end") == "$x and no end"
