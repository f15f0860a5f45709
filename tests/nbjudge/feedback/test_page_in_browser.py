"""Feedback pages in a real browser: to read, on a phone, in the dark, on paper, by whoever, and without a network."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest

from nbjudge.verdicts import WRONG
from tests.support.browser import BROWSER, Browser
from tests.support.telling import a_course, graded, told_page, verdict

NEEDED: Final = "needs Chromium (apt-get install chromium); .ci/run installs it"
pytestmark = pytest.mark.skipif(BROWSER is None, reason=NEEDED)

PHONE: Final = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
NOTES: Final = (
    "the cell relu ended with SyntaxError at line 1 (class ReLU): expected ':'",
    "the cell linear had been changed",
)
CODE: Final = "class ReLU:\n    def forward(self, x):\n        return " + "x * " * 90 + "x  # " + "long" * 60
OPEN_ALL: Final = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "ps.html"
    file.write_text(told_page(*a_course(CODE), notes=NOTES))
    return file


@pytest.fixture(scope="module")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser: Browser, page: Path) -> Browser:
    """The browser with the page as it is when it is opened from disk."""
    one_browser.tell("Emulation.clearDeviceMetricsOverride")
    one_browser.tell("Emulation.setEmulatedMedia", media="", features=[])
    one_browser.open(page.as_uri())
    return one_browser


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server of a folder's files, by its address."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def findings(browser: Browser) -> list[str]:
    """What axe-core finds that is serious or critical."""
    browser.value(files("axe_core_python").joinpath("axe.min.js").read_text() + ";0")
    told = "axe.run().then(found => JSON.stringify(found.violations.map(one => [one.id, one.impact])))"
    done = browser.tell("Runtime.evaluate", expression=told, awaitPromise=True, returnByValue=True)
    return [rule for rule, impact in json.loads(done["result"]["value"]) if impact in ("serious", "critical")]


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_it_with_everything_unfolded(browser: Browser, scheme: str) -> None:
    browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.value(OPEN_ALL)
    assert findings(browser) == []


def test_axe_finds_what_is_planted(browser: Browser) -> None:
    planted = "<img src=data:,><p style='color:#bbb;background:#fff'>pale</p>"
    browser.value(f'document.querySelector("main").insertAdjacentHTML("beforeend", "{planted}")')
    assert set(findings(browser)) == {"image-alt", "color-contrast"}


def test_it_follows_the_readers_dark_mode(browser: Browser) -> None:
    seen = set()
    for scheme in ("light", "dark"):
        browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        seen.add(browser.value("getComputedStyle(document.body).backgroundColor"))
    assert seen == {"rgb(255, 255, 255)", "rgb(21, 24, 28)"}


# ---------------------------------------------------------------- on a phone


def too_wide(browser: Browser) -> list[str]:
    """What reaches beyond a phone's edge, but for what scrolls by itself. The window would grow with it."""
    found = browser.value(
        "[...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > 391"
        " && !one.closest('.formula')).map(one => one.outerHTML.slice(0, 80)).concat("
        "document.documentElement.scrollWidth > 390 ? ['page'] : [])"
    )
    assert isinstance(found, list)
    return found


def test_nothing_of_it_is_wider_than_a_phone(browser: Browser, page: Path) -> None:
    browser.tell("Emulation.setDeviceMetricsOverride", **PHONE)
    browser.open(page.as_uri())
    browser.value(OPEN_ALL)
    assert browser.value("innerWidth") == 390
    assert too_wide(browser) == []
    browser.value("document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=width:500px>wide')")
    assert "page" in too_wide(browser), "or this test could not fail"


def test_the_first_screen_of_a_phone_has_total_and_table(browser: Browser, page: Path) -> None:
    browser.tell("Emulation.setDeviceMetricsOverride", **PHONE)
    browser.open(page.as_uri())
    assert browser.value("document.querySelector('.marks table').getBoundingClientRect().bottom") < PHONE["height"]


# ---------------------------------------------------------------- on paper


def sheets(browser: Browser) -> int:
    """How many sheets of A4 the page is printed on."""
    printed: dict[str, Any] = browser.tell("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    return len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"])))


def test_on_paper_it_is_short_and_every_right_value_is_whole(browser: Browser) -> None:
    assert 1 <= sheets(browser) <= 8
    browser.tell("Emulation.setEmulatedMedia", media="print")
    browser.tell("Emulation.setDeviceMetricsOverride", **{**PHONE, "width": 718, "mobile": False})
    whole = (
        "[...document.querySelectorAll('.example code')].map(one => [one.textContent, one.scrollWidth <= "
        "one.closest('td').clientWidth && one.getBoundingClientRect().right < innerWidth])"
    )
    assert ["1.50000000000000022204", True] in browser.value(whole)
    borders = "[...document.querySelectorAll('table td')].map(one => getComputedStyle(one).borderTopStyle)"
    assert set(browser.value(borders)) == {"solid"}
    assert browser.value("getComputedStyle(document.querySelector('.rest')).display") == "none"


def test_on_paper_dozens_of_mistakes_are_short_and_every_number_is_whole(browser: Browser, tmp_path: Path) -> None:
    details = "".join(f"\n  detail {number} = 0.12345678901234567890" for number in range(10))
    failed = [
        verdict(f"t{number}", WRONG, f"at {number}: yours 1, right 0.98765432109876{details}") for number in range(80)
    ]
    cells = [graded(f"test_{part}", *failed[20 * part : 20 * part + 20]) for part in range(4)]
    file = tmp_path / "many.html"
    file.write_text(told_page(*cells))
    browser.open(file.as_uri())
    assert sheets(browser) <= 8
    browser.tell("Emulation.setEmulatedMedia", media="print")
    shown = "[...document.querySelectorAll('.sentence, .details')].filter(one => one.getClientRects().length)"
    is_cut = "one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1"
    assert browser.value(f"{shown}.length") == 80 + 40
    assert browser.value(f"{shown}.filter({is_cut}).map(one => one.outerHTML)") == []
    assert "from number 41 on" in browser.value("document.querySelector('.on-paper').innerText")


# ---------------------------------------------------------------- alone


def test_it_asks_no_host_and_runs_nothing(browser: Browser, page: Path) -> None:
    """As in JupyterLab's viewer, which runs no script of a page that is not trusted, or without a network."""
    assert browser.value("performance.getEntriesByType('resource').map(one => one.name)") == []
    assert browser.value("document.querySelectorAll('script, link, iframe, object, embed').length") == 0
    assert not re.search(r"""(?:src|action)="?https?:|url\(|@import""", page.read_text())


def test_formulas_are_drawn(browser: Browser) -> None:
    browser.value(OPEN_ALL)
    drawn = "[...document.querySelectorAll('math mfrac')].map(one => one.getBoundingClientRect().height > 15)"
    assert browser.value(drawn) == [True]


def pressed(browser: Browser, selector: str, opened: str) -> Any:
    """Press on an element in the frame, and say whether another is open then. The first presses may come too early."""
    one = f"document.querySelector('{selector}')"
    browser.value_in_frame(f"{one}.scrollIntoView({{block: 'center'}})")
    place = browser.value_in_frame(f"(({{x, y, height}}) => [x + 8, y + height / 2])({one}.getBoundingClientRect())")
    if place is not None:
        browser.click(*map(int, place))
    return browser.value_in_frame(f"document.querySelector('{opened}')?.open === true")


VIEWER: Final = """<body style="margin:0"><script>
fetch("ps.html").then(reply => reply.text()).then(text => {
    const page = new DOMParser().parseFromString(text, "text/html"), base = page.createElement("base")
    page.head.insertBefore(base, page.head.firstChild)
    base.href = location.origin + "/ps.html"
    base.target = "_self"
    const blob = new Blob([page.documentElement.innerHTML], {type: "text/html"})
    document.querySelector("iframe").src = URL.createObjectURL(blob)
})</script><iframe sandbox="allow-same-origin" style="width:900px;height:400px;border:0"></iframe>"""
"""As JupyterLab 4 shows a file that is not trusted: a copy with another base, in a frame that runs no scripts."""


def test_in_jupyterlabs_viewer_which_runs_no_scripts_it_folds_and_its_links_lead_on(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "viewer.html").write_text(VIEWER)
    script = "<script>document.title = 'ran'</script>"
    (tmp_path / "ps.html").write_text(page.read_text().replace("</body>", f"{script}</body>"))
    in_frame = browser.value_in_frame
    with served(tmp_path) as address:
        browser.open(f"{address}/viewer.html")
        browser.wait(lambda: bool(in_frame("document.querySelector('.rest summary') !== null")))
        assert in_frame("document.title") == "ps: feedback", "no script of it ran"
        assert in_frame("document.querySelector('svg.curve').getBoundingClientRect().height") > 50
        for selector, opened in ((".passed summary", ".passed"), (".again a", ".rest")):
            browser.wait(partial(pressed, browser, selector, opened))


def test_a_link_opens_what_is_folded(browser: Browser) -> None:
    browser.value("document.querySelector('.again a').click()")
    assert browser.value("document.querySelector('.rest').open") is True
