"""The course that `nbgrader quickstart` makes, as it comes: nbformat 4.0, a header, no ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config, LoggingConfigurable

from nbjudge.grading.markup import markup_of
from nbjudge.notebooks.assignment import read_assignment
from tests.support.adopting import command
from tests.support.quickstart import quickstart_course

HEADER = "source/header.ipynb"  # what its configuration says


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, its assignment released by nbgrader."""
    course = quickstart_course(tmp_path_factory)
    done = command(course, "nbgrader", "generate_assignment", "ps1")
    assert done.returncode == 0, done.stderr
    return course


@pytest.mark.parametrize("name", ["problem1", "problem2"])
def test_its_notebooks_are_read_as_nbgrader_releases_them(quickstart: Path, name: str) -> None:
    config = Config()
    config.IncludeHeaderFooter.header = HEADER
    markup = markup_of(LoggingConfigurable(config=config))
    assignment = read_assignment(quickstart / "source/ps1", "ps1", name, root=quickstart, markup=markup)
    released: dict[str, Any] = json.loads((quickstart / f"release/ps1/{name}.ipynb").read_text())
    cells = assignment.parsed.cells
    assert [cell.released for cell in cells] == ["".join(cell["source"]) for cell in released["cells"]]
    assert cells[0].text.startswith("Before you turn this problem in")


def test_without_its_header_it_is_another_notebook(quickstart: Path) -> None:
    with_it, without = (
        read_assignment(
            quickstart / "source/ps1", "ps1", "problem1", root=quickstart,
            markup=markup_of(LoggingConfigurable(config=Config(IncludeHeaderFooter=options))),
        )
        for options in ({"header": HEADER}, {"header": HEADER, "enabled": False})
    )  # fmt: skip
    assert len(with_it.parsed.cells) == len(without.parsed.cells) + 3
    assert with_it.fingerprint != without.fingerprint


def test_grading_reads_it_by_its_own_configuration(quickstart: Path) -> None:
    done = command(quickstart, "nbjudge.cli", "autograde", "ps1", "--no-sandbox")
    assert "no submissions of 'ps1'" in done.stderr, done.stderr
