"""HTML tidied piece by piece comes out as nbconvert's tidying of the whole page has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import Highlight2HTML

from nbjudge.feedback.tidy import NotWhole, tidy, tidy_code, tidy_piece
from tests.support.answers import answers


@pytest.mark.parametrize(
    "piece", ["text", "<p>one</p> ", "<p>", "<b>x</p>", "</div>", "</div><div>", "<p>one</p><!--", "<style></p>"]
)
def test_piece_that_reaches_beyond_itself_is_refused(piece: str) -> None:
    with pytest.raises(NotWhole):
        tidy_piece(piece)


@pytest.mark.parametrize("piece", ["<p>a&nbsp;&#39;b</p>", "<br>", "<br/></br>", "<ul><li>a</ul>", "<img src=x>"])
def test_piece_reads_the_same_alone_and_within_a_page(piece: str) -> None:
    before, after = "<html><body><div>\n<p>x</p>  ", "\n <pre>  </pre></div></body></html>"
    assert tidy(before + piece + after) == tidy(before + "<hr/>" + after).replace("<hr/>", tidy_piece(piece))


def test_highlighted_answers_come_out_as_parsing_them_would_have_it() -> None:
    codes = {answer.name: Highlight2HTML()(answer.text).strip() for answer in answers("wrong")[::4]}
    assert len(codes) > 20
    assert not [name for name, html in codes.items() if tidy_code(html) != tidy_piece(html)]


@given(st.text() | st.text(alphabet="ab \t\n\r'\"<>&;#39=x()\\\x00\x0c\xa0é"))
def test_highlighted_text_comes_out_as_parsing_it_would_have_it(source: str) -> None:
    html = Highlight2HTML()(source).strip()
    assert tidy_code(html) == tidy_piece(html)


@pytest.mark.parametrize(
    "html",
    [
        '<div class="a"><pre><span class="b">x<span>y</span></span></pre></div>',
        '<div class="a"><pre>&nbsp;&hearts;</pre></div>',
        '<div class="a"><pre></pre></div><p>&quot;</p>',
        '<div class="a"><pre><b>&quot;</b></pre></div>',
        '<div class="a"><pre><!-- &quot; --></pre></div>',
    ],
)
def test_what_only_looks_like_highlighted_code_is_parsed(html: str) -> None:
    assert tidy_code(html) == tidy_piece(html)
