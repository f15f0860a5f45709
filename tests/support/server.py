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
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"

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
        return self._ask(path, None)

    def post(self, path: str) -> tuple[int, str]:
        """The same of an empty POST, as a page's button sends it."""
        return self._ask(path, b"")

    def _ask(self, path: str, data: bytes | None) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, data, headers={"Authorization": f"token {TOKEN}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)


def formgrader_path(course: Course, student: str) -> str:
    """Where formgrader shows a student's notebook."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        found = gradebook.find_submission_notebook("activation", "activation", student)
        return f"/formgrader/submissions/{found.id}/"
