"""Lists, dicts, sets and deques that the student's code changes in place are changed in the test as well."""

from __future__ import annotations

import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.wire import refills, tracking
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, type_name
from nbjudge.wire.tracking import Tracker
from tests.support.talking import talking
from tests.support.wire import LIMIT, round_trip


class Student:
    """Whatever is done here to arguments should be seen in the test."""

    def __init__(self) -> None:
        self.kept: Any = None

    def do(self, act: str, *arguments: Any) -> Any:
        return ACTS[act](self, *arguments)


def _keep(student: Student, value: Any) -> None:
    student.kept = value


def _swap(_: Student, rows: list[Any]) -> None:
    rows[0], rows[-1] = rows[-1], rows[0]


ACTS: dict[str, Callable[..., Any]] = {
    "append": lambda _, items: items.append(9),
    "sort": lambda _, items: items.sort(),
    "clear": lambda _, items: items.clear(),
    "store": lambda _, entries: entries.update(new=[1]),
    "add": lambda _, elements: elements.add(9),
    "swap": _swap,
    "append within": lambda _, outer: outer["a"][0].append(9),
    "fail after appending": lambda _, items: (items.append(9), 1 / 0),
    "itself": lambda _, items: items.append(items),
    "an object": lambda student, items: items.append(student),
    "an object as key": lambda student, entries: entries.update({student: 1}),
    "keep": _keep,
    "append to what is kept": lambda student: student.kept.append(9),
    "return": lambda _, value: value,
    "a huge list": lambda _, items: items.extend(range(200_000)),
    "nothing": lambda _, *__: None,
}


def done(act: str, *arguments: Any) -> Any:
    with talking(Student()) as talk:
        return talk.session.call(talk.target, "do", (act, *arguments), {})


@pytest.mark.parametrize(
    ("act", "value", "after"),
    [
        ("append", [1], [1, 9]),
        ("sort", [3, 1, 2], [1, 2, 3]),
        ("clear", {"a": 1}, {}),
        ("clear", {1, 2}, set()),
        ("store", {"a": 1}, {"a": 1, "new": [1]}),
        ("store", OrderedDict(a=1), OrderedDict(a=1, new=[1])),
        ("store", defaultdict(list, a=[2]), {"a": [2], "new": [1]}),
        ("add", {1}, {1, 9}),
        ("append", deque([1, 2], 2), deque([2, 9])),
        ("append within", {"a": ([1], 2)}, {"a": ([1, 9], 2)}),
        ("append within", OrderedDict(a=deque([[1]])), OrderedDict(a=deque([[1, 9]]))),
    ],
)
def test_an_argument_that_is_changed_in_place_is_changed_in_the_test(act: str, value: Any, after: Any) -> None:
    done(act, value)
    assert value == after


def test_a_counter_that_is_changed_in_place_has_the_new_counts() -> None:
    counter = Counter("aab")
    done("clear", counter)
    assert counter == Counter()


def test_a_change_is_seen_although_the_code_then_failed() -> None:
    items = [1]
    with pytest.raises(ZeroDivisionError):
        done("fail after appending", items)
    assert items == [1, 9]


def test_what_only_changes_its_place_stays_the_same_object() -> None:
    rows = [[1], {"a": 2}, np.zeros(2)]
    first, _, last = rows
    done("swap", rows)
    assert rows[0] is last
    assert rows[2] is first


def test_a_list_may_be_put_into_itself() -> None:
    items: list[Any] = [1]
    done("itself", items)
    assert items[1] is items


def test_a_list_that_the_code_keeps_is_changed_later() -> None:
    items = [1]
    with talking(Student()) as talk:
        talk.session.call(talk.target, "do", ("keep", items), {})
        talk.session.call(talk.target, "do", ("append to what is kept",), {})
    assert items == [1, 9]


def test_a_list_that_was_returned_is_changed_later() -> None:
    with talking(Student()) as talk:
        talk.session.call(talk.target, "do", ("keep", [1]), {})
        got = talk.session.get(talk.target, "kept")
        talk.session.call(talk.target, "do", ("append to what is kept",), {})
        assert got == [1, 9]


def test_an_object_put_into_a_list_arrives_as_a_handle_or_proxy() -> None:
    items: list[Any] = []
    done("an object", items)
    assert len(items) == 1


def test_a_dict_that_can_no_longer_cross_stays_as_it_was_and_is_counted() -> None:
    entries = {"a": 1}
    with talking(Student()) as talk:
        talk.session.call(talk.target, "do", ("an object as key", entries), {})
        assert talk.session.tracker.missed == 1
    assert entries == {"a": 1}


def test_a_change_that_is_too_large_is_an_error_and_loses_nobody() -> None:
    with talking(Student()) as talk:
        with pytest.raises(Exception, match="200001 values; the limit is 100000"):
            talk.session.call(talk.target, "do", ("a huge list", [1]), {})
        assert talk.session.lost is None
        assert talk.session.call(talk.target, "do", ("return", 7), {}) == 7


# ------------------------------------------------------------ both sides in step


class Sub(list[Any]):
    pass


def as_objects(items: list[Any]) -> Any:
    array = np.empty(len(items), object)
    for place, item in enumerate(items):
        array[place] = item
    return array


arrays = st.builds(np.zeros, st.integers(0, 2)) | st.sampled_from([["a", "b"], [b"x"]]).map(np.array)
held = st.recursive(
    st.integers() | st.text(max_size=2) | arrays | st.builds(object) | st.sets(st.integers(), max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.lists(inner, max_size=3).map(deque)
        | st.lists(inner, max_size=3).map(Sub)
        | st.dictionaries(st.integers() | st.builds(object), inner, max_size=2)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2).map(OrderedDict)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2).map(lambda entries: defaultdict(list, entries))
        | st.dictionaries(st.sampled_from(["a", "_b"]), inner).map(lambda entries: types.SimpleNamespace(**entries))
        | st.lists(inner, max_size=2).map(as_objects)
        | st.lists(inner, max_size=2).map(lambda items: dict(enumerate(items)).values())
    ),
    max_leaves=10,
)


def sizes(tracker: Tracker) -> object:
    return tracker.containers(), {number: (array.shape, data) for number, (array, data) in tracker.remembered().items()}


@settings(max_examples=300, deadline=None)
@given(st.lists(held, min_size=1, max_size=4), st.booleans())
def test_both_sides_number_the_same_arrays_and_containers(values: list[Any], plain: bool) -> None:
    switch = (lambda _: True) if plain else None
    sender, receiver = Tracker(switch), Tracker()
    for value in values:
        got = round_trip(value, plain_subclasses=switch, opaque=lambda found: Handle(1, type_name(found)))
        sender.note(value)
        receiver.note(got)
        assert sizes(sender) == sizes(receiver)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers() | st.lists(st.integers(), max_size=2), max_size=4), min_size=1, max_size=4),
       st.data())  # fmt: skip
def test_any_changes_arrive(lists: list[list[Any]], data: st.DataObject) -> None:
    theirs, mine = round_trip(lists), lists
    their_tracker, my_tracker = Tracker(), Tracker()
    their_tracker.note(theirs)
    my_tracker.note(mine)
    for _ in range(data.draw(st.integers(1, 4))):
        items = data.draw(st.sampled_from(theirs))
        act = data.draw(st.sampled_from(["append", "pop", "insert", "reverse", "alias"]))
        if act == "append":
            items.append(data.draw(st.integers()))
        elif act == "insert":
            items.insert(0, [data.draw(st.integers())])
        elif act == "reverse":
            items.reverse()
        elif act == "alias" and items is not theirs[0]:
            items.append(theirs[0])
        elif act == "pop" and items:
            items.pop()
    my_tracker.apply(decode(encode(their_tracker.changes(), limit=LIMIT), limit=LIMIT))
    assert repr(mine) == repr(theirs)
    assert their_tracker.changes() == []


def test_the_oldest_are_forgotten_on_both_sides_alike() -> None:
    sender, receiver = Tracker(), Tracker()
    for count in [1, 3, 60_000, 5, 60_000] + [1] * refills.REMEMBERED:
        value = [[0] * count, np.zeros(count)]
        sender.note(value)
        receiver.note(round_trip(value))
        assert sizes(sender) == sizes(receiver)
    assert len(sender.containers()) == refills.REMEMBERED
    assert len(sender.remembered()) == tracking.REMEMBERED


def test_what_nobody_reaches_any_more_is_let_go() -> None:
    tracker = Tracker()
    array = np.zeros(3)
    tracker.note([[array], {"a": [array]}])
    del array
    assert tracker.changes() == []
    assert len(tracker.containers()) == 4
    assert tracker._containers._known == {}
