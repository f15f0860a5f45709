"""Students' Markdown reads as it does in the notebook, pictures included, and without what scripts go by."""

from __future__ import annotations

import re

import pytest

from nbjudge.feedback.harmless import markdown as module
from nbjudge.feedback.harmless import policy
from nbjudge.feedback.harmless.markdown import instructors_markdown, students_markdown
from nbjudge.feedback.harmless.sanitizer import Pictures

DOT = "data:image/png;base64,aGk="


def html_of(source: str, **pictures: str) -> str:
    return students_markdown(source, Pictures(pictures)).strip()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# My notes", "<h1>My notes</h1>"),
        ("Notes\n---", "<h2>Notes</h2>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("a *b* **c** `d<e` ~~f~~", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;e</code> <del>f</del></p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>"),
        ("***", "<hr>"),
        ("```python\nif a < b:\n    pass\n```", "<pre><code>if a &lt; b:\n    pass\n</code></pre>"),
        ("```mermaid\ngraph TD;\n```", "<pre><code>graph TD;\n</code></pre>"),
        ("x<sub>1</sub><br><kbd>Ctrl</kbd>", "<p>x<sub>1</sub><br><kbd>Ctrl</kbd></p>"),
    ],
)
def test_ordinary_markdown_renders(source: str, html: str) -> None:
    assert html_of(source) == html


def test_a_table_renders_with_its_alignment() -> None:
    html = html_of("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert '<td align="right">2</td>' in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a $x<b$ c", "<mi>x</mi><mo>&lt;</mo><mi>b</mi>"),
        ("$$\n\\sum_i x_i < 3\n$$", '<math display="block">'),
        ("\\begin{align}\na &= b \\\\\nc &< d_1 * e * f\n\\end{align}", "<mtr>"),
        ("$x_1*y_2*z$", "<msub><mi>y</mi><mn>2</mn></msub>"),
    ],
)
def test_formulas_become_mathml(source: str, html: str) -> None:
    assert html in html_of(source)


def test_what_is_no_formula_stays_as_it_was_typed() -> None:
    assert html_of("costs $\\nonsense{x}$ a<b") == "<p>costs $\\nonsense{x}$ a&lt;b</p>"


@pytest.mark.parametrize(
    "source",
    [
        '![$\\text{" onerror="alert(1)}$](data:image/png;base64,aGk=)',
        '<abbr title="&#xe000;0&#xe001;">x</abbr> $\\text{" onclick="alert(1)}$',
        "$\\text{<img src=x onerror=alert(1)>}$",
        "$\\href{javascript:alert(1)}{x}$ $\\style{position:fixed}{x}$ $\\class{full-credit}{x}$",
        "$\\raisebox{90em}{x}$ $\\hspace{-99em} x$ $\\rule{99em}{99em}$ $\\color{red}{x}$",
    ],
)
def test_a_formula_says_and_does_nothing_that_a_student_may_not(source: str) -> None:
    html = html_of(source)
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.search(r"\son\w+=|\shref|\sstyle|full-credit|99em|color", tag)]
    assert "<img src=x" not in html


def test_a_sign_that_a_student_types_stands_for_no_formula_twice() -> None:
    assert html_of("&#xe000;0&#xe001; $y$ " + "&#xe000;0&#xe001;" * 1000).count("<math") == 1


def test_formulas_beyond_so_many_are_shown_as_text() -> None:
    html = html_of("$x+y$ " * 400)
    assert html.count("<math") == policy.TEXT_FORMULAS
    assert html.count("x+y") == 400 - policy.TEXT_FORMULAS


@pytest.mark.parametrize(
    "source",
    ["# relu", "relu\n---", "###### test_relu_forward", '<h1 id="relu">relu</h1>', "[a]: x\n\n[a][a]",
     "a[^1]\n\n[^1]: b"],
)  # fmt: skip
def test_a_renderer_makes_no_ids_of_a_students_words(source: str) -> None:
    assert " id=" not in html_of(source)
    assert "anchor" not in html_of(source)


def test_links_lead_to_whole_addresses_only() -> None:
    assert 'href="https://numpy.org"' in html_of(
        "https://numpy.org and [b](files/javascript:alert(1)) [c](javascript:alert(1))"
    )
    assert html_of("[b](files/javascript:alert(1)) [c](/formgrader) <javascript:alert(1)>").count(" href=") == 0


def test_attached_pictures_come_along_and_missing_ones_are_text() -> None:
    named = {"drawing.png": DOT}
    assert html_of("![my *cat*](attachment:drawing.png)", **named) == f'<p><img src="{DOT}" alt="my cat"></p>'
    assert html_of("![cat](attachment:other.png)", **named) == "<p>![cat](attachment:other.png)</p>"
    assert html_of('<img src="attachment:drawing.png">', **named) == f'<img src="{DOT}">'
    assert html_of("![a](<attachment:my cat.png>)", **{"my cat.png": DOT}) == f'<p><img src="{DOT}" alt="a"></p>'


def test_pictures_elsewhere_are_links_and_files_are_text() -> None:
    assert html_of("![cat](https://a.org/cat.png)").startswith('<p><a href="https://a.org/cat.png"')
    assert html_of("![cat](cat.png)") == "<p>![cat](cat.png)</p>"


def test_without_nbconverts_private_names_the_public_filter_renders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_Markdown", None)
    assert " id=" not in html_of("# relu\n\n*a*")
    assert "<em>a</em>" in html_of("# relu\n\n*a*")
    assert 'id="relu"' in instructors_markdown("# relu", {})


def test_the_instructors_markdown_is_nbconverts() -> None:
    html = instructors_markdown(
        '# Part 1\n\n<div class="note">![a](attachment:a.png)</div>', {"a.png": {"image/png": "aGk="}}
    )
    assert 'id="Part-1"' in html
    assert '<div class="note">' in html
    assert "anchor-link" in html
