"""Tables of which every byte is kept."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.lms.gradefiles.table import TableError, read_table
from tests.support.lms import put

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=6) | st.sampled_from(
    ["", "=1+1", 'say "x"', "a,b", "c;d", "e\tf", "two\nlines", "two\r\nlines", "12,5", " 7 ", "ö"]
)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[list[str]], str]:
    """A file, its cells, and what stands between them."""
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"]))
    width = draw(st.integers(2, 5))
    header = [f"column {i}" for i in range(width)]
    rows = [header, *draw(st.lists(st.lists(TEXT, min_size=width, max_size=width), max_size=5))]
    out = io.StringIO(newline="")
    csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if draw(st.booleans()) else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    text = out.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(end)
    bom, encoding = draw(
        st.sampled_from(
            [
                (b"", "utf-8"),
                (codecs.BOM_UTF8, "utf-8"),
                (codecs.BOM_UTF16_LE, "utf-16-le"),
                (codecs.BOM_UTF16_BE, "utf-16-be"),
            ]
        )
    )
    return bom + text.encode(encoding), rows, delimiter


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@given(files())
def test_every_cell_is_read_as_csv_has_it_and_every_byte_kept(
    folder: Path, made: tuple[bytes, list[list[str]], str]
) -> None:
    data, rows, delimiter = made
    table = read_table(put(folder, "t.csv", data))
    assert table.delimiter == delimiter
    assert [[cell.value for cell in row] for row in table.rows] == [row for row in rows if "".join(row).strip()]
    assert table.with_cells({}) == data


@given(files(), st.data(), TEXT)
def test_writing_a_cell_changes_that_cell_and_no_other_byte(
    folder: Path, made: tuple[bytes, list[list[str]], str], data: st.DataObject, value: str
) -> None:
    table = read_table(put(folder, "t.csv", made[0]))
    row = data.draw(st.integers(0, len(table.rows) - 1))
    column = data.draw(st.integers(0, len(table.rows[row]) - 1))
    cell = table.rows[row][column]
    before, after = table.text[: cell.start].encode(table.encoding), table.text[cell.end :].encode(table.encoding)
    written = table.with_cells({(row, column): value})
    assert written.startswith(table.bom + before)
    assert written.endswith(after)
    inside = written[len(table.bom + before) : len(written) - len(after)].decode(table.encoding)
    assert next(csv.reader(io.StringIO(inside, newline=""), delimiter=table.delimiter), [""]) == [value]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'a,b\n1,"2\n3,4\n', "line 2: a quotation mark is never closed"),
        (b"PK\x03\x04....", "is a workbook of a spreadsheet or a zip"),
        (b"\xd0\xcf\x11\xe0....", "download it again as CSV"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(TableError, match=told):
        read_table(put(tmp_path, "t.csv", content))


def test_a_file_that_is_not_there_and_one_without_an_end_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TableError, match=r"nowhere.csv cannot be read: No such file"):
        read_table(tmp_path / "nowhere.csv")
    monkeypatch.setattr("nbjudge.lms.gradefiles.table.TABLE_BYTES", 10)
    with pytest.raises(TableError, match="more than 10 bytes"):
        read_table(put(tmp_path, "long.csv", b"a,b\n" * 3))


def test_bytes_that_are_no_utf8_are_kept_too(tmp_path: Path) -> None:
    data = "name,grade\nJos\xe9,\n\x81\x8d,\n".encode("latin-1")
    table = read_table(put(tmp_path, "t.csv", data))
    assert table.with_cells({(1, 1): "3"}) == data.replace(b"\xe9,", b"\xe9,3")
