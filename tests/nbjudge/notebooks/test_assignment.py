"""An assignment is read once, whatever is learnt of it later."""

from __future__ import annotations

from typing import Any

import pytest

from nbjudge.notebooks import assignment
from nbjudge.notebooks.assignment import Assignment, read_assignment
from nbjudge.notebooks.source import Source, read_source
from nbjudge.stands import BESIDE, Stand
from tests.support.inprocess import ASSIGNMENT, ROOT

STANDS = {"test_relu_forward": Stand(BESIDE, "a test says so")}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Something for each time that a source is read."""
    found: list[object] = []

    def reading(*arguments: Any) -> Source:
        found.append(arguments)
        return read_source(*arguments)

    monkeypatch.setattr(assignment, "read_source", reading)
    return found


def read() -> Assignment:
    release = ROOT / "release" / "activation"
    return read_assignment(ASSIGNMENT, "activation", "activation", root=ROOT, release=release)


def test_the_source_is_read_once_for_modules_fingerprint_and_stands(reads: list[object]) -> None:
    found = read()
    assert found.modules
    assert found.fingerprint != found.with_parts(stands=STANDS).fingerprint
    assert len(reads) == 1


def test_other_parts_change_nothing_else() -> None:
    found = read()
    assert found.with_parts(stands=STANDS).stands == STANDS
    assert found.with_parts(modules={"a.py": b""}).modules == {"a.py": b""}
    assert found.with_parts(stands=STANDS).with_parts(stands={}) == found
    assert found.with_parts(stands=STANDS).parsed is found.parsed
