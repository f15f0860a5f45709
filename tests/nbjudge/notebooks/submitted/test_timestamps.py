"""Reading when a submission was made: a time as nbgrader reads it, or none and why."""

from __future__ import annotations

import importlib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbjudge.notebooks.submitted.submission import parse_timestamp, read_timestamp

NOW = datetime(2026, 11, 24)


def stamped(folder: Path, content: bytes) -> tuple[datetime | None, str]:
    (folder / "timestamp.txt").write_bytes(content)
    found, note = read_timestamp(folder, now=NOW)
    return found, note.text if note else ""


def test_the_time_that_nbgrader_wrote_is_read(tmp_path: Path) -> None:
    expected = datetime(2026, 11, 23, 21, 26, 52, 123456)
    assert stamped(tmp_path, b"2026-11-23 21:26:52.123456 UTC") == (expected, "")


def test_a_missing_timestamp_is_nothing_odd(tmp_path: Path) -> None:
    assert read_timestamp(tmp_path) == (None, None)


HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "nonsense": b"yesterday",
    "huge": b"2026-11-23 21:26:52 UTC" + b" " * 1_000_000,
    "UTF-16": "2026-11-23 21:26:52 UTC".encode("utf-16"),
    "year 99999": b"99999-11-23 21:26:52 UTC",
    "year 0": b"0000-11-23 21:26:52 UTC",
    "before time began": b"0001-01-01 00:00:00 Asia/Tokyo",
    "30 February": b"2026-02-30 21:26:52 UTC",
    "the future": b"2026-12-23 21:26:52 UTC",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_timestamp_is_no_time_and_a_note(tmp_path: Path, content: bytes) -> None:
    found, note = stamped(tmp_path, content)
    assert found is None
    assert "timestamp.txt" in note


def test_a_timestamp_that_is_a_symlink_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("2026-11-23 21:26:52 UTC")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "other")
    found, note = read_timestamp(tmp_path)
    assert found is None
    assert note is not None


def test_a_timestamp_that_is_a_folder_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "timestamp.txt").mkdir()
    assert read_timestamp(tmp_path)[1] is not None


UNKNOWN_ZONES = [
    "../../../etc/passwd",
    "a/../../../../etc/passwd",
    "/etc/localtime",
    "America",
    "Nowhere",
    "UTC\x00",
    "UTC+99999999999",
    "x\x00",
]


@pytest.mark.parametrize("zone", UNKNOWN_ZONES)
def test_a_zone_that_is_none_is_read_as_nbgrader_reads_it_and_told(tmp_path: Path, zone: str) -> None:
    found, note = stamped(tmp_path, f"2026-11-23 21:26:52 {zone}".encode())
    assert found == datetime(2026, 11, 23, 21, 26, 52)
    assert "time zone that is not known; it was read as 2026-11-23 21:26:52 UTC" in note


@pytest.mark.parametrize("zone", ["../../../etc/passwd", "/etc/localtime", "a/../b", "..", ":/etc/localtime"])
def test_no_file_is_opened_for_a_zone_that_is_a_path(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr("dateutil.tz.gettz", opened)
    assert parse_timestamp(f"2026-11-23 21:26:52 {zone}")[1] == "names a time zone that is not known"


OTHER_TOOLS = [
    "2026-11-02T20:30:10Z",
    "2026-11-02T20:30:10+01:00",
    "2026-11-02T20:30:10.123456-0500",
    "20261102T203010Z",
    "2026-11-02 20:30:10 +0100",
    "2026-11-02 20:30:10+01",
    "2026-11-02 20:30",
    "2026-11-02 20:30 UTC",
    "Mon Nov  2 20:30:10 UTC 2026",
    "Mon Nov  2 20:30:10 CET 2026",
    "Mon Nov  2 08:30:10 PM UTC 2026",
    "Mon, 02 Nov 2026 20:30:10 +0100",
    "2 November 2026 20:30:10",
    "11/02/2026 20:30",
    "2026-11-02",
    "2026-11-02 20:30:10 EST5EDT",
    " 2026-11-02 20:30:10 UTC\r\n",
    "\u0662\u0660\u0662\u0666-11-02 20:30:10 UTC",
]


@pytest.mark.parametrize("text", OTHER_TOOLS)
@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")
def test_what_other_tools_write_is_read_as_nbgrader_reads_it(text: str) -> None:
    parse_utc = importlib.import_module("nbgrader.utils").parse_utc  # here, as it takes seconds
    assert parse_timestamp(text)[0] == parse_utc(text.strip())


DOUBTS = {
    "2026-11-02": "names no time of day",
    "Mon Nov  2 20:30:10 CET 2026": "names a time zone that is not known",
    "2026-11-02 20:30:10 +0100": "names the offset +0100, which nbgrader takes for 100 seconds",
    "02/11/2026 20:30": "says day and month in an order of which it leaves a doubt",
}


@pytest.mark.parametrize(("text", "doubt"), DOUBTS.items())
def test_what_is_in_doubt_is_told(tmp_path: Path, text: str, doubt: str) -> None:
    found, note = stamped(tmp_path, text.encode())
    assert found is not None
    assert doubt in note


@pytest.mark.parametrize("text", ["10", "Monday", "Nov 2", "2026", "20:30:10", "2026-11", "Nov 2 2026 ago", "tomorrow"])
def test_a_date_is_not_guessed_from_the_day_on_which_it_is_read(tmp_path: Path, text: str) -> None:
    found, note = stamped(tmp_path, text.encode())
    assert found is None
    assert "never as late" in note


def test_where_something_is_due_a_missing_or_unread_time_is_told(tmp_path: Path) -> None:
    due = datetime(2026, 11, 20, 12)
    for content in (None, b"", b"yesterday", b"2027-12-01 00:00:00 UTC", b"9" * 300):
        if content is not None:
            (tmp_path / "timestamp.txt").write_bytes(content)
        found, note = read_timestamp(tmp_path, due=due, now=NOW)
        assert found is None
        assert note is not None
        assert "it was due 2026-11-20 12:00:00 UTC, and whether it was late cannot be known" in note.text


ZONES = ["", " UTC", " GMT", " America/Los_Angeles", " Europe/Berlin", " Asia/Kolkata", " EST"]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES), st.booleans())
@example(datetime(2026, 3, 29, 2, 30), " Europe/Berlin", False)
@example(datetime(2026, 10, 25, 2, 30), " Europe/Berlin", True)
def test_times_are_read_as_nbgrader_reads_them(time: datetime, zone: str, fraction: bool) -> None:
    parse_utc = importlib.import_module("nbgrader.utils").parse_utc  # here, as it takes seconds
    text = time.strftime("%Y-%m-%d %H:%M:%S.%f" if fraction else "%Y-%m-%d %H:%M:%S") + zone
    assert parse_timestamp(text) == (parse_utc(text), "")


@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})? [A-Za-z/._+-]{0,70}", fullmatch=True))
def test_no_text_makes_the_timestamp_reader_raise(text: str) -> None:
    found, _ = parse_timestamp(text)
    assert found is None or found.tzinfo is None
