"""`nbjudge report`: the page, the table, the numbers, the answers for other tools; and what it says when it cannot."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from nbjudge.cli import _parser
from nbjudge.commands.report import main
from nbjudge.verdicts import FORBIDDEN, RAISED
from tests.nbjudge.report.alike.test_pairs import written
from tests.support.browser import BROWSER, Browser
from tests.support.reporting import SCRIPT, STUB, Made, diagnosis, failing, made_course, verdict, wrong

Command = Callable[..., tuple[int, str, str]]
HOSTILE = f'"><img src=x onerror=alert(1)>{SCRIPT}</style></title>{{{{ 7 * 7 }}}}'


def students() -> list[Made]:
    """Twelve, two of whom hand in the same; every text that a student may have chosen is hostile in one of them."""
    told = diagnosis("sign", about=HOSTILE[:60], x=HOSTILE)
    made = [Made(f"s{number:02}", code=[STUB, written(number)]) for number in range(12)]
    made[3].code = made[9].code = [STUB, f"# it is all mine, says Jane {HOSTILE}\n{written(3)}"]
    made[4].verdicts = wrong("test_b_0", f"{HOSTILE}\nmore", told)
    made[5].verdicts = failing("test_b_1", verdict("test_b_1", RAISED, f"ValueError: {HOSTILE}"))
    made[6].verdicts = failing("test_a_hidden", verdict("test_a_hidden", FORBIDDEN, HOSTILE, hidden=True))
    made[6].notes = [f"handed in besides: {HOSTILE}"]
    made[7].time = "2026-11-21 02:00:00"
    made[8].name = "=s<b>08"
    return made


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of these students; each test leaves it as it was."""
    return made_course(tmp_path_factory.mktemp("course"), students())


@pytest.fixture
def command(course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`nbjudge report ...` in this process: its exit code, what it printed, and what went to stderr."""

    def run(*arguments: object, root: Path = course) -> tuple[int, str, str]:
        monkeypatch.chdir(root)
        code = main(_parser().parse_args(["report", *map(str, arguments)]))
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def written_page(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of this class."""
    target = tmp_path_factory.mktemp("page") / "page.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        assert main(_parser().parse_args(["report", "hw", "--to", str(target)])) == 0
    return target


@pytest.fixture(scope="module")
def page(written_page: Path) -> str:
    return written_page.read_text(encoding="utf-8")


class _Read(HTMLParser):
    """The tags of a page, the levels of its headings, its ids and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.headings: list[int] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.attributes |= found.keys()
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.ids |= {found["id"] or ""} if "id" in found else set()
        self.links += [found["href"] or ""] if "href" in found else []


def test_what_students_wrote_is_text_on_the_page_and_the_page_loads_and_runs_nothing(page: str) -> None:
    read = _Read(page)
    assert not read.tags & {"script", "img", "link", "iframe", "object", "form"}
    assert not {name for name in read.attributes if name.startswith("on")} | read.attributes & {"src", "srcset"}
    assert not [link for link in read.links if re.match(r"[a-z]+:|//", link)]
    assert page.count("alert(") >= 6, "the texts are there, in all places"
    assert "49" not in re.findall(r"\b49\b", page), "no template of a student's is run"


def test_a_page_that_would_act_is_noticed_and_colours_that_are_too_close() -> None:
    read = _Read("<h1>a</h1><p><img src=x onerror=alert(1)><script>1</script><a href='javascript:1'>")
    assert read.tags >= {"img", "script"}
    assert read.attributes >= {"onerror", "src"}
    assert read.links == ["javascript:1"]
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5


def test_the_page_has_a_language_a_title_headings_in_order_and_links_that_lead_somewhere(page: str) -> None:
    read = _Read(page)
    assert '<html lang="en">' in page
    assert "<title>hw: the class</title>" in page
    assert read.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    assert not [link for link in read.links if link.startswith("#") and link[1:] not in read.ids]
    for section in ("scores", "tests", "causes", "groups", "odd", "alike", "times", "students"):
        assert section in read.ids


def test_links_of_students_lead_to_their_notebooks(page: str, written_page: Path) -> None:
    found = [link for link in _Read(page).links if link.endswith(".ipynb")]
    assert len(found) == len(students())
    assert all((written_page.parent / unquote(link)).exists() for link in found)


def test_copied_answers_stand_side_by_side_with_their_lines_marked(page: str) -> None:
    (pair,) = re.findall(r"<summary>(s\d\d and s\d\d: .*?)</summary>", page)
    assert pair.startswith("s03 and s09: ")
    assert pair.endswith(", 1 rare line of comments the same")
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert len(marked) >= 2 * len(written(3).splitlines())


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_texts_stand_out_against_what_is_behind_them(page: str, colours: str) -> None:
    blocks = re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    names = dict(re.findall(r"--(\w+): (#\w{6})", blocks[colours == "dark"]))
    for text in ("ink", "quiet", "accent", "warn"):
        for behind in ("paper", "raised"):
            assert contrast(names[text], names[behind]) >= 4.5, (text, behind)
    assert contrast(names["ink"], names["mark"]) >= 4.5
    assert min(contrast(names[bar], names["paper"]) for bar in ("bar", "late")) >= 3


def contrast(one: str, other: str) -> float:
    """By WCAG 2.1, 1.4.3."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium (apt-get install chromium); .ci/run installs it")
def test_in_a_browser_nothing_runs_and_nothing_is_cut_off_on_a_phone(
    written_page: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        browser.tell("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
        browser.open(written_page.as_uri())
        assert browser.value("document.scripts.length + document.images.length") == 0
        assert browser.value("document.documentElement.scrollWidth") <= 390
        browser.value("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert browser.value("document.documentElement.scrollWidth") <= 390


def test_the_table_has_a_row_for_each_student_and_test_that_no_spreadsheet_runs(
    command: Command, tmp_path: Path
) -> None:
    code, out, _ = command("--to", tmp_path / "p.html", "--csv", tmp_path / "t.csv")
    assert code == 0
    assert f"{tmp_path / 't.csv'}: a row for each student and test" in out
    with (tmp_path / "t.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12 * 5
    (row,) = [row for row in rows if row["outcome"] == "wrong answer"]
    assert (row["student_id"], row["test"], row["diagnosis_key"], row["points"]) == ("s04", "test_b_0", "sign", "0.0")
    assert row["message"] == HOSTILE, "its first line"
    assert {row["student_id"] for row in rows if "08" in row["student_id"]} == {"'=s<b>08"}


def test_the_numbers_are_printed_as_json_and_then_no_page_is_written(command: Command, course: Path) -> None:
    before = set(os.listdir(course))
    code, out, _ = command("hw", "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert (told["schema"], told["class"]["graded"], told["class"]["late"], told["anonymous"]) == (1, 12, 1, False)
    assert list(told) == [
        "schema", "assignment", "anonymous", "class", "scores", "tests", "causes", "groups", "odd", "alike", "times",
        "students",
    ]  # fmt: skip
    assert set(os.listdir(course)) == before


def test_without_names_no_file_has_one(command: Command, tmp_path: Path) -> None:
    options = ("--to", tmp_path / "p.html", "--csv", tmp_path / "t.csv", "--answers", tmp_path / "answers", "--json")
    code, out, _ = command("hw", "--anonymous", *options)
    assert code == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2 + 12 + 2
    for text in (out, *(path.read_text(encoding="utf-8") for path in files), *map(str, files)):
        assert not re.search(r"\bs\d\d\b|s<b>|s&lt;b|autograded/", text)
    assert "says Jane" not in "".join(path.read_text(encoding="utf-8") for path in files), "nor a comment"


def test_answers_are_written_for_other_tools_and_what_the_release_holds_beside_them(
    command: Command, tmp_path: Path
) -> None:
    code, out, _ = command("--to", tmp_path / "p.html", "--answers", tmp_path / "answers")
    assert (code, "the answers, for other tools" in out) == (0, True)
    answers = {path.parent.name: path.read_text() for path in (tmp_path / "answers/submissions").glob("*/answers.py")}
    assert answers.keys() == {student.name for student in students()}
    assert written(3) in answers["s03"]
    assert (tmp_path / "answers/base/answers.py").read_text() == STUB + "\n"
    assert "JPlag" in (tmp_path / "answers/README.txt").read_text()


def test_a_small_class_has_no_percentages_no_correlations_and_no_alike_answers(
    command: Command, tmp_path: Path
) -> None:
    root = made_course(tmp_path / "small", [Made(f"s{n}", code=[written(1)]) for n in range(7)], due=None)
    code, _, err = command("--to", tmp_path / "p.html", root=root)
    assert code == 0, err
    text = (tmp_path / "p.html").read_text().partition("<body>")[2].partition("<footer>")[0]
    assert "7 of 7" in text
    assert " %" not in text
    assert "Below 10 submissions nothing is compared" in text
    assert "There is no due date" in text


def test_what_cannot_be_used_is_told_on_the_page_and_the_others_are_reported(
    command: Command, course: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(course, tmp_path / "course")
    (root / "autograded/s01/hw/nb.ipynb").write_text("{ no notebook any more")
    (root / "autograded/s02/hw/nb.ipynb").write_text('{"metadata": {}, "cells": []}')
    shutil.copytree(root / "autograded/s00", root / "autograded/stranger")
    shutil.rmtree(root / "release")
    code, _, err = command("--to", tmp_path / "p.html", "--json", root=root)
    assert code == 0, err
    text = (tmp_path / "p.html").read_text()
    assert "nbjudge autograde hw --student=STUDENT --force" in text
    assert "the judge has not graded it" in text
    assert "unknown to the gradebook" in text
    assert "The release was not there" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "the gradebook has no assignment 'nonsense' (it has: hw)"),
        (("--to", "no/such/folder.html"), "no/such/folder.html cannot be written: there is no folder"),
        (("--csv", "."), ". cannot be written: a folder is there, and not empty; choose another name"),
        (("--answers", "source"), "source cannot be written: a folder is there, and not empty; choose another name"),
    ],
)
def test_what_cannot_be_done_is_told_by_name_with_what_helps(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_a_class_of_which_nothing_is_graded_is_told_what_to_do(command: Command, tmp_path: Path) -> None:
    code, _, err = command(root=made_course(tmp_path / "empty", []))
    assert code == 1
    assert "nothing graded of 'hw' in autograded/: run `nbjudge autograde hw`" in err


def test_a_disk_that_is_full_leaves_what_was_there(command: Command, course: Path, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text("the old one")
    code, _, err = command("--to", "/dev/full")
    assert code == 1
    assert "/dev/full cannot be written: No space left on device" in err
    assert (tmp_path / "p.html").read_text() == "the old one"
