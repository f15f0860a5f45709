"""The page of a class report: students' texts are text, nothing runs or is fetched, and everybody can read it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from nbjudge.cli import _parser
from nbjudge.commands.report import main
from tests.support.browser import BROWSER, Browser
from tests.support.reporting import made_course, students, written


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of these students; each test leaves it as it was."""
    return made_course(tmp_path_factory.mktemp("course"), students())


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
    assert "{{ 777 * 777 }}" in page
    assert "603729" not in page, "no template of a student's is run"


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
