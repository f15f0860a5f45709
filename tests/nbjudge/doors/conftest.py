from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest

from tests.support.mini import MiniCourse
from tests.support.watched import watched_course


@pytest.fixture(scope="session")
def watched_original(tmp_path_factory: pytest.TempPathFactory) -> MiniCourse:
    return watched_course(tmp_path_factory.mktemp("watched") / "course")


@pytest.fixture
def course(watched_original: MiniCourse, tmp_path: Path) -> MiniCourse:
    """A copy, for one test."""
    copied = copy.copy(watched_original)
    copied.root = Path(shutil.copytree(watched_original.root, tmp_path / "course"))
    return copied
