"""What grading again would change, as it is shown."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, RenderableType

from nbjudge.console.what_if import cells_table, document, gains_table, summary
from nbjudge.grading.what_if.gains import CellGain, Gain, WhatIf

FOUND = WhatIf(
    (
        Gain("a[b]\n", 3.0, (CellGain("one", "q1", 0.0, 1.25, False), CellGain("one", "q2", 2.0, None, False))),
        Gain("bob", 3.0, (CellGain("one", "q1", 0.0, 1.25, False),)),
        Gain("eve", 5.0, (CellGain("two", "q1", 1.0, 0.0, True),)),
    ),
    7,
    ("new",),
)


def shown(what: RenderableType) -> list[str]:
    console = Console(file=StringIO(), width=200)
    console.print(what)
    assert isinstance(console.file, StringIO)
    return [" ".join(line.replace("│", " ").split()) for line in console.file.getvalue().splitlines()]


def test_each_student_has_a_line_with_the_cells_in_plain_letters() -> None:
    lines = shown(gains_table(FOUND))
    assert "a[b]? 3 2.25 -0.75 q1 0 → 1.25; q2 2 → not judged" in lines
    assert "bob 3 4.25 +1.25 q1 0 → 1.25" in lines
    assert "eve 5 5 +0 q1 1 → 0 (points by hand count)" in lines


def test_each_cell_is_added_up_and_the_class_in_a_line() -> None:
    assert {"one q1 2 0 +2.5", "one q2 0 1 -2", "two q1 0 0 +0"} <= set(shown(cells_table(FOUND)))
    assert summary(FOUND) == (
        "1 gain, 1 lose, 7 keep their points, 1 keep their total, 1 are not graded yet. Nothing was written."
    )
    assert summary(WhatIf((), 0, ())) == "nobody has handed in. Nothing was written."


def test_document_says_the_same() -> None:
    found = document("layers", FOUND, 1.23456, not_judged=1)
    assert (found["gain"], found["lose"], found["unchanged"], found["ungraded"]) == (1, 1, 7, ["new"])
    assert [(one["before"], one["after"]) for one in found["students"]] == [(3.0, 2.25), (3.0, 4.25), (5.0, 5.0)]
    assert found["students"][2]["cells"] == [
        {"notebook": "two", "cell": "q1", "before": 1.0, "after": 0.0, "by_hand": True}
    ]
