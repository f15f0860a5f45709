"""One mistake is told once: what belongs together, what it cost, and what comes first."""

from __future__ import annotations

from typing import Any

import pytest

from nbjudge.diagnosis import Diagnosis
from nbjudge.examiner.troubles import Stop, Told, Troubles
from nbjudge.feedback.telling.causes import Cause, Line, causes, stopped_cell
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, PASSED, RAISED, WRONG, Verdict

CELL: dict[str, Any] = {
    "source": "class A:\n    pass\n    def f(self:\n",
    "metadata": {"nbgrader": {"grade_id": "a", "solution": True}},
}


def verdict(test: str, outcome: str = WRONG, message: str = "", **more: Any) -> Verdict:
    return Verdict(test, f"what {test} asks", outcome, 0.0 if outcome != PASSED else 1.0, 1.0, message, **more)


def diagnosis(key: str, **more: Any) -> Diagnosis:
    return Diagnosis("GELU", key, f"It is {key}.", **more)


def told(*verdicts: Verdict, notes: tuple[str, ...] = (), grade_id: str = "test_a_f") -> list[Cause]:
    return causes([(grade_id, one) for one in verdicts], notes)


def names(cause: Cause) -> list[str]:
    return [test.name for test in cause.failed]


def test_tests_with_one_diagnosis_are_one_cause_whatever_their_messages_say() -> None:
    found = told(
        verdict("one", message="x = 1", diagnosis=diagnosis("inner")),
        verdict("two", message="x = 2", diagnosis=diagnosis("inner", example=(("x", "1"),), section="3 · GELU")),
        verdict("three", message="x = 1", diagnosis=diagnosis("sign")),
    )
    assert [names(cause) for cause in found] == [["one", "two"], ["three"]]
    first = found[0]
    assert (first.title, first.sentence, first.points) == ("GELU", "It is inner.", 2.0)
    assert (first.example, first.section) == ((("x", "1"),), "3 · GELU"), "whichever test has them"


def test_without_a_diagnosis_outcome_and_first_line_say_what_belongs_together() -> None:
    found = told(
        verdict("one", RAISED, "KeyError: 1\nline 2, in f: d[1]"),
        verdict("two", RAISED, "KeyError: 1\nline 2, in f: d[1]"),
        verdict("three", WRONG, "KeyError: 1"),
        verdict("four", RAISED, "KeyError: 2"),
    )
    assert [names(cause) for cause in found] == [["one", "two"], ["three"], ["four"]]
    assert found[0].line == Line(2, "d[1]", "f")
    assert found[0].details == "", "the line is told as one"


def test_a_test_without_a_diagnosis_belongs_to_one_that_says_the_same_with_one() -> None:
    raised = "AttributeError: 'GELU' object has no attribute 's'"
    (only,) = told(verdict("one", RAISED, raised), verdict("two", RAISED, raised, diagnosis=diagnosis("no attribute")))
    assert names(only) == ["one", "two"]


def test_a_wrong_answer_without_a_diagnosis_may_be_what_others_of_its_cell_are() -> None:
    known = verdict("one", message="a", diagnosis=diagnosis("inner"))
    found = told(known, *(verdict(f"{n}", message="b") for n in range(5)), verdict("c", RAISED, "KeyError: 1"))
    assert [(names(cause)[0], cause.perhaps) for cause in found] == [("one", False), ("c", False), ("0", True)]
    elsewhere = causes([("test_a_f", known), ("test_b_f", verdict("other", message="b"))], ())
    assert not any(cause.perhaps for cause in elsewhere)


def test_the_longest_curve_is_taken() -> None:
    short, long = (tuple((float(x), 0.0, 1.0) for x in range(n)) for n in (3, 20))
    (cause,) = told(*(verdict(str(n), diagnosis=diagnosis("a", curve=curve)) for n, curve in enumerate((short, long))))
    assert cause.curve == long


@pytest.mark.parametrize(
    ("given", "shown"),
    [("it is shifted", "It is shifted."), ("self.x is gone", "self.x is gone."), ("did it?", "Did it?")],
)
def test_what_a_diagnosis_says_reads_as_a_sentence(given: str, shown: str) -> None:
    (cause,) = told(verdict("one", diagnosis=Diagnosis("A", "key", given)))
    assert cause.sentence == shown


def test_passed_tests_are_no_causes() -> None:
    assert told(verdict("one", PASSED)) == []


def test_what_was_not_run_belongs_to_what_kept_it_from_being_run() -> None:
    died = verdict("one", DIED, "the process ended itself (exit code 0)")
    (only,) = told(died, verdict("two", DIED, "not run: 2 tests before it ended so"))
    assert names(only) == ["one", "two"]


def test_the_gravest_cause_comes_first() -> None:
    found = told(verdict("one", message="a"), verdict("two", message="b"), verdict("three", message="b"))
    assert [cause.sentence for cause in found] == ["b", "a"]


@pytest.mark.parametrize(
    ("stop", "title", "words"),
    [
        (Stop("SyntaxError", "'(' was never closed", 3, 0), "The cell a is not valid Python", "Python cannot read"),
        (Stop("IndentationError", "unexpected indent", 2, 0), "The cell a is not valid Python", "unexpected indent"),
        (Stop("SyntaxError", "in text that it runs: invalid", 2, 1), "The cell a was stopped", "It raised SyntaxError"),
        (Stop("ZeroDivisionError", "division by zero", 2, 1), "The cell a was stopped", "It raised ZeroDivisionError"),
        (Stop("TimeUp", "", 2, 1), "The cell a was stopped", "ran into its time limit"),
        (Stop("MemoryError", "", 2, 1), "The cell a was stopped", "ran out of memory"),
    ],
)
def test_a_cell_that_was_stopped_comes_before_all_in_plain_words(stop: Stop, title: str, words: str) -> None:
    """Held together with the examiner's own notes and messages, whatever these come to say."""
    troubles = Troubles(Limits())
    troubles.hear(CELL, Told(None, stopped=stop))
    missing = verdict("two", RAISED, troubles.explained("NameError: name 'A' is not defined"))
    first, _ = told(
        verdict("one", message="grave"), verdict("other", message="grave"), missing, notes=(*troubles.notes,)
    )
    assert (first.title, names(first)) == (title, ["two"]), "what it kept from being defined is not told twice"
    assert words in first.sentence
    assert first.line == Line(stop.line, CELL["source"].splitlines()[stop.line - 1].strip())


def test_a_cell_that_ended_its_process_is_one_that_was_stopped() -> None:
    troubles = Troubles(Limits())
    troubles.lost(CELL, DIED, "signal 11")
    (note,) = troubles.notes
    cause = stopped_cell(note)
    assert cause is not None
    assert "signal 11" in cause.sentence


def test_other_notes_are_no_causes() -> None:
    assert stopped_cell("the locked cell linear had been changed; the original was used") is None
