"""A real browser, Chromium without a window, told what to do over its own protocol."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import websocket

BROWSER: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--remote-debugging-port=0", "--remote-allow-origins=*",
    "--window-size=1000,700", "--disable-features=IsolateSandboxedIframes",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


class Browser:
    """`with Browser(folder) as browser:` one tab; only this machine is reached. The folder is for its profile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def __enter__(self) -> Browser:
        command = [str(BROWSER), *_OPTIONS, f"--user-data-dir={self._folder}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = self._folder / "DevToolsActivePort"
        self._until(lambda: told.exists() and "\n" in told.read_text())
        port = told.read_text().splitlines()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=30) as reply:
            tab = next(tab for tab in json.load(reply) if tab["type"] == "page")
        self._tab = websocket.create_connection(tab["webSocketDebuggerUrl"], timeout=60)
        self.tell("Page.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._tab.close()
        self._process.kill()
        self._process.wait()

    def tell(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol, and return what it says."""
        number = next(self._numbers)
        self._tab.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._tab.recv())
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    def open(self, address: str, until: str = "document.readyState == 'complete'") -> None:
        """Go to a page, and wait until an expression is true there."""
        self.tell("Page.navigate", url=address)
        self._until(lambda: self.value(until) is True)

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives."""
        return self.tell("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def value_in_frame(self, expression: str) -> Any:
        """The same in the page's one frame, whether or not that runs scripts; None while it goes elsewhere."""
        (frame,) = self.tell("Page.getFrameTree")["frameTree"].get("childFrames", [])
        try:
            world = self.tell("Page.createIsolatedWorld", frameId=frame["frame"]["id"])["executionContextId"]
            told = self.tell("Runtime.evaluate", expression=expression, contextId=world, returnByValue=True)
        except AssertionError:
            return None
        return told["result"].get("value")

    def wait(self, holds: Callable[[], Any]) -> None:
        """Until something holds."""
        self._until(holds)

    def click(self, x: int, y: int) -> None:
        """Press and let go of the mouse there."""
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def _until(self, holds: Any) -> None:
        end = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < end, "the browser takes too long"
            time.sleep(0.05)
