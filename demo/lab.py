"""JupyterLab by one command: the instructor's in the course root (`make lab`), or a student's (`make student`)."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from demo.course import CommandFailed, Course

HERE: Final = Path(__file__).parent
SETTINGS: Final = HERE / "jupyter"  # for students; docs/course/teach.md tells how a whole hub gets the same
HOME: Final = HERE / "home"  # a student's work, which stays from one time to the next
TUTORIAL: Final = "tutorial.md"
#: What the student's JupyterLab begins with: the tutorial is there to be read, and nothing asks about news.
PREFERENCES: Final[Mapping[str, Mapping[str, object]]] = {
    "@jupyterlab/docmanager-extension/plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def main() -> int:
    """Start one, and wait until it is stopped. Returns the exit code: 1 where it cannot be started."""
    parser = argparse.ArgumentParser(prog="python -m demo.lab", description=__doc__)
    parser.add_argument("who", choices=["instructor", "student"])
    parser.add_argument("--port", type=int, default=8888)
    options = parser.parse_args()
    try:
        course = Course()
        port = _free(options.port)
    except CommandFailed as failure:
        print(f"make {'lab' if options.who == 'instructor' else 'student'}: {failure}", file=sys.stderr)
        return 1
    token = secrets.token_urlsafe(24)
    folder, page, more = (course.root, "lab", {}) if options.who == "instructor" else _student(course)
    if options.who == "instructor":
        print("JupyterLab for the instructor, in the course root. *Nbgrader* in the menu has formgrader and the rest.")
    else:
        print(f"JupyterLab for a student, in {folder.relative_to(course.root)}/. What is there stays.")
    print(f"\n  http://localhost:{port}/{page}?token={token}\n\nCtrl-C stops it.", flush=True)
    return _serve(folder, port, course.environment | more | {"JUPYTER_TOKEN": token})


def _free(port: int) -> int:
    """The port, if nobody listens there. Raises CommandFailed if somebody does, or the number makes no sense."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) else "there are ports from 1 to 65535"
            raise CommandFailed(
                f"port {port}: {why}. Say another, as in PORT={8889 if port == 8888 else 8888}"
            ) from None
    return port


def _student(course: Course) -> tuple[Path, str, dict[str, str]]:
    """The student's folder, the page to open, and what the environment needs to be theirs."""
    HOME.mkdir(exist_ok=True)
    shutil.copy(course.root / "docs" / "course" / TUTORIAL, HOME)
    shutil.copytree(course.root / "docs" / "images", HOME / "images", dirs_exist_ok=True)  # the tutorial shows some
    own = HOME / ".jupyter"
    for plugin, settings in PREFERENCES.items():
        kept = own / "settings" / f"{plugin}.jupyterlab-settings"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(settings))
    environment = {
        "JUPYTER_CONFIG_PATH": str(SETTINGS),
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
    }
    return HOME, f"lab/tree/{TUTORIAL}", environment


def _serve(folder: Path, port: int, environment: Mapping[str, str]) -> int:
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    options += [f"--ServerApp.root_dir={folder}", "--ServerApp.log_level=WARN"]
    if os.geteuid() == 0:
        options.append("--allow-root")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options],
        cwd=folder, env=dict(environment), start_new_session=True,  # else Ctrl-C would have it ask whether it is meant
    )  # fmt: skip
    for stop in (signal.SIGINT, signal.SIGTERM):  # the first is ignored in what a script starts in the background
        signal.signal(stop, signal.default_int_handler)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        print("\nstopped")
        return 0


if __name__ == "__main__":
    sys.exit(main())
