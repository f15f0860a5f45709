"""Gradebooks to write to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with two assignments; see ``make_gradebook``."""
    from tests.gradebooks import make_gradebook  # noqa: PLC0415 - nbgrader takes two seconds, and most tests do without

    path = tmp_path_factory.mktemp("template") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        make_gradebook(f"sqlite:///{path}", patch)
    return path


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(template, tmp_path / "gradebook.db"))


@pytest.fixture
def gradebook(file: Path) -> Iterator[Gradebook]:
    """The copy, open."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - likewise

    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        yield gradebook
