"""Notebooks as nbconvert and nbgrader render them, in feedback and in formgrader, without a course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import nbgrader
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from traitlets.config import Config

from nbjudge.feedback.exporter import PageExporter
from nbjudge.nbgrader_plugin import install
from nbjudge.notebooks.rebuild import EXTRA_ID

_FORMGRADER: Final = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
KINDS: Final = ("feedback", "formgrade")


def config_of(kind: str) -> Config:
    """What a course's configuration says of pages, with nbgrader's own for one of KINDS."""
    config = Config()
    install(config)
    config.HTMLExporter.template_name = kind
    config.HTMLExporter.extra_template_basedirs = [str(_FORMGRADER / "templates")]
    if kind == "feedback":  # for nbconvert's own exporter, to compare with
        config.HTMLExporter.merge(config.PageExporter)
    return config


@cache
def exporter_of(kind: str) -> HTMLExporter:
    """What makes these pages."""
    exporter: Any = {"feedback": PageExporter, "formgrade": HTMLExporter}[kind]
    made: HTMLExporter = exporter(config=config_of(kind))
    return made


def page_with(
    kind: str,
    *cells: Any,
    exporter: HTMLExporter | None = None,
    judged: bool = True,
    names: Mapping[str, str] | None = None,
) -> str:
    """The page of a graded notebook.

    Args:
        names: what formgrader says of the student.
    """
    notebook = new_notebook(cells=list(cells), metadata={"nbjudge": {}} if judged else {})
    told = {"student": "ada", "notebook": "ps", "score": 1.0, "max_score": 2.0, "late_penalty": 0}
    resources = {"nbgrader": told, "metadata": {"name": "ps", "path": ""}, "index": 0, "total": 1, **(names or {})}
    html, _ = (exporter or exporter_of(kind)).from_notebook_node(notebook, resources=resources)
    return str(html)


def students_part(kind: str, *cells: Any, **more: Any) -> str:
    """What is on the page between two cells of the instructor's."""
    first, last = new_markdown_cell("FIRST", id="first"), new_markdown_cell("LAST", id="last")
    page = page_with(kind, first, *cells, last, **more)
    return page[page.index("FIRST") : page.index("LAST")]


def outputs_of(html: str) -> str:
    """A part of a page without the code."""
    return re.sub(r'<div class=" ?highlight.*?</pre></div>', "", html, flags=re.DOTALL)


# ---------------------------------------------------------------- cells, the student's unless they have an id

MINE: Final = f"{EXTRA_ID}1"


def code(source: str, *outputs: Any, id: str = MINE, **nbgrader: Any) -> Any:
    return new_code_cell(source, id=id, outputs=list(outputs), metadata={"nbgrader": nbgrader} if nbgrader else {})


def markdown(source: str, id: str = MINE, **more: Any) -> Any:
    return new_markdown_cell(source, id=id, **more)


def raw(source: str, id: str = MINE) -> Any:
    return new_raw_cell(source, id=id)


def answer(source: str, comment: str | None = None) -> Any:
    """A Markdown cell that a person grades."""
    flags = {"grade_id": "essay", "grade": True, "solution": True, "points": 2, "score": 1.0, "comment": comment}
    return new_markdown_cell(source, id="essay", metadata={"nbgrader": flags})


def shown(**data: str) -> Any:
    """An output of the types that are named, with `_` for `/`."""
    return new_output("display_data", {name.replace("_", "/", 1): value for name, value in data.items()})


def printed(text: str) -> Any:
    return new_output("stream", text=text)


#: Ways for a student's HTML onto a page: name to the cells that put it there.
CHANNELS: Final = {
    "an added Markdown cell": lambda html: (markdown(html),),
    "a Markdown answer": lambda html: (answer(html),),
    "an added raw cell": lambda html: (raw(html),),
    "an output of HTML": lambda html: (code("1", shown(text_html=html)),),
    "an output of Markdown": lambda html: (code("1", shown(text_markdown=html)),),
    "an output of LaTeX": lambda html: (code("1", shown(text_latex=html)),),
    "an output of text": lambda html: (code("1", shown(text_plain=html)),),
    "printed text": lambda html: (code("1", printed(html)),),
    "a traceback": lambda html: (
        code("1", new_output("error", ename="E", evalue=html, traceback=html.splitlines())),
    ),
    "code": lambda html: (code(html),),
    "a comment": lambda html: (answer("Text.", comment=html),),
    "an output of the instructor's cell": lambda html: (code("show()", shown(text_html=html), id="given"),),
}  # fmt: skip
