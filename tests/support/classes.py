"""Classes of students on the course's assignment. What is graded is graded once in a process, for all that copy it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache

from demo.course import Course
from tests.support.course import filled_in, submit
from tests.support.running import RAISING, RIGHT, lasting_folder, released, run

SCRIPT = "<script>document.title='OWNED'</script>"
CANARY = "PRINTED-WHILE-TESTS-RAN"

#: A notebook of 700 KB: seven cells that print all that is kept of them.
LONG = [
    {"cell_type": "code", "id": f"mine-{number}", "outputs": [], "source": "print('0123456789' * 10_000)"}
    for number in range(7)
]

_ATTACK = (
    "class ReLU(Activation):\n"
    # on a line of its own: the message quotes the line that raised, and would quote the name with it
    f"    def forward(self, x):\n        print({CANARY!r})\n        raise ValueError({SCRIPT!r})\n"
    "    def backward(self, g):\n        return g\n"
)


def hand_in_three(course: Course) -> None:
    """A small answer, one whose notebook becomes large, and no notebook."""
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    submit(course, "bob", filled_in({}, *LONG))
    submit(course, "cyd", b"no notebook")


ALL_KINDS = ["ada", "bob", "cyd", "dan", "eve", "fay", "gus"]


def hand_in_all_kinds(course: Course) -> None:
    """A small class of all kinds, of ALL_KINDS."""
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": RAISING}))
    submit(course, "cyd", filled_in({"relu": RIGHT["relu"] + "\nimport warnings\nwarnings.warn('careful')\n"}))
    submit(course, "dan", filled_in({}))
    submit(course, "eve", b"this is no notebook")
    submit(course, "fay", filled_in({"sigmoid": RIGHT["sigmoid"].replace("1 -", "2 -")}))
    (submit(course, "gus", b"") / "activation.ipynb").unlink()


#: The points of students of an odd class.
EXPECTED = {
    "ada": 20.0,
    "junk": 0.0,
    "cut": 0.0,
    "nothing": 0.0,
    "folder": 0.0,
    "link": 0.0,
    "clock": 20.0,
    "double": 20.0,
}


def hand_in_oddly(course: Course) -> None:
    """A small class: two readable submissions, and eight that are odd in their own ways."""
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('later')"}))
    submit(course, "junk", b"this is no notebook")
    submit(course, "cut", json.dumps(filled_in(RIGHT)).encode()[:5000])
    empty = course.root / "submitted" / "nothing" / "activation"
    empty.mkdir(parents=True)
    folder = submit(course, "folder", b"")
    (folder / "activation.ipynb").unlink()
    (folder / "activation.ipynb").mkdir()
    link = submit(course, "link", b"")
    (link / "activation.ipynb").unlink()
    (link / "activation.ipynb").symlink_to(course.root / "submitted" / "ada" / "activation" / "activation.ipynb")
    late = submit(course, "clock", filled_in(RIGHT))
    (late / "timestamp.txt").write_bytes(b"\xff\x00" * 50 + b"99999-99-99")
    os.mkfifo(late / "pipe.txt")
    doubled = filled_in(RIGHT)
    doubled["cells"] += [cell for cell in doubled["cells"] if cell["metadata"].get("nbgrader")]
    submit(course, "double", doubled)
    shadow = submit(course, "shadow", filled_in({"relu": RIGHT["relu"]}))
    for name in ("numpy.py", "conftest.py", "sitecustomize.py", "checks.py"):
        (shadow / name).write_text("raise SystemExit('a file of the student was imported')")
    student_cells = (
        {"cell_type": "code", "id": "mine", "outputs": [], "source": "from IPython.display import HTML\n"
         f"HTML({SCRIPT!r})"},
        {"cell_type": "markdown", "id": "words", "source": f"{SCRIPT} <img src=x onerror=\"document.title='OWNED'\">"},
    )  # fmt: skip
    submit(course, "mallory", filled_in({**RIGHT, "relu": _ATTACK}, *student_cells))


WITH_PAGES = ["ada", "bob", "graded", "junk", "late", "mallory", "raw"]


def hand_in_for_pages(course: Course) -> None:
    """A small class, of WITH_PAGES: each submission makes another kind of page. Late ones lose all points."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    hostile = (
        {"cell_type": "code", "id": "mine", "outputs": [],
         "source": f"from IPython.display import HTML\nHTML({SCRIPT!r} + '<div class=jp-Notebook><img src=x></div>')"},
        {"cell_type": "markdown", "id": "words",
         "source": f"{SCRIPT} </div></div> <b>bold <!-- <pre> $x<y$ <img src=x>"},
    )  # fmt: skip
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('later')"}))
    submit(course, "graded", filled_in(RIGHT))
    submit(course, "junk", b"this is no notebook")
    late = submit(course, "late", filled_in(RIGHT))
    (late / "timestamp.txt").write_text("2026-11-20 12:00:00.000000 UTC")
    submit(course, "mallory", filled_in({"relu": f"print({SCRIPT!r})\nx = '''</pre></div>'''"}, *hostile))
    submit(course, "raw", filled_in(RIGHT, {"cell_type": "raw", "id": "raw", "source": f"as it is {SCRIPT}"}))
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment("activation", duedate="2026-11-10 12:00:00 UTC")


def grade_by_hand(course: Course) -> None:
    """What a person enters for the student ``graded``: points, extra credit, a comment."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("test_gelu_forward", "activation", "activation", "graded")
        grade.manual_score, grade.extra_credit = 1.5, 0.625
        comment = gradebook.find_comment("relu", "activation", "activation", "graded")
        comment.manual_comment = f"Well *argued*. {SCRIPT}"
        gradebook.db.commit()


@cache
def graded_class(hand_in: Callable[[Course], None], then: Callable[[Course], None] = lambda _: None) -> Course:
    """A class that has handed in and is graded, by one worker; not to be changed."""
    course = released(lasting_folder())
    hand_in(course)
    ended = run(course, "autograde", "--jobs=1")
    assert ended.code == 0, ended.err
    then(course)
    return course
