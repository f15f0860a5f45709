"""The mistakes of a class: grouped by diagnosis, else by what the message begins with."""

from __future__ import annotations

from nbjudge.report import policy
from nbjudge.report.causes import Causes, key_of
from nbjudge.verdicts import DIED, NOT_JUDGED, RAISED, WRONG, Verdict
from tests.support.reporting import Made, diagnosis, failing, verdict, wrong


def causes_of(*students: dict[str, list[Verdict]]) -> Causes:
    causes = Causes()
    for number, verdicts in enumerate(students):
        causes.add([Made(f"s{number}", verdicts).graded()])
    return causes


def test_tests_that_fail_for_one_diagnosis_are_one_cause_however_their_messages_differ() -> None:
    told = diagnosis("upstream missing")
    both = wrong("test_b_0", "yours 1", told)
    both["test_a"] = wrong("test_a_seen", "something else", told)["test_a"]
    causes = causes_of(both, wrong("test_b_1", "yours 2", told), wrong("test_b_1", "yours 2", diagnosis("sign")))
    first, second = causes.ranked()
    assert (first.about, first.key, first.students, first.tests, first.points) == ("Layer", "upstream missing", 2, 3, 3)
    assert (first.section, first.named, dict(first.cells)) == ("2 · Layers", True, {"test_a": 1, "test_b": 2})
    assert (second.key, second.students) == ("sign", 1)


def test_without_a_diagnosis_the_first_line_counts_and_its_numbers_do_not() -> None:
    causes = causes_of(
        wrong("test_b_0", "at (0, 1): yours 1.5, right -2e-3\nlong story"),
        wrong("test_b_2", "at (3,): yours nan, right 4"),
        wrong("test_b_2", "the shape differs"),
    )
    first, second = causes.ranked()
    assert (first.students, first.key, first.named) == (2, WRONG, False)
    assert first.sentence == "at (0, 1): yours 1.5, right -2e-3"
    assert first.section == "1 · Numbers", "the heading above the cell"
    assert second.students == 1


def test_what_raises_alike_in_two_cells_is_one_cause_and_wrong_numbers_are_not() -> None:
    raised = verdict("t", RAISED, "ValueError: not today")
    assert key_of("test_a", raised) == key_of("test_b", raised)
    differs = verdict("t", WRONG, "yours 1")
    assert key_of("test_a", differs) != key_of("test_b", differs)
    assert key_of("test_a", verdict("t", DIED, "x")) != key_of("test_a", verdict("t", RAISED, "x"))


def test_there_are_two_examples_at_most_of_different_students() -> None:
    causes = causes_of(*[wrong("test_b_0", f"yours {x}", diagnosis("sign", x=str(x))) for x in (1, 1, 2, 3)])
    (cause,) = causes.ranked()
    assert [dict(example.numbers)["x"] for example in cause.examples] == ["1", "2"]


def test_what_was_not_judged_is_nobodys_mistake() -> None:
    assert len(causes_of(failing("test_b_0", verdict("test_b_0", NOT_JUDGED, "the examiner stopped")))) == 0


def test_a_class_of_endlessly_many_messages_has_a_bounded_number_of_causes() -> None:
    letters = [f"{'a' * (number // 26)}{chr(97 + number % 26)}" for number in range(policy.CAUSES_KEPT + 50)]
    causes = causes_of(*[wrong("test_b_0", f"message {word}") for word in letters])
    assert len(causes) == policy.CAUSES_KEPT + 1
    assert causes.ranked()[0].students == 50
    assert "too many" in causes.ranked()[0].sentence
