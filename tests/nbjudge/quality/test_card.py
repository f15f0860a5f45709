"""The card of an assignment with a hole in its tests names it, and that of the mended one is clean."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from nbjudge.quality.card import Card
from nbjudge.quality.card_text import lasting, markdown, show
from tests.support.selfchecking import WEAK, checked, slips, weak


@pytest.fixture(scope="module")
def weak_card() -> Card:
    return checked(weak(), WEAK / "corpus")


@pytest.fixture(scope="module")
def mended_card() -> Card:
    return checked(weak(mended=True), WEAK / "corpus")


# ---------------------------------------------------------------- the gate for authors


def test_planted_hole_is_found_and_named(weak_card: Card) -> None:
    assert slips(weak_card) == {
        "return np.abs((1 - self.y**2) * grad_output)",
        "return (1 - self.y**2) / grad_output",
        "return 1 - self.y**2",
    }
    assert {tried.survivor.suspects for tried in weak_card.survivors if tried.survivor} == {("test_tanh_backward",)}


def test_wrong_answer_that_slips_through_the_hole_is_named(weak_card: Card) -> None:
    lines = {line.what: line for line in weak_card.counts}
    assert lines["wrong answers caught"].trouble == ("wrong/tanh_squared_upstream: it loses nothing",)
    assert lines["right answers accepted"].result == "1/1"
    assert lines["wrong answers caught"].result == "0/1"
    assert lines["hostile answers that gain anything"].result == "0/1"


def test_tests_suggested_for_the_hole_would_close_it(weak_card: Card) -> None:
    source = json.loads(weak().source)
    suggested = [tried.survivor.test for tried in weak_card.survivors if tried.survivor]
    source["cells"][-1]["source"] += ["\n\n", "\n\n".join(suggested)]
    card = checked(replace(weak(), source=json.dumps(source)), WEAK / "corpus", only="tanh")
    assert card.problems == []


def test_mended_tests_get_a_clean_card(mended_card: Card) -> None:
    assert mended_card.problems == []
    assert mended_card.survivors == []
    assert len(mended_card.equivalent) < 10
    assert mended_card.caught + len(mended_card.equivalent) == len(mended_card.tried) > 100


def test_every_equivalent_mutant_is_justified(mended_card: Card) -> None:
    for tried in mended_card.equivalent:
        assert tried.survivor is not None
        assert re.search(r"in all \d+ values compared", tried.survivor.why)


# ---------------------------------------------------------------- as data and as text


def test_card_counts_every_mutant_once(weak_card: Card) -> None:
    numbers = list(weak_card.by_operator().values())
    assert sum(total for total, *_ in numbers) == len(weak_card.tried)
    assert all(total == sum(parts) for total, *parts in numbers)
    assert weak_card.score == f"{weak_card.caught}/{weak_card.caught + len(weak_card.survivors)} (97.8 %)"


def test_card_as_json_has_every_mutant_and_what_caught_it(weak_card: Card) -> None:
    told = json.loads(json.dumps(weak_card.to_dict()))
    assert told["mutation"]["mutants"] == len(told["tried"])
    assert sorted(told["mutation"]["survivors"]) == sorted(t.mutant.name for t in weak_card.survivors)
    assert told["problems"] == weak_card.problems
    assert {name for tried in told["tried"] for name in tried["caught_by"]} == {
        "test_hat", "test_tanh_forward", "test_tanh_backward"
    }  # fmt: skip


def test_card_shows_survivors_with_diff_suspects_and_a_test(weak_card: Card) -> None:
    for text in (markdown(weak_card), printed(weak_card)):
        assert "-        return (1 - self.y**2) * grad_output\n+        return 1 - self.y**2\n" in text
        assert "should be caught by test_tanh_backward" in text
        assert "def test_tanh_0" in text
        assert "wrong/tanh_squared_upstream: it loses nothing" in text


def printed(card: Card) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        show(card, console)
    return capture.get()


def test_card_is_the_same_each_time_but_for_one_line(mended_card: Card) -> None:
    later = replace(mended_card, seconds=1e6, jobs=99)
    assert markdown(later) != markdown(mended_card)
    assert lasting(markdown(later)) == lasting(markdown(mended_card))
