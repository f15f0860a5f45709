"""Pages made cell by cell: byte for byte nbconvert's, and nothing of one student's in another's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from traitlets.config import Config

import nbjudge
from nbjudge.feedback.exporter import SAFE_FILTERS, PageExporter
from nbjudge.feedback.kept import Kept
from nbjudge.notebooks.rebuild import EXTRA_ID

TEMPLATES = str(Path(nbjudge.__file__).parent / "feedback" / "templates")
BOLD = "<span onclick='alert(1)'>now</span> and <i>then</i>"


def _config(**more: Any) -> Config:
    """nbconvert's configuration for feedback, as the judge sets it."""
    html = {"sanitize_html": True, "filters": dict(SAFE_FILTERS), "template_name": "nbjudge"}
    html |= {"extra_template_basedirs": [TEMPLATES], **more}
    return Config({"Exporter": {"default_preprocessors": []}, "HTMLExporter": html})


def _resources(student: str) -> dict[str, Any]:
    told = {"student": student, "notebook": "activation", "score": 1.0, "max_score": 2.0, "late_penalty": 0}
    return {"nbgrader": told, "metadata": {"name": "activation", "path": ""}}


def _page(exporter: HTMLExporter, *cells: Any, student: str = "ada") -> str:
    html, _ = exporter.from_notebook_node(new_notebook(cells=list(cells)), resources=_resources(student))
    return str(html)


@pytest.fixture
def exporter() -> PageExporter:
    return PageExporter(config=_config())


# ---------------------------------------------------------------- whose text it is


@pytest.mark.parametrize("order", [1, -1])
def test_same_text_is_harmless_in_a_students_cell_and_itself_in_the_instructors(
    exporter: PageExporter, order: int
) -> None:
    theirs = new_markdown_cell(BOLD, id=f"{EXTRA_ID}1")
    ours = new_markdown_cell(BOLD, id="contract")
    found = {cell["id"]: _page(exporter, cell) for cell in (theirs, ours)[::order]}
    assert "<span onclick" in found["contract"]
    assert "<span onclick" not in found[f"{EXTRA_ID}1"]


def test_that_test_sees_a_memory_that_forgets_whose_text_it_is(
    exporter: PageExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = SimpleNamespace(dumps=lambda told, **_: told.get("source", ""))
    monkeypatch.setattr("nbjudge.feedback.exporter.json", forgetful)
    _page(exporter, new_markdown_cell(BOLD, id="contract"))
    assert "<span onclick" in _page(exporter, new_markdown_cell(BOLD, id=f"{EXTRA_ID}1"))


@pytest.mark.parametrize("change", ["outputs", "points", "comment", "metadata", "attachments"])
def test_cells_that_differ_in_anything_are_two_cells(exporter: PageExporter, change: str) -> None:
    def cell(value: str) -> Any:
        made = new_code_cell("x = 1", id="relu-solution") if change == "outputs" else new_markdown_cell("x", id="relu")
        made.metadata["nbgrader"] = {"grade_id": "relu", "solution": True, "grade": True, "points": 2, "score": 1.0}
        if change == "outputs":
            made.outputs = [nbformat.v4.new_output("stream", text=value)]
        elif change == "attachments":
            made.source, made.attachments = "![it](attachment:it.png)", {"it.png": {"image/png": value}}
        else:
            made.metadata.nbgrader["score" if change == "points" else change] = 7.0 if change == "points" else value
            made.metadata.nbgrader["comment"] = value
        return made

    pages_made = [_page(exporter, cell(value)) for value in ("first", "second")]
    assert pages_made[0] != pages_made[1]
    assert pages_made == [_page(HTMLExporter(config=_config()), cell(value)) for value in ("first", "second")]


def test_template_of_another_hand_may_look_beyond_the_cell(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "conf.json").write_text('{"base_template": "classic"}')
    (tmp_path / "mine" / "index.html.j2").write_text(
        "{%- extends 'classic/index.html.j2' -%}{%- block any_cell -%}<p>for {{ resources.nbgrader.student }}</p>"
        "{%- endblock -%}"
    )
    exporter = PageExporter(config=_config(template_name="mine", extra_template_basedirs=[str(tmp_path)]))
    cell = new_markdown_cell("the same", id="title")
    assert "for ada" in _page(exporter, cell, student="ada")
    assert "for bob" in _page(exporter, cell, student="bob")


@pass_context
def signed(context: Context, source: str) -> str:
    """A filter that looks beyond the cell."""
    return f"<p>{source} for {context['resources']['nbgrader']['student']}</p>"


def test_filter_of_another_hand_may_look_beyond_the_cell() -> None:
    exporter = PageExporter(config=_config(filters={"markdown2html": "tests.nbjudge.feedback.test_exporter.signed"}))
    cell = new_markdown_cell("the same", id="title")
    assert "the same for ada" in _page(exporter, cell, student="ada")
    assert "the same for bob" in _page(exporter, cell, student="bob")


# ---------------------------------------------------------------- byte for byte


ODD = {
    "opened and closed elsewhere": (new_markdown_cell("<div><b>", id="a"), new_markdown_cell("</b></div>", id="b")),
    "closed too often": (new_markdown_cell("one</div></div>", id="a"), new_markdown_cell("two", id="b")),
    "an open comment": (new_markdown_cell("one <!-- two", id="a"), new_markdown_cell("three --> four", id="b")),
    "an open style": (new_markdown_cell("<style> p {", id="a"), new_markdown_cell("</style> x", id="b")),
    "preformatted": (new_markdown_cell("<pre>  one", id="a"), new_code_cell("  \n\n", id="b")),
    "text": (new_raw_cell("as it is", id="a"), new_raw_cell("&amp; <b", id="b")),
    "nothing": (new_markdown_cell("", id="a"), new_raw_cell("", id="b"), new_code_cell("", id="c")),
    "a mark": (new_markdown_cell("<!--nbjudge: cell 1-->", id="a"), new_code_cell("'<!--nbjudge: cell 0-->'", id="b")),
    "code in its own output": (
        new_code_cell("1", id="a", outputs=[nbformat.v4.new_output("stream", text="<span class='mi'>1</span>")]),
    ),
    "pictures": (
        new_markdown_cell("![](x.png) <img src=y> <div class=jp-Notebook><div class=jp-OutputArea-output>", id="a"),
        new_code_cell("", id="b", outputs=[nbformat.v4.new_output("display_data", {"image/png": "aGk="})]),
    ),
    "a magic": (new_code_cell("%%bash\nls", id="a", metadata={"magics_language": "bash"}),),
}  # fmt: skip


@pytest.mark.parametrize("cells", ODD.values(), ids=ODD.keys())
def test_odd_cells_come_out_as_nbconvert_has_them(exporter: PageExporter, cells: tuple[Any, ...]) -> None:
    expected = _page(HTMLExporter(config=_config()), *cells)
    assert _page(exporter, *cells) == expected
    assert _page(exporter, *cells) == expected, "the second time, from memory"


# ---------------------------------------------------------------- the memory


def test_memory_gives_back_what_was_made_and_makes_it_once() -> None:
    kept, made = Kept[str](100), list[str]()
    for key in ("a", "b", "a"):
        assert kept.get(key, lambda key=key: made.append(key) or key * 3) == key * 3  # type: ignore[misc,func-returns-value]  # append returns None
    assert made == ["a", "b"]


def test_memory_keeps_what_was_used_last_as_far_as_there_is_room() -> None:
    kept, made = Kept[str](20), list[str]()

    def get(key: str) -> None:
        kept.get(key, lambda: made.append(key) or "123456789")  # type: ignore[func-returns-value]  # append returns None

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]


def test_text_larger_than_the_memory_is_given_and_not_kept() -> None:
    kept = Kept[str](10)
    assert [kept.get("a", lambda: "x" * 50), kept.get("a", lambda: "y" * 50)] == ["x" * 50, "y" * 50]
