"""What a watch keeps: there after a restart, and nothing of it where the file is of no use."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from nbjudge.doors.ledger import Ledger

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_a_restart_finds_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / ".nbjudge" / "watch.json"
    before = Ledger(path)
    before.count("ps", "ada", MONDAY)
    before.count("ps", "ada", MONDAY)
    before.begin("ps", "ada")
    before.begin("ps", "bob")
    before.finish("ps", "ada")
    before.set_deadline("ps", 5.0)
    before.set_deadline("hw", math.inf)
    after = Ledger(path)
    assert (after.tries("ps", "ada", MONDAY), after.tries("ps", "bob", MONDAY)) == (2, 0)
    assert after.unfinished("ps") == {"bob"}
    assert (after.deadline("ps"), after.deadline("hw"), after.deadline("lab")) == (5.0, math.inf, None)


def test_tries_are_those_of_one_day(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "watch.json")
    ledger.count("ps", "ada", MONDAY)
    assert ledger.tries("ps", "ada", TUESDAY) == 0
    ledger.count("ps", "ada", TUESDAY)
    assert (ledger.tries("ps", "ada", TUESDAY), ledger.tries("ps", "ada", MONDAY)) == (1, 0)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"day": 1}', '{"day": "", "tries": [], "unfinished": {}}'])
def test_a_file_that_is_of_no_use_is_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "watch.json"
    path.write_text(text)
    assert Ledger(path).unfinished("ps") == set()
