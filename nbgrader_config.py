"""nbgrader's settings for this course. The folder of this file is the course root."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - defined by traitlets, which runs this file

ROOT = Path(__file__).resolve().parent

# Commands and formgrader then work from any folder below, not only from here.
c.CourseDirectory.root = str(ROOT)
# The name under which students find the course: `nbgrader fetch_assignment --course mini-torch activation`.
c.CourseDirectory.course_id = "mini-torch"
# Where releases go out and submissions come in. On a shared machine: a folder that all can reach (docs/how-to.md).
c.Exchange.root = os.environ.get("MINI_TORCH_EXCHANGE", str(ROOT / "exchange"))
# Editors and Python leave these behind; nobody wants them released or collected.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", ".DS_Store"]
# A notebook of this course takes two seconds; an endless loop should not hold up the class for longer than this.
c.Execute.timeout = 30
# One parent's worth of text per cell is plenty; an endless print would otherwise fill the disk.
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 50
