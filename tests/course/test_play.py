"""Many calls at once: what comes back of each, and in which order they are made."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest

from oracle.play import Call, play


class Tape:
    """Notes its calls, with its number, on a tape that all share."""

    tape: ClassVar[list[str]] = []
    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.number = self.made
        self.total = np.zeros(2)

    def add(self, value: Any) -> Any:
        self.tape.append(f"{self.number}: {value}")
        if value < 0:
            raise ValueError("negative")
        self.total += value
        return self.total


@pytest.fixture
def tape() -> type[Tape]:
    """A tape with nothing on it."""
    return type("Fresh", (Tape,), {"tape": [], "made": 0})


def adding(*values: int) -> list[Call]:
    return [("add", value) for value in values]


def test_each_script_has_an_object_of_its_own_and_its_calls_are_made_in_order(tape: type[Tape]) -> None:
    first, second = play(tape, [adding(1, 2), adding(10)])
    assert tape.tape == ["1: 1", "1: 2", "2: 10"]
    assert [result.tolist() for result in first.complete()] == [[1, 1], [3, 3]]
    assert [result.tolist() for result in second.complete()] == [[10, 10]]


def test_in_turn_the_scripts_take_turns(tape: type[Tape]) -> None:
    play(tape, [adding(1, 2), adding(10, 20, 30)], in_turn=True)
    assert tape.tape == ["1: 1", "2: 10", "1: 2", "2: 20", "2: 30"]


def test_result_is_as_it_was_when_it_was_returned_and_a_later_change_is_told(tape: type[Tape]) -> None:
    (played,) = play(tape, [adding(1, 2)])
    assert played.results[0].tolist() == [1, 1]
    assert played.changed == [0]


def test_only_wanted_results_come_back_and_only_they_can_have_changed(tape: type[Tape]) -> None:
    one, none = play(tape, [adding(1, 2, 3), adding(4, 5)], wanted=[[1], []])
    assert one.results[0] is None
    assert one.results[1].tolist() == [3, 3]
    assert one.results[2] is None
    assert one.changed == [1]
    assert (none.results, none.changed, none.error) == ([None, None], [], None)


def test_error_ends_its_own_script_alone(tape: type[Tape]) -> None:
    failed, other = play(tape, [adding(1, -1, 2), adding(3)], wanted=[[], [0]])
    assert failed.results == [None]
    assert len(other.complete()) == 1
    with pytest.raises(ValueError, match="negative"):
        failed.complete()


def test_of_several_errors_the_first_is_told(tape: type[Tape]) -> None:
    first, second = play(tape, [adding(1, -2), adding(-1)], in_turn=True)
    assert tape.tape == ["1: 1", "2: -1", "1: -2"]
    assert first.error is second.error is not None


def test_attribute_is_read_in_its_turn(tape: type[Tape]) -> None:
    (played,) = play(tape, [[("add", 1), ("number",), ("total",)]])
    assert played.results[1] == 1
    assert played.results[2].tolist() == [1, 1]


def test_under_the_judge_all_calls_go_in_one() -> None:
    class Proxy:
        @staticmethod
        def __together__(scripts: Any, in_turn: Any, wanted: Any) -> Any:
            return [([scripts, in_turn, wanted], [], None)]

    (played,) = play(Proxy, [adding(1)], in_turn=True, wanted=[[0]])
    assert played.results == [[[("add", 1)]], True, [[0]]]
