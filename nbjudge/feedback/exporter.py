"""Feedback pages, made as nbconvert's HTML exporter makes them, and many times as fast.

What is left out: checks of the notebook after each step, and copies of it; the judge wrote it. What is remembered: the
cells. A cell is found again by all that its HTML depends on, which is all that is in it (text, outputs, id, metadata,
points, comment) and the notebook's metadata. So two cells that differ in who wrote them are two cells, and what one
student put in a cell can appear in another's page only if the other has put the very same in the very same cell.

It leans on names of nbconvert that are not public. With a version that was not tested, none of them is used: pages are
then made by nbconvert's own exporter, and a notice says so.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbconvert
import nbformat.reader
import nbgrader
from jinja2 import Template, meta, pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from nbjudge.feedback.harmless.allowance import Allowance, allowance_of
from nbjudge.feedback.harmless.filters import HighlightCode, is_the_instructors
from nbjudge.feedback.kept import Kept
from nbjudge.feedback.tidy import NotWhole, tidy, tidy_code, tidy_piece

TESTED: Final = ("7.16", "7.17")
"""The versions of nbconvert with which every page was compared, byte for byte, with what its own exporter makes."""

SAFE_FILTERS: Final = {
    "markdown2html": "nbjudge.feedback.harmless.filters.markdown2html",
    "strip_files_prefix": "nbjudge.feedback.harmless.filters.strip_files_prefix",
    "clean_html": "nbjudge.feedback.harmless.filters.clean_html",
    "ansi2html": "nbjudge.feedback.harmless.filters.ansi2html",
    "e": "nbjudge.feedback.harmless.filters.escaped",
    "highlight_code": "nbjudge.feedback.harmless.filters.HighlightCode",
}
"""As `nbjudge.nbgrader_plugin.install` sets them, for feedback and for formgrader."""
_CHARACTERS: Final = 20_000_000  # of each kind, in each worker
_MARK: Final = "<!--nbjudge: cell {}-->"
_MARKS: Final = re.compile(r"<!--nbjudge: cell (\d+)-->")
_BY_CELLS: Final = (
    "{%- extends page -%}"
    "{%- block any_cell scoped -%}{{ instead_of_cell(cell, super) }}{%- endblock -%}"
    "{%- block overview -%}{{ instead_of_overview(super) }}{%- endblock -%}"
)

_HTMLExporter: Any = HTMLExporter  # nbconvert annotates some of its methods and not others


class PageExporter(_HTMLExporter):  # type: ignore[misc]  # for that reason
    """An HTML exporter for many notebooks that have most of their cells in common.

    Gives byte for byte what `HTMLExporter` gives, but for the overview on a page, which is not parsed and written anew.
    Templates and filters of another hand than nbgrader's and the judge's may look beyond the cell, at the
    student's name say; with them every page is made as a whole.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tested = is_tested(nbconvert.__version__)
        if not self._tested:
            self.log.warning(
                "nbconvert %s was not tested with this nbjudge (%s were): "
                "pages are made by its own exporter, which takes many times as long",
                nbconvert.__version__,
                ", ".join(TESTED),
            )
            return
        self._cells, self._code = Kept[Piece](_CHARACTERS), Kept[str](_CHARACTERS)
        self._by_cells = self.filters == SAFE_FILTERS and all(map(_is_installed, self.templates()))
        self._shown: list[str] = []
        self._shared = self._box = ""
        self._allowance = Allowance()
        self._highlight = HighlightCode(parent=self)

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """As `Exporter.from_file`, without validating, which takes longer than the page.

        Raises:
            NotJSONError, ValidationError: if the file is no notebook at all.
        """
        if not self._tested:
            made: tuple[str, Any] = super().from_file(file_stream, resources, **kw)
            return made
        return self.from_notebook_node(nbformat.convert(nbformat.reader.reads(file_stream.read()), 4), resources, **kw)

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The page for a notebook, and nbconvert's resources."""
        if not self._tested:
            made: tuple[str, Any] = super().from_notebook_node(nb, resources, **kw)
            return made
        if self._by_cells:
            try:
                self._shown = []
                html, resources_of_page = self._rendered(nb, resources, self._template_by_cells)
                page = _MARKS.sub(lambda mark: self._shown[int(mark[1])], tidy(html))
                return page, resources_of_page
            except NotWhole:
                pass  # as when a cell of the instructor's opens a <div> that a later one closes
        html, resources_of_page = self._rendered(nb, resources, self._load_template())
        return tidy(html), resources_of_page

    def _rendered(self, nb: Any, resources: Any, template: Template) -> tuple[str, Any]:
        """What the templates make of a notebook: `HTMLExporter.from_notebook_node` up to where it parses the page."""
        self._nb_metadata.clear()  # or it would grow with every page
        resources = self._init_resources(resources)
        filter_data = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", filter_data)
        self.register_filter("highlight_code", self._highlighted if self._by_cells else self._highlight_of_page(nb))
        self._template_cached = template
        html, resources = super(_HTMLExporter, self).from_notebook_node(nb, resources)
        return html, resources

    def _highlight_of_page(self, nb: Any) -> Any:
        """The filter `highlight_code` that `HTMLExporter.from_notebook_node` would register."""
        info = nb.metadata.get("language_info", {})
        lexer = info.get("pygments_lexer", info.get("name"))
        return self.filters.get("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """As `Exporter._preprocess`, on the copy that there is already, and without validating after each step."""
        if not self._tested:
            preprocessed: tuple[Any, Any] = super()._preprocess(nb, resources)
            return preprocessed
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        self._shared = json.dumps(nb.metadata, sort_keys=True)
        self._allowance = allowance_of(resources)
        return nb, resources

    # ------------------------------------------------------------ cell by cell

    @property
    def _template_by_cells(self) -> Template:
        """The exporter's template, with a mark in place of each cell."""
        if self._marking is None:
            names = {"page": self._load_template(), "instead_of_cell": self._mark}
            names["instead_of_overview"] = self._mark_overview
            self._marking = self.environment.from_string(_BY_CELLS, globals=names)
        return self._marking

    _marking: Template | None = None

    def _mark(self, cell: Any, render: Callable[[], str]) -> str:
        """Called by the template: keeps the cell's HTML aside, and returns a mark for where it goes."""
        return self._aside(self._piece(cell, render).html)

    def _aside(self, html: str) -> str:
        self._shown.append(html.strip())
        # the white space around it joins with what is there already
        return html.replace(html.strip(), _MARK.format(len(self._shown) - 1), 1) if html.strip() else html

    def _mark_overview(self, render: Callable[[], str]) -> str:
        """The same for what the judge's own template tells first. It is well formed, and another on each page."""
        return self._aside(str(render()))

    def _piece(self, cell: Any, render: Callable[[], str]) -> Piece:
        """A cell of the page, from memory if it comes out the same with what was shown of students' text before it."""
        key = self._shared + json.dumps(cell, sort_keys=True)
        piece = self._cells.find(key)
        if piece is not None and (not piece.cost or self._allowance.formats(piece.cost)):
            self._allowance.spend(piece.cost)
            return piece
        cost, refused, self._box = self._allowance.cost, self._allowance.refused, ""
        html = self._tidied(cell, str(render()))
        piece = Piece(html, self._allowance.cost - cost)
        if self._allowance.refused == refused:
            self._cells.keep(key, piece)
        return piece

    def _tidied(self, cell: Any, html: str) -> str:
        """A cell's HTML, tidied, with the white space that was around it."""
        inner = html.strip()
        if not inner:
            return html
        before, _, after = html.partition(inner)
        return before + self._tidied_inner(cell, inner) + after

    def _tidied_inner(self, cell: Any, html: str) -> str:
        # most of a code cell is its code, which is quicker to tidy than the rest
        code = self._box if cell.cell_type == "code" else ""
        if not code or code not in html:
            return tidy_piece(html)
        mark = _MARK.format("")
        around = tidy_piece(html.replace(code, mark, 1))
        return around.replace(mark, tidy_code(code), 1)

    @pass_context
    def _highlighted(self, context: Context, source: str, language: str | None = None, metadata: Any = None) -> str:
        """The filter `highlight_code`. The instructor's cells come again with other outputs under them."""

        def made() -> str:
            return self._highlight(context, source, language, metadata)

        if is_the_instructors(context.get("cell") or {}):
            # all that it heeds of a cell's metadata is the language of a magic
            key = json.dumps([self._shared, language, (metadata or {}).get("magics_language"), source])
            html = self._code.get(key, made)
        else:
            html = made()
        self._box = html.strip()
        return html

    # ------------------------------------------------------------ what pages depend on

    def templates(self) -> dict[Path, str]:
        """The file and the text of the template and of those that it extends, imports or includes."""
        names, found = [self.template_file], {}
        for name in names:  # grows meanwhile
            source, file, _ = self.environment.loader.get_source(self.environment, name)
            found[Path(str(file))] = source
            others = meta.find_referenced_templates(self.environment.parse(source))
            names += [other for other in others if other is not None and other not in names]
        return found


def is_tested(version: str) -> bool:
    """Whether this version of nbconvert has been."""
    return ".".join(version.split(".")[:2]) in TESTED


def _is_installed(file: Path) -> bool:
    """Whether a template came with the judge, nbgrader or nbconvert."""
    places = (
        Path(__file__).parent,
        Path(nbgrader.__file__).parent,
        Path(sys.prefix) / "share" / "jupyter" / "nbconvert" / "templates",
    )
    return any(place in file.parents for place in places)


@dataclass(frozen=True)
class Piece:
    """A cell's HTML, and what it costs of the page's allowance for students' text."""

    html: str
    cost: int

    def __len__(self) -> int:
        return len(self.html)
