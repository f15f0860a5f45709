"""Whose an entry is not: what can be read in two ways is nobody's, is told, and costs nobody else."""

from __future__ import annotations

import pytest

from nbjudge.lms.downloads.collecting import NEW
from nbjudge.lms.people import Student
from tests.support.collecting import ADA, BOB, MOODLES, Collector, became, troubles
from tests.support.lms import CANVAS, NOTEBOOK, STUDENTS, WORKSHEET, packed


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("victim_16_504_a.ipynb", "the roster has no number 16"),
        ("builderbob_12_504_a.ipynb", "number 12 is Lovelace, Ada in the roster, and 'builderbob' here"),
        ("lovelaceada_text.ipynb", "is not named as Canvas or Moodle"),
        ("anon_aB3xY_345_a.ipynb", "graded anonymously"),
        ("../lovelaceada_12_777_a.ipynb", "leads elsewhere"),
        ("/lovelaceada_12_777_a.ipynb", "leads elsewhere"),
    ],
)
def test_an_entry_of_nobodys_is_told_and_costs_nobody_else(collector: Collector, name: str, told: str) -> None:
    outcome = collector([(ADA, NOTEBOOK), (name, b"evil"), (BOB, NOTEBOOK)])
    assert told in troubles(outcome)
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK, "bob/hw/a.ipynb": NOTEBOOK}


def test_a_file_that_is_called_as_anothers_entry_is_still_its_owners(collector: Collector) -> None:
    outcome = collector(
        {
            f"lovelaceada_12_501_{BOB}": b"ada's",
            f"lovelaceada_12_502_{BOB.replace('a.ipynb', 'x.zip')}": packed({BOB: b"x"}),
        }
    )
    assert became(outcome) == {"ada": NEW}
    assert not (collector.submitted / "bob").exists()


def test_a_person_who_is_called_as_anothers_entry_is_not_the_other(collector: Collector) -> None:
    """Canvas lets people choose how they are called, and takes only some numbers out of names."""
    roster = CANVAS.replace('"Cox, Carl",14', '"builderbob_13",14')
    outcome = collector({"builderbob_13_14_501_a.ipynb": b"carl's", ADA: NOTEBOOK}, roster=roster)
    assert "its name can be read as that of bob or carl" in troubles(outcome)
    assert became(outcome) == {"ada": NEW}


def test_two_numbers_for_one_student_are_nobodys(collector: Collector) -> None:
    outcome = collector({ADA: NOTEBOOK, "lovelaceada_99_502_a.ipynb": b"an impostor's", BOB: NOTEBOOK}, roster=None)
    assert "numbers 12 and 99 both lead to this student: name a --roster" in troubles(outcome)
    assert became(outcome) == {"bob": NEW}


def test_a_name_is_not_enough_where_the_gradebook_has_a_number(collector: Collector) -> None:
    students = [Student("ada", "Ada", "Lovelace", lms_user_id="12"), *STUDENTS[1:]]
    outcome = collector({"lovelaceada_99_502_a.ipynb": b"an impostor's", BOB: NOTEBOOK}, roster=None, students=students)
    assert "ada has another number in the gradebook, 12" in troubles(outcome)
    assert became(outcome) == {"bob": NEW}
    assert became(collector({ADA: NOTEBOOK}, roster=None, students=students)) == {"ada": NEW}


def test_a_namesake_of_somebody_is_not_taken_for_them(collector: Collector) -> None:
    roster = CANVAS.replace('"Cox, Carl",14,u14,carl', '"Lovelace, Ada",14,u14,somebody')
    outcome = collector({ADA: NOTEBOOK, "lovelaceada_14_502_a.ipynb": b"a namesake's"}, roster=roster)
    assert "somebody else in the roster are the same student to the gradebook" in troubles(outcome)
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK}


def test_work_of_groups_is_told(collector: Collector) -> None:
    outcome = collector(
        {"Group A_7002_assignsubmission_file_/a.ipynb": NOTEBOOK, MOODLES[0][0]: NOTEBOOK}, roster=WORKSHEET
    )
    assert "number 7002 is Bob Builder in the roster, and 'Group A' here" in troubles(outcome)
    assert became(outcome) == {"ada": NEW}


def test_moodles_names_are_not_shown_where_marking_is_blind(collector: Collector) -> None:
    outcome = collector({"Participant_7001_assignsubmission_file_/a.ipynb": NOTEBOOK}, roster=WORKSHEET)
    assert became(outcome) == {"ada": NEW}


@pytest.mark.parametrize("login", ["../x", ".hidden", "a/b", "a\tb", "x" * 129])
def test_a_login_that_is_no_folders_name_is_told(collector: Collector, login: str) -> None:
    roster = CANVAS.replace(",ada,", f",{login},")
    outcome = collector({ADA: NOTEBOOK, BOB: NOTEBOOK}, roster=roster, students=STUDENTS[1:])
    assert "has no login in the roster that could be a folder's name" in troubles(outcome)
    assert became(outcome) == {"bob": NEW}
