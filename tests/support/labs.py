"""`make lab` and `make student` on a copy of the course, and a real browser on both: Chromium, by Playwright."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support.browser import BROWSER
from tests.support.server import asked, free_port

OPTIONS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
PATIENCE: Final = 120.0  # seconds for whatever JupyterLab does, on a machine that does much else


class Lab:
    """`with Lab(root, "student") as lab:` a JupyterLab as its make target starts it, on a port of its own."""

    def __init__(self, root: Path, who: str) -> None:
        self._root, self._who = root, who
        self.folder = root if who == "instructor" else root / "demo" / "home"
        self.address = ""
        self._token = ""

    def __enter__(self) -> Lab:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo.lab", self._who, f"--port={free_port()}"],
            cwd=self._root, env=os.environ | {"PATH": path}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        told = next(line.strip() for line in self._process.stdout if "http://" in line)
        self.address, self._token = told.partition("/lab")[0], told.partition("token=")[2]
        end = time.monotonic() + PATIENCE
        while self.status("/api/status") != 200:
            assert time.monotonic() < end, "it does not start"
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()
        assert code == 0, "Ctrl-C stops it, and is no error"

    def status(self, path: str) -> int:
        """What the server says to a request; 0 if there is none yet."""
        return asked(self.address + path, self._token)[0]

    def page(self, context: BrowserContext, errors: list[str]) -> Page:
        """A page that may use it. Errors on its console are added to the list."""
        page = context.new_page()

        def heard(message: ConsoleMessage) -> None:
            # nbgrader's pages ask another host for MathJax, and the tests' browser reaches this machine alone
            if message.type == "error" and message.location.get("url", "").startswith(self.address):
                errors.append(f"{message.location.get('url')}: {message.text}")

        page.on("console", heard)
        page.goto(f"{self.address}/api/status?token={self._token}")
        return page


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=list(OPTIONS))
        try:
            yield chromium
        finally:
            chromium.close()
