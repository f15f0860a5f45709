"""A download into `submitted/`: each system's layout becomes nbgrader's, and what is newer stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbjudge.course.errors import GradingError
from nbjudge.lms.downloads.collecting import NEW, NEWER, OLD, SAME
from nbjudge.lms.downloads.writing import Staging
from nbjudge.lms.gradefiles.table import TableError
from nbjudge.lms.kept import Kept, read_kept, write_kept
from nbjudge.notebooks.submitted.submission import read_timestamp
from tests.support.collecting import ADA, BOB, MOODLES, Collector, became, troubles
from tests.support.lms import GERMAN, JAPANESE, LAYOUTS, NOTEBOOK, STUDENTS, WORKSHEET, packed


@pytest.mark.parametrize("names", MOODLES, ids=["from 4.1 on", "before 4.1", "without folders"])
@pytest.mark.parametrize(
    "roster", [WORKSHEET, GERMAN, JAPANESE, None], ids=["English", "German", "Japanese", "names alone"]
)
def test_moodles_download_becomes_nbgraders_layout(
    collector: Collector, names: tuple[str, str], roster: str | None
) -> None:
    outcome = collector(dict.fromkeys(names, NOTEBOOK), roster=roster)
    assert became(outcome) == {"ada": NEW, "bob": NEW}
    assert troubles(outcome) == ""
    assert outcome.by_name == ([] if roster else ["ada", "bob"])
    assert {name: data for name, data in collector.files().items() if not name.endswith(".txt")} == {
        "ada/hw/a.ipynb": NOTEBOOK,
        "bob/hw/a.ipynb": NOTEBOOK,
    }
    when, note = read_timestamp(collector.submitted / "ada" / "hw")
    assert (str(when), note) == ("2026-11-23 21:26:00" if roster else "None", None)


def test_canvass_download_becomes_nbgraders_layout_with_its_marks(collector: Collector) -> None:
    outcome = collector(
        {"lovelaceada_LATE_12_501_a-1.ipynb": NOTEBOOK, "lovelaceada_LATE_12_499_a.ipynb": b"old", BOB: NOTEBOOK}
    )
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK, "bob/hw/a.ipynb": NOTEBOOK}
    assert [(one.student, one.late) for one in outcome.done] == [("ada", True), ("bob", False)]
    assert collector.kept.students["ada"].attachment == 501
    assert "of several, 'a-1.ipynb' was taken for a.ipynb" in outcome.done[0].notes[0]


def test_somebody_new_gets_the_login_of_the_roster_and_is_told(collector: Collector) -> None:
    outcome = collector({ADA: NOTEBOOK, BOB: NOTEBOOK}, students=STUDENTS[:1])
    assert [(one.student, one.new_to_the_course) for one in outcome.done] == [("ada", False), ("bob@example.org", True)]


def test_nbgraders_own_table_of_students_is_a_roster_too(collector: Collector) -> None:
    roster = "id,first_name,last_name,lms_user_id\nu1,Ada,Lovelace,12\nu2,Bob,Builder,\n"
    outcome = collector({ADA: NOTEBOOK, BOB: NOTEBOOK}, roster=roster, students=())
    assert became(outcome) == {"u1": NEW, "u2": NEW}
    assert outcome.by_name == ["u2"]


@pytest.mark.parametrize("name", ["brightspace", "blackboard", "moodle gradebook"])
def test_a_roster_that_knows_no_numbers_is_refused(collector: Collector, name: str) -> None:
    with pytest.raises(TableError, match="does not say who is who in a download"):
        collector({ADA: NOTEBOOK}, roster=LAYOUTS[name][1])


def test_a_roster_of_another_system_is_refused(collector: Collector) -> None:
    with pytest.raises(
        TableError, match=r"the download comes from Canvas, and the roster .* is a Moodle grading worksheet"
    ):
        collector({ADA: NOTEBOOK}, roster=WORKSHEET)


@pytest.mark.parametrize(
    "content", [b"", packed({}), packed({"a.ipynb": NOTEBOOK, "b/c.txt": b"x"}), packed({"__MACOSX/x": b""})]
)
def test_another_zip_is_refused_and_nothing_is_written(collector: Collector, content: bytes) -> None:
    with pytest.raises(GradingError, match=r"no zip that can be read|is not what Canvas or Moodle pack"):
        collector(content)
    assert collector.files() == {}


def test_a_download_without_a_notebook_is_refused(collector: Collector) -> None:
    with pytest.raises(GradingError, match="holds no notebook of anybody"):
        collector({"lovelaceada_12_501_a.html": b"a feedback page"})


# ------------------------------------------------------------ what is there already


def test_the_same_again_changes_nothing(collector: Collector) -> None:
    collector({ADA: NOTEBOOK, BOB: NOTEBOOK})
    before = collector.files(), (collector.submitted / "ada" / "hw").stat().st_ino
    assert became(collector({ADA: NOTEBOOK, BOB: NOTEBOOK}, when="2026-11-25 10:00:00")) == {"ada": SAME, "bob": SAME}
    assert (collector.files(), (collector.submitted / "ada" / "hw").stat().st_ino) == before


def test_what_is_newer_by_canvass_numbers_replaces_and_what_is_older_does_not(collector: Collector) -> None:
    collector({ADA: b"first"})
    assert became(collector({"lovelaceada_12_601_a-1.ipynb": b"second"})) == {"ada": NEWER}
    outcome = collector({ADA: b"first"}, when="2026-11-30 10:00:00")
    assert became(outcome) == {"ada": OLD}
    assert outcome.done[0].notes == ["what is in submitted/ is from a later download, or as new; --force replaces it"]
    assert collector.files() == {"ada/hw/a.ipynb": b"second"}
    assert became(collector({ADA: b"first"}, force=True)) == {"ada": NEWER}


def test_what_is_newer_by_moodles_times_replaces_and_what_is_older_does_not(collector: Collector) -> None:
    name = MOODLES[1][0]
    later = WORKSHEET.replace("23 November 2026, 9:26 PM", "25 November 2026, 9:26 PM")
    collector({name: b"first"}, roster=WORKSHEET)
    assert became(collector({name: b"second"}, roster=later)) == {"ada": NEWER}
    assert became(collector({name: b"first"}, roster=WORKSHEET)) == {"ada": OLD}
    assert collector.files()["ada/hw/a.ipynb"] == b"second"


def test_without_times_a_later_download_is_newer(collector: Collector) -> None:
    name = MOODLES[1][0]
    collector({name: b"first"}, roster=None)
    assert became(collector({name: b"second"}, roster=None, when="2026-11-25 10:00:00")) == {"ada": NEWER}
    assert became(collector({name: b"first"}, roster=None, when="2026-11-24 12:00:00")) == {"ada": OLD}


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_came_otherwise_or_was_changed_is_kept_unless_it_is_forced(collector: Collector, by_hand: bool) -> None:
    if not by_hand:
        collector({ADA: b"first"})
    put_there = collector.submitted / "ada" / "hw" / "a.ipynb"
    put_there.parent.mkdir(parents=True, exist_ok=True)
    put_there.write_bytes(b"mended by hand")
    outcome = collector({"lovelaceada_12_601_a.ipynb": b"second"})
    assert became(outcome) == {"ada": OLD}
    assert "did not come from a download, or was changed since" in outcome.done[0].notes[0]
    assert put_there.read_bytes() == b"mended by hand"
    assert became(collector({"lovelaceada_12_601_a.ipynb": b"second"}, force=True)) == {"ada": NEWER}


def test_a_link_in_its_place_is_not_followed(collector: Collector, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (collector.submitted / "ada").mkdir(parents=True)
    (collector.submitted / "ada" / "hw").symlink_to(elsewhere)
    assert became(collector({ADA: NOTEBOOK})) == {"ada": OLD}
    assert became(collector({ADA: NOTEBOOK}, force=True)) == {"ada": NEWER}
    assert list(elsewhere.iterdir()) == []
    assert not (collector.submitted / "ada" / "hw").is_symlink()


def test_a_kill_between_two_renames_leaves_the_old_submission(collector: Collector) -> None:
    collector({ADA: b"first", BOB: NOTEBOOK})
    left = collector.submitted / ".nbjudge-collect.hw"
    for student in ("ada", "bob"):
        (left / student).mkdir(parents=True)
    (collector.submitted / "ada" / "hw").rename(left / "ada" / "old")
    (left / "bob" / "old").mkdir()
    Staging(collector.submitted, "hw").close()
    assert collector.files() == {"ada/hw/a.ipynb": b"first", "bob/hw/a.ipynb": NOTEBOOK}
    assert sorted(path.name for path in collector.submitted.iterdir()) == ["ada", "bob"]


def test_what_is_kept_is_read_back_and_what_somebody_broke_is_nothing(collector: Collector) -> None:
    collector({ADA: NOTEBOOK})
    write_kept(collector.root, "hw", collector.kept)
    assert read_kept(collector.root, "hw") == collector.kept
    path = collector.root / ".nbjudge" / "hw" / "lms" / "collected.json"
    for text in ("{", "[]", '{"schema": 2}', '{"schema": 1, "system": "Canvas", "students": {"ada": {"x": 1}}}'):
        path.write_text(text)
        assert read_kept(collector.root, "hw") == Kept()


def test_numbers_that_were_collected_count_while_the_name_is_the_same(collector: Collector) -> None:
    collector({ADA: NOTEBOOK, BOB: NOTEBOOK})
    names = {"12": "Lovelace, Ada", "13": "Somebody Else"}
    assert collector.kept.numbers("Canvas", names) == {"12": "ada"}
    assert collector.kept.numbers("Moodle", names) == {}
