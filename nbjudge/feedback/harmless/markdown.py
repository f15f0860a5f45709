"""Markdown as HTML: the instructor's as nbconvert has it, a student's without what goes by class, id and style.

Both lean on names of nbconvert that are not public. Without them the public filter renders, which knows no attachments,
and leaves formulas as their text.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, Final

from mistune.util import striptags
from nbconvert.filters import markdown2html, markdown_mistune, strip_files_prefix

from nbjudge.feedback.harmless import formulas, policy
from nbjudge.feedback.harmless.sanitizer import Pictures, sanitized

_Renderer: Any = getattr(markdown_mistune, "IPythonRenderer", object)
_Markdown: Any = getattr(markdown_mistune, "MarkdownWithMath", None)
_FROM_ELSEWHERE: Final = ("http:", "https:")
_HELD: Final = "\ue000{}\ue001"
_TAG_OR_HELD: Final = re.compile(r'<[^<>"]*+(?>(?:"[^"]*+"[^<>"]*+)*)>|\ue000([0-9]{1,4})\ue001')


def instructors_markdown(source: str, attachments: Any) -> str:
    """As nbconvert renders it, attached pictures included."""
    if _Markdown is None:
        html = markdown2html(source)
    else:
        html = _Markdown(renderer=WithFormulas(escape=False, attachments=attachments)).render(source)
    return str(strip_files_prefix(html))


def students_markdown(source: str, pictures: Pictures) -> str:
    """Harmless HTML for a student's Markdown.

    Raises:
        TooMuch: as `sanitized`.
    """
    if _Markdown is None:
        return sanitized(markdown2html(source), pictures)
    renderer = TagsAlone(pictures)
    return renderer.with_formulas(sanitized(_Markdown(renderer=renderer).render(source), pictures))


class WithFormulas(_Renderer):  # type: ignore[misc]  # not known before it runs
    """nbconvert's renderer, with formulas as MathML where it leaves them to a script."""

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return self.held(formulas.formula(body, block=False))

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return self.held(formulas.formula(body, block=True))

    def latex_environment(self, name: str, body: str) -> str:
        """A formula that is an environment of LaTeX."""
        return self.held(formulas.environment(name, body))

    def held(self, html: str) -> str:
        """What stands for a formula in what is rendered."""
        return html


class TagsAlone(WithFormulas):
    """Says with tags alone what nbconvert's renderer says with classes, ids, styles and scripts.

    Formulas are held back until the rest has been sanitized: they have tags that nobody may type.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._pictures = pictures
        self._formulas: list[str] = []

    def held(self, html: str) -> str:
        """A sign in its place; beyond so many formulas its characters alone."""
        if len(self._formulas) == policy.TEXT_FORMULAS:
            return striptags(html)
        self._formulas.append(html)
        return _HELD.format(len(self._formulas) - 1)

    def with_formulas(self, html: str) -> str:
        """Sanitized HTML with the formulas in their places: each once, whoever typed its sign, and none in a tag."""
        left = dict(enumerate(self._formulas))

        def shown(found: re.Match[str]) -> str:
            if found[1] is None:
                return re.sub("[\ue000\ue001]", "", found[0])
            return left.pop(int(found[1]), "")

        return _TAG_OR_HELD.sub(shown, html) if left else html

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
