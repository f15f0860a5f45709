"""Markdown as HTML: the instructor's as nbconvert has it, a student's without what goes by class, id and style.

Both lean on names of nbconvert that are not public. Without them the public filter renders, which knows no attachments.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from mistune.util import striptags
from nbconvert.filters import markdown2html, markdown_mistune, strip_files_prefix

from nbjudge.feedback.harmless import policy
from nbjudge.feedback.harmless.sanitizer import Pictures, sanitized

_Renderer: Any = getattr(markdown_mistune, "IPythonRenderer", object)
_Markdown: Any = getattr(markdown_mistune, "MarkdownWithMath", None)
_FROM_ELSEWHERE: Final = ("http:", "https:")


def instructors_markdown(source: str, attachments: Any) -> str:
    """As nbconvert renders it, attached pictures included."""
    if _Markdown is None:
        html = markdown2html(source)
    else:
        html = _Markdown(renderer=_Renderer(escape=False, attachments=attachments)).render(source)
    return str(strip_files_prefix(html))


def students_markdown(source: str, pictures: Pictures) -> str:
    """Harmless HTML for a student's Markdown, formulas left for MathJax.

    Raises:
        TooMuch: as `sanitized`.
    """
    html = markdown2html(source) if _Markdown is None else _Markdown(renderer=TagsAlone(pictures)).render(source)
    return sanitized(html, pictures)


class TagsAlone(_Renderer):  # type: ignore[misc]  # not known before it runs
    """Says with tags alone what nbconvert's renderer says with classes, ids, styles and scripts."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._pictures = pictures

    def block_code(self, code: str, info: str | None = None) -> str:
        """A block of code, in whatever language."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture that is in the notebook; a link to one elsewhere, so that nobody there hears of readers."""
        if url.startswith(_FROM_ELSEWHERE):
            return f'<a href="{escape(url)}">{text or escape(url)}</a>'
        if url in self._pictures or policy.PICTURE.fullmatch(url):
            return f'<img src="{escape(url)}" alt="{striptags(text)}">'
        return f"![{text}]({escape(url)})"

    def task_list_item(self, text: str, checked: bool = False) -> str:
        """An item of a list to be ticked off, without a box that could be."""
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """A cell of a table."""
        tag, aligned = "th" if head else "td", f' align="{align}"' if align else ""
        return f"  <{tag}{aligned}>{text}</{tag}>\n"
