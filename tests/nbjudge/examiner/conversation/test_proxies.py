"""Proxies: which calls cross to the student's process, and which run here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nbjudge.examiner.conversation.proxies import Call, Remote, ScriptOutcome, bound, opaque_class, remote_class
from nbjudge.wire.forms import Handle
from nbjudge.wire.specials import bits_of

LAYER = Handle(7, "ReLU")


class Base:
    """As the preamble defines it."""

    def parameters(self) -> list[Any]:
        return []

    def describe(self) -> str:
        return f"a layer that holds {self.x}"  # type: ignore[attr-defined]  # the student's class stores it


class Recorder:
    """Stands where a session would, and answers every question with its name."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def call(
        self, target: Any, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any], *, named: bool = False
    ) -> object:
        self.asked.append(method or "new")
        return method or bound(object.__new__(target if isinstance(target, type) else Remote), self, LAYER)

    def special(self, target: Any, name: str, arguments: tuple[Any, ...]) -> object:
        self.asked.append(name)
        return {"__len__": 3, "__bool__": True}.get(name, name)

    def get(self, target: Any, name: str) -> str:
        self.asked.append(f".{name}")
        return name

    def set(self, target: Any, name: str, value: object) -> None:
        self.asked.append(f".{name} = {value}")

    def run_scripts(
        self, cls: type, scripts: Sequence[Sequence[Call]], *, in_turn: bool, wanted: Sequence[Sequence[int]] | None
    ) -> list[ScriptOutcome]:
        self.asked.append("scripts")
        return [([name for name, *_ in script], [], None) for script in scripts]


def layer_class(recorder: Recorder, methods: list[str], given: list[str]) -> Any:
    return remote_class(recorder, "ReLU", LAYER, (Base,), methods, given)


def layer(recorder: Recorder, methods: list[str], given: list[str]) -> Any:
    return layer_class(recorder, methods, given)()


def test_the_students_methods_cross_and_inherited_ones_of_the_preamble_do_not() -> None:
    recorder = Recorder()
    made = layer(recorder, ["forward"], ["parameters"])
    assert (made.forward(1), made.parameters()) == ("forward", [])
    assert recorder.asked == ["new", "forward"]


def test_what_an_inherited_method_reads_of_the_object_crosses() -> None:
    recorder = Recorder()
    assert layer(recorder, [], ["describe"]).describe() == "a layer that holds x"
    assert recorder.asked == ["new", ".x"]


def test_an_inherited_method_that_the_examiner_does_not_know_crosses() -> None:
    recorder = Recorder()
    assert layer(recorder, [], ["invented"]).invented() == "invented"


def test_a_method_of_the_student_that_has_a_given_ones_name_crosses() -> None:
    recorder = Recorder()
    assert layer(recorder, ["parameters"], []).parameters() == "parameters"


def test_an_instance_is_made_when_the_class_is_called() -> None:
    recorder = Recorder()
    cls = layer_class(recorder, ["forward"], ["parameters"])
    assert recorder.asked == []
    cls(1)
    assert recorder.asked == ["new"]


def test_special_methods_cross_where_the_class_there_has_them() -> None:
    recorder = Recorder()
    bag: Any = bound(object.__new__(opaque_class("Bag", bits_of(list))), recorder, Handle(8, "Bag"))
    assert (len(bag), bag * 2, bag == 1) == (3, "__mul__", "__eq__")
    assert recorder.asked == ["__len__", "__mul__", "__eq__"]
    assert not callable(bag)
    plain: Any = bound(object.__new__(opaque_class("Plain", 0)), recorder, Handle(9, "Plain"))
    assert (plain == 1, bool(plain), hasattr(type(plain), "__len__")) == (False, True, False)


def test_what_is_set_on_an_object_crosses() -> None:
    recorder = Recorder()
    layer(recorder, [], []).x = 1
    assert recorder.asked == ["new", ".x = 1"]


def test_scripts_cross_together() -> None:
    recorder = Recorder()
    cls = layer_class(recorder, ["forward"], [])
    scripts: list[list[Call]] = [[("forward", 1), ("x",)], [("forward", 2)]]
    assert cls.__together__(scripts, False) == [(["forward", "x"], [], None), (["forward"], [], None)]
    assert recorder.asked == ["scripts"]
