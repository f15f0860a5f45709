"""nbgrader's settings for this course. The folder of this file is the course root."""

import os
from pathlib import Path

from nbjudge.nbgrader_plugin import install

c = get_config()  # noqa: F821 - defined by traitlets, which runs this file

ROOT = Path(__file__).resolve().parent

# Where the course lies, wherever formgrader's server was started. (nbgrader's commands: run them here.)
c.CourseDirectory.root = str(ROOT)
# The name under which students find the course: `nbgrader fetch_assignment --course mini-torch activation`.
c.CourseDirectory.course_id = "mini-torch"
# Where releases go out and submissions come in. On a shared machine, a folder that all can reach: docs/course/teach.md
c.Exchange.root = os.environ.get("MINI_TORCH_EXCHANGE", str(ROOT / "exchange"))
# Editors and Python leave these behind; nobody wants them released or collected.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", ".DS_Store"]
# Grade with the judge: student code in a sandbox, tests in another process (docs/judge/explanation.md). This one line
# makes `nbgrader autograde` and formgrader's button do so, and keeps hidden tests out of feedback.
install(c)
# The judge's limits (docs/judge/reference.md); the other defaults suit this assignment. A right test takes some ten
# milliseconds here, so that an endless loop need not cost a worker more than three seconds.
c.NbJudge.test_seconds = 1.0
c.NbJudge.lost_seconds = 2.5
