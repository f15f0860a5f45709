"""What hashing a message's keys costs the receiver is bounded, whatever the sender chose."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from nbjudge.wire import forms
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import WireError
from nbjudge.wire.values import keys
from nbjudge.wire.values.keys import Clashes, is_key
from tests.support.wire import LIMIT, round_trip

MODULUS = 2**61 - 1  # integers that differ by it have the same hash
FACTOR = 60  # measured: 12


def seconds(message: bytes) -> float:
    """The quickest of three."""
    return min(_timed(message) for _ in range(3))


def _timed(message: bytes) -> float:
    start = time.thread_time()  # not the clock's: others use the machine as well
    decode(message, limit=4 * LIMIT)
    return time.thread_time() - start


def clashing(count: int) -> list[int]:
    return [number * MODULUS + 1 for number in range(count)]


#: Keys that were chosen to clash, and as many that were not.
CHOSEN: dict[str, tuple[Any, Any]] = {
    "a thousand keys of one hash": (set(clashing(1000)), set(range(1000))),
    "many tables just too small to be looked at": ([set(clashing(keys.FEW))] * 1500, [set(range(keys.FEW))] * 1500),
    "a dict of them": (dict.fromkeys(clashing(1000)), dict.fromkeys(range(1000))),
    "tuples of them": ({(key,) for key in clashing(1000)}, {(key,) for key in range(1000)}),
    "multiples of a power of two": ({number << 46 for number in range(10_000)}, set(range(10_000))),
}


@pytest.mark.parametrize(("chosen", "honest"), CHOSEN.values(), ids=CHOSEN.keys())
def test_chosen_keys_cost_not_much_more_than_as_many_honest_ones(chosen: Any, honest: Any) -> None:
    assert seconds(encode(chosen, limit=4 * LIMIT)) < FACTOR * seconds(encode(honest, limit=4 * LIMIT))


def test_more_keys_of_one_hash_are_refused_on_both_sides_before_they_are_hashed_into_a_table() -> None:
    elements = set(clashing(1100))
    with pytest.raises(WireError, match="same hash"):
        encode(elements, limit=LIMIT)
    one = encode(set(clashing(1000)), limit=LIMIT)
    with pytest.raises(WireError, match="same hash"):  # together they are too many
        decode(b"\x92" + one * 2, limit=LIMIT)


def test_a_message_holds_one_table_of_ten_thousand_numbers_and_not_two() -> None:
    table = dict.fromkeys(random.Random(0).sample(range(10**9), 10_000))
    assert round_trip(table) == table
    with pytest.raises(WireError, match="too many"):
        encode([table, table], limit=4 * LIMIT)


def test_words_are_bounded_by_the_number_of_values_alone() -> None:
    words = {f"word {number}": number for number in range(forms.ITEMS // 2 - 1)}
    assert decode(encode(words, limit=4 * LIMIT), limit=4 * LIMIT) == words


@pytest.mark.parametrize("honest", [[2**number for number in range(4000)], [number / 7 for number in range(9000)],
                                    [(row, column) for row in range(90) for column in range(90)],
                                    [*range(-4000, 5000)]],
                         ids=["powers of two", "fractions", "places", "numbers around zero"])  # fmt: skip
def test_honest_keys_do_not_clash(honest: list[Any]) -> None:
    Clashes().count(honest)


def test_a_key_is_what_can_be_hashed_and_crosses() -> None:
    assert is_key((1, frozenset([("a", None)])))
    assert not is_key(((((((1,),),),),),))
    assert not is_key([1])
    assert not is_key((1, [1]))
