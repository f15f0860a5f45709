"""A Jupyter server with formgrader on a course."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from demo.course import Course

TOKEN: Final = "word"


class Server:
    """`with Server(course, home) as server:` it serves the course until the block ends."""

    def __init__(self, course: Course, home: Path) -> None:
        self._course, self._home = course, home
        self.address = f"http://127.0.0.1:{free_port()}"

    def __enter__(self) -> Server:
        port = self.address.rpartition(":")[2]
        options = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
        options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={self._course.root}"]
        options += ["--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options],
            cwd=self._course.root, env={**self._course.environment, "HOME": str(self._home)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 60
        while self.get("/api/status")[0] != 200:
            assert time.monotonic() < end, "the server does not start"
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of what the server says to a request."""
        return asked(self.address + path, TOKEN)

    def post(self, path: str) -> tuple[int, str]:
        """The same of an empty POST, as a page's button sends it."""
        return asked(self.address + path, TOKEN, b"")


def asked(address: str, token: str, data: bytes | None = None) -> tuple[int, str]:
    """Status and text of what a Jupyter server says to a GET, or to a POST of data; 0 and why if it says nothing."""
    request = urllib.request.Request(address, data, headers={"Authorization": f"token {token}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def formgrader_path(course: Course, student: str) -> str:
    """Where formgrader shows a student's notebook."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        found = gradebook.find_submission_notebook("activation", "activation", student)
        return f"/formgrader/submissions/{found.id}/"
