"""Zips that others made: nothing is written where their names say, and no size is believed."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.course.errors import GradingError
from nbjudge.lms.downloads.archive import BadEntryError, Packed, entries, is_junk, opened, opened_within, unpack
from tests.support.lms import NOTEBOOK, packed, put, with_entry


def _in(data: bytes) -> list[Packed | tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return list(entries(archive))


def _linked(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def _pipe(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFIFO | 0o666) << 16


def _lzma(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_LZMA


def _as_it_is(info: zipfile.ZipInfo) -> None:
    pass


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../a.ipynb", "leads elsewhere"),
        ("ada/../../a.ipynb", "leads elsewhere"),
        ("/etc/passwd", "leads elsewhere"),
        ("//host/share", "leads elsewhere"),
        ("C:/a.ipynb", "leads elsewhere"),
        ("C:a.ipynb", "leads elsewhere"),
        ("..\\a.ipynb", "leads elsewhere"),
        ("\\\\host\\a", "leads elsewhere"),
        ("ada//a.ipynb", "leads elsewhere"),
        ("./a.ipynb", "leads elsewhere"),
        ("a\nb", "control characters"),
        ("a\x1b[2Jb", "control characters"),
        ("/".join("abcdefghij"), "folders deep"),
        ("x" * 201, "too long a name"),
    ],
)
def test_a_name_that_leads_elsewhere_is_not_unpacked(name: str, told: str) -> None:
    (found,) = _in(with_entry(_as_it_is, name))
    assert isinstance(found, tuple)
    assert told in found[1]


@pytest.mark.parametrize(
    ("change", "told"), [(_linked, "is a link"), (_pipe, "no plain file"), (_lzma, "is packed in a way")]
)
def test_links_pipes_and_other_ways_to_pack_are_not_unpacked(change: object, told: str) -> None:
    (found,) = _in(with_entry(change, "a.ipynb"))  # type: ignore[arg-type]  # a function of one argument
    assert isinstance(found, tuple)
    assert told in found[1]


def test_what_is_encrypted_is_told() -> None:
    data = bytearray(packed({"a.ipynb": NOTEBOOK}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    (found,) = _in(bytes(data))
    assert isinstance(found, tuple)
    assert "is encrypted" in found[1]


def test_junk_and_folders_are_no_entries() -> None:
    names = [
        "__MACOSX/._a.ipynb",
        ".DS_Store",
        "ada/.ipynb_checkpoints/a-checkpoint.ipynb",
        "ada/",
        "ada/Thumbs.db",
        "ada/._a",
    ]
    found = _in(packed(dict.fromkeys([*names, "ada/a.ipynb"], b"x")))
    assert [one.parts for one in found if isinstance(one, Packed)] == [("ada", "a.ipynb")]
    assert len(found) == 1
    assert not is_junk(("a..ipynb",))


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_without_a_word_on_their_encoding_are_read(encoding: str) -> None:
    name = "Zoë Müller_7_assignsubmission_file_"
    data = bytearray(packed({"x" * len(name.encode(encoding)): NOTEBOOK}))
    data = data.replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    (found,) = _in(bytes(data))
    assert isinstance(found, Packed)
    assert found.parts == (name,)


# ------------------------------------------------------------ sizes


def _unpacked(data: bytes, limit: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (entry,) = entries(archive)
        assert isinstance(entry, Packed)
        unpack(archive, entry, target, limit)
    return target.getvalue()


def test_a_bomb_is_stopped_while_it_bursts() -> None:
    data = packed({"a.ipynb": b"\0" * 30_000_000})
    assert len(data) < 40_000
    with pytest.raises(BadEntryError, match="more than the 1000000 bytes"):
        _unpacked(data, 1_000_000)


@pytest.mark.parametrize("claimed", [0, 10, 2**31])
def test_what_a_zip_says_of_sizes_is_not_believed(claimed: int) -> None:
    data = bytearray(packed({"a.ipynb": b"\0" * 3_000_000}))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(sign) + place, claimed)
    with pytest.raises(BadEntryError):
        _unpacked(bytes(data), 1_000_000)


def test_a_damaged_entry_is_told() -> None:
    data = bytearray(packed({"a.ipynb": bytes(range(256)) * 50}))
    data[60] ^= 0xFF
    with pytest.raises(BadEntryError, match="cannot be unpacked"):
        _unpacked(bytes(data), 10**6)


def test_a_students_zip_with_a_long_list_of_entries_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = packed({f"{i:0200}": b"" for i in range(50)})
    with opened_within(io.BytesIO(many)) as archive:
        assert len(archive.namelist()) == 50
    monkeypatch.setattr("nbjudge.lms.downloads.archive.PACKED_DIRECTORY", 10_000)
    monkeypatch.setattr("zipfile.ZipFile._RealGetContents", lambda *_: pytest.fail("it was read"))
    with pytest.raises(BadEntryError, match="too long a list"), opened_within(io.BytesIO(many)):
        pass


def test_a_students_zip_in_the_form_for_large_ones_is_refused() -> None:
    """Python takes the length of the list from there, whatever stands at the usual place."""
    data = packed({"a": b"x"})
    end = data.index(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    with (
        pytest.raises(BadEntryError, match="too long a list"),
        opened_within(io.BytesIO(data[:end] + locator + data[end:])),
    ):
        pass


def test_a_students_zip_of_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbjudge.lms.downloads.archive.PACKED_FILES", 3)
    with (
        pytest.raises(BadEntryError, match="more than 3 entries"),
        opened_within(io.BytesIO(packed(dict.fromkeys("abcd", b"")))),
    ):
        pass


@given(st.binary(max_size=200), st.integers(0, 400), st.booleans())
def test_any_bytes_are_a_zip_or_refused_with_a_reason(noise: bytes, place: int, behind: bool) -> None:
    whole = packed({"a.ipynb": NOTEBOOK, "b/c.txt": b"x"})
    data = whole[:place] + noise + whole[place + (0 if behind else len(noise)) :]
    with contextlib.suppress(BadEntryError), opened_within(io.BytesIO(data)) as archive:
        for entry in entries(archive):
            if isinstance(entry, Packed):
                unpack(archive, entry, io.BytesIO(), 10_000)


def test_a_download_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, told in (
        (tmp_path / "nowhere.zip", r"nowhere.zip cannot be read: No such file"),
        (tmp_path, "cannot be read: Is a directory"),
        (put(tmp_path, "text.zip", "no zip"), "is no zip that can be read"),
    ):
        with pytest.raises(GradingError, match=told), opened(path):
            pass
    monkeypatch.setattr("nbjudge.lms.downloads.archive.MOST_ENTRIES", 1)
    with (
        pytest.raises(GradingError, match="more than 1 entries"),
        opened(put(tmp_path, "two.zip", packed({"a": b"", "b": b""}))),
    ):
        pass
