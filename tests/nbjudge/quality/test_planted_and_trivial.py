"""Two lines of the card: faults that a course plants at random, and what code that computes nothing earns."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from nbjudge.quality.card import Card
from nbjudge.quality.corpus import CorpusError, read_answers
from nbjudge.quality.plan import PLANTED_SEEDS, SelfCheck
from tests.support.inprocess import ROOT
from tests.support.selfchecking import LIMITS, TEST_TWICE, TWICE, checked, corpus_of
from tests.support.small import small_assignment

PLANTED = "faults planted at random caught, in the right cells and with every seed"
TRIVIAL = "trivial answers that earn more than 5% of the points"
ASSIGNMENT = small_assignment(TWICE, TEST_TWICE)
DRIVERS = """
from nbjudge.quality.drivers import Planted

def scripts(grade_id): return None
def allowed(line, right, yours): return None
def planted(solutions):
    assert solutions == {{"answer": {solution!r}}}
    for at, loses, may_lose in {faults}:
        text = solutions["answer"] + f" + (x == {{at}})"
        yield Planted(f"one more at {{at}}", "answer", text, frozenset(loses), frozenset(may_lose))
"""


def _lines(card: Card) -> dict[str, str]:
    return {line.what: line.result for line in card.counts}


@pytest.fixture
def drivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "planting", raising=False)
    return tmp_path / "planting.py"


def _planted(drivers: Path, faults: str, **options: Any) -> Card:
    drivers.write_text(DRIVERS.format(solution=TWICE, faults=faults))
    return checked(ASSIGNMENT, only="answer", drivers="planting", **options)


def test_fault_that_the_tests_never_meet_is_named_with_its_seed(drivers: Path) -> None:
    card = _planted(drivers, "[(3, {'test_answer'}, ()), (4, {'test_answer'}, ())]")
    assert _lines(card)[PLANTED] == "1/2"
    assert "one more at 4: it should lose test_answer, but it loses nothing (seed 0)" in card.problems


def test_fault_that_costs_another_cell_is_named_unless_it_may(drivers: Path) -> None:
    card = _planted(drivers, "[(3, (), ())]")
    assert "one more at 3: it should lose nothing, but it loses test_answer (seed 0)" in card.problems


def test_fault_may_cost_the_cells_that_it_may_cost(drivers: Path) -> None:
    assert _lines(_planted(drivers, "[(3, (), {'test_answer'})]"))[PLANTED] == "1/1"


def test_every_seed_counts(drivers: Path) -> None:
    tests = "import os\n\ndef test_twice():\n    assert os.environ['NBJUDGE_SEED'] == '3' or twice(3) == 6"
    drivers.write_text(DRIVERS.format(solution=TWICE, faults="[(3, {'test_answer'}, ())]"))
    card = checked(small_assignment(TWICE, tests), only="answer", drivers="planting", seeds=PLANTED_SEEDS)
    assert "one more at 3: it should lose test_answer, but it loses nothing (seed 3)" in card.problems


def test_course_that_plants_nothing_has_no_such_line() -> None:
    assert PLANTED not in _lines(checked(ASSIGNMENT, only="none", drivers="there.is.none"))


def test_trivial_answer_that_earns_more_than_a_twentieth_is_named(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, trivial='"""Six.\n\nwhy: to see.\n"""\ndef twice(x): return 6\n')
    (tmp_path / "trivial" / "zero.py").write_text('"""Zero.\n\nwhy: to see.\n"""\ndef twice(x): return 0\n')
    selfcheck = SelfCheck(ASSIGNMENT, LIMITS, corpus, drivers="there.is.none")
    assert [answer.name for answer in selfcheck.trivial] == ["trivial/one", "trivial/zero"]
    card = checked(ASSIGNMENT, corpus, drivers="there.is.none")
    assert _lines(card)[TRIVIAL] == "1/2"
    assert [problem for problem in card.problems if "trivial" in problem] == ["trivial/one: it earns 1 of 1"]


def test_trivial_answers_are_left_out_where_only_some_cells_are_asked_for(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, trivial='"""Six.\n\nwhy: to see.\n"""\ndef twice(x): return 6\n')
    assert SelfCheck(ASSIGNMENT, LIMITS, corpus, only="answer").trivial == []


def test_trivial_answer_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="why"):
        read_answers(corpus_of(tmp_path, trivial='"""Six."""\n'), "trivial")


def test_corpus_of_the_course_has_the_common_ways_to_compute_nothing() -> None:
    names = {answer.name for answer in read_answers(ROOT / "tests" / "corpus", "trivial")}
    assert names >= {f"trivial/{name}" for name in ("pass", "only_self_x", "zeros", "copies", "x_itself")}
