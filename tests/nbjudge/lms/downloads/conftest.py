from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.collecting import Collector


@pytest.fixture
def collector(tmp_path: Path) -> Collector:
    return Collector(tmp_path)
