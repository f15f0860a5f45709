"""What a student packed: however hostile it is, it costs that student alone, and nothing is written elsewhere."""

from __future__ import annotations

import contextlib
import shutil
import struct
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.course.errors import GradingError
from nbjudge.lms.downloads.collecting import NEW
from tests.support.collecting import ADA, BOB, MOODLES, Collector, became, troubles
from tests.support.lms import NOTEBOOK, WORKSHEET, packed


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
