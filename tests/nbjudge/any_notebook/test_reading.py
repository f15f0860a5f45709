"""Cases as files: what can be read, what is refused, and several of them in one notebook."""

from __future__ import annotations

import json

import nbformat
import pytest

from nbjudge.notebooks.regions import released_text
from tests.nbjudge.any_notebook.grouping import RELEASE, SOLUTION, TOGETHER, Group, grouped, taken_twice
from tests.nbjudge.any_notebook.reading import Case, CaseError, read_case, read_cases

CASES = read_cases()
TWICE = """# Something doubled.
# It is short.
# stand: test_twice apart

# %% locked
factor = 2

# %% solution: twice
def twice(x):
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION

# %% grade: test_twice 3
assert twice(2) == 4
### BEGIN HIDDEN TESTS
assert twice(3) == 6
### END HIDDEN TESTS

# %% wrong: twice
def twice(x):
    return 4

# %% forged: twice, test_twice
def twice(x):
    return Always()
"""


def case(text: str = TWICE, name: str = "twice") -> Case:
    return read_case(name, text)


def test_a_file_is_a_notebook_and_answers_to_it() -> None:
    read = case()
    assert read.about == "Something doubled. It is short."
    assert [(cell.kind, cell.name, cell.points) for cell in read.cells] == [
        ("locked", "", 0.0), ("solution", "twice", 0.0), ("grade", "test_twice", 3.0),
    ]  # fmt: skip
    assert [(answer.label, answer.attacks) for answer in read.answers] == [
        ("wrong-1", ()), ("forged-1", ("test_twice",)),
    ]  # fmt: skip
    assert read.stands == {"test_twice": "apart"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# %% locked", "# %% lockd", "line 5: expected"),
        ("# %% locked", "#%% locked\n# %%", "line 6: expected"),
        ("test_twice 3", "test_twice", "takes 2 words"),
        ("# stand: test_twice", "# stand: test_tweice", "no such name of a grade cell"),
        ("apart\n", "appart\n", "expected `# stand: GRADE_ID apart`"),
        ("# stand", "# stands", "the header says 'stands'"),
        ("# stand", "# doubt: right-1\n# stand", "no such name of a right answer"),
        ("# %% wrong: twice", "# %% wrong: tweice", "no such name of a solution cell"),
        ("# %% wrong: twice", "# %% right: twice", "a wrong answer"),
        ("twice, test_twice", "twice, test_tweice", "no such name of a grade cell"),
    ],
)
def test_a_slip_in_a_case_is_named(old: str, new: str, said: str) -> None:
    assert old in TWICE
    with pytest.raises(CaseError, match=said):
        case(TWICE.replace(old, new))


def test_submissions_hold_the_answers_and_no_hidden_test() -> None:
    group = Group("twice", (case(),))
    assert group.submissions() == [SOLUTION, RELEASE, "wrong-1", "twice-forged-1"]
    texts = {key: json.dumps(group.submission(key)) for key in group.submissions()}
    assert not any("HIDDEN" in text for text in texts.values())
    assert "return factor" in texts[SOLUTION]
    assert "NotImplementedError" in texts[RELEASE]
    assert "return 4" in texts["wrong-1"]
    assert "Always" in texts["twice-forged-1"]
    assert "Always" not in texts["wrong-1"]


def test_what_cases_give_stands_before_what_they_ask() -> None:
    other = case(TWICE.replace("twice", "thrice").replace("factor", "times"), "thrice")
    kinds = [cell["id"] for cell in Group("both", (case(), other)).notebook()["cells"]]
    assert kinds == ["twice-0", "thrice-0", "twice", "test_twice", "thrice", "test_thrice"]


def test_cases_share_notebooks_with_those_that_need_the_same() -> None:
    several = [case(TWICE, f"case{number}") for number in range(TOGETHER + 1)]
    drawing = case(TWICE.replace("# stand", "# needs: matplotlib\n# stand"), "drawing")
    alone = case(TWICE.replace("# stand", "# alone: it must be\n# stand"), "alone")
    made = grouped([alone, drawing, *several])
    assert {group.name: len(group.cases) for group in made} == {
        "plain-1": TOGETHER, "plain-2": 1, "matplotlib-1": 1, "alone": 1,
    }  # fmt: skip


def test_a_name_that_two_cases_define_is_found() -> None:
    other = TWICE.replace("test_twice", "test_other").replace(": twice", ": other").replace("factor", "times")
    assert taken_twice([case(), case(other, "other")]) == ["twice: ['other', 'twice']"]
    assert taken_twice([case(), case(TWICE.replace("twice", "other").replace("factor", "times"), "other")]) == []


def test_what_tests_alone_call_something_may_be_called_so_in_every_case() -> None:
    loops = TWICE.replace("assert twice(2)", "for n in (1, 2):\n    assert twice(2)")
    assert taken_twice([case(loops), case(loops.replace("twice", "other").replace("factor", "times"), "other")]) == []


# ---------------------------------------------------------------- the cases that there are


def test_cases_that_share_notebooks_share_no_names() -> None:
    assert taken_twice(one for group in grouped(CASES) if len(group.cases) > 1 for one in group.cases) == []


@pytest.mark.parametrize("group", grouped(CASES), ids=str)
def test_every_group_is_a_notebook_of_nbformat_4_5_that_the_judge_reads(group: Group) -> None:
    nbformat.validate(group.notebook())
    assert {cell.grade_id for cell in group.assignment().parsed.cells} >= {name for one in group.cases
                                                                          for name in one.points()}  # fmt: skip
    for cell in group.notebook()["cells"]:
        assert "BEGIN" not in released_text(cell)


def test_there_are_enough_of_every_kind() -> None:
    kinds = [answer.kind for one in CASES for answer in one.answers]
    assert len(CASES) >= 60
    assert kinds.count("right") >= 18
    assert kinds.count("forged") >= 30
    doubts = sum(len(one.doubts) for one in CASES)
    assert doubts * 18 <= kinds.count("right"), "of eighteen right answers, seventeen keep their points"
