"""Proxies: which calls cross to the student's process, and which run here."""

from __future__ import annotations

from typing import Any

from nbjudge.remote import Remote, Target, bound, remote_class
from nbjudge.wire import Handle

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

    def call(self, target: Target, method: str, arguments: object, keywords: object) -> Any:
        self.asked.append(("new " if target.unmade else "") + (method or "new"))
        return method if method else bound(object.__new__(Remote), self, Target(LAYER), frozenset())  # type: ignore[arg-type]  # a stand-in

    def get(self, target: Target, name: str) -> str:
        self.asked.append(f".{name}")
        return name


def layer(recorder: Recorder, methods: list[str], given: list[str]) -> Any:
    cls = remote_class(recorder, "ReLU", LAYER, (Base,), methods, given)  # type: ignore[arg-type]  # a stand-in
    return cls()


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


def test_what_the_preamble_makes_is_made_by_the_first_message_to_it() -> None:
    recorder = Recorder()
    cls: Any = remote_class(recorder, "ReLU", LAYER, (Base,), ["forward"], made_as_given=True)  # type: ignore[arg-type]  # a stand-in
    made = cls()
    assert recorder.asked == []
    made.forward(1)
    assert recorder.asked == ["new forward"]


def test_arguments_are_handed_over_at_once_whoever_makes_the_object() -> None:
    recorder = Recorder()
    cls: Any = remote_class(recorder, "ReLU", LAYER, (Base,), ["forward"], made_as_given=True)  # type: ignore[arg-type]  # a stand-in
    cls(1)
    assert recorder.asked == ["new"]
