"""A download into `submitted/`: whose it is, what is newer, what is hostile; and one bad entry costs nobody else."""

from __future__ import annotations

import contextlib
import shutil
import struct
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.course.errors import GradingError
from nbjudge.lms.downloads.collecting import NEW, NEWER, OLD, SAME, Outcome, Where, collect
from nbjudge.lms.downloads.owners import Owners
from nbjudge.lms.downloads.writing import Staging
from nbjudge.lms.gradefiles.table import TableError
from nbjudge.lms.kept import Kept, read_kept, write_kept
from nbjudge.lms.people import Student
from nbjudge.notebooks.submitted.submission import read_timestamp
from tests.support.lms import CANVAS, GERMAN, JAPANESE, LAYOUTS, NOTEBOOK, STUDENTS, WORKSHEET, packed, put

Download = bytes | Mapping[str, bytes] | Sequence[tuple[str, bytes]]
ADA, BOB = "lovelaceada_12_501_a.ipynb", "builderbob_13_502_a.ipynb"


class Collector:
    """A course's `submitted/`, and what is kept from one collection to the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.submitted = root / "submitted"
        self.kept = Kept()

    def __call__(
        self,
        download: Download,
        *,
        roster: str | bytes | None = CANVAS,
        students: Sequence[Student] = STUDENTS,
        force: bool = False,
        when: str = "2026-11-24 10:00:00",
    ) -> Outcome:
        data = download if isinstance(download, bytes) else packed(download, when)
        owners = Owners(students, put(self.root, "roster.csv", roster) if roster is not None else None)
        where = Where(self.submitted, "hw", ["a.ipynb"], frozenset(student.id for student in students))
        path = put(self.root, "download.zip", data)
        return collect(path, where, owners, self.kept, zone=UTC, force=force, tell=lambda _: None)

    def files(self) -> dict[str, bytes]:
        """All that lies in `submitted/` now."""
        paths = [path for path in sorted(self.submitted.rglob("*")) if not path.is_dir()]
        return {path.relative_to(self.submitted).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def collector(tmp_path: Path) -> Collector:
    return Collector(tmp_path)


def became(outcome: Outcome) -> dict[str, str]:
    return {one.student: one.became for one in outcome.done}


def troubles(outcome: Outcome) -> str:
    return "\n".join(f"{what}: {why}" for what, why in outcome.troubles)


MOODLES = [
    ("Ada Lovelace_7001_assignsubmission_file/a.ipynb", "Bob Builder_7002_assignsubmission_file/a.ipynb"),
    ("Ada Lovelace_7001_assignsubmission_file_/a.ipynb", "Bob Builder_7002_assignsubmission_file_/a.ipynb"),
    ("Ada Lovelace_7001_assignsubmission_file_a.ipynb", "Bob Builder_7002_assignsubmission_file_a.ipynb"),
]


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


# ------------------------------------------------------------ whose it is not


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


# ------------------------------------------------------------ what a student packed


def test_a_zip_is_opened_one_level_deep(collector: Collector) -> None:
    inner = packed(
        {"hw/a.ipynb": NOTEBOOK, "hw/data.csv": b"1", "more.zip": packed({"a.ipynb": b"hidden"}), ".DS_Store": b""}
    )
    outcome = collector({"lovelaceada_12_501_hand in.zip": inner})
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK, "ada/hw/hw/data.csv": b"1"}
    assert "left out: 'more.zip' is a zip within a zip" in outcome.done[0].notes


def test_a_zip_that_holds_nothing_is_said(collector: Collector) -> None:
    outcome = collector({"lovelaceada_12_501_x.zip": packed({})})
    assert "there is nothing of use in 'x.zip'" in outcome.done[0].notes
    assert collector.files() == {}
    assert (collector.submitted / "ada" / "hw").is_dir()


def _slip() -> bytes:
    return packed({"../../../bob/hw/a.ipynb": b"evil"})


def _bomb() -> bytes:
    return packed({"a.ipynb": b"\0" * 3_000_000})


def _damaged() -> bytes:
    data = bytearray(packed({"a.ipynb": bytes(range(256)) * 50}))
    data[60] ^= 0xFF
    return bytes(data)


def _lying() -> bytes:
    data = bytearray(_bomb())
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(sign) + place, 10)
    return bytes(data)


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "slip": ("x.zip", _slip, "has a name that leads elsewhere"),
    "bomb in a zip": ("x.zip", _bomb, "bytes that are left of what a student may hand in"),
    "bomb": ("a.ipynb", lambda: b"\0" * 3_000_000, "bytes that are left of what a student may hand in"),
    "lying bomb": ("x.zip", _lying, "cannot be unpacked"),
    "damaged": ("x.zip", _damaged, "cannot be unpacked"),
    "no zip": ("x.zip", lambda: b"this is no zip", "is no zip that can be read"),
    "half a zip": ("x.zip", lambda: packed({"a.ipynb": NOTEBOOK})[:-30], "is no zip that can be read"),
    "many bombs": (
        "x.zip",
        lambda: packed({f"{i}.txt": b"\0" * 300_000 for i in range(9)}),
        "bytes that are left of what",
    ),
    "many": ("x.zip", lambda: packed({f"{i}.txt": b"" for i in range(30)}), "handed in more than 20 files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_costs_its_student_and_nobody_else(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("nbjudge.lms.downloads.unpacking.STUDENT_FILES", 20)
    called, make, told = HOSTILE[name]
    monkeypatch.setattr("nbjudge.lms.downloads.unpacking.STUDENT_BYTES", 1_000_000)
    outcome = collector({f"coxcarl_14_500_{called}": make(), ADA: NOTEBOOK, BOB: NOTEBOOK})
    assert told in troubles(outcome)
    assert troubles(outcome).startswith("carl: ")
    assert "nothing was collected of this student" in troubles(outcome)
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK, "bob/hw/a.ipynb": NOTEBOOK}
    assert sorted(path.name for path in collector.submitted.iterdir()) == ["ada", "bob"]


def test_a_file_of_no_matter_that_is_bad_is_left_out_and_the_notebook_collected(collector: Collector) -> None:
    inner = packed([("a.ipynb", NOTEBOOK), ("../evil.txt", b"x")])
    outcome = collector({"lovelaceada_12_501_x.zip": inner})
    assert "left out: '../evil.txt' has a name that leads elsewhere" in outcome.done[0].notes
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK}


def test_a_student_does_not_say_when_it_was_handed_in(collector: Collector) -> None:
    inner = packed({"a.ipynb": NOTEBOOK, "timestamp.txt": b"2000-01-01 00:00:00 UTC"})
    collector({"lovelaceada_12_501_x.zip": inner, "lovelaceada_12_502_timestamp.txt": b"2000-01-01 00:00:00 UTC"})
    assert collector.files() == {"ada/hw/a.ipynb": NOTEBOOK}


def test_entries_of_one_name_and_a_folder_around_all_are_no_trouble(collector: Collector) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(
            [(f"subs/{MOODLES[1][0]}", b"first"), (f"subs/{MOODLES[1][0]}", b"second"), ("__MACOSX/subs/._x", b"")]
        )
    outcome = collector(data, roster=WORKSHEET)
    assert became(outcome) == {"ada": NEW}
    assert collector.files()["ada/hw/a.ipynb"] == b"first"


PIECES = st.sampled_from(
    [
        *("lovelaceada_12_501_", "builderbob_13_502_", "coxcarl_LATE_14_503_", "victim_99_1_", "_12_13_14_"),
        *("..", "/", "\\", "C:", "a", "a.ipynb", "a-1.ipynb", "x.zip", "hw", ".nbjudge-collect.hw", "submitted"),
        *("\0", "ö", " ", "timestamp.txt", "."),
    ]
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


@settings(max_examples=50)
@given(
    outer=st.lists(st.lists(PIECES, max_size=6), max_size=4), inner=st.lists(st.lists(PIECES, max_size=5), max_size=4)
)
def test_whatever_entries_are_called_nothing_is_written_elsewhere(
    root: Path, outer: list[list[str]], inner: list[list[str]]
) -> None:
    shutil.rmtree(root)
    (root / "submitted" / "hw").mkdir(parents=True)
    collector = Collector(root)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of names that come twice
        zipped = packed([("".join(name), NOTEBOOK) for name in inner])
        entries = [("".join(name), zipped if name[-1:] == ["x.zip"] else NOTEBOOK) for name in outer]
        with contextlib.suppress(GradingError):
            collector([*entries, (ADA, NOTEBOOK), ("builderbob_13_600_x.zip", zipped)])
    assert sorted(path.name for path in root.iterdir()) == ["download.zip", "roster.csv", "submitted"]
    places = {name.split("/", 2)[0] + "/" + name.split("/", 2)[1] for name in collector.files()}
    assert places <= {"ada/hw", "bob/hw", "carl/hw"}
    assert {path.name for path in collector.submitted.iterdir()} <= {"ada", "bob", "carl", "hw"}
    assert not {f"{student}/hw/timestamp.txt" for student in ("ada", "bob", "carl")} & collector.files().keys()


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
