"""After losses, tests of the same class get less time, and at last none; other classes are always tried."""

from __future__ import annotations

import pytest

from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.examiner.patience import Patience
from nbjudge.limits import Limits
from nbjudge.verdicts import TIME_LIMIT

LIMITS = Limits(test_seconds=5.0, lost_seconds=8.0, candidates=2)
LOSS = CandidateLost(TIME_LIMIT, "no answer within the time limit")


def patience(*cells: str, limits: Limits = LIMITS) -> Patience:
    """After a loss of all its time in a test of each of these names, each in a grade cell of its own."""
    made = Patience(limits)
    for name in cells:
        made.start_cell()
        made.ask_about({name})
        made.lose(LOSS, made.test_seconds)
    return made


def asked_about(made: Patience, *names: str) -> Patience:
    made.start_cell()
    made.ask_about(names)
    return made


def test_before_any_loss_a_test_has_all_its_time() -> None:
    assert asked_about(patience(), "ReLU").test_seconds == 5


def test_after_a_loss_a_class_gets_a_fifth_and_others_all() -> None:
    assert asked_about(patience("ReLU"), "ReLU").test_seconds == 1
    assert asked_about(patience("ReLU"), "Sigmoid").test_seconds == 5
    assert asked_about(patience("ReLU"), "Sigmoid", "ReLU").test_seconds == 1


def test_a_short_test_is_not_made_shorter_than_a_busy_machine_may_stop() -> None:
    assert asked_about(patience("ReLU", limits=Limits(test_seconds=1.0)), "ReLU").test_seconds == 0.5
    assert asked_about(patience("ReLU", limits=Limits(test_seconds=0.4)), "ReLU").test_seconds == 0.4


def test_after_two_losses_the_rest_of_a_cell_is_not_run() -> None:
    made = asked_about(patience(), "ReLU")
    made.lose(LOSS, 1)
    made.check()
    made.lose(LOSS, 1)
    with pytest.raises(CandidateLost, match="not run: 2 tests before it ended so"):
        made.check()
    asked_about(made, "ReLU").check()


def test_when_losses_have_taken_long_the_rest_of_the_class_is_not_run_and_others_are_for_a_short_time() -> None:
    made = patience("ReLU", "ReLU", "ReLU", "ReLU")
    with pytest.raises(CandidateLost, match="not run: tests before it took 8 s") as raised:
        asked_about(made, "ReLU").check()
    assert raised.value.outcome == TIME_LIMIT
    asked_about(made, "GELU").check()
    assert made.test_seconds == 1
