"""HTML as nbconvert leaves it: parsed, mended and written again; whole pages, or pieces that can stand alone.

nbconvert reads each finished page with BeautifulSoup and writes it again, which takes longer than all the rest. Most
of a feedback page is the same for everybody. So the pieces are tidied by themselves, and those that come again are
remembered. Whether a piece may be, `tidy_piece` decides: what it lets pass reads the same alone and within the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bs4 import BeautifulSoup

# What is open around a cell in nbconvert's pages, so that an end tag too many in a piece is seen for what it is.
_BEFORE: Final = "<html><body><main><div><div><div><nbjudge-first></nbjudge-first>"
_AFTER: Final = "<nbjudge-last></nbjudge-last></div></div></div></main></body></html>"


# Code as pygments highlights it: one box, and in it no tags but spans beside each other.
_TEXT: Final = r"(?>(?:[^<>&\x00-\x08\x0b-\x1f]++|&(?:lt|gt|amp|quot|#39);)*)"
_SPAN: Final = rf"{_TEXT}<span(?: class=\"[\w -]*\")?>{_TEXT}</span>"
_CODE: Final = re.compile(rf"(<div class=\"[\w -]*\"><pre>)((?>(?:{_SPAN})*){_TEXT})(</pre>\s*</div>)")
_HOLE: Final = "<!--nbjudge: code-->"


class NotWhole(Exception):
    """A piece of HTML opens what it does not close, or closes what it did not open."""


def tidy(html: str) -> str:
    """What nbconvert's HTML exporter makes of a rendered page at the end."""
    return str(_finished(BeautifulSoup(html, features="html.parser"), html))


def tidy_piece(html: str) -> str:
    """The same for a piece of a page.

    Raises:
        NotWhole: if the piece cannot be taken out of its page.
    """
    if not (html.startswith("<") and html.endswith(">")):
        raise NotWhole  # text at its end and text beside it would be one text, white space included
    soup = _finished(BeautifulSoup(_BEFORE + html + _AFTER, features="html.parser"), html)
    first, last = soup.find("nbjudge-first"), soup.find("nbjudge-last")
    if first is None or last is None or first.parent is not last.parent or last.find_next() is not None:
        raise NotWhole
    text = str(soup)
    head, tail = text.index("</nbjudge-first>") + len("</nbjudge-first>"), text.rindex("<nbjudge-last>")
    return text[head:tail]


def tidy_code(html: str) -> str:
    """The same for highlighted code, of which every student has some of their own: without parsing it.

    Raises:
        NotWhole: as `tidy_piece`, if it turns out to be something else.
    """
    code = _CODE.fullmatch(html)
    if code is None:
        return tidy_piece(html)
    head, spans, tail = code.groups()
    return _tidy_box(head + _HOLE + tail).replace(_HOLE, spans.replace("&#39;", "'").replace("&quot;", '"'))


_tidy_box = lru_cache(tidy_piece)  # there is one for each language


def _finished(soup: BeautifulSoup, html: str) -> BeautifulSoup:
    """The last touches of `HTMLExporter.from_notebook_node`. Looking for elements takes long, in text it does not."""
    if "<img" in html.lower():
        for element in soup.select("img:not([alt])"):
            element.attrs["alt"] = "No description has been provided for this image"
    if "jp-Notebook" in html:
        for kind in ("div.jp-Cell-inputWrapper", "div.jp-OutputArea-output"):
            for element in soup.select(f".jp-Notebook {kind}"):
                element.attrs["tabindex"] = "0"
    return soup
