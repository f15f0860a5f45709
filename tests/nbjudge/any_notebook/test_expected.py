"""The record of what stock nbgrader gives: whole, sensible, and what stock still gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.nbjudge.any_notebook.grouping import RELEASE, SOLUTION, Group
from tests.nbjudge.any_notebook.reading import Case, read_cases
from tests.nbjudge.any_notebook.recording import (
    ASSIGNMENT,
    EXPECTED,
    Scores,
    as_text,
    graded_by_stock,
    read_expected,
    without_the_answer,
)

CASES = read_cases()
BY_STOCK = read_expected()
ASKED_AGAIN = ("nothing_returned", "partial_credit_int")


def oddities(case: Case, scores: Scores) -> list[str]:
    """What makes a case useless, as stock grades it."""
    of_case, full = scores[case.name], case.points()
    labels = [SOLUTION, RELEASE, *(answer.label for answer in case.answers)]
    if list(of_case) != labels or any(list(points) != list(full) for points in of_case.values()):
        return [f"recorded are {list(of_case)}, but there are {labels}: record again"]
    found = [] if of_case[SOLUTION] == full else ["its solution loses points"]
    found += ["its untouched release has full points"] if of_case[RELEASE] == full else []
    for answer in case.answers:
        got = of_case[answer.label]
        if answer.kind == "right" and got != full:
            found.append(f"{answer.label} loses points")
        if answer.kind == "wrong" and got == full:
            found.append(f"{answer.label} loses none")
        if any(got[name] <= without_the_answer(case, answer, name, scores) for name in answer.attacks):
            found.append(f"{answer.label} gains nothing natively")
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_natively_right_is_right_wrong_is_wrong_and_forging_pays(case: Case) -> None:
    assert oddities(case, BY_STOCK) == []


def test_a_useless_case_would_be_found() -> None:
    case = next(case for case in CASES if case.name == "asserts_at_top_level")
    of_case = BY_STOCK[case.name]
    nothing, full = {"test_triple": 0.0}, {"test_triple": 3.0}
    for label, points, said in [
        (SOLUTION, nothing, "its solution loses points"),
        (RELEASE, full, "its untouched release has full points"),
        ("right-1", nothing, "right-1 loses points"),
        ("wrong-1", full, "wrong-1 loses none"),
        ("forged-1", nothing, "forged-1 gains nothing natively"),
    ]:
        assert said in oddities(case, {case.name: of_case | {label: points}})
    assert oddities(case, {case.name: {SOLUTION: full}})


def test_the_record_has_the_cases_and_no_others() -> None:
    assert set(BY_STOCK) == {case.name for case in CASES}
    assert EXPECTED.read_text(encoding="utf-8") == as_text(BY_STOCK)


def test_stock_nbgrader_still_gives_what_is_recorded(tmp_path: Path) -> None:
    group = Group("again", tuple(case for case in CASES if case.name in ASKED_AGAIN))
    assert len(group.cases) == len(ASKED_AGAIN)
    assert graded_by_stock([group], tmp_path) == {name: BY_STOCK[name] for name in ASKED_AGAIN}
    released = json.loads((tmp_path / "release" / ASSIGNMENT / "again.ipynb").read_text(encoding="utf-8"))
    handed_in = group.submission(RELEASE)
    assert ["".join(cell["source"]) for cell in released["cells"]] == [cell["source"] for cell in handed_in["cells"]]
