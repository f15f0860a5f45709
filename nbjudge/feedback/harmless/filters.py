"""The filters of nbconvert's and nbgrader's templates through which students' text goes, by their names there.

nbgrader's templates do not heed ``HTMLExporter.sanitize_html`` in Markdown cells and comments, and what nbconvert's own
sanitizer lets pass holds classes and ids. What the instructor wrote goes through as ever.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, Final

import nbconvert.filters
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters import Highlight2HTML
from nbconvert.utils.base import NbConvertBase

from nbjudge.feedback.harmless.allowance import Allowance, Harmless, allowance_of
from nbjudge.feedback.harmless.formulas import in_text
from nbjudge.feedback.harmless.markdown import instructors_markdown, students_markdown
from nbjudge.feedback.harmless.sanitizer import Pictures, sanitized
from nbjudge.notebooks.rebuild import EXTRA_ID
from nbjudge.notebooks.submitted.student import KINDS

_ANSI: Final = re.compile(r"\x1b(?:\[[^@-~\n]*[@-~]?)?")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Markdown cells, outputs of the type text/markdown, and comments.

    A template's macro, which is where comments stand, gets to see no cell: then it is not the instructor's cell.
    """
    cell = _cell(context)
    is_text_of_cell = cell.get("cell_type") == "markdown" and cell.get("source") == source
    if is_text_of_cell and is_the_instructors(cell):
        return instructors_markdown(source, cell.get("attachments", {}))
    pictures = Pictures(_attached(cell) if is_text_of_cell else {})
    return _allowance(context).show(source, lambda: students_markdown(source, pictures))


def strip_files_prefix(html: str) -> str:
    """What Markdown becomes goes through this last of all. The instructor's went through nbconvert's own before."""
    return html  # after it, `files/javascript:alert()` would be another address than the one that was allowed


@pass_context
def clean_html(context: Context, html: str | bytes) -> str:
    """Raw cells, and outputs of the types text/html and, once more, text/markdown."""
    if isinstance(html, Harmless):
        return html
    cell = _cell(context)
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    if cell.get("cell_type") != "raw":
        return _allowance(context).show(text, lambda: sanitized(text))
    if is_the_instructors(cell):
        return str(nbconvert.filters.clean_html(text))
    # a box around it: text beside text would be one text, and the page be tidied as a whole
    return _allowance(context).show(text, lambda: f"<div>{sanitized(text)}</div>")


@pass_context
def ansi2html(context: Context, text: str) -> str:
    """Printed text, text/plain, tracebacks."""
    text = str(text)
    return _allowance(context).show(text, lambda: str(nbconvert.filters.ansi2html(text)), _without_colours)


@pass_context
def escaped(context: Context, text: str) -> str:
    """Outputs of the type text/latex, with formulas between dollar signs."""
    return _allowance(context).show(str(text), lambda: in_text(str(text)), escape)


class HighlightCode(NbConvertBase):
    """Code cells. A class, so that nbconvert hands on the configuration of its own filter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._highlight: Any = Highlight2HTML(parent=self.parent)
        self._loaded: set[tuple[str, str | None]] = set()
        pass_context(self)

    def __call__(self, context: Context, source: str, language: str | None = None, metadata: Any = None) -> str:
        """Called by the templates, with nothing but the metadata."""
        language = language or _language(context) or self._highlight.pygments_lexer

        def highlighted(text: str = source) -> str:
            return str(self._highlight(text, language, metadata))

        if is_the_instructors(_cell(context)):
            return highlighted()
        lexer = (str(language), (metadata or {}).get("magics_language"))
        if lexer not in self._loaded:
            highlighted(" ")  # loading it takes longer than the text of a page, and is not the student's fault
            self._loaded.add(lexer)
        box = escape(f" highlight hl-{language}")
        return _allowance(context).show(
            source, highlighted, lambda text: f'<div class="{box}"><pre>{escape(text)}\n</pre></div>\n'
        )


def is_the_instructors(cell: Any) -> bool:
    """Whether the judge put this cell's text in from the source. An added cell has an id of the judge's own making."""
    nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    return not nbgrader.get("solution") and not str(cell.get("id", EXTRA_ID)).startswith(EXTRA_ID)


def is_judged(cell: Any) -> bool:
    """Whether its outputs are the judge's verdicts. Those of all other cells are the student's, whoever wrote them."""
    return is_the_instructors(cell) and bool(cell.get("metadata", {}).get("nbgrader", {}).get("grade"))


def _cell(context: Context) -> Any:
    return context.get("cell") or {}


def _allowance(context: Context) -> Allowance:
    """The page's; verdicts have one of their own each, so that nothing a student puts above can take them away."""
    return Allowance() if is_judged(_cell(context)) else allowance_of(context["resources"])


def _language(context: Context) -> str | None:
    info = context["nb"].metadata.get("language_info", {})
    language: str | None = info.get("pygments_lexer", info.get("name"))
    return language


def _attached(cell: Any) -> dict[str, str]:
    """A cell's attached pictures by name, as `data:` addresses."""
    found = {}
    for name, data in (cell.get("attachments") or {}).items():
        for kind in KINDS:
            if isinstance(data, dict) and isinstance(data.get(kind), str):
                found[name] = f"data:{kind};base64,{data[kind]}"
    return found


def _without_colours(text: str) -> str:
    return escape(_ANSI.sub("", text))
