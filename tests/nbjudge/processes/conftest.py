"""What tests of warm processes have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.zygotes import running


@pytest.fixture
def nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """After the test there is neither a process nor a folder that was not there before."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = running()
    yield
    assert running() <= before
    assert list(tmp_path.iterdir()) == []
