"""The judge's own templates."""

from __future__ import annotations

import tomllib
from pathlib import Path

import nbjudge
from tests.support.inprocess import ROOT

FEEDBACK = Path(nbjudge.__file__).parent / "feedback"


def test_a_wheel_holds_them_all() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    held = {path for pattern in settings["package-data"]["nbjudge.feedback"] for path in FEEDBACK.glob(pattern)}
    there = {path for path in (FEEDBACK / "templates").rglob("*") if path.is_file()}
    assert held == there
    assert len(there) >= 6
